"""What can be found in the whole house: the rooms' things together, and what of them a reader may see.

`index` and `site` ask here; no room below knows of search in another.
"""

from uuid import UUID

from nennep.core.search import asking, index
from nennep.core.search.asking import Question
from nennep.core.search.index import Source
from nennep.directives.search import DIRECTIVES
from nennep.meetings.search import MEETINGS, OPINIONS, RESOLUTIONS
from nennep.organisation.actors import Actor
from nennep.organisation.search import PEOPLE, UNITS, units_of

SOURCES: tuple[Source, ...] = (PEOPLE, UNITS, MEETINGS, OPINIONS, RESOLUTIONS, DIRECTIVES)


def catch_up(ward_id: UUID) -> int:
    """Bring the index up to the last change in the ward."""
    return index.catch_up(ward_id, SOURCES)


def rebuild(ward_id: UUID) -> int:
    """Build the index of a ward from nothing but the facts."""
    return index.rebuild(ward_id, SOURCES)


def differences(ward_id: UUID) -> list[str]:
    """Where the index, brought up to the last change, differs from the facts."""
    catch_up(ward_id)
    return index.differences(ward_id, SOURCES)


def found_by(actor: Actor, question: Question) -> dict[str, list[UUID]]:
    """What `actor` finds, the nearest first: of what the index names, only what the rooms let them see today."""
    kinds = [source.kind for source in SOURCES]
    named = asking.find(question, actor.ward_id, units_of(actor), kinds)
    found: dict[str, list[UUID]] = {}
    for source in SOURCES:
        ids = named[source.kind]
        seen = source.seen(actor, ids) if ids else set()
        found[source.kind] = [each for each in ids if each in seen]
    return found
