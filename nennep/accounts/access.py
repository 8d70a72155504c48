"""Who opens accounts for others: the ward office, for its own ward."""

from collections.abc import Collection
from uuid import UUID

from nennep.organisation.actors import Actor
from nennep.organisation.models import Person


def may_issue(actor: Actor) -> bool:
    """Whether `actor` prints first-log-in cards."""
    return actor.holds("office")


def people_to_issue(actor: Actor, ids: Collection[UUID]) -> list[Person]:
    """Of these people, those of the actor's ward, in the order of given names."""
    people = Person.objects.filter(ward=actor.ward_id, pk__in=ids)
    return list(people.order_by("name_key", "birth_year", "pk"))
