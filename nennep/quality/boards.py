"""The board of scores of a month: every branch in its fixed order, what waits for the ward, what differs."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from nennep.core import written as dates
from nennep.core.components import Cell, Column, CountTab, DataTable, TableRow, Tone
from nennep.core.periods import Month, Period
from nennep.meetings.models import HELD_STATES, Meeting, MeetingState
from nennep.quality.models import Side
from nennep.quality.queries import SideBySide, compared, is_submitted
from nennep.quality.tables import period_page, period_table
from nennep.quality.words import written


@dataclass(frozen=True)
class Board:
    """The held meetings of a month with their sheets, to be decided on."""

    span: Period
    table: DataTable
    undisputed: list[Meeting]
    counts: list[tuple[str, int]]
    waiting: int
    without_rubric: int
    tabs: list[CountTab]


def span_asked(text: str, today: date) -> Period:
    """What the address asks for, else this month from its tenth day on and the last one before that."""
    month = Month.of(today)
    try:
        return Period.parse(text)
    except ValueError:
        return Period.month(month if today.day >= 10 else month.previous)


def board(visible: QuerySet[Meeting], span: Period, *, now: datetime) -> Board:
    """The meetings that a reader may see, with both sheets and what the ward decided."""
    found = visible.filter(month=span.first.first, state__in=HELD_STATES)
    meetings = list(found.select_related("unit").order_by("unit__position", "starts_at", "pk"))
    sides = compared(meetings, now=now)
    decided = Counter(
        sides[each.pk].sheets[Side.WARD].band
        for each in meetings
        if each.pk in sides and Side.WARD in sides[each.pk].sheets
    )
    return Board(
        span=span,
        table=_table(span, meetings, sides),
        undisputed=[each for each in meetings if each.pk in sides and sides[each.pk].is_undisputed],
        counts=sorted(decided.items()),
        waiting=sum(each.pk in sides and Side.WARD not in sides[each.pk].sheets for each in meetings),
        without_rubric=len(meetings) - len(sides),
        tabs=_tabs(span),
    )


def period_board(ward_id: UUID, span: Period, *, units: set[UUID] | None) -> Board:
    """Half a year or a year: each branch a line, nothing to decide on."""
    table = period_table(ward_id, span, units=units)
    bands = sum((line.bands for line in table.lines), Counter())
    undecided = sum(line.undecided for line in table.lines)
    return Board(span, period_page(table), [], sorted(bands.items()), undecided, 0, _tabs(span))


def _tabs(span: Period) -> list[CountTab]:
    """The months beside this one, and the halves and the year it lies in."""
    address, year = reverse("quality:board"), span.first.year
    months = [span.first.previous, span.first, span.first.next] if span.is_month else [span.first, span.last]
    tabs = [CountTab(dates.month(each), None, f"{address}?ky={each}", span.key == str(each)) for each in months]
    for key, words in ((f"{year}-H1", _("6 tháng đầu")), (f"{year}-H2", _("6 tháng cuối")), (str(year), str(year))):
        tabs.append(CountTab(words, None, f"{address}?ky={key}", span.key == key))
    return tabs


def _table(span: Period, meetings: Sequence[Meeting], sides: dict[UUID, SideBySide]) -> DataTable:
    columns = [
        Column(_("Chi bộ")), Column(_("Ngày họp")), Column(_("Chi bộ tự chấm"), number=True),
        Column(_("Cấp ủy viên"), number=True), Column(_("Phường chốt"), number=True), Column(_("Xếp loại")),
        Column(_("Tình trạng")),
    ]  # fmt: skip
    rows = [_row(meeting, sides.get(meeting.pk)) for meeting in meetings]
    caption = _("Điểm sinh hoạt %(period)s") % {"period": span.label}
    return DataTable(caption, columns, rows, empty=_("Chưa có buổi sinh hoạt nào đã kết thúc trong kỳ này."))


def _row(meeting: Meeting, side: SideBySide | None) -> TableRow:
    url = reverse("quality:sheets", args=[meeting.pk])
    kind = "" if meeting.kind == "regular" else meeting.get_kind_display()
    head = Cell(meeting.unit.short_name, url, note=kind)
    day = dates.short_date(meeting.starts_at)
    if side is None:
        return TableRow([head, day, "–", "–", "–", "", Cell(_("không có bộ tiêu chí"))])
    ward = side.sheets.get(Side.WARD)
    points = [_points(side, each) for each in (Side.BRANCH, Side.CHARGE, Side.WARD)]
    tone, words = _state(side)
    return TableRow([head, day, *points, ward.band if ward else "", Cell(words, tone=tone)], tone=tone)


def _points(side: SideBySide, which: Side) -> str:
    sheet = side.sheets.get(which)
    handed_in = sheet is not None and (which == Side.WARD or is_submitted(sheet))
    return written(sheet.points) if handed_in and sheet and sheet.points is not None else "–"


def _state(side: SideBySide) -> tuple[Tone, str]:
    if Side.WARD in side.sheets:
        return "done", _("đã chốt")
    if side.both_submitted and not side.is_undisputed and side.difference_count:
        return "finding", _("lệch %(count)s tiêu chí") % {"count": side.difference_count}
    if side.is_undisputed:
        return "waiting", _("không lệch, chờ chốt")
    if side.meeting.state in {MeetingState.REPORTED, MeetingState.SCORED}:
        if side.both_submitted:
            return "finding", _("khác hệ thống tính")
        return "waiting", _("chờ chốt, thiếu phiếu") if any(map(is_submitted, side.sheets.values())) else _(
            "chưa có phiếu"
        )
    return "todo", _("chờ biên bản")


def address(span: Period) -> str:
    return f"{reverse('quality:board')}?ky={span.key}"


def decide_all_words(count: int) -> str:
    """ "Chốt 7": the button that decides on all that agree; empty where there is none."""
    return _("Chốt %(count)s buổi không lệch") % {"count": count} if count else ""
