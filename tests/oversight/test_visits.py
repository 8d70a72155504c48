"""Visits: one tap, the sheet, what it becomes; meetings that were called off; who stands in."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from nennep.core.models import AuditEvent
from nennep.core.refusals import Changed
from nennep.meetings import actions as meetings
from nennep.organisation import actions as organisation
from nennep.organisation.actors import actor_of
from nennep.oversight import actions, visits
from nennep.oversight.actions.visits import NotOfThisBranch, NotYetHeld, SheetSent
from nennep.oversight.due import due_of
from nennep.oversight.models import Petition, Reminder, Visit
from tests import make

pytestmark = pytest.mark.django_db
DAY = make.DAY


@pytest.fixture
def unit():
    return make.branch(members=4)


def person_of(actor):
    return make.Person.objects.get(pk=actor.person_id)


def client_of(actor, settings, on=DAY, hour=21):
    settings.CLOCK_OFFSET_SECONDS = int((make.at(on, hour) - make.timezone.now()).total_seconds())
    client = Client()
    client.force_login(make.account(person_of(actor)))
    return client


def test_one_tap_counts_once_and_puts_the_visitor_among_the_guests(unit):
    charge, meeting = make.charge(unit), make.meeting(unit)

    for _tap in range(2):
        actions.attend(meeting, person_of(charge), by=charge, at=make.EVENING)

    assert Visit.objects.count() == 1
    assert [(guest.person_id, guest.office) for guest in meeting.guests.all()] == [
        (charge.person_id, "Đảng ủy viên phụ trách chi bộ")
    ]
    assert AuditEvent.objects.filter(name="oversight.visit.recorded").count() == 1


def test_whom_the_branch_wrote_down_already_is_not_written_twice(unit):
    charge, meeting = make.charge(unit), make.meeting(unit)
    secretary = make.actor("secretary", of=unit)
    meetings.add_guest(meeting, name=charge.name, person=person_of(charge), by=secretary, at=make.EVENING)

    actions.attend(meeting, person_of(charge), by=charge, at=make.EVENING)

    assert meeting.guests.count() == 1


def test_a_visitor_on_the_roll_is_marked_present_there(unit):
    member = make.member(unit)
    organisation.put_in_charge(member, unit, valid_from=make.BEGIN, by=make.office(unit.ward), at=make.at(make.BEGIN))
    charge, meeting = actor_of(member, on=DAY), make.meeting(unit)

    actions.attend(meeting, member, by=charge, at=make.EVENING)

    assert meeting.whole_roll.get(person=member).status == "present"
    assert meeting.guests.count() == 0


def test_a_visit_after_closing_is_kept_and_the_two_records_differ_openly(unit):
    charge, meeting = make.charge(unit), make.meeting(unit, state="closed")

    visit = actions.attend(meeting, person_of(charge), by=charge, at=make.EVENING)

    assert meeting.guests.count() == 0
    assert not visits.sheet_of(visit).named
    assert visits.not_named(unit.ward_id, make.Meeting.objects.all()) == [visit]


def test_a_meeting_to_come_cannot_have_been_visited(unit):
    charge, meeting = make.charge(unit), make.meeting(unit, state="convened")

    with pytest.raises(NotYetHeld) as refused:
        actions.attend(meeting, person_of(charge), by=charge, at=make.at(DAY - timedelta(days=1)))

    assert refused.value.sentence == "Buổi sinh hoạt họp ngày 03/03/2022. Đến ngày họp rồi hãy ghi đã dự."


def test_a_sheet_is_kept_box_by_box_sent_once_and_then_stays(unit):
    charge, meeting = make.charge(unit), make.meeting(unit)
    visit = actions.attend(meeting, person_of(charge), by=charge, at=make.EVENING)
    kept = actions.change_sheet(visit, remarks="Tốt", seen=0, by=charge, at=make.EVENING)

    with pytest.raises(Changed):
        actions.change_sheet(visit, remarks="Khác", seen=0, by=charge, at=make.EVENING)
    kept = actions.change_sheet(visit, problems="Ghế", seen=0, by=charge, at=make.EVENING)
    sent = actions.send_sheet(
        kept, ticked=["agenda", "on_time", "no_such"], problems="Thiếu ghế", seen=2, by=charge, at=make.EVENING
    )
    again = actions.send_sheet(sent, ticked=["agenda", "on_time"], seen=3, by=charge, at=make.at())
    with pytest.raises(SheetSent):
        actions.send_sheet(sent, ticked=[], seen=3, by=charge, at=make.EVENING)
    with pytest.raises(SheetSent):
        actions.change_sheet(sent, remarks="Sửa", seen=3, by=charge, at=make.EVENING)

    visit.refresh_from_db()
    assert again.sent_at == sent.sent_at == make.EVENING
    assert (visit.ticked, visit.remarks, visit.problems) == (["on_time", "agenda"], "Tốt", "Thiếu ghế")
    assert "minutes" in {item.key for item in visits.sheet_of(visit).missing}


def test_the_sheet_keeps_when_somebody_came_and_left_and_refuses_what_cannot_be(unit, settings):
    charge, meeting = make.charge(unit), make.meeting(unit)
    actions.attend(meeting, person_of(charge), by=charge, at=make.EVENING)
    client, address = client_of(charge, settings), reverse("oversight:sheet", args=[meeting.pk])
    whole = {"remarks": "", "problems": "", "came_at": "19h20", "left_at": "18:00", "seen": "0"}

    turned = client.post(address, whole)
    client.post(address, whole | {"left_at": "9h15 tối"})

    visit = Visit.objects.get()
    assert "Giờ về 18:00 trước giờ đến 19:20." in turned.content.decode() and turned.status_code == 422
    assert (f"{visit.came_at:%H:%M}", f"{visit.left_at:%H:%M}") == ("19:20", "21:15")


def test_a_sheet_is_due_two_days_after_the_visit(unit):
    charge = make.charge(unit)
    actions.attend(make.meeting(unit), person_of(charge), by=charge, at=make.EVENING)

    (due,) = due_of("sheets", unit.ward_id, make.DAY)

    assert due.due_on == date(2022, 3, 5)


def test_a_visit_to_a_meeting_called_off_keeps_its_note_and_the_office_is_told(unit, settings):
    charge, office = make.charge(unit), make.actor("office", of=unit)
    meeting = make.meeting(unit, state="convened")
    visit = actions.attend(meeting, person_of(charge), by=charge, at=make.EVENING)
    actions.change_sheet(visit, remarks="Đến nơi thì hoãn", seen=0, by=charge, at=make.EVENING)
    meetings.cancel_meeting(meeting, reason="Mưa bão", by=make.actor("secretary", of=unit), at=make.EVENING)

    actions.remind(unit.ward_id, on=DAY, at=make.EVENING)
    told = Reminder.objects.get(rule="called_off")
    page = client_of(office, settings).get(reverse("oversight:sheets")).content.decode()
    sheet = client_of(charge, settings).get(reverse("oversight:sheet", args=[meeting.pk])).content.decode()
    actions.note_called_off(visit, by=office, at=make.EVENING)
    actions.remind(unit.ward_id, on=DAY + timedelta(days=1), at=make.EVENING + timedelta(days=1))
    told.refresh_from_db()

    assert told.person_id == office.person_id and "ghi không họp" in told.text
    assert "Đến nơi thì hoãn" in page and "Mưa bão" in page
    assert "Buổi này đã ghi không họp. Ghi chú của đồng chí vẫn giữ; Văn phòng được báo." in sheet
    assert told.settled_on == DAY + timedelta(days=1)


def test_a_task_from_a_sheet_is_the_branchs_and_only_for_its_members(unit):
    charge, meeting = make.charge(unit), make.meeting(unit)
    visit = actions.attend(meeting, person_of(charge), by=charge, at=make.EVENING)
    words = {"description": "Sắp lại ghế", "due_on": date(2022, 4, 1), "by": charge, "at": make.EVENING}

    task = actions.assign_from_visit(visit, assignee=meeting.chair, **words)
    with pytest.raises(NotOfThisBranch):
        actions.assign_from_visit(visit, assignee=make.person(unit.ward), **words)

    assert (task.unit, task.origin_kind, task.origin_id) == (unit, "visit", visit.pk)


# Pages --------------------------------------------------------------------------------------------


def test_the_calendar_asks_one_thing_first_and_one_tap_answers_it(unit, settings):
    charge, meeting = make.charge(unit), make.meeting(unit)
    client = client_of(charge, settings)
    page = client.get(reverse("oversight:calendar")).content.decode()

    answer = client.post(reverse("oversight:attend", args=[meeting.pk]), follow=True)

    assert "Tôi đã dự" in page
    assert "Đã ghi đồng chí dự buổi sinh hoạt." in answer.content.decode()
    assert Visit.objects.get().person_id == charge.person_id


def test_a_sheet_opens_before_the_meeting_and_its_first_words_record_the_visit_once(unit, settings):
    charge, meeting = make.charge(unit), make.meeting(unit, state="convened")
    address, words = reverse("oversight:sheet", args=[meeting.pk]), {"remarks": "Đủ", "problems": "", "seen": "0"}
    client = client_of(charge, settings, on=DAY - timedelta(days=1))
    ahead = client.get(address).content.decode()
    too_early = client.post(address, words)
    kept_nothing = Visit.objects.exists()

    settings.CLOCK_OFFSET_SECONDS += 24 * 3600
    answers = [client.post(address, words).status_code for _twice in range(2)]

    visit = Visit.objects.get()
    assert "Lưu hoặc gửi phiếu là ghi đồng chí đã dự" in ahead
    assert too_early.status_code == 422 and "Đến ngày họp rồi hãy ghi đã dự" in too_early.content.decode()
    assert "Đủ" in too_early.content.decode() and not kept_nothing
    assert answers == [302, 302] and (visit.person_id, visit.remarks, visit.revision) == (charge.person_id, "Đủ", 1)
    assert meeting.guests.filter(person=charge.person_id).count() == 1


def test_a_sheet_of_a_meeting_called_off_meanwhile_is_kept_all_the_same(unit, settings):
    charge, meeting = make.charge(unit), make.meeting(unit, state="convened")
    client = client_of(charge, settings)
    meetings.cancel_meeting(meeting, reason="Mưa bão", by=make.actor("secretary", of=unit), at=make.EVENING)

    words = {"remarks": "Đến nơi thì hoãn", "problems": "", "seen": "0"}
    sent = client.post(reverse("oversight:send", args=[meeting.pk]), words, follow=True)

    assert Visit.objects.get().remarks == "Đến nơi thì hoãn" and Visit.objects.get().sent_at is not None
    assert "Buổi này đã ghi không họp." in sent.content.decode()


def test_a_box_saves_by_itself_and_another_device_is_not_overwritten(unit, settings):
    charge, meeting = make.charge(unit), make.meeting(unit)
    client = client_of(charge, settings)
    client.post(reverse("oversight:attend", args=[meeting.pk]))
    address, saving = reverse("oversight:sheet", args=[meeting.pk]), {"HX-Request": "true"}

    first = client.post(address, {"remarks": "Một", "seen": "0"}, headers=saving)
    second = client.post(address, {"remarks": "Hai", "seen": "0"}, headers=saving)
    whole = client.post(
        reverse("oversight:send", args=[meeting.pk]),
        {"seen": "1", "ticked": ["on_time"], "remarks": "Một", "problems": "Thiếu đèn"},
    )

    assert (first.status_code, first.headers["NN-Seen"], second.status_code) == (204, "1", 409)
    assert "Một" in second.content.decode()
    assert whole.status_code == 302 and Visit.objects.get().sent_at is not None


def test_a_sheet_becomes_a_petition_with_its_words(unit, settings):
    charge, meeting = make.charge(unit), make.meeting(unit)
    visit = actions.attend(meeting, person_of(charge), by=charge, at=make.EVENING)
    actions.change_sheet(visit, problems="Nhà văn hóa dột", seen=0, by=charge, at=make.EVENING)
    client = client_of(charge, settings)
    address = f"{reverse('oversight:petition_add')}?phieu={visit.pk}"
    page = client.get(address).content.decode()

    client.post(
        address,
        {"unit": unit.pk, "kind": "difficulty", "text": "Nhà văn hóa dột", "addressee": "government"},
    )

    petition = Petition.objects.get()
    assert "Nhà văn hóa dột" in page
    assert (petition.visit, petition.meeting, petition.raised_in) == (visit, meeting, "visit")


def test_a_substitute_has_the_rights_of_the_charge_for_those_days_only(unit, settings):
    make.charge(unit)
    office, meeting = make.actor("office", of=unit), make.meeting(unit)
    other = make.actor("committee_member", of=unit)
    client = client_of(office, settings, on=DAY - timedelta(days=2))
    address = reverse("oversight:substitute", args=[unit.pk])
    turned = client.post(address, {"person": other.person_id, "valid_from": "05/03/2022", "last_day": "01/03/2022"})
    client.post(address, {"person": other.person_id, "valid_from": "02/03/2022", "last_day": "04/03/2022"})
    again = client.post(address, {"person": other.person_id, "valid_from": "04/03/2022", "last_day": "06/03/2022"})

    substitute = actor_of(person_of(other), on=DAY)
    visit = actions.attend(meeting, person_of(other), by=substitute, at=make.EVENING)

    assert turned.status_code == 422 and "Ngày cuối trước ngày đầu" in turned.content.decode()
    assert "đã được cử phụ trách thay từ ngày 02/03/2022" in again.content.decode()
    assert substitute.holds("charge", unit=unit.pk) and visit.person_id == other.person_id
    assert not actor_of(person_of(other), on=date(2022, 3, 5)).holds("charge", unit=unit.pk)


@pytest.mark.parametrize("count", [1, 12])
def test_the_calendar_asks_the_same_number_of_questions_for_any_number_of_branches(
    count, settings, django_assert_max_num_queries
):
    ward = make.ward()
    units = [make.branch(ward) for _each in range(count)]
    someone = make.person(ward)
    for each in units:
        organisation.put_in_charge(someone, each, valid_from=make.BEGIN, by=make.office(ward), at=make.at(make.BEGIN))
        make.meeting(each, state="convened")
    client = client_of(actor_of(someone, on=DAY), settings)

    with django_assert_max_num_queries(10):
        assert client.get(reverse("oversight:calendar")).status_code == 200
