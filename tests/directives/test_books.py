"""The register books: what stands in which year, and how each document reached members (domain.md 3.9)."""

import io
from datetime import date

import pytest
from django.utils import translation
from python_calamine import CalamineWorkbook

from nennep.directives import actions, books, documents
from nennep.directives.models import Dissemination
from tests import make
from tests.directives.test_cascade import meeting_about

pytestmark = pytest.mark.django_db

TODAY = date(2022, 4, 10)
MORNING = make.at(TODAY, hour=9)


def sheets_of(lines, ward, unit=None, year: int = 2022) -> dict[str, list[dict[str, object]]]:
    """Each sheet's rows under the words of its head."""
    content = documents.book(ward.pk, unit, lines, year, "xlsx", today=TODAY)
    pages = CalamineWorkbook.from_filelike(io.BytesIO(content))
    found = {}
    for name in pages.sheet_names:
        head, *rows = pages.get_sheet_by_name(name).to_python()[2:]
        found[name] = [dict(zip(head, row, strict=True)) for row in rows if isinstance(row[0], float | int)]
    return found


def issued(ward, **given):
    words = {"kind": "KH", "subject": "Thực hiện Đề án 11", "dated_on": date(2022, 3, 1), "at": MORNING} | given
    return actions.issue_directive(ward.pk, **words, by=make.office(ward))


@pytest.fixture
def told():
    """Five of six heard a document on 3 March; the sixth was told on 20 March."""
    branch = make.branch(members=6)
    directive = make.directive(branch.ward)
    task = make.dissemination(directive, branch, report_due_on=date(2022, 4, 30))
    meeting_about(directive, branch, present=5)
    return branch, directive, Dissemination.objects.get(pk=task.pk)


def make_up(task: Dissemination) -> None:
    left = [reader.person_id for reader in task.readers.filter(reached_on__isnull=True)]
    actions.tell_again(task, left, on=date(2022, 3, 20), by=make.office(task.ward), at=make.at(date(2022, 3, 20)))


def test_a_branchs_book_tells_who_missed_it_and_who_made_it_up(told):
    branch, _directive, task = told
    (before,) = sheets_of(books.book_of_branch(branch, 2022), branch.ward, branch)["Văn bản đến"]
    make_up(task)
    (after,) = sheets_of(books.book_of_branch(branch, 2022), branch.ward, branch)["Văn bản đến"]

    assert (before["Vắng khi phổ biến"], before["Đã truyền đạt bù"], before["Ngày xong"]) == (1, 0, "")
    assert (before["Đã quán triệt"], before["Phải quán triệt"]) == (5, 6)
    assert (after["Vắng khi phổ biến"], after["Đã truyền đạt bù"]) == (1, 1)
    assert after["Ngày xong"] == date(2022, 3, 20)
    assert (after["Nơi quán triệt"], after["Hình thức"]) == (branch.name, "Sinh hoạt chi bộ")
    assert after["Minh chứng"] == "biên bản sinh hoạt chi bộ 03/03/2022"
    assert after["Báo cáo kết quả"] == "chưa, hạn 30/04/2022"
    assert (after["TT"], after["Hạn"]) == (1, date(2022, 3, 31))


def test_the_wards_book_adds_branches_up_and_leaves_withdrawn_ones_out(told):
    branch, directive, task = told
    ward = branch.ward
    make_up(task)
    other = make.branch(ward, members=4)
    late = make.dissemination(directive, other, due_on=date(2022, 12, 31))
    with translation.override("en"):
        open_too = books.book_of_ward(ward.pk, 2022)
    actions.withdraw(late, by=make.office(ward), at=MORNING)
    (row,) = sheets_of(books.book_of_ward(ward.pk, 2022), ward)["Văn bản đến"]
    (both,) = sheets_of(open_too, ward)["Văn bản đến"]

    assert (both["Hạn"], both["Phải quán triệt"], both["Ngày xong"]) == (date(2022, 12, 31), 10, "")
    assert both["Nơi quán triệt"] == f"{branch.name}, {other.name}"
    assert both["Hình thức"] == "Sinh hoạt chi bộ"
    assert (row["Hạn"], row["Phải quán triệt"], row["Ngày xong"]) == (date(2022, 3, 31), 6, date(2022, 3, 20))
    assert row["Minh chứng"] == "biên bản sinh hoạt chi bộ: 1"
    assert row["Báo cáo kết quả"] == "0/1 chi bộ đã báo cáo"


def test_a_withdrawn_document_has_no_day_in_the_branchs_book(told):
    branch, _directive, task = told
    actions.withdraw(task, by=make.office(branch.ward), at=MORNING)
    (row,) = sheets_of(books.book_of_branch(branch, 2022), branch.ward, branch)["Văn bản đến"]

    assert (row["Hạn"], row["Phải quán triệt"], row["Minh chứng"]) == (
        "",
        "",
        "biên bản sinh hoạt chi bộ 03/03/2022; phường thôi giao",
    )


def test_a_branchs_book_holds_its_resolutions_by_the_day_of_the_document():
    branch = make.branch(members=3)
    issued(branch.ward, unit=branch, kind="NQ", subject="Ra nghị quyết riêng", dated_on=date(2022, 3, 20))
    issued(branch.ward, unit=branch, dated_on=date(2022, 12, 30), at=make.at(date(2023, 1, 4)))
    issued(branch.ward, unit=branch, dated_on=date(2022, 2, 10))
    make.meeting(branch, state="closed")
    of_2022 = sheets_of(books.book_of_branch(branch, 2022), branch.ward, branch)["Văn bản đi"]

    days = [(row["Ngày văn bản"], row["Trích yếu"]) for row in of_2022]
    assert days == [
        (date(2022, 2, 10), "Kế hoạch Thực hiện Đề án 11"),
        (date(2022, 3, 3), "Nghị quyết Nhiệm vụ tháng"),
        (date(2022, 3, 20), "Nghị quyết Ra nghị quyết riêng"),
        (date(2022, 12, 30), "Kế hoạch Thực hiện Đề án 11"),
    ]
    assert [row["Số, ký hiệu"] for row in of_2022 if "Nghị quyết" in row["Trích yếu"]] == ["02-NQ/CB", "01-NQ/CB"]
    assert {row["Nhiệm kỳ"] for row in of_2022} == {branch.terms.get().name}
    assert books.book_of_branch(branch, 2023) == []


def test_a_draft_that_was_not_passed_is_in_no_book():
    branch = make.branch(members=3)
    make.meeting(branch, state="prepared")

    assert books.book_of_branch(branch, 2022) == []


@pytest.mark.parametrize("count", [1, 8])
def test_books_ask_the_same_for_one_document_and_for_many(count, django_assert_max_num_queries):
    branch = make.branch(members=2)
    for _each in range(count):
        make.dissemination(make.directive(branch.ward), branch)

    with django_assert_max_num_queries(4):
        books.book_of_branch(branch, 2022)
    with django_assert_max_num_queries(3):
        books.book_of_ward(branch.ward_id, 2022)
