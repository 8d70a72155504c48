"""Who sees awards and which of their recipients, and who records them."""

from uuid import UUID

from django.db.models import Q, QuerySet

from nennep.core.refusals import NotFound
from nennep.organisation.access import require_ward
from nennep.organisation.actors import BRANCH_COMMITTEE, CHARGE, Actor
from nennep.recognition.models import Award, Recipient


def recipients_visible_to(actor: Actor) -> QuerySet[Recipient]:
    """The ward sees every recipient; a branch's officers and committee member the branch and its people; everybody
    themselves. Who else was commended elsewhere is not theirs to read: a list of awards is a list of members."""
    recipients = Recipient.objects.filter(ward=actor.ward_id)
    if actor.is_ward_staff:
        return recipients
    return recipients.filter(Q(person=actor.person_id) | Q(unit__in=actor.units_as(*BRANCH_COMMITTEE, CHARGE)))


def awards_visible_to(actor: Actor) -> QuerySet[Award]:
    """The ward sees every award, others those with a recipient they see."""
    awards = Award.objects.filter(ward=actor.ward_id)
    return awards if actor.is_ward_staff else awards.filter(pk__in=recipients_visible_to(actor).values("award"))


def get_award(actor: Actor, award_id: UUID, *, keep: bool = False) -> Award:
    """An award one may see; to `keep` it is the ward's."""
    if keep:
        require_ward(actor)
    award = awards_visible_to(actor).filter(pk=award_id).first()
    if award is None:
        raise NotFound
    return award
