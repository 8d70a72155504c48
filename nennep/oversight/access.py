"""Who sees which reminders."""

from uuid import UUID

from nennep.core.models import OutboxMessage
from nennep.core.refusals import NotFound
from nennep.organisation.actors import Actor


def require_ward(actor: Actor) -> None:
    """Who was reminded of what in the whole ward: its office and secretaries."""
    if not actor.is_ward_staff:
        raise NotFound


def get_message(actor: Actor, message_id: UUID) -> OutboxMessage:
    """A message that waits for the office to tell somebody."""
    require_ward(actor)
    message = OutboxMessage.objects.filter(ward_id=actor.ward_id, pk=message_id).first()
    if message is None:
        raise NotFound
    return message
