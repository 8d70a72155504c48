"""The rules by which people are reminded: data, so that an office can read them."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class ReminderRule:
    """What is looked at, who is told, on which days before or after the deadline."""

    key: str
    source: str
    to: str
    title: str
    days: tuple[int, ...]

    def step_on(self, late_by: int) -> int | None:
        """The last day of this rule that has come, `late_by` days after the deadline (negative before it)."""
        return max((day for day in self.days if day <= late_by), default=None)


@cache
def reminder_rules() -> tuple[ReminderRule, ...]:
    """The rules shipped with the program."""
    text = files("nennep.oversight").joinpath("data/reminders.toml").read_text("utf-8")
    return tuple(ReminderRule(**{**row, "days": tuple(row["days"])}) for row in tomllib.loads(text)["rule"])
