"""What each meeting and task adds to the counts: said once, summed into summaries and shown as evidence."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from nennep.core.periods import Month, Period
from nennep.decisions.models import Motion, MotionState, Resolution, ResolutionState, Task, TaskState
from nennep.decisions.thresholds import PROCEDURE
from nennep.meetings.deadlines import invite_due, papers_due, record_due
from nennep.meetings.models import (
    HELD_STATES,
    SPOKEN,
    Addendum,
    Attendance,
    Guest,
    Meeting,
    MeetingKind,
    Opinion,
)
from nennep.organisation.models import Charge, Unit
from nennep.reports.models import Counts
from nennep.rulebook.queries import Rules, rules_on

COUNT_FIELDS = tuple(field.name for field in Counts._meta.get_fields())


@dataclass(frozen=True)
class MeetingFacts:
    """One branch meeting as far as indicators need it; parts held by party groups are inside its counters."""

    id: UUID
    unit_id: UUID
    kind: str
    mode: str
    state: str
    month: date
    starts_at: datetime
    topic: str
    theme_basis: str
    """On what the ward suggested the theme it took up; empty for regular meetings and a branch's own themes."""
    closed_at: datetime | None
    signed_at: datetime | None
    reported_at: datetime | None
    papers_at: datetime | None
    expected: int
    present: int
    speakers: int
    minutes_number: int | None = None
    resolutions: int = 0
    motions: int = 0
    """Matters put to the vote and counted, procedure left out."""
    motions_passed: int = 0
    motions_unanimous: int = 0
    opinions: int = 0
    """Opinions of members, reserved ones too; praise, reminders and guests' words are not discussion of members."""
    addenda: int = 0
    charge_kept: int = 0
    charge_words: int = 0
    """What the committee member in charge said there as a guest."""

    @property
    def is_held(self) -> bool:
        return self.state in HELD_STATES

    @property
    def is_regular(self) -> bool:
        return self.kind == MeetingKind.REGULAR

    @cached_property
    def day(self) -> date:
        return timezone.localdate(self.starts_at)

    @property
    def rules(self) -> Rules:
        """The rule set of the day of the meeting."""
        return rules_on(self.day)

    @property
    def papers_due_on(self) -> date:
        """The last day on which papers count as sent ahead (gửi trước)."""
        return papers_due(self.starts_at)

    @property
    def invite_due_on(self) -> date:
        """The last day on which people are invited in time."""
        return invite_due(self.starts_at)

    @property
    def record_due_on(self) -> date:
        """The last day for signed minutes to reach the ward."""
        return record_due(self.starts_at, self.closed_at)

    @property
    def has_papers_ahead(self) -> bool:
        """Whether the last paper was out by the rule's lead time."""
        return self.papers_at is not None and timezone.localdate(self.papers_at) <= self.papers_due_on

    @property
    def is_reported_in_time(self) -> bool:
        return self.reported_at is not None and timezone.localdate(self.reported_at) <= self.record_due_on

    @cached_property
    def counts(self) -> Counter[str]:
        """What this meeting adds to each count of its branch and month; nothing unless it was held."""
        if not self.is_held:
            return Counter()
        return Counter(
            held=1,
            regular_held=int(self.is_regular),
            thematic_held=int(not self.is_regular),
            expected=self.expected,
            present=self.present,
            speakers=self.speakers,
            with_papers=int(self.papers_at is not None),
            papers_ahead=int(self.has_papers_ahead),
            on_time_records=int(self.is_reported_in_time),
            with_resolution=int(self.resolutions > 0),
            motions_passed=self.motions_passed,
            motions_unanimous=self.motions_unanimous,
            opinions=self.opinions,
        )


@dataclass(frozen=True)
class TaskFacts:
    """One task of a branch (nhiệm vụ), judged in the month in which it is due."""

    id: UUID
    unit_id: UUID
    description: str
    assigned_on: date
    due_on: date
    state: str
    finished_on: date | None
    meeting_id: UUID | None

    @property
    def is_in_time(self) -> bool:
        return self.finished_on is not None and self.finished_on <= self.due_on

    @property
    def is_late(self) -> bool:
        """Done, but after the day it was due."""
        return self.finished_on is not None and self.finished_on > self.due_on

    def is_overdue(self, on: date) -> bool:
        return self.finished_on is None and self.due_on < on

    @cached_property
    def counts(self) -> Counter[str]:
        return Counter(tasks_due=1, tasks_on_time=int(self.is_in_time), tasks_late=int(self.is_late))


def owes_meetings(unit: Unit, month: Month) -> bool:
    """Whether a branch must meet in a month: it existed on every day of it.

    In the month of its founding or its end a branch owes nothing; if it met nevertheless, the meeting counts
    as due and held, so that never more are held than due.
    """
    return unit.valid_from <= month.first and (unit.valid_to is None or unit.valid_to > month.last)


def owes_theme(unit: Unit, quarter: Period, kept: Collection[date]) -> bool:
    """Whether a branch must meet on a theme in a quarter: it owes meetings in all its months, of which records are
    `kept`."""
    return all(owes_meetings(unit, month) and month.first in kept for month in quarter.months)


def counts_of_month(
    unit: Unit, month: Month, meetings: Iterable[MeetingFacts], tasks: Iterable[TaskFacts]
) -> dict[str, int]:
    """All counts of one branch in one month from its facts."""
    total: Counter[str] = Counter()
    for meeting in meetings:
        total.update(meeting.counts)
    for task in tasks:
        total.update(task.counts)
    owed = rules_on(month.first).meeting.regular_per_month if owes_meetings(unit, month) else 0
    total["regular_due"] = max(owed, total["regular_held"])
    return {field: total[field] for field in COUNT_FIELDS}


def meeting_facts(ward_id: UUID, where: Q, *, decided: bool = True) -> list[MeetingFacts]:
    """Branch meetings of a ward with what was decided and said at them: eight queries for any number.

    Without `decided` only the meetings themselves, in one query, for pages that show no decisions.
    """
    meetings = Meeting.objects.filter(where, ward=ward_id, parent__isnull=True)
    said = _said(ward_id, meetings) if decided else {}
    rows = meetings.order_by("month", "unit__position", "starts_at", "pk").values(
        "id",
        "unit_id",
        "kind",
        "mode",
        "state",
        "month",
        "starts_at",
        "topic",
        "closed_at",
        "signed_at",
        "reported_at",
        theme_basis=Coalesce("planned_topic__suggestion__basis", Value("")),
        papers_at=F("papers_ahead_at"),
        expected=F("expected_count"),
        present=F("present_count"),
        speakers=F("speakers_count"),
        minutes_number=F("minutes__number"),
    )
    return [MeetingFacts(**row, **said.get(row["id"], {})) for row in rows]


def _said(ward_id: UUID, meetings: QuerySet[Meeting]) -> dict[UUID, dict[str, int]]:
    """Decisions and opinions of meetings, counted by meeting."""
    origins = meetings.order_by().values("pk")
    motions = Motion.objects.filter(ward=ward_id, origin_id__in=origins, state=MotionState.SETTLED).exclude(
        threshold=PROCEDURE
    )
    resolutions = Resolution.objects.filter(ward=ward_id, origin_id__in=origins, state=ResolutionState.ADOPTED)
    opinions = Opinion.objects.filter(
        ward=ward_id, root__in=origins, removed_at__isnull=True, guest__isnull=True, kind__in=SPOKEN
    )
    addenda = Addendum.objects.filter(ward=ward_id, minutes__meeting__in=origins)
    said: dict[UUID, dict[str, int]] = defaultdict(dict)
    counts = (
        motions.order_by()
        .values("origin_id")
        .annotate(
            n=Count("pk"),
            n_passed=Count("pk", filter=Q(passed=True)),
            n_unanimous=Count("pk", filter=Q(passed=True, in_favour=F("present_count"))),
        )
    )
    for origin_id, put, passed, agreed in counts.values_list("origin_id", "n", "n_passed", "n_unanimous"):
        said[origin_id] = {"motions": put, "motions_passed": passed, "motions_unanimous": agreed}
    for meeting_id, count in _counted(resolutions, "origin_id"):
        said[meeting_id]["resolutions"] = count
    for meeting_id, count in _counted(opinions, "root_id"):
        said[meeting_id]["opinions"] = count
    for meeting_id, count in _counted(addenda, "minutes__meeting_id"):
        said[meeting_id]["addenda"] = count
    kept, words = _of_charges(ward_id, meetings)
    for meeting_id in kept:
        said[meeting_id]["charge_kept"] = 1
    for meeting_id, count in words.items():
        said[meeting_id]["charge_words"] = count
    return said


def _of_charges(ward_id: UUID, meetings: QuerySet[Meeting]) -> tuple[set[UUID], dict[UUID, int]]:
    """Meetings at which the committee member in charge of the branch that day was, as a guest or on the roll; and
    how often that guest spoke at each."""
    charges: dict[UUID, list[Charge]] = defaultdict(list)
    for charge in Charge.objects.filter(ward=ward_id):
        charges[charge.unit_id].append(charge)
    people = [charge.person_id for each in charges.values() for charge in each]
    origins = meetings.order_by().values("pk")
    guests = Guest.objects.filter(ward=ward_id, meeting__in=origins, removed_at__isnull=True, person__in=people)
    spoken = Count("opinions", filter=Q(opinions__removed_at__isnull=True))
    words = {
        (meeting_id, person_id): count
        for meeting_id, person_id, count in guests.order_by()
        .values_list("meeting_id", "person_id")
        .annotate(spoken=spoken)
    }
    lines = Attendance.objects.filter(ward=ward_id, root__in=origins, status="present", person__in=people)
    there = set(words) | set(lines.order_by().values_list("root_id", "person_id"))
    kept: set[UUID] = set()
    said: dict[UUID, int] = {}
    for meeting_id, unit_id, starts_at in meetings.order_by().values_list("pk", "unit_id", "starts_at"):
        for charge in charges[unit_id]:  # whoever stands in that day keeps the charge too
            visit = (meeting_id, charge.person_id)
            if charge.holds_on(timezone.localdate(starts_at)) and visit in there:
                kept.add(meeting_id)
                said[meeting_id] = said.get(meeting_id, 0) + words.get(visit, 0)
    return kept, said


def task_facts(ward_id: UUID, where: Q) -> list[TaskFacts]:
    """Tasks of branches, those given up left out; a party group's task is its branch's."""
    rows = (
        Task.objects.filter(where, ward=ward_id)
        .exclude(state=TaskState.DROPPED)
        .annotate(branch_id=Coalesce("unit__parent_id", "unit_id"))
        .order_by("due_on", "pk")
        .values(
            "id",
            "branch_id",
            "description",
            "assigned_on",
            "due_on",
            "state",
            "finished_on",
            "origin_kind",
            "origin_id",
        )
    )
    return [
        TaskFacts(
            id=row["id"],
            unit_id=row["branch_id"],
            description=row["description"],
            assigned_on=row["assigned_on"],
            due_on=row["due_on"],
            state=row["state"],
            finished_on=row["finished_on"],
            meeting_id=row["origin_id"] if row["origin_kind"] == "meeting" else None,
        )
        for row in rows
    ]


def _counted(rows: QuerySet[Any], by: str) -> Iterable[tuple[UUID, int]]:
    return rows.order_by().values(by).annotate(count=Count("pk")).values_list(by, "count")
