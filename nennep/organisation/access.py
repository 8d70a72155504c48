"""Who may see which branch and which person."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from nennep.core.refusals import NotFound
from nennep.organisation.actors import BRANCH_COMMITTEE, CHARGE, MEMBER, Actor
from nennep.organisation.imports.records import MemberImport
from nennep.organisation.models import (
    Duty,
    MemberChange,
    Person,
    Placement,
    Post,
    ResidenceContact,
    Unit,
    UnitChange,
    UnitKind,
    WorkingRules,
    holding_on,
)
from nennep.organisation.queries import branches


@dataclass(frozen=True)
class UnitRights:
    """What one actor may see of one branch."""

    read: bool
    """The names on its list."""
    details: bool
    """Standings, years of birth, duties; officers, charge and ward staff."""
    phones: bool
    export: bool
    keep: bool = False
    """Record changes of units and members, posts and charges: the ward office."""
    assign: bool = False
    """Duties, party groups, working rules, comments on residents: secretary, deputy, and the office for them."""


def require_ward(actor: Actor) -> None:
    """What the ward's office and its secretaries keep for the whole ward."""
    if not actor.is_ward_staff:
        raise NotFound


def rights_on_unit(unit: Unit, actor: Actor) -> UnitRights:
    """Members see the names of their own branch; officers and the ward more; the operator nothing."""
    if unit.ward_id != actor.ward_id:
        return UnitRights(False, False, False, False)
    officer = actor.holds(*BRANCH_COMMITTEE, unit=unit.pk)
    leads = officer or actor.holds("secretary", "deputy_secretary", unit=unit.pk)
    details = officer or actor.is_ward_staff or actor.holds(CHARGE, unit=unit.pk)
    return UnitRights(
        read=details or actor.holds(MEMBER, unit=unit.pk),
        details=details,
        phones=leads or actor.is_ward_staff,
        export=leads or actor.holds("office"),
        keep=actor.holds("office"),
        assign=actor.holds("secretary", "deputy_secretary", unit=unit.pk) or actor.holds("office"),
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
        units = units.filter(pk__in=actor.units_as(*BRANCH_COMMITTEE, CHARGE, MEMBER))
    return [unit.as_of(actor.on) for unit in units.order_by("position", "pk")]


def units_seen_on(actor: Actor, day: date) -> list[Unit]:
    """The branches of a day that `actor` may open today: of the whole ward, or those of the own posts."""
    units = branches(actor.ward_id, day)
    if actor.is_ward_staff:
        return units
    mine = actor.units_as(*BRANCH_COMMITTEE, CHARGE, MEMBER)
    return [unit for unit in units if unit.pk in mine]


def may_export_ward(actor: Actor) -> bool:
    """Whether `actor` may take the list of all members out as a file."""
    return actor.holds("office")


def get_person(actor: Actor, person_id: UUID) -> Person:
    """A person: oneself, or a member of a branch whose details `actor` may see."""
    person = Person.objects.filter(ward=actor.ward_id, pk=person_id).first()
    if person is not None and person.merged_into_id:
        return get_person(actor, person.merged_into_id)
    if person is None:
        raise NotFound
    if person.pk == actor.person_id or actor.is_ward_staff:
        return person
    seen = actor.units_as(*BRANCH_COMMITTEE, CHARGE)
    here = Placement.objects.filter(holding_on(actor.on), ward=actor.ward_id, person=person, unit__in=seen)
    if not here.exists():
        raise NotFound
    return person


def may_import(actor: Actor) -> bool:
    """Whether `actor` may take members and branches in from a file."""
    return actor.holds("office")


def get_import(actor: Actor, import_id: UUID) -> MemberImport:
    """An import of the ward, for those who may import; otherwise as if it did not exist."""
    found = MemberImport.objects.filter(ward=actor.ward_id, pk=import_id).select_related("upload").first()
    if found is None or not may_import(actor):
        raise NotFound
    return found


def get_person_to_merge(actor: Actor, person_id: UUID) -> Person:
    """A person whose double may be merged into them: the ward office only."""
    person = Person.objects.filter(ward=actor.ward_id, pk=person_id, merged_into__isnull=True).first()
    if person is None or not may_import(actor):
        raise NotFound
    return person


def may_keep(actor: Actor) -> bool:
    """Whether `actor` records changes of people and units: the ward office."""
    return actor.holds("office")


def may_assign_to(person: Person, actor: Actor) -> bool:
    """Whether `actor` writes the duties of a person: an officer of a branch where they take part today."""
    units = actor.units_as("secretary", "deputy_secretary")
    if actor.holds("office") or not units:
        return actor.holds("office")
    here = Placement.objects.filter(holding_on(actor.on), ward=actor.ward_id, person=person, unit__in=units)
    return here.exists()


def get_person_to_change(actor: Actor, person_id: UUID) -> Person:
    """A person whose changes `actor` records."""
    person = Person.objects.filter(ward=actor.ward_id, pk=person_id).first() if may_keep(actor) else None
    if person is None:
        raise NotFound
    return person


def get_member_change(actor: Actor, change_id: UUID) -> MemberChange:
    """A change of a member that `actor` may take back."""
    changes = MemberChange.objects.select_related("person", "unit_from", "unit_to")
    change = changes.filter(ward=actor.ward_id, pk=change_id).first() if may_keep(actor) else None
    if change is None:
        raise NotFound
    return change


def get_unit_change(actor: Actor, change_id: UUID) -> UnitChange:
    """A change of units that `actor` may take back."""
    change = UnitChange.objects.filter(ward=actor.ward_id, pk=change_id).first() if may_keep(actor) else None
    if change is None:
        raise NotFound
    return change


def get_post(actor: Actor, post_id: UUID) -> Post:
    """A post that `actor` may end."""
    posts = Post.objects.select_related("person", "unit")
    post = posts.filter(ward=actor.ward_id, pk=post_id, unit__isnull=False).first() if may_keep(actor) else None
    if post is None:
        raise NotFound
    return post


def get_duty(actor: Actor, duty_id: UUID, *, own: bool = False) -> Duty:
    """A duty: one's own; unless `own` is asked for, also that of a branch in which `actor` assigns duties."""
    duties = Duty.objects.filter(ward=actor.ward_id, pk=duty_id, withdrawn_on__isnull=True)
    duty = duties.select_related("person", "unit").first()
    if duty is None:
        raise NotFound
    if actor.person_id != duty.person_id and (own or not rights_on_unit(duty.unit, actor).assign):
        raise NotFound
    return duty


def get_working_rules(actor: Actor, rules_id: UUID) -> WorkingRules:
    """Working rules with a file, of a branch that `actor` may read."""
    rules = WorkingRules.objects.filter(ward=actor.ward_id, pk=rules_id).select_related("unit", "file").first()
    if rules is None or not rights_on_unit(rules.unit, actor).read:
        raise NotFound
    return rules


def get_contact(actor: Actor, contact_id: UUID) -> ResidenceContact:
    """A member in contact at home, of a branch in which `actor` writes the comments."""
    contacts = ResidenceContact.objects.select_related("person", "unit", "unit__ward")
    contact = contacts.filter(ward=actor.ward_id, pk=contact_id).first()
    if contact is None or not rights_on_unit(contact.unit, actor).assign:
        raise NotFound
    return contact


def units_with_details(actor: Actor) -> list[Unit]:
    """The branches whose members' details `actor` may see, in their fixed order."""
    return [unit for unit in visible_units(actor) if rights_on_unit(unit, actor).details]
