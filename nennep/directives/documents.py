"""The register books, lists to be taken out, the sample spreadsheet.

What is printed is Vietnamese in every language of the interface.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from nennep.core import exports, written
from nennep.core.documents.blocks import OfficialDocument, Paragraph, Table
from nennep.core.documents.pdf import render_pdf
from nennep.core.documents.wording import place_and_date, short_date
from nennep.core.documents.xlsx import Sheet, render_xlsx
from nennep.core.exports import ListTable
from nennep.directives.books import BookLine, PassedOn
from nennep.directives.models import Conference, Direction, Directive, Dissemination
from nennep.directives.queries import GroupCoverage
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


PASSED_ON_HEAD = (
    "Nơi quán triệt",
    "Hình thức",
    "Hạn",
    "Ngày xong",
    "Đã quán triệt",
    "Phải quán triệt",
    "Vắng khi phổ biến",
    "Đã truyền đạt bù",
    "Minh chứng",
    "Báo cáo kết quả",
)
PASSED_ON_WIDTHS = (20, 18, 12, 12, 9, 9, 9, 9, 30, 20)
RECEIVED_HEAD = ("TT", "Số, ký hiệu", "Ngày văn bản", "Ngày đến", "Cơ quan ban hành", "Trích yếu", *PASSED_ON_HEAD)
RECEIVED_WIDTHS = (6, 16, 12, 12, 24, 46, *PASSED_ON_WIDTHS)
ISSUED_HEAD = ("TT", "Số, ký hiệu", "Nhiệm kỳ", "Ngày văn bản", "Trích yếu", "Thực hiện văn bản", *PASSED_ON_HEAD)
ISSUED_WIDTHS = (6, 16, 12, 12, 50, 22, *PASSED_ON_WIDTHS)
NOTES = (
    "Sổ chỉ có văn bản không mật. Đã, phải quán triệt: số đảng viên; không tính chi bộ mà phường thôi giao.",
    "Vắng khi phổ biến: không dự buổi chi bộ, tổ đảng hay hội nghị phổ biến văn bản; để trống khi chưa phổ biến.",
)


def _received(lines: Sequence[BookLine]) -> list[list[Any]]:
    found = [line for line in lines if line.direction == Direction.RECEIVED]
    return [
        [
            number,
            line.symbol,
            line.dated_on,
            line.arrived_on,
            line.issuer,
            f"{line.kind} {line.subject}",
            *_passed_on(line.passed_on),
        ]
        for number, line in enumerate(found, start=1)
    ]


def _issued(lines: Sequence[BookLine]) -> list[list[Any]]:
    found = [line for line in lines if line.direction == Direction.ISSUED]
    return [
        [
            number,
            line.symbol,
            line.term,
            line.dated_on,
            f"{line.kind} {line.subject}",
            line.carries_out,
            *_passed_on(line.passed_on),
        ]
        for number, line in enumerate(found, start=1)
    ]


def _passed_on(told: PassedOn) -> list[Any]:
    """The columns of the cascade; numbers stay numbers and days stay days, so that the sheet can be counted."""
    return [
        told.where,
        told.methods,
        told.due_on,
        told.done_on,
        told.reached if told.expected else None,
        told.expected or None,
        told.absent,
        told.made_up,
        told.evidence,
        told.report,
    ]


def _workbook(ward: Ward, unit: Unit | None, lines: Sequence[BookLine], year: int, today: date) -> bytes:
    body = unit.name if unit else ward.party_name
    notes = (f"In ngày {short_date(today)}.", *NOTES)
    received, issued = f"SỔ VĂN BẢN ĐẾN NĂM {year} – {body}", f"SỔ VĂN BẢN ĐI NĂM {year} – {body}"
    return render_xlsx(
        [
            Sheet("Văn bản đến", received, RECEIVED_HEAD, _received(lines), RECEIVED_WIDTHS, notes),
            Sheet("Văn bản đi", issued, ISSUED_HEAD, _issued(lines), ISSUED_WIDTHS, notes),
        ]
    )


PRINTED_TAIL = ("Quán triệt", "Hạn, ngày xong", "Kết quả", "Minh chứng, báo cáo")
PRINTED_WIDTHS = (7, 58, 20, 25, 20, 22, 33)


def _printed(line: BookLine, number: int, unit: Unit | None) -> list[str]:
    """A line on a narrow page: what belongs together shares a column."""
    told, is_received = line.passed_on, line.direction == Direction.RECEIVED
    source = f" của {line.issuer}" if is_received else f" (nhiệm kỳ {line.term})"
    carries_out = f" (thực hiện {line.carries_out})" if line.carries_out else ""
    day = f" ngày {short_date(line.dated_on)}" if line.dated_on and is_received else ""
    return [
        str(number),
        f"{line.kind} {line.symbol}{day}{source}: {line.subject}{carries_out}",
        _day(line.arrived_on if is_received else line.dated_on),
        "; ".join(filter(None, ("" if unit else told.where, told.methods))),
        "; ".join(filter(None, (_day(told.due_on), f"xong {_day(told.done_on)}" if told.done_on else ""))),
        _result(told),
        "; ".join(filter(None, (told.evidence, told.report and f"báo cáo: {told.report}"))),
    ]


def _result(told: PassedOn) -> str:
    """ "558/558; vắng 57, bù 57"."""
    if not told.expected:
        return NOT_ASSIGNED
    missed = f"; vắng {told.absent}, bù {told.made_up}" if told.absent is not None else ""
    return f"{told.reached}/{told.expected}{missed}"


def _pdf(ward: Ward, unit: Unit | None, lines: Sequence[BookLine], year: int, today: date) -> bytes:
    blocks: list[Paragraph | Table] = []
    for title, day, direction in (
        ("Văn bản đến", "Ngày đến", Direction.RECEIVED),
        ("Văn bản đi", "Ngày văn bản", Direction.ISSUED),
    ):
        found = [line for line in lines if line.direction == direction]
        if found:
            rows = [_printed(line, number, unit) for number, line in enumerate(found, start=1)]
            blocks.append(Table(("TT", "Văn bản", day, *PRINTED_TAIL), rows, PRINTED_WIDTHS, caption=title))
        else:
            blocks.append(Paragraph(f"{title}: trong năm không có."))
    blocks += [Paragraph(note) for note in NOTES]
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


def conferences_table(found: Iterable[Conference]) -> ListTable:
    """The conferences of a ward with what each took up."""
    head = [_("TT"), _("Ngày giờ"), _("Hội nghị"), _("Nơi họp"), _("Văn bản"), _("Có mặt"), _("Triệu tập")]
    rows = [
        [
            written.moment(timezone.localtime(each.starts_at)),
            each.title,
            each.place,
            ", ".join(item.directive.label for item in each.items.all()),
            each.present_count,
            each.listed_count,
        ]
        for each in found
    ]
    return ListTable(_("Hội nghị quán triệt"), head, exports.numbered(rows))


def coverage_table(dissemination: Dissemination, groups: Iterable[GroupCoverage]) -> ListTable:
    """Who of a branch was reached by a document, how and when, and who was not."""
    head = [_("TT"), _("Tổ đảng"), _("Họ và tên"), _("Đã được quán triệt"), _("Hình thức"), _("Đã nhắc")]
    rows = [
        [
            group.name,
            each.person.full_name,
            exports.day(each.reached_on),
            str(each.get_how_display()) if each.reached_on else "",
            exports.day(each.urged_on),
        ]
        for group in groups
        for each in group.readers
    ]
    asked = {"document": dissemination.directive.label, "unit": dissemination.unit.name}
    return ListTable(_("Quán triệt %(document)s, %(unit)s") % asked, head, exports.numbered(rows), of_people=True)


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
