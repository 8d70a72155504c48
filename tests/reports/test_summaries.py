"""Branch-months and ward-months: sums of the facts, the same whether followed or computed from nothing."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nennep.core.periods import Month
from nennep.decisions import actions as decisions
from nennep.meetings import actions as meetings
from nennep.meetings.actions import Mark
from nennep.meetings.models import Meeting
from nennep.reports import actions
from nennep.reports.facts import COUNT_FIELDS, owes_meetings
from nennep.reports.models import BranchMonth, WardMonth
from tests import make

pytestmark = pytest.mark.django_db

MARCH, APRIL = date(2022, 3, 1), date(2022, 4, 1)


def counted(row: BranchMonth | WardMonth) -> dict[str, int]:
    """What is not nought, as a reader would list it."""
    return {field: getattr(row, field) for field in COUNT_FIELDS if getattr(row, field)}


def test_a_whole_meeting_is_counted_by_hand():
    meeting = make.meeting(make.branch(members=4), state="reported")

    actions.refresh(meeting.ward_id)

    assert counted(BranchMonth.objects.get(unit=meeting.unit)) == {
        "regular_due": 1,
        "regular_held": 1,
        "held": 1,
        "expected": 4,
        "present": 4,
        "with_papers": 1,
        "papers_ahead": 1,
        "on_time_records": 1,
        "with_resolution": 1,
        "motions_passed": 1,
        "motions_unanimous": 1,
    }


def test_papers_after_the_lead_time_and_one_voice_against_are_not_counted_as_ahead_and_unanimous():
    meeting = make.meeting(make.branch(members=4), state="prepared")
    by = make.actor("secretary", of=meeting.unit)
    late = meeting.starts_at - timedelta(hours=2)
    meetings.publish_paper(meeting, title="Báo cáo nộp muộn", file=None, by=by, at=late)
    make.walk(meeting, until="in_session")
    make.mark_all(meeting)
    motion = meetings.put_to_vote(meeting, matter="other", text="Việc chung", by=by, at=meeting.starts_at)
    meetings.record_count(motion, in_favour=3, against=1, abstained=0, seen=0, by=by, at=meeting.starts_at)
    make.walk(meeting, until="reported")

    actions.refresh(meeting.ward_id)

    row = BranchMonth.objects.get(unit=meeting.unit)
    assert (row.with_papers, row.papers_ahead) == (1, 0)
    assert (row.motions_passed, row.motions_unanimous) == (2, 1)  # the resolution was agreed by all


def test_a_ward_month_is_the_sum_of_its_branches():
    one = make.meeting(make.branch(members=3), state="reported")
    make.meeting(make.branch(one.ward, members=5), state="closed", day=date(2022, 3, 4))

    actions.refresh(one.ward_id)

    assert counted(WardMonth.objects.get(ward=one.ward)) == {
        "regular_due": 2,
        "regular_held": 2,
        "held": 2,
        "expected": 8,
        "present": 8,
        "with_papers": 2,
        "papers_ahead": 2,
        "on_time_records": 1,
        "with_resolution": 2,
        "motions_passed": 2,
        "motions_unanimous": 2,
    }


def test_a_meeting_that_is_not_closed_counts_as_due_only():
    meeting = make.meeting(make.branch(members=3), state="in_session")

    actions.refresh(meeting.ward_id, until=make.DAY)

    assert counted(BranchMonth.objects.get(unit=meeting.unit)) == {"regular_due": 1}


def test_a_month_without_a_meeting_is_a_fact_too():
    meeting = make.meeting(make.branch(members=3), state="reported")

    actions.refresh(meeting.ward_id, until=date(2022, 5, 20))

    rows = BranchMonth.objects.filter(unit=meeting.unit).order_by("month")
    assert [(row.month.month, row.regular_due, row.regular_held) for row in rows] == [
        (3, 1, 1),
        (4, 1, 0),
        (5, 1, 0),
    ]


def test_months_before_the_first_meeting_of_the_ward_are_empty_not_failed():
    meeting = make.meeting(make.branch(members=3), state="reported")

    actions.refresh(meeting.ward_id, until=make.DAY)

    assert BranchMonth.objects.filter(ward=meeting.ward).order_by("month").first().month == MARCH


def test_a_branch_owes_only_the_months_in_which_it_existed_on_every_day():
    first = make.meeting(make.branch(members=3), state="reported", day=date(2022, 1, 3))
    late = make.branch(first.ward, members=3)
    type(late).objects.filter(pk=late.pk).update(valid_from=date(2022, 2, 15), valid_to=date(2022, 5, 31))

    actions.refresh(first.ward_id, until=date(2022, 6, 1))

    rows = BranchMonth.objects.filter(unit=late).order_by("month")
    assert [(row.month.month, row.regular_due) for row in rows] == [(2, 0), (3, 1), (4, 1), (5, 0)]


def test_a_branch_that_met_in_the_month_of_its_end_is_due_and_held():
    meeting = make.meeting(make.branch(members=3), state="reported")
    make.dissolve(meeting.unit, on=date(2022, 3, 20))

    actions.refresh(meeting.ward_id)

    row = BranchMonth.objects.get(unit=meeting.unit)
    assert (row.regular_due, row.regular_held) == (1, 1)


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "owes"),
    [
        (date(2022, 3, 1), None, True),
        (date(2022, 3, 2), None, False),
        (date(2020, 1, 1), date(2022, 4, 1), True),
        (date(2020, 1, 1), date(2022, 3, 31), False),
    ],
)
def test_the_last_day_of_a_month_belongs_to_it(valid_from, valid_to, owes):
    unit = make.Unit(valid_from=valid_from, valid_to=valid_to)

    assert owes_meetings(unit, Month(2022, 3)) is owes


def test_a_meeting_on_the_31st_counts_in_its_own_month():
    meeting = make.meeting(make.branch(members=3), state="reported", day=date(2022, 3, 31))

    actions.refresh(meeting.ward_id)

    assert [(row.month, row.regular_held) for row in BranchMonth.objects.filter(unit=meeting.unit)] == [(MARCH, 1)]


def test_an_exempt_member_who_came_counts_on_both_sides():
    branch = make.branch(members=3)
    make.standing(make.member(branch), "exempt")
    came = make.member(branch)
    make.standing(came, "exempt")
    meeting = make.meeting(branch)
    line = meeting.whole_roll.get(person=came)
    secretary = make.actor("secretary", of=branch)
    meetings.mark_many(meeting, [Mark(line.number, "present")], by=secretary, at=meeting.starts_at)
    finish(meeting)

    actions.refresh(branch.ward_id)

    row = BranchMonth.objects.get(unit=branch)
    assert (row.present, row.expected) == (4, 4)


def test_a_meeting_by_party_groups_is_one_meeting_with_everybodys_attendance():
    meeting = make.meeting(make.branch(members=6, groups=2), state="reported", groups=True)

    actions.refresh(meeting.ward_id)

    rows = BranchMonth.objects.filter(ward=meeting.ward)
    assert [(row.unit_id, row.held, row.present, row.expected) for row in rows] == [(meeting.unit_id, 1, 6, 6)]


def test_a_thematic_meeting_does_not_stand_for_the_regular_one():
    meeting = make.meeting(make.branch(members=3), state="reported", kind="thematic")

    actions.refresh(meeting.ward_id)

    row = BranchMonth.objects.get(unit=meeting.unit)
    assert (row.regular_due, row.regular_held, row.thematic_held, row.held) == (1, 0, 1, 1)


def test_a_cancelled_meeting_leaves_its_month_due_and_not_held():
    meeting = make.meeting(make.branch(members=3), state="planned")
    secretary = make.actor("secretary", of=meeting.unit)
    meetings.cancel_meeting(meeting, reason="Bão", by=secretary, at=make.at())

    actions.refresh(meeting.ward_id, until=make.DAY)

    row = BranchMonth.objects.get(unit=meeting.unit)
    assert (row.regular_due, row.regular_held) == (1, 0)


def test_a_report_after_the_rules_days_is_late():
    meeting = make.meeting(make.branch(members=3), state="signed")
    secretary = make.actor("secretary", of=meeting.unit)
    meetings.report_meeting(meeting, by=secretary, at=meeting.starts_at + timedelta(days=6))

    actions.refresh(meeting.ward_id)

    row = BranchMonth.objects.get(unit=meeting.unit)
    assert (row.on_time_records, row.held) == (0, 1)


def test_a_task_counts_in_the_month_of_its_deadline():
    meeting = make.meeting(make.branch(members=3), state="in_session")
    task = assign(meeting, due_on=date(2022, 4, 10))
    finish(meeting)
    actions.refresh(meeting.ward_id, until=date(2022, 4, 20))
    before = BranchMonth.objects.get(unit=meeting.unit, month=APRIL)

    secretary = make.actor("secretary", of=meeting.unit)
    decisions.report_task(
        task, state="done", text="Đã làm", seen=task.revision, by=secretary, at=make.at(date(2022, 4, 12))
    )
    actions.refresh(meeting.ward_id, until=date(2022, 4, 20))

    after = BranchMonth.objects.get(unit=meeting.unit, month=APRIL)
    assert (before.tasks_due, before.tasks_late) == (1, 0)
    assert (after.tasks_due, after.tasks_on_time, after.tasks_late) == (1, 0, 1)


def test_looking_twice_computes_nothing_and_asks_once(django_assert_num_queries):
    meeting = make.meeting(make.branch(members=3), state="reported")
    assert actions.refresh(meeting.ward_id, until=make.DAY) == 1

    with django_assert_num_queries(1):
        assert actions.refresh(meeting.ward_id, until=make.DAY) == 0


def test_only_the_months_that_changed_are_computed_again():
    ward = make.ward()
    units = [make.branch(ward, members=2) for _each in range(4)]
    for unit in units:
        make.meeting(unit, state="reported")
    actions.refresh(ward.pk, until=date(2022, 4, 2))

    make.meeting(units[0], state="closed", day=date(2022, 4, 1))

    # Its April, and its March in which the draft resolution was written: two of the eight.
    assert actions.refresh(ward.pk, until=date(2022, 4, 2)) == 2


def test_the_number_of_queries_does_not_depend_on_branches(django_assert_max_num_queries):
    ward = make.ward()
    for _each in range(5):
        make.meeting(make.branch(ward, members=2), state="closed")

    with django_assert_max_num_queries(25):
        actions.rebuild(ward.pk)


def test_a_summary_that_was_tampered_with_is_named():
    meeting = make.meeting(make.branch(members=3), state="reported")
    actions.refresh(meeting.ward_id)
    assert actions.differences(meeting.ward_id) == []

    BranchMonth.objects.filter(unit=meeting.unit).update(present=2)

    found = actions.differences(meeting.ward_id)
    assert [(each.unit_name, each.field, each.stored, each.counted) for each in found] == [
        (meeting.unit.name, "present", 2, 3)
    ]


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(st.sampled_from(["meet", "theme", "cancel", "task", "look", "found", "end"]), max_size=8))
def test_following_the_log_equals_computing_from_nothing(steps):
    ward = make.ward()
    units = [make.branch(ward, members=2)]
    month = Month(2022, 1)
    make.meeting(units[0], state="planned", day=month.day(3))
    for step in steps:
        month = month.next
        walk(step, units, month)
    until = month.next.day(9)
    actions.refresh(ward.pk, until=until)
    followed = snapshot(ward)

    actions.rebuild(ward.pk, until=until)

    assert snapshot(ward) == followed
    assert actions.differences(ward.pk) == []


def walk(step, units, month):
    """One thing that happens in a ward in a month."""
    unit, by = units[-1], make.office(units[0].ward)
    if step == "meet":
        make.meeting(unit, state="reported", day=month.day(3))
    elif step == "theme":
        make.meeting(unit, state="closed", kind="thematic", day=month.day(5))
    elif step == "cancel":
        planned = make.meeting(units[0], state="planned", day=month.day(4))
        meetings.cancel_meeting(planned, reason="Mưa lớn", by=by, at=make.at(month.day(4)))
    elif step == "task":
        meeting = make.meeting(units[0], state="in_session", day=month.day(6))
        assign(meeting, due_on=month.next.day(2))
    elif step == "look":
        actions.refresh(units[0].ward_id, until=month.day(20))
    elif step == "found":
        units.append(make.branch(units[0].ward, members=2))
    elif step == "end" and len(units) > 1:
        make.dissolve(units.pop(), on=month.day(20))


def snapshot(ward):
    rows = BranchMonth.objects.filter(ward=ward).order_by("unit_id", "month")
    sums = WardMonth.objects.filter(ward=ward).order_by("month")
    return [(row.unit_id, row.month, counted(row)) for row in rows], [(row.month, counted(row)) for row in sums]


def assign(meeting: Meeting, *, due_on: date):
    secretary = make.actor("secretary", of=meeting.unit)
    return meetings.assign_task(
        meeting,
        description="Vận động lắp camera",
        assignee=meeting.whole_roll.first().person,
        due_on=due_on,
        by=secretary,
        at=meeting.starts_at,
    )


def finish(meeting: Meeting) -> None:
    """Mark the others present, vote and close."""
    make.mark_all(meeting)
    make.vote(meeting, "minutes")
    secretary = make.actor("secretary", of=meeting.unit)
    meetings.close_meeting(meeting, by=secretary, at=meeting.starts_at + timedelta(minutes=95))
