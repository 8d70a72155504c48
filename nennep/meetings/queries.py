"""Everything asked of meetings: lists, the page of one, the roll, the desk, what waits for a person."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from nennep.core.audit import TAKEN_OUT
from nennep.core.models import AuditEvent
from nennep.core.periods import Month
from nennep.decisions.models import Motion, Resolution, Tally, Task
from nennep.decisions.queries import TaskLine, motions_of, resolution_of, task_tone
from nennep.directives import queries as directives
from nennep.directives.models import Dissemination
from nennep.meetings.models import (
    AgendaItem,
    Attendance,
    AttendanceStatus,
    Guest,
    Invitation,
    Meeting,
    MeetingKind,
    MeetingMode,
    MeetingState,
    Minutes,
    Opinion,
    Paper,
    Reply,
)
from nennep.meetings.record import last_tasks
from nennep.meetings.steps import HAS_A_RECORD
from nennep.organisation.models import Term, Unit
from nennep.planning.agendas import AgendaTemplate, agenda_template
from nennep.planning.queries import meeting_days, planned_moment
from nennep.rulebook.queries import Rules, rules_on

S = AttendanceStatus


def rules_of(meeting: Meeting) -> Rules:
    """The rule set of the day on which a meeting takes place."""
    return rules_on(timezone.localdate(meeting.starts_at))


def template_of(meeting: Meeting) -> AgendaTemplate:
    """The agenda that a meeting of this kind starts from in its ward."""
    day = timezone.localdate(meeting.starts_at)
    return agenda_template(meeting.ward_id, meeting.kind, meeting.unit.branch_kind, day)


# Lists ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class MeetingLine:
    """One meeting in a list: everything a row shows, no object behind it."""

    id: UUID
    unit: str
    kind: str
    month: date
    starts_at: datetime
    place: str
    topic: str
    state: str
    present: int
    expected: int
    mode: str

    @property
    def held(self) -> bool:
        return self.state in HAS_A_RECORD

    @property
    def state_words(self) -> str:
        return str(MeetingState(self.state).label)

    @property
    def kind_words(self) -> str:
        return str(MeetingKind(self.kind).label)

    @property
    def tone(self) -> str:
        return TONES[MeetingState(self.state)]


TONES = {
    MeetingState.PLANNED: "todo",
    MeetingState.PREPARED: "doing",
    MeetingState.CONVENED: "doing",
    MeetingState.IN_SESSION: "doing",
    MeetingState.CLOSED: "waiting",
    MeetingState.SIGNED: "waiting",
    MeetingState.REPORTED: "done",
    MeetingState.SCORED: "done",
    MeetingState.SETTLED: "done",
    MeetingState.CANCELLED: "missing",
}


def meeting_lines(meetings: QuerySet[Meeting], *, limit: int = 100) -> list[MeetingLine]:
    """The latest of some meetings, one query for any number."""
    columns = ("unit__former_names", "pk", "unit__short_name", "kind", "month", "starts_at", "place", "topic", "state")
    rows = meetings.order_by("-starts_at", "pk").values_list(*columns, "present_count", "expected_count", "mode")
    return [_named_that_day(former_names, MeetingLine(*row)) for former_names, *row in rows[:limit]]


def _named_that_day(former_names: list[dict[str, str]], line: MeetingLine) -> MeetingLine:
    """A branch renamed since stands in the list under the name it had when it met."""
    if not former_names:
        return line
    unit = Unit(short_name=line.unit, former_names=former_names).as_of(timezone.localdate(line.starts_at))
    return replace(line, unit=unit.short_name)


@dataclass(frozen=True)
class PlanLine:
    """One branch in the month's plan: its regular meeting, if planned."""

    unit: Unit
    meeting: Meeting | None
    left_out_on: date | None = None
    """Its meeting day, if that day lies outside of its life or its term: then none is planned for it."""


def month_plan(units: list[Unit], month: Month) -> list[PlanLine]:
    """The regular meetings of a month, branch by branch in the fixed order."""
    meetings = Meeting.objects.filter(
        ward=units[0].ward_id if units else None,
        month=month.first,
        kind=MeetingKind.REGULAR,
        unit__in=[unit.pk for unit in units],
    )
    by_unit = {meeting.unit_id: meeting for meeting in meetings.order_by("cancelled_at", "pk")}
    outside = left_out(units[0].ward_id, month) if units else {}
    return [PlanLine(unit, by_unit.get(unit.pk), outside.get(unit.pk)) for unit in units]


def left_out(ward_id: UUID, month: Month) -> dict[UUID, date]:
    """The branches whose meeting day in a month lies outside of their life or term, with that day; two queries."""
    days = {each.unit: timezone.localdate(planned_moment(each, month)) for each in meeting_days(ward_id, month.first)}
    terms: dict[UUID, list[Term]] = defaultdict(list)
    for term in Term.objects.filter(ward=ward_id, unit__in=days):
        terms[term.unit_id].append(term)  # type: ignore[index]
    return {
        unit.pk: day
        for unit, day in days.items()
        if not unit.holds_on(day) or not any(term.holds_on(day) for term in terms[unit.pk])
    }


# One meeting ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Replies:
    """How people answered the invitation."""

    coming: int
    late: int
    excused: int
    unanswered: int
    wants_to_speak: list[str]
    excuses: list[tuple[str, str]]
    words_ahead: list[tuple[str, str]]


def replies(meeting: Meeting) -> Replies:
    """The answers to a meeting's invitations: one query."""
    rows = list(invitations(meeting).select_related("person").order_by("person__name_key", "pk"))
    count = Counter(row.reply for row in rows)
    return Replies(
        coming=count[Reply.COMING],
        late=count[Reply.LATE],
        excused=count[Reply.EXCUSE],
        unanswered=count[Reply.NONE],
        wants_to_speak=[row.person.full_name for row in rows if row.wants_to_speak],
        excuses=[(row.person.full_name, row.get_reason_display()) for row in rows if row.reply == Reply.EXCUSE],
        words_ahead=[(row.person.full_name, row.words_ahead) for row in rows if row.words_ahead],
    )


def invitations(meeting: Meeting) -> "QuerySet[Invitation]":
    """The invitations to a meeting; for a party group's part, those of its own people."""
    found = Invitation.objects.filter(ward=meeting.ward_id, meeting=meeting.root_id)
    return found.filter(person__in=meeting.roll.values("person")) if meeting.parent_id else found


def may_take_back_opening(meeting: Meeting) -> bool:
    """Whether a meeting that runs can still be as if it had not begun: nothing was recorded since."""
    if meeting.state != MeetingState.IN_SESSION or meeting.parent_id or meeting.present_count:
        return False
    begun = meeting.agenda.filter(started_at__isnull=False)
    voted = Motion.objects.filter(ward=meeting.ward_id, origin_id=meeting.pk)
    assigned = Task.objects.filter(ward=meeting.ward_id, origin_id=meeting.pk)
    said = meeting.all_opinions.filter(removed_at__isnull=True)
    return not (begun.exists() or said.exists() or voted.exists() or assigned.exists())


def invited_count(meeting: Meeting) -> int:
    """How many people a meeting's invitations went to."""
    return invitations(meeting).count()


def agenda(meeting: Meeting) -> list[AgendaItem]:
    """The items of a meeting's agenda in order; a party group works through the branch's."""
    items = AgendaItem.objects.filter(ward=meeting.ward_id, meeting=meeting.root_id, removed_at__isnull=True)
    return list(items.select_related("presenter").order_by("position", "pk"))


def papers(meeting: Meeting) -> list[Paper]:
    """The papers of a meeting, in the order of publishing."""
    found = Paper.objects.filter(ward=meeting.ward_id, meeting=meeting.root_id, removed_at__isnull=True)
    return list(found.select_related("file").order_by("published_at", "pk"))


def group_meetings(meeting: Meeting) -> list[Meeting]:
    """The parts of a meeting that party groups hold, with their leaders."""
    if meeting.mode != MeetingMode.BY_GROUPS or meeting.parent_id:
        return []
    parts = Meeting.objects.filter(ward=meeting.ward_id, parent=meeting).select_related("unit", "chair", "parent")
    return list(parts.order_by("unit__position", "pk"))


def sessions_by_groups(unit: Unit, year: int) -> int:
    """How many meetings of a year a branch held or plans to hold by party groups."""
    meetings = Meeting.objects.filter(
        ward=unit.ward_id, unit=unit, month__year=year, mode=MeetingMode.BY_GROUPS, kind=MeetingKind.REGULAR
    )
    return meetings.exclude(state=MeetingState.CANCELLED).count()


def history(meeting: Meeting) -> list[AuditEvent]:
    """The last events of a meeting itself, newest first."""
    events = AuditEvent.objects.filter(ward_id=meeting.ward_id, object_id=meeting.pk).exclude(name=TAKEN_OUT)
    return list(events.order_by("-sequence")[:20])


# The roll ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class RollLine:
    """One line of the roll as the page shows it."""

    person_id: UUID
    number: int
    name: str
    search_key: str
    birth_year: int | None
    grade: str
    listed_as: str
    status: str
    reason: str
    revision: int
    how: str
    device: str
    recorded_at: datetime | None
    meeting_id: UUID
    """Where the person sits: the branch's meeting or a party group's."""

    @property
    def is_open(self) -> bool:
        return self.status == S.UNKNOWN


@dataclass(frozen=True)
class RollCall:
    """The roll of a meeting: its lines and the counts by status."""

    lines: list[RollLine]
    counts: dict[str, int]
    guests: list[Guest]

    @property
    def absent(self) -> int:
        return self.counts.get(S.EXCUSED, 0) + self.counts.get(S.UNEXCUSED, 0)


def roll_call(meeting: Meeting) -> RollCall:
    """Everybody listed, in the order of given names: three queries for any number of people."""
    lines = Attendance.objects.filter(ward=meeting.ward_id)
    lines = lines.filter(meeting=meeting) if meeting.parent_id else lines.filter(root=meeting)
    rows = lines.order_by("number").values_list(
        "person_id",
        "number",
        "person__full_name",
        "person__search_key",
        "person__birth_year",
        "grade",
        "listed_as",
        "status",
        "reason",
        "revision",
        "how",
        "device",
        "recorded_at",
        "meeting_id",
    )
    made = [RollLine(*row) for row in rows]
    guests = Guest.objects.filter(ward=meeting.ward_id, meeting=meeting.root_id, removed_at__isnull=True)
    return RollCall(made, dict(Counter(line.status for line in made)), list(guests.order_by("pk")))


# The desk ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class DeskItem:
    """One item of the agenda with what was said under it."""

    item: AgendaItem
    opinions: list[Opinion]
    tone: str


@dataclass(frozen=True)
class Desk:
    """All that the desk (bàn điều hành) shows."""

    items: list[DeskItem]
    current: DeskItem | None
    last_tasks: list[TaskLine]
    tasks: list[Task]
    motions: list[Motion]
    resolution: Resolution | None
    groups: list[Meeting]
    minutes_gone: int
    minutes_needed: int


def desk(meeting: Meeting, *, now: datetime, chosen: UUID | None) -> Desk:
    """Agenda, record and counts of a running meeting: a fixed number of queries."""
    root = meeting.parent or meeting
    opinions: dict[UUID, list[Opinion]] = {}
    for opinion in (
        Opinion.objects.filter(ward=root.ward_id, root=root, removed_at__isnull=True)
        .select_related("speaker", "guest", "meeting__unit")
        .order_by("said_at", "pk")
    ):
        opinions.setdefault(opinion.item_id, []).append(opinion)
    items = [DeskItem(item, opinions.get(item.pk, []), _item_tone(item)) for item in agenda(root)]
    tasks = Task.objects.filter(ward=root.ward_id, origin_id=root.pk).select_related("assignee")
    return Desk(
        items=items,
        current=_current(items, chosen),
        last_tasks=[TaskLine(task, task_tone(task, timezone.localdate(now))) for task in last_tasks(root)],
        tasks=list(tasks.order_by("due_on", "pk")),
        motions=list(motions_of(root.pk, root.ward_id)),
        resolution=resolution_of(root.pk, root.ward_id),
        groups=group_meetings(root),
        minutes_gone=_minutes_gone(root, now),
        minutes_needed=rules_of(root).meeting.minimum_minutes,
    )


def _current(items: list[DeskItem], chosen: UUID | None) -> DeskItem | None:
    """The chosen item, else the running one, else the first not begun."""
    by_id = {each.item.pk: each for each in items}
    if chosen in by_id:
        return by_id[chosen]
    running = next((each for each in items if each.tone == "doing"), None)
    return running or next((each for each in items if each.tone == "todo"), items[-1] if items else None)


def _item_tone(item: AgendaItem) -> str:
    if item.finished_at:
        return "done"
    return "doing" if item.started_at else "todo"


def _minutes_gone(meeting: Meeting, now: datetime) -> int:
    if meeting.opened_at is None:
        return 0
    return max(0, int(((meeting.closed_at or now) - meeting.opened_at).total_seconds() // 60))


def voters_by_group(meeting: Meeting) -> list[tuple[Meeting, list[tuple[str, str, bool]]]]:
    """Each party group's part with the lines from which its electorate is counted."""
    parts = group_meetings(meeting)
    lines: dict[UUID, list[tuple[str, str, bool]]] = {part.pk: [] for part in parts}
    rows = Attendance.objects.filter(ward=meeting.ward_id, root=meeting).order_by("number")
    for part_id, grade, footing, status in rows.values_list("meeting_id", "grade", "listed_as", "status"):
        if part_id in lines:
            lines[part_id].append((grade, footing, status == S.PRESENT))
    return [(part, lines[part.pk]) for part in parts]


def tallies_of(motion: Motion) -> list[Tally]:
    """The party groups' sub-totals of a count."""
    return list(motion.tallies.select_related("unit").order_by("unit__position", "pk"))


# Minutes ----------------------------------------------------------------------------------------


def minutes_of(meeting: Meeting) -> Minutes | None:
    """The minutes of a meeting, once it is closed."""
    return (
        Minutes.objects.filter(ward=meeting.ward_id, meeting=meeting)
        .prefetch_related("signatures__person", "addenda__written_by")
        .first()
    )


def to_pass_on(meeting: Meeting, items: Iterable[AgendaItem]) -> list[Dissemination]:
    """Documents the branch still has to pass on, that are not in the agenda yet; the nearest day first."""
    taken_up = {item.directive_id for item in items}
    waiting = directives.to_pass_on(meeting.ward_id, meeting.unit_id)
    return [each for each in waiting if each.directive_id not in taken_up]
