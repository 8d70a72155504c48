"""Records that tell two things of one matter: each with both figures and the way to where it is mended."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from nennep.core.periods import Month, Period
from nennep.decisions.models import Motion, Tally
from nennep.meetings.models import Attendance, Meeting
from nennep.organisation.models import Membership, Placement
from nennep.oversight import actions as oversight
from nennep.reports import actions
from nennep.reports.findings import findings
from nennep.reports.mismatches import mismatches
from nennep.reports.records import Records
from tests import make

pytestmark = pytest.mark.django_db
ON = date(2022, 4, 10)


def found(ward):
    actions.refresh(ward.pk, until=ON)
    return {each.id.split("-")[0]: each for each in mismatches(Records(ward, Period.month(Month(2022, 3)), on=ON))}


def test_records_made_by_the_road_people_walk_have_none_of_them():
    unit = make.branch(members=6, groups=2)
    make.meeting(unit, state="reported", groups=True)

    assert found(unit.ward) == {}


def test_minutes_without_a_roll_call():
    meeting = make.meeting(make.branch(members=3), state="reported")
    Meeting.objects.filter(pk=meeting.pk).update(unknown_count=2)

    told = found(meeting.unit.ward)["no"]
    assert told.sentence.endswith("danh sách có 3 đồng chí, điểm danh ghi 1.") and told.meeting_id == meeting.pk


def test_sub_totals_of_party_groups_that_do_not_add_up():
    unit = make.branch(members=6, groups=2)
    meeting = make.meeting(unit, state="reported", groups=True)
    part = meeting.group_meetings.first()
    Meeting.objects.filter(pk=part.pk).update(present_count=part.present_count - 1)
    motion = Motion.objects.filter(origin_id=meeting.pk, matter="resolution").get()
    Tally.objects.create(
        ward=unit.ward, motion=motion, unit=part.unit, electorate_count=3, present_count=3, in_favour=1,
        against=0, abstained=0,
    )  # fmt: skip

    told = found(unit.ward)
    assert told["groups"].sentence.endswith("cộng các tổ có mặt 5, chi bộ ghi 6.")
    assert told["votes"].sentence.endswith("cộng các tổ 1 phiếu tán thành, chi bộ ghi 6.")


def test_signed_minutes_and_a_roll_that_differ():
    meeting = make.meeting(make.branch(members=4), state="reported")
    line = meeting.whole_roll.first()
    Attendance.objects.filter(pk=line.pk).update(status="unexcused")

    told = found(meeting.unit.ward)["minutes"]
    assert told.sentence.endswith("biên bản ghi có mặt 4, điểm danh có 3 dòng có mặt.")


def test_a_visit_that_the_minutes_do_not_name():
    unit = make.branch()
    charge, meeting = make.charge(unit), make.meeting(unit, state="closed")
    oversight.attend(meeting, make.Person.objects.get(pk=charge.person_id), by=charge, at=make.EVENING)

    assert "1 phiếu dự của đảng ủy viên, biên bản ghi 0 đồng chí" in found(unit.ward)["visit"].sentence


def test_a_member_on_two_lists_and_a_card_of_two_people(settings):
    first = make.branch()
    second = make.branch(first.ward)
    someone, other = make.member(first), make.member(second)
    Placement.objects.create(
        ward=first.ward,
        person=someone,
        unit=second,
        kind="official",
        valid_from=date(2022, 1, 1),
        valid_to=date(2023, 1, 1),
    )
    Membership.objects.filter(person__in=[someone, other]).update(card_number="12345678")

    told = found(first.ward)
    assert told["lists"].sentence == (
        f"1 đảng viên có trong 2 danh sách ngày 31/03/2022: {first.name} và {second.name}."
    )
    assert told["lists"].mend_url == reverse("organisation:person", args=[someone.pk])
    assert told["card"].sentence == "1 số thẻ đảng viên được ghi cho 2 người trong danh sách."
    assert someone.full_name not in " ".join(each.sentence for each in told.values()), "reports name nobody"
    records = Records(first.ward, Period.month(Month(2022, 3)), on=ON)
    assert {each.title for each in findings(records)} >= {"Đảng viên ở hai danh sách", "Một số thẻ ở nhiều người"}
    settings.CLOCK_OFFSET_SECONDS = int((make.at(ON, 9) - make.timezone.now()).total_seconds())
    client, office = Client(), make.actor("office", of=first)
    client.force_login(make.account(make.Person.objects.get(pk=office.person_id)))
    page = client.get(reverse("reports:findings", args=[2022])).content.decode()
    assert told["lists"].mend_url in page and "Đảng viên ở hai danh sách" in page
