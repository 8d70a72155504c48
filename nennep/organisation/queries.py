"""Everything asked of units and people. Nobody else counts members or makes a list of them."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from nennep.core.partial import PartialDate
from nennep.core.refusals import Refused
from nennep.core.text import fold
from nennep.organisation.models import (
    Charge,
    Duty,
    DutyResult,
    Grade,
    ListedAs,
    MemberChange,
    Membership,
    Person,
    Placement,
    PlacementKind,
    Position,
    Post,
    ResidenceComment,
    ResidenceContact,
    Standing,
    StandingKind,
    Unit,
    UnitKind,
    Ward,
    holding_on,
)


class NoSuchWard(Refused):
    message = _("Không có phường “%(code)s”. Các phường đang có: %(codes)s.")


def ward_by_code(code: str) -> Ward:
    """The ward of a code; refuses an unknown one with a sentence that names those there are."""
    ward = Ward.objects.filter(code=code).first()
    if ward is None:
        codes = ", ".join(Ward.objects.order_by("code").values_list("code", flat=True)) or "–"
        raise NoSuchWard(code=code, codes=codes)
    return ward


_LISTED_BY_STANDING = {
    StandingKind.SUSPENDED: ListedAs.SUSPENDED,
    StandingKind.AWAY: ListedAs.AWAY,
    StandingKind.SPECIAL_DUTY: ListedAs.SPECIAL_DUTY,
    StandingKind.EXEMPT: ListedAs.EXEMPT,
}
"""In order of weight: a suspended member who is also exempt is suspended."""
COMMITTEE = (Position.WARD_SECRETARY, Position.WARD_DEPUTY_SECRETARY, Position.COMMITTEE_MEMBER)


def branches(ward_id: UUID, on: date) -> list[Unit]:
    """The branches (chi bộ) of a ward on a day, in their fixed order: a new name does not move one, nor in the past."""
    units = Unit.objects.filter(holding_on(on), ward=ward_id, kind=UnitKind.BRANCH)
    return [unit.as_of(on) for unit in units.order_by("position", "pk")]


def party_groups(unit: Unit, on: date) -> list[Unit]:
    """The party groups (tổ đảng) of a branch on a day, in their fixed order."""
    groups = Unit.objects.filter(holding_on(on), ward=unit.ward_id, parent=unit)
    return [group.as_of(on) for group in groups.order_by("position", "pk")]


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


def official_places(ward_id: UUID, on: date) -> QuerySet[Placement]:
    """The places of a ward's members in their own branches on a day: one each, temporary stays left out."""
    return Placement.objects.filter(
        holding_on(on), ward=ward_id, kind=PlacementKind.OFFICIAL, unit__kind=UnitKind.BRANCH
    )


def branch_of(person: Person, on: date) -> Unit | None:
    """The branch in which a person is placed officially on a day."""
    place = official_places(person.ward_id, on).filter(person=person).select_related("unit").first()
    return place.unit if place else None


def members_by_branch(ward_id: UUID, on: date) -> dict[UUID, list[UUID]]:
    """The members of each branch of a ward on a day (tổng số đảng viên): person ids by branch, one query.

    Counted where they are placed officially, the exempt and those away included, so that nobody counts
    twice and the branches add up to the ward.
    """
    not_ended = Q(person__memberships__ended_on__isnull=True) | Q(person__memberships__ended_on__gt=on)
    placements = official_places(ward_id, on).filter(not_ended, person__memberships__isnull=False)
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
class DutyLine:
    """A duty with what became of it month by month."""

    duty: Duty
    results: list[DutyResult]


@dataclass(frozen=True)
class PersonFile:
    """What the page of a person shows."""

    person: Person
    membership: Membership | None
    placements: list[Placement]
    standings: list[Standing]
    posts: list[Post]
    charges: list[Charge]
    duties: list[DutyLine]


def person_file(person: Person, on: date) -> PersonFile:
    """Dates, places, exceptions, posts and duties of one person: seven queries."""
    of_person = {"ward": person.ward_id, "person": person}
    memberships = Membership.objects.filter(**of_person).exclude(ended_on=F("admitted_on"))
    held = ~Q(valid_to=F("valid_from"))  # rows of decisions that were taken back hold on no day
    charges = Charge.objects.filter(held, **of_person).select_related("unit")
    return PersonFile(
        person,
        memberships.order_by("-admitted_on", "-pk").first(),
        list(Placement.objects.filter(held, **of_person).select_related("unit").order_by("-valid_from", "kind", "pk")),
        list(Standing.objects.filter(held, **of_person).order_by("-valid_from", "pk")),
        list(Post.objects.filter(held, **of_person).select_related("unit").order_by("-valid_from", "pk")),
        list(charges.order_by("-valid_from", "pk")),
        duty_lines(Duty.objects.filter(**of_person, withdrawn_on__isnull=True)),
    )


def duty_lines(duties: QuerySet[Duty]) -> list[DutyLine]:
    """Duties with their results, the newest year first: two queries for any number."""
    found = list(duties.select_related("unit").order_by("-year", "pk"))
    of_duty: dict[UUID, list[DutyResult]] = {}
    for result in DutyResult.objects.filter(ward__in={duty.ward_id for duty in found}, duty__in=found).order_by(
        "month"
    ):
        of_duty.setdefault(result.duty_id, []).append(result)
    return [DutyLine(duty, of_duty.get(duty.pk, [])) for duty in found]


@dataclass(frozen=True)
class Batch:
    """What one press of a button did to several members."""

    id: UUID
    people: int


def batch_of(unit: Unit, text: str) -> Batch | None:
    """A press of a button on the list of a branch, if something of it still stands."""
    try:
        batch = UUID(text)
    except ValueError:
        return None
    of_batch = {"ward": unit.ward_id, "batch": batch, "withdrawn_on__isnull": True}
    people = MemberChange.objects.filter(**of_batch, unit_to__parent=unit).count()
    people += Duty.objects.filter(**of_batch, unit=unit).count()
    return Batch(batch, people) if people else None


@dataclass(frozen=True)
class YearLine:
    """One member in the year's table of duties."""

    person: Person
    duty: Duty | None


def duties_of_year(unit: Unit, year: int, on: date) -> list[YearLine]:
    """Every member of a branch with the duty of the year, if one is assigned: five queries."""
    assigned: dict[UUID, Duty] = {}
    rows = Duty.objects.filter(ward=unit.ward_id, unit=unit, year=year, withdrawn_on__isnull=True)
    for duty in rows.order_by("assigned_on", "pk"):
        assigned.setdefault(duty.person_id, duty)
    return [YearLine(each.person, assigned.get(each.person.pk)) for each in branch_list(unit, on)]


def result_of(duty: Duty, month: date) -> DutyResult | None:
    """What is written of a duty in a month."""
    return DutyResult.objects.filter(ward=duty.ward_id, duty=duty, month=month).first()


def committee(ward_id: UUID, on: date) -> list[Person]:
    """The members of the ward committee on a day (đảng ủy viên), in the order of given names: who can take charge."""
    posts = Post.objects.filter(holding_on(on), ward=ward_id, position__in=COMMITTEE)
    people = Person.objects.filter(ward=ward_id, pk__in=posts.values("person"))
    return list(people.order_by("name_key", "pk"))


def heads_of(ward_id: UUID, on: date) -> dict[UUID, Person]:
    """Who answers for each branch on a day (đứng đầu chi bộ): its secretary, or the deputy where there is none."""
    posts = Post.objects.filter(
        holding_on(on),
        ward=ward_id,
        unit__kind=UnitKind.BRANCH,
        position__in=[Position.SECRETARY, Position.DEPUTY_SECRETARY],
    )
    found: dict[UUID, Person] = {}
    for post in posts.select_related("person").order_by("-position", "pk"):
        assert post.unit_id is not None
        found.setdefault(post.unit_id, post.person)
    return found


def secretary_of(unit: Unit, on: date) -> Person | None:
    """The secretary of a branch on a day."""
    posts = Post.objects.filter(holding_on(on), ward=unit.ward_id, unit=unit, position=Position.SECRETARY)
    post = posts.select_related("person").first()
    return post.person if post else None


@dataclass(frozen=True)
class ContactLine:
    """A member in contact at home, with the comment of a year."""

    contact: ResidenceContact
    comment: ResidenceComment | None


def contacts_of(unit: Unit, year: int, on: date) -> list[ContactLine]:
    """Who keeps contact with a branch at home ("213"), in the order of given names: two queries."""
    contacts = ResidenceContact.objects.filter(ward=unit.ward_id, unit=unit)
    in_year = contacts.filter(Q(valid_to__isnull=True) | Q(valid_to__year__gte=year), valid_from__year__lte=year)
    found = list(in_year.select_related("person").order_by("person__name_key", "pk"))
    comments = ResidenceComment.objects.filter(ward=unit.ward_id, contact__in=found, year=year)
    by_contact = {comment.contact_id: comment for comment in comments.select_related("signed_by")}
    return [ContactLine(contact, by_contact.get(contact.pk)) for contact in found]


def comment_of(contact: ResidenceContact, year: int) -> ResidenceComment | None:
    """The comment of a year on a member in contact at home."""
    comments = ResidenceComment.objects.filter(ward=contact.ward_id, contact=contact, year=year)
    return comments.select_related("signed_by", "contact__person", "contact__unit").first()


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
            "person__memberships__admitted_precision",
            "person__memberships__official_on",
            "person__memberships__official_precision",
            "person__memberships__card_number",
            "person__phone",
        )
    )
    return [tuple(map(_cell, _with_partial_dates(row))) for row in rows]


def _with_partial_dates(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """Days as far as they are known: each day with its precision becomes one cell."""
    *before, admitted, how_admitted, official, how_official, card, phone = row
    days = [
        PartialDate.of(day, how) if day else None for day, how in ((admitted, how_admitted), (official, how_official))
    ]
    return (*before, *days, card, phone)


def _cell(value: object) -> str:
    return "" if value is None else {"male": "Nam", "female": "Nữ"}.get(str(value), str(value))


def find_person(ward_id: UUID, person_id: UUID | None) -> Person | None:
    """A person of the ward by id, for forms that chose one from a list."""
    return Person.objects.filter(ward=ward_id, pk=person_id).first() if person_id else None


def namesakes(person: Person) -> list[Person]:
    """Other people of the ward by the same name: who may turn out to be the same person."""
    found = Person.objects.filter(ward=person.ward_id, name_key=person.name_key, merged_into__isnull=True)
    return list(found.exclude(pk=person.pk).order_by("birth_year", "pk"))
