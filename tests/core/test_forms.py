"""Dates and times as people type them."""

from datetime import date, time

import pytest
from django.core.exceptions import ValidationError

from nennep.core.forms import VietnameseDateField, VietnameseTimeField


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("05/02/2026", date(2026, 2, 5)),
        ("3/2/26", date(2026, 2, 3)),
        ("3-2-2026", date(2026, 2, 3)),
        ("03.02.2026", date(2026, 2, 3)),
        ("03022026", date(2026, 2, 3)),
        ("29/02/2024", date(2024, 2, 29)),
    ],
)
def test_day_comes_first_always(typed, meant):
    assert VietnameseDateField().clean(typed) == meant


@pytest.mark.parametrize("typed", ["31/02/1960", "29/02/2026", "0/1/2026", "12/13/2026"])
def test_a_day_that_does_not_exist_is_named(typed):
    with pytest.raises(ValidationError) as error:
        VietnameseDateField().clean(typed)
    assert "không có trong lịch" in error.value.messages[0]


def test_something_else_is_answered_with_an_example():
    with pytest.raises(ValidationError) as error:
        VietnameseDateField().clean("mai")
    assert error.value.messages == ["Nhập ngày/tháng/năm, ví dụ 28/02/2026."]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("19:30", time(19, 30)),
        ("19h30", time(19, 30)),
        ("19h", time(19, 0)),
        ("7h30 tối", time(19, 30)),
        ("7 giờ 30", None),
        ("2h chiều", time(14, 0)),
    ],
)
def test_times(typed, meant):
    if meant is None:
        with pytest.raises(ValidationError):
            VietnameseTimeField().clean(typed)
    else:
        assert VietnameseTimeField().clean(typed) == meant


def test_25_o_clock_is_refused():
    with pytest.raises(ValidationError):
        VietnameseTimeField().clean("25:00")
