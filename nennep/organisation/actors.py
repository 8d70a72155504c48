"""An actor: a person with the posts, charges and placements held on one day. Rooms decide with it."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from nennep.organisation.models import Charge, Person, Placement, Post, holding_on

MEMBER = "member"
CHARGE = "charge"
OFFICERS = ("secretary", "deputy_secretary")
"""Who acts for a branch."""
BRANCH_COMMITTEE = (*OFFICERS, "branch_committee_member")


@dataclass(frozen=True)
class Actor:
    """Who acts, and what they hold `on` that day. Nothing here is a flag: it is read from the records."""

    ward_id: UUID
    person_id: UUID | None
    name: str
    on: date
    held: frozenset[tuple[str, UUID | None]] = field(default=frozenset())
    """Pairs (position, unit); the unit is empty for posts of the ward."""

    def holds(self, *positions: str, unit: UUID | None = None) -> bool:
        """Whether one of the positions is held: of `unit`, or of the ward where no unit is given."""
        return any((position, unit) in self.held for position in positions)

    def units_as(self, *positions: str) -> set[UUID]:
        """The units in which one of the positions is held."""
        return {unit for position, unit in self.held if unit is not None and position in positions}

    @property
    def is_ward_staff(self) -> bool:
        """Ward office, secretary or deputy secretary: they see the branches of the whole ward."""
        return self.holds("office", "ward_secretary", "ward_deputy_secretary")


def actor_of(person: Person, *, on: date) -> Actor:
    """What `person` holds on that day, in one query: posts, charges, and membership of branches and groups."""
    posts = Post.objects.filter(holding_on(on), ward=person.ward_id, person=person)
    charges = Charge.objects.filter(holding_on(on), ward=person.ward_id, person=person)
    placements = Placement.objects.filter(holding_on(on), ward=person.ward_id, person=person)
    held = posts.values_list("position", "unit").order_by()
    rows = held.union(
        charges.order_by().values_list(_constant(CHARGE), "unit"),
        placements.order_by().values_list(_constant(MEMBER), "unit"),
    )
    return Actor(person.ward_id, person.pk, person.full_name, on, frozenset(rows))


def machine(ward_id: UUID, *, on: date, name: str = "Hệ thống") -> Actor:
    """The program itself, acting for the ward office: imports, generated wards, nightly work."""
    return Actor(ward_id, None, name, on, frozenset({("office", None)}))


def _constant(text: str):  # type: ignore[no-untyped-def]
    from django.db.models import CharField, Value

    return Value(text, output_field=CharField())
