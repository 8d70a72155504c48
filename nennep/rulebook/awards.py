"""Which awards there are, for whom, after how many years; the steps of the Party membership badge (Huy hiệu Đảng)."""

import datetime
import tomllib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any


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


@dataclass(frozen=True)
class Bonus:
    """The money that goes with an award: a multiple of the base salary of the day it was decided."""

    multiplier: Decimal
    base_salary: int
    source: str

    @property
    def amount(self) -> int:
        return int(self.multiplier * self.base_salary)


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

    def handed_over_on(self, due: date) -> date:
        """The first day of handing over that is not before the day on which the years are full."""
        days = [date(year, *day) for year in (due.year, due.year + 1) for day in self.handing_days]
        return next(day for day in days if day >= due)

    def early_months(self, years: int) -> int:
        """How many months sooner the step may be given to the gravely ill."""
        return next(each.months for each in self.early if years <= each.to)


@cache
def award_kinds() -> dict[str, AwardKind]:
    """Every kind of award by its key, in the order in which they are offered."""
    found = {}
    for row in _data()["kind"]:
        words = dict(row)
        words["recipients"] = frozenset(words["recipients"])
        words["multiplier"] = tuple((who, Decimal(text)) for who, text in words.pop("multiplier", {}).items())
        found[row["key"]] = AwardKind(**words)
    return found


def bonus_of(kind: AwardKind, whom: str, on: date) -> Bonus | None:
    """The money for a recipient ("branch", "member") of an award decided on a day, where the rules state one."""
    multiplier = dict(kind.multiplier).get(whom)
    salaries = [row for row in _data()["base_salary"] if row["from"] <= on]
    if multiplier is None or not salaries:
        return None
    return Bonus(multiplier, salaries[-1]["amount"], f"{kind.multiplier_source}; {salaries[-1]['source']}")


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


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files("nennep.rulebook").joinpath("data", "awards.toml").read_text("utf-8"))
