"""Score sheets: what is measured, who may write until when, what is refused, what the ward decides, what stays."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from nennep.core.audit import first_broken_link
from nennep.core.models import AuditEvent
from nennep.core.periods import Month, Period
from nennep.core.refusals import Changed, NotFound
from nennep.decisions import actions as decisions
from nennep.meetings import actions as meetings
from nennep.meetings.documents import minutes_document
from nennep.meetings.models import Meeting, SelfScore
from nennep.quality import access, actions, queries
from nennep.quality.actions import sheets as refusals
from nennep.quality.evidence import evidence_of
from nennep.quality.models import Rubric, Score, ScoreSheet
from nennep.quality.trying import try_rubric
from nennep.reports.records import Records
from tests import make
from tests.quality import worlds
from tests.quality.worlds import give

pytestmark = pytest.mark.django_db
FULL = {"1": give(40), "2": give(60)}


def measured(meeting: Meeting, key: str, *, now=None):
    meeting = Meeting.objects.select_related("unit").get(pk=meeting.pk)
    found = evidence_of([meeting], now=now or worlds.late(meeting))[meeting.pk][key]
    return found.value, found.words


# What the records say ---------------------------------------------------------------------------------------


def test_attendance_is_counted_over_those_expected_and_opens_the_roll():
    meeting = worlds.running(absent=1, members=5)
    found = evidence_of([meeting], now=worlds.late(meeting))[meeting.pk]["attendance_percent"]

    assert (found.value, found.words) == (Fraction(80), "dự 80% (4/5)")
    assert found.address == reverse("meetings:roll", args=[meeting.pk])


def test_an_exempt_member_who_stayed_away_does_not_lower_attendance():
    unit = make.branch(members=4)
    make.standing(make.member(unit), "exempt")
    meeting = make.meeting(unit)
    make.mark_all(meeting)

    assert measured(meeting, "attendance_percent") == (Fraction(100), "dự 100% (4/4)")


def test_attendance_is_not_measured_while_somebodys_line_is_open():
    meeting = make.meeting(make.branch(members=3))

    assert measured(meeting, "attendance_percent") == (None, "còn 3 đồng chí chưa điểm danh")


def test_the_length_of_a_running_meeting_gives_no_points_away_and_none_off():
    meeting = worlds.running()
    worlds.adopted_from_file(meeting.ward, "thu-12-hd-2018")
    by = worlds.secretary(meeting)
    rubric = queries.rubric_for(meeting)
    sheet = actions.accept_measured(
        meeting, "branch", rubric_id=rubric.pk, seen=0, by=by, at=meeting.starts_at + timedelta(minutes=70)
    )
    assert sheet.scores.get(key="3.1").points is None, "it may still become 90 minutes"

    sheet = actions.accept_measured(
        meeting, "branch", rubric_id=rubric.pk, seen=1, by=by, at=meeting.starts_at + timedelta(minutes=91)
    )
    assert sheet.scores.get(key="3.1").points == 5


@pytest.mark.parametrize(
    ("finished_on", "words"),
    [
        (date(2022, 3, 20), "xong 100% (1/1) nhiệm vụ tháng trước"),
        (None, "xong 0% (0/1) nhiệm vụ tháng trước"),
        (date(2022, 4, 10), "xong 0% (0/1) nhiệm vụ tháng trước"),  # after the meeting that judges it
    ],
)
def test_last_months_tasks_count_as_they_stood_on_the_day_of_the_meeting(finished_on, words):
    unit = make.branch(members=3)
    by = make.actor("secretary", of=unit)
    before = worlds.running(of=unit)
    task = meetings.assign_task(
        before, description="Việc", assignee=before.chair, due_on=date(2022, 3, 25), by=by, at=worlds.late(before)
    )
    make.walk(before, until="reported")
    meeting = worlds.running(of=unit, day=date(2022, 4, 3))
    if finished_on:
        decisions.report_task(task, state="done", text="Xong", seen=0, by=by, at=make.at(finished_on))

    assert measured(meeting, "tasks_done_percent")[1] == words


def test_a_fourth_excused_absence_running_is_seen_and_a_new_year_begins_anew():
    unit = make.branch(members=3)
    someone = unit.placements.order_by("pk").last().person
    runs = []
    for month in range(2, 8):
        day = date(2022, month, 3)
        meeting = make.meeting(unit, day=day)
        if month != 6:  # in June the member came
            line = meeting.whole_roll.get(person=someone)
            by = worlds.secretary(meeting)
            meetings.mark_many(meeting, [meetings.Mark(line.number, "excused", "sick")], by=by, at=meeting.starts_at)
        make.walk(meeting, until="closed")
        runs.append(int(measured(meeting, "excused_in_a_row")[0]))

    assert runs == [1, 2, 3, 4, 0, 1]


def test_papers_speakers_and_reporting_are_measured():
    meeting = worlds.running(members=4)
    by, item = worlds.secretary(meeting), meeting.agenda.get(part="discussion")
    meetings.record_opinion(item, text="Ý kiến", speaker=meeting.chair, by=by, at=worlds.late(meeting))
    meetings.record_opinion(
        item, text="Nêu gương", speaker=meeting.chair, kind="praise", by=by, at=worlds.late(meeting)
    )

    assert measured(meeting, "papers_days_ahead") == (5, "tài liệu gửi trước 5 ngày")
    assert measured(meeting, "speakers_percent") == (25, "25% (1/4) phát biểu")
    assert measured(meeting, "praise_reminders") == (1, "1 lượt biểu dương, nhắc nhở")
    assert measured(meeting, "report_days") == (None, "chưa báo cáo phường")
    make.walk(meeting, until="reported")
    assert measured(meeting, "report_days") == (1, "báo cáo sau 1 ngày")


def test_a_year_of_meetings_is_measured_in_a_fixed_number_of_queries(django_assert_num_queries):
    unit = make.branch()
    found = [make.meeting(unit, day=date(2022, month, 3), state="closed") for month in (2, 3, 4)]
    found = list(Meeting.objects.filter(pk__in=[each.pk for each in found]).select_related("unit"))

    for some in (found[:1], found):
        with django_assert_num_queries(6):
            evidence_of(some, now=make.EVENING)


# Writing --------------------------------------------------------------------------------------------------------


def test_the_self_score_is_voted_and_stands_in_the_minutes():
    meeting = worlds.running()
    worlds.adopted(meeting.ward)
    sheet = worlds.voted(meeting, {"1": give(40), "2": give(56, "Còn ít ý kiến")})
    make.walk(meeting, until="signed")

    assert (sheet.points, sheet.band, sheet.motion.passed) == (96, "Tốt", True)
    assert meeting.minutes.content["score"] == {
        "points": "96",
        "total": "100",
        "band": "Tốt",
        "rubric": "Bộ tiêu chí nhỏ",
        "shortcomings": ["Tiêu chí 2: Còn ít ý kiến"],
        "in_favour": 3,
        "voters": 3,
    }
    words = [getattr(block, "text", "") for block in minutes_document(meeting).blocks]
    assert "Chấm điểm, xếp loại buổi sinh hoạt" in words
    assert (
        "Chi bộ tự chấm 96/100 điểm, xếp loại Tốt, theo Bộ tiêu chí nhỏ; 100% (3/3) đồng chí có mặt biểu quyết đồng ý."
        in words
    )


def test_a_score_that_was_voted_down_is_not_in_the_minutes_and_may_be_put_again():
    meeting = worlds.running()
    worlds.adopted(meeting.ward)
    worlds.voted(meeting, FULL, passes=False)
    assert SelfScore.objects.get(meeting=meeting).motion.passed is False

    sheet = worlds.voted(meeting, {"1": give(40), "2": give(50, "Chưa đủ ý kiến")})
    make.walk(meeting, until="closed")

    assert sheet.points == 90
    assert meeting.minutes.content["score"]["points"] == "90"


def test_a_score_that_was_passed_stays():
    meeting = worlds.running()
    worlds.adopted(meeting.ward)
    worlds.voted(meeting, FULL)

    with pytest.raises(refusals.ScoreVoted):
        worlds.score(meeting, "branch", {"1": give(40), "2": give(10, "x")})


def test_nothing_is_changed_while_the_branch_votes_on_it():
    meeting = worlds.running()
    worlds.adopted(meeting.ward)
    worlds.score(meeting, "branch", FULL)
    for _twice in range(2):
        actions.propose_self_score(meeting, by=worlds.secretary(meeting), at=worlds.late(meeting))

    assert meeting_votes(meeting) == 1
    with pytest.raises(refusals.ScoreBeingVoted):
        worlds.score(meeting, "branch", {"1": give(40), "2": give(10, "x")})


def meeting_votes(meeting: Meeting) -> int:
    return meeting.unit.motions.filter(origin_id=meeting.pk, matter="quality").count()


def test_a_lost_point_needs_a_reason():
    meeting = worlds.running()
    worlds.adopted(meeting.ward)
    worlds.score(meeting, "branch", {"1": give(40), "2": give(59)})

    with pytest.raises(refusals.LostPointWithoutReason) as refused:
        actions.propose_self_score(meeting, by=worlds.secretary(meeting), at=worlds.late(meeting))
    assert refused.value.sentence == "Ghi lý do trừ 1 điểm ở tiêu chí 2."


def test_points_against_the_records_need_a_reason_too():
    meeting = worlds.running(absent=1, members=5)
    worlds.adopted(meeting.ward)
    by, at = worlds.secretary(meeting), worlds.late(meeting)
    worlds.score(meeting, "branch", FULL)
    with pytest.raises(refusals.ChangeWithoutReason) as refused:
        actions.propose_self_score(meeting, by=by, at=at)
    assert refused.value.sentence == "Tiêu chí 1 hệ thống tính 20 điểm. Ghi vì sao cho điểm khác."

    worlds.score(meeting, "branch", {"1": give(40, "Một đồng chí dự qua điện thoại"), "2": give(60)})
    assert actions.propose_self_score(meeting, by=by, at=at).points == 100


def test_what_is_still_open_is_named():
    meeting = worlds.running()
    worlds.adopted(meeting.ward)
    worlds.score(meeting, "branch", {"1": give(40)})

    with pytest.raises(refusals.SheetIncomplete) as refused:
        actions.propose_self_score(meeting, by=worlds.secretary(meeting), at=worlds.late(meeting))
    assert refused.value.sentence == "Còn 1 tiêu chí chưa cho điểm: 2. Cho điểm đủ, rồi gửi."


@pytest.mark.parametrize("points", [-1, 61])
def test_points_outside_a_criterion_are_refused(points):
    meeting = worlds.running()
    worlds.adopted(meeting.ward)

    with pytest.raises(refusals.PointsOutOfRange) as refused:
        worlds.score(meeting, "branch", {"1": give(40), "2": give(points)})
    assert refused.value.sentence == "Tiêu chí 2 từ 0 đến 60 điểm."


def test_the_same_sheet_twice_is_written_once_and_two_people_at_once_are_told():
    meeting = worlds.running()
    rubric = worlds.adopted(meeting.ward)
    by, at = worlds.secretary(meeting), worlds.late(meeting)
    words = {"shortcomings": "", "rubric_id": rubric.pk, "by": by, "at": at}
    for _retry in range(2):
        actions.record_scores(meeting, "branch", given=FULL, seen=0, **words)

    assert AuditEvent.objects.filter(name="quality.sheet.scored").count() == 1
    with pytest.raises(Changed) as changed:
        actions.record_scores(meeting, "branch", given={"1": give(20, "x")}, seen=0, **words)
    assert changed.value.current.points == 100


def test_a_month_without_a_rubric_is_refused_by_its_month():
    meeting = worlds.running(day=date(2022, 2, 3))
    rubric = worlds.adopted(meeting.ward, valid_from=date(2022, 3, 1))

    with pytest.raises(refusals.NoRubric) as refused:
        actions.record_scores(
            meeting, "branch", given=FULL, shortcomings="", rubric_id=rubric.pk, seen=0,
            by=worlds.secretary(meeting), at=worlds.late(meeting),
        )  # fmt: skip
    assert refused.value.sentence == "Chưa có bộ tiêu chí cho tháng 02/2022."


def test_a_member_whom_the_branch_assigned_may_score_and_nobody_else():
    meeting = worlds.running()
    worlds.adopted(meeting.ward)
    others = [
        line.person for line in meeting.whole_roll.exclude(person__in=[meeting.chair_id, meeting.minute_taker_id])
    ]
    scorer = others[0]
    assert not access.rights_on(meeting, make.own(scorer)).score
    by, at = worlds.secretary(meeting), worlds.late(meeting)
    actions.assign_scorer(meeting, scorer=scorer, by=by, at=at)

    assert access.rights_on(meeting, make.own(scorer)).score
    assert queries.to_score_for(meeting.ward_id, scorer.pk) == [meeting]
    stranger = make.member(make.branch(meeting.ward))
    with pytest.raises(refusals.ScorerNotOfThisBranch):
        actions.assign_scorer(meeting, scorer=stranger, by=by, at=at)
    with pytest.raises(NotFound):
        access.get_meeting(make.own(stranger), meeting.pk, right="score")


def test_a_branch_that_did_not_vote_may_still_hand_in_and_it_is_said():
    meeting = worlds.running()
    worlds.adopted(meeting.ward)
    worlds.reported(meeting)
    worlds.score(meeting, "branch", FULL)
    sheet = actions.submit_sheet(meeting, "branch", by=worlds.secretary(meeting), at=worlds.late(meeting))

    assert (queries.is_submitted(sheet), sheet.motion) == (True, None)


# Versions --------------------------------------------------------------------------------------------------------


def second_version(rubric: Rubric, valid_from: date) -> Rubric:
    data = worlds.SMALL | {"band": [{"name": "Tốt", "from": 80}, {"name": "Kém", "from": 0}]}
    return worlds.adopted(rubric.ward, data, valid_from=valid_from)


def test_a_sheet_keeps_the_version_it_was_begun_under():
    meeting = worlds.running()
    first = worlds.adopted(meeting.ward)
    worlds.voted(meeting, {"1": give(40), "2": give(45, "Ngắn")})
    second = second_version(first, date(2022, 3, 1))
    worlds.reported(meeting)
    sheet = worlds.by_charge(meeting, {"1": give(40), "2": give(45, "Ngắn")})

    assert (sheet.rubric, sheet.band) == (first, "Khá"), "85 are Tốt only in the second version"
    assert queries.rubric_for(worlds.running(of=make.branch(meeting.ward))) == second


def test_a_form_of_a_version_that_was_replaced_meanwhile_is_refused():
    meeting = worlds.running()
    first = worlds.adopted(meeting.ward)
    second_version(first, date(2022, 3, 1))

    with pytest.raises(refusals.RubricReplaced) as refused:
        worlds.score(meeting, "branch", FULL, rubric_id=first.pk)
    assert "Bộ tiêu chí vừa đổi sang “Bộ tiêu chí nhỏ (2)”" in refused.value.sentence


def test_a_rubric_for_schools_goes_before_one_for_all():
    ward = make.ward()
    everybody = worlds.adopted(ward)
    schools = worlds.adopted(ward, worlds.SMALL | {"code": "truong", "branch_kinds": ["school"]})
    both = queries.adopted_rubrics(ward.pk)

    assert queries.rubric_on(both, "school", "regular", make.DAY) == schools
    assert queries.rubric_on(both, "street_block", "regular", make.DAY) == everybody
    assert queries.rubric_on(both, "street_block", "thematic", make.DAY) is None
    assert queries.rubric_on(both, "street_block", "regular", date(2021, 12, 31)) is None


def test_the_next_version_ends_the_one_before_and_may_not_begin_earlier():
    first = worlds.adopted(make.ward())
    second = second_version(first, date(2022, 6, 1))
    first.refresh_from_db()

    assert (first.valid_to, second.version) == (date(2022, 6, 1), 2)
    with pytest.raises(actions.rubrics.AdoptedLater):
        worlds.adopted(first.ward, worlds.SMALL | {"title": "Bản ba"}, valid_from=date(2022, 5, 1))


def test_a_rubric_of_103_points_cannot_be_adopted():
    ward = make.ward()
    more = {"key": "3", "group": "2", "text": "Thêm", "max": 3, "kind": "number"}
    data = worlds.SMALL | {
        "criterion": [*worlds.SMALL["criterion"], more],
        "group": [{"key": "1", "title": "A"}, {"key": "2", "title": "B"}],
    }
    with pytest.raises(actions.rubrics.RubricContradicts) as refused:
        worlds.adopted(ward, data)
    assert "Các tiêu chí cộng lại 103 điểm, phải đúng 100. Bớt 3 điểm." in refused.value.sentence


# Deciding --------------------------------------------------------------------------------------------------------


def test_the_ward_decides_and_everything_is_frozen_in_the_database_too():
    meeting = worlds.both(FULL)
    sheet = worlds.decide(meeting, FULL)
    again = worlds.decide(meeting, {"1": give(40), "2": give(10, "x")})
    meeting.refresh_from_db()

    assert (meeting.state, sheet.points, again.pk) == ("settled", 100, sheet.pk)
    rubric = sheet.rubric
    for change in (
        lambda: ScoreSheet.objects.filter(side="branch").update(points=1),
        lambda: Score.objects.filter(sheet__side="charge").update(points=1),
        lambda: Score.objects.filter(sheet__side="ward").delete(),
        lambda: Rubric.objects.filter(pk=rubric.pk).update(content={}),
        lambda: Rubric.objects.filter(pk=rubric.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert first_broken_link(meeting.ward_id) is None


def test_a_sheet_decided_while_the_branch_edits_refuses_the_edit_with_the_moment():
    meeting = worlds.running()
    worlds.adopted(meeting.ward)
    worlds.reported(meeting)
    worlds.score(meeting, "branch", {"1": give(40)})
    worlds.by_charge(meeting, FULL)
    meeting.refresh_from_db()
    worlds.decide(meeting, FULL)

    with pytest.raises(refusals.SheetSettled) as refused:
        worlds.score(meeting, "branch", FULL)
    assert "Phường đã chốt điểm buổi này lúc 19:30, 08/03/2022" in refused.value.sentence
    draft = ScoreSheet.objects.get(meeting=meeting, side="branch")
    assert (draft.points, draft.submitted_at, draft.scores.get(key="1").points) == (None, None, 40)


def test_a_branch_that_edits_while_the_ward_decides_is_seen_before_the_decision():
    meeting = worlds.running()
    worlds.adopted(meeting.ward)
    worlds.reported(meeting)
    worlds.by_charge(meeting, FULL)
    meeting.refresh_from_db()
    on_the_table = queries.seen_of(queries.sheets_of(meeting))
    worlds.score(meeting, "branch", {"1": give(40), "2": give(30, "Ngắn")})

    with pytest.raises(Changed):
        worlds.decide(meeting, FULL, seen=on_the_table)
    assert worlds.decide(meeting, FULL).points == 100


def test_the_ward_too_says_why_a_point_is_lost_and_leaves_nothing_open():
    meeting = worlds.both(FULL)
    with pytest.raises(refusals.LostPointWithoutReason):
        worlds.decide(meeting, {"1": give(40), "2": give(50)})
    with pytest.raises(refusals.SheetIncomplete):
        worlds.decide(meeting, {"1": give(40)})

    assert not ScoreSheet.objects.filter(side="ward").exists()
    meeting.refresh_from_db()
    assert meeting.state == "scored"


def test_a_record_that_has_not_reached_the_ward_is_not_decided_on():
    meeting = worlds.running()
    worlds.adopted(meeting.ward)
    worlds.voted(meeting, FULL)
    make.walk(meeting, until="signed")

    with pytest.raises(refusals.NotReportedYet):
        worlds.decide(meeting, FULL)


def test_all_undisputed_are_decided_at_once_and_what_changed_meanwhile_is_named():
    ward = make.ward()
    worlds.adopted(ward)
    agreed, changed = (worlds.both(FULL, of=make.branch(ward)) for _each in range(2))
    # The committee member writes again before the office presses.
    by = worlds.in_charge(changed.unit)
    worlds.score(changed, "charge", {"1": give(40), "2": give(55, "Ngắn")}, by=by)
    actions.submit_sheet(changed, "charge", by=by, at=worlds.late(changed))
    done = actions.decide_undisputed([agreed, changed], by=make.office(ward), at=make.at(date(2022, 3, 9)))

    assert (done.settled, done.left) == ([agreed], [changed])
    again = actions.decide_undisputed([agreed], by=make.office(ward), at=make.at(date(2022, 3, 9)))
    assert (again.settled, again.left) == ([], [])


def test_what_reports_ask_is_counted_from_the_decisions():
    ward = make.ward()
    worlds.adopted(ward)
    lost = {"1": give(40), "2": give(45, "Thảo luận ngắn")}
    good = worlds.both(FULL, of=make.branch(ward))
    bad = worlds.both(FULL, lost, of=make.branch(ward))
    worlds.decide(good, FULL)
    worlds.decide(bad, lost)
    march = Month(2022, 3)
    rows = queries.outcomes(ward.pk, march, march)

    assert [(row.ward, row.band, row.gap, row.is_top) for row in rows] == [
        (Decimal(100), "Tốt", 0, True),
        (Decimal(85), "Khá", 15, False),
    ]
    assert queries.bands_counted(rows) == {"Tốt": 1, "Khá": 1}
    [criterion] = queries.lost_points(ward.pk, march, march)
    assert (criterion.key, criterion.points, criterion.reasons) == ("2", 15, ((bad.pk, "Thảo luận ngắn"),))


def test_what_waits_for_whom():
    meeting = worlds.running()
    worlds.adopted(meeting.ward)
    worlds.voted(meeting, FULL)
    worlds.reported(meeting)
    since = date(2022, 1, 1)

    assert queries.waiting_to_decide(meeting.ward_id) == 1
    assert queries.meetings_to_score(meeting.ward_id, {meeting.unit_id}, "charge", since=since) == [meeting]
    worlds.by_charge(meeting, FULL)
    assert queries.meetings_to_score(meeting.ward_id, {meeting.unit_id}, "charge", since=since) == []
    meeting.refresh_from_db()
    worlds.decide(meeting, FULL)
    assert queries.waiting_to_decide(meeting.ward_id) == 0


# Trying --------------------------------------------------------------------------------------------------------


def test_a_trial_scores_what_the_records_say_and_keeps_nothing():
    worlds.running(absent=1, members=5)
    meeting = Meeting.objects.select_related("unit").get()
    make.walk(meeting, until="reported")
    rubric = worlds.adopted(meeting.ward)
    found = try_rubric(rubric.scheme, [meeting], now=make.EVENING)
    [line] = found.lines

    assert (line.measured, line.measurable, line.at_best.points) == (20, 40, 80)
    assert [each.key for each in found.measured_by_records] == ["1"]
    assert [each.key for each in found.left_open] == ["2"]
    assert [(criterion.key, times) for criterion, times in found.lost] == [("1", 1)]
    assert found.bands == {"Khá": 1}
    assert not ScoreSheet.objects.exists()


def test_the_reports_indicators_of_quality_open_their_meetings():
    ward = make.ward()
    worlds.adopted(ward)
    lost = {"1": give(40), "2": give(45, "Thảo luận ngắn")}
    good, bad = worlds.both(FULL, of=make.branch(ward)), worlds.both(FULL, lost, of=make.branch(ward))
    worlds.decide(good, FULL)
    worlds.decide(bad, lost)
    records = Records(ward, Period.year(2022), on=date(2022, 4, 5))

    assert [records.figure(key).parts for key in ("quality", "quality_gap")] == ["1/2", "1/2"]
    assert [row.note for row in records.figure("quality").rows()] == [
        "03/03/2022; chi bộ 100, cấp ủy viên 100, phường 100 – Tốt",
        "03/03/2022; chi bộ 100, cấp ủy viên 85, phường 85 – Khá",
    ]
