"""The periods for which score tables are made: a month, a half-year, a year (domain.md 3.9)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from nennep.core.periods import Month, months_between

_KEY = re.compile(r"^((?:19|20)\d{2})(?:-(?:(0[1-9]|1[0-2])|H([12])))?$")


@dataclass(frozen=True)
class Span:
    """From one month to another, both included."""

    first: Month
    last: Month
    key: str

    @classmethod
    def parse(cls, text: str) -> "Span | None":
        """Read "2022-03", "2022-H1" or "2022"; nothing for anything else."""
        found = _KEY.match(text)
        if found is None:
            return None
        year, month, half = found.groups()
        if month:
            one = Month(int(year), int(month))
            return cls(one, one, text)
        if half:
            start = 1 if half == "1" else 7
            return cls(Month(int(year), start), Month(int(year), start + 5), text)
        return cls(Month(int(year), 1), Month(int(year), 12), text)

    @classmethod
    def month(cls, month: Month) -> "Span":
        return cls(month, month, str(month))

    @property
    def is_month(self) -> bool:
        return self.first == self.last

    @property
    def months(self) -> Iterator[Month]:
        return months_between(self.first, self.last)

    @property
    def label(self) -> str:
        """The period in words."""
        if self.is_month:
            return _("tháng %(month)s") % {"month": self.first.first.strftime("%m/%Y")}
        if self.key.endswith("H1"):
            return _("6 tháng đầu năm %(year)s") % {"year": self.first.year}
        if self.key.endswith("H2"):
            return _("6 tháng cuối năm %(year)s") % {"year": self.first.year}
        return _("năm %(year)s") % {"year": self.first.year}

    @property
    def document_label(self) -> str:
        """The period as documents write it, whatever the language of the interface."""
        if self.is_month:
            number = self.first.number
            return (
                f"tháng {number:02d} năm {self.first.year}" if number < 3 else f"tháng {number} năm {self.first.year}"
            )
        halves = {"H1": "6 tháng đầu ", "H2": "6 tháng cuối "}
        return f"{halves.get(self.key[-2:], '')}năm {self.first.year}"
