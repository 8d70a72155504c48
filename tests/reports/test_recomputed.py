"""The year report's figures equal a second count from the raw rows that shares no code with it."""

from datetime import date

import pytest

from nennep.meetings import actions as meetings
from nennep.meetings.actions import Mark
from nennep.meetings.models import Attendance
from nennep.organisation.models import Unit, Ward
from nennep.reports.documents import report_data
from tests import make
from tests.reports.recomputed import Key, Pair, recomputed
from tests.reports.test_year_report import NEW_YEAR, report_of

pytestmark = pytest.mark.django_db
CORE = {"attendance", "regular_held", "thematic_coverage", "on_time_record", "papers", "opinions", "speaking_share"}


def of_report(ward: Ward, year: int, on: date) -> dict[Key, Pair]:
    """What the report's data say; figures that stand for a choice within an indicator are not in the second count."""
    return {
        (each["indicator"], each["unit"], each["period"]): (each["numerator"], each["denominator"] or 0)
        for each in report_data(report_of(ward, year=year, on=on))["figures"]
        if each["counts"] == "part"
    }


def test_every_figure_that_has_a_second_count_equals_it():
    ward = a_ward_with_an_uneven_year()

    told, counted = of_report(ward, 2022, NEW_YEAR), recomputed(ward.pk, 2022, on=NEW_YEAR)

    names = {name for name, _unit, _period in counted}
    told = {key: pair for key, pair in told.items() if key[0] in names}
    assert {name for name, _unit, _period in told} >= CORE
    assert len(told) > 50
    differing = {
        key: (pair, counted.get(key, (0, 0))) for key, pair in told.items() if pair != counted.get(key, (0, 0))
    }
    assert differing == {}


def test_a_line_of_the_roll_changed_behind_the_counters_is_noticed():
    ward = a_ward_with_an_uneven_year()
    line = Attendance.objects.filter(ward=ward, status="present", listed_as="member").first()
    Attendance.objects.filter(pk=line.pk).update(status="unexcused")

    key = ("attendance", None, "2022")

    assert of_report(ward, 2022, NEW_YEAR)[key] != recomputed(ward.pk, 2022, on=NEW_YEAR)[key]


def a_ward_with_an_uneven_year() -> Ward:
    """Somebody absent, a meeting by groups, months without one, a branch founded in June, one that never met."""
    ward = make.ward()
    first, large, _silent = (
        make.branch(ward, members=4),
        make.branch(ward, members=6, groups=2),
        make.branch(ward, members=2),
    )
    young = make.branch(ward, members=3)
    Unit.objects.filter(pk=young.pk).update(valid_from=date(2022, 6, 10))
    meeting = make.meeting(first, day=date(2022, 2, 3))
    absent = meeting.whole_roll.exclude(person=meeting.chair).last()
    secretary = make.actor("secretary", of=first)
    meetings.mark_many(meeting, [Mark(absent.number, "unexcused")], by=secretary, at=meeting.starts_at)
    make.mark_all(meeting)
    make.vote(meeting, "minutes")
    meetings.close_meeting(meeting, by=secretary, at=make.at(date(2022, 2, 3), hour=21))
    make.meeting(first, state="reported", day=date(2022, 3, 3))
    make.meeting(large, state="reported", groups=True)
    make.meeting(large, state="reported", day=date(2022, 5, 3))
    make.meeting(young, state="reported", day=date(2022, 7, 4))
    make.charge(first)
    return ward
