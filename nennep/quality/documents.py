"""The consolidated tables in their official form (domain.md 3.1, 3.9): DOCX, PDF, XLSX from one answer."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date
from uuid import UUID

from nennep.core.documents.blocks import Block, Notice, OfficialDocument, Paragraph, SignatureBlock, Table
from nennep.core.documents.wording import number, place_and_date
from nennep.core.documents.xlsx import Sheet, render_xlsx
from nennep.core.periods import Period
from nennep.organisation.models import Post, Ward, holding_on
from nennep.quality.tables import (
    BANDS,
    BY_HAND,
    MONTH_HEAD,
    PERIOD_HEAD,
    MonthTable,
    month_table,
    period_table,
)
from nennep.rulebook.queries import document_format

MONTH_WIDTHS = [1, 4, 2, 3, 2, 1, 1, 2, 1, 8]
PERIOD_WIDTHS = [1, 5, 2, 4, 3, 3, 12, 2, 3, 2, 3, 5, 3]


def score_document(
    ward_id: UUID, span: Period, *, today: date, units: Collection[UUID] | None = None
) -> OfficialDocument:
    """The table of a month, or of half a year or a year, ready to be signed by the ward committee."""
    ward = Ward.objects.get(pk=ward_id)
    return OfficialDocument(
        higher_body=ward.parent_name.upper(),
        body_name=f"ĐẢNG ỦY {ward.name.upper()}",
        symbol="…-BC/ĐU",
        place_and_date=place_and_date(ward.place, today),
        kind="BẢNG TỔNG HỢP",
        subject=_subject(span),
        blocks=list(_blocks(ward_id, span, units)),
        format=replace(document_format(today), landscape=True),
        right=SignatureBlock(["T/M ĐẢNG ỦY", "BÍ THƯ"], _secretary(ward_id, today)),
        recipients=["Các chi bộ trực thuộc,", "Lưu Văn phòng Đảng ủy."],
    )


def score_workbook(ward_id: UUID, span: Period, *, units: Collection[UUID] | None = None) -> bytes:
    """The same table as a spreadsheet."""
    title = f"Bảng tổng hợp {_subject(span)}"
    if span.is_month:
        table = month_table(ward_id, span, units=units)
        widths, notes = [4, 24, 8, 11, 7, 6, 6, 8, 6, 50], [_counts(table)]
        return render_xlsx([Sheet(span.key, title, MONTH_HEAD, table.rows(), widths, notes)])
    rows = period_table(ward_id, span, units=units).rows()
    widths = [4, 17, 6, 15, 9, 10, 36, 7, 10, 7, 10, 16, 11]
    return render_xlsx([Sheet(span.key, title, PERIOD_HEAD, rows, widths, [BY_HAND])])


def _subject(span: Period) -> str:
    return f"kết quả chấm điểm, xếp loại chất lượng sinh hoạt chi bộ {span.document_label}"


def _blocks(ward_id: UUID, span: Period, units: Collection[UUID] | None) -> Iterator[Block]:
    if span.is_month:
        table = month_table(ward_id, span, units=units)
        yield Table(MONTH_HEAD, table.printed(), widths=MONTH_WIDTHS, numeric=[0, 2, 4])
        yield Paragraph(_counts(table))
        if table.other_bands:
            yield Notice(f"Mức xếp loại không có cột trong mẫu: {', '.join(table.other_bands)}.")
        return
    rows = period_table(ward_id, span, units=units).printed()
    yield Table(PERIOD_HEAD, rows, widths=PERIOD_WIDTHS, numeric=[0, 2, 9])
    yield Paragraph(BY_HAND)


def _counts(table: MonthTable) -> str:
    """ "Cộng 13 chi bộ: Tốt 11, Khá 1; chưa chốt 1." """
    counts = ", ".join(f"{band} {table.counts[band]}" for band in (*BANDS, *table.other_bands))
    return f"Cộng {number(len(table.lines))} chi bộ: {counts}; chưa chốt {table.undecided}."


def _secretary(ward_id: UUID, on: date) -> str:
    posts = Post.objects.filter(holding_on(on), ward=ward_id, unit=None, position="ward_secretary")
    found = posts.select_related("person").first()
    return found.person.full_name if found else ""
