"""Whose turn it is with each thing that is not in order."""

from datetime import date

import pytest

from nennep.core.periods import Month, Period
from nennep.meetings import actions as meetings
from nennep.organisation import actions as organisation
from nennep.organisation.models import Ward
from nennep.reports import actions
from nennep.reports.board import board
from nennep.reports.records import Records
from nennep.reports.turns import Step, whose_turn
from tests import make

ALL = ("secretary", "deputy_secretary", "charge")


def turns(ward: Ward, on: date) -> dict[str, str]:
    """What the board says is not in order with the regular meetings and tasks, and whose turn each thing is."""
    actions.refresh(ward.pk, until=on)
    shown = board(Records(ward, Period.year(2022), on=on), Month.of(on), with_findings=False)
    return {item.words: item.turn for item in shown.attention if "chuyên đề" not in item.words}


@pytest.mark.parametrize(
    ("step", "held", "signed", "turn"),
    [
        (Step.PLAN, ALL, (), "Bí thư chi bộ"),
        (Step.PREPARE, ALL, (), "Bí thư chi bộ"),
        (Step.END, ALL, (), "Bí thư chi bộ"),
        (Step.REPORT, ALL, (), "Bí thư chi bộ"),
        (Step.ATTEND, ALL, (), "Bí thư chi bộ"),
        (Step.REPORT, ("deputy_secretary", "charge"), (), "Phó Bí thư chi bộ"),
        (Step.REPORT, ("charge",), (), "Văn phòng Đảng ủy"),
        (Step.SIGN, ALL, (), "Người ghi biên bản, Chủ trì hội nghị"),
        (Step.SIGN, ALL, ("minute_taker",), "Chủ trì hội nghị"),
        (Step.LAPSED, ALL, (), "Đảng ủy viên phụ trách"),
        (Step.LAPSED, ("secretary",), (), "Văn phòng Đảng ủy"),
        (Step.TASKS, ALL, (), "Người được giao nhiệm vụ"),
    ],
)
def test_the_next_step_is_for_whoever_has_the_right_to_it(step, held, signed, turn):
    assert whose_turn(step, held=held, signed=signed) == turn


@pytest.mark.django_db
def test_a_record_goes_from_the_signers_to_the_secretary():
    ward = make.ward()
    make.meeting(make.branch(ward), state="closed", day=date(2022, 3, 10))
    make.meeting(make.branch(ward), state="signed", day=date(2022, 3, 11))

    shown = turns(ward, date(2022, 3, 12))

    assert [(words.split(",")[0], turn) for words, turn in shown.items()] == [
        ("Chờ ký biên bản", "Người ghi biên bản, Chủ trì hội nghị"),
        ("Chờ báo cáo biên bản", "Bí thư chi bộ"),
    ]


@pytest.mark.django_db
def test_a_month_that_is_over_is_for_the_committee_member_in_charge():
    branch = make.branch()
    make.meeting(branch, state="reported", day=date(2022, 1, 3))
    make.meeting(branch, state="reported", day=date(2022, 3, 3))
    without_charge = turns(branch.ward, date(2022, 3, 12))

    make.charge(branch)

    gone = "Tháng 02/2022 không có buổi sinh hoạt thường kỳ"
    assert without_charge == {gone: "Văn phòng Đảng ủy"}
    assert turns(branch.ward, date(2022, 3, 12)) == {gone: "Đảng ủy viên phụ trách"}


@pytest.mark.django_db
def test_a_meeting_called_off_in_the_running_month_can_still_be_planned_by_the_branch():
    branch = make.branch()
    meeting = make.meeting(branch, state="planned", day=date(2022, 3, 10))
    make.charge(branch)
    secretary = make.actor("secretary", of=branch)
    meetings.cancel_meeting(meeting, reason="Bão", by=secretary, at=make.at(date(2022, 3, 9)))

    assert turns(branch.ward, date(2022, 3, 12)) == {"Tháng 03/2022 không có buổi sinh hoạt thường kỳ": "Bí thư chi bộ"}


@pytest.mark.django_db
def test_the_turn_follows_who_holds_the_office_on_the_day():
    branch = make.branch()
    make.meeting(branch, state="signed", day=date(2022, 3, 3))
    make.actor("deputy_secretary", of=branch)
    before = turns(branch.ward, date(2022, 3, 14))
    post = branch.posts.get(position="secretary")
    by = make.office(branch.ward)

    organisation.end_post(post, on=date(2022, 3, 13), by=by, at=make.at(date(2022, 3, 13)))

    overdue = "Biên bản đã ký, chưa báo cáo, quá hạn 08/03/2022"
    assert before == {overdue: "Bí thư chi bộ"}
    assert turns(branch.ward, date(2022, 3, 14)) == {overdue: "Phó Bí thư chi bộ"}
