"""Periods: what addresses call them, and what of them can be counted on a day."""

from datetime import date

import pytest

from nennep.core.periods import Month, Period


@pytest.mark.parametrize(
    "key", ["2022", "2022-H1", "2022-H2", "2022-Q1", "2022-Q4", "2022-03", "2022-12", "2020-06..2025-05"]
)
def test_a_period_is_called_what_it_was_read_from(key):
    assert Period.parse(key).key == key


@pytest.mark.parametrize(
    "key",
    [
        "",
        "22",
        "2022-Q0",
        "2022-Q5",
        "2022-13",
        "2022-00",
        "0000",
        "2022-1",
        "abc",
        "2022-H3",
        "2022-05..2022-04",
        "2019-01..2025-01",
    ],
)
def test_other_words_are_no_period(key):
    with pytest.raises(ValueError):
        Period.parse(key)


@pytest.mark.parametrize(
    ("key", "day", "counted"),
    [
        ("2022", date(2022, 1, 30), None),
        ("2022", date(2022, 1, 31), "2022-01"),
        ("2022", date(2022, 4, 20), "2022-Q1"),
        ("2022", date(2023, 5, 17), "2022"),
        ("2022-Q2", date(2022, 3, 31), None),
        ("2022-03", date(2022, 3, 1), "2022-03"),
        ("2022-03", date(2022, 2, 28), None),
    ],
)
def test_only_finished_months_count_except_of_a_single_month(key, day, counted):
    until = Period.parse(key).until(day)

    assert (until.key if until else None) == counted


def test_only_whole_quarters_are_judged():
    period = Period(Month(2022, 2), Month(2022, 7))

    assert [quarter.key for quarter in period.quarters] == ["2022-Q2"]


@pytest.mark.parametrize(
    ("key", "before"),
    [("2022", "2021"), ("2022-H1", "2021-H2"), ("2022-Q1", "2021-Q4"), ("2022-03", "2022-02"),
     ("2022-02..2022-04", "2021-11..2022-01"), ("2022-01", "2021-12")],
)  # fmt: skip
def test_the_period_before_is_as_long_and_ends_where_this_one_begins(key, before):
    assert Period.parse(key).before.key == before


def test_documents_write_a_period_as_the_field_does():
    keys = ["2022-02", "2022-03", "2022-Q4", "2022-H2", "2022", "2022-11..2023-02"]

    assert [Period.parse(key).document_label for key in keys] == [
        "tháng 02 năm 2022", "tháng 3 năm 2022", "quý 4/2022", "6 tháng cuối năm 2022", "năm 2022",
        "từ tháng 11/2022 đến tháng 02/2023",
    ]  # fmt: skip
