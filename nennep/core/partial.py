"""Dates as far as they are known: a day, a month or only a year. "1968" is never 01/01/1968."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_DAY = re.compile(r"(\d{1,2})\s*[/.\-\s]\s*(\d{1,2})\s*[/.\-\s]\s*(\d{4}|\d{2})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ][\d:.]+)?")
_MONTH = re.compile(r"(?:thang\s*)?(\d{1,2})\s*[/.\-]\s*(\d{4})")
_YEAR = re.compile(r"(?:nam\s*)?(\d{4})")
_RUN = re.compile(r"(\d{1,2})(\d{2})(\d{4})")
_IN_WORDS = re.compile(r"(?:ngay\s*)?(\d{1,2})\s*thang\s*(\d{1,2})\s*nam\s*(\d{4})")


class Precision(models.TextChoices):
    """How much of a date is known."""

    DAY = "day", gettext_lazy("đến ngày")
    MONTH = "month", gettext_lazy("đến tháng")
    YEAR = "year", gettext_lazy("đến năm")
    UNKNOWN = "unknown", gettext_lazy("chưa rõ ngày")


@dataclass(frozen=True)
class PartialDate:
    """A date of which the month, or the day, may not be known."""

    year: int
    month: int | None = None
    day: int | None = None

    @classmethod
    def of(cls, day: date, precision: str = Precision.DAY) -> "PartialDate | None":
        """What is known of a day that was kept with its precision."""
        if precision == Precision.UNKNOWN:
            return None
        month = None if precision == Precision.YEAR else day.month
        return cls(day.year, month, day.day if precision == Precision.DAY else None)

    @property
    def first(self) -> date:
        """The earliest day it can be: what is kept and computed with."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> date:
        """The latest day it can be."""
        if self.month is None:
            return date(self.year, 12, 31)
        return date(self.year, self.month, self.day or calendar.monthrange(self.year, self.month)[1])

    @property
    def precision(self) -> Precision:
        return Precision.DAY if self.day else Precision.MONTH if self.month else Precision.YEAR

    def fits(self, other: "PartialDate") -> bool:
        """Whether both can be the same day: one may know more than the other."""
        pairs = ((self.year, other.year), (self.month, other.month), (self.day, other.day))
        return all(one is None or two is None or one == two for one, two in pairs)

    def __str__(self) -> str:
        """As offices write it: 03/12/1968, 12/1968 or 1968."""
        parts = [f"{self.day:02d}" if self.day else "", f"{self.month:02d}" if self.month else "", f"{self.year:04d}"]
        return "/".join(part for part in parts if part)

    def isoformat(self) -> str:
        """For machines: 1968-12-03, 1968-12 or 1968."""
        parts = [f"{self.year:04d}", f"{self.month:02d}" if self.month else "", f"{self.day:02d}" if self.day else ""]
        return "-".join(part for part in parts if part)


class NotADate(ValueError):
    """Words that are no date; the argument is the sentence for the reader."""


def parse_iso(text: str) -> PartialDate:
    """Read what `isoformat` wrote."""
    return PartialDate(*(int(part) for part in text.split("-")))


def read_date(words: str, *, latest: date) -> PartialDate:
    """A date as people write it: 3/12/1968, 3-12-68, 03.12.1968, 03121968, 12/1968, 1968.

    Two digits of a year mean the last such year that is not after `latest`: what is imported has happened.
    """
    from nennep.core.text import fold

    said = fold(words)
    if found := _DAY.fullmatch(said) or _IN_WORDS.fullmatch(said) or _RUN.fullmatch(said):
        day, month, year = (int(part) for part in found.groups())
        if len(found[3]) == 2:
            return _in_the_past(day, month, year, latest)
        return _checked(day, month, year)
    if found := _ISO.fullmatch(said):
        year, month, day = (int(part) for part in found.groups())
        return _checked(day, month, year)
    if found := _MONTH.fullmatch(said):
        return _checked(None, int(found[1]), int(found[2]))
    if found := _YEAR.fullmatch(said):
        return _checked(None, None, int(found[1]))
    raise NotADate(
        _("“%(words)s” không phải ngày. Nhập ngày/tháng/năm, ví dụ 28/02/1960, hoặc chỉ năm.") % {"words": words}
    )


def _in_the_past(day: int, month: int, year: int, latest: date) -> PartialDate:
    for century in (latest.year // 100 * 100, latest.year // 100 * 100 - 100):
        found = _checked(day, month, century + year)
        if found.first <= latest:
            return found
    return _checked(day, month, latest.year // 100 * 100 - 100 + year)


def _checked(day: int | None, month: int | None, year: int) -> PartialDate:
    written = "/".join(f"{part:02d}" for part in (day, month) if part is not None) + f"/{year}"
    if month is not None and not 1 <= month <= 12:
        raise NotADate(
            _("Không có tháng %(month)s: “%(written)s”. Nhập ngày/tháng/năm, ví dụ 28/02/1960, hoặc chỉ năm.")
            % {"month": month, "written": written}
        )
    try:
        _real = date(year, month or 1, 1 if day is None else day)
    except ValueError:
        raise NotADate(
            _("Ngày %(written)s không có trong lịch. Nhập ngày/tháng/năm, ví dụ 28/02/1960, hoặc chỉ năm.")
            % {"written": written}
        ) from None
    return PartialDate(year, month, day)


def serial_date(number: float) -> PartialDate | None:
    """The day that Excel keeps as a number, where it lost its format; nothing where it cannot be one."""
    if not (3000 < number < 80_000):
        return None
    day = date(1899, 12, 30) + timedelta(days=int(number))
    return PartialDate(day.year, day.month, day.day)
