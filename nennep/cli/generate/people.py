"""Fictitious people: names and ages as a ward has them."""

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any

AGES = {
    "street_block": ((1935, 1949, 3), (1950, 1962, 9), (1963, 1978, 4), (1979, 1998, 2)),
    "school": ((1968, 1980, 4), (1981, 1996, 6)),
    "police": ((1970, 1982, 3), (1983, 1999, 6)),
    "health": ((1966, 1980, 4), (1981, 1995, 5)),
    "unstated": ((1964, 1978, 5), (1979, 1994, 5)),
}
"""Years of birth by kind of branch, with weights: retired people in the street blocks, staff elsewhere."""
WOMEN = {"street_block": 0.46, "school": 0.85, "police": 0.2, "health": 0.7, "unstated": 0.5}


@dataclass
class Someone:
    """A person to be entered, before there is a row."""

    full_name: str
    sex: str
    birth_year: int
    birth_date: date | None
    joined_on: date
    official_on: date | None
    card_number: str
    phone: str
    channel: str


@cache
def content(name: str) -> dict[str, Any]:
    """A content file of the generator."""
    return tomllib.loads(files("nennep.cli.generate").joinpath("content", f"{name}.toml").read_text("utf-8"))


def someone(random: Random, branch_kind: str, taken: set[str], *, probationary_since: date | None = None) -> Someone:
    """Make up one member of a kind of branch; homonyms happen, as they do, but rarely."""
    born = _birth_year(random, branch_kind)
    if probationary_since:
        born = random.randint(1988, 2001)
    female = random.random() < WOMEN[branch_kind]
    name = _name(random, female, born)
    if name in taken and random.random() < 0.9:
        name = _name(random, female, born)
    taken.add(name)
    joined = probationary_since or _joined(random, born)
    knows_day = born > 1955 or random.random() < 0.6
    return Someone(
        full_name=name,
        sex="female" if female else "male",
        birth_year=born,
        birth_date=date(born, random.randint(1, 12), random.randint(1, 28)) if knows_day else None,
        joined_on=joined,
        official_on=None if probationary_since else joined + timedelta(days=366),
        card_number="" if probationary_since else f"{random.randint(0, 99_999_999):08d}",
        phone=f"09{random.randint(0, 99_999_999):08d}" if born > 1940 else "",
        channel=_channel(random, born),
    )


def _birth_year(random: Random, branch_kind: str) -> int:
    first, last, _weight = random.choices(AGES[branch_kind], [weight for *_years, weight in AGES[branch_kind]])[0]
    return random.randint(first, last)


def _name(random: Random, female: bool, born: int) -> str:
    names = content("names")
    families = names["family"]
    family = random.choices(list(families), list(families.values()))[0]
    sex = "female" if female else "male"
    middle = random.choice(names["middle"][sex])
    given = random.choice(names["given"][f"{sex}_{'old' if born < 1970 else 'young'}"])
    return f"{family} {middle} {given}"


def _joined(random: Random, born: int) -> date:
    year = min(born + random.randint(21, 38), 2019)
    return date(year, random.choice([2, 3, 5, 6, 9, 11, 12]), random.choice([3, 15, 19, 26]))


def _channel(random: Random, born: int) -> str:
    if born < 1945:
        return random.choice(["paper", "paper", "call"])
    return random.choices(["app", "sms", "call"], [7, 2, 1])[0]
