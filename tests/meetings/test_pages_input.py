"""Bad input: every form answers with a sentence at its field, keeps what was typed, and changes nothing."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from nennep.core.models import Upload
from nennep.decisions.models import Motion, Resolution
from nennep.meetings import actions
from nennep.meetings.models import Attendance, Meeting, Minutes, Opinion, Paper
from tests import files, make
from tests.meetings.pages import Reader, errors_of, text_of, that_evening  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("that_evening")]


def secretary_of(meeting: Meeting) -> Reader:
    return Reader(make.actor("secretary", of=meeting.unit))


# Dates --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("05/04/2022", "Ngày họp phải trong tháng 03/2022, kỳ của buổi sinh hoạt này."),
        ("31/02/2022", "Ngày 31/02/2022 không có trong lịch. Nhập ngày/tháng/năm, ví dụ 28/02/2026."),
        ("mai", "Nhập ngày/tháng/năm, ví dụ 28/02/2026."),
        ("", "Nhập ngày/tháng/năm, ví dụ 28/02/2026."),
    ],
)
def test_a_day_that_cannot_be_is_answered_at_the_field_and_the_meeting_stays(day, sentence):
    meeting = make.meeting(state="planned")

    page = secretary_of(meeting).post("reschedule", meeting.pk, day=day, at="19h30", place="Trường học", seen=0)

    assert (page.status_code, errors_of(page)) == (422, [sentence])
    assert f'value="{day}"' in page.content.decode() or not day
    assert 'value="Trường học"' in page.content.decode()
    kept = Meeting.objects.get(pk=meeting.pk)
    assert (kept.starts_at, kept.place) == (meeting.starts_at, meeting.place)


def test_a_day_outside_the_term_is_answered_at_the_field():
    meeting = make.meeting(state="planned")
    meeting.unit.terms.update(valid_to=make.DAY + timedelta(days=5))

    page = secretary_of(meeting).post("reschedule", meeting.pk, day="20/3/22", at="19:30", place="x", seen=0)

    assert page.status_code == 422
    assert errors_of(page)[0].startswith("Ngày 20/03/2022 nằm ngoài nhiệm kỳ")
    assert Meeting.objects.get(pk=meeting.pk).starts_at == meeting.starts_at


def test_the_fifth_of_february_is_in_february():
    meeting = make.meeting(state="planned", day=make.DAY.replace(month=2))

    secretary_of(meeting).post("reschedule", meeting.pk, day="05/02/2022", at="7h30 tối", place="Nhà văn hóa", seen=0)

    moved = timezone.localtime(Meeting.objects.get(pk=meeting.pk).starts_at)
    assert f"{moved:%d/%m/%Y %H:%M}" == "05/02/2022 19:30"


def test_two_people_move_a_meeting_and_the_second_sees_both_days():
    meeting = make.meeting(state="planned")
    actions.reschedule_meeting(
        meeting, starts_at=make.at(make.DAY + timedelta(days=2)), place="Nhà văn hóa", seen=0,
        by=make.actor("deputy_secretary", of=meeting.unit), at=make.EVENING,
    )  # fmt: skip

    page = secretary_of(meeting).post("reschedule", meeting.pk, day="4/3/2022", at="20:00", place="Trường", seen=0)

    assert page.status_code == 409
    assert "Thứ Bảy, 05/03/2022" in text_of(page)
    assert 'value="4/3/2022"' in page.content.decode()
    assert 'name="seen" value="1"' in page.content.decode()
    assert timezone.localdate(Meeting.objects.get(pk=meeting.pk).starts_at).day == 5


def test_a_meeting_is_not_cancelled_without_a_reason():
    meeting = make.meeting(state="planned")

    page = secretary_of(meeting).post("cancel", meeting.pk, reason=" ")

    assert (page.status_code, errors_of(page)) == (422, ["Ghi lý do không họp."])
    assert Meeting.objects.get(pk=meeting.pk).state == "planned"


# Papers -------------------------------------------------------------------------------------------

PDF = files.PDF


@pytest.mark.parametrize(
    ("name", "content", "classified", "sentence"),
    [
        ("ban-tin.pdf", PDF, "yes", "Tài liệu có dấu mật không được đưa vào hệ thống. Tệp không được lưu."),
        ("ban-tin.pdf", PDF, "", "Trả lời câu hỏi về bí mật nhà nước."),
        ("ban-tin.exe", b"MZ", "no", "Chỉ nhận tệp PDF, Word (.docx), Excel (.xlsx) và ảnh JPG, PNG."),
        ("ban-tin.doc", b"\xd0\xcf", "no", "Tệp .doc, .xls là định dạng cũ."),
        ("ban-tin.pdf", b"<html>", "no", "Bên trong tệp không phải loại mà tên tệp nói (.pdf)."),
        ("ban-tin.pdf", b"", "no", "Tệp rỗng. Chọn lại tệp."),
    ],
)
def test_a_paper_that_may_not_enter_is_refused_with_a_sentence_and_kept_nowhere(name, content, classified, sentence):
    meeting = make.meeting(state="prepared")
    before = Paper.objects.count()

    file = SimpleUploadedFile(name, content)
    page = secretary_of(meeting).post("paper_add", meeting.pk, title="Chỉ thị", file=file, classified=classified)

    assert page.status_code == 422
    assert errors_of(page)[0].startswith(sentence)
    assert 'value="Chỉ thị"' in page.content.decode()
    assert (Paper.objects.count(), Upload.objects.count()) == (before, 0)


def test_a_file_above_the_limit_is_refused_and_the_form_kept(settings):
    settings.UPLOAD_MAX_BYTES = 100_000
    meeting = make.meeting(state="prepared")

    file = SimpleUploadedFile("lon.pdf", PDF + b"x" * 200_000)
    page = secretary_of(meeting).post("paper_add", meeting.pk, title="Chỉ thị", file=file, classified="no")

    assert page.status_code == 422
    assert errors_of(page)[0].startswith("Tệp lớn hơn")
    assert 'value="Chỉ thị"' in page.content.decode()
    assert Upload.objects.count() == 0


def test_a_paper_goes_out_as_an_attachment_that_runs_nothing():
    meeting = make.meeting(state="prepared")
    secretary = secretary_of(meeting)
    file = SimpleUploadedFile("Bản tin.pdf", PDF)
    secretary.post("paper_add", meeting.pk, title="Bản tin", file=file, classified="no")
    paper = Paper.objects.exclude(file=None).get()

    answer = Reader(make.member(meeting.unit)).get("paper", paper.pk)

    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox")
    assert Reader(make.actor("secretary", of=make.branch())).get("paper", paper.pk).status_code == 404


# Two people at one item -----------------------------------------------------------------------------


def running_item(meeting: Meeting):
    return meeting.agenda.order_by("position").first()


def test_two_people_save_the_same_item_and_both_texts_are_shown():
    meeting = make.meeting()
    item, other = running_item(meeting), make.actor("deputy_secretary", of=meeting.unit)
    actions.change_item(item, conclusion="Bản thứ nhất", seen=0, by=other, at=make.EVENING)

    page = secretary_of(meeting).post("item_note", meeting.pk, item.pk, conclusion="Bản thứ hai", seen=0)

    assert page.status_code == 409
    assert "Bản thứ nhất" in text_of(page) and "Bản thứ hai" in text_of(page)
    assert other.name in text_of(page)
    item.refresh_from_db()
    assert (item.conclusion, item.revision) == ("Bản thứ nhất", 1)

    chosen = secretary_of(meeting).post("item_note", meeting.pk, item.pk, conclusion="Bản thứ hai", seen=1)
    item.refresh_from_db()
    assert (chosen.status_code, item.conclusion) == (302, "Bản thứ hai")


def test_two_people_in_different_boxes_of_an_item_do_not_meet():
    meeting = make.meeting()
    item = running_item(meeting)
    other = make.actor("deputy_secretary", of=meeting.unit)
    actions.change_item(item, content="Diễn biến", seen=0, by=other, at=make.EVENING)

    answer = secretary_of(meeting).post("item_note", meeting.pk, item.pk, htmx=True, conclusion="Kết luận", seen=0)

    item.refresh_from_db()
    assert (answer.status_code, answer["NN-Seen"]) == (204, "2")
    assert (item.content, item.conclusion) == ("Diễn biến", "Kết luận")


def test_boxes_still_in_doubt_come_back_after_the_first_is_decided():
    meeting = make.meeting()
    item, other = running_item(meeting), make.actor("deputy_secretary", of=meeting.unit)
    actions.change_item(item, content="A1", conclusion="B1", seen=0, by=other, at=make.EVENING)
    secretary = secretary_of(meeting)

    first = secretary.post("item_note", meeting.pk, item.pk, content="A2", conclusion="B2", seen=0)
    second = secretary.post("item_note", meeting.pk, item.pk, content="A2", seen=1, **{"mine-conclusion": "B2"})
    third = secretary.post("item_note", meeting.pk, item.pk, conclusion="B2", seen=2)

    item.refresh_from_db()
    assert [page.status_code for page in (first, second, third)] == [409, 409, 302]
    assert "B2" in text_of(second) and "A1" not in text_of(second)
    assert (item.content, item.conclusion) == ("A2", "B2")


def test_two_people_write_the_draft_resolution_and_both_texts_are_shown():
    meeting = make.meeting(state="planned")
    words = {"subject": "Nhiệm vụ", "review": "", "implementation": ""}
    secretary = secretary_of(meeting)
    secretary.post("draft", meeting.pk, **words, direction="Một", seen=0)
    deputy = Reader(make.actor("deputy_secretary", of=meeting.unit))
    deputy.post("draft", meeting.pk, **words, direction="Hai", seen=1)

    page = secretary.post("draft", meeting.pk, **words, direction="Ba", seen=1)
    assert page.status_code == 409
    assert "Hai" in text_of(page) and "Ba" in text_of(page)

    secretary.post("draft_note", meeting.pk, direction="Ba", seen=2)
    assert "Ba" in secretary.get("draft", meeting.pk).content.decode()


def test_boxes_of_the_draft_save_by_themselves_without_meeting_each_other():
    meeting = make.meeting(state="planned")
    secretary = secretary_of(meeting)

    first = secretary.post("draft_note", meeting.pk, htmx=True, review="Đã làm", seen=0)
    second = secretary.post("draft_note", meeting.pk, htmx=True, direction="Sẽ làm", seen=0)
    empty = secretary.post("draft_note", meeting.pk, htmx=True, subject=" ", seen=2)

    assert [(answer.status_code, answer.get("NN-Seen")) for answer in (first, second)] == [(204, "1"), (204, "2")]
    assert (empty.status_code, "Nhập trích yếu của nghị quyết." in text_of(empty)) == (422, True)
    draft = Resolution.objects.get()
    assert (draft.review, draft.direction) == ("Đã làm", "Sẽ làm")


def test_an_opinion_corrected_by_two_shows_both():
    meeting = make.meeting()
    make.mark_all(meeting)
    line, by = meeting.roll.select_related("person").first(), make.actor("secretary", of=meeting.unit)
    item = running_item(meeting)
    opinion = actions.record_opinion(item, text="Một", speaker=line.person, by=by, at=make.EVENING)
    actions.change_opinion(opinion, text="Hai", seen=0, by=by, at=make.EVENING)

    page = secretary_of(meeting).post("opinion_change", meeting.pk, opinion.pk, text="Ba", seen=0)

    assert page.status_code == 409
    assert "Hai" in text_of(page) and "Ba" in text_of(page)
    assert Opinion.objects.get().text == "Hai"


# Roll call ------------------------------------------------------------------------------------------


def test_an_unknown_person_at_the_roll_is_refused_with_a_sentence():
    meeting = make.meeting()

    page = secretary_of(meeting).post("mark", meeting.pk, p="99.0")

    sentence = "Không có ai ở số thứ tự 99 trong danh sách. Người ngoài danh sách thì ghi là khách."
    assert (page.status_code, errors_of(page)) == (422, [sentence])
    assert set(meeting.roll.values_list("status", flat=True)) == {"unknown"}


@pytest.mark.parametrize("broken", [{"p": "x"}, {"p": "1"}, {"u": "1.0.gone."}, {"u": "1.0.excused.flu"}, {}])
def test_a_broken_tap_changes_nothing(broken):
    meeting = make.meeting()

    page = secretary_of(meeting).post("mark", meeting.pk, **broken)

    assert page.status_code == 422
    assert set(meeting.roll.values_list("status", flat=True)) == {"unknown"}


def test_two_people_mark_one_line_differently_and_both_marks_are_named():
    meeting = make.meeting()
    line = meeting.roll.select_related("person").order_by("number").first()
    deputy = make.actor("deputy_secretary", of=meeting.unit)
    actions.mark_attendance(line, status="excused", reason="sick", seen=0, by=deputy, at=make.EVENING)
    secretary = secretary_of(meeting)

    page = secretary.post("mark", meeting.pk, p=f"{line.number}.0")
    by_htmx = secretary.post("mark", meeting.pk, htmx=True, p=f"{line.number}.0")

    assert (page.status_code, by_htmx.status_code) == (409, 409)
    assert "Vắng có lý do (Ốm)" in text_of(page) and "Có mặt" in text_of(page)
    assert by_htmx["HX-Retarget"] == f"#d{line.number}"
    line.refresh_from_db()
    assert (line.status, line.revision) == ("excused", 1)

    secretary.post("mark", meeting.pk, u=f"{line.number}.1.present.")
    line.refresh_from_db()
    assert line.status == "present"


def test_absence_needs_a_reason_and_the_row_is_asked_again():
    meeting = make.meeting()
    line = meeting.roll.select_related("person").order_by("number").first()

    page = secretary_of(meeting).post("absent", meeting.pk, number=line.number, seen=0)

    assert (page.status_code, errors_of(page)) == (422, ["Chọn lý do vắng."])
    assert f"{line.person.full_name} vắng" in text_of(page)
    assert Attendance.objects.get(pk=line.pk).status == "unknown"


def test_a_guest_needs_a_name():
    meeting = make.meeting()

    page = secretary_of(meeting).post("guest_add", meeting.pk, name="", office="Đảng ủy phường", query="?loc=khach")

    assert (page.status_code, errors_of(page)) == (422, ["Nhập họ tên khách."])
    assert 'value="Đảng ủy phường"' in page.content.decode()
    assert meeting.guests.count() == 0


# The desk ---------------------------------------------------------------------------------------------


def test_an_opinion_of_somebody_not_marked_present_is_refused_and_its_words_kept():
    meeting = make.meeting()
    line, item = meeting.roll.select_related("person").first(), running_item(meeting)

    page = secretary_of(meeting).post(
        "opinion_add", meeting.pk, item.pk, speaker=f"speaker:{line.person_id}", text="Đề nghị sửa đèn"
    )

    assert page.status_code == 422
    assert errors_of(page)[0].endswith("chưa được ghi có mặt. Điểm danh trước, rồi ghi ý kiến.")
    assert "Đề nghị sửa đèn" in page.content.decode()
    assert Opinion.objects.count() == 0


def test_an_opinion_without_words_or_of_a_stranger_is_refused():
    meeting = make.meeting()
    make.mark_all(meeting)
    item, stranger = running_item(meeting), make.person(make.ward())

    page = secretary_of(meeting).post("opinion_add", meeting.pk, item.pk, speaker=f"speaker:{stranger.pk}", text="")

    stranger_sentence = "Không có người này trong danh sách. Điểm danh hoặc ghi khách trước."
    assert errors_of(page) == [stranger_sentence, "Nhập nội dung ý kiến."]


def test_a_double_tap_records_an_opinion_once():
    meeting = make.meeting()
    make.mark_all(meeting)
    line, item = meeting.roll.first(), running_item(meeting)
    words = {"id": "018f0000-0000-7000-8000-000000000001", "speaker": f"speaker:{line.person_id}", "text": "Một lần"}
    secretary = secretary_of(meeting)

    answers = [secretary.post("opinion_add", meeting.pk, item.pk, **words) for _tap in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert [opinion.text for opinion in Opinion.objects.all()] == ["Một lần"]


def test_a_task_is_answered_at_each_field():
    meeting = make.meeting()

    page = secretary_of(meeting).post("task_add", meeting.pk, description="", due_on="32/1/2026", assignee="")

    assert errors_of(page) == [
        "Nhập nội dung việc được giao.",
        "Chọn người thực hiện.",
        "Ngày 32/01/2026 không có trong lịch. Nhập ngày/tháng/năm, ví dụ 28/02/2026.",
    ]


# Voting and closing -------------------------------------------------------------------------------------


def test_a_vote_waits_for_the_roll():
    meeting = make.meeting()

    page = secretary_of(meeting).post("vote_open", meeting.pk, matter="minutes", text="Thông qua biên bản")

    assert page.status_code == 422
    assert errors_of(page) == ["Còn 3 đồng chí chưa ghi có mặt hay vắng. Điểm danh đủ, rồi biểu quyết."]


def test_a_count_that_is_not_everybody_present_says_by_how_much_and_stays_open():
    meeting = make.meeting(make.branch(members=5))
    make.mark_all(meeting)
    secretary = secretary_of(meeting)
    secretary.post("vote_open", meeting.pk, matter="minutes", text="Thông qua biên bản")
    motion = Motion.objects.get()

    few = secretary.post("vote_count", meeting.pk, motion.pk, in_favour=3, against=0, abstained=0, seen=0)
    many = secretary.post("vote_count", meeting.pk, motion.pk, in_favour=9, against=0, abstained=0, seen=0)
    words = secretary.post("vote_count", meeting.pk, motion.pk, in_favour="năm", against=0, abstained=0, seen=0)

    assert errors_of(few)[0].startswith("Mới đếm 3 trên 5")
    assert errors_of(many)[0].startswith("Cộng được 9 phiếu, nhiều hơn 5")
    assert errors_of(words) == ["Nhập số phiếu bằng chữ số; không có thì nhập 0."]
    motion.refresh_from_db()
    assert motion.state == "open"


def test_closing_too_early_names_what_is_missing_and_closing_twice_changes_nothing():
    meeting = make.meeting()
    secretary = secretary_of(meeting)

    early = secretary.post("close", meeting.pk)
    assert (early.status_code, errors_of(early)) == (
        422,
        ["Còn 3 đồng chí chưa ghi có mặt hay vắng. Điểm danh đủ, rồi kết thúc."],
    )
    assert Meeting.objects.get(pk=meeting.pk).state == "in_session"

    make.mark_all(meeting)
    unread = secretary.post("close", meeting.pk)
    assert errors_of(unread)[0].startswith("Biên bản chưa được đọc và biểu quyết thông qua.")

    make.vote(meeting, "minutes")
    secretary.post("close", meeting.pk)
    minutes = Minutes.objects.get()
    again = secretary.post("close", meeting.pk)
    assert again.status_code == 302
    assert [(kept.pk, kept.sha256) for kept in Minutes.objects.all()] == [(minutes.pk, minutes.sha256)]


def test_a_late_tap_after_closing_is_refused():
    meeting = make.meeting(state="closed")
    line = meeting.roll.order_by("number").first()

    page = secretary_of(meeting).post("mark", meeting.pk, u=f"{line.number}.{line.revision}.unexcused.")

    assert page.status_code == 422
    assert errors_of(page) == ["Chỉ ghi khi đang họp. Sau khi kết thúc, đồng chí lập phần bổ sung biên bản."]
    assert Attendance.objects.get(pk=line.pk).status == "present"


def test_an_addendum_needs_words_and_a_reason():
    meeting = make.meeting(state="signed")

    page = secretary_of(meeting).post("addendum", meeting.pk, text="", reason="")

    assert errors_of(page) == ["Nhập nội dung bổ sung.", "Nhập lý do bổ sung."]


# Invitations --------------------------------------------------------------------------------------------


def test_asking_to_be_excused_needs_a_class_of_reason():
    meeting = make.meeting(state="convened")
    invitation = meeting.invitations.select_related("person").last()
    member = Reader(invitation.person)

    page = member.post("reply", meeting.pk, reply="excuse", words_ahead="Tôi gửi ý kiến sau")

    assert (page.status_code, errors_of(page)) == (422, ["Chọn lý do xin vắng."])
    assert "Tôi gửi ý kiến sau" in page.content.decode()
    invitation.refresh_from_db()
    assert invitation.reply == "none"
