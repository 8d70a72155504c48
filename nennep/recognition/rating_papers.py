"""The papers of the yearly rating: ballots to print, the count minutes, one's form (domain.md 3.1, 3.8, 4.1).

Texts of these documents are Vietnamese in every language of the interface: they are what is signed.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils import translation

from nennep.core.documents.blocks import Block, Heading, OfficialDocument, Paragraph, SignatureBlock, Table
from nennep.core.documents.wording import percent, place_and_date
from nennep.organisation.models import Unit
from nennep.recognition import rating_pages
from nennep.recognition.models import Rating, RatingYear
from nennep.recognition.queries import ratings as queries
from nennep.rulebook.queries import document_format
from nennep.rulebook.ratings import rating_classes

BLANK = "……"
TO_FILL_IN = "ngày … tháng … năm …"


def ballot(rating_year: RatingYear, unit: Unit, *, today: date) -> OfficialDocument:
    """One ballot (phiếu biểu quyết xếp loại): names by given name, four empty columns, nothing that tells whose it is.

    Only members appear who are rated and whose rating is not decided; the office prints one for each voter.
    """
    names = [each.person.full_name for each in _members(rating_year, unit) if each.person]
    rows = [[str(number), name, "", "", "", ""] for number, name in enumerate(names, start=1)]
    return OfficialDocument(
        **_head(unit),
        symbol="",
        place_and_date=f"{unit.ward.place}, {TO_FILL_IN}",
        kind="PHIẾU BIỂU QUYẾT",
        subject=f"xếp loại đảng viên năm {rating_year.year}",
        blocks=[
            Table(["TT", "Họ và tên", *_shorts()], rows, widths=[1, 7, 2, 2, 2, 2], numeric=[0]),
            Paragraph(f"{_explained()}."),
            Paragraph("Mỗi dòng đánh dấu X vào một ô. Không ghi tên, không ký tên vào phiếu."),
        ],
        format=document_format(today),
        title=f"Phiếu biểu quyết xếp loại năm {rating_year.year}",
    )


def count_minutes(rating_year: RatingYear, unit: Unit, *, today: date) -> OfficialDocument:
    """The count minutes (biên bản kiểm phiếu) from the totals entered; before that a form to fill in by hand."""
    counted = queries.ballot_of(rating_year, unit)
    tellers = [line.strip() for line in counted.tellers.splitlines() if line.strip()] if counted else []
    day = counted.held_on if counted else None
    return OfficialDocument(
        **_head(unit),
        symbol="",
        place_and_date=place_and_date(unit.ward.place, day) if day else f"{unit.ward.place}, {TO_FILL_IN}",
        kind="BIÊN BẢN KIỂM PHIẾU",
        subject=f"biểu quyết xếp loại đảng viên năm {rating_year.year}",
        blocks=list(_count_blocks(rating_year, unit, counted, tellers)),
        format=document_format(day or today),
        left=SignatureBlock(["CHỦ TRÌ HỘI NGHỊ"], ""),
        right=SignatureBlock(["T/M BAN KIỂM PHIẾU", "TRƯỞNG BAN"], tellers[0] if tellers else ""),
        title=f"Biên bản kiểm phiếu xếp loại năm {rating_year.year}",
    )


def _count_blocks(rating_year: RatingYear, unit: Unit, counted: Any, tellers: list[str]) -> Iterator[Block]:
    yield Heading(1, "Ban kiểm phiếu")
    yield Paragraph("; ".join(tellers) + "." if tellers else BLANK * 10)
    yield Heading(1, "Đảng viên và phiếu")
    of = {name: str(getattr(counted, name)) if counted else BLANK for name in TOTALS}
    invalid = str(counted.cast - counted.valid) if counted else BLANK
    yield Paragraph(
        f"Đảng viên chính thức triệu tập: {of['summoned']}; có mặt khi bỏ phiếu: {of['present']}; vắng: "
        f"{counted.summoned - counted.present if counted else BLANK}."
    )
    yield Paragraph(
        f"Phiếu phát ra: {of['issued']}; thu về: {of['cast']}; hợp lệ: {of['valid']}; không hợp lệ: {invalid}"
        f"{'' if counted and counted.cast == counted.valid else ' (lý do: ' + BLANK * 4 + ')'}."
    )
    yield Heading(1, "Kết quả")
    rows = [
        [str(number), str(each.person), *(_votes(each, key, counted) for key in rating_classes())]
        for number, each in enumerate(_members(rating_year, unit, decided=True), start=1)
    ]
    yield Table(["TT", "Họ và tên", *_shorts()], rows, widths=[1, 6, 3, 3, 3, 3], numeric=[0, 2, 3, 4, 5])
    yield Paragraph(f"{_explained()}. Tỷ lệ tính trên số đảng viên chính thức được triệu tập.")


TOTALS = ("summoned", "present", "issued", "cast", "valid")


def _votes(rating: Rating, key: str, counted: Any) -> str:
    """ "30 (57,7%)" of those summoned; empty before the count."""
    if counted is None:
        return ""
    votes = rating.votes.get(key, 0)
    return f"{votes} ({percent(votes, counted.summoned)})"


def form_of(rating: Rating, *, today: date) -> OfficialDocument:
    """One's form (phiếu kiểm điểm, xếp loại): the own view, what the records show, the ballot, the decision."""
    with translation.override("vi"):
        page = rating_pages.file_page(rating)
    return OfficialDocument(
        **_head(rating.unit),
        symbol="",
        place_and_date=place_and_date(rating.unit.ward.place, today),
        kind="PHIẾU ĐÁNH GIÁ, XẾP LOẠI",
        subject=f"{rating.person or rating.unit.name}, năm {rating.rating_year.year}",
        blocks=list(_form_blocks(rating, page)),
        format=document_format(today),
        left=SignatureBlock(["NGƯỜI TỰ ĐÁNH GIÁ"], str(rating.person)) if rating.person else None,
        right=SignatureBlock(["T/M CHI BỘ", "BÍ THƯ"], ""),
    )


def _form_blocks(rating: Rating, page: rating_pages.FilePage) -> Iterator[Block]:
    yield Paragraph(f"{page.form}.")
    if page.shown:
        yield Heading(1, "Số liệu ghi nhận trong năm")
        yield from (Paragraph(f"{fact.text}.", lead=f"{fact.label}:") for fact in page.shown)
    yield Heading(1, "Tự đánh giá và kết quả")
    yield from (Paragraph(f"{fact.text}.", lead=f"{fact.label}:") for fact in page.said)
    if not rating.self_class:
        yield Paragraph(f"Tự xếp loại: {BLANK * 6}")
    yield Heading(1, "Ý kiến của đảng viên")
    yield from (Paragraph(line) for line in (rating.statement or BLANK * 10).splitlines())
    yield Heading(1, "Nhận xét của chi bộ")
    yield Paragraph(BLANK * 20)


def _members(rating_year: RatingYear, unit: Unit, *, decided: bool = False) -> list[Rating]:
    """The members of a branch by given name: those who wait for a ballot, or all."""
    files = queries.files_of(rating_year, unit)
    return [each for each in files if each.person_id and (decided or not each.decided)]


def _head(unit: Unit) -> dict[str, Any]:
    return {"higher_body": unit.ward.party_name.upper(), "body_name": unit.name.upper()}


def _shorts() -> list[str]:
    return [each.short for each in rating_classes().values()]


def _explained() -> str:
    return "; ".join(f"{each.short}: {each.title.lower()}" for each in rating_classes().values())
