"""The yearly rating (đánh giá, xếp loại): classes, points, the cap on the top class; by the set of the year."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

EXCELLENT, GOOD = "excellent", "good"


@dataclass(frozen=True)
class RatingClass:
    """A class (mức xếp loại), the best first."""

    key: str
    title: str
    short: str


@dataclass(frozen=True)
class Cap:
    """How many may be in the top class, counted on one base: so many percent of it, never rounded up.

    The rule does not say how to round; the smaller number is the one nobody can dispute (domain.md 4.1).
    """

    percent: int
    base: int

    @property
    def most(self) -> int:
        return self.base * self.percent // 100


@dataclass(frozen=True)
class RatingRules:
    """The rules of a year's rating."""

    name: str
    title: str
    valid_from: date
    least_months: int
    """Who was admitted less than so many months before the year's end is not rated."""
    cap_percent: int
    cap_percent_exception: int
    """Up to this share, if the competent level decides so."""
    least_points: dict[str, int]
    """The points that a class needs, where the set counts points."""
    source: str
    confidence: str

    def class_by_points(self, points: int) -> str:
        """The best class that the points reach; nothing where the set counts none."""
        if not self.least_points:
            return ""
        return next((key for key in rating_classes() if points >= self.least_points.get(key, 0)), "")

    def caps(self, excellent: int, good: int, *, exception: bool = False) -> dict[str, Cap]:
        """The cap on both readings of its base: those rated "tốt", and those together with the "xuất sắc"."""
        percent = self.cap_percent_exception if exception else self.cap_percent
        return {"good": Cap(percent, good), "good_and_excellent": Cap(percent, good + excellent)}


@cache
def rating_classes() -> dict[str, RatingClass]:
    """The four classes by key, the best first."""
    return {row["key"]: RatingClass(**row) for row in _data()["class"]}


def rating_rules(year: int) -> RatingRules:
    """The set in force on the last day of a year; before the first, the first."""
    sets = [RatingRules(**row) for row in _data()["set"]]
    return next((each for each in reversed(sets) if each.valid_from <= date(year, 12, 31)), sets[0])


def rating_forms(year: int) -> dict[str, str]:
    """The forms of a year, title by key."""
    names = [row["name"] for row in _data()["set"]]
    now = names.index(rating_rules(year).name)
    return {row["key"]: row["title"] for row in _data()["form"] if names.index(row["since"]) <= now}


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files("nennep.rulebook").joinpath("data", "ratings.toml").read_text("utf-8"))
