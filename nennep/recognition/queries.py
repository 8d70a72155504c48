"""Everything asked of awards: those of a year, those of a person, who may be put forward, and the badges ahead."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from nennep.core.partial import PartialDate
from nennep.organisation.models import Membership, Person, Placement, PlacementKind, Unit, UnitKind, holding_on
from nennep.recognition.models import Award, Recipient
from nennep.rulebook.awards import AwardKind, award_kinds, badge_rules


def with_recipients(awards: QuerySet[Award]) -> list[Award]:
    """Awards, the newest first, with who received them: branches in their order, then people by given name."""
    named = Recipient.objects.select_related("person", "unit").order_by("unit__position", "person__name_key", "pk")
    return list(awards.prefetch_related(Prefetch("recipients", named)).order_by("-year", "-decided_on", "-pk"))


def awards_of_year(awards: QuerySet[Award], year: int) -> list[Award]:
    """Those for a year, the withdrawn ones included: two queries."""
    return with_recipients(awards.filter(year=year))


def awards_of_person(ward_id: UUID, person_id: UUID) -> list[Award]:
    """What a person received and still holds."""
    mine = Recipient.objects.filter(ward=ward_id, person=person_id).values("award")
    return list(Award.objects.filter(ward=ward_id, pk__in=mine, withdrawn_on=None).order_by("-year", "-pk"))


def told(ward_id: UUID, year: int) -> list[Award]:
    """What the year's report tells of awards: those that hold."""
    return awards_of_year(Award.objects.filter(ward=ward_id, withdrawn_on=None), year)


# Candidates ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Candidate:
    """Who can be put forward for an award, with the awards that are the reason."""

    kind: AwardKind
    name: str
    person: Person | None
    unit: Unit | None
    because: tuple[Award, ...]


def candidates(ward_id: UUID, year: int) -> list[Candidate]:
    """Who received what an award asks for in each year running up to `year`, and not yet that award since.

    Two queries for any number of kinds. Who has left the ward by the year's end is not put forward.
    """
    kinds = [kind for kind in award_kinds().values() if kind.after]
    longest = max((kind.years_running for kind in kinds), default=0)
    held = Recipient.objects.filter(
        ward=ward_id, award__withdrawn_on=None, award__year__lte=year, award__year__gt=year - longest
    ).select_related("award", "person", "unit")
    by_whom: dict[tuple[UUID | None, UUID | None], list[Recipient]] = defaultdict(list)
    for each in held.order_by("award__year", "pk"):
        by_whom[each.person_id, None if each.person_id else each.unit_id].append(each)
    here = _still_here(ward_id, date(year, 12, 31), [person for person, _unit in by_whom if person])
    found = []
    for kind in kinds:
        years = set(range(year - kind.years_running + 1, year + 1))
        for (person_id, _unit_id), received in by_whom.items():
            because = {each.award.year: each.award for each in received if each.award.kind == kind.after}
            given = any(each.award.kind == kind.key for each in received)
            if years <= set(because) and not given and (person_id is None or person_id in here):
                last = received[-1]
                reasons = tuple(because[each] for each in sorted(years))
                unit = None if person_id else last.unit
                found.append(Candidate(kind, last.name, last.person, unit, reasons))
    return sorted(found, key=_place)


def _place(candidate: Candidate) -> tuple[str, int, str]:
    """Branches in their order, then people by given name."""
    who = candidate.person.name_key if candidate.person else ""
    return (candidate.kind.key, candidate.unit.position if candidate.unit else 9999, who)


def _still_here(ward_id: UUID, on: date, people: Collection[UUID]) -> set[UUID]:
    placed = Placement.objects.filter(holding_on(on), ward=ward_id, kind=PlacementKind.OFFICIAL, person__in=people)
    return set(placed.values_list("person", flat=True))


# Badges -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class BadgeLine:
    """Somebody whose years in the Party (tuổi đảng) reach a step of the badge in a year."""

    person: Person
    unit: Unit
    years: int
    admitted: PartialDate
    due_on: date
    handed_over_on: date
    is_sure: bool
    """The day of admission is known to the day."""


def badges_of_year(ward_id: UUID, year: int, on: date) -> list[BadgeLine]:
    """Whose badge is due in a year, as the lists stand on a day: by day, branch and given name; two queries.

    Years in the Party count from the day on the decision of admission (Điều lệ Đảng, Điều 5). Who died, left the Party
    or moved away has no open membership or place and is not listed. The 29th of February is full on the 28th elsewhere.
    """
    rules = badge_rules()
    begun = [year - step for step in rules.years]
    memberships = Membership.objects.filter(ward=ward_id, ended_on__isnull=True, admitted_on__year__in=begun)
    placed = _branches_of(ward_id, on, memberships.values("person"))
    lines = []
    for each in memberships.select_related("person"):
        admitted, unit = each.admitted, placed.get(each.person_id)
        if admitted is None or unit is None:
            continue
        due = _anniversary(each.admitted_on, year)
        is_sure = bool(admitted.day)
        steps = year - each.admitted_on.year
        lines.append(BadgeLine(each.person, unit, steps, admitted, due, rules.handed_over_on(due), is_sure))
    return sorted(lines, key=lambda line: (line.handed_over_on, line.unit.position, line.person.name_key))


def next_badge(membership: Membership | None, on: date) -> tuple[int, date] | None:
    """The next step of somebody's badge and the day on which the years are full."""
    if membership is None or membership.ended_on:
        return None
    for step in badge_rules().years:
        due = _anniversary(membership.admitted_on, membership.admitted_on.year + step)
        if due >= on:
            return step, due
    return None


def _branches_of(ward_id: UUID, on: date, people: Iterable[object] | QuerySet) -> dict[UUID, Unit]:  # type: ignore[type-arg]
    placements = Placement.objects.filter(
        holding_on(on),
        Q(kind=PlacementKind.OFFICIAL, unit__kind=UnitKind.BRANCH),
        ward=ward_id,
        person__in=people,
    ).select_related("unit")
    return {each.person_id: each.unit for each in placements}


def _anniversary(day: date, year: int) -> date:
    try:
        return day.replace(year=year)
    except ValueError:  # the 29th of February
        return date(year, 2, 28)
