"""The figures of a report counted once more from the raw rows: plain loops, no code of `nennep.reports`.

Counters and summaries are left aside wherever the rows themselves are kept: who came is read off the roll, who
spoke off the opinions, when the last paper went out off the papers.
"""

from collections import defaultdict
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Model

from nennep.decisions.models import Motion, Resolution, Task
from nennep.meetings.models import Addendum, Attendance, Meeting, Opinion, Paper
from nennep.organisation.models import Charge, Unit, WorkingRules
from nennep.oversight.models import Petition, Reminder, Visit
from nennep.rulebook.queries import rules_on

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
HELD = {"closed", "signed", "reported", "scored", "settled"}
SPOKEN = {"opinion", "reserved", "petition"}
Key = tuple[str, str | None, str]
"""Indicator, branch or none for the ward, period as addresses write it."""
Pair = tuple[int, int]


def recomputed(ward_id: UUID, year: int, *, on: date) -> dict[Key, Pair]:
    """Part and whole of each figure of a finished year: of the ward, of each branch, of each month."""
    sums: dict[Key, list[int]] = defaultdict(lambda: [0, 0])

    def add(name: str, unit_id: UUID, month: date, part: int, whole: int) -> None:
        for unit in (None, str(unit_id)):
            for period in (str(year), f"{month:%Y-%m}"):
                sums[name, unit, period][0] += part
                sums[name, unit, period][1] += whole

    meetings = [row for row in rows_of(Meeting, ward_id) if row["parent_id"] is None]
    _meetings(ward_id, [m for m in meetings if m["month"].year == year and m["state"] in HELD], add)
    _regularity(ward_id, year, meetings, add)
    _tasks(ward_id, year, on, add)
    _standing(ward_id, date(year, 12, 31), date(year, 12, 1), add)
    _followed(ward_id, year, {m["id"]: m for m in meetings}, add)
    return {key: (part, whole) for key, (part, whole) in sums.items()}


def rows_of(model: type[Model], ward_id: UUID) -> list[dict]:
    return list(model._default_manager.filter(ward=ward_id).order_by("pk").values())


def day_of(moment: datetime) -> date:
    return moment.astimezone(HANOI).date()


def is_on(row: dict, day: date) -> bool:
    return row["valid_from"] <= day and (row["valid_to"] is None or row["valid_to"] > day)


def _meetings(ward_id: UUID, held: list[dict], add) -> None:
    """What each meeting that was held adds: its roll, papers, record, opinions and decisions."""
    rolls, opinions, motions, sent = defaultdict(list), defaultdict(list), defaultdict(list), defaultdict(list)
    for row in rows_of(Paper, ward_id):
        if row["removed_at"] is None:
            sent[row["meeting_id"]].append(day_of(row["published_at"]))
    for row in rows_of(Attendance, ward_id):
        rolls[row["root_id"]].append(row)
    for row in rows_of(Opinion, ward_id):
        if row["removed_at"] is None and row["guest_id"] is None and row["kind"] in SPOKEN:
            opinions[row["root_id"]].append(row)
    for row in rows_of(Motion, ward_id):
        if row["state"] == "settled" and row["threshold"] != "procedure":
            motions[row["origin_id"]].append(row)
    adopted = {row["origin_id"] for row in rows_of(Resolution, ward_id) if row["state"] == "adopted"}
    amended = set(Addendum.objects.filter(ward=ward_id).values_list("minutes__meeting_id", flat=True))
    for meeting in held:
        day, of = day_of(meeting["starts_at"]), (meeting["unit_id"], meeting["month"])
        rules = rules_on(day)
        came = expected = 0
        for line in rolls[meeting["id"]]:
            is_here, listed_as = line["status"] == "present", line["listed_as"]
            if listed_as == "suspended" or (listed_as == "temporary" and not rules.attendance.count_temporary_here):
                continue
            if not is_here and listed_as in rules.attendance.excluded_standings:
                continue
            expected += 1
            came += is_here
        said, put = opinions[meeting["id"]], motions[meeting["id"]]
        passed = [row for row in put if row["passed"]]
        papers, reported = sent[meeting["id"]], meeting["reported_at"]
        ended = day_of(meeting["closed_at"]) if meeting["closed_at"] else day
        ahead = bool(papers) and max(papers) <= day - timedelta(days=rules.papers.lead_days)
        in_time = reported is not None and day_of(reported) <= ended + timedelta(days=rules.record.report_days)
        add("attendance", *of, came, expected)
        add("speaking_share", *of, len({row["speaker_id"] for row in said if row["speaker_id"]}), came)
        add("opinions", *of, len(said), 0)
        add("papers", *of, int(bool(papers)), 1)
        add("papers_ahead", *of, int(ahead), 1)
        add("on_time_record", *of, int(in_time), 1)
        add("resolutions", *of, int(meeting["id"] in adopted), 1)
        add("decisions_passed", *of, len(passed), len(put))
        add("unanimous", *of, sum(row["in_favour"] == row["present_count"] for row in passed), len(passed))
        add("by_groups", *of, int(meeting["mode"] == "by_groups"), 1)
        add("thematic_held", *of, int(meeting["kind"] != "regular"), 0)
        add("amended", *of, int(meeting["id"] in amended), 0)


def _regularity(ward_id: UUID, year: int, meetings: list[dict], add) -> None:
    """Months and quarters owed and kept, from the first month of which the ward has any meeting."""
    begun = min((row["month"] for row in meetings), default=None)
    held = defaultdict(set)
    for row in meetings:
        if row["state"] in HELD:
            held[row["unit_id"]].add((row["kind"] == "regular", row["month"]))
    for unit in rows_of(Unit, ward_id):
        if unit["kind"] != "branch" or begun is None:
            continue
        owed, complete, due = [], True, False
        for number in range(1, 13):
            first = date(year, number, 1)
            last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
            until = unit["valid_to"]
            owes = first >= begun and unit["valid_from"] <= first and (until is None or until > last)
            owed.append(owes)
            met = (True, first) in held[unit["id"]]
            if owes or met:
                add("regular_held", unit["id"], first, int(met), 1)
                complete, due = complete and met, True
            if number % 3 == 0:
                quarter = [date(year, each, 1) for each in range(number - 2, number + 1)]
                theme = any((False, month) in held[unit["id"]] for month in quarter)
                if theme or all(owed[-3:]):
                    add("thematic_coverage", unit["id"], first, int(theme), 1)
                    complete, due = complete and theme, True
        if due:
            add("branches_complete", unit["id"], date(year, 12, 1), int(complete), 1)


def _tasks(ward_id: UUID, year: int, on: date, add) -> None:
    parents = {row["id"]: row["parent_id"] or row["id"] for row in rows_of(Unit, ward_id)}
    for task in rows_of(Task, ward_id):
        due, done = task["due_on"], task["finished_on"]
        if due.year == year and task["state"] != "dropped":
            of = (parents[task["unit_id"]], due.replace(day=1))
            add("follow_up", *of, int(done is not None and done <= due), 1)
            add("follow_up_late", *of, int(done is not None and done > due), 1)
            add("tasks_overdue", *of, int(done is None and due < on), 1)


def _standing(ward_id: UUID, day: date, month: date, add) -> None:
    """What stands on the last day of the year."""
    units = [row["id"] for row in rows_of(Unit, ward_id) if row["kind"] == "branch" and is_on(row, day)]
    charges = [row for row in rows_of(Charge, ward_id) if is_on(row, day)]
    ruled = {row["unit_id"] for row in rows_of(WorkingRules, ward_id) if is_on(row, day)}
    for unit_id in units:
        add("branches", unit_id, month, 1, 0)
        add("working_rules", unit_id, month, int(unit_id in ruled), 1)
        add("charges", unit_id, month, int(any(row["unit_id"] == unit_id for row in charges)), 1)


def _followed(ward_id: UUID, year: int, meetings: dict[UUID, dict], add) -> None:
    last = date(year, 12, 31)
    for row in rows_of(Petition, ward_id):
        if row["raised_on"].year == year:
            answered = row["answered_on"] is not None and row["answered_on"] <= last
            add("petitions", row["unit_id"], row["raised_on"].replace(day=1), int(answered), 1)
    for row in rows_of(Visit, ward_id):
        meeting = meetings[row["meeting_id"]]
        if row["sent_at"] and day_of(row["sent_at"]) <= last and meeting["month"].year == year:
            add("visits", row["unit_id"], meeting["month"], 1, 0)
    for row in rows_of(Reminder, ward_id):
        if row["reminded_on"].year == year:
            add("reminders", row["unit_id"], row["reminded_on"].replace(day=1), 1, 0)
