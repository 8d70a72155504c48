"""The register books and the sample spreadsheet. What is printed is Vietnamese in every language of the interface."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from nennep.core import exports
from nennep.core.documents.blocks import OfficialDocument, Paragraph, Table
from nennep.core.documents.pdf import render_pdf
from nennep.core.documents.wording import place_and_date, short_date
from nennep.core.documents.xlsx import Sheet, render_xlsx
from nennep.core.exports import ListTable
from nennep.directives.models import Direction, Directive
from nennep.directives.queries import BookLine
from nennep.directives.sheets import LABELS
from nennep.organisation.models import Unit, Ward
from nennep.rulebook.queries import document_format

NOT_ASSIGNED = "–"


class BookFormat:
    """An ending in an address: "xlsx" or "pdf"."""

    regex = "xlsx|pdf"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


def book(ward_id: UUID, unit: Unit | None, lines: Sequence[BookLine], year: int, format: str, *, today: date) -> bytes:
    """The register book of a year (domain.md 3.9), received and issued documents apart."""
    writers: dict[str, Callable[..., bytes]] = {"xlsx": _workbook, "pdf": _pdf}
    with translation.override("vi"):
        return writers[format](Ward.objects.get(pk=ward_id), unit, lines, year, today)


RECEIVED_HEAD = ("TT", "Số, ký hiệu", "Ngày văn bản", "Ngày đến", "Cơ quan ban hành", "Trích yếu", "Hạn", "Quán triệt")
ISSUED_HEAD = ("TT", "Số, ký hiệu", "Ngày văn bản", "Trích yếu", "Thực hiện văn bản", "Hạn", "Quán triệt")
RECEIVED_WIDTHS = (6, 16, 13, 13, 24, 52, 13, 16)
ISSUED_WIDTHS = (6, 16, 13, 60, 22, 13, 16)


def _received(lines: Sequence[BookLine]) -> list[list[str]]:
    found = [line for line in lines if line.directive.direction == Direction.RECEIVED or line.dissemination]
    return [
        [
            str(number),
            line.directive.symbol,
            _day(line.directive.dated_on),
            _day(line.dissemination.assigned_on if line.dissemination else line.directive.received_on),
            line.directive.issuer,
            f"{line.directive.get_kind_display()} {line.directive.subject}",
            _day(line.due_on),
            _reach(line),
        ]
        for number, line in enumerate(found, start=1)
    ]


def _issued(lines: Sequence[BookLine]) -> list[list[str]]:
    found = [line for line in lines if line.directive.direction == Direction.ISSUED and line.dissemination is None]
    return [
        [
            str(number),
            line.directive.symbol,
            _day(line.directive.dated_on),
            f"{line.directive.get_kind_display()} {line.directive.subject}",
            line.directive.parent.label if line.directive.parent else "",
            _day(line.due_on),
            _reach(line),
        ]
        for number, line in enumerate(found, start=1)
    ]


def _workbook(ward: Ward, unit: Unit | None, lines: Sequence[BookLine], year: int, today: date) -> bytes:
    body = unit.name if unit else ward.party_name
    note = f"In ngày {short_date(today)}. Cột Quán triệt: số đảng viên đã được quán triệt trên tổng số."
    sheets = [
        Sheet("Văn bản đến", f"SỔ VĂN BẢN ĐẾN NĂM {year} – {body}", RECEIVED_HEAD, _received(lines), RECEIVED_WIDTHS),
        Sheet("Văn bản đi", f"SỔ VĂN BẢN ĐI NĂM {year} – {body}", ISSUED_HEAD, _issued(lines), ISSUED_WIDTHS, (note,)),
    ]
    return render_xlsx(sheets)


def _pdf(ward: Ward, unit: Unit | None, lines: Sequence[BookLine], year: int, today: date) -> bytes:
    blocks: list[Paragraph | Table] = []
    for title, head, rows, widths in (
        ("Văn bản đến", RECEIVED_HEAD, _received(lines), RECEIVED_WIDTHS),
        ("Văn bản đi", ISSUED_HEAD, _issued(lines), ISSUED_WIDTHS),
    ):
        if rows:
            blocks.append(Table(head, rows, widths, caption=title))
        else:
            blocks.append(Paragraph(f"{title}: trong năm không có."))
    return render_pdf(
        OfficialDocument(
            higher_body=ward.party_name.upper() if unit else ward.parent_name.upper(),
            body_name=unit.name.upper() if unit else f"ĐẢNG ỦY {ward.name.upper()}",
            symbol="",
            place_and_date=place_and_date(ward.place, today),
            kind="SỔ VĂN BẢN",
            subject=f"năm {year}",
            blocks=blocks,
            format=document_format(today),
            title=f"Sổ văn bản năm {year}",
        )
    )


def sheet_sample() -> bytes:
    """An empty spreadsheet with the headings that are understood, and one line as an example."""
    with translation.override("vi"):
        head = [str(label) for label in LABELS.values()]
    example = [
        "Thành ủy Hà Nội",
        "Đề án",
        "11-ĐA/TU",
        "01/03/2026",
        "05/03/2026",
        "Trích yếu văn bản",
        "",
        "30/06/2026",
    ]
    widths = [26, 14, 18, 14, 14, 60, 20, 14]
    note = "Dòng ví dụ; xóa đi trước khi nhập. Ngày viết ngày/tháng/năm."
    return render_xlsx([Sheet("Văn bản đến", "VĂN BẢN ĐẾN", head, [example], widths, (note,))])


def _day(day: date | None) -> str:
    return short_date(day) if day else ""


def _reach(line: BookLine) -> str:
    return f"{line.reached}/{line.expected}" if line.expected else NOT_ASSIGNED


def register_table(found: Iterable[Directive], *, with_coverage: bool) -> ListTable:
    """The register as it is filtered; how far each document has got only for whoever sees all branches."""
    head = [_("TT"), _("Văn bản"), _("Ngày"), _("Ngày đến"), _("Cơ quan ban hành"), _("Trích yếu"), _("Lĩnh vực")]
    head += [_("Thay bằng")] + [_("Đã tới"), _("Phải tới")] * with_coverage
    rows: list[list[Any]] = []
    for each in found:
        replaced = each.replaced_by.label if each.replaced_by else ""
        row = [each.label, exports.day(each.dated_on), exports.day(each.received_on), each.issuer, each.subject]
        row += [str(each.get_field_display()), replaced]
        rows.append(row + [getattr(each, "reached", None), getattr(each, "expected", None)] * with_coverage)
    return ListTable(_("Sổ văn bản"), head, exports.numbered(rows))
