"""Everything asked of units and people. Nobody else counts members or makes a list of them."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from nennep.organisation.models import (
    Grade,
    ListedAs,
    Membership,
    Person,
    Placement,
    PlacementKind,
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
    return list(units.order_by("position", "name", "pk"))


def party_groups(unit: Unit, on: date) -> list[Unit]:
    """The party groups (tổ đảng) of a branch on a day, in their fixed order."""
    groups = Unit.objects.filter(holding_on(on), ward=unit.ward_id, parent=unit)
    return list(groups.order_by("position", "name", "pk"))


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
    official_since = dict(
        Membership.objects.filter(
            Q(ended_on__isnull=True) | Q(ended_on__gt=on), ward=unit.ward_id, person__in=list(here)
        ).values_list("person_id", "official_on")
    )
    standings: dict[UUID, set[str]] = {}
    for person_id, kind in Standing.objects.filter(
        holding_on(on), ward=unit.ward_id, person__in=list(here)
    ).values_list("person_id", "kind"):
        standings.setdefault(person_id, set()).add(kind)
    groups = dict(
        Placement.objects.filter(
            holding_on(on), ward=unit.ward_id, kind=PlacementKind.GROUP, unit__parent=unit
        ).values_list("person_id", "unit_id")
    )
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


def _grade(official_on: date | None, on: date) -> str:
    return Grade.OFFICIAL if official_on and official_on <= on else Grade.PROBATIONARY


def _listed_as(placement: Placement, standings: set[str]) -> str:
    if placement.kind == PlacementKind.TEMPORARY:
        return ListedAs.TEMPORARY
    return next(
        (listed for kind, listed in _LISTED_BY_STANDING.items() if kind in standings), ListedAs.MEMBER
    )


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
    for unit_id, person_id, *_order in rows.values_list(
        "unit_id", "person_id", "unit__position", "person__name_key"
    ):
        members.setdefault(unit_id, []).append(person_id)
    return members
