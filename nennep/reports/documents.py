"""The report of a period as a document, a workbook and data; the year grid as a workbook.

The report is composed once (`year_report`); here it only changes its clothes.
"""

import json
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from nennep.core.components import MARKS
from nennep.core.documents.blocks import (
    Block,
    Heading,
    Notice,
    OfficialDocument,
    Paragraph,
    SignatureBlock,
    Table,
)
from nennep.core.documents.docx import render_docx
from nennep.core.documents.pdf import render_pdf
from nennep.core.documents.text import markdown
from nennep.core.documents.wording import place_and_date, short_date
from nennep.core.documents.xlsx import Sheet, render_xlsx
from nennep.reports.board import Board, GridMark
from nennep.reports.findings import Finding
from nennep.reports.indicators import Figure
from nennep.reports.sentences import ReportTable, Said, Sentence
from nennep.reports.year_report import YearReport
from nennep.rulebook.queries import document_format, rules_on

MEDIA_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
    "md": "text/markdown; charset=utf-8",
}
FORMATS = tuple(MEDIA_TYPES)


def render(report: YearReport, format: str) -> bytes:
    """The report in one of the formats: the same words and figures in each."""
    renderers: dict[str, Callable[[YearReport], bytes]] = {
        "docx": lambda report: render_docx(official_document(report)),
        "pdf": lambda report: render_pdf(official_document(report)),
        "md": lambda report: markdown(official_document(report)).encode(),
        "json": lambda report: json.dumps(report_data(report), ensure_ascii=False, indent=1).encode(),
        "xlsx": report_workbook,
    }
    return renderers[format](report)


def file_name(report: YearReport, format: str) -> str:
    name = f"nam-{report.year}" if report.period.is_year else report.period.key.replace("..", "-den-")
    return f"bao-cao-{name}-{report.ward.code}.{format}"


def official_document(report: YearReport, symbol: str = "…-BC/ĐU") -> OfficialDocument:
    """The report as the ward committee signs it (domain.md 3.1); until it is issued its number is left open."""
    lines = ["T/M ĐẢNG ỦY", "PHÓ BÍ THƯ" if report.signer_is_deputy else "BÍ THƯ"]
    return OfficialDocument(
        higher_body=report.ward.parent_name.upper(),
        body_name=report.committee.upper(),
        symbol=symbol,
        place_and_date=place_and_date(report.ward.place, report.on),
        kind="BÁO CÁO",
        subject=report.subject,
        blocks=list(_blocks(report)),
        format=document_format(report.on),
        right=SignatureBlock(lines, report.signer),
        recipients=("Các chi bộ trực thuộc;", "Lưu Văn phòng Đảng ủy."),
        title=f"Báo cáo {report.subject}",
    )


def _blocks(report: YearReport) -> Iterator[Block]:
    for section in report.sections:
        yield Heading(1, section.title)
        for part in section.parts:
            yield Heading(2, part.title)
            for each in part.content:
                yield _block(each)


def _block(each: Sentence | ReportTable | Finding) -> Block:
    match each:
        case Sentence():
            return Paragraph(each.text)
        case Finding():
            return Notice(each.sentence)
        case ReportTable():
            rows = [[_text(cell) for cell in row] for row in each.rows]
            return Table(each.head, rows, each.widths, each.numeric, each.caption)


def _text(cell: str | Said) -> str:
    return cell if isinstance(cell, str) else cell.text


# Workbooks


def report_workbook(report: YearReport) -> bytes:
    """The tables of the report with parts in columns of their own: an office can add them up again."""
    sheets = [_words_sheet(report)]
    for section in report.sections:
        for part in section.parts:
            sheets += [_table_sheet(report, each) for each in part.content if isinstance(each, ReportTable)]
    return render_xlsx([*sheets, _figures_sheet(report)])


def _words_sheet(report: YearReport) -> Sheet:
    rows = [
        (section.title, part.title, each.sentence if isinstance(each, Finding) else each.text)
        for section in report.sections
        for part in section.parts
        for each in part.content
        if not isinstance(each, ReportTable)
    ]
    return Sheet("Báo cáo", f"Báo cáo {report.subject}", ("Mục", "Phần", "Nội dung"), rows, (30, 40, 110))


def _table_sheet(report: YearReport, table: ReportTable) -> Sheet:
    """A share takes two columns, its part and its whole."""
    shares = [
        any(isinstance(cell, Said) and cell.figure.denominator is not None for cell in column)
        for column in zip(*table.rows, strict=True)
    ]
    head: list[str] = []
    widths: list[int] = []
    for words, width, is_share in zip(table.head, table.widths or (), shares or [False] * len(table.head), strict=True):
        head += [words, f"{words}: trên"] if is_share else [words]
        widths += [max(10, width), 10] if is_share else [max(6, width)]
    rows = []
    for row in table.rows:
        cells: list[Any] = []
        for cell, is_share in zip(row, shares, strict=True):
            if isinstance(cell, str):
                cells += (
                    [int(cell) if cell.isdigit() else cell, ""] if is_share else [int(cell) if cell.isdigit() else cell]
                )
            else:
                cells += [cell.figure.numerator, cell.figure.denominator] if is_share else [cell.figure.numerator]
        rows.append(cells)
    name = table.caption.partition(".")[0]
    return Sheet(name, table.caption, head, rows, widths, (_counted_to(report),))


def _figures_sheet(report: YearReport) -> Sheet:
    """Every figure with its indicator: how many, of how many, over how many rows."""
    rows = [
        (
            figure.indicator.id,
            str(figure.indicator.title),
            figure.period.label,
            figure.numerator,
            figure.denominator if figure.denominator is not None else "",
            figure.text,
        )
        for figure in report.figures
        if figure.unit_id is None
    ]
    head = ("Mã chỉ tiêu", "Chỉ tiêu", "Kỳ", "Tử số", "Mẫu số", "Đọc là")
    return Sheet("Chỉ tiêu", "Các chỉ tiêu của toàn Đảng bộ trong báo cáo", head, rows, (22, 40, 18, 12, 12, 28))


def _counted_to(report: YearReport) -> str:
    if report.counted is None:
        return "Chưa có tháng nào kết thúc."
    last = report.counted.last.first.strftime("%m/%Y")
    return f"Số liệu đến hết tháng {last}; lập ngày {short_date(report.on)}."


def board_workbook(board: Board, *, made_on: date) -> bytes:
    """The year grid as a sheet: mark and attendance of every branch and month."""
    months = [mark for number in range(1, 13) for mark in _columns_after(number)]
    rows = []
    for line in board.lines:
        marks: list[str] = []
        for number in range(1, 13):
            marks.append(_mark_words(line.months[number - 1]))
            if number % 3 == 0:
                marks.append(_mark_words(line.quarters[number // 3 - 1]))
        rows.append((line.unit.name, *marks, line.attendance.text, line.regular.parts))
    sheet = Sheet(
        f"Năm {board.year}",
        f"Bảng theo dõi sinh hoạt chi bộ năm {board.year}",
        ("Chi bộ", *months, "Dự trung bình", "Họp đủ"),
        rows,
        (30, *(9 for _each in months), 24, 10),
        (f"Lập ngày {short_date(made_on)}. Mỗi ô: dấu và tỷ lệ dự (%).",),
    )
    return render_xlsx([sheet])


def _columns_after(number: int) -> Iterator[str]:
    yield f"T{number}"
    if number % 3 == 0:
        yield f"CĐ quý {number // 3}"


def _mark_words(mark: GridMark | None) -> str:
    return f"{MARKS[mark.tone]} {mark.text}".strip() if mark else ""


# Data


def report_data(report: YearReport) -> dict[str, Any]:
    """The report as data: each figure with parts, indicator and the ids of its rows; no names."""
    index = {id(figure): number for number, figure in enumerate(report.figures)}
    return {
        "report": "year" if report.period.is_year else "period",
        "period": report.period.key,
        "ward": {"code": report.ward.code, "name": report.ward.name, "party_name": report.ward.party_name},
        "year": report.year,
        "made_on": report.on.isoformat(),
        "counted_to": str(report.counted.last) if report.counted else None,
        "title": f"Báo cáo {report.subject}",
        "sections": [
            {
                "title": section.title,
                "parts": [
                    {"title": part.title, "content": [_content_data(each, index) for each in part.content]}
                    for part in section.parts
                ],
            }
            for section in report.sections
        ],
        "figures": [{"figure": number, **_figure_data(each)} for number, each in enumerate(report.figures)],
        "indicators": _indicator_data(report),
        "findings": [_finding_data(each) for each in report.findings],
    }


def _content_data(each: Sentence | ReportTable | Finding, index: dict[int, int]) -> dict[str, Any]:
    match each:
        case Sentence():
            numbers = [index[id(figure)] for figure in each.figures]
            return {"kind": "sentence", "text": each.text, "figures": numbers}
        case Finding():
            return {"kind": "finding", "text": each.sentence, "finding": each.id}
        case ReportTable():
            rows = [[cell if isinstance(cell, str) else _cell_data(cell, index) for cell in row] for row in each.rows]
            return {"kind": "table", "caption": each.caption, "head": list(each.head), "rows": rows}


def _cell_data(cell: Said, index: dict[int, int]) -> dict[str, Any]:
    return {"text": cell.text, "figure": index[id(cell.figure)]}


def _figure_data(figure: Figure) -> dict[str, Any]:
    rows = [row for row in figure.rows() if row.part or row.whole]
    return {
        "indicator": figure.indicator.id,
        "counts": "wanting" if figure.wanting else "part",
        "choice": figure.choice,
        "unit": str(figure.unit_id) if figure.unit_id else None,
        "period": figure.period.key,
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "text": figure.text,
        "row_kinds": sorted({row.kind for row in rows}),
        "row_ids": [str(row.id) for row in rows],
    }


def _indicator_data(report: YearReport) -> dict[str, Any]:
    used = {figure.indicator.id: figure.indicator for figure in report.figures}
    rules = rules_on(min(report.on, report.period.last.last))
    return {
        key: {
            "title": str(each.title),
            "numerator": str(each.part),
            "denominator": str(each.whole) or None,
            "source": rules.source_of(each.rule).source if each.rule else each.regulation,
        }
        for key, each in used.items()
    }


def _finding_data(finding: Finding) -> dict[str, Any]:
    return {
        "id": finding.id,
        "sentence": finding.sentence,
        "equation": finding.short,
        "stated": [
            {"figure": each.figure, "value": each.value, "source": each.source, "sentence": each.sentence}
            for each in finding.stated
        ],
        "stated_sum": finding.stated_sum if finding.stated else None,
        "counted": finding.counted.numerator if finding.counted else None,
        "counted_row_ids": [str(row.id) for row in finding.counted.rows()] if finding.counted else [],
        "units": [{"id": str(unit.pk), "name": unit.name} for unit in finding.units],
        "meeting": str(finding.meeting_id) if finding.meeting_id else None,
    }
