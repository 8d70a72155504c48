"""Who may set a branch's meeting day."""

from uuid import UUID

from nennep.core.refusals import NotFound
from nennep.organisation.actors import Actor
from nennep.organisation.models import Unit, UnitKind


def may_set(actor: Actor, unit_id: UUID) -> bool:
    """The branch's secretary or deputy, and the ward office."""
    return actor.holds("secretary", "deputy_secretary", unit=unit_id) or actor.holds("office")


def get_unit(actor: Actor, unit_id: UUID) -> Unit:
    """The branch whose meeting day `actor` may set."""
    unit = Unit.objects.filter(ward=actor.ward_id, pk=unit_id, kind=UnitKind.BRANCH).first()
    if unit is None or not may_set(actor, unit.pk):
        raise NotFound
    return unit


def may_see(actor: Actor) -> bool:
    """The calendar of meeting days: ward staff and whoever may set one."""
    return actor.is_ward_staff or bool(actor.units_as("secretary", "deputy_secretary"))
