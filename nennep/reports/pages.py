"""Records turned into the parts of a page: the grid's cells, the rows of a table, links behind figures."""

from collections.abc import Sequence
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from nennep.core import written
from nennep.core.components import Cell, Column, DataTable, Fact, GridCell, GridRow, TableRow, YearGrid
from nennep.organisation.models import Unit
from nennep.reports.access import ReportRights
from nennep.reports.board import Attention, Board, GridLine, GridMark
from nennep.reports.findings import Finding, findings
from nennep.reports.indicators import BY_ID, Evidence, Figure, Indicator, Row
from nennep.reports.queries import Definition
from nennep.reports.records import Records
from nennep.reports.report_tables import RUNNING_NUMBER
from nennep.reports.sentences import ReportTable, Said, Sentence
from nennep.reports.year_report import YearReport, shortcomings

Pieces = list[tuple[str, str]]
SectionShown = tuple[str, list[tuple[str, list[dict[str, object]]]]]

PAPER_FORMATS = (("docx", "Word"), ("pdf", "PDF"))
DATA_FORMATS = (("xlsx", "Excel"), ("json", "JSON"), ("md", "Markdown"))
EVIDENCE_WORDS = {
    Evidence.BRANCH_MONTH: _lazy("các buổi sinh hoạt thường kỳ; tháng không họp là một dòng riêng"),
    Evidence.BRANCH_QUARTER: _lazy("các buổi sinh hoạt chuyên đề; quý không có là một dòng riêng"),
    Evidence.MEETING: _lazy("các buổi sinh hoạt đã kết thúc, mỗi buổi mở ra biên bản"),
    Evidence.TASK: _lazy("các nhiệm vụ có hạn trong kỳ"),
    Evidence.MEMBER: _lazy("danh sách đảng viên của các chi bộ"),
    Evidence.BRANCH: _lazy("danh sách chi bộ"),
    Evidence.DISSEMINATION: _lazy("các chi bộ được giao quán triệt, mỗi chi bộ mở ra danh sách đảng viên"),
    Evidence.DIRECTIVE: _lazy("sổ văn bản"),
    Evidence.CONFERENCE: _lazy("các hội nghị đã họp, mỗi hội nghị mở ra danh sách dự"),
    Evidence.PETITION: _lazy("sổ kiến nghị, mỗi dòng mở ra kiến nghị và trả lời"),
    Evidence.VISIT: _lazy("các phiếu dự đã gửi, mỗi phiếu mở ra buổi sinh hoạt"),
    Evidence.INSPECTION: _lazy("chương trình kiểm tra, giám sát"),
    Evidence.CHECKED: _lazy("các biên bản rút ngẫu nhiên đã xem"),
    Evidence.REMINDER: _lazy("số lượt nhắc theo chi bộ và tháng"),
    Evidence.BRIEFING: _lazy("các hội nghị giao ban đã họp; tháng không họp là một dòng riêng"),
    Evidence.REMEDY: _lazy("các việc giao tại hội nghị giao ban"),
    Evidence.AWARD: _lazy("các lần khen thưởng của năm"),
}
CONFIDENCE_WORDS = {
    "V": _lazy("đã đọc trong văn bản"),
    "S": _lazy("theo nguồn thứ cấp"),
    "M": _lazy("chưa kiểm chứng, dùng như thông lệ"),
}


def meeting_url(meeting_id: UUID | None) -> str:
    return reverse("meetings:show", args=[meeting_id]) if meeting_id else ""


def minutes_url(meeting_id: UUID | None) -> str:
    return reverse("meetings:minutes", args=[meeting_id]) if meeting_id else ""


def figure_url(figure: Figure) -> str:
    """Where the rows of a figure are."""
    query = {"ky": figure.period.key}
    if figure.unit_id:
        query["chi-bo"] = str(figure.unit_id)
    if figure.wanting:
        query["thieu"] = "1"
    if figure.choice:
        query["loai"] = figure.choice
    return f"{reverse('reports:rows', args=[figure.indicator.id])}?{urlencode(query)}"


def figure_url_if_open(figure: Figure, rights: ReportRights) -> str:
    """The same, for whoever may open the rows; others see the figure without a link."""
    naming = figure.indicator.names_people
    return figure_url(figure) if rights.may_open(figure.unit_id, naming_people=naming) else ""


def told_shortcomings(records: Records) -> list[dict[str, str]]:
    """What fell short in a year, in words and with the way to its rows: told to whoever orients the next year."""
    with translation.override("vi"):
        return [
            {"source": source, "text": sentence.text, "address": figure_url(sentence.figures[0])}
            for source, sentence in shortcomings(records)
        ]


# The board


def year_links(year: int, now: int) -> Pieces:
    """To the year before, and to the year after as far as it has begun."""
    years = [year - 1, *([year + 1] if year < now else [])]
    return [(_("Năm %(year)s") % {"year": each}, f"{reverse('reports:board')}?nam={each}") for each in years]


def export_url(year: int) -> str:
    return f"{reverse('reports:export')}?nam={year}"


def grid(board: Board, rights: ReportRights) -> YearGrid:
    """Twelve months with the thematic meeting of each quarter behind its last month."""
    columns: list[str] = []
    for number in range(1, 13):
        columns.append(_("T%(number)s") % {"number": number})
        if number % 3 == 0:
            columns.append(_("Q%(quarter)s") % {"quarter": number // 3})
    return YearGrid(
        caption=_("Sinh hoạt của các chi bộ năm %(year)s: mỗi ô là một buổi, số là tỷ lệ dự (%%)")
        % {"year": board.year},
        columns=columns,
        rows=[_grid_row(board, line, rights) for line in board.lines],
        sum_columns=[_("Dự"), _("Họp")],
    )


def _grid_row(board: Board, line: GridLine, rights: ReportRights) -> GridRow:
    cells: list[GridCell | None] = []
    for number in range(1, 13):
        label = _("tháng %(month)s") % {"month": f"{number:02d}/{board.year}"}
        cells.append(_grid_cell(line, line.months[number - 1], label))
        if number % 3 == 0:
            quarter = number // 3
            label = _("chuyên đề quý %(quarter)s/%(year)s") % {"quarter": quarter, "year": board.year}
            cells.append(_grid_cell(line, line.quarters[quarter - 1], label))
    return GridRow(
        label=line.unit.short_name,
        url=figure_url_if_open(line.attendance, rights),
        cells=cells,
        sums=[line.attendance.percent, line.regular.parts],
    )


def _grid_cell(line: GridLine, mark: GridMark | None, label: str) -> GridCell | None:
    if mark is None:
        return None
    title = f"{line.unit.short_name}, {label}: {mark.words}"
    return GridCell(mark.text, mark.tone, meeting_url(mark.meeting_id), title)  # type: ignore[arg-type]


def attention_table(items: Sequence[Attention], year: int, rights: ReportRights, caption: str) -> DataTable:
    """What needs attention, each with whose turn it is and the place to see to it."""
    states = {
        "missing": _("thiếu"),
        "late": _("chậm"),
        "waiting": _("đang chờ"),
        "todo": _("cần làm"),
    }
    rows = [
        TableRow(
            [
                Cell(item.unit.short_name, _attention_url(item, year, rights)),
                item.words,
                item.turn,
                Cell(_("dưới mức") if item.is_low else states[item.tone], tone=item.tone),  # type: ignore[arg-type]
            ]
        )
        for item in items
    ]
    return DataTable(caption, [Column(_("Chi bộ")), Column(_("Việc")), Column(_("Đến lượt")), Column(_("Mức"))], rows)


def _attention_url(item: Attention, year: int, rights: ReportRights) -> str:
    if item.meeting_id or not item.indicator_id:
        return meeting_url(item.meeting_id)
    if not rights.may_open(item.unit.pk, naming_people=False):
        return ""
    query = urlencode({"ky": year, "chi-bo": item.unit.pk})
    return f"{reverse('reports:rows', args=[item.indicator_id])}?{query}"


def charge_grid(records: Records, year: int) -> YearGrid:
    """Each branch: to how many of the month's meetings whoever was in charge that day came; and who is today.

    A cell names nobody: in the months of a year one branch may have had several.
    """
    cells: dict[tuple[UUID, int], list[Row]] = {}
    for row in records.rows(BY_ID["charge_kept"]):
        if row.unit_id and row.month:
            cells.setdefault((row.unit_id, row.month.month), []).append(row)
    when = _("hiện nay") if records.day == records.on else _("ngày %(day)s") % {"day": written.short_date(records.day)}
    rows = []
    for unit in records.branches:
        charge = records.charges.get(unit.pk)
        name = _("đ/c %(name)s") % {"name": charge.person.full_name} if charge else _("chưa phân công")
        figure = records.figure("charge_kept", unit.pk)
        months = [_charge_cell(cells.get((unit.pk, number), []), number, year) for number in range(1, 13)]
        rows.append(GridRow(f"{unit.short_name} · {when}: {name}", figure_url(figure), months, [figure.parts]))
    columns = [_("T%(number)s") % {"number": number} for number in range(1, 13)]
    caption = _("Đảng ủy viên dự sinh hoạt với chi bộ phụ trách năm %(year)s") % {"year": year}
    return YearGrid(caption, columns, rows, [_("Cả kỳ")], _("Chi bộ, đảng ủy viên"))


def _charge_cell(rows: list[Row], number: int, year: int) -> GridCell | None:
    if not rows:
        return None
    part, whole = sum(row.part for row in rows), sum(row.whole for row in rows)
    values = {"month": f"{number:02d}/{year}", "part": part, "whole": whole}
    title = _("Tháng %(month)s: đảng ủy viên phụ trách dự %(part)s/%(whole)s buổi") % values
    return GridCell(f"{part}/{whole}", "done" if part == whole else "missing", meeting_url(rows[0].meeting_id), title)


def charge_years(year: int, now: int) -> Pieces:
    years = [year - 1, *([year + 1] if year < now else [])]
    return [(_("Năm %(year)s") % {"year": each}, reverse("reports:charges", args=[each])) for each in years]


# The year report


def pieces(sentence: Sentence) -> Pieces:
    """A sentence as words and linked figures."""
    return [(part, "") if isinstance(part, str) else (part.text, figure_url(part.figure)) for part in sentence.parts]


def report_table(table: ReportTable) -> DataTable:
    """A table of the report without its running number: on a page the branch itself heads the row."""
    skip = 1 if table.head[0] == RUNNING_NUMBER else 0
    columns = [Column(words, number=index in table.numeric) for index, words in enumerate(table.head) if index >= skip]
    rows = [TableRow([_report_cell(cell) for cell in row[skip:]]) for row in table.rows]
    return DataTable(table.caption, columns, rows)


def _report_cell(cell: str | Said) -> Cell:
    return Cell(cell) if isinstance(cell, str) else Cell(cell.text, figure_url(cell.figure))


def sections_of(report: YearReport) -> tuple[list[SectionShown], list[DataTable]]:
    """The prose of the report by section and part, and its tables."""
    prose: list[SectionShown] = []
    tables: list[DataTable] = []
    for section in report.sections:
        parts = []
        for part in section.parts:
            tables += [report_table(each) for each in part.content if isinstance(each, ReportTable)]
            words = [content_of(each) for each in part.content if not isinstance(each, ReportTable)]
            if words:
                parts.append((part.title, words))
        if parts:
            prose.append((section.title, parts))
    return prose, tables


def content_of(each: Sentence | Finding) -> dict[str, object]:
    """One paragraph or finding, told apart for the template."""
    return {"pieces": pieces(each)} if isinstance(each, Sentence) else {"finding": each}


# Findings and definitions


def finding_cards(records: Records) -> list[tuple[Finding, str, str]]:
    """Each finding with the links to what was counted and to the meeting concerned; other places it names itself."""
    return [
        (each, figure_url(each.counted) if each.counted else "", meeting_url(each.meeting_id))
        for each in findings(records)
    ]


def stated_columns() -> list[Column]:
    return [Column(_("Nguồn nêu")), Column(_("Số"), number=True), Column(_("Nguồn"))]


def definition_facts(definition: Definition) -> list[Fact]:
    """What is counted, of what, by which rule, proven by which rows."""
    indicator, value = definition.indicator, definition.value
    facts = [Fact(_("Đếm"), str(indicator.part))]
    if indicator.is_share:
        facts.append(Fact(_("Trên tổng số"), str(indicator.whole)))
    facts.append(Fact(_("Chứng cứ"), str(EVIDENCE_WORDS[indicator.evidence])))
    rules_url = reverse("rulebook:index")
    if value:
        facts.append(Fact(_("Quy định"), f"{value.title}: {value.source}", rules_url, _("Mở quy định")))
        facts.append(Fact(_("Độ tin cậy"), str(CONFIDENCE_WORDS[value.confidence])))
    elif definition.regulation:
        regulation = definition.regulation
        facts.append(Fact(_("Quy định"), regulation.subject, rules_url, _("Mở quy định")))
    facts.append(Fact(_("Mã chỉ tiêu"), indicator.id))
    return facts


# Rows behind a figure

Shown = Sequence[tuple[Row, Unit | None, str]]


def evidence_table(figure: Figure, rows: Shown) -> DataTable:
    """The rows that make a figure, each with its meeting and its minutes where it has any."""
    makers = {
        Evidence.TASK: _task_table,
        Evidence.MEMBER: _member_table,
        Evidence.BRANCH: _branch_table,
        Evidence.DISSEMINATION: _reach_table,
        Evidence.DIRECTIVE: _directive_table,
        Evidence.CONFERENCE: _conference_table,
        Evidence.PETITION: _petition_table,
        Evidence.VISIT: _visit_table,
        Evidence.INSPECTION: _inspection_table,
        Evidence.AWARD: _award_table,
        Evidence.REMINDER: _reminder_table,
        Evidence.BRIEFING: _briefing_table,
        Evidence.REMEDY: _remedy_table,
    }
    return makers.get(figure.indicator.evidence, _meeting_table)(figure, rows)


def _meeting_table(figure: Figure, rows: Shown) -> DataTable:
    columns = [
        Column(_("Chi bộ")),
        Column(_("Kỳ")),
        Column(_("Buổi sinh hoạt")),
        _count_column(figure.indicator),
    ]
    columns.append(Column(_("Biên bản")))
    return DataTable(
        caption=_("Các buổi làm nên con số"),
        columns=columns,
        rows=[
            TableRow([_branch_name(unit), _month(row), _meeting(row), _part(figure, row), _minutes(row)])
            for row, unit, _l in rows
        ],
        empty=_("Không có buổi nào trong kỳ."),
    )


def _task_table(figure: Figure, rows: Shown) -> DataTable:
    return DataTable(
        caption=_("Các nhiệm vụ làm nên con số"),
        columns=[
            Column(_("Nhiệm vụ")),
            Column(_("Chi bộ")),
            Column(_("Hạn trong tháng")),
            Column(_("Tính")),
            Column(_("Giao tại")),
        ],
        rows=[
            TableRow([label, _branch_name(unit), _month(row), _part(figure, row), _meeting(row)])
            for row, unit, label in rows
        ],
        empty=_("Không có nhiệm vụ nào có hạn trong kỳ."),
    )


def _member_table(figure: Figure, rows: Shown) -> DataTable:
    return DataTable(
        caption=_("Các đồng chí làm nên con số"),
        columns=[Column(_("Đồng chí")), Column(_("Chi bộ")), Column(_("Tính"))],
        rows=[TableRow([label, _branch_name(unit), _part(figure, row)]) for row, unit, label in rows],
        empty=_("Không có đảng viên nào."),
    )


def _branch_table(figure: Figure, rows: Shown) -> DataTable:
    return DataTable(
        caption=_("Các chi bộ làm nên con số"),
        columns=[Column(_("Tên")), Column(_("Chi bộ")), Column(_("Ghi chú")), Column(_("Tính"))],
        rows=[
            TableRow([label, unit.short_name if unit else "", row.note, _part(figure, row)])
            for row, unit, label in rows
        ],
        empty=_("Không có chi bộ nào."),
    )


def _reach_table(figure: Figure, rows: Shown) -> DataTable:
    return DataTable(
        caption=_("Các chi bộ quán triệt văn bản"),
        columns=[Column(_("Văn bản")), Column(_("Chi bộ")), _count_column(figure.indicator)],
        rows=[
            TableRow([Cell(label, _coverage_url(row)), _branch_name(unit), _part(figure, row)])
            for row, unit, label in rows
        ],
        empty=_("Trong kỳ chưa giao văn bản nào."),
    )


def _directive_table(figure: Figure, rows: Shown) -> DataTable:
    return DataTable(
        caption=_("Các văn bản làm nên con số"),
        columns=[Column(_("Văn bản")), Column(_("Trích yếu"))],
        rows=[TableRow([Cell(label, _directive_url(row)), row.note]) for row, _unit, label in rows],
        empty=_("Trong kỳ không có văn bản nào."),
    )


def _conference_table(figure: Figure, rows: Shown) -> DataTable:
    return DataTable(
        caption=_("Các hội nghị làm nên con số"),
        columns=[Column(_("Hội nghị")), Column(_("Ngày")), _count_column(figure.indicator)],
        rows=[
            TableRow([Cell(label, reverse("directives:conference", args=[row.id])), row.note, _part(figure, row)])
            for row, _unit, label in rows
        ],
        empty=_("Trong kỳ không có hội nghị nào."),
    )


def _petition_table(figure: Figure, rows: Shown) -> DataTable:
    return DataTable(
        caption=_("Các kiến nghị làm nên con số"),
        columns=[
            Column(_("Kiến nghị")),
            Column(_("Chi bộ")),
            Column(_("Hạn, trả lời")),
            _count_column(figure.indicator),
        ],
        rows=[
            TableRow(
                [
                    Cell(label, reverse("oversight:petition", args=[row.id])),
                    _branch_name(unit),
                    row.note,
                    _part(figure, row),
                ]
            )
            for row, unit, label in rows
        ],
        empty=_("Không có kiến nghị nào."),
    )


def _visit_table(figure: Figure, rows: Shown) -> DataTable:
    return DataTable(
        caption=_("Các phiếu dự làm nên con số"),
        columns=[
            Column(_("Phiếu dự")),
            Column(_("Chi bộ")),
            Column(_("Buổi sinh hoạt")),
            _count_column(figure.indicator),
        ],
        rows=[
            TableRow(
                [
                    Cell(_("Phiếu ngày %(day)s") % {"day": row.note}, reverse("oversight:visit", args=[row.id])),
                    _branch_name(unit),
                    _meeting(row),
                    _part(figure, row),
                ]
            )
            for row, unit, _label in rows
        ],
        empty=_("Trong kỳ chưa có phiếu dự nào."),
    )


def _award_table(figure: Figure, rows: Shown) -> DataTable:
    return DataTable(
        caption=_("Các lần khen thưởng"),
        columns=[Column(_("Hình thức")), Column(_("Quyết định, nguồn")), _count_column(figure.indicator)],
        rows=[
            TableRow([Cell(label, reverse("recognition:award", args=[row.id])), row.note, _part(figure, row)])
            for row, _unit, label in rows
        ],
        empty=_("Trong kỳ chưa ghi lần khen thưởng nào."),
    )


def _inspection_table(figure: Figure, rows: Shown) -> DataTable:
    return DataTable(
        caption=_("Các cuộc kiểm tra, giám sát"),
        columns=[Column(_("Nội dung")), Column(_("Thời gian")), _count_column(figure.indicator)],
        rows=[
            TableRow([Cell(label, reverse("oversight:inspection", args=[row.id])), row.note, _part(figure, row)])
            for row, _unit, label in rows
        ],
        empty=_("Trong kỳ không có cuộc nào."),
    )


def _reminder_table(figure: Figure, rows: Shown) -> DataTable:
    return DataTable(
        caption=_("Số lượt nhắc việc"),
        columns=[Column(_("Chi bộ")), Column(_("Tháng")), _count_column(figure.indicator)],
        rows=[TableRow([_branch_name(unit), _month(row), _part(figure, row)]) for row, unit, _label in rows],
        empty=_("Trong kỳ chưa nhắc việc nào."),
    )


def _briefing_table(figure: Figure, rows: Shown) -> DataTable:
    return DataTable(
        caption=_("Các hội nghị giao ban"),
        columns=[Column(_("Tháng")), Column(_("Họp ngày")), _count_column(figure.indicator)],
        rows=[
            TableRow([Cell(_month(row), _briefing_url(row)), row.note, _part(figure, row)])
            for row, _unit, _label in rows
        ],
        empty=_("Trong kỳ chưa có tháng nào qua."),
    )


def _briefing_url(row: Row) -> str:
    return reverse("reports:briefing", args=[row.id]) if row.part else ""


def _remedy_table(figure: Figure, rows: Shown) -> DataTable:
    return DataTable(
        caption=_("Các việc giao tại hội nghị giao ban"),
        columns=[Column(_("Việc")), Column(_("Chi bộ")), Column(_("Hạn")), _count_column(figure.indicator)],
        rows=[TableRow([label, _branch_name(unit), row.note, _part(figure, row)]) for row, unit, label in rows],
        empty=_("Chưa giao việc nào."),
    )


def _directive_url(row: Row) -> str:
    return reverse("directives:show", args=[row.directive_id])


def _coverage_url(row: Row) -> str:
    return reverse("directives:coverage", args=[row.directive_id, row.unit_id])


def _branch_name(unit: Unit | None) -> str:
    return unit.name if unit else ""


def _count_column(indicator: Indicator) -> Column:
    return Column(_("Tính"), number=True)


def _part(figure: Figure, row: Row) -> Cell:
    """What the row adds: parts of a whole, or a mark where a row is one thing."""
    if not figure.indicator.is_share:
        return Cell(str(row.part), number=True)
    if row.whole == 1 and not figure.wanting:
        return Cell(_("đạt"), tone="done") if row.part else Cell(_("chưa"), tone="missing")
    if figure.wanting:
        return Cell(_("chưa"), tone="missing")
    return Cell(f"{row.part}/{row.whole}", number=True)


def _month(row: Row) -> str:
    return row.month.strftime("%m/%Y") if row.month else ""


def _meeting(row: Row) -> Cell:
    """The link to the meeting, in the words of the row: its kind, topic and day."""
    if row.meeting_id is None:
        return Cell(_("không có buổi"), tone="missing") if row.kind == "branch_month" else Cell("")
    url, day = meeting_url(row.meeting_id), {"day": row.note}
    if row.kind != "meeting":
        return Cell(_("Mở buổi sinh hoạt"), url)
    if row.label:
        return Cell(_("Chuyên đề ngày %(day)s") % day, url, note=row.label)
    return Cell(_("Thường kỳ ngày %(day)s") % day, url)


def _minutes(row: Row) -> Cell:
    if row.meeting_id is None or row.minutes_number is None:
        return Cell("")
    return Cell(_("Biên bản số %(number)s") % {"number": f"{row.minutes_number:02d}"}, minutes_url(row.meeting_id))
