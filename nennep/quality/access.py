"""Who may score a meeting, see both sheets, decide, and keep the ward's rubrics."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from nennep.core.refusals import NotFound
from nennep.meetings import access as meetings
from nennep.meetings.models import Meeting
from nennep.organisation.actors import BRANCH_COMMITTEE, CHARGE, MEMBER, OFFICERS, Actor
from nennep.quality.models import Rubric, ScoreSheet, Side


@dataclass(frozen=True)
class SheetRights:
    """What one actor may do with the score sheets of one meeting."""

    read: bool = False
    """See what the branch voted itself and what the ward decided: whoever may read the meeting."""
    watch: bool = False
    """See both sheets side by side: officers, branch committee, minute-taker, charge, ward staff."""
    score: bool = False
    """Score for the branch: officers, branch committee, minute-taker, and whom the branch assigned."""
    assign: bool = False
    """Say who follows and scores."""
    charge: bool = False
    """Score as the committee member in charge."""
    decide: bool = False


def rights_on(meeting: Meeting, actor: Actor) -> SheetRights:
    """What `actor` may do today; one question for the assigned scorer, none for anybody else."""
    on = meetings.rights_on(meeting, actor)
    if not on.read:
        return SheetRights()
    officer = actor.holds(*OFFICERS, unit=meeting.unit_id)
    score = on.run or actor.holds(*BRANCH_COMMITTEE, unit=meeting.unit_id)
    assigned = not score and _is_assigned(meeting, actor)
    return SheetRights(
        read=True,
        watch=on.watch or assigned,
        score=score or assigned,
        assign=officer,
        charge=actor.holds(CHARGE, unit=meeting.unit_id),
        decide=actor.is_ward_staff,
    )


def _is_assigned(meeting: Meeting, actor: Actor) -> bool:
    if actor.person_id is None or not actor.holds(MEMBER, unit=meeting.unit_id):
        return False
    sheets = ScoreSheet.objects.filter(ward=meeting.ward_id, meeting=meeting, side=Side.BRANCH)
    return sheets.filter(scorer=actor.person_id).exists()


def get_meeting(actor: Actor, meeting_id: UUID, *, right: str) -> Meeting:
    """The branch meeting, if `actor` has the right on its sheets; a party group's part leads to its branch's."""
    meeting = meetings.get_meeting(actor, meeting_id, right="read")
    if meeting.parent:
        meeting = meetings.get_meeting(actor, meeting.parent.pk, right="read")
    if not getattr(rights_on(meeting, actor), right):
        raise NotFound
    return meeting


def visible_to(actor: Actor) -> QuerySet[Meeting]:
    """The meetings whose sheets `actor` may see side by side."""
    found = Meeting.objects.filter(ward=actor.ward_id, parent__isnull=True)
    if actor.is_ward_staff:
        return found
    return found.filter(Q(unit__in=actor.units_as(*BRANCH_COMMITTEE, CHARGE)))


def may_see_board(actor: Actor) -> bool:
    """The tables of scores: ward staff all branches, committee members theirs, branch committees their own."""
    return actor.is_ward_staff or bool(actor.units_as(*BRANCH_COMMITTEE, CHARGE))


def may_decide(actor: Actor) -> bool:
    return actor.is_ward_staff


# Rubrics ------------------------------------------------------------------------------------------


def may_read_rubrics(actor: Actor) -> bool:
    """Whoever belongs to a branch may read by what it is judged."""
    return actor.is_ward_staff or bool(actor.units_as(*BRANCH_COMMITTEE, MEMBER, CHARGE))


def may_keep_rubrics(actor: Actor) -> bool:
    """Who enters, tries and adopts rubrics."""
    return actor.is_ward_staff


def get_rubric(actor: Actor, rubric_id: UUID, *, right: str) -> Rubric:
    """A rubric of the ward; a draft only for those who keep them."""
    rubric = Rubric.objects.filter(ward=actor.ward_id, pk=rubric_id).first()
    keep = may_keep_rubrics(actor)
    if rubric is None or not (keep or (right == "read" and rubric.adopted_at and may_read_rubrics(actor))):
        raise NotFound
    return rubric


def may_run(meeting: Meeting, actor: Actor) -> bool:
    """Whether `actor` conducts the meeting and so counts its votes."""
    return meetings.rights_on(meeting, actor).run


def units_of(actor: Actor) -> set[UUID] | None:
    """The branches whose tables `actor` may see; nothing means all of the ward."""
    return None if actor.is_ward_staff else actor.units_as(*BRANCH_COMMITTEE, CHARGE)
