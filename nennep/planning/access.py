"""Who may set meeting days, orient, plan themes and decide on plans."""

from dataclasses import dataclass
from uuid import UUID

from nennep.core.models import Upload
from nennep.core.refusals import NotFound
from nennep.organisation.actors import BRANCH_COMMITTEE, CHARGE, MEMBER, OFFICERS, Actor
from nennep.organisation.models import Unit, UnitKind
from nennep.planning.models import PlannedTopic, TopicOrientation


def may_set(actor: Actor, unit_id: UUID) -> bool:
    """The branch's secretary or deputy, and the ward office."""
    return actor.holds(*OFFICERS, unit=unit_id) or actor.holds("office")


def get_unit(actor: Actor, unit_id: UUID) -> Unit:
    """The branch whose meeting day `actor` may set."""
    unit = _branch(actor, unit_id)
    if not may_set(actor, unit.pk):
        raise NotFound
    return unit


def may_see(actor: Actor) -> bool:
    """The calendar of meeting days: ward staff and whoever may set one."""
    return actor.is_ward_staff or bool(actor.units_as(*OFFICERS))


def sees_day_of(actor: Actor, unit_id: UUID) -> bool:
    """Whether `actor` sees when and where this branch meets: ward staff of all, officers of their own."""
    return actor.is_ward_staff or may_set(actor, unit_id)


# Orientation --------------------------------------------------------------------------------------


def may_orient(actor: Actor) -> bool:
    """Who writes and issues the ward's orientation: its office and its secretaries."""
    return actor.is_ward_staff


def may_read_orientation(actor: Actor) -> bool:
    """Everybody of the ward's branches reads what was issued."""
    return actor.is_ward_staff or bool(actor.units_as(*BRANCH_COMMITTEE, MEMBER, CHARGE))


def get_suggestion(actor: Actor, suggestion_id: UUID) -> TopicOrientation:
    """A suggestion, for whoever writes the orientation."""
    found = TopicOrientation.objects.filter(ward=actor.ward_id, pk=suggestion_id, removed_at__isnull=True).first()
    if found is None or not may_orient(actor):
        raise NotFound
    return found


# Plans --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PlanRights:
    """What one actor may do with one branch's thematic plan."""

    read: bool = False
    """See the plan: members of the branch, its committee member in charge, ward staff."""
    plan: bool = False
    """Write it and send it: secretary and deputy."""
    remark: bool = False
    """Remark on drafts: the branch committee."""
    decide: bool = False
    """Approve or return it: the ward."""


def rights_on(unit_id: UUID, actor: Actor) -> PlanRights:
    """What `actor` may do with the plan of a branch of their own ward."""
    committee = actor.holds(*BRANCH_COMMITTEE, unit=unit_id)
    return PlanRights(
        read=committee or actor.is_ward_staff or actor.holds(MEMBER, CHARGE, unit=unit_id),
        plan=actor.holds(*OFFICERS, unit=unit_id),
        remark=committee,
        decide=actor.is_ward_staff,
    )


def get_branch(actor: Actor, unit_id: UUID, *, right: str) -> Unit:
    """The branch, if `actor` has this right on its plan; otherwise as if it did not exist."""
    unit = _branch(actor, unit_id)
    if not getattr(rights_on(unit.pk, actor), right):
        raise NotFound
    return unit


def get_topic(actor: Actor, topic_id: UUID, *, right: str) -> PlannedTopic:
    """A theme of a plan, if `actor` has this right; its author may write it while of the branch."""
    topic = (
        PlannedTopic.objects.filter(ward=actor.ward_id, pk=topic_id, removed_at__isnull=True)
        .select_related("plan", "plan__unit", "author", "suggestion", "draft", "final")
        .first()
    )
    if topic is None:
        raise NotFound
    if right == "write":
        allowed = is_author(topic, actor) or rights_on(topic.plan.unit_id, actor).plan
    else:
        allowed = getattr(rights_on(topic.plan.unit_id, actor), right)
    if not allowed:
        raise NotFound
    return topic


def is_author(topic: PlannedTopic, actor: Actor) -> bool:
    """Whether `actor` writes this theme, and still belongs to the branch whose plan it stands in."""
    own = actor.person_id is not None and topic.author_id == actor.person_id
    return own and rights_on(topic.plan.unit_id, actor).read


def may_see_draft(topic: PlannedTopic, actor: Actor) -> bool:
    """Whether `actor` works on the text: the branch committee, its author, the ward."""
    rights = rights_on(topic.plan.unit_id, actor)
    return rights.remark or rights.decide or is_author(topic, actor)


def get_draft(actor: Actor, topic_id: UUID) -> Upload:
    """The draft of a theme, for those who work on it."""
    topic = get_topic(actor, topic_id, right="read")
    if topic.draft is None or not may_see_draft(topic, actor):
        raise NotFound
    return topic.draft


def get_final(actor: Actor, topic_id: UUID) -> Upload:
    """The final text of a theme, for all who may read the plan."""
    topic = get_topic(actor, topic_id, right="read")
    if topic.final is None:
        raise NotFound
    return topic.final


def plans_seen_by(actor: Actor) -> set[UUID] | None:
    """The branches whose plans `actor` may see; nothing means all of the ward."""
    if actor.is_ward_staff:
        return None
    return actor.units_as(*BRANCH_COMMITTEE, MEMBER, CHARGE)


def may_keep_content(actor: Actor) -> bool:
    """Who keeps the ward's agendas by kind of branch."""
    return actor.is_ward_staff


def _branch(actor: Actor, unit_id: UUID) -> Unit:
    unit = Unit.objects.filter(ward=actor.ward_id, pk=unit_id, kind=UnitKind.BRANCH).first()
    if unit is None:
        raise NotFound
    return unit
