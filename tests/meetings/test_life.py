"""A meeting's life: plan, prepare, convene, meet, close, sign, report, amend; and what is refused on the way."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from nennep.core import audit
from nennep.core.digests import content_hash
from nennep.core.ids import uuid7
from nennep.core.periods import Month
from nennep.core.refusals import Changed, Refused
from nennep.decisions import actions as decisions
from nennep.decisions.models import Resolution, Task
from nennep.meetings import actions
from nennep.meetings.actions import Mark
from nennep.meetings.actions.steps import StepRefused, advance
from nennep.meetings.models import Attendance, Invitation, Meeting, MeetingState, Minutes, Opinion
from nennep.meetings.steps import STEPS
from nennep.organisation.models import Term
from tests import make
from tests.meetings.pages import Reader, text_of

pytestmark = pytest.mark.django_db


def secretary(meeting: Meeting):
    return make.actor("secretary", of=meeting.unit)


def refused(work) -> str:
    with pytest.raises(Refused) as refusal, transaction.atomic():
        work()
    return refusal.value.sentence


# Planning ---------------------------------------------------------------------------------------


def test_a_month_is_planned_from_each_branchs_meeting_day_and_planning_twice_changes_nothing():
    ward = make.ward()
    make.branch(ward, day=31)
    make.branch(ward, day=5)

    planned = actions.plan_month(ward.pk, Month(2022, 2), by=make.office(ward), at=make.EVENING)
    again = actions.plan_month(ward.pk, Month(2022, 2), by=make.office(ward), at=make.EVENING)

    assert [timezone.localdate(m.starts_at) for m in planned] == [date(2022, 2, 28), date(2022, 2, 5)]
    assert again == []


@pytest.mark.parametrize("why", ["dissolved", "term"])
def test_one_branch_that_cannot_meet_does_not_stop_the_others_and_is_named(why, settings):
    ward = make.ward()
    staying = make.branch(ward, day=5)
    ending = make.branch(ward, day=20)
    if why == "dissolved":
        make.Unit.objects.filter(pk=ending.pk).update(valid_to=date(2022, 3, 10))
    else:
        Term.objects.filter(unit=ending).update(valid_to=date(2022, 3, 15))
    settings.CLOCK_OFFSET_SECONDS = int((make.at(date(2022, 2, 25)) - timezone.now()).total_seconds())

    reader = Reader(make.actor("office", of=ending))
    before = text_of(reader.get("plan", thang="2022-03"))
    reader.post("plan", query="?thang=2022-03")
    after = text_of(reader.get("plan", thang="2022-03"))

    assert "Lập lịch cho 1 chi bộ chưa có buổi thường kỳ" in before
    assert [m.unit for m in Meeting.objects.filter(ward=ward)] == [staying]
    assert "không lập được: ngày 20/03/2022 ngoài nhiệm kỳ hoặc sau khi chi bộ kết thúc" in after
    assert "Lập lịch cho" not in after


def test_the_agenda_comes_from_the_template_of_the_kind():
    meeting = make.meeting(state="planned")

    parts = list(meeting.agenda.order_by("position").values_list("part", flat=True))
    assert parts[:5] == ["opening", "minute_taker", "roll_call", "agenda", "last_month"]
    assert len(parts) == 16


def test_a_day_outside_the_month_or_the_term_is_refused():
    unit = make.branch()
    by = make.actor("secretary", of=unit)

    def plan(day: date, month: Month) -> None:
        actions.plan_meeting(
            unit, kind="regular", month=month, starts_at=make.at(day), place="x", by=by, at=make.EVENING
        )

    says = refused(lambda: plan(date(2022, 4, 3), Month(2022, 3)))
    assert says == "Ngày họp phải trong tháng 03/2022, kỳ của buổi sinh hoạt này."
    assert "nằm ngoài nhiệm kỳ" in refused(lambda: plan(date(2031, 2, 5), Month(2031, 2)))
    assert not Meeting.objects.exists()


def test_a_second_regular_meeting_in_a_month_is_refused():
    meeting = make.meeting(state="planned")

    says = refused(lambda: make.meeting(meeting.unit, state="planned", day=date(2022, 3, 20)))
    assert "đã có buổi sinh hoạt thường kỳ tháng 03/2022" in says


def test_a_cancelled_meeting_says_why_and_frees_the_month():
    meeting = make.meeting(state="convened")
    by = secretary(meeting)

    assert "lý do" in refused(lambda: actions.cancel_meeting(meeting, reason=" ", by=by, at=make.EVENING))
    cancelled = actions.cancel_meeting(meeting, reason="Mất điện toàn khu", by=by, at=make.EVENING)

    assert (cancelled.state, cancelled.cancel_reason) == ("cancelled", "Mất điện toàn khu")
    make.meeting(meeting.unit, state="planned", day=date(2022, 3, 20))


@pytest.mark.parametrize("from_state", list(MeetingState))
def test_every_step_that_the_table_does_not_name_is_refused(from_state):
    meeting = make.meeting(state="planned")
    for to in MeetingState:
        meeting.state = from_state
        if to in STEPS[from_state]:
            continue
        with pytest.raises(StepRefused):
            advance(meeting, to, by=secretary(meeting), at=make.EVENING)


# Convening and replies --------------------------------------------------------------------------


def test_everybody_on_the_list_is_invited_and_stands_on_the_roll():
    unit = make.branch(members=3)
    exempt, away = make.member(unit), make.member(unit)
    make.standing(exempt, "exempt")
    make.standing(away, "away")
    make.member(unit, probationary=True)

    meeting = make.meeting(unit, state="convened")

    lines = {line.person_id: line for line in meeting.whole_roll.all()}
    assert (len(lines), meeting.invitations.count()) == (6, 6)
    assert (lines[exempt.pk].status, lines[away.pk].status) == ("exempt", "elsewhere")
    assert (meeting.listed_count, meeting.expected_count, meeting.unknown_count) == (6, 4, 4)
    assert sorted(line.grade for line in lines.values()).count("probationary") == 1


def test_the_roll_is_in_the_order_of_given_names():
    unit = make.branch(members=1)
    for name in ("Trần Văn Yên", "Lê Thị Ánh", "Nguyễn Văn An"):
        make.member(unit, name)

    meeting = make.meeting(unit, state="convened")

    names = list(meeting.whole_roll.order_by("number").values_list("person__full_name", flat=True))
    assert names.index("Nguyễn Văn An") < names.index("Lê Thị Ánh") < names.index("Trần Văn Yên")


def test_nobody_suspended_is_invited_even_where_they_stay_for_a_while():
    unit = make.branch(members=3)
    suspended, guest = make.member(unit), make.member(unit, kind="temporary")
    make.standing(suspended, "suspended")
    make.standing(guest, "suspended")

    meeting = make.meeting(unit, state="convened")

    listed = {line.person_id: line.listed_as for line in meeting.whole_roll.all()}
    assert (listed[suspended.pk], listed[guest.pk]) == ("suspended", "suspended")
    assert not meeting.invitations.filter(person__in=[suspended.pk, guest.pk]).exists()
    assert meeting.expected_count == 3


def test_an_excuse_needs_a_reason_and_is_noted_when_the_meeting_opens():
    meeting = make.meeting(state="convened")
    invitation = (
        Invitation.objects.filter(meeting=meeting).exclude(person=meeting.chair).select_related("person").first()
    )
    by = make.own(invitation.person)

    says = refused(lambda: actions.reply_to_invitation(invitation, reply="excuse", by=by, at=make.EVENING))
    actions.reply_to_invitation(invitation, reply="excuse", reason="on_duty", by=by, at=make.EVENING)
    actions.open_meeting(meeting, by=secretary(meeting), at=make.EVENING)

    line = Attendance.objects.get(root=meeting, person=invitation.person)
    assert says == "Chọn lý do xin vắng."
    assert (line.status, line.reason) == ("excused", "on_duty")


# The roll ---------------------------------------------------------------------------------------


def test_only_an_excuse_keeps_its_reason():
    meeting = make.meeting()
    line, by = meeting.whole_roll.get(number=1), secretary(meeting)

    actions.mark_attendance(line, status="excused", reason="sick", seen=0, by=by, at=make.EVENING)
    line = actions.mark_attendance(line, status="present", reason="sick", seen=1, by=by, at=make.EVENING)

    line.refresh_from_db()
    assert (line.status, line.reason) == ("present", "")


def test_a_retried_mark_counts_once():
    meeting = make.meeting()
    line = meeting.whole_roll.get(number=1)

    for _retry in range(2):
        actions.mark_attendance(line, status="excused", reason="sick", seen=0, by=secretary(meeting), at=make.EVENING)

    line.refresh_from_db()
    meeting.refresh_from_db()
    assert (line.status, line.reason, line.revision) == ("excused", "sick", 1)
    assert (meeting.excused_count, meeting.unknown_count, meeting.present_count) == (1, 2, 0)
    marked = audit.AuditEvent.objects.filter(name="meetings.attendance.marked")
    assert [(e.before["status"], e.after["status"]) for e in marked] == [("unknown", "excused")]


def test_two_people_marking_one_line_differently_are_both_shown():
    meeting = make.meeting()
    line = meeting.whole_roll.get(number=1)
    by = secretary(meeting)
    actions.mark_attendance(line, status="present", seen=0, by=by, at=make.EVENING)

    with pytest.raises(Changed) as changed:
        actions.mark_attendance(line, status="unexcused", seen=0, by=by, at=make.EVENING)

    assert changed.value.current.status == "present"
    assert meeting.whole_roll.get(number=1).status == "present"


def test_an_exempt_member_who_comes_joins_both_sides_of_the_share():
    unit = make.branch(members=3)
    exempt = make.member(unit)
    make.standing(exempt, "exempt")
    meeting = make.meeting(unit)
    make.mark_all(meeting)
    before = Meeting.objects.get(pk=meeting.pk)

    line = meeting.whole_roll.get(person=exempt)
    actions.mark_attendance(line, status="present", seen=0, by=secretary(meeting), at=make.EVENING)

    meeting.refresh_from_db()
    assert (before.present_count, before.expected_count) == (3, 3)
    assert (meeting.present_count, meeting.expected_count) == (4, 4)


def test_an_unknown_person_at_roll_call_is_pointed_to_the_guests():
    meeting = make.meeting()

    says = refused(lambda: actions.mark_many(meeting, [Mark(99, "present")], by=secretary(meeting), at=make.EVENING))

    assert says == "Không có ai ở số thứ tự 99 trong danh sách. Người ngoài danh sách thì ghi là khách."
    assert Meeting.objects.get(pk=meeting.pk).present_count == 0


def test_marking_after_closing_is_refused():
    meeting = make.meeting(state="closed")
    line = meeting.whole_roll.get(number=1)

    says = refused(
        lambda: actions.mark_attendance(line, status="unexcused", seen=1, by=secretary(meeting), at=make.EVENING)
    )
    assert "bổ sung biên bản" in says
    assert meeting.whole_roll.get(number=1).status == "present"


# Opinions, tasks, votes -------------------------------------------------------------------------


def test_a_double_tap_records_an_opinion_once_and_counts_the_speaker_once():
    meeting = make.meeting()
    make.mark_all(meeting)
    item = meeting.agenda.get(part="discussion")
    speaker = meeting.whole_roll.get(number=1).person
    key = uuid7()

    for _tap in range(2):
        actions.record_opinion(
            item, text="Đề nghị lắp đèn", speaker=speaker, by=secretary(meeting), at=make.EVENING, id=key
        )
    actions.record_opinion(item, text="Bổ sung", speaker=speaker, by=secretary(meeting), at=make.EVENING)

    meeting.refresh_from_db()
    assert (Opinion.objects.count(), meeting.speakers_count) == (2, 1)


def test_somebody_not_marked_present_cannot_have_spoken():
    meeting = make.meeting()
    item = meeting.agenda.get(part="discussion")
    absent = meeting.whole_roll.get(number=1).person

    says = refused(
        lambda: actions.record_opinion(item, text="…", speaker=absent, by=secretary(meeting), at=make.EVENING)
    )
    assert "chưa được ghi có mặt" in says


def test_two_people_saving_the_same_item_lose_nothing():
    meeting = make.meeting()
    item = meeting.agenda.get(part="discussion")
    actions.change_item(item, seen=0, by=secretary(meeting), at=make.EVENING, content="Bản một")

    with pytest.raises(Changed) as changed:
        actions.change_item(item, seen=0, by=secretary(meeting), at=make.EVENING, content="Bản hai")

    item.refresh_from_db()
    assert (changed.value.current.content, item.content) == ("Bản một", "Bản một")


def test_a_vote_waits_until_everybody_has_a_status():
    meeting = make.meeting()

    says = refused(
        lambda: actions.put_to_vote(meeting, matter="other", text="x", by=secretary(meeting), at=make.EVENING)
    )
    assert says == "Còn 3 đồng chí chưa ghi có mặt hay vắng. Điểm danh đủ, rồi biểu quyết."


def test_probationary_members_are_not_in_the_vote_and_a_wrong_count_says_by_how_much():
    unit = make.branch(members=4)
    make.member(unit, probationary=True)
    meeting = make.meeting(unit)
    make.mark_all(meeting)
    by = secretary(meeting)
    motion = actions.put_to_vote(meeting, matter="resolution", text="Nghị quyết", by=by, at=make.EVENING)

    def count(in_favour: int):
        return actions.record_count(motion, in_favour=in_favour, against=0, abstained=0, seen=0, by=by, at=make.EVENING)

    assert (motion.electorate_count, motion.present_count) == (4, 4)
    assert "Cộng được 5 phiếu, nhiều hơn 4" in refused(lambda: count(5))
    assert "Mới đếm 3 trên 4" in refused(lambda: count(3))
    assert count(4).passed
    resolution = Resolution.objects.get(origin_id=meeting.pk)
    assert (resolution.state, resolution.symbol) == ("adopted", "01-NQ/CB")


def test_a_resolution_that_does_not_pass_gets_no_number():
    unit = make.branch(members=4)
    meeting = make.meeting(unit)
    make.mark_all(meeting)
    by = secretary(meeting)
    motion = actions.put_to_vote(meeting, matter="resolution", text="Nghị quyết", by=by, at=make.EVENING)
    actions.record_count(motion, in_favour=2, against=2, abstained=0, seen=0, by=by, at=make.EVENING)

    resolution = Resolution.objects.get(origin_id=meeting.pk)
    assert (resolution.state, resolution.number) == ("rejected", None)


def test_numbers_run_per_kind_and_term():
    unit = make.branch()
    for month in (3, 4):
        make.meeting(unit, state="closed", day=date(2022, month, 3))

    assert sorted(Resolution.objects.values_list("number", flat=True)) == [1, 2]
    assert sorted(Minutes.objects.values_list("number", flat=True)) == [1, 2]


def test_last_months_tasks_open_the_next_meeting_with_their_results():
    unit = make.branch()
    first = make.meeting(unit)
    make.mark_all(first)
    by = secretary(first)
    someone = first.whole_roll.get(number=1).person
    task = actions.assign_task(
        first, description="Lắp đèn ngõ", assignee=someone, due_on=date(2022, 3, 25), by=by, at=make.EVENING
    )
    make.vote(first, "minutes")
    actions.close_meeting(first, by=by, at=make.at(hour=21))
    decisions.report_task(task, state="done", text="Đã lắp ba bóng", seen=0, by=by, at=make.at(date(2022, 3, 20)))

    second = make.meeting(unit, state="closed", day=date(2022, 4, 3))

    opened_with = second.minutes.content["last_tasks"]
    assert [(t["description"], t["state"], t["result"]) for t in opened_with] == [
        ("Lắp đèn ngõ", "done", "Đã lắp ba bóng")
    ]


def test_a_task_cannot_be_due_before_it_is_assigned():
    meeting = make.meeting()
    someone = meeting.whole_roll.get(number=1).person

    says = refused(
        lambda: actions.assign_task(
            meeting,
            description="x",
            assignee=someone,
            due_on=date(2022, 3, 1),
            by=secretary(meeting),
            at=make.EVENING,
        )
    )
    assert "trước ngày giao việc" in says and not Task.objects.exists()


# Closing and signing ----------------------------------------------------------------------------


def test_closing_needs_a_full_roll_and_passed_minutes():
    meeting = make.meeting()
    by = secretary(meeting)

    assert "Còn 3 đồng chí" in refused(lambda: actions.close_meeting(meeting, by=by, at=make.at(hour=21)))
    make.mark_all(meeting)
    assert "chưa được đọc" in refused(lambda: actions.close_meeting(meeting, by=by, at=make.at(hour=21)))
    assert Meeting.objects.get(pk=meeting.pk).state == "in_session"


def test_closing_twice_changes_nothing():
    meeting = make.meeting(state="closed")
    before = Minutes.objects.get(meeting=meeting)

    actions.close_meeting(meeting, by=secretary(meeting), at=make.at(hour=23))

    assert Minutes.objects.get(meeting=meeting).sha256 == before.sha256
    assert Meeting.objects.get(pk=meeting.pk).closed_at == before.closed_at


def test_after_the_minutes_passed_nothing_is_added():
    meeting = make.meeting()
    make.mark_all(meeting)
    make.vote(meeting, "minutes")
    item = meeting.agenda.get(part="discussion")
    speaker = meeting.whole_roll.get(number=1).person

    says = refused(
        lambda: actions.record_opinion(item, text="Muộn", speaker=speaker, by=secretary(meeting), at=make.EVENING)
    )
    assert "đã được đọc và thông qua" in says


def test_two_signatures_freeze_the_minutes_under_a_hash_anybody_can_recompute():
    meeting = make.meeting(state="signed")
    minutes = meeting.minutes

    assert minutes.frozen_at and minutes.signatures.count() == 2
    assert content_hash(minutes.content) == minutes.sha256
    assert {s.sha256 for s in minutes.signatures.all()} == {minutes.sha256}


def test_only_chair_and_minute_taker_sign():
    meeting = make.meeting(state="closed")
    stranger = make.own(make.member(meeting.unit))

    says = refused(lambda: actions.sign_minutes(meeting, role="chair", by=stranger, at=make.at(hour=22)))
    assert "chủ trì và thư ký" in says and not meeting.minutes.signatures.exists()


@pytest.mark.parametrize("statement", ["UPDATE meetings_minutes SET sha256 = 'x'", "DELETE FROM meetings_minutes"])
def test_the_database_itself_refuses_to_change_signed_minutes(statement):
    meeting = make.meeting(state="signed")
    before = meeting.minutes.sha256

    with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert Minutes.objects.get(meeting=meeting).sha256 == before


def test_unsigned_minutes_are_not_frozen_by_the_trigger():
    meeting = make.meeting(state="closed")

    assert Minutes.objects.filter(meeting=meeting).update(sha256="y") == 1


@pytest.mark.skipif(connection.vendor != "sqlite", reason="INSERT OR REPLACE is SQLite's")
def test_replace_does_not_walk_past_the_trigger():
    meeting = make.meeting(state="signed")

    with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT OR REPLACE INTO meetings_minutes SELECT * FROM meetings_minutes")

    assert content_hash(Minutes.objects.get(meeting=meeting).content) == meeting.minutes.sha256


def test_a_correction_is_an_addendum_and_the_signed_words_stay():
    meeting = make.meeting(state="reported")
    before = meeting.minutes.sha256

    addendum = actions.add_addendum(
        meeting,
        text="Đ/c An phát biểu hai lần",
        reason="Ghi thiếu",
        by=secretary(meeting),
        at=make.at(hour=23),
    )

    assert (addendum.number, Minutes.objects.get(meeting=meeting).sha256) == (1, before)


def test_an_unsigned_record_is_not_reported():
    meeting = make.meeting(state="closed")

    assert "chưa đủ hai chữ ký" in refused(
        lambda: actions.report_meeting(meeting, by=secretary(meeting), at=make.at(hour=23))
    )


# By party groups --------------------------------------------------------------------------------


def test_party_groups_add_up_into_the_branchs_record_and_keep_their_sub_totals():
    unit = make.branch(members=7, groups=2)
    meeting = make.meeting(unit, state="closed", groups=True)

    parts = list(meeting.group_meetings.order_by("unit__position"))
    groups = meeting.minutes.content["groups"]
    assert [part.present_count for part in parts] == [4, 3]
    assert (meeting.present_count, meeting.expected_count) == (7, 7)
    assert [(g["unit"], g["present"]) for g in groups] == [("Tổ đảng số 1", 4), ("Tổ đảng số 2", 3)]


def test_the_branch_waits_for_its_groups():
    unit = make.branch(members=4, groups=2)
    meeting = make.meeting(unit, groups=True)
    make.mark_all(meeting)
    make.vote(meeting, "minutes")

    says = refused(lambda: actions.close_meeting(meeting, by=secretary(meeting), at=make.at(hour=21)))
    assert "Tổ đảng số 1, Tổ đảng số 2 chưa kết thúc" in says


def test_groups_counts_must_add_up_to_the_branchs():
    unit = make.branch(members=4, groups=2)
    meeting = make.meeting(unit, groups=True)
    make.mark_all(meeting)
    by = secretary(meeting)
    motion = actions.put_to_vote(meeting, matter="resolution", text="NQ", by=by, at=make.EVENING)
    voters = decisions.Electorate(2, 2)
    parts = [
        decisions.Part(part.unit, voters, favour, 0, 2 - favour)
        for part, favour in zip(meeting.group_meetings.all(), (2, 1), strict=True)
    ]

    says = refused(
        lambda: actions.record_count(
            motion, in_favour=4, against=0, abstained=0, seen=0, by=by, at=make.EVENING, parts=parts
        )
    )
    assert "Cộng các tổ được 3/0/1, chi bộ ghi 4/0/0" in says
    done = actions.record_count(
        motion, in_favour=3, against=0, abstained=1, seen=0, by=by, at=make.EVENING, parts=parts
    )
    assert (done.passed, done.tallies.count()) == (True, 2)


def test_a_member_without_a_group_stops_the_invitation_and_is_named():
    unit = make.branch(members=4, groups=2)
    make.member(unit, "Lê Thị Lẻ")
    meeting = make.meeting(unit, state="prepared", groups=True)

    says = refused(lambda: actions.convene_meeting(meeting, by=secretary(meeting), at=make.EVENING - timedelta(days=3)))
    assert "Lê Thị Lẻ" in says and not Attendance.objects.exists()
