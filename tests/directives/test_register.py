"""The register: what comes in, what gets a number, what is found again, what a file may be."""

import io
from datetime import date

import docx
import pypdfium2
import pytest
import typst
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Q
from django.urls import reverse
from python_calamine import CalamineWorkbook

from nennep.core.doors import let_in
from nennep.core.models import Upload
from nennep.core.refusals import Changed, Refused
from nennep.core.uploads import ClassifiedRefused, path_of
from nennep.directives import actions, books, documents, queries, sheets
from nennep.directives.models import Directive
from nennep.organisation.models import Person
from tests import files, make

pytestmark = pytest.mark.django_db

DAY = date(2022, 3, 1)
AT = make.at(DAY, hour=9)


@pytest.fixture(autouse=True)
def uploads_aside(settings, tmp_path):
    settings.UPLOAD_ROOT = tmp_path


def refused(work) -> Refused:
    with pytest.raises(Refused) as refusal:
        work()
    return refusal.value


def pdf(*pages: str, lead: str = "") -> bytes:
    text = "\n#pagebreak()\n".join(pages)
    return typst.compile(f"{lead}\n{text}".encode())


def filed(ward, content: bytes, name: str, *, classified: bool = False):
    file, by = SimpleUploadedFile(name, content), make.office(ward)
    with let_in(file, classified=classified, ward_id=ward.pk, by=by, at=AT) as filed:
        return filed


def issued(ward, **given):
    words = {"kind": "KH", "subject": "Thực hiện Đề án 11", "dated_on": DAY}
    return actions.issue_directive(ward.pk, **(words | given), by=make.office(ward), at=AT)


def found(ward, asked: str) -> list[str]:
    return [each.symbol for each in queries.register(ward.pk, Q(), asked=asked)]


# Numbers ------------------------------------------------------------------------------------------


def test_own_documents_are_numbered_by_kind_and_term_of_the_ward_and_of_each_branch():
    branch = make.branch()
    ward = branch.ward
    make.ward_term(ward)

    symbols = [
        issued(ward).symbol,
        issued(ward).symbol,
        issued(ward, kind="HD").symbol,
        issued(ward, unit=branch).symbol,
    ]

    assert symbols == ["01-KH/ĐU", "02-KH/ĐU", "01-HD/ĐU", "01-KH/CB"]


def test_the_same_form_sent_twice_takes_one_number():
    ward = make.ward()
    make.ward_term(ward)
    key = make.uuid7()

    first, again = issued(ward, id=key), issued(ward, id=key)

    assert first.pk == again.pk
    assert issued(ward).symbol == "02-KH/ĐU"


@pytest.mark.parametrize(("kind", "word"), [("HD", "hướng dẫn"), ("CT", "chỉ thị"), ("QĐi", "quy định")])
def test_a_branch_issues_no_guidance_directive_or_regulation(kind, word):
    branch = make.branch()

    refusal = refused(lambda: issued(branch.ward, unit=branch, kind=kind))

    assert refusal.sentence == f"Chi bộ không ban hành {word}. Chọn loại văn bản khác."
    assert refusal.field == "kind"


def test_without_a_term_there_is_no_number_and_the_sentence_says_whom_to_tell():
    refusal = refused(lambda: issued(make.ward()))

    assert "chưa ghi nhiệm kỳ cho ngày 01/03/2022" in refusal.sentence
    assert not Directive.objects.exists()


def test_a_plan_that_was_asked_for_is_sent_by_being_issued():
    branch = make.branch()
    directive = make.directive(branch.ward)
    asked = make.dissemination(directive, branch, plan_due_on=date(2022, 3, 20), report_due_on=date(2022, 6, 30))

    before = [(each.what, each.standing.words) for each in queries.asked_of(asked, DAY)]
    plan = issued(branch.ward, unit=branch, fulfils=asked)
    report = issued(branch.ward, unit=branch, kind="BC", fulfils=asked)
    asked.refresh_from_db()

    assert before == [("kế hoạch thực hiện", "còn 19 ngày"), ("báo cáo kết quả", "còn 121 ngày")]
    assert (asked.plan, asked.report, plan.parent) == (plan, report, directive)


# Entering -----------------------------------------------------------------------------------------


def test_a_document_is_entered_once_and_not_before_its_own_day():
    ward = make.ward()
    make.directive(ward, symbol="11-ĐA/TU")

    twice = refused(lambda: make.directive(ward, symbol="11-ĐA/TU"))
    early = refused(lambda: make.directive(ward, received_on=date(2022, 1, 9)))

    assert twice.sentence == "Đề án 11-ĐA/TU của Thành ủy Hà Nội đã có trong sổ. Mở văn bản ấy để bổ sung."
    assert early.field == "received_on"
    assert Directive.objects.count() == 1


def test_a_summary_of_six_lines_is_too_long_for_a_phone():
    refusal = refused(lambda: make.directive(make.ward(), summary="a\nb\nc\n\nd\ne\nf"))

    assert refusal.sentence.startswith("Tóm tắt không quá 5 dòng; hiện có 6 dòng.")


def test_two_people_changing_one_document_overwrite_nothing():
    ward = make.ward()
    directive, by = make.directive(ward), make.office(ward)
    actions.change_directive(directive, subject="Bản của An", seen=0, by=by, at=AT)

    with pytest.raises(Changed) as changed:
        actions.change_directive(directive, subject="Bản của Bình", seen=0, by=by, at=AT)

    assert changed.value.current.subject == "Bản của An"


def test_a_chain_does_not_bite_its_tail():
    ward, by = make.ward(), None
    top = make.directive(ward)
    below = make.directive(ward, parent=top)
    by = make.office(ward)

    refusal = refused(lambda: actions.change_directive(top, parent=below, seen=0, by=by, at=AT))

    assert refusal.field == "parent"


def test_related_documents_are_read_from_either_side_and_said_once():
    ward = make.ward()
    one, other = make.directive(ward), make.directive(ward)
    by = make.office(ward)
    for first, second in ((one, other), (other, one)):
        actions.relate(first, second, by=by, at=AT)

    assert queries.chain_of(one).related == [other]
    assert queries.chain_of(other).related == [one]
    assert refused(lambda: actions.relate(one, one, by=by, at=AT)).field == "other"


# Files --------------------------------------------------------------------------------------------


def test_a_word_inside_a_file_of_three_hundred_pages_is_found_without_marks():
    ward = make.ward()
    pages = [f"Trang {number}." for number in range(1, 301)]
    pages[249] = "Phân công đảng viên phụ trách hộ gia đình."
    directive = make.directive(ward, symbol="05-NQ/TU")

    actions.attach_file(directive, filed(ward, pdf(*pages), "nghi-quyet.pdf"), by=make.office(ward), at=AT)

    directive.refresh_from_db()
    assert directive.pages == 300
    assert found(ward, "phu trach ho gia dinh") == ["05-NQ/TU"]
    assert found(ward, "không có chữ này") == []


def test_a_word_file_is_read_too_with_its_tables():
    ward = make.ward()
    document, out = docx.Document(io.BytesIO(files.word("Hướng dẫn sinh hoạt theo tổ đảng"))), io.BytesIO()
    document.add_table(1, 1).cell(0, 0).text = "Chung cư Ecohome"
    document.save(out)

    make.directive(ward, symbol="04-HD/TU", filed=filed(ward, out.getvalue(), "huong-dan.docx"))

    assert found(ward, "ecohome to dang") == ["04-HD/TU"]


def test_a_scan_without_words_comes_in_and_says_that_it_has_none():
    ward = make.ward()
    scan = pypdfium2.PdfDocument.new()
    scan.new_page(595, 842)
    out = io.BytesIO()
    scan.save(out)

    directive = make.directive(ward, filed=filed(ward, out.getvalue(), "quet.pdf"))

    assert (directive.is_scan, directive.pages) == (True, 1)


def test_a_file_with_a_password_is_refused_and_kept_nowhere(tmp_path):
    ward = make.ward()

    refusal = refused(lambda: filed(ward, files.protected(), "khoa.pdf"))

    assert refusal.sentence == "Tệp PDF có mật khẩu nên không đọc được. Bỏ mật khẩu, lưu lại rồi tải lên."
    assert refusal.field == "file"
    assert not Upload.objects.exists()
    assert not [each for each in tmp_path.rglob("*") if each.is_file()]


def test_a_broken_file_is_refused_but_the_same_good_file_of_somebody_else_stays():
    ward = make.ward()
    good = filed(ward, pdf("Nội dung"), "mot.pdf").upload

    refusal = refused(lambda: filed(ward, b"%PDF-1.7 khong phai pdf", "hong.pdf"))
    with pytest.raises(ClassifiedRefused):
        filed(ward, pdf("Nội dung"), "hai.pdf", classified=True)

    assert refusal.sentence.startswith("Tệp này không mở được.")
    assert path_of(good).exists()


@pytest.mark.parametrize("stamp", ["MẬT", "TUYỆT MẬT", "T Ố I M Ậ T"])
def test_a_pdf_with_a_secrecy_stamp_does_not_enter(stamp):
    ward = make.ward()

    with pytest.raises(ClassifiedRefused):
        filed(ward, pdf(f"{stamp}\n\nKế hoạch bảo vệ"), "ke-hoach.pdf")

    assert not Upload.objects.exists()


# Spreadsheets and books ---------------------------------------------------------------------------


def workbook(*rows: list[object], title: str = "SỔ CÔNG VĂN ĐẾN 2022") -> bytes:
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    page = book.add_worksheet()
    page.write(0, 0, title)
    for number, row in enumerate(rows, start=2):
        for column, cell in enumerate(row):
            if isinstance(cell, date):
                page.write_datetime(number, column, cell, book.add_format({"num_format": "dd/mm/yyyy"}))
            else:
                page.write(number, column, cell)
    book.close()
    return out.getvalue()


HEAD = ["TT", "Số, ký hiệu", "Ngày VB", "Cơ quan ban hành", "Trích yếu nội dung", "Ngày đến", "Loại văn bản"]


def rows_of(ward, content: bytes, tmp_path):
    path = tmp_path / "bang.xlsx"
    path.write_bytes(content)
    return sheets.read_sheet(path, ward.pk)


def test_a_spreadsheet_is_understood_under_its_title_and_each_row_has_a_fate(tmp_path):
    ward = make.ward()
    make.directive(ward, symbol="11-ĐA/TU", issuer="Thành ủy Hà Nội", dated_on=date(2022, 1, 10))
    content = workbook(
        HEAD,
        [1, "11-ĐA/TU", "10/01/2022", "Thành ủy Hà Nội", "Sinh hoạt chi bộ", "15/1/22", ""],
        [2, "70-KH/QU", date(2022, 1, 20), "Quận ủy", "Thực hiện Đề án 11", "", "Kế hoạch"],
        [3, "15", "31/02/2022", "Quận ủy", "Công văn về hè", "", "Công văn"],
        [4, "abc", "", "Quận ủy", "Không rõ loại", "", ""],
        [5, "70-KH/QU", date(2022, 1, 20), "Quận ủy", "Thực hiện Đề án 11", "", ""],
        ["", "", "", "", "Tổng cộng: 5", "", ""],
    )

    rows = rows_of(ward, content, tmp_path)
    count = actions.receive_rows(ward.pk, rows, by=make.office(ward), at=AT)
    again = rows_of(ward, content, tmp_path)

    assert [(row.number, row.fate) for row in rows] == [
        (4, "same"),
        (5, "new"),
        (6, "error"),
        (7, "error"),
        (8, "same"),
    ]
    assert (
        rows[2].problem == "Ngày văn bản: Ngày 31/02/2022 không có trong lịch. Nhập ngày/tháng/năm, ví dụ 28/02/2026."
    )
    assert rows[3].problem == "không rõ loại văn bản; ghi ở cột “Loại văn bản”"
    assert rows[4].problem == "trùng dòng 5"
    assert count == 1
    entered = Directive.objects.get(symbol="70-KH/QU")
    assert (entered.kind, entered.dated_on) == ("KH", date(2022, 1, 20))
    assert "new" not in {row.fate for row in again}


def test_rows_that_somebody_entered_meanwhile_are_left_out_and_long_or_impossible_ones_are_named(tmp_path):
    ward = make.ward()
    content = workbook(
        HEAD,
        [1, "70-KH/QU", date(2022, 1, 20), "Quận ủy", "Thực hiện Đề án 11", "", "Kế hoạch"],
        [2, "71-KH/QU", "", "X" * 400, "Dài", "", "Kế hoạch"],
        [3, "72-KH/QU", "01/01/0001", "Quận ủy", "Ngày lạ", "", "Kế hoạch"],
    )
    rows = rows_of(ward, content, tmp_path)

    counts = [actions.receive_rows(ward.pk, rows, by=make.office(ward), at=AT) for _tap in range(2)]

    assert counts == [1, 0]
    assert [row.problem for row in rows[1:]] == [
        "Cơ quan ban hành dài quá 160 ký tự",
        "Ngày văn bản: Nhập ngày/tháng/năm, ví dụ 28/02/2026.",
    ]


def test_a_spreadsheet_without_known_headings_says_which_are_wanted(tmp_path):
    refusal = refused(lambda: rows_of(make.ward(), workbook(["Họ tên", "Năm sinh"]), tmp_path))

    assert "“Cơ quan ban hành”, “Số, ký hiệu”, “Trích yếu”" in refusal.sentence


def test_the_sample_is_understood_by_the_reader_of_spreadsheets(tmp_path):
    (row,) = rows_of(make.ward(), documents.sheet_sample(), tmp_path)

    assert (row.fate, row.words["symbol"], row.words["deadline"]) == ("new", "11-ĐA/TU", date(2026, 6, 30))


def test_the_books_of_the_ward_and_of_a_branch_say_how_far_each_document_got():
    branch = make.branch(members=2)
    ward = branch.ward
    make.ward_term(ward)
    directive = make.directive(ward, symbol="=11-ĐA/TU")
    make.dissemination(directive, branch)
    issued(ward, parent=directive)
    issued(ward, unit=branch)

    def sheets_of(unit, lines) -> dict[str, list[list[str]]]:
        book = documents.book(ward.pk, unit, lines, 2022, "xlsx", today=DAY)
        pages = CalamineWorkbook.from_filelike(io.BytesIO(book))
        rows = {name: pages.get_sheet_by_name(name).to_python()[3:] for name in pages.sheet_names}
        return {name: [row for row in found if row[1]] for name, found in rows.items()}

    of_ward = sheets_of(None, books.book_of_ward(ward.pk, 2022))
    of_branch = sheets_of(branch, books.book_of_branch(branch, 2022))

    assert [row[1] for row in of_ward["Văn bản đến"]] == ["=11-ĐA/TU"]  # text, never a formula
    assert of_ward["Văn bản đến"][0][10:12] == [0, 2]
    assert of_ward["Văn bản đi"][0][:6] == [
        1,
        "01-KH/ĐU",
        "2020–2025",
        date(2022, 3, 1),
        "Kế hoạch Thực hiện Đề án 11",
        directive.label,
    ]
    assert [row[1] for row in of_branch["Văn bản đến"]] == ["=11-ĐA/TU"]
    assert of_branch["Văn bản đi"][0][1] == "01-KH/CB"
    printed = documents.book(ward.pk, None, books.book_of_ward(ward.pk, 2022), 2022, "pdf", today=DAY)
    assert "SỔ VĂN BẢN" in pypdfium2.PdfDocument(printed)[0].get_textpage().get_text_bounded()


def test_the_register_asks_one_question_for_any_number_of_documents(django_assert_num_queries):
    branch = make.branch(members=1)
    for _each in range(3):
        make.dissemination(make.directive(branch.ward), branch)

    with django_assert_num_queries(1):
        lines = [(each.label, each.expected, each.unit, each.parent) for each in queries.register(branch.ward_id, Q())]

    assert {expected for _label, expected, *_rest in lines} == {1}


@pytest.mark.parametrize("address", ["directives:receive_for_branch", "directives:issue_for_branch"])
def test_a_branch_officer_points_only_at_documents_given_to_the_branch(client, address):
    branch = make.branch(members=2)
    given, other = make.directive(branch.ward, subject="Được giao"), make.directive(branch.ward, subject="Không giao")
    make.dissemination(given, branch)
    secretary = Person.objects.get(pk=make.actor("secretary", of=branch).person_id)
    client.force_login(make.account(secretary))
    page = reverse(address, args=[branch.pk])

    shown = client.get(page).content.decode()
    words = {"kind": "KH", "subject": "Thử", "issuer": "A", "symbol": "1-KH/A", "dated_on": "01/02/2022"}
    posted = client.post(page, words | {"received_on": "02/02/2022", "field": "party_building", "parent": other.pk})

    assert "Được giao" in shown and "Không giao" not in shown
    assert posted.status_code == 422
    assert not Directive.objects.filter(subject="Thử").exists()
