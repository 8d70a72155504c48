"""Who is expected at a meeting (ai phải dự): the one place that decides it, without a database.

Source: 12-HD/BTCTW (2018) and 42-HD/BTCTW (2025) on attendance; domain.md 1.4.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from nennep.organisation.models import Grade, ListedAs
from nennep.rulebook.queries import Rules


def is_expected(listed_as: str, *, came: bool, rules: Rules) -> bool:
    """Whether a member on the list counts in the denominator of attendance.

    The exempt, those on special duty and, where the ward so chose, those away are left out unless they came;
    the suspended are never expected; members here temporarily count where the rule set says so.
    """
    if listed_as == ListedAs.MEMBER:
        return True
    if listed_as == ListedAs.SUSPENDED:
        return False
    if listed_as == ListedAs.TEMPORARY:
        return rules.attendance.count_temporary_here
    return came or listed_as not in rules.attendance.excluded_standings


@dataclass(frozen=True)
class Lines:
    """So many lines of a roll that are alike: grade, footing, status."""

    grade: str
    listed_as: str
    status: str
    count: int

    @property
    def came(self) -> bool:
        return self.status == "present"


@dataclass(frozen=True)
class Headcount:
    """A roll added up: whom it lists, who was expected, who came, who stayed away and how."""

    listed: int = 0
    expected: int = 0
    present: int = 0
    excused: int = 0
    unexcused: int = 0
    unknown: int = 0
    exempt: int = 0
    elsewhere: int = 0
    official_expected: int = 0
    official_present: int = 0
    probationary_expected: int = 0
    probationary_present: int = 0


def headcount(roll: Iterable[Lines], rules: Rules) -> Headcount:
    """Add up a roll; present and expected are counted by `is_expected`, so present never exceeds expected."""
    roll = list(roll)
    expected = [lines for lines in roll if is_expected(lines.listed_as, came=lines.came, rules=rules)]
    present = [lines for lines in expected if lines.came]

    def total(lines: Iterable[Lines], **like: str) -> int:
        return sum(each.count for each in lines if all(getattr(each, k) == v for k, v in like.items()))

    return Headcount(
        listed=total(roll),
        expected=total(expected),
        present=total(present),
        excused=total(roll, status="excused"),
        unexcused=total(roll, status="unexcused"),
        unknown=total(roll, status="unknown"),
        exempt=total(roll, status="exempt"),
        elsewhere=total(roll, status="elsewhere"),
        official_expected=total(expected, grade=Grade.OFFICIAL),
        official_present=total(present, grade=Grade.OFFICIAL),
        probationary_expected=total(expected, grade=Grade.PROBATIONARY),
        probationary_present=total(present, grade=Grade.PROBATIONARY),
    )
