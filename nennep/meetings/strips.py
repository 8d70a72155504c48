"""One person's attendance over a year, and what it warns of (domain.md 1.1, article 8; 2.1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import timezone

from nennep.meetings.models import HELD_STATES, Attendance, AttendanceStatus, MeetingKind
from nennep.rulebook.queries import rules_on


@dataclass(frozen=True)
class StripLine:
    """One meeting to which a person was called, and how they took part."""

    meeting_id: UUID
    kind: str
    month: date
    day: date
    status: str

    @property
    def is_regular(self) -> bool:
        return self.kind == MeetingKind.REGULAR

    @property
    def status_words(self) -> str:
        return str(AttendanceStatus(self.status).label)


@dataclass(frozen=True)
class Absences:
    """What a year of attendance warns of, with the limits of the rule set of that day."""

    unexcused_months: list[date]
    removal_months: int
    removal_source: str
    excused_in_a_row: int
    row_from: date | None
    excused_limit: int
    excused_source: str

    @property
    def is_to_be_considered(self) -> bool:
        """Three months without a reason: the branch has to look at it (Charter, article 8)."""
        return len(self.unexcused_months) >= self.removal_months

    @property
    def is_away_too_often(self) -> bool:
        """More than three excused absences running in the year."""
        return self.excused_in_a_row > self.excused_limit


def strip_of(ward_id: UUID, person_id: UUID, year: int) -> list[StripLine]:
    """The finished meetings of a year on whose roll a person stood, in their order: one query."""
    lines = Attendance.objects.filter(
        ward=ward_id, person=person_id, root__month__year=year, root__state__in=HELD_STATES
    ).order_by("root__starts_at", "root_id")
    rows = lines.values_list("root_id", "root__kind", "root__month", "root__starts_at", "status")
    return [StripLine(root, kind, month, timezone.localdate(at), status) for root, kind, month, at, status in rows]


def absences_of(lines: Sequence[StripLine], on: date) -> Absences:
    """The months without a reason, and the longest run of excused absences from regular meetings."""
    rules = rules_on(on)
    unexcused = sorted({line.month for line in lines if line.status == AttendanceStatus.UNEXCUSED})
    longest, begun = _longest_run([line for line in lines if line.is_regular])
    return Absences(
        unexcused,
        rules.membership.absent_months_for_removal,
        rules.source_of("membership.absent_months_for_removal").source,
        longest,
        begun,
        rules.attendance.excused_in_a_row_max,
        rules.source_of("attendance.excused_in_a_row_max").source,
    )


def _longest_run(lines: Sequence[StripLine]) -> tuple[int, date | None]:
    longest, count = 0, 0
    begun: date | None = None
    start: date | None = None
    for line in lines:
        if line.status != AttendanceStatus.EXCUSED:
            count = 0
            continue
        start = line.day if count == 0 else start
        count += 1
        if count > longest:
            longest, begun = count, start
    return longest, begun
