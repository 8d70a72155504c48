"""The questions of a sheet: data with a name, so that an old sheet is read with the questions it was written by."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

VISIT, MINUTES = "visit", "minutes"


@dataclass(frozen=True)
class Question:
    """One thing to look at; `part` is the criterion under which its absence is told."""

    key: str
    part: str
    text: str


@dataclass(frozen=True)
class Checklist:
    """A list of questions, since when it is used, and where it comes from."""

    name: str
    use: str
    since: date
    source: str
    confidence: str
    items: tuple[Question, ...]

    def missing(self, ticked: list[str]) -> list[Question]:
        """What was not seen."""
        return [item for item in self.items if item.key not in ticked]


@cache
def checklists() -> dict[str, Checklist]:
    """Every list the program knows, by name, the oldest first."""
    text = files("nennep.oversight").joinpath("data/checklists.toml").read_text("utf-8")
    rows = sorted(tomllib.loads(text)["checklist"], key=lambda row: row["from"])
    return {
        row["name"]: Checklist(
            row["name"],
            row["use"],
            row["from"],
            row["source"],
            row["confidence"],
            tuple(Question(**item) for item in row["items"]),
        )
        for row in rows
    }


def checklist_for(use: str, on: date) -> Checklist:
    """The list that sheets of a day are written by; before the first, the first."""
    found = [each for each in checklists().values() if each.use == use]
    return next((each for each in reversed(found) if each.since <= on), found[0])
