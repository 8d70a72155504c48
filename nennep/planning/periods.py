"""Quarters of a year, by which themes are planned."""

from datetime import date

from nennep.core.periods import Month

QUARTERS = (1, 2, 3, 4)
ROMAN = {1: "I", 2: "II", 3: "III", 4: "IV"}


def quarter_of(day: date) -> tuple[int, int]:
    """The year and the quarter of a day."""
    return day.year, Month.of(day).quarter


def quarter_span(year: int, quarter: int) -> tuple[date, date]:
    """The first and the last day of a quarter."""
    return Month(year, 3 * quarter - 2).first, Month(year, 3 * quarter).last
