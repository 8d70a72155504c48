"""The board: marks of the grid, the month in numbers, what needs attention."""

from datetime import date, timedelta

import pytest

from nennep.core.periods import Month, Period
from nennep.meetings import actions as meetings
from nennep.organisation.models import Ward
from nennep.reports import actions
from nennep.reports.board import Board, board, whole_percent
from nennep.reports.records import Records
from tests import make

pytestmark = pytest.mark.django_db


def board_of(ward: Ward, on: date, month: Month | None = None) -> Board:
    actions.refresh(ward.pk, until=on)
    return board(Records(ward, Period.year(2022), on=on), month or Month.of(on), with_findings=True)


def marks(shown: Board) -> list[tuple[str, str] | None]:
    (line,) = shown.lines
    return [(mark.tone, mark.text) if mark else None for mark in line.months]


def test_each_month_has_its_mark_and_its_attendance():
    branch = make.branch(members=3)
    make.meeting(branch, state="reported", day=date(2022, 1, 3))
    make.meeting(branch, state="signed", day=date(2022, 2, 3))
    make.meeting(branch, state="signed", day=date(2022, 4, 3))
    make.meeting(branch, state="planned", day=date(2022, 5, 3))

    assert marks(board_of(branch.ward, date(2022, 4, 5))) == [
        ("done", "100"),
        ("late", "100"),
        ("missing", ""),
        ("waiting", "100"),
        ("todo", ""),
        *[None] * 7,
    ]


def test_a_cancelled_meeting_is_crossed_and_still_opens():
    branch = make.branch(members=3)
    meeting = make.meeting(branch, state="planned")
    secretary = make.actor("secretary", of=branch)
    meetings.cancel_meeting(meeting, reason="Bão", by=secretary, at=make.at())

    (line,) = board_of(branch.ward, make.DAY).lines

    mark = line.months[2]
    assert (mark.tone, mark.text, mark.meeting_id) == ("missing", "", meeting.pk)


def test_a_theme_stands_in_its_quarter_and_a_quarter_without_one_is_missing():
    branch = make.branch(members=3)
    for month in (1, 2, 3):
        make.meeting(branch, state="reported", day=date(2022, month, 3))
    make.meeting(branch, state="reported", kind="thematic", day=date(2022, 4, 9))

    (line,) = board_of(branch.ward, date(2022, 4, 20)).lines

    assert [mark.tone if mark else None for mark in line.quarters] == ["missing", "thematic", None, None]


def test_the_month_in_numbers_adds_up_to_the_branches_due():
    ward = make.ward()
    make.meeting(make.branch(ward), state="reported")
    make.meeting(make.branch(ward), state="signed")
    make.meeting(make.branch(ward), state="planned", day=date(2022, 3, 20))
    make.branch(ward)

    summary = board_of(ward, date(2022, 3, 5)).summary

    assert (summary.due, summary.held, summary.waiting, summary.not_held) == (4, 2, 1, 2)


def test_a_theme_that_waits_for_its_record_is_not_among_the_regular_meetings_of_the_month():
    branch = make.branch()
    make.meeting(branch, state="closed", day=date(2022, 3, 3))
    make.meeting(branch, state="closed", kind="thematic", day=date(2022, 3, 20))

    summary = board_of(branch.ward, date(2022, 3, 21)).summary

    assert (summary.due, summary.held, summary.waiting, summary.not_held) == (1, 1, 1, 0)


def test_what_is_overdue_comes_before_what_waits():
    ward = make.ward()
    overdue, waiting, without = make.branch(ward), make.branch(ward), make.branch(ward)
    make.meeting(overdue, state="signed", day=date(2022, 3, 3))
    make.meeting(waiting, state="closed", day=date(2022, 3, 12))

    shown = board_of(ward, date(2022, 3, 14))

    of_month = [item for item in shown.attention if item.tone != "missing" and "chuyên đề" not in item.words]
    assert [(item.tone, item.unit, item.words) for item in of_month] == [
        ("late", overdue, "Biên bản đã ký, chưa báo cáo, quá hạn 08/03/2022"),
        ("waiting", waiting, "Chờ ký biên bản, hạn 17/03/2022"),
        ("todo", without, "Chưa lên lịch sinh hoạt tháng 03/2022"),
    ]
    assert shown.summary.late == 1


def test_a_task_past_its_day_is_named_once_a_branch():
    branch = make.branch(members=3)
    meeting = make.meeting(branch, state="in_session")
    secretary = make.actor("secretary", of=branch)
    for _each in range(2):
        meetings.assign_task(
            meeting,
            description="Vận động hộ dân",
            assignee=meeting.chair,
            due_on=date(2022, 3, 10),
            by=secretary,
            at=meeting.starts_at,
        )

    shown = board_of(branch.ward, date(2022, 3, 11))

    assert "2 nhiệm vụ quá hạn" in [item.words for item in shown.attention]


def test_a_meeting_near_without_papers_or_invitations_is_named():
    branch = make.branch(members=3)
    make.meeting(branch, state="planned", day=date(2022, 3, 20))

    shown = board_of(branch.ward, date(2022, 3, 20) - timedelta(days=0))

    said = [item.words for item in shown.attention]
    assert "Sinh hoạt ngày 20/03/2022, chưa gửi giấy mời" in said
    assert "Sinh hoạt ngày 20/03/2022, chưa có tài liệu" in said


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [(97, 103, "94"), (199, 200, "99"), (5, 5, "100"), (0, 4, "0"), (0, 0, "")],
)
def test_the_grid_says_100_only_when_nobody_was_missing(part, whole, text):
    assert whole_percent(part, whole) == text


def test_a_ward_without_meetings_shows_an_empty_board():
    ward = make.branch().ward

    shown = board_of(ward, date(2022, 3, 5))

    assert (shown.has_meetings, shown.attendance.has_data, marks(shown)) == (False, False, [None] * 12)
