"""Who may do what with a meeting, on this day: nothing else decides it."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from nennep.core.models import Upload
from nennep.core.refusals import NotFound
from nennep.decisions.models import Motion, Task
from nennep.directives.models import Directive, Dissemination, wordy
from nennep.meetings.models import AgendaItem, Attendance, Guest, Invitation, Meeting, Opinion, Paper
from nennep.meetings.steps import FROZEN
from nennep.organisation.actors import CHARGE, MEMBER, OFFICERS, Actor
from nennep.organisation.models import Unit

GROUP_OFFICERS = ("group_leader", "group_deputy")


@dataclass(frozen=True)
class MeetingRights:
    """What one actor may do with one meeting. Each field is the name of a right."""

    read: bool = False
    """See agenda, papers, and after signing the minutes."""
    prepare: bool = False
    """Change agenda, papers, draft resolution, date; invite."""
    roll: bool = False
    """Mark who is here: officers, the minute-taker, and a leader for the own party group."""
    run: bool = False
    """Conduct the meeting: opinions, conclusions, votes, tasks, closing."""
    watch: bool = False
    """See replies, reasons and the record while it is being made: officers, charge, ward staff."""
    sign: bool = False
    """Sign the minutes as chair or minute-taker."""
    sign_for: bool = False
    """Record the signature that somebody else put on paper, with the signed sheet."""
    report: bool = False
    """Send the record to the ward."""
    amend: bool = False
    """Write an addendum to signed minutes."""
    reschedule: bool = False
    """Move it to another day: the branch's officers, and the office for the month's plan."""
    cancel: bool = False
    phones: bool = False
    """See telephone numbers of those who are invited."""


def rights_on(meeting: Meeting, actor: Actor) -> MeetingRights:
    """What `actor` may do with `meeting` today; the state is looked at by the actions, not here.

    Needs `meeting.parent` loaded for a party group's meeting.
    """
    if meeting.ward_id != actor.ward_id:
        return MeetingRights()
    branch_id = meeting.parent.unit_id if meeting.parent else meeting.unit_id
    officer = actor.holds(*OFFICERS, unit=branch_id)
    belongs = actor.person_id is not None and (officer or actor.holds(MEMBER, unit=branch_id))
    minute_taker = belongs and actor.person_id == meeting.minute_taker_id  # who has left the branch, has left this too
    signer = minute_taker or (belongs and actor.person_id == meeting.chair_id)
    group_officer = actor.holds(*GROUP_OFFICERS, unit=meeting.unit_id)
    office = actor.holds("office")
    above = actor.is_ward_staff or actor.holds(CHARGE, unit=branch_id)
    committee = actor.holds("branch_committee_member", unit=branch_id)
    run = officer or minute_taker or group_officer
    return MeetingRights(
        read=run or above or committee or actor.holds(MEMBER, unit=branch_id),
        prepare=officer,
        roll=run,
        run=run,
        watch=run or above or committee,
        sign=signer,
        sign_for=officer or signer,
        report=officer,
        amend=officer or signer,
        reschedule=officer or office,
        cancel=officer or office,
        phones=officer or group_officer or actor.is_ward_staff,
    )


def get_meeting(actor: Actor, meeting_id: UUID, *, right: str) -> Meeting:
    """The meeting, if `actor` has the right; otherwise as if it did not exist."""
    meetings = Meeting.objects.select_related("unit", "parent", "parent__unit", "chair", "minute_taker")
    meeting = meetings.filter(ward=actor.ward_id, pk=meeting_id).first()
    if meeting is None or not getattr(rights_on(meeting, actor), right):
        raise NotFound
    meeting.unit = meeting.unit.as_of(timezone.localdate(meeting.starts_at))  # renamed since, it keeps that day's name
    return meeting


def get_record(actor: Actor, meeting_id: UUID) -> Meeting:
    """The branch meeting whose minutes and resolution `actor` may read.

    Anybody of the branch once they are signed; before that, those who watch and those who sign.
    """
    meeting = get_meeting(actor, meeting_id, right="read")
    rights = rights_on(meeting, actor)
    if meeting.parent_id or not (meeting.state in FROZEN or rights.watch or rights.sign):
        raise NotFound
    return meeting


def get_line(actor: Actor, meeting: Meeting, number: int) -> Attendance:
    """A line of the roll of this meeting (or of its branch meeting) by its number on the list."""
    line = Attendance.objects.filter(ward=actor.ward_id, root=meeting.root_id, number=number).first()
    if line is None or (meeting.parent_id and line.meeting_id != meeting.pk):
        raise NotFound
    return line


def get_own_line(actor: Actor, meeting_id: UUID) -> Attendance:
    """The actor's own line on the roll of this meeting; a party group's members say it to their group."""
    lines = Attendance.objects.filter(ward=actor.ward_id, person=actor.person_id)
    line = (
        lines.filter(Q(meeting=meeting_id) | Q(root=meeting_id))
        .select_related("root__unit", "meeting__unit", "person")
        .first()
    )
    if line is None or not actor.holds(MEMBER, unit=line.root.unit_id):
        raise NotFound
    return line


def get_line_by_card(actor: Actor, meeting: Meeting, numbers: list[str]) -> Attendance | None:
    """The line of whoever carries a Party card with one of these numbers, if one is on this roll."""
    lines = Attendance.objects.filter(ward=actor.ward_id, root=meeting.root_id)
    if meeting.parent_id:
        lines = lines.filter(meeting=meeting)
    carriers = lines.filter(person__memberships__card_number__in=numbers).select_related("person").distinct()
    found = list(carriers[:2])
    return found[0] if len(found) == 1 else None


def get_item(meeting: Meeting, item_id: UUID, *, removed: bool = False) -> AgendaItem:
    """An item of the agenda; one that was taken off only where it is asked for, to be put back."""
    item = AgendaItem.objects.filter(ward=meeting.ward_id, meeting=meeting.root_id, pk=item_id).first()
    if item is None or (item.removed_at and not removed):
        raise NotFound
    return item


def get_opinion(meeting: Meeting, opinion_id: UUID, *, removed: bool = False) -> Opinion:
    """An opinion said at this meeting; a party group's part holds only what was said there."""
    opinion = Opinion.objects.filter(ward=meeting.ward_id, root=meeting.root_id, pk=opinion_id).first()
    if opinion is None or (opinion.removed_at and not removed):
        raise NotFound
    if meeting.parent_id and opinion.meeting_id != meeting.pk:
        raise NotFound
    return opinion


def get_paper(actor: Actor, paper_id: UUID) -> Paper:
    """A paper, for whoever may read its meeting."""
    papers = Paper.objects.select_related("meeting", "meeting__unit", "meeting__parent", "file")
    paper = papers.filter(ward=actor.ward_id, pk=paper_id, removed_at__isnull=True).first()
    if paper is None or not rights_on(paper.meeting, actor).read:
        raise NotFound
    return paper


def get_invitation(actor: Actor, meeting_id: UUID) -> Invitation:
    """The actor's own invitation to a meeting."""
    invitation = (
        Invitation.objects.filter(ward=actor.ward_id, meeting=meeting_id, person=actor.person_id)
        .select_related("meeting", "meeting__unit")
        .first()
    )
    if invitation is None or not actor.holds(MEMBER, unit=invitation.meeting.unit_id):
        raise NotFound
    return invitation


def visible_to(actor: Actor) -> QuerySet[Meeting]:
    """The branch meetings whose existence `actor` may know."""
    meetings = Meeting.objects.filter(ward=actor.ward_id, parent__isnull=True)
    if actor.is_ward_staff:
        return meetings
    units = actor.units_as(*OFFICERS, "branch_committee_member", CHARGE, MEMBER)
    return meetings.filter(Q(unit__in=units))


def records_visible_to(actor: Actor) -> QuerySet[Meeting]:
    """The branch meetings whose record `actor` may read: `get_record`, asked of all of them at once."""
    meetings = visible_to(actor)
    if actor.is_ward_staff:
        return meetings
    watched = Q(unit__in=actor.units_as(*OFFICERS, "branch_committee_member", CHARGE))
    return meetings.filter(watched | Q(state__in=FROZEN) | _signed_by(actor))


def _signed_by(actor: Actor) -> Q:
    """Meetings of one's own branch that one chairs or writes the minutes of."""
    belongs = Q(unit__in=actor.units_as(*OFFICERS, MEMBER))
    return belongs & (Q(chair=actor.person_id) | Q(minute_taker=actor.person_id))


def units_to_plan(actor: Actor) -> list[Unit]:
    """The branches for which `actor` may put a meeting on the calendar."""
    units = Unit.objects.filter(ward=actor.ward_id, kind="branch", pk__in=actor.units_as(*OFFICERS))
    return list(units.order_by("position", "pk"))


def may_plan_ward(actor: Actor) -> bool:
    """Whether `actor` may make the month's plan of all branches."""
    return actor.holds("office")


def may_see_plan(actor: Actor) -> bool:
    """Whether `actor` may see the month's plan of all branches."""
    return actor.is_ward_staff


def get_paper_file(actor: Actor, paper_id: UUID) -> Upload:
    """The file of a paper, for whoever may read its meeting."""
    paper = get_paper(actor, paper_id)
    if paper.file is None:
        raise NotFound
    return paper.file


def get_motion(meeting: Meeting, motion_id: UUID) -> Motion:
    """A motion put to the vote in this meeting."""
    motion = Motion.objects.filter(ward=meeting.ward_id, origin_id=meeting.pk, pk=motion_id).first()
    if motion is None:
        raise NotFound
    return motion


def get_task_of_branch(meeting: Meeting, task_id: UUID) -> Task:
    """A task of the branch that meets: who runs the meeting writes down its result."""
    tasks = Task.objects.filter(ward=meeting.ward_id, unit=meeting.unit_id, pk=task_id)
    task = tasks.select_related("unit", "assignee").first()
    if task is None:
        raise NotFound
    return task


def get_guest(meeting: Meeting, guest_id: UUID) -> Guest:
    """A guest of this meeting; a party group's part has none of its own."""
    guest = Guest.objects.filter(
        ward=meeting.ward_id, meeting=meeting.root_id, pk=guest_id, removed_at__isnull=True
    ).first()
    if guest is None or meeting.parent_id:
        raise NotFound
    return guest


def get_directive_to_pass_on(meeting: Meeting, directive_id: UUID) -> Directive:
    """A document that the ward asked this meeting's branch to pass on."""
    asked = Dissemination.objects.filter(
        ward=meeting.ward_id, unit=meeting.unit_id, directive=directive_id, ended_on__isnull=True
    )
    found = asked.select_related("directive").defer(*wordy("directive")).first()
    if found is None:
        raise NotFound
    return found.directive
