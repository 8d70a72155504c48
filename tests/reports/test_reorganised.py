"""A year in which a branch was merged in June: nothing is counted twice, and the report says what happened."""

from datetime import date

import pytest

from nennep.core.periods import Period
from nennep.organisation import actions as organisation
from nennep.organisation.actions import NewUnit
from nennep.organisation.actions.register import Decision
from nennep.reports import actions
from nennep.reports.documents import render
from nennep.reports.records import Records
from nennep.reports.year_report import year_report
from tests import make

pytestmark = pytest.mark.django_db
JUNE, ON = date(2023, 6, 15), date(2024, 1, 10)
PAPER = Decision("12-QĐ/ĐU", date(2023, 6, 10))
COUNTED = "không buổi nào tính hai lần."


@pytest.fixture
def ward():
    return make.ward()


@pytest.fixture
def unit(ward):
    return make.branch(ward, members=4)


@pytest.fixture
def other(ward):
    return make.branch(ward, members=3)


def met(unit, *months):
    for month in months:
        make.meeting(unit, state="reported", day=date(2023, month, 3))


def merge(unit, **where):
    by, at = make.office(unit.ward, JUNE), make.at(JUNE)
    return organisation.merge_units(where.pop("units", [unit]), **where, on=JUNE, decision=PAPER, by=by, at=at)


def report_of(ward):
    actions.refresh(ward.pk, until=ON)
    records = Records(ward, Period.year(2023), on=ON)
    return records, year_report(records)


def test_before_june_the_old_branch_counts_from_then_on_the_one_it_went_into(ward, unit, other):
    met(unit, 1, 2, 3, 4, 5, 6)
    met(other, 1, 2, 3, 4, 5, 6)
    merge(other, into=unit)
    met(unit, 7, 8, 9, 10, 11, 12)

    records, report = report_of(ward)
    held, attendance = records.figure("regular_held"), records.figure("attendance")

    assert records.figure("branches").numerator == 1 and records.figure("members").numerator == 7
    assert (held.numerator, held.denominator) == (18, 18)  # 12 of the one, 6 of the other
    assert (attendance.numerator, attendance.denominator) == (6 * 4 + 6 * 3 + 6 * 7,) * 2
    assert len({row.id for row in attendance.rows()}) == len(attendance.rows()) == 18
    assert sum(records.figure("regular_held", each.pk).numerator for each in records.branches) == 18
    words = render(report, "md").decode()
    assert f"Từ ngày 15/06/2023, {other.name} sáp nhập vào {unit.name}." in words and COUNTED in words


def test_two_branches_become_a_new_one(ward, unit, other):
    met(unit, 1, 2, 3, 4, 5)
    met(other, 1, 2, 3, 4)
    change = merge(unit, units=[unit, other], new=NewUnit("Chi bộ hợp nhất", "HN", "street_block"))

    records, report = report_of(ward)
    held = records.figure("regular_held")

    assert held.numerator == 9 and held.denominator == 5 + 5 + 6  # whole months of each: five and five, then July on
    words = render(report, "md").decode()
    assert f"{unit.name} và {other.name} hợp nhất thành Chi bộ hợp nhất." in words
    assert change.parts.get(side="to").unit.name in words


def test_a_merger_that_was_taken_back_is_not_told(ward, unit, other):
    change = merge(other, into=unit)
    by, at = make.office(ward, date(2023, 6, 20)), make.at(date(2023, 6, 20))
    organisation.withdraw_unit_change(change, on=date(2023, 6, 20), by=by, at=at)

    assert COUNTED not in render(report_of(ward)[1], "md").decode()


def test_a_year_without_such_a_change_says_nothing(ward, unit):
    met(unit, 1)

    assert COUNTED not in render(report_of(ward)[1], "md").decode()
