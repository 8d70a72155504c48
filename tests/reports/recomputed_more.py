"""The second count, continued: what stands on the last day, what was passed on, scored, looked at and followed up.

Written from the words of each indicator, over raw rows; no code of `nennep.reports`.
"""

import tomllib
from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from uuid import UUID

from nennep.decisions.models import Task
from nennep.directives.models import Conference, Directive, Dissemination, Reader, Seat
from nennep.meetings.models import Attendance, Guest, Meeting, Opinion
from nennep.organisation.models import Charge, Duty, Placement, Unit
from nennep.oversight.models import Drawn, Inspection, Petition, Visit
from nennep.planning.models import MeetingDay, PlannedTopic, ThematicPlan, TopicOrientation
from nennep.quality.models import Rubric, ScoreSheet
from nennep.recognition.models import Award
from nennep.reports.models import Briefing
from nennep.rulebook.queries import rules_on
from tests.reports.recomputed import HELD, Pair, day_of, is_on, recomputed, rows_of

Told = tuple[str, str, UUID | None]
"""Indicator, the choice it leaves open or nothing, and the branch or none for the ward."""
Line = tuple[str, str, UUID | None, int, int]


def recomputed_year(ward_id: UUID, year: int, *, on: date) -> dict[Told, Pair]:
    """Part and whole of the figures of a finished year that a plain walk through the meetings does not give."""
    sums: dict[Told, list[int]] = defaultdict(lambda: [0, 0])
    last = date(year, 12, 31)
    held = [
        row
        for row in rows_of(Meeting, ward_id)
        if row["parent_id"] is None and row["month"].year == year and row["state"] in HELD
    ]
    lines = [
        *_standing(ward_id, year, last),
        *_charges(ward_id, held),
        *_themes(ward_id, year, last, held),
        *_passed_on(ward_id, year, last),
        *_conferences(ward_id, year),
        *_scores(ward_id, held),
        *_days(ward_id, held),
        *_seen(ward_id, year, last),
        *_followed(ward_id, year, last, on),
        *_line_met(ward_id, year, on, held),
    ]
    for name, choice, unit_id, part, whole in lines:
        for unit in {None, unit_id}:
            sums[name, choice, unit][0] += part
            sums[name, choice, unit][1] += whole
    standing = [row for row in _in_charge(ward_id) if is_on(row, last)]
    for unit_id in {None, *(row["unit_id"] for row in standing)}:
        people = {row["person_id"] for row in standing if unit_id in (None, row["unit_id"])}
        sums["people_in_charge", "", unit_id] = [len(people), 0]
    return {key: (part, whole) for key, (part, whole) in sums.items()}


def _standing(ward_id: UUID, year: int, last: date) -> Iterator[Line]:
    """Branches by kind, members, party groups and duties on the last day."""
    units = [row for row in rows_of(Unit, ward_id) if is_on(row, last)]
    branches = {row["id"] for row in units if row["kind"] == "branch"}
    for unit in units:
        if unit["kind"] == "branch":
            yield "branches_of_kind", unit["branch_kind"], unit["id"], 1, 0
        elif unit["parent_id"] in branches:
            yield "party_groups", "", unit["parent_id"], 1, 0
    assigned, acknowledged = set(), set()
    for duty in rows_of(Duty, ward_id):
        if duty["year"] != year or duty["assigned_on"] > last or (duty["withdrawn_on"] or date.max) <= last:
            continue
        assigned.add(duty["person_id"])
        if duty["acknowledged_on"] and duty["acknowledged_on"] <= last:
            acknowledged.add(duty["person_id"])
    for place in rows_of(Placement, ward_id):
        if place["kind"] == "official" and place["unit_id"] in branches and is_on(place, last):
            who, unit_id = place["person_id"], place["unit_id"]
            yield "members", "", unit_id, 1, 0
            yield "duties_assigned", "", unit_id, int(who in assigned), 1
            yield "duties", "", unit_id, int(who in acknowledged), 1


def _in_charge(ward_id: UUID) -> list[dict]:
    """Those who answer for a branch themselves; whoever stands in for them is left out."""
    return [row for row in rows_of(Charge, ward_id) if row["kind"] != "substitute"]


def _charges(ward_id: UUID, held: list[dict]) -> Iterator[Line]:
    """Whether the record names those in charge that day, whoever stood in included, and what they said.

    A sheet alone does not count: what the signed record does not name is told as a mismatch.
    """
    charges, there, said, guests = rows_of(Charge, ward_id), defaultdict(set), defaultdict(list), {}
    for row in rows_of(Guest, ward_id):
        guests[row["id"]] = row["person_id"]
        if row["removed_at"] is None:
            there[row["meeting_id"]].add(row["person_id"])
    for row in rows_of(Attendance, ward_id):
        if row["status"] == "present":
            there[row["root_id"]].add(row["person_id"])
    for row in rows_of(Opinion, ward_id):
        if row["removed_at"] is None:
            said[row["root_id"]].append(row["speaker_id"] or guests.get(row["guest_id"]))
    for meeting in held:
        day, unit_id = day_of(meeting["starts_at"]), meeting["unit_id"]
        charged = {row["person_id"] for row in charges if row["unit_id"] == unit_id and is_on(row, day)}
        yield "charge_kept", "", unit_id, int(bool(charged & there[meeting["id"]])), 1
        yield "charge_words", "", unit_id, sum(who in charged for who in said[meeting["id"]]), 0


def _themes(ward_id: UUID, year: int, last: date, held: list[dict]) -> Iterator[Line]:
    approved = {
        row["unit_id"]
        for row in rows_of(ThematicPlan, ward_id)
        if row["year"] == year and row["state"] == "approved" and day_of(row["decided_at"]) <= last
    }
    for unit in rows_of(Unit, ward_id):
        if unit["kind"] == "branch" and is_on(unit, last):
            yield "thematic_plans", "", unit["id"], int(unit["id"] in approved), 1
    basis = {row["id"]: row["basis"] for row in rows_of(TopicOrientation, ward_id)}
    suggested = {row["id"]: basis.get(row["suggestion_id"]) for row in rows_of(PlannedTopic, ward_id)}
    for meeting in held:
        if meeting["kind"] == "thematic":
            of = suggested.get(meeting["planned_topic_id"])
            yield "themes_oriented", "", meeting["unit_id"], int(of is not None), 1
            if of is not None:
                yield "themes_oriented", of, meeting["unit_id"], 1, 0


def _passed_on(ward_id: UUID, year: int, last: date) -> Iterator[Line]:
    """Who was to be reached by what was assigned in the year, and was by its last day.

    Nobody has to be reached any more by what the ward withdrew, or replaced before everybody had been.
    """
    for row in rows_of(Directive, ward_id):
        if row["direction"] == "issued" and row["unit_id"] is None and row["dated_on"] and row["dated_on"].year == year:
            yield "directives_issued", "", None, 1, 0
    readers, complete = defaultdict(list), {}
    for row in rows_of(Reader, ward_id):
        readers[row["dissemination_id"]].append(row)
    for task in rows_of(Dissemination, ward_id):
        is_over = task["ended_on"] is not None and task["ended_on"] <= last
        if task["assigned_on"].year != year or (is_over and task["end_reason"] == "withdrawn"):
            continue
        reached = expected = 0
        for row in readers[task["id"]]:
            is_reached = row["reached_on"] is not None and row["reached_on"] <= last
            reached += is_reached
            expected += is_reached or row["left_on"] is None or row["left_on"] > last
        if is_over and task["end_reason"] == "replaced" and reached < expected:
            continue
        yield "reach", "", task["unit_id"], reached, expected
        complete[task["unit_id"]] = complete.get(task["unit_id"], True) and reached == expected
    for unit_id, is_complete in complete.items():
        yield "branches_passed_on", "", unit_id, int(is_complete), 1


def _conferences(ward_id: UUID, year: int) -> Iterator[Line]:
    seats = defaultdict(list)
    for row in rows_of(Seat, ward_id):
        seats[row["conference_id"]].append(row["status"])
    for row in rows_of(Conference, ward_id):
        if row["closed_at"] and day_of(row["starts_at"]).year == year:
            yield "conferences", "", None, 1, 0
            yield "conference_presence", "", None, seats[row["id"]].count("present"), len(seats[row["id"]])


def _scores(ward_id: UUID, held: list[dict]) -> Iterator[Line]:
    """The band with the highest threshold is the top one; the two sheets are compared by their points."""
    best = {}
    for row in rows_of(Rubric, ward_id):
        best[row["id"]] = max(row["content"]["band"], key=lambda band: band["from"])["name"]
    sheets = {(row["meeting_id"], row["side"]): row for row in rows_of(ScoreSheet, ward_id)}
    for meeting in held:
        ward, branch, charge = (sheets.get((meeting["id"], side)) for side in ("ward", "branch", "charge"))
        if ward and ward["settled_at"]:
            yield "quality", "", meeting["unit_id"], int(ward["band"] == best[ward["rubric_id"]]), 1
        if branch and charge and branch["submitted_at"] and charge["submitted_at"]:
            yield "quality_gap", "", meeting["unit_id"], int(branch["points"] != charge["points"]), 1


def _days(ward_id: UUID, held: list[dict]) -> Iterator[Line]:
    """A regular meeting no later than the branch's fixed day; the 31st of a short month is its last day."""
    fixed = rows_of(MeetingDay, ward_id)
    for meeting in held:
        if meeting["kind"] != "regular":
            continue
        met, month = day_of(meeting["starts_at"]), meeting["month"]
        length = monthrange(month.year, month.month)[1]
        days = [row["day"] for row in fixed if row["unit_id"] == meeting["unit_id"] and is_on(row, met)]
        on_day = any(met <= month.replace(day=min(day, length)) for day in days)
        yield "regular_on_day", "", meeting["unit_id"], int(on_day), 1


def _seen(ward_id: UUID, year: int, last: date) -> Iterator[Line]:
    """What the sheets that were sent say of each question of the list they were written by."""
    lists = tomllib.loads(files("nennep.oversight").joinpath("data/checklists.toml").read_text("utf-8"))["checklist"]
    asked = {each["name"]: [item["key"] for item in each["items"]] for each in lists}
    months = dict(Meeting.objects.filter(ward=ward_id).values_list("pk", "month"))
    for row in rows_of(Visit, ward_id):
        if row["sent_at"] and day_of(row["sent_at"]) <= last and months[row["meeting_id"]].year == year:
            for key in asked[row["checklist"]]:
                yield "visit_seen", key, row["unit_id"], int(key in row["ticked"]), 1
    units = dict(Meeting.objects.filter(ward=ward_id).values_list("pk", "unit_id"))
    for row in rows_of(Drawn, ward_id):
        if row["checked_at"] and day_of(row["checked_at"]).year == year:
            yield "minutes_checked", "", units[row["meeting_id"]], 1, 0


def _followed(ward_id: UUID, year: int, last: date, on: date) -> Iterator[Line]:
    for row in rows_of(Petition, ward_id):
        answered = row["answered_on"] is not None and row["answered_on"] <= last
        if row["raised_on"].year == year:
            yield "petitions_raised", "", row["unit_id"], 1, 0
        if row["raised_on"] <= last and row["due_on"] < last and not answered:
            yield "petitions_overdue", "", row["unit_id"], 1, 0
    for row in rows_of(Inspection, ward_id):
        if row["begins_on"].year == year and row["state"] != "dropped":
            concluded = row["concluded_on"] is not None and row["concluded_on"] <= last
            yield "inspections", "", None, int(concluded), 1
    briefings = {row["id"]: row for row in rows_of(Briefing, ward_id) if row["month"].year == year}
    closed = {row["month"] for row in briefings.values() if row["state"] == "closed"}
    for number in range(1, 13):
        month = date(year, number, 1)
        if month.replace(day=monthrange(year, number)[1]) < on:
            yield "briefings", "", None, int(month in closed), 1
    for row in rows_of(Task, ward_id):
        if row["origin_id"] in briefings and row["state"] != "dropped":
            yield "remedies", "", row["unit_id"], int(row["state"] == "done"), 1
    for row in rows_of(Award, ward_id):
        if row["year"] == year and row["withdrawn_on"] is None:
            yield "awards", "", None, 1, 0


def _line_met(ward_id: UUID, year: int, on: date, held: list[dict]) -> Iterator[Line]:
    """Whether a branch's attendance of the whole year meets the line; years of one rule set only."""
    line = rules_on(date(year, 12, 31)).attendance.line
    assert line == rules_on(date(year, 1, 1)).attendance.line
    counted = recomputed(ward_id, year, on=on)
    for unit_id in {row["unit_id"] for row in held}:
        part, whole = counted["attendance", str(unit_id), str(year)]
        yield "attendance_met", "", unit_id, int(line.is_met(part, whole)), 1
