"""The board (bảng theo dõi): a year of all branches, the month in numbers, what needs attention."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nennep.core.documents import wording
from nennep.core.periods import Month, Period
from nennep.meetings.models import MeetingState
from nennep.organisation.models import Unit
from nennep.reports.facts import MeetingFacts, owes_meetings, owes_theme, task_facts
from nennep.reports.findings import Finding, findings
from nennep.reports.indicators import Figure
from nennep.reports.records import Records
from nennep.reports.turns import Step, offices_held, signed_roles, whose_turn

S = MeetingState
OVERDUE = ("missing", "late")
SEVERITY = {"missing": 0, "late": 1, "waiting": 2, "todo": 3}


@dataclass(frozen=True)
class GridMark:
    """One branch in one month (or, for themes, one quarter): how it stands, and the meeting behind it."""

    tone: str
    words: str
    """The whole state in words, as a screen reader says it."""
    text: str = ""
    """Attendance in whole percent, where the meeting was held."""
    meeting_id: UUID | None = None


@dataclass(frozen=True)
class GridLine:
    """One branch over the year: twelve months, four quarters, attendance and meetings held."""

    unit: Unit
    months: tuple[GridMark | None, ...]
    quarters: tuple[GridMark | None, ...]
    attendance: Figure
    regular: Figure


@dataclass(frozen=True)
class Attention:
    """One thing to look at (cần chú ý): what, where, since when."""

    tone: str
    words: str
    unit: Unit
    step: Step
    meeting_id: UUID | None = None
    due_on: date | None = None
    indicator_id: str = ""
    month: Month | None = None
    is_low: bool = False
    """Attendance under the line: not late, but not enough."""
    turn: str = ""
    """Whose turn it is, as an office; known once the board asks for it."""


@dataclass(frozen=True)
class MonthSummary:
    """How the branches stand in one month with their regular meetings: held and not held add up to those due."""

    month: Month
    due: int
    held: int
    waiting: int
    """Of those held: the signed record is not yet with the ward."""
    not_held: int
    late: int


@dataclass(frozen=True)
class Board:
    year: int
    month: Month
    lines: tuple[GridLine, ...]
    summary: MonthSummary
    attention: tuple[Attention, ...]
    findings: tuple[Finding, ...]
    attendance: Figure
    regular: Figure
    thematic: Figure
    has_meetings: bool


def board(records: Records, month: Month, *, with_findings: bool) -> Board:
    """Everything the page shows, in a number of queries that depends neither on branches nor on people."""
    lines = tuple(year_grid(records))
    attention = needing_attention(records)
    of_month = [each for each in attention if each.month is None or each.month <= month]
    return Board(
        year=records.period.first.year,
        month=month,
        lines=lines,
        summary=month_summary(records, month, attention),
        attention=tuple(with_turns(records, of_month)),
        findings=tuple(findings(records, rolls=False)) if with_findings else (),
        attendance=records.figure("attendance"),
        regular=records.figure("regular_held"),
        thematic=records.figure("thematic_coverage"),
        has_meetings=bool(records.calendar),
    )


def _weight(item: Attention, on: date) -> tuple[int, bool, date]:
    """What is missing before what is late; meetings before tasks; the oldest first."""
    return SEVERITY[item.tone], bool(item.indicator_id), item.due_on or on


def year_grid(records: Records) -> Iterator[GridLine]:
    """One line a branch, in the fixed order: never a ranking."""
    regular = _regular_by_month(records)
    themes = _themes_by_quarter(records)
    for unit in records.branches:
        months = tuple(
            _month_mark(records, unit, month, regular.get((unit.pk, month.first))) for month in records.period.months
        )
        quarters = tuple(
            _quarter_mark(records, unit, quarter, themes.get((unit.pk, quarter.first), []))
            for quarter in records.period.quarters
        )
        attendance = records.figure("attendance", unit.pk)
        yield GridLine(unit, months, quarters, attendance, records.figure("regular_held", unit.pk))


def _regular_by_month(records: Records) -> dict[tuple[UUID, date], MeetingFacts]:
    """The regular meeting of each branch and month; a cancelled one only where there is no other."""
    found: dict[tuple[UUID, date], MeetingFacts] = {}
    for meeting in records.calendar:
        cell = (meeting.unit_id, meeting.month)
        if meeting.is_regular and (cell not in found or meeting.state != S.CANCELLED):
            found[cell] = meeting
    return found


def _themes_by_quarter(records: Records) -> dict[tuple[UUID, Month], list[MeetingFacts]]:
    found: dict[tuple[UUID, Month], list[MeetingFacts]] = defaultdict(list)
    for meeting in records.calendar:
        if not meeting.is_regular and meeting.state != S.CANCELLED:
            month = Month.of(meeting.month)
            found[meeting.unit_id, Period.quarter(month.year, month.quarter).first].append(meeting)
    return found


def _month_mark(records: Records, unit: Unit, month: Month, meeting: MeetingFacts | None) -> GridMark | None:
    now = Month.of(records.on)
    if meeting is None:
        if not owes_meetings(unit, month) or month.first not in records.kept_months or month > now:
            return None
        if month < now:
            return GridMark("missing", _("Không có buổi sinh hoạt thường kỳ"))
        return GridMark("todo", _("Chưa lên lịch"))
    if meeting.is_held:
        return _held_mark(meeting, records.on)
    return _open_mark(meeting, records.on)


def _held_mark(meeting: MeetingFacts, on: date, done: str = "done") -> GridMark:
    """A meeting that was held: its attendance, and how its record stands."""
    if meeting.is_reported_in_time:
        tone, words = done, _("Đã họp, biên bản đúng hạn")
    elif meeting.reported_at:
        tone, words = "late", _("Đã họp, biên bản báo cáo chậm")
    elif on > meeting.record_due_on:
        tone, words = "late", _("Đã họp, biên bản quá hạn")
    else:
        tone, words = "waiting", _("Đã họp, chờ biên bản")
    share = wording.share(meeting.present, meeting.expected)
    words = _("%(state)s; dự %(share)s") % {"state": words, "share": share}
    return GridMark(tone, words, whole_percent(meeting.present, meeting.expected), meeting.id)


def _open_mark(meeting: MeetingFacts, on: date) -> GridMark:
    """A meeting that has not ended: planned, under way, overdue or cancelled."""
    if meeting.state == S.CANCELLED:
        return GridMark("missing", _("Không họp"), "", meeting.id)
    if meeting.state == S.IN_SESSION and meeting.day >= on:
        return GridMark("doing", _("Đang họp"), "", meeting.id)
    if Month.of(meeting.month) < Month.of(on):
        return GridMark("missing", _("Chưa họp, tháng đã qua"), "", meeting.id)
    if meeting.day < on:
        return GridMark("late", _("Đã qua ngày sinh hoạt, chưa kết thúc"), "", meeting.id)
    if meeting.state == S.PLANNED:
        return GridMark("todo", _("Đã lên lịch"), "", meeting.id)
    return GridMark("doing", _("Đang chuẩn bị"), "", meeting.id)


def _quarter_mark(records: Records, unit: Unit, quarter: Period, themes: list[MeetingFacts]) -> GridMark | None:
    held = [meeting for meeting in themes if meeting.is_held]
    if held:
        return _held_mark(held[-1], records.on, done="thematic")
    if quarter.last.last < records.on:
        owed = owes_theme(unit, quarter, records.kept_months)
        meeting_id = themes[-1].id if themes else None
        return GridMark("missing", _("Không có sinh hoạt chuyên đề"), "", meeting_id) if owed else None
    return _open_mark(themes[-1], records.on) if themes else None


def whole_percent(part: int, whole: int) -> str:
    """Attendance as the grid has room for it: "94"; 100 only when nobody was missing."""
    if whole <= 0:
        return ""
    share = (Decimal(part) * 100 / Decimal(whole)).quantize(Decimal(1), ROUND_HALF_UP)
    return str(min(share, Decimal(99)) if part < whole else share)


# What needs attention


def needing_attention(records: Records) -> list[Attention]:
    """Everything of the year that somebody should look at, the most pressing first."""
    return sorted(_attention(records), key=lambda each: _weight(each, records.on))


def with_turns(records: Records, items: Sequence[Attention]) -> list[Attention]:
    """The same things, each with the office whose turn it is: two queries for any number."""
    held = offices_held(records)
    signed = signed_roles(records, [each.meeting_id for each in items if each.meeting_id and each.step is Step.SIGN])
    return [
        replace(
            each,
            turn=whose_turn(
                each.step,
                held=held.get(each.unit.pk, ()),
                signed=signed.get(each.meeting_id, ()) if each.meeting_id else (),
            ),
        )
        for each in items
    ]


def _attention(records: Records) -> Iterator[Attention]:
    units = {unit.pk: unit for unit in records.branches}
    last_held: dict[UUID, MeetingFacts] = {}
    for meeting in records.calendar:
        if meeting.unit_id not in units or meeting.state == S.CANCELLED:
            continue
        if meeting.is_held:
            last_held[meeting.unit_id] = meeting
            yield from _record_attention(meeting, units[meeting.unit_id], records.on)
        else:
            yield from _meeting_attention(meeting, units[meeting.unit_id], records.on)
    for meeting in last_held.values():
        yield from _attendance_attention(meeting, units[meeting.unit_id])
    yield from _missing_attention(records)
    yield from _theme_attention(records)
    yield from _task_attention(records, units)


def _record_attention(meeting: MeetingFacts, unit: Unit, on: date) -> Iterator[Attention]:
    """Held, but the signed record is not with the ward yet."""
    if meeting.reported_at:
        return
    due, month = meeting.record_due_on, Month.of(meeting.month)
    signed = meeting.signed_at is not None
    step = Step.REPORT if signed else Step.SIGN
    values = {"day": wording.short_date(due)}
    if on > due:
        late = (
            _("Biên bản đã ký, chưa báo cáo, quá hạn %(day)s") if signed else _("Biên bản chưa ký đủ, quá hạn %(day)s")
        )
        yield Attention("late", late % values, unit, step, meeting.id, due, month=month)
    else:
        waits = _("Chờ báo cáo biên bản, hạn %(day)s") if signed else _("Chờ ký biên bản, hạn %(day)s")
        yield Attention("waiting", waits % values, unit, step, meeting.id, due, month=month)


def _meeting_attention(meeting: MeetingFacts, unit: Unit, on: date) -> Iterator[Attention]:
    """Not ended: the day has passed, or comes near without papers or invitations."""
    month, day = Month.of(meeting.month), wording.short_date(meeting.day)
    if meeting.day < on:
        words = _("Đã qua ngày sinh hoạt %(day)s, chưa kết thúc") % {"day": day}
        yield Attention("late", words, unit, Step.END, meeting.id, meeting.day, month=month)
        return
    if on >= meeting.invite_due_on and meeting.state in (S.PLANNED, S.PREPARED):
        words = _("Sinh hoạt ngày %(day)s, chưa gửi giấy mời") % {"day": day}
        yield Attention("todo", words, unit, Step.PREPARE, meeting.id, meeting.day, month=month)
    if on > meeting.papers_due_on and meeting.papers_at is None:
        words = _("Sinh hoạt ngày %(day)s, chưa có tài liệu") % {"day": day}
        yield Attention("late", words, unit, Step.PREPARE, meeting.id, meeting.papers_due_on, month=month)


def _attendance_attention(meeting: MeetingFacts, unit: Unit) -> Iterator[Attention]:
    """The last meeting of a branch stayed under the line of attendance."""
    if meeting.expected and not meeting.rules.attendance.line.is_met(meeting.present, meeting.expected):
        share = wording.share(meeting.present, meeting.expected)
        words = _("Buổi ngày %(day)s dự %(share)s, chưa đạt mức") % {
            "day": wording.short_date(meeting.day),
            "share": share,
        }
        month = Month.of(meeting.month)
        yield Attention("late", words, unit, Step.ATTEND, meeting.id, meeting.day, month=month, is_low=True)


def _missing_attention(records: Records) -> Iterator[Attention]:
    """Months without a regular meeting, and the running month without one planned."""
    regular, now = _regular_by_month(records), Month.of(records.on)
    units = {unit.pk: unit for unit in records.branches}
    for row in records.stored_months:
        month = Month.of(row.month)
        meeting = regular.get((row.unit_id, row.month))
        if row.unit_id not in units or row.regular_held >= row.regular_due or month > now:
            continue
        values = {"month": month.first.strftime("%m/%Y")}
        if meeting is None and month == now:
            words = _("Chưa lên lịch sinh hoạt tháng %(month)s") % values
            yield Attention("todo", words, units[row.unit_id], Step.PLAN, month=month)
        elif meeting is None or meeting.state == S.CANCELLED:
            words = _("Tháng %(month)s không có buổi sinh hoạt thường kỳ") % values
            meeting_id = meeting.id if meeting else None
            step = Step.LAPSED if month < now else Step.PLAN  # called off in the running month: it can still be held
            yield Attention("missing", words, units[row.unit_id], step, meeting_id, month.last, month=month)


def _theme_attention(records: Records) -> Iterator[Attention]:
    """Quarters without a thematic meeting: over, or in their last month with none planned."""
    for unit, quarter, mark in _quarter_marks(records):
        values = {"quarter": quarter.first.quarter, "year": quarter.first.year}
        if mark is not None and mark.tone == "missing":
            words = _("Quý %(quarter)s/%(year)s không có sinh hoạt chuyên đề") % values
            yield Attention("missing", words, unit, Step.LAPSED, mark.meeting_id, quarter.last.last, month=quarter.last)
        elif mark is None and quarter.last == Month.of(records.on) and owes_meetings(unit, quarter.last):
            words = _("Quý %(quarter)s/%(year)s chưa lên lịch sinh hoạt chuyên đề") % values
            yield Attention("todo", words, unit, Step.PLAN, None, quarter.last.last, month=quarter.last)


def _quarter_marks(records: Records) -> Iterator[tuple[Unit, Period, GridMark | None]]:
    """The thematic part of the grid, a quarter of a branch at a time."""
    themes = _themes_by_quarter(records)
    for unit in records.branches:
        for quarter in records.period.quarters:
            mark = _quarter_mark(records, unit, quarter, themes.get((unit.pk, quarter.first), []))
            yield unit, quarter, mark


def _task_attention(records: Records, units: dict[UUID, Unit]) -> Iterator[Attention]:
    """Tasks past their day, one line a branch."""
    overdue: dict[UUID, list[date]] = defaultdict(list)
    unfinished = Q(finished_on__isnull=True, due_on__lt=records.on, due_on__gte=records.period.first.first)
    for task in task_facts(records.ward.pk, unfinished):
        if task.unit_id in units:
            overdue[task.unit_id].append(task.due_on)
    for unit_id, days in overdue.items():
        words = ngettext("%(count)s nhiệm vụ quá hạn", "%(count)s nhiệm vụ quá hạn", len(days)) % {"count": len(days)}
        yield Attention("late", words, units[unit_id], Step.TASKS, None, min(days), "follow_up", Month.of(min(days)))


def month_summary(records: Records, month: Month, attention: Sequence[Attention] | None = None) -> MonthSummary:
    """How the branches stand in a month: held, of these waiting for the record, not held; and what is overdue."""
    attention = needing_attention(records) if attention is None else attention
    rows = [row for row in records.stored_months if row.month == month.first]
    due = sum(row.regular_due for row in rows)
    held = sum(row.regular_held for row in rows)
    of_month = [m for m in records.calendar if m.month == month.first and m.is_held and m.is_regular]
    return MonthSummary(
        month=month,
        due=due,
        held=held,
        waiting=sum(meeting.reported_at is None for meeting in of_month),
        not_held=due - held,
        late=sum(each.month == month and each.tone in OVERDUE and not each.is_low for each in attention),
    )
