"""Everything asked of units and people. Nobody else counts members or makes a list of them."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q

from nennep.core.text import fold
from nennep.organisation.models import (
    Charge,
    Duty,
    Grade,
    ListedAs,
    Membership,
    Person,
    Placement,
    PlacementKind,
    Position,
    Post,
    Standing,
    StandingKind,
    Unit,
    UnitKind,
    holding_on,
)

_LISTED_BY_STANDING = {
    StandingKind.SUSPENDED: ListedAs.SUSPENDED,
    StandingKind.AWAY: ListedAs.AWAY,
    StandingKind.SPECIAL_DUTY: ListedAs.SPECIAL_DUTY,
    StandingKind.EXEMPT: ListedAs.EXEMPT,
}
"""In order of weight: a suspended member who is also exempt is suspended."""


def branches(ward_id: UUID, on: date) -> list[Unit]:
    """The branches (chi bộ) of a ward on a day, in their fixed order."""
    units = Unit.objects.filter(holding_on(on), ward=ward_id, kind=UnitKind.BRANCH)
    return [unit.as_of(on) for unit in units.order_by("position", "name", "pk")]


def party_groups(unit: Unit, on: date) -> list[Unit]:
    """The party groups (tổ đảng) of a branch on a day, in their fixed order."""
    groups = Unit.objects.filter(holding_on(on), ward=unit.ward_id, parent=unit)
    return [group.as_of(on) for group in groups.order_by("position", "name", "pk")]


@dataclass(frozen=True)
class ListedMember:
    """One member on a branch's list: who, with what grade, on what footing, in which party group."""

    person: Person
    grade: str
    listed_as: str
    group_id: UUID | None


def branch_list(unit: Unit, on: date) -> list[ListedMember]:
    """The list of a branch on a day (danh sách chi bộ), in the order of given names; four queries.

    Everybody placed there officially or temporarily, the exempt and absent included: who of them is
    expected, `headcount.is_expected` decides. Source: domain.md 1.4.
    """
    placements = (
        Placement.objects.filter(holding_on(on), ward=unit.ward_id, unit=unit)
        .exclude(kind=PlacementKind.GROUP)
        .select_related("person")
        .order_by("person__name_key", "person__birth_year", "person_id")
    )
    here = {placement.person_id: placement for placement in placements}
    official_since = _official_since(unit.ward_id, list(here), on)
    standings: dict[UUID, set[str]] = {}
    for person_id, kind in Standing.objects.filter(
        holding_on(on), ward=unit.ward_id, person__in=list(here)
    ).values_list("person_id", "kind"):
        standings.setdefault(person_id, set()).add(kind)
    groups = group_of_each(unit, on)
    return [
        ListedMember(
            placement.person,
            _grade(official_since[person_id], on),
            _listed_as(placement, standings.get(person_id, set())),
            groups.get(person_id),
        )
        for person_id, placement in here.items()
        if person_id in official_since
    ]


def _official_since(ward_id: UUID, people: list[UUID], on: date) -> dict[UUID, date | None]:
    """Since when each of some people is official; who left and came back has two memberships, one on any day."""
    not_ended = Q(ended_on__isnull=True) | Q(ended_on__gt=on)
    memberships = Membership.objects.filter(not_ended, ward=ward_id, person__in=people)
    rows = memberships.order_by("-admitted_on", "-pk").values_list("person_id", "official_on")
    return dict(rows)  # the earliest that has not ended comes last and stands


def group_of_each(unit: Unit, on: date) -> dict[UUID, UUID]:
    """The party group in which each member of a branch takes part on a day: group by person, one query."""
    placements = Placement.objects.filter(
        holding_on(on), ward=unit.ward_id, kind=PlacementKind.GROUP, unit__parent=unit
    )
    return dict(placements.values_list("person_id", "unit_id"))


def _grade(official_on: date | None, on: date) -> str:
    return Grade.OFFICIAL if official_on and official_on <= on else Grade.PROBATIONARY


def _listed_as(placement: Placement, standings: set[str]) -> str:
    if placement.kind == PlacementKind.TEMPORARY and StandingKind.SUSPENDED not in standings:
        return ListedAs.TEMPORARY
    return next((listed for kind, listed in _LISTED_BY_STANDING.items() if kind in standings), ListedAs.MEMBER)


def is_on_the_list(person: Person, unit: Unit, on: date) -> bool:
    """Whether a person stands on a branch's list that day, officially or temporarily."""
    placements = Placement.objects.filter(holding_on(on), ward=unit.ward_id, unit=unit, person=person)
    return placements.exclude(kind=PlacementKind.GROUP).exists()


def members_by_branch(ward_id: UUID, on: date) -> dict[UUID, list[UUID]]:
    """The members of each branch of a ward on a day (tổng số đảng viên): person ids by branch, one query.

    Counted where they are placed officially, the exempt and those away included, so that nobody counts
    twice and the branches add up to the ward.
    """
    not_ended = Q(person__memberships__ended_on__isnull=True) | Q(person__memberships__ended_on__gt=on)
    placements = Placement.objects.filter(
        holding_on(on), ward=ward_id, kind=PlacementKind.OFFICIAL, unit__kind=UnitKind.BRANCH
    ).filter(not_ended, person__memberships__isnull=False)
    members: dict[UUID, list[UUID]] = {}
    rows = placements.order_by("unit__position", "person__name_key", "person_id").distinct()
    for unit_id, person_id, *_order in rows.values_list("unit_id", "person_id", "unit__position", "person__name_key"):
        members.setdefault(unit_id, []).append(person_id)
    return members


@dataclass(frozen=True)
class ToReach:
    """One member whom a directive has to reach: who, in which branch and party group."""

    person_id: UUID
    unit_id: UUID
    group_id: UUID | None


def members_to_reach(ward_id: UUID, on: date) -> list[ToReach]:
    """Every member of the ward whom documents have to reach (quán triệt đến toàn thể đảng viên); three queries.

    Each once, in the branch of their official place, the exempt and those away included: they are told at home.
    Only the suspended are left out, who take no part in Party life meanwhile. Source: domain.md 1.4, 8 fact 22.
    """
    suspended = set(
        Standing.objects.filter(holding_on(on), ward=ward_id, kind=StandingKind.SUSPENDED).values_list(
            "person_id", flat=True
        )
    )
    groups = Placement.objects.filter(holding_on(on), ward=ward_id, kind=PlacementKind.GROUP)
    group_of = {(person, branch): unit for person, branch, unit in groups.values_list("person", "unit__parent", "unit")}
    return [
        ToReach(person_id, unit_id, group_of.get((person_id, unit_id)))
        for unit_id, people in members_by_branch(ward_id, on).items()
        for person_id in people
        if person_id not in suspended
    ]


def in_charge_of(unit: Unit, on: date) -> list[Charge]:
    """Who is in charge of a branch on a day (phụ trách): the main one first, then who shares it, then substitutes."""
    charges = Charge.objects.filter(holding_on(on), ward=unit.ward_id, unit=unit)
    return list(charges.select_related("person").order_by("kind", "valid_from", "pk"))


@dataclass(frozen=True)
class BranchLine:
    """One branch in the list of a ward."""

    unit: Unit
    members: int
    secretary: str
    charge: str


def branch_lines(units: list[Unit], on: date) -> list[BranchLine]:
    """Branches with their size, secretary and committee member in charge: three queries for any number."""
    if not units:
        return []
    ward_id, ids = units[0].ward_id, [unit.pk for unit in units]
    sizes = dict(
        Placement.objects.filter(holding_on(on), ward=ward_id, unit__in=ids, kind=PlacementKind.OFFICIAL)
        .order_by()
        .values_list("unit")
        .annotate(Count("pk"))
    )
    posts = Post.objects.filter(holding_on(on), ward=ward_id, unit__in=ids, position="secretary")
    secretaries = dict(posts.values_list("unit", "person__full_name"))
    charges = Charge.objects.filter(holding_on(on), ward=ward_id, unit__in=ids).order_by("-kind", "valid_from", "pk")
    in_charge = dict(charges.values_list("unit", "person__full_name"))  # the main one comes last and stands
    return [
        BranchLine(unit, sizes.get(unit.pk, 0), secretaries.get(unit.pk, ""), in_charge.get(unit.pk, ""))
        for unit in units
    ]


@dataclass(frozen=True)
class MemberLine:
    """One member in the list of a branch, with the words a page shows."""

    person: Person
    grade: str
    listed_as: str
    group: str
    posts: str


def member_lines(unit: Unit, on: date, *, search: str = "") -> list[MemberLine]:
    """The list of a branch for its page, narrowed by a search without marks, case, đ/d or tone placement."""
    listed = branch_list(unit, on)
    groups = {group.pk: group.short_name for group in party_groups(unit, on)}
    branch_or_group = Q(unit=unit) | Q(unit__parent=unit)
    held: dict[UUID, list[str]] = {}
    for person_id, position in Post.objects.filter(holding_on(on), branch_or_group, ward=unit.ward_id).values_list(
        "person_id", "position"
    ):
        held.setdefault(person_id, []).append(str(Position(position).label))
    wanted = fold(search)
    return [
        MemberLine(
            member.person,
            str(Grade(member.grade).label),
            member.listed_as,
            groups.get(member.group_id, "") if member.group_id else "",
            ", ".join(held.get(member.person.pk, [])),
        )
        for member in listed
        if wanted in member.person.search_key
    ]


@dataclass(frozen=True)
class PersonFile:
    """What the page of a person shows."""

    person: Person
    membership: Membership | None
    placements: list[Placement]
    posts: list[Post]
    duties: list[Duty]


def person_file(person: Person) -> PersonFile:
    """Dates, places, posts and duties of one person: four queries."""
    of_person = {"ward": person.ward_id, "person": person}
    return PersonFile(
        person,
        Membership.objects.filter(**of_person).order_by("-admitted_on").first(),
        list(Placement.objects.filter(**of_person).select_related("unit").order_by("-valid_from", "kind", "pk")),
        list(Post.objects.filter(**of_person).select_related("unit").order_by("-valid_from", "pk")),
        list(Duty.objects.filter(**of_person).order_by("-year", "pk")),
    )


def people_of_ward(ward_id: UUID, on: date) -> list[tuple[str, ...]]:
    """Every member of the ward for a spreadsheet, branch by branch, in the order of given names: one query."""
    not_ended = Q(person__memberships__ended_on__isnull=True) | Q(person__memberships__ended_on__gt=on)
    begun = Q(person__memberships__admitted_on__lte=on)
    rows = (
        Placement.objects.filter(holding_on(on), ward=ward_id, kind=PlacementKind.OFFICIAL)
        .filter(not_ended & begun)
        .order_by("unit__position", "person__name_key", "person_id")
        .values_list(
            "unit__name",
            "person__full_name",
            "person__sex",
            "person__birth_year",
            "person__memberships__admitted_on",
            "person__memberships__official_on",
            "person__memberships__card_number",
            "person__phone",
        )
    )
    return [tuple(_cell(value) for value in row) for row in rows]


def _cell(value: object) -> str:
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    return "" if value is None else {"male": "Nam", "female": "Nữ"}.get(str(value), str(value))


def find_person(ward_id: UUID, person_id: UUID | None) -> Person | None:
    """A person of the ward by id, for forms that chose one from a list."""
    return Person.objects.filter(ward=ward_id, pk=person_id).first() if person_id else None
