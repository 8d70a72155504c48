"""Who may see which branch and which person."""

from dataclasses import dataclass
from uuid import UUID

from nennep.core.refusals import NotFound
from nennep.organisation.actors import CHARGE, MEMBER, Actor
from nennep.organisation.models import Person, Placement, Unit, UnitKind, holding_on

OFFICERS = ("secretary", "deputy_secretary", "branch_committee_member")


@dataclass(frozen=True)
class UnitRights:
    """What one actor may see of one branch."""

    read: bool
    """The names on its list."""
    details: bool
    """Standings, years of birth, duties; officers, charge and ward staff."""
    phones: bool
    export: bool


def rights_on_unit(unit: Unit, actor: Actor) -> UnitRights:
    """Members see the names of their own branch; officers and the ward more; the operator nothing."""
    if unit.ward_id != actor.ward_id:
        return UnitRights(False, False, False, False)
    officer = actor.holds(*OFFICERS, unit=unit.pk)
    leads = officer or actor.holds("secretary", "deputy_secretary", unit=unit.pk)
    details = officer or actor.is_ward_staff or actor.holds(CHARGE, unit=unit.pk)
    return UnitRights(
        read=details or actor.holds(MEMBER, unit=unit.pk),
        details=details,
        phones=leads or actor.is_ward_staff,
        export=leads or actor.holds("office"),
    )


def get_unit(actor: Actor, unit_id: UUID, *, right: str) -> Unit:
    """The branch, if `actor` has the right; otherwise as if it did not exist."""
    unit = Unit.objects.filter(ward=actor.ward_id, pk=unit_id, kind=UnitKind.BRANCH).first()
    if unit is None or not getattr(rights_on_unit(unit, actor), right):
        raise NotFound
    return unit.as_of(actor.on)


def visible_units(actor: Actor) -> list[Unit]:
    """The branches `actor` may open, in their fixed order."""
    units = Unit.objects.filter(holding_on(actor.on), ward=actor.ward_id, kind=UnitKind.BRANCH)
    if not actor.is_ward_staff:
        units = units.filter(pk__in=actor.units_as(*OFFICERS, CHARGE, MEMBER))
    return [unit.as_of(actor.on) for unit in units.order_by("position", "name", "pk")]


def may_export_ward(actor: Actor) -> bool:
    """Whether `actor` may take the list of all members out as a file."""
    return actor.holds("office")


def get_person(actor: Actor, person_id: UUID) -> Person:
    """A person: oneself, or a member of a branch whose details `actor` may see."""
    person = Person.objects.filter(ward=actor.ward_id, pk=person_id).first()
    if person is None:
        raise NotFound
    if person.pk == actor.person_id or actor.is_ward_staff:
        return person
    seen = actor.units_as(*OFFICERS, CHARGE)
    here = Placement.objects.filter(holding_on(actor.on), ward=actor.ward_id, person=person, unit__in=seen)
    if not here.exists():
        raise NotFound
    return person
