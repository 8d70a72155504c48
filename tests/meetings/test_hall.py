"""The hall: its changing code, one button for members, cards, and the heads counted against the roll."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from nennep.core import clock
from nennep.core.ids import uuid7
from nennep.core.refusals import Refused
from nennep.meetings import actions, hall
from nennep.meetings.models import Attendance, Meeting
from nennep.organisation.models import Membership
from tests import make
from tests.meetings.pages import Reader, errors_of, text_of, that_evening

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("that_evening")]
__all__ = ["that_evening"]

MINUTE = timedelta(minutes=1)


def in_session(members: int = 6) -> Meeting:
    return make.meeting(make.branch(make.ward(), members=members), state="in_session")


def keeper(meeting: Meeting) -> Reader:
    return Reader(make.actor("secretary", of=meeting.unit))


def open_line(meeting: Meeting, nth: int = 0):
    """A line nobody has marked yet, of a member without a post in this meeting."""
    busy = [meeting.chair_id, meeting.minute_taker_id]
    return meeting.whole_roll.filter(status="unknown").exclude(person__in=busy).order_by("number")[nth]


def scan(reader: Reader, meeting: Meeting, code: str):
    return reader.client.get(reverse("meetings:arrive", args=[meeting.pk, code]), follow=True)


# The code ------------------------------------------------------------------------------------------


@given(seconds=st.integers(0, 10_000), age=st.integers(0, 120))
def test_a_code_lives_between_twenty_and_forty_seconds(seconds, age):
    meeting_id, shown = uuid7(), make.EVENING + timedelta(seconds=seconds)
    read = shown + timedelta(seconds=age)

    is_good = hall.is_code(meeting_id, hall.code_at(meeting_id, shown), read)

    if age <= hall.STEP_SECONDS:
        assert is_good
    if age > 2 * hall.STEP_SECONDS and hall.code_at(meeting_id, shown) not in _codes_near(meeting_id, read):
        assert not is_good


def _codes_near(meeting_id, at):
    """The codes good at a moment; two steps agree by chance once in a million."""
    return {hall.code_at(meeting_id, at), hall.code_at(meeting_id, at - timedelta(seconds=hall.STEP_SECONDS))}


def test_a_photograph_of_the_screen_is_worthless_after_forty_one_seconds(settings):
    meeting = in_session()
    line = open_line(meeting)
    reader, code = Reader(line.person), hall.code_at(meeting.pk, clock.now())
    settings.CLOCK_OFFSET_SECONDS += 41

    page = scan(reader, meeting, code)
    answer = reader.post("check_in", meeting.pk, code=code)

    assert "Mã trên màn hình hội trường" in text_of(page)
    assert errors_of(answer) == [
        "Mã đã đổi. Nhập 6 số đang hiện trên màn hình hội trường, hoặc nhờ người điểm danh ghi."
    ]
    line.refresh_from_db()
    assert line.status == "unknown"


def test_the_code_of_another_meeting_does_not_open_this_one():
    meeting, other = in_session(), in_session()
    reader = Reader(open_line(meeting).person)

    answer = reader.post("check_in", meeting.pk, code=hall.code_at(other.pk, clock.now()))

    assert answer.status_code == 422


def test_after_ten_wrong_codes_even_the_right_one_is_not_taken_and_the_sentence_says_so(settings):
    meeting = in_session()
    line = open_line(meeting)
    reader = Reader(line.person)
    right = hall.code_at(meeting.pk, clock.now())
    wrong = "111111" if right != "111111" else "222222"
    for number in range(hall.TRIES):
        if number % 2:
            scan(reader, meeting, wrong)
        else:
            reader.post("check_in", meeting.pk, code=wrong)

    answer = reader.post("check_in", meeting.pk, code=right)
    again = Client()
    again.force_login(line.person.account)
    elsewhere = again.post(reverse("meetings:check_in", args=[meeting.pk]), {"code": right})
    line.refresh_from_db()
    unmarked = line.status
    settings.CLOCK_OFFSET_SECONDS += 3700
    later = reader.post("check_in", meeting.pk, code=hall.code_at(meeting.pk, clock.now()))

    assert errors_of(answer) == [
        "Đồng chí đã nhập sai 10 lần. Nhờ người điểm danh ghi có mặt, hoặc thử lại sau một giờ."
    ]
    assert elsewhere.status_code == 422 and unmarked == "unknown"
    assert later.status_code == 302


def test_a_visitor_who_has_not_signed_in_leaves_nothing_in_the_database(django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = Client().get(reverse("meetings:arrive", args=[uuid7(), "123456"]))

    assert answer.status_code == 302 and not Session.objects.exists()


def test_a_code_carried_along_counts_for_its_own_meeting_only():
    meeting, other = in_session(), in_session()
    line = open_line(meeting)
    reader = Reader(line.person)

    reader.client.get(reverse("meetings:arrive", args=[other.pk, hall.code_at(other.pk, clock.now())]))

    assert reader.post("check_in", meeting.pk).status_code == 422


# One button -----------------------------------------------------------------------------------------


def test_reading_the_code_records_nothing_until_the_button_is_pressed():
    meeting = in_session()
    line = open_line(meeting)
    reader = Reader(line.person)

    page = scan(reader, meeting, hall.code_at(meeting.pk, clock.now()))
    line.refresh_from_db()
    before = line.status
    answer = reader.post("check_in", meeting.pk)
    line.refresh_from_db()

    assert "Tôi có mặt" in text_of(page)
    assert "Mã trên màn hình" not in text_of(page)
    assert before == "unknown"
    assert answer.status_code == 302
    assert (line.status, line.how) == ("present", "code")
    assert "đã được ghi có mặt lúc" in text_of(reader.get("check_in", meeting.pk))
    assert "tự quét mã" in text_of(keeper(meeting).get("roll", meeting.pk, loc="co-mat"))


def test_signing_in_does_not_cost_the_code(settings):
    meeting = in_session()
    line = open_line(meeting)
    account = make.account(line.person)
    visitor = Client()

    to_the_door = scan_with(visitor, meeting)
    visitor.post(to_the_door, {"login_name": account.login_name, "password": "mat-khau-thu-1"})
    settings.CLOCK_OFFSET_SECONDS += 120
    answer = visitor.post(reverse("meetings:check_in", args=[meeting.pk]))
    line.refresh_from_db()

    assert "dang-nhap" in to_the_door
    assert answer.status_code == 302
    assert line.status == "present"


def scan_with(visitor: Client, meeting: Meeting) -> str:
    address = reverse("meetings:arrive", args=[meeting.pk, hall.code_at(meeting.pk, clock.now())])
    return visitor.get(address, follow=True).redirect_chain[-1][0]


def test_a_visitor_without_log_in_learns_nothing_from_the_address():
    meeting = in_session()
    real = Client().get(reverse("meetings:arrive", args=[meeting.pk, "123456"]), follow=True)
    invented = Client().get(reverse("meetings:arrive", args=[uuid7(), "123456"]), follow=True)

    assert real.status_code == invented.status_code == 200
    assert meeting.unit.name not in text_of(real)
    assert text_of(real) == text_of(invented)


def test_somebody_of_another_branch_is_not_on_this_roll():
    meeting, other = in_session(), in_session()
    stranger = Reader(open_line(other).person)

    assert scan(stranger, meeting, hall.code_at(meeting.pk, clock.now())).status_code == 404


def test_a_line_already_written_absent_is_left_to_the_keeper_of_the_roll():
    meeting = in_session()
    line = open_line(meeting)
    by = make.actor("secretary", of=meeting.unit)
    actions.mark_attendance(line, status="unexcused", seen=line.revision, by=by, at=clock.now())
    reader = Reader(line.person)

    answer = reader.post("check_in", meeting.pk, code=hall.code_at(meeting.pk, clock.now()))
    line.refresh_from_db()

    assert errors_of(answer) == ["Danh sách đang ghi đồng chí vắng. Đồng chí báo người điểm danh ghi lại."]
    assert line.status == "unexcused"


def test_one_device_for_two_members_is_shown_to_the_keeper_and_means_nothing_elsewhere():
    meeting, later = in_session(), in_session()
    first, second = open_line(meeting, 0), open_line(meeting, 1)
    device = Client()
    for line in (first, second):
        device.force_login(make.account(line.person))
        device.post(reverse("meetings:check_in", args=[meeting.pk]), {"code": hall.code_at(meeting.pk, clock.now())})
    page = text_of(keeper(meeting).get("roll", meeting.pk))

    assert "Một máy ghi có mặt cho nhiều đồng chí" in page
    assert f"{first.person.full_name}, {second.person.full_name}" in page
    assert hall.device_mark(meeting.pk, "x") != hall.device_mark(later.pk, "x")


def test_members_of_a_group_say_it_to_their_group():
    branch = make.branch(make.ward(), members=6, groups=2)
    meeting = make.meeting(branch, state="in_session", groups=True)
    first, second = meeting.group_meetings.order_by("unit__position")
    line = first.roll.filter(status="unknown")[0]
    reader = Reader(line.person)

    elsewhere = scan(reader, second, hall.code_at(second.pk, clock.now()))
    reader.post("check_in", first.pk, code=hall.code_at(first.pk, clock.now()))
    line.refresh_from_db()

    assert elsewhere.status_code == 404
    assert line.status == "present"


# The screen -----------------------------------------------------------------------------------------


def test_the_hall_screen_shows_code_and_count_and_nobodys_name():
    meeting = in_session()
    page = keeper(meeting).get("hall", meeting.pk)
    shown = text_of(page)
    code = hall.code_at(meeting.pk, clock.now())
    names = list(meeting.whole_roll.values_list("person__full_name", flat=True))

    assert f"{code[:3]} {code[3:]}" in shown
    assert f"0/{meeting.expected_count}" in shown
    assert "<svg" in page.content.decode()
    assert [name for name in names if name in shown] == []


def test_a_member_cannot_carry_the_screen_away():
    meeting = in_session()

    assert Reader(open_line(meeting).person).get("hall", meeting.pk).status_code == 404


# Cards ----------------------------------------------------------------------------------------------


def test_a_card_marks_whoever_carries_it_and_an_unknown_one_says_so():
    meeting = in_session()
    line = open_line(meeting)
    Membership.objects.filter(person=line.person).update(card_number="43045087")
    reader = keeper(meeting)

    good = reader.post("card", meeting.pk, scanned="the:43045087|x")
    bad = reader.post("card", meeting.pk, scanned="99999999")
    line.refresh_from_db()

    assert good.status_code == 302
    assert (line.status, line.how) == ("present", "card")
    assert errors_of(bad) == ["Không ai trong danh sách mang thẻ này. Tìm theo tên, hoặc ghi là khách."]
    assert "99999999" in bad.content.decode()


# Heads ----------------------------------------------------------------------------------------------


def all_here_one_by_code() -> Meeting:
    meeting = in_session()
    line = open_line(meeting)
    Reader(line.person).post("check_in", meeting.pk, code=hall.code_at(meeting.pk, clock.now()))
    make.mark_all(meeting)
    return meeting


def close(meeting: Meeting) -> str:
    try:
        actions.close_meeting(meeting, by=make.actor("secretary", of=meeting.unit), at=clock.now() + 90 * MINUTE)
    except Refused as refusal:
        return refusal.sentence
    return ""


def test_the_minutes_wait_for_the_heads_where_members_recorded_themselves():
    meeting = all_here_one_by_code()

    with pytest.raises(Refused) as refusal:
        make.vote(meeting)

    assert refusal.value.sentence.startswith("Có đồng chí tự quét mã ghi có mặt.")


def test_somebody_who_comes_while_the_minutes_are_voted_on_does_not_lock_the_meeting_for_ever():
    meeting = in_session()
    line = open_line(meeting)
    make.mark_all(meeting)
    by = make.actor("secretary", of=meeting.unit)
    motion = actions.put_to_vote(meeting, matter="minutes", text="Biên bản", by=by, at=clock.now())
    Attendance.objects.filter(pk=line.pk).update(how="code")
    votes = motion.present_count
    actions.record_count(motion, in_favour=votes, against=0, abstained=0, seen=0, by=by, at=clock.now())

    asked = close(meeting)
    actions.count_heads(meeting, count=meeting.roll.filter(status="present").count(), by=by, at=clock.now())

    assert asked.startswith("Có đồng chí tự quét mã ghi có mặt.")
    assert close(meeting) == ""


def test_a_count_unlike_the_roll_is_refused_unless_it_says_why():
    meeting = in_session()
    line = open_line(meeting)
    Reader(line.person).post("check_in", meeting.pk, code=hall.code_at(meeting.pk, clock.now()))
    make.mark_all(meeting)
    reader = keeper(meeting)
    present = meeting.roll.filter(status="present").count()

    refused = reader.post("heads", meeting.pk, count=present - 1)
    nonsense = reader.post("heads", meeting.pk, count="chín")
    explained = reader.post("heads", meeting.pk, count=present - 1, remark="Một đồng chí xin về trước.")
    meeting.refresh_from_db()

    assert errors_of(refused) == [
        f"Danh sách ghi {present} đồng chí có mặt, đếm trong hội trường được {present - 1}. "
        "Rà lại danh sách, hoặc ghi rõ vì sao khác nhau."
    ]
    assert errors_of(nonsense) == ["Nhập số bằng chữ số, ví dụ 92."]
    assert explained.status_code == 302
    assert (meeting.heads_counted, meeting.heads_remark) == (present - 1, "Một đồng chí xin về trước.")


def test_a_roll_kept_by_hand_needs_no_counting():
    meeting = in_session()
    make.mark_all(meeting)
    make.vote(meeting)
    meeting.refresh_from_db()

    assert close(meeting) == ""
