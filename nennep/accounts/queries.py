"""Who can sign in already, and who waits for a card."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from nennep.accounts.models import Account, FirstCode
from nennep.organisation.models import Person, Position, Post, Unit, holding_on
from nennep.organisation.queries import branch_list


@dataclass(frozen=True)
class LoginLine:
    """One person with their posts and how far their log-in is."""

    person: Person
    posts: str
    login_name: str
    has_card: bool
    signs_in: bool


def officers_to_equip(ward_id: UUID, on: date) -> list[LoginLine]:
    """Everybody with a post today, branch by branch: they need to sign in first; four queries."""
    posts = Post.objects.filter(holding_on(on), ward=ward_id).select_related("person", "unit")
    held: dict[Person, list[str]] = {}
    for post in posts.order_by("unit__position", "position", "pk"):
        where = f", {post.unit.short_name}" if post.unit else ""
        held.setdefault(post.person, []).append(f"{Position(post.position).label}{where}")
    return _lines(ward_id, {person: " · ".join(words) for person, words in held.items()})


def members_to_equip(unit: Unit, on: date) -> list[LoginLine]:
    """Everybody on the list of a branch, in the order of given names."""
    return _lines(unit.ward_id, {member.person: "" for member in branch_list(unit, on)})


def _lines(ward_id: UUID, people: dict[Person, str]) -> list[LoginLine]:
    accounts = {account.person_id: account for account in Account.objects.filter(person__in=list(people))}
    waiting = FirstCode.objects.filter(ward=ward_id, used_at__isnull=True, withdrawn_at__isnull=True)
    with_card = set(waiting.values_list("account", flat=True))
    return [_line(person, words, accounts.get(person.pk), with_card) for person, words in people.items()]


def _line(person: Person, words: str, account: Account | None, with_card: set[UUID]) -> LoginLine:
    if account is None:
        return LoginLine(person, words, "", has_card=False, signs_in=False)
    return LoginLine(
        person,
        words,
        account.login_name,
        has_card=account.pk in with_card,
        signs_in=account.has_usable_password(),
    )


def accounts_of_ward(ward_id: UUID) -> int:
    """How many people of the ward have an account, opened or waiting for its card."""
    return Account.objects.filter(person__ward=ward_id).count()
