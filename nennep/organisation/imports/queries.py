"""What the pages of an import ask: the ward's imports, their rows, and who a row may be about."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from nennep.organisation.imports.fates import Fate
from nennep.organisation.imports.records import Choice, ImportRow, MemberImport
from nennep.organisation.models import Membership, Person, Placement

LAST = 20


def last_imports(ward_id: UUID) -> QuerySet[MemberImport]:
    """The last imports of a ward, the newest first: one query."""
    return MemberImport.objects.filter(ward=ward_id).select_related("upload").order_by("-brought_at", "-pk")[:LAST]


def rows_of_fate(made: MemberImport, fate: str) -> QuerySet[ImportRow]:
    """The rows of one fate, in the order of the file."""
    return made.rows.filter(ward=made.ward_id, fate=fate).order_by("number")


def rows_by_number(made: MemberImport, numbers: Collection[int]) -> dict[int, ImportRow]:
    """Rows by the number they have in the file."""
    return {each.number: each for each in made.rows.filter(ward=made.ward_id, number__in=numbers)}


@dataclass(frozen=True)
class Known:
    """A person of the ward with the branch and the membership of today, as far as there are any."""

    person: Person
    member: Membership | None
    unit: str


def known_people(ward_id: UUID, ids: Collection[str]) -> Iterable[Known]:
    """People whom rows may be about: three queries for any number."""
    places = Placement.objects.filter(ward=ward_id, person__in=ids, kind="official", valid_to__isnull=True)
    units = dict(places.values_list("person", "unit__name"))
    memberships = Membership.objects.filter(ward=ward_id, person__in=ids, ended_on__isnull=True)
    members = {each.person_id: each for each in memberships}
    for person in Person.objects.filter(ward=ward_id, pk__in=ids):
        yield Known(person, members.get(person.pk), units.get(person.pk, ""))


@dataclass(frozen=True)
class Accepted:
    """What taking would do now."""

    new: int
    changed: int
    doubtful: int
    faulty: int

    @property
    def whole(self) -> int:
        return self.new + self.changed


def accepted(made: MemberImport) -> Accepted:
    """How many rows would be taken, and how many wait: one query."""
    new = changed = doubtful = faulty = 0
    for fate, choice in made.rows.filter(ward=made.ward_id).exclude(fate=Fate.SAME).values_list("fate", "choice"):
        left = choice == Choice.LEAVE
        new += (fate == Fate.NEW and not left) or (fate == Fate.TWIN and choice == Choice.APART)
        changed += (fate == Fate.CHANGED and not left) or (fate == Fate.TWIN and choice == Choice.MERGE)
        doubtful += fate == Fate.TWIN and not choice
        faulty += fate == Fate.ERROR and not left
    return Accepted(new, changed, doubtful, faulty)


def rows_that_left(made: MemberImport) -> Iterable[tuple[int, dict[str, Any]]]:
    """The number of each row taken and what was made of it, with what could not be taken along."""
    return made.rows.filter(ward=made.ward_id).exclude(made={}).order_by("number").values_list("number", "made")
