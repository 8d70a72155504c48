"""What search may find of people and branches: names only. Nobody is found by a telephone or card number."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils.http import urlencode

from nennep.core.models import SearchEntry
from nennep.core.search.index import Shown, Source, Text, same
from nennep.core.search.words import by_name, by_position
from nennep.organisation.access import visible_units
from nennep.organisation.actors import BRANCH_COMMITTEE, CHARGE, MEMBER, Actor
from nennep.organisation.models import MemberChange, Person, Placement, PlacementKind, Unit, UnitKind, holding_on


def units_of(actor: Actor) -> set[UUID] | None:
    """The branches in which `actor` may find anything at all; None is the whole ward."""
    return None if actor.is_ward_staff else actor.units_as(*BRANCH_COMMITTEE, CHARGE, MEMBER)


def _people(ward_id: UUID, ids: Collection[UUID] | None) -> Iterator[Text]:
    people = Person.objects.filter(ward=ward_id, merged_into__isnull=True)
    places = Placement.objects.filter(ward=ward_id).exclude(kind=PlacementKind.GROUP)
    if ids is not None:
        people, places = people.filter(pk__in=ids), places.filter(person__in=ids)
    units: dict[UUID, set[UUID]] = {}
    for person_id, unit_id in places.order_by().values_list("person", "unit").distinct():
        units.setdefault(person_id, set()).add(unit_id)
    for person_id, name in people.values_list("pk", "full_name"):
        yield Text(person_id, by_name(name), name, units=frozenset(units.get(person_id, ())))


def _placed(ward_id: UUID, ids: Collection[UUID]) -> Iterable[UUID]:
    return Placement.objects.filter(ward=ward_id, pk__in=ids).values_list("person", flat=True)


def _moved(ward_id: UUID, ids: Collection[UUID]) -> Iterable[UUID]:
    """Whoever was placed elsewhere by a decision: the log names the decision, not the places."""
    return MemberChange.objects.filter(ward=ward_id, pk__in=ids).values_list("person", flat=True)


def _of_units(ward_id: UUID, ids: Collection[UUID]) -> Iterable[UUID]:
    """Everybody ever placed in units that were merged, split or moved: the log names the units only."""
    return Placement.objects.filter(ward=ward_id, unit__in=ids).order_by().values_list("person", flat=True).distinct()


def _with_doubles(ward_id: UUID, ids: Collection[UUID]) -> Iterable[UUID]:
    """People themselves, and the doubles that were merged into them and are found no more."""
    return [*ids, *Person.objects.filter(ward=ward_id, merged_into__in=ids).values_list("pk", flat=True)]


def _gone_again(ward_id: UUID, _imports: Collection[UUID]) -> Iterable[UUID]:
    """Whoever an import brought and its undoing took away: the log no longer leads to them."""
    known = SearchEntry.objects.filter(ward_id=ward_id, kind="person").values_list("object_id", flat=True)
    return set(known) - set(Person.objects.filter(ward=ward_id).values_list("pk", flat=True))


def _places_seen(actor: Actor, ids: Collection[UUID]):  # type: ignore[no-untyped-def]
    """Today's places of these people in branches whose list `actor` may read."""
    today = Placement.objects.filter(holding_on(actor.on), ward=actor.ward_id, person__in=ids)
    member = Q(person__memberships__ended_on__isnull=True) | Q(person__memberships__ended_on__gt=actor.on)
    today = today.filter(member, person__memberships__isnull=False).exclude(kind=PlacementKind.GROUP)
    units = units_of(actor)
    return today if units is None else today.filter(unit__in=units)


def _people_seen(actor: Actor, ids: Collection[UUID]) -> set[UUID]:
    """The names on the lists that `actor` may read today; oneself; for ward staff everybody the ward knows."""
    if actor.is_ward_staff:
        return set(Person.objects.filter(ward=actor.ward_id, pk__in=ids).values_list("pk", flat=True))
    seen = set(_places_seen(actor, ids).values_list("person", flat=True))
    return seen | ({actor.person_id} & set(ids) if actor.person_id else set())


def _show_people(actor: Actor, ids: Sequence[UUID]) -> list[Shown]:
    """People with their branch; the year of birth and the person's page where `actor` may see more than names."""
    people = Person.objects.filter(ward=actor.ward_id).in_bulk(list(ids))
    places: dict[UUID, list[Unit]] = {}
    for place in _places_seen(actor, ids).select_related("unit").order_by("kind", "pk"):
        places.setdefault(place.person_id, []).append(place.unit)
    return [_person(actor, people[each], places.get(each, [])) for each in ids if each in people]


def _person(actor: Actor, person: Person, units: list[Unit]) -> Shown:
    detailed = actor.is_ward_staff or any(actor.holds(*BRANCH_COMMITTEE, CHARGE, unit=unit.pk) for unit in units)
    note = " · ".join(
        [f"{person.birth_year}"] * bool(detailed and person.birth_year) + [unit.short_name for unit in units]
    )
    if detailed:
        url = reverse("organisation:person", args=[person.pk])
    elif person.pk == actor.person_id or not units:
        url = reverse("organisation:myself")
    else:
        url = f"{reverse('organisation:branch', args=[units[0].pk])}?{urlencode({'q': person.full_name})}"
    return Shown(person.pk, person.full_name, note, url)


def _units(ward_id: UUID, ids: Collection[UUID] | None) -> Iterator[Text]:
    units = Unit.objects.filter(ward=ward_id, kind=UnitKind.BRANCH)
    for unit in units if ids is None else units.filter(pk__in=ids):
        words = f"{unit.short_name} {unit.get_branch_kind_display()}"
        yield Text(unit.pk, by_position(unit.position), unit.name, words, frozenset({unit.pk}))


def _units_seen(actor: Actor, ids: Collection[UUID]) -> set[UUID]:
    return {unit.pk for unit in visible_units(actor)} & set(ids)


def _show_units(actor: Actor, ids: Sequence[UUID]) -> list[Shown]:
    units = Unit.objects.filter(ward=actor.ward_id).in_bulk(list(ids))
    return [
        Shown(each, unit.name, str(unit.get_branch_kind_display()), reverse("organisation:branch", args=[each]))
        for each in ids
        if (unit := units.get(each))
    ]


PEOPLE = Source(
    "person",
    _people,
    {
        "organisation.person": _with_doubles,
        "organisation.placement": _placed,
        "organisation.memberchange": _moved,
        "organisation.unit": _of_units,
        "organisation.memberimport": _gone_again,
    },
    _people_seen,
    _show_people,
)
UNITS = Source("unit", _units, {"organisation.unit": same}, _units_seen, _show_units)
