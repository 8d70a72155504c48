"""Trends as the parts of a page: each chart with its table, each mark a link to its rows."""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nennep.core import written
from nennep.core.components import (
    Bar,
    BarList,
    BarPart,
    Cell,
    Column,
    DataTable,
    GridCell,
    GridRow,
    LinePoint,
    StackedBar,
    TableRow,
    TargetLine,
    YearGrid,
)
from nennep.reports.access import ReportRights
from nennep.reports.board import whole_percent
from nennep.reports.dashboards.trends import LEAST_SHOWN, AgeGroup, Trend, Trends
from nennep.reports.indicators import Figure
from nennep.reports.pages import figure_url_if_open, meeting_url
from nennep.rulebook.queries import Rules

STEADY = 1
"""Less than one hundredth up or down is no change."""


def month_line(shown: Trends, rules: Rules, rights: ReportRights) -> TargetLine:
    """Attendance month by month, beside the line that the rule set draws."""
    line = rules.attendance.line.fraction
    return TargetLine(
        title=_("Tỷ lệ dự sinh hoạt từng tháng"),
        description=_("%(period)s. Bảng số ở dưới hình.") % {"period": shown.period.label.capitalize()},
        points=[
            LinePoint(
                f"T{each.period.first.number}",
                each.numerator / each.denominator * 100 if each.denominator else None,
                f"{whole_percent(each.numerator, each.denominator or 0)}%",
                figure_url_if_open(each, rights),
            )
            for each in shown.months
        ],
        target=float(line * 100),
        target_text=_("Mức quy định: %(line)s") % {"line": written.percent(line.numerator, line.denominator)},
        lowest=50,
    )


def month_table(shown: Trends, rights: ReportRights) -> DataTable:
    rows = [
        TableRow([f"{each.period.first.first:%m/%Y}", Cell(each.text, figure_url_if_open(each, rights))])
        for each in shown.months
    ]
    columns = [Column(_("Tháng")), Column(_("Tỷ lệ dự"), number=True)]
    return DataTable(_("Tỷ lệ dự sinh hoạt từng tháng, bằng số"), columns, rows)


def branch_table(shown: Trends, rights: ReportRights) -> DataTable:
    """Branches in their fixed order, each beside its own past."""
    columns = [
        Column(_("Chi bộ")),
        Column(_("3 tháng gần đây"), number=True),
        Column(_("12 tháng trước đó"), number=True),
        Column(_("So với chính mình")),
    ]
    rows = [
        TableRow([each.unit.short_name, _figure(each.recent, rights), _figure(each.past, rights), _change(each)])
        for each in shown.branches
    ]
    return DataTable(_("Tỷ lệ dự của mỗi chi bộ so với chính chi bộ đó trước đây"), columns, rows)


def _figure(figure: Figure, rights: ReportRights) -> Cell:
    return Cell(figure.text, figure_url_if_open(figure, rights)) if figure.denominator else Cell("–")


def _change(trend: Trend) -> Cell:
    if trend.points is None:
        return Cell(_("chưa đủ số liệu"))
    size = written.number(Decimal(str(round(abs(float(trend.points)), 1))))
    if abs(trend.points) < STEADY:
        return Cell(_("như trước"))
    if trend.points > 0:
        return Cell(_("tốt lên %(size)s điểm %%") % {"size": size}, tone="done")
    return Cell(_("kém đi %(size)s điểm %%") % {"size": size}, tone="late")


def kind_bars(shown: Trends) -> BarList:
    bars = [Bar(kind, part / whole * 100, written.share(part, whole)) for kind, part, whole in shown.kinds]
    return BarList(_("Tỷ lệ dự theo loại hình chi bộ"), shown.period.label.capitalize(), bars, 100)


def age_bars(shown: Trends) -> BarList:
    return BarList(
        _("Tỷ lệ dự theo nhóm tuổi"),
        _("Nhóm dưới %(least)s đồng chí không nêu tỷ lệ, để không lộ từng người.") % {"least": LEAST_SHOWN},
        list(_age_bars(shown.ages)),
        100,
    )


def _age_bars(ages: tuple[AgeGroup, ...]) -> Iterator[Bar]:
    for each in ages:
        if each.first == 0:
            label = _("Đến %(last)s tuổi") % {"last": each.last}
        elif each.last > 100:
            label = _("Từ %(first)s tuổi") % {"first": each.first}
        else:
            label = _("%(first)s–%(last)s tuổi") % {"first": each.first, "last": each.last}
        if each.is_shown and each.expected:
            yield Bar(label, each.present / each.expected * 100, written.share(each.present, each.expected))
        else:
            yield Bar(label, 0, _("không nêu"))


def theme_map(shown: Trends) -> YearGrid:
    """Which branch took up which theme in which quarter of the year."""
    year = shown.period.last.year
    rows = []
    for each in shown.branches:
        cells: list[GridCell | None] = []
        for quarter in range(1, 5):
            meeting = shown.themes.get((each.unit.pk, quarter))
            words = {"unit": each.unit.short_name, "quarter": quarter, "topic": meeting.topic if meeting else ""}
            title = _("%(unit)s, quý %(quarter)s: %(topic)s") % words
            cells.append(GridCell(meeting.topic, "thematic", meeting_url(meeting.id), title) if meeting else None)
        rows.append(GridRow(each.unit.short_name, "", cells))
    columns = [_("Quý %(quarter)s") % {"quarter": quarter} for quarter in range(1, 5)]
    return YearGrid(_("Bản đồ chuyên đề năm %(year)s") % {"year": year}, columns, rows)


def task_bar(shown: Trends) -> StackedBar:
    total = sum(shown.tasks.values())
    return StackedBar(
        _("Nhiệm vụ đến hạn trong kỳ"),
        ngettext("%(count)s nhiệm vụ", "%(count)s nhiệm vụ", total) % {"count": total},
        [
            BarPart(_("xong đúng hạn"), shown.tasks["done"], "done"),
            BarPart(_("xong sau hạn"), shown.tasks["late"], "late"),
            BarPart(_("quá hạn, chưa xong"), shown.tasks["missing"], "missing"),
        ],
    )


def reach_bar(shown: Trends) -> StackedBar:
    """How far documents got: those reached, those still within their day, those overdue."""
    late = shown.reach_late.numerator
    waiting = (shown.reach.denominator or 0) - shown.reach.numerator - late
    return StackedBar(
        _("Văn bản quán triệt đến đảng viên"),
        _("Tính theo lượt đảng viên của các văn bản giao trong kỳ."),
        [
            BarPart(_("đã quán triệt"), shown.reach.numerator, "done"),
            BarPart(_("còn trong hạn"), waiting, "todo"),
            BarPart(_("quá hạn"), late, "missing"),
        ],
    )
