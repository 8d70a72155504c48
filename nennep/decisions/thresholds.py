"""Who votes and what passes (domain.md 1.4): arithmetic without a database."""

from collections.abc import Iterable
from dataclasses import dataclass

from nennep.organisation.models import Grade, ListedAs
from nennep.rulebook.shares import Share


@dataclass(frozen=True)
class Electorate:
    """Everybody entitled to vote, and how many of them are here."""

    entitled: int
    present: int


def may_vote(grade: str, listed_as: str, *, came: bool) -> bool:
    """Whether a member on the list belongs to the electorate of a members' meeting.

    Official members summoned count, in the room or not. Left out: the probationary, those who vote
    elsewhere (away), guests of the branch (temporary), the suspended, and the exempt who did not come.

    Source: 294-QĐ/TW 9.3.2; Charter, articles 3 and 12; domain.md 1.4.
    """
    if grade != Grade.OFFICIAL:
        return False
    if listed_as in {ListedAs.AWAY, ListedAs.TEMPORARY, ListedAs.SUSPENDED}:
        return False
    return came or listed_as != ListedAs.EXEMPT


def electorate(roll: Iterable[tuple[str, str, bool]]) -> Electorate:
    """Count the electorate of a roll of (grade, footing on the list, came)."""
    voters = [came for grade, listed_as, came in roll if may_vote(grade, listed_as, came=came)]
    return Electorate(entitled=len(voters), present=sum(voters))


PROCEDURE = "procedure"
"""The threshold of votes on how a meeting runs: agenda and minutes."""


def base_of(threshold: str, voters: Electorate) -> int:
    """Of whom a threshold is a share: of everybody summoned, or, in matters of procedure, of those here.

    No quorum of an ordinary meeting is known; so few who came may still pass their own minutes (domain.md 1.4).
    """
    return voters.present if threshold == PROCEDURE else voters.entitled


def is_passed(in_favour: int, *, electorate: int, threshold: Share) -> bool:
    """Whether a motion passes (được thông qua).

    `electorate` is everybody entitled to vote, in the room or not: 11 of 20 pass a resolution even if
    only 12 came. The thresholds themselves are data of the rulebook.

    Source: Charter, article 9; 294-QĐ/TW 9.3.2; domain.md 1.4.
    """
    return threshold.is_met(in_favour, electorate)
