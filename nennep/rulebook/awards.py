"""Which awards there are, for whom, after how many years; the steps of the Party membership badge (Huy hiệu Đảng)."""

import datetime
import tomllib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

RECIPIENTS = {"branch": _lazy("Chi bộ"), "party_group": _lazy("Tổ đảng"), "member": _lazy("Đảng viên")}


@dataclass(frozen=True)
class AwardKind:
    """A form of commendation (hình thức khen thưởng) with its condition (domain.md 4.2, 06-HD/TW item 19)."""

    key: str
    title: str
    condition: str
    recipients: frozenset[str]
    """Whom it can be given to: "branch", "party_group", "member"."""
    source: str
    confidence: str
    after: str = ""
    """The kind that must have been given before, in each of `years_running` years up to the one it is given for."""
    years_running: int = 0
    multiplier: tuple[tuple[str, Decimal], ...] = ()
    multiplier_source: str = ""

    @property
    def whom(self) -> list[str]:
        """For whom it is, and the money with it, in words."""
        words = _("%(times)s × lương cơ sở, theo %(source)s")
        source = self.multiplier_source
        money = {key: words % {"times": _decimal(each), "source": source} for key, each in self.multiplier}
        return [
            ": ".join(filter(None, [str(label), money.get(key, "")]))
            for key, label in RECIPIENTS.items()
            if key in self.recipients
        ]


@dataclass(frozen=True)
class BaseSalary:
    """The base salary (lương cơ sở) from a day on, in đồng a month."""

    since: date
    amount: int
    source: str
    confidence: str


@dataclass(frozen=True)
class Bonus:
    """The money that goes with an award: a multiple of the base salary of the day it was decided."""

    multiplier: Decimal
    base_salary: int

    @property
    def amount(self) -> int:
        return int(self.multiplier * self.base_salary)

    @property
    def times(self) -> str:
        """ "0,3"."""
        return _decimal(self.multiplier)


@dataclass(frozen=True)
class EarlyBadge:
    """How much sooner the gravely ill may have the badge, for steps up to one."""

    to: int
    months: int


@dataclass(frozen=True)
class BadgeRules:
    """The steps of the badge, and on which days of a year badges are handed over."""

    years: tuple[int, ...]
    handing_days: tuple[tuple[int, int], ...]
    """Month and day."""
    early: tuple[EarlyBadge, ...]
    source: str
    confidence: str

    def next_step(self, admitted_on: date, on: date) -> tuple[int, date] | None:
        """The next step from a day on and the day on which its years are full, counted from the day of admission."""
        due = ((years, anniversary(admitted_on, admitted_on.year + years)) for years in self.years)
        return next((step for step in due if step[1] >= on), None)

    def handed_over_on(self, due: date) -> date:
        """The first day of handing over that is not before the day on which the years are full."""
        days = [date(year, *day) for year in (due.year, due.year + 1) for day in self.handing_days]
        return next(day for day in days if day >= due)


def anniversary(day: date, year: int) -> date:
    """The same day of another year; the 29th of February is the 28th where there is none."""
    try:
        return day.replace(year=year)
    except ValueError:
        return date(year, 2, 28)


@cache
def award_kinds() -> dict[str, AwardKind]:
    """Every kind of award by its key, in the order in which they are offered."""
    found = {}
    for row in _rows("kind"):
        words = dict(row)
        words["recipients"] = frozenset(words["recipients"])
        words["multiplier"] = tuple((who, Decimal(text)) for who, text in words.pop("multiplier", {}).items())
        found[row["key"]] = AwardKind(**words)
    return found


def bonus_of(kind: AwardKind, whom: str, on: date) -> Bonus | None:
    """The money for a recipient ("branch", "member") of an award decided on a day, where the rules state one."""
    multiplier = dict(kind.multiplier).get(whom)
    salaries = [each for each in base_salaries() if each.since <= on]
    return Bonus(multiplier, salaries[-1].amount) if multiplier is not None and salaries else None


@cache
def base_salaries() -> tuple[BaseSalary, ...]:
    """The base salaries by the day from which each holds."""
    return tuple(
        BaseSalary(row["from"], **{k: v for k, v in row.items() if k != "from"}) for row in _rows("base_salary")
    )


@cache
def badge_rules() -> BadgeRules:
    """The badge as the rules have it today."""
    row = _data()["badge"]
    days = [datetime.datetime.strptime(text, "%m-%d") for text in row["handing_days"]]
    return BadgeRules(
        years=tuple(row["years"]),
        handing_days=tuple((day.month, day.day) for day in days),
        early=tuple(EarlyBadge(**each) for each in row["early"]),
        source=row["source"],
        confidence=row["confidence"],
    )


def _rows(name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = _data()[name]
    return rows


def _decimal(number: Decimal) -> str:
    return str(number).replace(".", ",")


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files("nennep.rulebook").joinpath("data", "awards.toml").read_text("utf-8"))
