"""The official consolidated tables (bảng tổng hợp): of a month, of half a year, of a year (domain.md 3.9).

One answer for page, spreadsheet and document: each branch a line, in the ward's fixed order, never by points.
Words are Vietnamese in every language of the interface: they are what is signed.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.utils import timezone

from nennep.core.components import Cell, Column, DataTable, TableRow, Words
from nennep.core.documents.wording import percent, share, short_date
from nennep.core.periods import Period
from nennep.meetings.models import HELD_STATES, Meeting, MeetingKind
from nennep.organisation.models import Membership, Unit
from nennep.organisation.queries import members_by_branch
from nennep.planning.models import PlannedTopic, PlanState, ThematicPlan
from nennep.quality.models import ScoreSheet, Side
from nennep.quality.queries import branches_between, outcomes, sheets_by_meeting
from nennep.quality.words import written

BANDS = ("Tốt", "Khá", "Trung bình", "Kém")
MONTH_HEAD = ["TT", "Đơn vị", "Số đảng viên", "Ngày họp", "Điểm", *BANDS, "Ghi chú – thuyết minh điểm trừ"]
PERIOD_HEAD = [
    "TT", "Chi bộ", "Số ĐV", "Tỷ lệ dự", "Tỷ lệ phát biểu", "Mô hình “dân vận khéo”", "Chuyên đề đã sinh hoạt",
    "Bài đọc", "Kế hoạch chuyên đề", "Kết nạp", "Kiểm tra", "Điểm TB, xếp loại các tháng", "Ghi chú",
]  # fmt: skip
BY_HAND = "Mô hình “dân vận khéo”, bài đọc: hệ thống không giữ số liệu này, cột để trống để Văn phòng ghi."
Value = str | int | Decimal | date | None
INSPECTED: list[Callable[[UUID, date, date], Mapping[UUID, str]]] = []
"""Asked for what was inspected in each branch between two days; the room that knows it stands above and adds itself."""


@dataclass(frozen=True)
class MonthLine:
    """One meeting of a branch in the month, or that it has none."""

    unit: Unit
    meeting_id: UUID | None
    members: int
    met_on: date | None
    points: Decimal | None
    band: str
    note: str

    def values(self, number: int) -> list[Value]:
        marks = ["X" if self.band == band else "" for band in BANDS]
        return [number, self.unit.name, self.members, self.met_on, self.points, *marks, self.note]


@dataclass(frozen=True)
class MonthTable:
    """The table of a month with its counts by band."""

    span: Period
    lines: list[MonthLine]

    @property
    def counts(self) -> Counter[str]:
        return Counter(line.band for line in self.lines if line.band)

    @property
    def undecided(self) -> int:
        return sum(line.points is None for line in self.lines)

    @property
    def other_bands(self) -> list[str]:
        """Bands of a rubric that the official form has no column for."""
        return sorted(set(self.counts) - set(BANDS))

    def rows(self) -> list[list[Value]]:
        """As a spreadsheet keeps them: numbers to add up, days to sort by."""
        return [line.values(number) for number, line in enumerate(self.lines, start=1)]

    def printed(self) -> list[list[str]]:
        return [[_printed(value) for value in row] for row in self.rows()]


def _printed(value: Value) -> str:
    if isinstance(value, Decimal):
        return written(value)
    if isinstance(value, date):
        return short_date(value)
    return "" if value is None else str(value)


def month_table(ward_id: UUID, span: Period, *, units: Collection[UUID] | None = None) -> MonthTable:
    """The regular meetings of a month as the ward decided on them: a fixed number of queries."""
    branches = branches_between(ward_id, span.first, span.last, units)
    members = members_by_branch(ward_id, span.last.last)
    held = Meeting.objects.filter(
        ward=ward_id, month=span.first.first, kind=MeetingKind.REGULAR, parent__isnull=True, state__in=HELD_STATES
    )
    meetings = {meeting.unit_id: meeting for meeting in held.order_by("pk")}
    sheets = sheets_by_meeting(list(meetings.values()))
    lines = []
    for unit in branches:
        meeting = meetings.get(unit.pk)
        sheet = sheets[meeting.pk].get(Side.WARD) if meeting else None
        lines.append(
            MonthLine(
                unit,
                meeting.pk if meeting else None,
                len(members.get(unit.pk, [])),
                timezone.localdate(meeting.starts_at) if meeting else None,
                sheet.points if sheet else None,
                sheet.band if sheet else "",
                _note(meeting, sheet),
            )
        )
    return MonthTable(span, lines)


def _note(meeting: Meeting | None, sheet: ScoreSheet | None) -> str:
    if meeting is None:
        return "Chưa sinh hoạt"
    if sheet is None:
        return "Chưa chốt"
    lost = [score for score in sheet.scores.all() if score.lost]
    return "; ".join(
        f"{score.key} trừ {written(score.most - (score.points or 0))}: {score.reason}"
        for score in sorted(lost, key=lambda score: score.key)
    )


@dataclass(frozen=True)
class PeriodLine:
    """One branch over half a year or a year."""

    unit: Unit
    members: int
    present: int
    expected: int
    speakers: int
    topics: list[str]
    plan: str
    admitted: int
    inspected: str
    points: list[Decimal]
    bands: Counter[str]
    undecided: int

    @property
    def mean(self) -> Decimal | None:
        return sum(self.points, Decimal(0)) / len(self.points) if self.points else None

    @property
    def scores(self) -> str:
        """ "93,5 (Tốt 9, Khá 2)"."""
        if self.mean is None:
            return ""
        bands = ", ".join(f"{band} {count}" for band, count in sorted(self.bands.items(), key=_by_band))
        return f"{written(round(self.mean, 1))} ({bands})"

    @property
    def note(self) -> str:
        return f"{self.undecided} buổi chưa chốt" if self.undecided else ""

    def values(self, number: int) -> list[Value]:
        return [
            number,
            self.unit.name,
            self.members,
            share(self.present, self.expected) if self.expected else "",
            percent(self.speakers, self.present) if self.present else "",
            "",
            "; ".join(self.topics),
            "",
            self.plan,
            self.admitted,
            self.inspected,
            self.scores,
            self.note,
        ]


@dataclass(frozen=True)
class PeriodTable:
    span: Period
    lines: list[PeriodLine]

    def rows(self) -> list[list[Value]]:
        return [line.values(number) for number, line in enumerate(self.lines, start=1)]

    def printed(self) -> list[list[str]]:
        return [[_printed(value) for value in row] for row in self.rows()]


def period_table(ward_id: UUID, span: Period, *, units: Collection[UUID] | None = None) -> PeriodTable:
    """Each branch over a period: a fixed number of queries."""
    branches = branches_between(ward_id, span.first, span.last, units)
    members = members_by_branch(ward_id, span.last.last)
    held, topics = _held(ward_id, span), _topics(ward_id, span)
    plans, admitted = _plans(ward_id, span), _admitted(ward_id, span)
    inspected = _inspected(ward_id, span)
    judged = defaultdict(list)
    for outcome in outcomes(ward_id, span.first, span.last, units=units):
        if outcome.kind == MeetingKind.REGULAR:
            judged[outcome.unit_id].append(outcome)
    lines = []
    for unit in branches:
        mine, settled = judged[unit.pk], [each for each in judged[unit.pk] if each.ward is not None]
        present, expected, speakers = held.get(unit.pk, (0, 0, 0))
        people = members.get(unit.pk, [])
        lines.append(
            PeriodLine(
                unit, len(people), present, expected, speakers, topics.get(unit.pk, []), plans.get(unit.pk, "chưa có"),
                len(admitted & set(people)), inspected.get(unit.pk, ""),
                [each.ward for each in settled if each.ward is not None],
                Counter(each.band for each in settled), len(mine) - len(settled),
            )
        )  # fmt: skip
    return PeriodTable(span, lines)


def _held(ward_id: UUID, span: Period) -> dict[UUID, tuple[int, int, int]]:
    rows = Meeting.objects.filter(
        ward=ward_id,
        parent__isnull=True,
        month__gte=span.first.first,
        month__lte=span.last.first,
        state__in=HELD_STATES,
    ).values_list("unit_id", "present_count", "expected_count", "speakers_count")
    sums: dict[UUID, tuple[int, int, int]] = {}
    for unit_id, *counts in rows.order_by("pk"):
        before = sums.get(unit_id, (0, 0, 0))
        sums[unit_id] = (before[0] + counts[0], before[1] + counts[1], before[2] + counts[2])
    return sums


def _topics(ward_id: UUID, span: Period) -> dict[UUID, list[str]]:
    """What was taken up at thematic meetings."""
    found: dict[UUID, list[str]] = defaultdict(list)
    rows = Meeting.objects.filter(
        ward=ward_id,
        kind=MeetingKind.THEMATIC,
        parent__isnull=True,
        month__gte=span.first.first,
        month__lte=span.last.first,
        state__in=HELD_STATES,
    )
    for unit_id, topic in rows.order_by("starts_at", "pk").values_list("unit_id", "topic"):
        found[unit_id].append(topic)
    return found


def _plans(ward_id: UUID, span: Period) -> dict[UUID, str]:
    """How far each branch's approved thematic plan was kept: themes held of those planned for the period."""
    quarters = {month.quarter for month in span.months}
    approved = ThematicPlan.objects.filter(ward=ward_id, year=span.first.year, state=PlanState.APPROVED)
    topics = PlannedTopic.objects.filter(ward=ward_id, plan__in=approved, quarter__in=quarters, removed_at__isnull=True)
    counts: dict[UUID, list[int]] = {unit_id: [0, 0] for unit_id in approved.values_list("unit_id", flat=True)}
    for unit_id, held_on in topics.order_by("pk").values_list("plan__unit_id", "held_on"):
        counts[unit_id][0] += held_on is not None and held_on <= span.last.last
        counts[unit_id][1] += 1
    return {unit_id: f"{held}/{planned}" for unit_id, (held, planned) in counts.items()}


def _admitted(ward_id: UUID, span: Period) -> set[UUID]:
    """Who was admitted in the period (kết nạp)."""
    found = Membership.objects.filter(ward=ward_id, admitted_on__gte=span.first.first, admitted_on__lte=span.last.last)
    return set(found.values_list("person_id", flat=True))


def _inspected(ward_id: UUID, span: Period) -> dict[UUID, str]:
    """What rooms above know of inspections in each branch."""
    found: dict[UUID, str] = {}
    for ask in INSPECTED:
        found |= ask(ward_id, span.first.first, span.last.last)
    return found


def _by_band(pair: tuple[str, int]) -> tuple[int, str]:
    return (BANDS.index(pair[0]) if pair[0] in BANDS else len(BANDS), pair[0])


def period_page(table: PeriodTable) -> DataTable:
    """The table of a period on a page: without the columns that are filled by hand, themes under the branch's name."""
    columns = [
        Column("Chi bộ"), Column("Số ĐV", number=True), Column("Tỷ lệ dự"), Column("Tỷ lệ phát biểu"),
        Column("Kế hoạch chuyên đề"), Column("Kết nạp", number=True), Column("Kiểm tra"),
        Column("Điểm TB, xếp loại các tháng"),
    ]  # fmt: skip
    rows = []
    for line in table.lines:
        cells = [_printed(value) for value in line.values(0)]
        head = Cell(line.unit.name, note="Chuyên đề: " + "; ".join(line.topics) if line.topics else "")
        shown: list[Cell | Words] = [
            head,
            *(cells[place] for place in (2, 3, 4, 8, 9, 10)),
            Cell(cells[11], note=line.note),
        ]
        rows.append(TableRow(shown))
    return DataTable(f"Bảng tổng hợp {table.span.document_label}", columns, rows)
