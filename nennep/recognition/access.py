"""Who sees awards, and who records them."""

from uuid import UUID

from django.db.models import Q, QuerySet

from nennep.core.refusals import NotFound
from nennep.organisation.actors import BRANCH_COMMITTEE, CHARGE, Actor
from nennep.recognition.models import Award


def require_ward(actor: Actor) -> None:
    """The ward's office and secretaries: all awards, candidates, the badges of the year."""
    if not actor.is_ward_staff:
        raise NotFound


def awards_visible_to(actor: Actor) -> QuerySet[Award]:
    """The ward sees every award, a branch's officers and committee member what came to the branch and its people.

    Everybody sees their own.
    """
    awards = Award.objects.filter(ward=actor.ward_id)
    if actor.is_ward_staff:
        return awards
    units = actor.units_as(*BRANCH_COMMITTEE, CHARGE)
    mine = Q(recipients__person=actor.person_id) | Q(recipients__unit__in=units)
    return awards.filter(mine).distinct()


def get_award(actor: Actor, award_id: UUID, *, keep: bool = False) -> Award:
    """An award one may see; to `keep` it is the ward's."""
    award = awards_visible_to(actor).filter(pk=award_id).first()
    if award is None or (keep and not actor.is_ward_staff):
        raise NotFound
    return award
