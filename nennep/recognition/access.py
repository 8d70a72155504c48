"""Who sees awards and which of their recipients, who records them; who sees and who writes the yearly rating."""

from uuid import UUID

from django.db.models import Q, QuerySet

from nennep.core.refusals import NotFound
from nennep.organisation.access import require_ward
from nennep.organisation.actors import BRANCH_COMMITTEE, CHARGE, OFFICERS, Actor
from nennep.organisation.models import Unit, UnitKind
from nennep.recognition.models import Award, Rating, Recipient


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


# The yearly rating --------------------------------------------------------------------------------


def get_rated_branch(actor: Actor, unit_id: UUID) -> Unit:
    """A branch with its files: for its officers, its committee member in charge and the ward."""
    unit = Unit.objects.filter(ward=actor.ward_id, pk=unit_id, kind=UnitKind.BRANCH).first()
    if unit is None or not (actor.is_ward_staff or actor.holds(*OFFICERS, CHARGE, unit=unit.pk)):
        raise NotFound
    return unit


def may_keep_ratings(actor: Actor, unit_id: UUID) -> bool:
    """Who begins the files of a branch and enters its count: its officers, or the ward office for them."""
    return actor.holds(*OFFICERS, unit=unit_id) or actor.holds("office")


def get_branch_to_rate(actor: Actor, unit_id: UUID) -> Unit:
    unit = get_rated_branch(actor, unit_id)
    if not may_keep_ratings(actor, unit.pk):
        raise NotFound
    return unit


def get_branch_to_decide(actor: Actor, unit_id: UUID) -> Unit:
    """A branch whose ratings the ward decides."""
    require_ward(actor)
    return get_rated_branch(actor, unit_id)


def get_rating(actor: Actor, rating_id: UUID) -> Rating:
    """A file: one's own, or one of a branch that one may see."""
    files = Rating.objects.filter(ward=actor.ward_id, pk=rating_id).select_related("rating_year", "unit", "person")
    rating = files.first()
    if rating is None:
        raise NotFound
    if rating.person_id is None or rating.person_id != actor.person_id:
        get_rated_branch(actor, rating.unit_id)
    return rating


def get_own_rating(actor: Actor, rating_id: UUID) -> Rating:
    rating = get_rating(actor, rating_id)
    if rating.person_id is None or rating.person_id != actor.person_id:
        raise NotFound
    return rating


def get_rating_to_decide(actor: Actor, rating_id: UUID) -> Rating:
    require_ward(actor)
    return get_rating(actor, rating_id)


def may_decide_ratings(actor: Actor) -> bool:
    return actor.is_ward_staff
