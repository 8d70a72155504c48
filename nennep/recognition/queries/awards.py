"""Everything asked of awards: those of a year, those of a person, who may be put forward, and the badges ahead."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from nennep.core.partial import PartialDate
from nennep.organisation.models import Membership, Person, Unit
from nennep.organisation.queries import official_places
from nennep.recognition.models import Award, Recipient
from nennep.rulebook.awards import AwardKind, anniversary, award_kinds, badge_rules


def with_recipients(awards: QuerySet[Award], recipients: QuerySet[Recipient]) -> list[Award]:
    """Awards, the newest first, with those of their recipients: by branch, then people by given name."""
    named = recipients.select_related("person", "unit").order_by("unit__position", "person__name_key", "pk")
    return list(awards.prefetch_related(Prefetch("recipients", named)).order_by("-year", "-decided_on", "-pk"))


def awards_of_person(person: Person) -> list[Award]:
    """What a person received and still holds, the newest first."""
    mine = Recipient.objects.filter(ward=person.ward_id, person=person).values("award")
    return list(Award.objects.filter(ward=person.ward_id, pk__in=mine, withdrawn_on=None).order_by("-year", "-pk"))


def told(ward_id: UUID, year: int) -> list[Award]:
    """What the year's report tells of awards: those that hold."""
    awards = Award.objects.filter(ward=ward_id, withdrawn_on=None, year=year)
    return with_recipients(awards, Recipient.objects.filter(ward=ward_id))


def chosen(units: Sequence[Unit], key: str) -> Unit | None:
    """The one of some branches that an address names."""
    return next((unit for unit in units if str(unit.pk) == key), None)


def members_of(unit: Unit, on: date) -> list[Person]:
    """Who was a member of a branch on a day, by given name: who of it can be commended."""
    placed = official_places(unit.ward_id, on).filter(unit=unit).select_related("person")
    return [place.person for place in placed.order_by("person__name_key", "person__birth_year", "person_id")]


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
    return set(official_places(ward_id, on).filter(person__in=people).values_list("person", flat=True))


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
    places = official_places(ward_id, on).filter(person__in=memberships.values("person")).select_related("unit")
    placed = {place.person_id: place.unit for place in places}
    lines = []
    for each in memberships.select_related("person"):
        admitted, unit = each.admitted, placed.get(each.person_id)
        if admitted is None or unit is None:
            continue
        due = anniversary(each.admitted_on, year)
        is_sure = bool(admitted.day)
        steps = year - each.admitted_on.year
        lines.append(BadgeLine(each.person, unit, steps, admitted, due, rules.handed_over_on(due), is_sure))
    return sorted(lines, key=lambda line: (line.handed_over_on, line.unit.position, line.person.name_key))
