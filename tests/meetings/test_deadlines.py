"""By which day something is due round a meeting: one answer for page, reminder, board and report."""

from datetime import date

import pytest

from nennep.meetings.deadlines import invite_due, papers_due, record_due
from tests import make

OLD, NEW = date(2022, 3, 6), date(2026, 3, 6)
"""Five days for the record under 12-HD/2018, two under 42-HD/2025."""


@pytest.mark.parametrize(
    ("begins", "ends", "due"),
    [
        (make.at(OLD), None, date(2022, 3, 11)),
        (make.at(OLD), make.at(OLD, 23, 59), date(2022, 3, 11)),
        (make.at(OLD), make.at(date(2022, 3, 7), 0, 20), date(2022, 3, 12)),
        (make.at(NEW), None, date(2026, 3, 8)),
        (make.at(NEW), make.at(NEW, 21), date(2026, 3, 8)),
        (make.at(NEW), make.at(NEW, 23, 59), date(2026, 3, 8)),
        (make.at(NEW), make.at(date(2026, 3, 7), 0, 0), date(2026, 3, 9)),
        (make.at(NEW), make.at(date(2026, 3, 7), 0, 20), date(2026, 3, 9)),
        (make.at(NEW, 6), make.at(NEW, 8), date(2026, 3, 8)),  # still the day before by the clock of the world
    ],
)
def test_the_record_is_due_from_the_day_the_meeting_ended(begins, ends, due):
    assert record_due(begins, ends) == due


@pytest.mark.parametrize("hour", [0, 6, 19, 23])
def test_papers_and_invitations_are_due_before_the_day_of_the_ward(hour):
    assert papers_due(make.at(NEW, hour)) == date(2026, 3, 5)
    assert invite_due(make.at(NEW, hour)) == date(2026, 3, 3)
