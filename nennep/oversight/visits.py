"""Visits as pages ask for them: the calendar of one's branches, one sheet, what the office has received."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from nennep.decisions.models import Task
from nennep.meetings.models import HELD_STATES, Guest, Meeting, MeetingState
from nennep.organisation.models import Charge, ChargeKind, Unit, holding_on
from nennep.oversight.checklists import Checklist, Question, checklists
from nennep.oversight.models import Petition, Visit

BACK = timedelta(days=70)
AHEAD = timedelta(days=62)


@dataclass(frozen=True)
class CalendarLine:
    """One meeting of a branch in my charge, and whether I was there."""

    meeting: Meeting
    visit: Visit | None
    named: bool
    """Whether the record names me among the guests or on the roll."""
    is_over: bool
    may_attend: bool

    @property
    def tone(self) -> str:
        if self.meeting.state == MeetingState.CANCELLED:
            return "missing"
        if self.visit or self.named:
            return "done"
        if self.meeting.state in HELD_STATES:
            return "missing"
        return "doing" if self.may_attend else "todo"


@dataclass(frozen=True)
class Calendar:
    """The branches in somebody's charge: what comes, and what was."""

    coming: list[CalendarLine]
    past: list[CalendarLine]


def calendar_of(ward_id: UUID, person_id: UUID | None, units: Iterable[UUID], *, now: datetime) -> Calendar:
    """The meetings of one's branches over the last and next weeks: four queries for any number of branches."""
    meetings = list(
        Meeting.objects.filter(
            ward=ward_id,
            unit__in=list(units),
            parent__isnull=True,
            starts_at__gte=now - BACK,
            starts_at__lte=now + AHEAD,
        )
        .select_related("unit")
        .order_by("starts_at", "pk")
    )
    keys = [meeting.pk for meeting in meetings]
    visits = {
        visit.meeting_id: visit for visit in Visit.objects.filter(ward=ward_id, person=person_id, meeting__in=keys)
    }
    named = _named_in(ward_id, person_id, keys)
    today = timezone.localdate(now)
    lines = [_line(meeting, visits.get(meeting.pk), meeting.pk in named, today) for meeting in meetings]
    coming = [line for line in lines if not line.is_over]
    return Calendar(coming, [line for line in reversed(lines) if line.is_over])


def _line(meeting: Meeting, visit: Visit | None, named: bool, today: date) -> CalendarLine:
    day = timezone.localdate(meeting.starts_at)
    is_over = day < today or meeting.state in HELD_STATES
    return CalendarLine(meeting, visit, named, is_over, may_attend=visit is None and day <= today)


def _named_in(ward_id: UUID, person_id: UUID | None, meetings: list[UUID]) -> set[UUID]:
    """The meetings whose record names a person as a guest or as present."""
    guests = Guest.objects.filter(ward=ward_id, meeting__in=meetings, person=person_id, removed_at__isnull=True)
    on_the_roll = Meeting.objects.filter(
        ward=ward_id, pk__in=meetings, whole_roll__person=person_id, whole_roll__status="present"
    )
    return set(guests.order_by().values_list("meeting_id", flat=True)) | set(on_the_roll.values_list("pk", flat=True))


@dataclass(frozen=True)
class Sheet:
    """One sheet as it is read: questions, ticks, what came of it."""

    visit: Visit
    checklist: Checklist
    missing: list[Question]
    petitions: list[Petition]
    tasks: list[Task]
    named: bool
    is_called_off: bool

    @property
    def is_begun(self) -> bool:
        """Whether the visit is recorded; an empty sheet can be opened before."""
        return not self.visit._state.adding


def sheet_of(visit: Visit) -> Sheet:
    """A sheet with the petitions and tasks that came of it: five queries at most."""
    questions = checklists()[visit.checklist]
    petitions = Petition.objects.filter(ward=visit.ward_id, visit=visit).order_by("entered_at", "pk")
    tasks = Task.objects.filter(ward=visit.ward_id, origin_id=visit.pk).select_related("assignee")
    return Sheet(
        visit,
        questions,
        questions.missing(visit.ticked) if visit.sent_at else [],
        list(petitions),
        list(tasks.order_by("due_on", "pk")),
        bool(_named_in(visit.ward_id, visit.person_id, [visit.meeting_id])),
        visit.meeting.state == MeetingState.CANCELLED,
    )


def sheets_received(ward_id: UUID, *, unit_id: UUID | None = None) -> QuerySet[Visit]:
    """The sheets that reached the office, the newest first."""
    found = Visit.objects.filter(ward=ward_id, sent_at__isnull=False).select_related("meeting", "unit", "person")
    if unit_id:
        found = found.filter(unit=unit_id)
    return found.order_by("-attended_at", "-pk")


def of_meetings_called_off(ward_id: UUID) -> list[Visit]:
    """Visits whose meeting was called off and of which the office has not taken note."""
    found = Visit.objects.filter(ward=ward_id, meeting__state=MeetingState.CANCELLED, noted_at__isnull=True)
    return list(found.select_related("meeting", "unit", "person").order_by("attended_at", "pk"))


def not_named(ward_id: UUID, meetings: QuerySet[Meeting]) -> list[Visit]:
    """Visits to meetings whose minutes do not name the visitor: two records that tell different things."""
    visits = list(
        Visit.objects.filter(ward=ward_id, meeting__in=meetings, meeting__state__in=HELD_STATES)
        .select_related("meeting", "unit", "person")
        .order_by("attended_at", "pk")
    )
    keys = [visit.meeting_id for visit in visits]
    guests = Guest.objects.filter(ward=ward_id, meeting__in=keys, removed_at__isnull=True, person__isnull=False)
    there = set(guests.order_by().values_list("meeting_id", "person_id"))
    roll = Visit.objects.filter(
        Q(meeting__whole_roll__person=F("person"), meeting__whole_roll__status="present"),
        ward=ward_id,
        pk__in=[visit.pk for visit in visits],
    )
    there |= set(roll.values_list("meeting_id", "person_id"))
    return [visit for visit in visits if (visit.meeting_id, visit.person_id) not in there]


@dataclass(frozen=True)
class ChargeLine:
    """One branch: who is in charge, who stands in now or soon."""

    unit: Unit
    charge: Charge | None
    substitutes: list[Charge]


def charge_lines(ward_id: UUID, units: list[Unit], on: date) -> list[ChargeLine]:
    """Who looks after each branch, with those who stand in: one query for any number of branches."""
    found = Charge.objects.filter(ward=ward_id, unit__in=units).filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on))
    charges: dict[UUID, Charge] = {}
    others: dict[UUID, list[Charge]] = {}
    for charge in found.select_related("person").order_by("valid_from", "pk"):
        if charge.kind == ChargeKind.SUBSTITUTE:
            others.setdefault(charge.unit_id, []).append(charge)
        elif charge.kind == ChargeKind.MAIN and charge.holds_on(on):
            charges[charge.unit_id] = charge
    return [ChargeLine(unit, charges.get(unit.pk), others.get(unit.pk, [])) for unit in units]


def charge_of(unit: Unit, on: date) -> Charge | None:
    """Who is in charge of a branch on a day, whoever stands in left aside."""
    charges = Charge.objects.filter(holding_on(on), ward=unit.ward_id, unit=unit, kind=ChargeKind.MAIN)
    return charges.select_related("person", "unit").order_by("-valid_from").first()
