"""Evenings that do not go by the book: few come, the list changes, groups are moved, words need mending."""

from datetime import date, timedelta

import pytest

from nennep.core.refusals import Refused
from nennep.decisions.models import Resolution
from nennep.decisions.queries import least_in_favour
from nennep.meetings import actions
from nennep.meetings.documents import minutes_document, resolution_document
from nennep.meetings.models import Attendance, Meeting
from nennep.meetings.record import last_tasks
from nennep.organisation.models import Membership, Placement
from tests import make
from tests.meetings.pages import Reader, text_of, that_evening

pytestmark = pytest.mark.django_db
__all__ = ["that_evening"]
MINUTE = timedelta(minutes=1)


def secretary(meeting: Meeting):
    return make.actor("secretary", of=meeting.unit)


def sentence(work) -> str:
    with pytest.raises(Refused) as refusal:
        work()
    return refusal.value.sentence


def words_of(document) -> list[str]:
    return [f"{getattr(block, 'lead', '')} {getattr(block, 'text', '')}".strip() for block in document.blocks]


# Few come --------------------------------------------------------------------------------------------


def test_few_who_came_pass_their_own_minutes_but_not_a_resolution():
    meeting = make.meeting(make.branch(members=12))
    by, at = secretary(meeting), meeting.starts_at + 70 * MINUTE
    come = meeting.whole_roll.order_by("number")[:4]
    actions.mark_many(meeting, [actions.Mark(line.number, "present") for line in come], by=by, at=at)
    make.mark_all(meeting, "excused")

    make.vote(meeting, "resolution")
    make.vote(meeting, "minutes")
    closed = actions.close_meeting(meeting, by=by, at=at + 25 * MINUTE)

    votes = {vote["matter"]: vote["passed"] for vote in closed.minutes.content["votes"]}
    assert votes == {"resolution": False, "minutes": True}


def test_the_page_and_the_verdict_ask_for_the_same_number():
    meeting = make.meeting(make.branch(members=12))
    by, at = secretary(meeting), meeting.starts_at + 70 * MINUTE
    come = meeting.whole_roll.order_by("number")[:4]
    actions.mark_many(meeting, [actions.Mark(line.number, "present") for line in come], by=by, at=at)
    make.mark_all(meeting, "excused")

    matter = actions.put_to_vote(meeting, matter="other", text="Việc chung", by=by, at=at)
    actions.record_count(matter, in_favour=4, against=0, abstained=0, seen=0, by=by, at=at)
    procedure = actions.put_to_vote(meeting, matter="minutes", text="Biên bản", by=by, at=at)

    assert least_in_favour(procedure) == 3  # more than half of the four who came
    assert least_in_favour(matter) == 7  # more than half of the twelve summoned


def test_a_meeting_under_way_can_be_put_off_and_the_month_planned_again():
    meeting = make.meeting(make.branch(members=6))
    actions.cancel_meeting(meeting, reason="Mất điện, hoãn sang tuần sau.", by=secretary(meeting), at=make.EVENING)
    again = make.meeting(meeting.unit, state="planned", day=date(2022, 3, 10))
    meeting.refresh_from_db()

    assert (meeting.state, again.state) == ("cancelled", "planned")


def test_two_phones_cannot_hold_two_votes_open_and_the_same_matter_is_one_vote():
    meeting = make.meeting(make.branch(members=6))
    make.mark_all(meeting)
    by, at = secretary(meeting), meeting.starts_at + 70 * MINUTE
    first = actions.put_to_vote(meeting, matter="minutes", text="Thông qua", by=by, at=at)

    again = actions.put_to_vote(meeting, matter="minutes", text="Thông qua", by=by, at=at)
    says = sentence(lambda: actions.put_to_vote(meeting, matter="other", text="Việc chung", by=by, at=at))

    assert again == first
    assert says == "Đang biểu quyết “Thông qua”. Chốt kết quả nội dung ấy, rồi đưa ra nội dung khác."


def test_a_meeting_that_has_decided_is_not_recorded_as_not_held():
    meeting = make.meeting(make.branch(members=6))
    make.mark_all(meeting)
    make.vote(meeting, "resolution")

    says = sentence(
        lambda: actions.cancel_meeting(meeting, reason="Mất điện", by=secretary(meeting), at=make.EVENING + 80 * MINUTE)
    )

    assert says.startswith("Buổi sinh hoạt đã biểu quyết, nên không ghi là không họp được.")


def test_the_office_does_not_put_off_a_meeting_that_is_under_way():
    meeting = make.meeting(make.branch(members=6))
    office = make.actor("office", of=meeting.unit)

    says = sentence(lambda: actions.cancel_meeting(meeting, reason="Bão", by=office, at=make.EVENING))

    assert says == "Buổi sinh hoạt đang diễn ra. Chỉ bí thư hoặc phó bí thư chi bộ ghi hoãn được."


# The list of the day ---------------------------------------------------------------------------------


def convened(branch) -> Meeting:
    return make.meeting(branch, state="convened")


def lines(meeting: Meeting) -> dict[str, tuple[str, str]]:
    rows = Attendance.objects.filter(root=meeting).select_related("person")
    return {line.person.full_name: (line.grade, line.listed_as) for line in rows}


def test_the_roll_is_the_list_of_the_day_of_the_meeting():
    branch = make.branch(members=3)
    leaves, becomes = make.member(branch, "Lê Thị Đi"), make.member(branch, "Vũ Văn Mới", probationary=True)
    waits = make.member(branch, "Đỗ Văn Chờ", probationary=True)
    rests = make.member(branch, "Trần Văn Nghỉ")
    meeting = convened(branch)
    by = make.office(branch.ward)
    place = leaves.placements.get()
    make.organisation.end_placement(place, on=date(2022, 3, 2), by=by, at=make.EVENING)
    Membership.objects.filter(person=becomes).update(official_on=date(2022, 3, 2))
    Membership.objects.filter(person=waits).update(official_on=date(2022, 3, 4))
    make.standing(rests, "exempt", valid_from=date(2022, 3, 2))
    comes = make.member(branch, "Hoàng Thị Đến")

    actions.open_meeting(meeting, by=secretary(meeting), at=meeting.starts_at)
    found = lines(meeting)
    meeting.refresh_from_db()

    assert "Lê Thị Đi" not in found
    assert found["Vũ Văn Mới"] == ("official", "member")
    assert found["Đỗ Văn Chờ"] == ("probationary", "member")
    assert found["Trần Văn Nghỉ"] == ("official", "exempt")
    assert found["Hoàng Thị Đến"] == ("official", "member")
    assert meeting.listed_count == len(found)
    assert meeting.invitations.filter(person=comes).exists()
    assert not meeting.invitations.filter(person=leaves).exists()
    numbers = Attendance.objects.filter(root=meeting).order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, len(found) + 1))


@pytest.mark.usefixtures("that_evening")
def test_the_secretary_is_told_how_the_list_changed():
    branch = make.branch(members=3)
    meeting = convened(branch)
    make.member(branch, "Hoàng Thị Đến")
    reader = Reader(secretary(meeting))

    page = reader.client.post(f"/sinh-hoat/{meeting.pk}/khai-mac/", follow=True)

    assert "Danh sách ngày họp khác ngày mời: thêm Hoàng Thị Đến." in text_of(page)


def test_an_unchanged_list_keeps_answers_and_lines():
    branch = make.branch(members=4)
    meeting = convened(branch)
    invitation = meeting.invitations.exclude(person=meeting.chair)[0]
    actions.reply_to_invitation(
        invitation, reply="excuse", reason="sick", by=make.own(invitation.person), at=make.EVENING
    )
    before = set(meeting.whole_roll.values_list("pk", flat=True))

    actions.open_meeting(meeting, by=secretary(meeting), at=meeting.starts_at)

    assert set(meeting.whole_roll.values_list("pk", flat=True)) == before
    assert meeting.whole_roll.get(person=invitation.person).status == "excused"


def test_another_day_asks_everybody_again_and_another_place_does_not():
    meeting = convened(make.branch(members=4))
    invitation = meeting.invitations.exclude(person=meeting.chair)[0]
    by = secretary(meeting)
    actions.reply_to_invitation(invitation, reply="coming", by=make.own(invitation.person), at=make.EVENING)

    moved = actions.reschedule_meeting(
        meeting, starts_at=meeting.starts_at, place="Trường học", seen=0, by=by, at=make.EVENING
    )
    invitation.refresh_from_db()
    after_place = invitation.reply
    actions.reschedule_meeting(
        moved, starts_at=meeting.starts_at + timedelta(days=2), place="Trường học", seen=1, by=by, at=make.EVENING
    )
    invitation.refresh_from_db()

    assert after_place == "coming"
    assert (invitation.reply, invitation.replied_at) == ("none", None)


# Groups ----------------------------------------------------------------------------------------------


def test_groups_move_and_are_put_off_with_their_branch():
    meeting = make.meeting(make.branch(members=6, groups=2), state="convened", groups=True)
    by, later = secretary(meeting), make.at(date(2022, 3, 10))

    actions.reschedule_meeting(meeting, starts_at=later, place="Trường học", seen=0, by=by, at=make.EVENING)
    places = set(meeting.group_meetings.values_list("starts_at", "place"))
    actions.cancel_meeting(meeting, reason="Bão", by=by, at=make.EVENING)
    part = meeting.group_meetings.first()
    refused = sentence(lambda: actions.open_meeting(part, by=by, at=later))

    assert places == {(later, "Trường học")}
    assert set(meeting.group_meetings.values_list("state", flat=True)) == {"cancelled"}
    assert "Không họp" in refused


# Words that need mending -----------------------------------------------------------------------------


def test_an_item_under_which_something_was_said_stays():
    meeting = make.meeting(make.branch(members=4))
    make.mark_all(meeting)
    item = meeting.agenda.get(part="discussion")
    speaker = meeting.whole_roll.first().person
    by = secretary(meeting)
    actions.record_opinion(item, text="Ý kiến", speaker=speaker, by=by, at=make.EVENING)

    refused = sentence(lambda: actions.remove_item(item, by=by, at=make.EVENING))

    assert refused.startswith("Mục này đã có ý kiến hoặc kết luận")
    page = Reader(by).client.post(f"/sinh-hoat/{meeting.pk}/chuong-trinh/{item.pk}/bo/")
    assert page.status_code == 422
    assert "Mục này đã có ý kiến hoặc kết luận" in text_of(page)


def test_closed_minutes_may_be_added_to_before_they_are_signed():
    meeting = make.meeting(make.branch(members=4), state="closed")
    addendum = actions.add_addendum(
        meeting, text="Đồng chí A vắng.", reason="Ghi nhầm", by=secretary(meeting), at=make.EVENING + 200 * MINUTE
    )

    assert addendum.number == 1


def test_an_addendum_stands_under_the_signatures_with_its_writer_and_its_own_hash():
    meeting = make.meeting(make.branch(members=4), state="reported")
    by = secretary(meeting)
    addendum = actions.add_addendum(
        meeting, text="Đồng chí A vắng.", reason="Ghi nhầm", by=by, at=make.EVENING + timedelta(days=3)
    )
    sheet = minutes_document(meeting)
    added = [f"{block.lead} {block.text}".strip() for block in sheet.annexes]

    assert "Đồng chí A vắng." not in " ".join(words_of(sheet))
    assert added[0] == "PHẦN BỔ SUNG SỐ 1"
    assert any(by.name in line and "06 tháng 3 năm 2022" in line for line in added)
    assert any(addendum.sha256 in line for line in added)


def test_the_resolution_tells_of_the_vote_that_passed_it():
    meeting = make.meeting(make.branch(members=6))
    by, at = secretary(meeting), make.EVENING + 70 * MINUTE
    make.mark_all(meeting)
    first = actions.put_to_vote(meeting, matter="resolution", text="Nghị quyết", by=by, at=at)
    actions.record_count(first, in_favour=3, against=3, abstained=0, seen=0, by=by, at=at)
    draft = Resolution.objects.filter(origin_id=meeting.pk).latest("pk")
    texts = {"subject": "Nhiệm vụ", "review": "", "direction": "Việc mới", "implementation": ""}
    actions.draft_resolution(meeting, **texts, seen=draft.revision, by=by, at=at)
    make.vote(meeting, "resolution")
    make.vote(meeting, "minutes")
    actions.close_meeting(meeting, by=by, at=at + 25 * MINUTE)

    assert "thông qua với 100% (6/6)" in " ".join(words_of(resolution_document(meeting)))


def test_each_reason_for_not_being_expected_has_its_own_line():
    branch = make.branch(members=4)
    for name, kind in (("Ông Đình Chỉ", "suspended"), ("Ông Đặc Thù", "special_duty"), ("Ông Đi Xa", "away")):
        make.standing(make.member(branch, name), kind)
    words = words_of(minutes_document(make.meeting(branch, state="closed")))

    assert "Sinh hoạt tạm thời nơi khác: 1 đồng chí: Ông Đi Xa." in words
    assert "Làm nhiệm vụ đặc thù: 1 đồng chí: Ông Đặc Thù." in words
    assert "Đang đình chỉ sinh hoạt: 1 đồng chí: Ông Đình Chỉ." in words


def test_a_planned_month_that_was_forgotten_does_not_swallow_tasks():
    branch = make.branch(members=4)
    january = make.meeting(branch, day=date(2022, 1, 3))
    someone, by = january.whole_roll.first().person, secretary(january)
    task = actions.assign_task(
        january,
        description="Rà soát hộ nghèo",
        assignee=someone,
        due_on=date(2022, 1, 20),
        by=by,
        at=january.starts_at + 30 * MINUTE,
    )
    make.walk(january, until="closed")
    make.meeting(branch, state="planned", day=date(2022, 2, 3))
    march = make.meeting(branch, state="planned", day=date(2022, 3, 3))

    assert [each.pk for each in last_tasks(march)] == [task.pk]


def test_a_meeting_just_after_midnight_is_on_its_own_day():
    branch = make.branch(members=3)
    newcomer = make.member(branch, "Hoàng Thị Đến")
    Placement.objects.filter(person=newcomer).update(valid_from=date(2022, 3, 4))
    meeting = make.meeting(branch, state="planned")
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=make.at(date(2022, 3, 4), 0, 30))
    meeting.refresh_from_db()

    appointed = actions.appoint_chair_and_minute_taker(
        meeting, chair=meeting.chair, minute_taker=newcomer, by=secretary(meeting), at=make.EVENING
    )

    assert appointed.minute_taker == newcomer
