"""The months that a figure tells of: a month, a quarter or a year, up to its last finished month."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from nennep.core.periods import Month, months_between

_KEY = re.compile(r"^(\d{4})(?:-(?:Q([1-4])|(\d{2})))?$")


@dataclass(frozen=True)
class Period:
    """From one month to another, both included (kỳ báo cáo)."""

    first: Month
    last: Month

    @classmethod
    def year(cls, year: int) -> "Period":
        return cls(Month(year, 1), Month(year, 12))

    @classmethod
    def quarter(cls, year: int, quarter: int) -> "Period":
        return cls(Month(year, quarter * 3 - 2), Month(year, quarter * 3))

    @classmethod
    def month(cls, month: Month) -> "Period":
        return cls(month, month)

    @classmethod
    def parse(cls, key: str) -> "Period":
        """Read "2022", "2022-Q1", "2022-03" or "2022-03..2023-02"; ValueError for anything else."""
        first, dots, last = key.partition("..")
        if dots:
            span = cls(Month.parse(first), Month.parse(last))
            if span.last < span.first or span.last.year - span.first.year > 2:
                raise ValueError(key)
            return span
        match = _KEY.match(key)
        if match is None:
            raise ValueError(key)
        year, quarter, month = match.groups()
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
        if self == Period.quarter(self.first.year, self.first.quarter):
            return f"{self.first.year}-Q{self.first.quarter}"
        if self == Period.year(self.first.year):
            return str(self.first.year)
        return f"{self.first}..{self.last}"

    @property
    def label(self) -> str:
        """The period in words."""
        if self.is_month:
            return _("tháng %(month)s") % {"month": self.first.first.strftime("%m/%Y")}
        if self == Period.quarter(self.first.year, self.first.quarter):
            return _("quý %(quarter)s/%(year)s") % {"quarter": self.first.quarter, "year": self.first.year}
        if self == Period.year(self.first.year):
            return _("năm %(year)s") % {"year": self.first.year}
        months = {"first": f"{self.first.first:%m/%Y}", "last": f"{self.last.first:%m/%Y}"}
        return _("từ tháng %(first)s đến tháng %(last)s") % months

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
