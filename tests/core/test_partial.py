"""Dates as far as they are known: read as people write them, shown as they are known, never more."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nennep.core.partial import NotADate, PartialDate, Precision, parse_iso, read_date, serial_date

TODAY = date(2022, 12, 31)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("03/12/1968", "1968-12-03"),
        ("3-12-1968", "1968-12-03"),
        ("3.12.68", "1968-12-03"),
        ("3/12/08", "2008-12-03"),
        ("31/12/22", "2022-12-31"),
        ("1/1/23", "1923-01-01"),
        ("03121968", "1968-12-03"),
        ("3121968", "1968-12-03"),
        ("1968-12-03", "1968-12-03"),
        ("1968-12-03 00:00:00", "1968-12-03"),
        ("12/1968", "1968-12"),
        ("12-1968", "1968-12"),
        ("Tháng 12/1968", "1968-12"),
        ("1968", "1968"),
        ("năm 1968", "1968"),
        ("ngày 3 tháng 12 năm 1968", "1968-12-03"),
    ],
)
def test_dates_as_people_write_them(written, meant):
    assert read_date(written, latest=TODAY).isoformat() == meant


@pytest.mark.parametrize("written", ["31/02/1960", "15/13/2001", "0/1/1990", "13/1968", "abc", "1/2/3/4", "19", ""])
def test_what_is_no_date_is_refused_with_an_example(written):
    with pytest.raises(NotADate) as fault:
        read_date(written, latest=TODAY)

    assert "ví dụ 28/02/1960, hoặc chỉ năm." in str(fault.value)


def test_a_year_is_never_shown_as_its_first_day():
    year = PartialDate.of(date(1968, 1, 1), Precision.YEAR)

    assert (str(year), str(PartialDate.of(date(1968, 12, 1), "month"))) == ("1968", "12/1968")
    assert PartialDate.of(date(1968, 1, 1), Precision.UNKNOWN) is None


def test_a_number_of_excel_is_the_day_excel_shows():
    assert str(serial_date(25175)) == "03/12/1968"
    assert serial_date(1968) is None


partial = st.dates(date(1880, 1, 1), date(2100, 12, 31)).flatmap(
    lambda day: st.sampled_from([PartialDate(day.year), PartialDate(day.year, day.month), PartialDate.of(day)])
)


@given(partial)
def test_whatever_is_written_is_read_again(day):
    assert parse_iso(day.isoformat()) == day
    assert read_date(str(day), latest=date(2100, 12, 31)) == day
    assert PartialDate.of(day.first, day.precision) == day
    assert day.first <= day.last and day.fits(day)
