"""Months, quarters, half-years, years and any stretch of months: the periods by which branches meet and report."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import translation
from django.utils.translation import gettext as _

TERM_YEARS = 5
_KEY = re.compile(r"^((?:19|20)\d{2})(?:-(?:H([12])|Q([1-4])|(\d{2})))?$")


@dataclass(frozen=True, order=True)
class Month:
    """One calendar month, the period (kỳ) of a regular meeting. Stored as the date of its first day."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> "Month":
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, text: str) -> "Month":
        """Read "2022-03"; ValueError for anything else."""
        year, _dash, number = text.partition("-")
        month = cls(int(year), int(number))
        return cls.of(month.first)

    @property
    def first(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        return self.next.first - timedelta(days=1)

    @property
    def next(self) -> "Month":
        return Month(self.year + self.number // 12, self.number % 12 + 1)

    @property
    def previous(self) -> "Month":
        return Month.of(self.first - timedelta(days=1))

    @property
    def quarter(self) -> int:
        return (self.number - 1) // 3 + 1

    def plus(self, months: int) -> "Month":
        """So many months later, or earlier where negative."""
        year, index = divmod(self.year * 12 + self.number - 1 + months, 12)
        return Month(year, index + 1)

    def day(self, number: int) -> date:
        """Day `number` of this month, or its last day where the month is shorter (the 31st in February)."""
        return min(self.first + timedelta(days=number - 1), self.last)

    def __contains__(self, day: date) -> bool:
        return (day.year, day.month) == (self.year, self.number)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"


def months_of(year: int) -> list[Month]:
    """The twelve months of a year."""
    return [Month(year, number) for number in range(1, 13)]


def months_between(first: Month, last: Month) -> Iterator[Month]:
    """From `first` to `last`, both included."""
    while first <= last:
        yield first
        first = first.next


@dataclass(frozen=True)
class Period:
    """From one month to another, both included (kỳ): what score tables, figures and reports tell of (domain.md 3.9)."""

    first: Month
    last: Month

    @classmethod
    def year(cls, year: int) -> "Period":
        return cls(Month(year, 1), Month(year, 12))

    @classmethod
    def quarter(cls, year: int, quarter: int) -> "Period":
        return cls(Month(year, quarter * 3 - 2), Month(year, quarter * 3))

    @classmethod
    def half(cls, year: int, half: int) -> "Period":
        return cls(Month(year, half * 6 - 5), Month(year, half * 6))

    @classmethod
    def month(cls, month: Month) -> "Period":
        return cls(month, month)

    @classmethod
    def parse(cls, key: str) -> "Period":
        """Read "2022", "2022-H1", "2022-Q1", "2022-03" or "2022-03..2023-02"; ValueError for anything else.

        A range reaches no further than a term of five years.
        """
        first, dots, last = key.partition("..")
        if dots:
            span = cls(Month.parse(first), Month.parse(last))
            if span.last < span.first or span.last.year - span.first.year > TERM_YEARS:
                raise ValueError(key)
            return span
        match = _KEY.match(key)
        if match is None:
            raise ValueError(key)
        year, half, quarter, month = match.groups()
        if half:
            return cls.half(int(year), int(half))
        if quarter:
            return cls.quarter(int(year), int(quarter))
        if month:
            return cls.month(Month.parse(key))
        return cls.year(Month(int(year), 1).first.year)

    @property
    def key(self) -> str:
        """How addresses name the period."""
        if self.is_month:
            return str(self.first)
        if self.is_quarter:
            return f"{self.first.year}-Q{self.first.quarter}"
        if self.is_half:
            return f"{self.first.year}-H{1 if self.first.number == 1 else 2}"
        if self.is_year:
            return str(self.first.year)
        return f"{self.first}..{self.last}"

    @property
    def label(self) -> str:
        """The period in words."""
        if self.is_month:
            return _("tháng %(month)s") % {"month": self.first.first.strftime("%m/%Y")}
        if self.is_quarter:
            return _("quý %(quarter)s/%(year)s") % {"quarter": self.first.quarter, "year": self.first.year}
        if self.is_half and self.first.number == 1:
            return _("6 tháng đầu năm %(year)s") % {"year": self.first.year}
        if self.is_half:
            return _("6 tháng cuối năm %(year)s") % {"year": self.first.year}
        if self.is_year:
            return _("năm %(year)s") % {"year": self.first.year}
        months = {"first": f"{self.first.first:%m/%Y}", "last": f"{self.last.first:%m/%Y}"}
        return _("từ tháng %(first)s đến tháng %(last)s") % months

    @property
    def document_label(self) -> str:
        """The period as documents write it, whatever the language of the interface."""
        if self.is_month:
            number = self.first.number
            written = f"{number:02d}" if number < 3 else str(number)
            return f"tháng {written} năm {self.first.year}"
        with translation.override("vi"):
            return self.label

    @property
    def months(self) -> Iterator[Month]:
        return months_between(self.first, self.last)

    @property
    def quarters(self) -> list["Period"]:
        """The quarters that lie wholly inside: only a finished quarter is judged."""
        keys = sorted({(month.year, month.quarter) for month in self.months})
        quarters = [Period.quarter(*key) for key in keys]
        return [quarter for quarter in quarters if self.first <= quarter.first and quarter.last <= self.last]

    @property
    def is_month(self) -> bool:
        return self.first == self.last

    @property
    def is_quarter(self) -> bool:
        return self == Period.quarter(self.first.year, self.first.quarter)

    @property
    def is_half(self) -> bool:
        return self in (Period.half(self.first.year, 1), Period.half(self.first.year, 2))

    @property
    def is_year(self) -> bool:
        return self == Period.year(self.first.year)

    @property
    def before(self) -> "Period":
        """As many months, right before these (kỳ trước)."""
        return self.back(self.length)

    @property
    def length(self) -> int:
        """In months."""
        return len(list(self.months))

    def back(self, months: int) -> "Period":
        """The same stretch so many months earlier."""
        return Period(self.first.plus(-months), self.last.plus(-months))

    def until(self, day: date) -> "Period | None":
        """What can be counted of the period on a day: its finished months, or nothing while there are none.

        A single month is shown as soon as it has begun.
        """
        now = Month.of(day)
        finished = now if now.last == day or self.is_month else now.previous
        if finished < self.first:
            return None
        return Period(self.first, min(self.last, finished))

    def __contains__(self, month: Month) -> bool:
        return self.first <= month <= self.last
