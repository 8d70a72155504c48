"""Slips and guards of an evening: begun too early, voted while somebody writes, signed on paper, left out."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from nennep.core.documents.blocks import Table
from nennep.core.ids import uuid7
from nennep.core.refusals import Refused
from nennep.meetings import actions, reading
from nennep.meetings.models import Addendum, Meeting
from nennep.site.home import home_of
from tests import make
from tests.meetings.pages import Reader, errors_of, text_of, that_evening

pytestmark = pytest.mark.django_db
__all__ = ["that_evening"]
MINUTE = timedelta(minutes=1)
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6300010000000500010d0a2db40000000049454e44ae426082"
)


def secretary(meeting: Meeting):
    return make.actor("secretary", of=meeting.unit)


def sentence(work) -> str:
    with pytest.raises(Refused) as refusal:
        work()
    return refusal.value.sentence


# Beginning ----------------------------------------------------------------------------------------


def test_a_tap_eighteen_days_early_begins_nothing_unless_it_is_meant():
    meeting = make.meeting(state="convened")
    by, early = secretary(meeting), meeting.starts_at - timedelta(days=18)

    says = sentence(lambda: actions.open_meeting(meeting, by=by, at=early))
    meeting.refresh_from_db()
    before = meeting.state
    begun = actions.open_meeting(meeting, early=True, by=by, at=early)

    assert says.startswith("Buổi này lên lịch ngày 03/03/2022.")
    assert (before, begun.state) == ("convened", "in_session")


def test_a_beginning_is_taken_back_while_nothing_was_recorded():
    meeting = make.meeting(make.branch(members=4))
    convened_at = meeting.convened_at

    back = actions.take_back_opening(meeting, by=secretary(meeting), at=make.EVENING)

    assert (back.state, back.opened_at, back.convened_at) == ("convened", None, convened_at)
    make.walk(back, until="in_session")
    make.mark_all(back)
    says = sentence(lambda: actions.take_back_opening(back, by=secretary(back), at=make.EVENING))
    assert says.startswith("Buổi sinh hoạt đã ghi có mặt")


def test_the_day_of_a_meeting_that_runs_is_not_changed_and_the_sentence_is_true():
    meeting = make.meeting()

    says = sentence(
        lambda: actions.reschedule_meeting(
            meeting,
            starts_at=make.EVENING + timedelta(days=2),
            place="Hội trường",
            seen=0,
            by=secretary(meeting),
            at=make.EVENING,
        )
    )

    assert says == "Buổi sinh hoạt đang diễn ra nên không đổi ngày. Nếu bắt đầu nhầm, hoàn tác bắt đầu trước đã."


def test_a_leader_finds_the_groups_part_at_home_and_on_the_branchs_page(that_evening):
    meeting = make.meeting(make.branch(members=6, groups=2), state="convened", groups=True)
    part = meeting.group_meetings.order_by("unit__position")[0]
    leader = make.actor("group_leader", of=part.unit)

    home = home_of(leader, now=make.EVENING)
    page = Reader(leader).get("show", meeting.pk).content.decode()

    assert [line.note for line in home.work] == [part.unit.name]
    assert f"/sinh-hoat/{part.pk}/" in page


# Voting -------------------------------------------------------------------------------------------


def test_nothing_is_added_while_the_minutes_are_voted_on():
    meeting = make.meeting(make.branch(members=6))
    make.mark_all(meeting)
    by, at = secretary(meeting), meeting.starts_at + 70 * MINUTE
    item = meeting.agenda.get(part="discussion")
    motion = actions.put_to_vote(meeting, matter="minutes", text="Thông qua biên bản", by=by, at=at)

    says = sentence(lambda: actions.record_opinion(item, text="Ý kiến muộn", speaker=meeting.chair, by=by, at=at))

    assert says == "Biên bản đang được biểu quyết nên chưa ghi thêm được. Chốt kết quả biểu quyết trước."
    counted = actions.record_count(motion, in_favour=motion.present_count, against=0, abstained=0, seen=0, by=by, at=at)
    assert counted.passed


def test_the_page_of_the_vote_names_the_base_it_counts_by(that_evening):
    meeting = make.meeting(make.branch(members=12))
    by, at = secretary(meeting), meeting.starts_at + 20 * MINUTE
    come = meeting.whole_roll.order_by("number")[:4]
    actions.mark_many(meeting, [actions.Mark(line.number, "present") for line in come], by=by, at=at)
    make.mark_all(meeting, "excused")
    motion = actions.put_to_vote(meeting, matter="minutes", text="Biên bản", by=by, at=at)

    page = text_of(Reader(by).get("vote", meeting.pk))
    actions.record_count(motion, in_favour=4, against=0, abstained=0, seen=0, by=by, at=at)
    after = text_of(Reader(by).get("vote", meeting.pk))

    assert "4 đồng chí chính thức có mặt; cần ít nhất 3 đồng chí đồng ý." in page
    assert "đồng ý 100% (4/4)" in after


# Closing ------------------------------------------------------------------------------------------


def test_a_document_whose_item_was_not_begun_is_named_before_closing(that_evening):
    branch = make.branch(members=4)
    directive = make.directive(branch.ward)
    make.dissemination(directive, branch)
    meeting = make.meeting(branch, state="planned")
    actions.add_directive(meeting, directive, by=secretary(meeting), at=make.at(make.DAY - timedelta(days=8)))
    make.walk(meeting, until="in_session")
    actions.start_item(meeting.agenda.get(part="discussion"), by=secretary(meeting), at=make.EVENING)
    item = meeting.agenda.get(directive=directive)

    page = text_of(Reader(secretary(meeting)).get("close", meeting.pk))
    actions.start_item(item, by=secretary(meeting), at=make.EVENING)
    after = text_of(Reader(secretary(meeting)).get("close", meeting.pk))

    words = f"Mục “{item.title}” chưa bắt đầu nên chưa tính ai được quán triệt."
    assert words in page and words not in after


def test_tables_are_read_aloud_as_one_says_them():
    table = Table(head=("TT", "Nội dung", "Hạn"), rows=(("1", "lắp đèn ngõ 44", "05/06/2023"),), widths=(1, 3, 2))

    assert reading._words(table) == ["Nội dung: lắp đèn ngõ 44; Hạn: 05/06/2023"]


# Signing ------------------------------------------------------------------------------------------


def test_chair_and_minute_taker_are_two_people():
    meeting = make.meeting(state="planned")
    by = secretary(meeting)

    says = sentence(
        lambda: actions.appoint_chair_and_minute_taker(
            meeting, chair=meeting.chair, minute_taker=meeting.chair, by=by, at=make.EVENING
        )
    )

    assert says.endswith("nên là hai đồng chí khác nhau. Chọn thư ký khác.")


def test_somebody_without_a_log_in_signs_on_paper_and_the_chair_records_it(that_evening):
    meeting = make.meeting(state="closed")
    chair = Reader(meeting.chair)
    chair.post("sign", meeting.pk)

    waiting = text_of(chair.get("sign", meeting.pk))
    empty = chair.post("sign_for", meeting.pk, role="minute_taker", classified="no")
    done = chair.post(
        "sign_for", meeting.pk, role="minute_taker", file=SimpleUploadedFile("ky.png", PNG), classified="no"
    )

    name = meeting.minute_taker.full_name
    assert f"Đang chờ đ/c {name} ký" in waiting and f"Ghi chữ ký của đ/c {name}" in waiting
    assert errors_of(empty) == ["Chọn bản chụp trang đã ký tay."]
    meeting.refresh_from_db()
    assert (done.status_code, meeting.state) == (302, "signed")
    signature = meeting.minutes.signatures.get(role="minute_taker")
    assert signature.person == meeting.minute_taker and signature.scan is not None


def test_nobody_signs_for_another_without_the_sheet_nor_without_a_part_in_the_record(that_evening):
    meeting = make.meeting(state="closed")

    says = sentence(
        lambda: actions.sign_minutes(meeting, role="minute_taker", by=make.own(meeting.chair), at=make.EVENING)
    )
    stranger = Reader(make.member(meeting.unit)).post("sign_for", meeting.pk, role="chair")

    assert "ký" in says
    assert stranger.status_code == 404


def test_two_taps_make_one_addendum():
    meeting = make.meeting(state="signed")
    key, by = uuid7(), secretary(meeting)

    for _tap in range(2):
        actions.add_addendum(meeting, text="Sửa họ tên", reason="Ghi nhầm", by=by, at=make.EVENING, id=key)

    assert Addendum.objects.filter(minutes=meeting.minutes).count() == 1


# Answers to the invitation ------------------------------------------------------------------------


def test_a_leader_sees_the_answers_of_the_own_group_only_and_charge_sees_no_telephones(that_evening):
    meeting = make.meeting(make.branch(members=8, groups=2), state="convened", groups=True)
    one, other = meeting.group_meetings.order_by("unit__position")
    for line in meeting.whole_roll.select_related("person"):
        line.person.phone = "0912 345 678"
        line.person.save()
    leader = make.actor("group_leader", of=one.unit)
    stranger = other.roll.exclude(person=meeting.chair).first().person
    stranger.full_name = "Người Tổ Khác"
    stranger.save()

    mine = text_of(Reader(leader).get("replies", one.pk))
    theirs = text_of(Reader(make.charge(meeting.unit)).get("replies", meeting.pk))

    assert "Người Tổ Khác" not in mine and "0912 345 678" in mine
    assert "Người Tổ Khác" in theirs and "0912" not in theirs


# Two phones ---------------------------------------------------------------------------------------


def test_a_stale_tap_after_a_whole_group_was_marked_shows_both_and_who_wrote(that_evening):
    meeting = make.meeting(make.branch(members=5))
    make.mark_all(meeting)
    line = meeting.whole_roll.order_by("number")[2]

    answer = Reader(secretary(meeting)).post("mark", meeting.pk, u=f"{line.number}.0.excused.sick")

    line.refresh_from_db()
    assert (answer.status_code, line.status) == (409, "present")
    assert "lúc" in text_of(answer)
