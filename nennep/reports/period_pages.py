"""The page on which a period is chosen."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from nennep.core.periods import Month, Period, months_of

YEARS_SHOWN = 3


def years(on: date) -> list[tuple[str, list[tuple[str, str]]]]:
    """The last years, each with its half-years, quarters and months that have begun."""
    return [
        (_("Năm %(year)s") % {"year": year}, _links(year, on)) for year in range(on.year, on.year - YEARS_SHOWN, -1)
    ]


def _links(year: int, on: date) -> list[tuple[str, str]]:
    periods = [
        *(Period.half(year, number) for number in (1, 2)),
        *(Period.quarter(year, number) for number in (1, 2, 3, 4)),
        *map(Period.month, months_of(year)),
    ]
    begun = [each for each in periods if each.first <= Month.of(on)]
    return [(_upper(each.label), reverse("reports:period_report", args=[each])) for each in begun]


def _upper(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"
