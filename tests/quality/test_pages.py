"""The pages of scoring: what each reader is shown, what one press does, how little they ask the database."""

import io
import re
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document
from pypdfium2 import PdfDocument
from python_calamine import CalamineWorkbook

from nennep.accounts.models import Account
from nennep.organisation.models import Person
from nennep.oversight import actions as oversight
from nennep.quality import actions, editing, shipped
from nennep.quality.editing import to_toml
from nennep.quality.models import Rubric, ScoreSheet
from nennep.quality.rubrics import Range, parse
from tests import make
from tests.meetings.pages import errors_of, text_of
from tests.quality import worlds
from tests.quality.worlds import give

pytestmark = pytest.mark.django_db
DAY = make.DAY


@pytest.fixture(autouse=True)
def that_evening(settings):
    moment = make.EVENING + timedelta(minutes=75)
    settings.CLOCK_OFFSET_SECONDS = int((moment - make.timezone.now()).total_seconds())


def signed_in(actor) -> Client:
    client, person = Client(), Person.objects.get(pk=actor.person_id)
    client.force_login(Account.objects.filter(person=person).first() or make.account(person))
    return client


def page(client: Client, name: str, *args, **query):
    return client.get(reverse(f"quality:{name}", args=args), query)


def fields_of(response) -> dict[str, str]:
    """The hidden fields of a score form, as the browser sends them back."""
    text = response.content.decode()
    return {
        name: re.search(rf'name="{name}" value="([^"]*)"', text)[1]  # type: ignore[index]
        for name in ("seen", "rubric")
    }


def sheet_of(response) -> list[list[object]]:
    """The rows of a spreadsheet, from its first one."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(response.content))
    return book.get_sheet_by_index(0).to_python(skip_empty_area=False)


def test_the_secretary_fills_the_sheet_and_sends_it_to_the_vote():
    meeting = worlds.running(absent=1, members=5)
    worlds.adopted(meeting.ward)
    client = signed_in(worlds.secretary(meeting))

    opened = page(client, "self", meeting.pk)
    assert "Hệ thống tính: 20 điểm" in text_of(opened)
    assert "dự 80% (4/5)" in text_of(opened)
    client.post(reverse("quality:accept_self", args=[meeting.pk]))
    opened = page(client, "self", meeting.pk)
    assert 'value="dự 80% (4/5)"' in opened.content.decode()
    words = fields_of(opened) | {"p0": "20", "r0": "dự 80% (4/5)", "p1": "55", "r1": "", "step": "submit"}
    refused = client.post(reverse("quality:self", args=[meeting.pk]), words)
    assert (refused.status_code, errors_of(refused)) == (422, ["Ghi lý do trừ 5 điểm ở tiêu chí 2."])
    words = fields_of(refused) | {
        "p0": "20",
        "r0": "dự 80% (4/5)",
        "p1": "55",
        "r1": "Thảo luận ngắn",
        "step": "submit",
    }
    sent = client.post(reverse("quality:self", args=[meeting.pk]), words)

    assert (sent.status_code, sent.url) == (302, reverse("meetings:vote", args=[meeting.pk]))
    vote = client.get(sent.url)
    assert "Thông qua điểm tự chấm buổi sinh hoạt: 75/100 điểm, xếp loại Khá" in text_of(vote)
    assert "Chấm điểm buổi sinh hoạt" in text_of(vote), "the meeting's pages lead on to its scoring"
    assert "đang biểu quyết" in text_of(page(client, "sheets", meeting.pk))


def test_both_sheets_stand_side_by_side_and_the_ward_decides_on_the_difference():
    meeting = worlds.running()
    worlds.adopted(meeting.ward)
    worlds.voted(meeting, {"1": give(40), "2": give(56, "Phát biểu còn ít")})
    worlds.reported(meeting)
    worlds.by_charge(meeting, {"1": give(40), "2": give(53, "Thảo luận chưa sâu")})
    office = signed_in(make.actor("office", of=meeting.unit))

    seen = text_of(page(office, "sheets", meeting.pk))
    assert "Chi bộ tự chấm 96 – Tốt · cấp ủy viên 93, lệch 3" in seen
    assert "1 tiêu chí lệch nhau." in seen
    assert "Thảo luận chưa sâu" in seen
    opened = page(office, "decide", meeting.pk)
    assert "Chi bộ: 56 (Phát biểu còn ít) · Cấp ủy viên: 53 (Thảo luận chưa sâu)" in text_of(opened)
    words = fields_of(opened) | {"p0": "40", "r0": "", "p1": "54", "r1": "Thảo luận chưa sâu"}
    assert office.post(reverse("quality:decide", args=[meeting.pk]), words).status_code == 302

    meeting.refresh_from_db()
    sheet = ScoreSheet.objects.get(meeting=meeting, side="ward")
    assert (meeting.state, sheet.points, sheet.band) == ("settled", 94, "Tốt")
    member = signed_in(make.own(make.member(meeting.unit)))
    shown = text_of(page(member, "sheets", meeting.pk))
    assert "Phường chốt 94 – Tốt" in shown
    assert not re.search(r"\b(53|93)\b", shown), "the committee member's sheet is not for every member"


def test_a_draft_is_its_writers_own_until_it_is_handed_in():
    meeting = worlds.running()
    worlds.adopted(meeting.ward)
    worlds.voted(meeting, {"1": give(40), "2": give(60)})
    charge = worlds.in_charge(meeting.unit)
    words = {"shortcomings": "Phần tự phê bình còn hình thức"}
    worlds.score(meeting, "charge", {"1": give(40), "2": give(51, "Hời hợt")}, by=charge, **words)
    secretary, member = signed_in(worlds.secretary(meeting)), signed_in(charge)

    assert 'value="51"' in page(member, "charge", meeting.pk).content.decode()
    assert "Hời hợt" not in text_of(page(secretary, "sheets", meeting.pk))
    actions.submit_sheet(meeting, "charge", by=charge, at=worlds.late(meeting))
    assert "Hời hợt" in text_of(page(secretary, "sheets", meeting.pk))


def test_the_office_decides_on_all_that_agree_in_one_press():
    ward = make.ward()
    worlds.adopted(ward)
    same = {"1": give(40), "2": give(60)}
    agreed = [worlds.both(same, of=make.branch(ward)) for _each in range(2)]
    disputed = worlds.both(same, {"1": give(40), "2": give(50, "Ngắn")}, of=make.branch(ward))
    office = signed_in(make.actor("office", of=agreed[0].unit))

    board = page(office, "board", ky="2022-03")
    assert "Chốt 2 buổi không lệch" in text_of(board)
    done = office.post(reverse("quality:decide_all"), {"ky": "2022-03"}, follow=True)

    assert "Đã chốt 2 buổi." in text_of(done)
    for meeting, state in ((agreed[0], "settled"), (agreed[1], "settled"), (disputed, "scored")):
        meeting.refresh_from_db()
        assert meeting.state == state
    assert "lệch 1 tiêu chí" in text_of(page(office, "board", ky="2022-03"))


def test_a_month_without_a_rubric_says_so_and_the_meeting_closes_all_the_same():
    meeting = worlds.running(day=date(2022, 2, 3))
    shown = text_of(page(signed_in(worlds.secretary(meeting)), "sheets", meeting.pk))

    assert "Chưa có bộ tiêu chí cho tháng 02/2022" in shown
    make.walk(meeting, until="reported")
    assert meeting.minutes.content["score"] is None


@pytest.mark.parametrize("name", ["sheets", "decide", "charge"])
def test_a_meetings_pages_ask_the_same_for_two_criteria_and_for_thirty(name):
    counts = set()
    for size in (2, 30):
        meeting = worlds.running()
        each = 98 // (size - 1)
        many = [
            {"key": f"b{n}", "group": "1", "text": f"Việc {n}", "max": each, "kind": "number"} for n in range(size - 1)
        ]
        rest = {"key": "a", "group": "1", "text": "Còn lại", "max": 100 - each * (size - 1), "kind": "number"}
        data = worlds.SMALL | {"group": [{"key": "1", "title": "Nhóm"}], "criterion": [rest, *many]}
        rubric = worlds.adopted(meeting.ward, data)
        given = {criterion.key: give(criterion.most) for criterion in rubric.scheme.criteria}
        worlds.voted(meeting, given)
        worlds.reported(meeting)
        charge = make.charge(meeting.unit)
        client = signed_in(charge if name == "charge" else make.actor("office", of=meeting.unit))
        with CaptureQueriesContext(connection) as asked:
            assert page(client, name, meeting.pk).status_code == 200
        counts.add(len(asked))

    assert len(counts) == 1


def test_the_board_asks_the_same_for_one_branch_and_for_thirty():
    counts = []
    for size in (1, 30):
        ward = make.ward()
        worlds.adopted(ward)
        for _each in range(size):
            meeting = worlds.running(of=make.branch(ward))
            worlds.voted(meeting, {"1": give(40), "2": give(60)})
        client = signed_in(make.actor("office", of=meeting.unit))
        make.walk(meeting, until="closed")
        with CaptureQueriesContext(connection) as asked:
            assert page(client, "board", ky="2022-03").status_code == 200
        counts.append(len(asked))

    assert counts[0] == counts[1]


# Tables -------------------------------------------------------------------------------------------------


def test_the_months_table_marks_the_band_and_explains_each_lost_point():
    meeting = worlds.both({"1": give(40), "2": give(52, "Thảo luận ngắn")})
    worlds.decide(meeting, {"1": give(40), "2": give(52, "Thảo luận ngắn")})
    office = signed_in(make.actor("office", of=meeting.unit))

    rows = sheet_of(page(office, "table_sheet", ky="2022-03"))
    assert rows[2] == [
        "TT", "Đơn vị", "Số đảng viên", "Ngày họp", "Điểm", "Tốt", "Khá", "Trung bình", "Kém",
        "Ghi chú – thuyết minh điểm trừ",
    ]  # fmt: skip
    day, note = date(2022, 3, 3), "2 trừ 8: Thảo luận ngắn"
    assert rows[3][1:] == [meeting.unit.name, 3, day, 92, "X", "", "", "", note]  # numbers that add up
    word = Document(io.BytesIO(page(office, "table_file", "docx", ky="2022-03").content))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    assert "2 trừ 8: Thảo luận ngắn" in cells
    printed = PdfDocument(page(office, "table_file", "pdf", ky="2022-03").content)
    assert all(width > height for width, height in (printed.get_page_size(place) for place in range(len(printed))))
    assert word.sections[0].page_width > word.sections[0].page_height


def test_the_half_years_table_tells_attendance_themes_and_the_mean():
    unit = make.branch()
    worlds.adopted(unit.ward)
    for day, points in ((date(2022, 3, 3), 60), (date(2022, 4, 3), 51)):
        given = {"1": give(40), "2": give(points, "" if points == 60 else "Ngắn")}
        meeting = worlds.both(given, of=unit, day=day)
        worlds.decide(meeting, given)
    make.meeting(unit, kind="thematic", day=date(2022, 3, 20), state="reported")
    inspected_in_may(unit)
    office = signed_in(make.actor("office", of=unit))

    shown = text_of(page(office, "board", ky="2022-H1"))
    assert "6 tháng đầu năm 2022" in shown
    assert "95,5 (Tốt 2)" in shown  # (100 + 91) / 2
    assert "Chuyên đề: Học tập và làm theo Bác" in shown
    rows = sheet_of(page(office, "table_sheet", ky="2022-H1"))
    assert dict(zip(rows[2], rows[3], strict=True))["Kiểm tra"] == "1 giám sát"
    assert "để trống để Văn phòng ghi" in rows[-1][0]
    second = sheet_of(page(office, "table_sheet", ky="2022-H2"))
    assert dict(zip(second[2], second[3], strict=True))["Kiểm tra"] == ""


def inspected_in_may(unit):
    """A supervision of the branch, concluded on 20 May; another one is still under way."""
    by, at = make.office(unit.ward), make.at(date(2022, 5, 20))
    head = make.person(unit.ward)
    words = {"kind": "supervision", "scope": "Quý I", "begins_on": date(2022, 4, 1), "ends_on": date(2022, 5, 31)}
    made = [
        oversight.plan_inspection(unit.ward_id, title=title, **words, year=2022, units=[unit], head=head, by=by, at=at)
        for title in ("Giám sát nền nếp", "Giám sát tiếp theo")
    ]
    oversight.record_found(made[0], unit=unit, kind="strength", text="Biên bản đủ", by=by, at=at)
    made[0].refresh_from_db()
    oversight.conclude_inspection(made[0], conclusion="Đạt", seen=made[0].revision, by=by, at=at)


# Rubrics ------------------------------------------------------------------------------------------------


def test_a_shipped_rubric_is_taken_tried_adopted_and_used():
    meeting = make.meeting(state="reported", day=date(2021, 3, 3))
    office = signed_in(make.actor("office", of=meeting.unit))
    assert page(office, "rubric_enter").status_code == 200
    entered = office.post(reverse("quality:rubric_enter"), {"mau": "an-phu-2025"}, follow=True)
    assert "Không thấy mâu thuẫn" in text_of(entered)
    rubric = Rubric.objects.get(ward=meeting.ward)

    trial = text_of(page(office, "rubric_trial", rubric.pk, 2021))
    assert "Tính trên 1 buổi đã họp" in trial
    assert "Người phải chấm, ở đây coi như đạt tối đa: 3a" in trial
    office.post(reverse("quality:rubric_adopt", args=[rubric.pk]), {"valid_from": "01/01/2022"})
    rubric.refresh_from_db()
    assert rubric.valid_from == date(2022, 1, 1)
    assert "áp dụng từ 01/01/2022" in text_of(page(office, "rubrics"))


def test_a_rubric_of_103_points_is_told_and_cannot_be_adopted():
    unit = make.branch()
    office = signed_in(make.actor("office", of=unit))
    data = worlds.SMALL | {"criterion": [*worlds.SMALL["criterion"], {
        "key": "3", "group": "2", "text": "Thêm", "max": 3, "kind": "number"}]}  # fmt: skip
    data = data | {"group": [{"key": "1", "title": "Dự họp"}, {"key": "2", "title": "Nội dung"}]}
    file = SimpleUploadedFile("bo.toml", to_toml(data).encode())
    entered = office.post(reverse("quality:rubric_enter"), {"file": file}, follow=True)

    assert "Các tiêu chí cộng lại 103 điểm, phải đúng 100. Bớt 3 điểm." in text_of(entered)
    rubric = Rubric.objects.get(ward=unit.ward)
    refused = office.post(reverse("quality:rubric_adopt", args=[rubric.pk]), {"valid_from": "01/01/2022"})
    assert refused.status_code == 422
    assert "103 điểm" in errors_of(refused)[0]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"code = ", "Không đọc được bộ tiêu chí ở tệp"),
        (b"\xff\xfe", "Tệp không phải chữ UTF-8"),
        (b'code = "a"', "thiếu “title”"),
    ],
)
def test_a_file_that_is_no_rubric_is_refused_with_the_place(content, sentence):
    office = signed_in(make.actor("office", of=make.branch()))
    answer = office.post(reverse("quality:rubric_enter"), {"file": SimpleUploadedFile("bo.toml", content)})

    assert answer.status_code == 422
    assert sentence in errors_of(answer)[0]


def as_shown(*forms) -> dict:
    """What a browser sends back of forms that nobody touched."""
    words = {}
    for bound in (bound for form in forms for bound in form):
        if bound.value() not in (None, "", []) and bound.value() is not False:
            words[bound.html_name] = bound.field.prepare_value(bound.value())
    return words


def head_as_shown(opened) -> dict:
    sets = [opened.context[name] for name in ("groups", "caps", "bands")]
    return as_shown(opened.context["form"], *(line for lines in sets for line in (*lines.forms, lines.management_form)))


def draft(unit, data):
    return actions.keep_rubric(unit.ward_id, data=data, by=make.office(unit.ward), at=make.EVENING)


@pytest.mark.parametrize("data", shipped.all_data(), ids=lambda data: data["code"])
def test_a_shipped_rubric_saved_unchanged_on_every_page_of_the_editor_is_the_same_rubric(data):
    unit = make.branch()
    office, rubric = signed_in(make.actor("office", of=unit)), draft(unit, data)
    before, content = rubric.sha256, rubric.content
    pages = [("rubric_change", (rubric.pk,))]
    pages += [("rubric_criterion", (rubric.pk, place)) for place in range(1, len(rubric.scheme.criteria) + 1)]
    for name, ids in pages:
        opened = page(office, name, *ids)
        words = head_as_shown(opened) if name == "rubric_change" else as_shown(opened.context["form"])
        saved = office.post(reverse(f"quality:{name}", args=ids), words, follow=True)
        assert "Không có gì thay đổi" in text_of(saved), errors_of(saved)

    rubric.refresh_from_db()
    assert (rubric.sha256, rubric.content, rubric.revision) == (before, content, 0)


@pytest.mark.parametrize("code", ["an-phu-2025", "binh-thuan"])
def test_what_was_retyped_says_the_same_as_the_file(code):
    """Not only the untouched text is kept: every field, typed anew, is read back to the same meaning."""
    data = shipped.data_of(code)
    scheme = parse(data)
    for place, row in enumerate(data["criterion"], start=1):
        shown = editing.criterion_of(row)
        touched = editing.with_criterion(data, place, shown | {"text": "Khác"})
        again = editing.with_criterion(touched, place, editing.criterion_of(touched["criterion"][place - 1]) | {
            "text": row["text"]})  # fmt: skip
        assert parse(again) == scheme


def test_the_editor_writes_variants_limits_conditions_caps_and_gates():
    unit = make.branch()
    office, rubric = signed_in(make.actor("office", of=unit)), draft(unit, worlds.SMALL)
    one = reverse("quality:rubric_criterion", args=[rubric.pk, 1])
    words = as_shown(page(office, "rubric_criterion", rubric.pk, 1).context["form"]) | {
        "levels": "40 | từ 90 | đủ\n20 | dưới 90 | chưa đủ",
        "variant0_measure": "members", "variant0_range": "từ 30", "variant0_levels": "40 | trên 80 |\n10 | đến 80 |",
        "limit0_measure": "unexcused", "limit0_range": "trên 0", "limit0_most": "5,5", "limit0_text": "vắng",
        "applies_measure": "leaders", "applies_range": "từ 2", "otherwise": "zero",
    }  # fmt: skip
    saved = office.post(one, words, follow=True)
    assert "chỉ đạt tối đa 60 điểm, vì tiêu chí ấy tính 0" in text_of(saved)
    head = head_as_shown(page(office, "rubric_change", rubric.pk)) | {
        "tran-0-text": "Chung", "tran-0-over": "1, 2", "tran-0-most": "90", "tran-0-when_measure": "combined",
        "tran-0-when_range": "từ 1", "tran-0-rescaled": "on", "muc-0-gates": "1", "muc-1-below": "90",
        "branch_kinds": ["school"], "meeting_kinds": ["regular", "thematic"],
    }  # fmt: skip
    answer = office.post(reverse("quality:rubric_change", args=[rubric.pk]), head)
    assert answer.status_code == 302, errors_of(answer)
    rubric.refresh_from_db()
    found, scheme = rubric.scheme.criteria[0], rubric.scheme

    assert found.variants[0].when == Range("members", Fraction(30))
    assert found.variants[0].levels[0].range == Range("attendance_percent", Fraction(80), False)
    assert found.variants[0].levels[1].range == Range("attendance_percent", None, True, Fraction(80), True)
    assert (found.limits[0].most, found.otherwise) == (Decimal("5.5"), "zero")
    assert found.applies == Range("leaders", Fraction(2))
    assert (scheme.caps[0].over, scheme.caps[0].rescaled) == (("1", "2"), True)
    assert (scheme.bands[0].gates, scheme.bands[1].below) == (("1",), Decimal(90))
    assert (rubric.branch_kinds, rubric.meeting_kinds) == (["school"], ["regular", "thematic"])


def test_bad_words_in_the_editor_keep_what_was_typed_and_stand_at_their_field():
    unit = make.branch()
    office, rubric = signed_in(make.actor("office", of=unit)), draft(unit, worlds.SMALL)
    shown = as_shown(page(office, "rubric_criterion", rubric.pk, 1).context["form"])
    answer = office.post(
        reverse("quality:rubric_criterion", args=[rubric.pk, 1]), shown | {"levels": "40 | khoảng 90 | đủ"}
    )
    assert answer.status_code == 422
    assert answer.context["form"]["levels"].errors == [
        "Không hiểu khoảng “khoảng 90”. Viết từ, trên, đến, dưới kèm số, ví dụ: từ 75 dưới 90."
    ]
    assert "40 | khoảng 90 | đủ" in answer.content.decode()


def test_a_criterion_of_103_points_in_all_is_told_on_the_editor_and_may_be_taken_out_again():
    unit = make.branch()
    office, rubric = signed_in(make.actor("office", of=unit)), draft(unit, worlds.SMALL)
    new = {"key": "3", "group": "2", "text": "Thêm", "max": "3", "kind": "number", "seen": "0"}
    saved = office.post(reverse("quality:rubric_criterion", args=[rubric.pk, 0]), new, follow=True)
    assert "cộng lại 63" in text_of(saved)
    stale = office.post(reverse("quality:rubric_criterion", args=[rubric.pk, 3]), new | {"text": "Khác"})
    assert stale.status_code == 422 and "vừa được người khác sửa" in errors_of(stale)[0]
    office.post(reverse("quality:rubric_criterion", args=[rubric.pk, 3]), new | {"text": "", "seen": "1"})
    rubric.refresh_from_db()

    assert [each.key for each in rubric.scheme.criteria] == ["1", "2"]


def test_two_changes_from_an_adopted_version_do_not_overwrite_each_other():
    unit = make.branch()
    office, rubric = signed_in(make.actor("office", of=unit)), worlds.adopted(unit.ward)
    words = head_as_shown(page(office, "rubric_change", rubric.pk))
    change = reverse("quality:rubric_change", args=[rubric.pk])
    assert office.post(change, words | {"title": "Bản hai"}).status_code == 302
    second = office.post(change, words | {"title": "Bản hai khác"})

    assert second.status_code == 422
    assert "đã có bản thảo (bản 2)" in errors_of(second)[0]
    assert Rubric.objects.get(ward=unit.ward, version=2).title == "Bản hai"
    assert office.get(change).url == reverse("quality:rubric_change", args=[Rubric.objects.get(version=2).pk])


def test_the_editor_of_an_adopted_rubric_makes_the_next_version():
    unit = make.branch()
    rubric = worlds.adopted(unit.ward)
    office = signed_in(make.actor("office", of=unit))
    opened = page(office, "rubric_change", rubric.pk)

    assert "Lập bản mới" in text_of(opened)
    assert page(office, "rubric", rubric.pk).status_code == 200
    with pytest.raises(actions.rubrics.RubricAdopted):
        actions.change_rubric(rubric, data=worlds.SMALL, seen=0, by=make.office(unit.ward), at=make.EVENING)
