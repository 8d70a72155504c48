"""Months, quarters and years: the periods by which branches meet and report."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta


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
