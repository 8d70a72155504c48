"""Themes: the ward's orientation, a branch's four quarters, the ward's word, and what a meeting writes back."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nennep.core.models import AuditEvent
from nennep.core.refusals import Refused
from nennep.meetings import actions as meetings
from nennep.planning import actions, queries
from nennep.planning.models import PlannedTopic, TopicOrientation
from nennep.planning.periods import quarter_of, quarter_span
from nennep.planning.queries import QuarterState, state_of_quarter
from tests import make

pytestmark = pytest.mark.django_db
AT = make.at(date(2022, 1, 5))
YEAR = 2022


@pytest.fixture
def branch():
    return make.branch(make.ward(), members=4)


def secretary(of):
    return make.actor("secretary", of=of)


def suggest(ward, title="Phòng cháy, chữa cháy", *, kinds=(), issued=True) -> TopicOrientation:
    office = make.office(ward)
    made = actions.suggest_topic(
        ward.pk, year=YEAR, title=title, basis="topical", grounds="Các vụ cháy", branch_kinds=kinds, by=office, at=AT
    )
    if issued:
        actions.issue_orientation(ward.pk, year=YEAR, by=office, at=AT)
    return made


def full_plan(branch):
    """One theme a quarter, each with an author."""
    by = secretary(branch)
    author = branch.posts.get(position="secretary").person
    for quarter in (1, 2, 3, 4):
        topic = actions.add_topic(branch, year=YEAR, quarter=quarter, title=f"Chuyên đề {quarter}", by=by, at=AT)
        change(topic, by, author=author)
    return actions.plan_of(branch, YEAR)


def change(topic, by, **words):
    kept = {"title": topic.title, "author": topic.author, "draft_due": topic.draft_due, "meets_on": topic.meets_on}
    return actions.change_topic(topic, **kept | words, seen=topic.revision, by=by, at=AT)


def sentence(work) -> str:
    with pytest.raises(Refused) as refusal:
        work()
    return refusal.value.sentence


# Periods -------------------------------------------------------------------------------------------


@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)))
def test_every_day_is_in_its_quarter(day):
    first, last = quarter_span(*quarter_of(day))

    assert first <= day <= last
    assert 90 <= (last - first).days + 1 <= 92


# Orientation ---------------------------------------------------------------------------------------


def test_branches_see_a_suggestion_once_it_is_issued_and_only_if_it_suits_their_kind(branch):
    ward = branch.ward
    suggest(ward, "Cho mọi chi bộ")
    suggest(ward, "Chỉ cho trường học", kinds=["school"])
    suggest(ward, "Chưa ban hành", issued=False)

    board = queries.orientation_of(ward.pk, YEAR, issued_only=True)

    assert sorted(each.title for each in board) == ["Cho mọi chi bộ", "Chỉ cho trường học"]
    assert [each.title for each in board if each.suits(branch.branch_kind)] == ["Cho mọi chi bộ"]


def test_a_suggestion_without_grounds_is_refused(branch):
    def act():
        actions.suggest_topic(
            branch.ward_id, year=YEAR, title="X", basis="topical", grounds=" ", by=make.office(branch.ward), at=AT
        )

    assert sentence(act) == "Ghi căn cứ của gợi ý: nhiệm vụ nào, hạn chế nào hay việc thời sự nào."
    assert not TopicOrientation.objects.exists()


def test_a_suggestion_that_a_branch_took_up_cannot_be_taken_back(branch):
    suggestion = suggest(branch.ward)
    topic = actions.add_topic(branch, year=YEAR, quarter=2, suggestion=suggestion, by=secretary(branch), at=AT)

    refused = sentence(lambda: actions.remove_suggestion(suggestion, by=make.office(branch.ward), at=AT))
    actions.remove_topic(topic, by=secretary(branch), at=AT)
    actions.remove_suggestion(suggestion, by=make.office(branch.ward), at=AT)

    assert refused.startswith("Gợi ý này đã có chi bộ chọn")
    assert queries.orientation_of(branch.ward_id, YEAR) == []


def test_a_shortcoming_told_twice_stands_once_with_the_newer_words(branch):
    office = make.office(branch.ward)
    for text in ("8,7% (18/208) biên bản muộn", "8,2% (17/208) biên bản muộn"):
        actions.tell_shortcoming(
            branch.ward_id, year=2021, source="on_time_record", text=text, address="/bao-cao/", by=office, at=AT
        )

    assert [each.text for each in queries.shortcomings_of(branch.ward_id, 2021)] == ["8,2% (17/208) biên bản muộn"]


# The plan ------------------------------------------------------------------------------------------


def test_a_plan_waits_until_every_quarter_has_a_theme_and_every_theme_an_author(branch):
    by = secretary(branch)
    for quarter in (1, 2, 4):
        actions.add_topic(branch, year=YEAR, quarter=quarter, title=f"Chuyên đề {quarter}", by=by, at=AT)
    plan = actions.plan_of(branch, YEAR)

    no_third = sentence(lambda: actions.submit_plan(plan, by=by, at=AT))
    actions.add_topic(branch, year=YEAR, quarter=3, title="Chuyên đề 3", by=by, at=AT)
    no_author = sentence(lambda: actions.submit_plan(plan, by=by, at=AT))

    assert no_third.startswith("Quý III chưa đủ chuyên đề.")
    assert no_author.startswith("Chuyên đề “Chuyên đề 1” chưa có người viết.")
    plan.refresh_from_db()
    assert plan.state == "draft"


def test_the_ward_returns_with_a_remark_and_approves(branch):
    plan, by, ward = full_plan(branch), secretary(branch), make.office(branch.ward)
    actions.submit_plan(plan, by=by, at=AT)

    without_words = sentence(lambda: actions.return_plan(plan, remark="", by=ward, at=AT))
    returned = actions.return_plan(plan, remark="Đổi chuyên đề quý II.", by=ward, at=AT)
    too_early = sentence(lambda: actions.approve_plan(plan, by=ward, at=AT))
    actions.submit_plan(plan, by=by, at=AT)
    approved = actions.approve_plan(plan, by=ward, at=AT)

    assert without_words == "Ghi nhận xét để chi bộ biết cần sửa gì."
    assert (returned.state, returned.remark) == ("returned", "Đổi chuyên đề quý II.")
    assert too_early.startswith("Kế hoạch đang ở bước “Phường trả lại”")
    assert approved.state == "approved"


def test_while_the_ward_reads_nothing_changes_and_afterwards_only_with_a_reason_that_is_kept(branch):
    plan, by = full_plan(branch), secretary(branch)
    topic = plan.topics.get(quarter=2)
    actions.submit_plan(plan, by=by, at=AT)

    waiting = sentence(lambda: change(topic, by, title="Tên mới"))
    actions.approve_plan(plan, by=make.office(branch.ward), at=AT)
    no_reason = sentence(lambda: change(topic, by, title="Tên mới"))
    change(topic, by, title="Tên mới", reason="Thành phố ra chỉ thị mới.")
    plan.refresh_from_db()

    assert waiting.startswith("Kế hoạch đang chờ phường duyệt.")
    assert no_reason == "Kế hoạch đã được phường duyệt. Ghi lý do thay đổi."
    assert (plan.state, plan.changed_at) == ("approved", AT)
    trace = AuditEvent.objects.get(name="planning.topic.changed", object_id=topic.pk, after__reason__gt="")
    assert trace.after["reason"] == "Thành phố ra chỉ thị mới."
    assert trace.before["title"] == "Chuyên đề 2"


def test_a_day_outside_the_quarter_and_a_draft_after_the_meeting_are_refused(branch):
    by = secretary(branch)
    topic = actions.add_topic(branch, year=YEAR, quarter=2, title="X", by=by, at=AT)

    outside = sentence(lambda: change(topic, by, meets_on=date(2022, 7, 1)))
    too_late = sentence(lambda: change(topic, by, meets_on=date(2022, 6, 20), draft_due=date(2022, 6, 20)))
    change(topic, by, meets_on=date(2022, 6, 30), draft_due=date(2022, 6, 20))

    assert outside.startswith("Ngày 01/07/2022 không thuộc quý 2/2022.")
    assert too_late == "Hạn nộp bản thảo phải trước ngày sinh hoạt 20/06/2022."


def test_moving_to_another_quarter_clears_a_day_that_no_longer_fits(branch):
    by = secretary(branch)
    topic = actions.add_topic(branch, year=YEAR, quarter=2, title="X", by=by, at=AT)
    topic = change(topic, by, meets_on=date(2022, 6, 30), draft_due=date(2022, 6, 20))

    moved = actions.move_topic(topic, quarter=3, seen=topic.revision, by=by, at=AT)

    assert (moved.quarter, moved.meets_on, moved.draft_due) == (3, None, None)


def test_two_taps_place_a_theme_once(branch):
    key = make.uuid7()
    for _tap in range(2):
        actions.add_topic(branch, year=YEAR, quarter=1, title="X", by=secretary(branch), at=AT, id=key)

    assert PlannedTopic.objects.count() == 1


# How a quarter stands -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("today", "topic", "state"),
    [
        (date(2022, 4, 1), {}, QuarterState.PLANNED),
        (date(2022, 5, 15), {}, QuarterState.PLANNED),  # the 45th day
        (date(2022, 5, 16), {}, QuarterState.LATE),  # the 46th
        (date(2022, 5, 16), {"meets_on": date(2022, 6, 20)}, QuarterState.DATED),
        (date(2022, 7, 1), {"meets_on": date(2022, 6, 20)}, QuarterState.MISSING),
        (date(2022, 7, 1), {"held_on": date(2022, 6, 20)}, QuarterState.HELD),
        (date(2022, 1, 5), {}, QuarterState.PLANNED),
    ],
)
def test_a_quarter_is_late_after_its_forty_fifth_day_without_a_date(today, topic, state):
    topics = [PlannedTopic(quarter=2, title="X", **topic)]

    assert state_of_quarter(YEAR, 2, topics, today) == state
    assert state_of_quarter(YEAR, 3, topics, date(2022, 7, 2)) == QuarterState.EMPTY


def test_branches_without_a_date_after_the_middle_are_named(branch):
    other = make.branch(branch.ward)
    topic = actions.add_topic(other, year=YEAR, quarter=2, title="X", by=secretary(other), at=AT)
    change(topic, secretary(other), meets_on=date(2022, 6, 20))

    late = queries.units_without_a_date(branch.ward_id, [branch, other], date(2022, 5, 20))
    early = queries.units_without_a_date(branch.ward_id, [branch, other], date(2022, 5, 2))

    assert late == [branch]
    assert early == []


# What the meeting writes back ----------------------------------------------------------------------


def test_closing_a_thematic_meeting_writes_day_conclusion_and_minutes_into_the_plan(branch):
    by = secretary(branch)
    topic = actions.add_topic(branch, year=YEAR, quarter=1, title="Nêu gương", by=by, at=AT)
    day = date(2022, 3, 20)
    meeting = meetings.plan_meeting(
        branch,
        kind="thematic",
        month=make.Month.of(day),
        starts_at=make.at(day),
        place="Nhà văn hóa",
        planned_topic=topic,
        by=by,
        at=make.at(day - timedelta(days=9)),
    )
    make.walk(meeting, until="in_session")
    item = meeting.agenda.get(part="summary")
    meetings.change_item(
        item, seen=item.revision, conclusion="Mỗi đảng viên nhận một việc.", by=by, at=make.at(day, 20, 0)
    )
    make.walk(meeting, until="closed")
    topic.refresh_from_db()

    assert meeting.topic == "Nêu gương"
    assert (topic.held_on, topic.conclusion) == (day, "Mỗi đảng viên nhận một việc.")
    assert str(meeting.pk) in topic.record_address
    assert [each.title for each in queries.past_topics(branch.ward_id, asked="neu guong")] == ["Nêu gương"]
    assert list(queries.past_topics(branch.ward_id, asked="chữa cháy")) == []
    assert sentence(lambda: actions.remove_topic(topic, by=by, at=AT)).startswith(
        "Chuyên đề đã sinh hoạt ngày 20/03/2022"
    )


def test_the_first_day_of_a_theme_is_no_change_of_the_approved_plan(branch):
    plan, by = full_plan(branch), secretary(branch)
    actions.submit_plan(plan, by=by, at=AT)
    actions.approve_plan(plan, by=make.office(branch.ward), at=AT)

    dated = change(plan.topics.get(quarter=2), by, meets_on=date(2022, 6, 20))
    another = sentence(lambda: change(dated, by, meets_on=date(2022, 6, 25)))

    plan.refresh_from_db()
    assert (dated.meets_on, plan.changed_at) == (date(2022, 6, 20), None)
    assert another == "Kế hoạch đã được phường duyệt. Ghi lý do thay đổi."
