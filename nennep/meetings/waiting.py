"""What waits for a person: invitations to answer, meetings to work on, the next one to come to."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from nennep.meetings.models import Invitation, Meeting, MeetingState
from nennep.meetings.steps import BEFORE_THE_MEETING


def invitations_of(person_id: UUID | None, ward_id: UUID, *, now: datetime) -> list[Invitation]:
    """The invitations of one person to meetings that have not ended, the nearest first."""
    if person_id is None:
        return []
    invitations = Invitation.objects.filter(
        ward=ward_id,
        person=person_id,
        meeting__state__in=[MeetingState.CONVENED, MeetingState.IN_SESSION],
        meeting__starts_at__gt=now - timedelta(days=2),
    )
    return list(invitations.select_related("meeting__unit").order_by("meeting__starts_at", "pk"))


def meetings_to_work_on(ward_id: UUID, units: set[UUID], person_id: UUID | None, *, now: datetime) -> list[Meeting]:
    """Meetings that wait for an officer's or a signer's next step, the nearest first."""
    soon = Q(state__in=list(BEFORE_THE_MEETING), starts_at__lt=now + timedelta(days=21))
    under_way = Q(state__in=[MeetingState.IN_SESSION, MeetingState.CLOSED, MeetingState.SIGNED])
    mine = Q(unit__in=units) | Q(minute_taker=person_id) & ~Q(state=MeetingState.SIGNED)
    meetings = Meeting.objects.filter(soon | under_way, mine, ward=ward_id).select_related("unit", "parent")
    return list(meetings.order_by("starts_at", "pk"))


def groups_to_run(ward_id: UUID, groups: set[UUID], *, now: datetime) -> list[Meeting]:
    """The parts of meetings that party groups are to hold or are holding, the nearest first."""
    ready = Q(state__in=[MeetingState.CONVENED, MeetingState.IN_SESSION], starts_at__lt=now + timedelta(days=21))
    parts = Meeting.objects.filter(ready, ward=ward_id, parent__isnull=False, unit__in=groups)
    return list(parts.select_related("unit", "parent").order_by("starts_at", "pk"))


def waits_for_others(meeting: Meeting, person_id: UUID | None) -> list[str]:
    """Whose signatures are missing under closed minutes, if the reader has signed; nobody otherwise."""
    if meeting.state != MeetingState.CLOSED:
        return []
    signed = set(meeting.minutes.signatures.values_list("person_id", flat=True))
    missing = [each for each in (meeting.chair, meeting.minute_taker) if each and each.pk not in signed]
    return [each.full_name for each in missing] if person_id in signed else []


def next_meeting_of(ward_id: UUID, units: set[UUID], *, now: datetime) -> Meeting | None:
    """The next meeting of some branches."""
    meetings = Meeting.objects.filter(ward=ward_id, unit__in=units, parent__isnull=True, starts_at__gt=now)
    return meetings.exclude(state=MeetingState.CANCELLED).select_related("unit").order_by("starts_at", "pk").first()
