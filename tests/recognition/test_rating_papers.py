"""The papers of the yearly rating: what a teller, a secretary and a member hold in their hands."""

import io
from datetime import date

import pytest
from docx import Document
from pypdfium2 import PdfDocument

from nennep.core.documents.docx import render_docx
from nennep.core.documents.pdf import render_pdf
from nennep.recognition import rating_papers as papers
from nennep.recognition.actions import ratings as rating
from nennep.recognition.models import Rating
from tests import make
from tests.recognition.test_rating_pages import as_role, at, files, january, opened, signed_in  # noqa: F401

pytestmark = pytest.mark.django_db
ON = date(2023, 1, 20)
TOTALS = {"held_on": date(2022, 12, 5), "summoned": 12, "present": 11, "issued": 11, "cast": 11, "valid": 10}


@pytest.fixture
def unit():
    found = make.branch(members=2)
    for name in ("Đỗ Thị Ánh", "Vũ Văn Bằng", "Lê Thị Ân"):
        make.member(found, name)
    return found


def rows(document) -> list[list[str]]:
    """The rows of the paper's last table, as Word shows them."""
    word = Document(io.BytesIO(render_docx(document)))
    table = next(each for each in word.tables if each.rows[0].cells[0].text == "TT")
    return [[cell.text for cell in row.cells] for row in table.rows]


def words(document) -> str:
    pages = PdfDocument(render_pdf(document))
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in pages).split())


def counted(unit, year):
    by, moment = make.office(unit.ward), make.at(ON)
    votes = {each.pk: {"excellent": 2, "good": 8} for each in files(unit)}
    tellers = "Nguyễn Văn An\nTrần Thị Bưởi\nLê Đức Cường"
    return rating.record_count(year, unit, **TOTALS, tellers=tellers, votes=votes, by=by, at=moment)


def test_the_ballot_lists_names_by_given_name_with_four_empty_columns_and_nobody_to_sign(unit):
    year = opened(unit)

    table, text = rows(papers.ballot(year, unit, today=ON)), words(papers.ballot(year, unit, today=ON))

    assert table[0] == ["TT", "Họ và tên", "HTXSNV", "HTTNV", "HTNV", "KHTNV"]
    ours = [row[1] for row in table[1:] if row[1] in ("Đỗ Thị Ánh", "Vũ Văn Bằng", "Lê Thị Ân")]
    assert ours == ["Đỗ Thị Ánh", "Lê Thị Ân", "Vũ Văn Bằng"]  # Ánh, Ân, Bằng
    assert {cell for row in table[1:] for cell in row[2:]} == {""}
    assert "Không ghi tên, không ký tên vào phiếu." in text and "BÍ THƯ" not in text


def test_who_is_decided_stands_on_no_further_ballot(unit):
    year, first = opened(unit), files(unit)[0]
    rating.decide(
        year, classes={first.pk: "good"}, number="05-QĐ/ĐU", decided_on=ON, by=make.office(unit.ward), at=make.at(ON)
    )

    assert first.person.full_name not in words(papers.ballot(year, unit, today=ON))


def test_the_count_minutes_say_totals_and_shares_of_those_summoned(unit):
    year = opened(unit)
    counted(unit, year)

    document = papers.count_minutes(year, unit, today=ON)
    text = words(document)

    assert rows(document)[1][2:] == ["2 (16,7%)", "8 (66,7%)", "0 (0%)", "0 (0%)"]  # 2/12 and 8/12
    assert "triệu tập: 12; có mặt khi bỏ phiếu: 11; vắng: 1." in text
    assert "Phiếu phát ra: 11; thu về: 11; hợp lệ: 10; không hợp lệ: 1 (lý do:" in text
    assert "Nguyễn Văn An; Trần Thị Bưởi; Lê Đức Cường." in text and "ngày 05 tháng 12 năm 2022" in text


def test_before_the_count_the_minutes_are_a_form_to_fill_in(unit):
    document = papers.count_minutes(opened(unit), unit, today=ON)

    assert {cell for row in rows(document)[1:] for cell in row[2:]} == {""}
    assert "triệu tập: ……; có mặt khi bỏ phiếu: ……" in words(document)


def test_the_form_of_a_member_carries_what_was_said_and_what_the_records_show(unit):
    make.meeting(unit, state="reported", day=date(2022, 3, 3))
    opened(unit)
    own = next(each for each in files(unit) if each.person.attendances.exists())
    client = signed_in(own.person)
    client.post(at("rating_self", own.pk), {"self_class": "good", "seen": "0"})
    client.post(at("rating_state", own.pk), {"text": "Xin ghi nhận"})

    text = words(papers.form_of(Rating.objects.get(pk=own.pk), today=ON))

    assert "Mẫu 2B" in text and "1/1 buổi" in text
    assert "Hoàn thành tốt nhiệm vụ" in text and "Xin ghi nhận" in text


def test_papers_leave_as_files_for_those_who_may_see_the_branch(unit):
    opened(unit)
    secretary, plain = as_role("secretary", unit), next(e for e in files(unit) if not e.person.posts.exists())
    member = signed_in(plain.person)
    ballot = at("rating_paper", 2022, unit.pk, "phieu", "pdf")

    assert secretary.get(ballot).content.startswith(b"%PDF")
    assert secretary.get(at("rating_paper", 2022, unit.pk, "kiem-phieu", "docx")).status_code == 200
    assert secretary.get(at("rating_paper", 2022, unit.pk, "khac", "pdf")).status_code == 404
    assert member.get(ballot).status_code == 404
    assert member.get(at("rating_form", plain.pk, "pdf")).content.startswith(b"%PDF")
