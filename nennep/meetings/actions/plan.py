"""Putting meetings on the calendar."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nennep.core.ids import uuid7
from nennep.core.once import made_before, once_more
from nennep.core.periods import Month
from nennep.core.refusals import Changed, Refused
from nennep.decisions.models import Motion, MotionState
from nennep.decisions.thresholds import PROCEDURE
from nennep.meetings.actions.convening import invite_again
from nennep.meetings.actions.steps import RecordClosed, advance, locked, note
from nennep.meetings.models import AgendaItem, Meeting, MeetingKind, MeetingMode, MeetingState
from nennep.meetings.queries import left_out
from nennep.meetings.steps import BEFORE_THE_MEETING
from nennep.organisation.actors import Actor
from nennep.organisation.models import Post, Term, Unit, holding_on
from nennep.organisation.queries import party_groups
from nennep.planning.agendas import agenda_template
from nennep.planning.models import PlannedTopic
from nennep.planning.queries import meeting_days, planned_moment


class OutsidePeriod(Refused):
    field = "day"
    message = _("Ngày họp phải trong tháng %(month)s, kỳ của buổi sinh hoạt này.")


class OutsideTerm(Refused):
    field = "day"
    message = _("Ngày %(day)s nằm ngoài nhiệm kỳ của %(unit)s. Chọn ngày khác, hoặc báo Văn phòng ghi nhiệm kỳ mới.")


class AlreadyPlanned(Refused):
    field = "day"
    message = _("%(unit)s đã có buổi sinh hoạt thường kỳ tháng %(month)s. Mở buổi đó để đổi ngày.")


class TopicMissing(Refused):
    field = "topic"
    message = _("Nhập tên chuyên đề.")


class NoPartyGroups(Refused):
    message = _("%(unit)s chưa chia tổ đảng, nên chưa sinh hoạt theo tổ được.")


class NotWhileItRuns(Refused):
    message = _("Buổi sinh hoạt đang diễn ra nên không đổi ngày. Nếu bắt đầu nhầm, hoàn tác bắt đầu trước đã.")


class HasDecided(Refused):
    message = _("Buổi sinh hoạt đã biểu quyết, nên không ghi là không họp được. Kết thúc buổi sinh hoạt như thường.")


class IsUnderWay(Refused):
    message = _("Buổi sinh hoạt đang diễn ra. Chỉ bí thư hoặc phó bí thư chi bộ ghi hoãn được.")


class ReasonMissing(Refused):
    field = "reason"
    message = _("Ghi lý do không họp.")


@transaction.atomic
def plan_month(ward_id: UUID, month: Month, *, by: Actor, at: datetime) -> list[Meeting]:
    """Plan the regular meeting of every branch for a month from its meeting day (lập lịch tháng).

    Branches that have one already keep it: planning twice changes nothing. A branch that ends, or whose term is
    over, before its meeting day is left out (`left_out` names it): the others are planned all the same.
    """
    has_one = set(
        Meeting.objects.filter(ward=ward_id, month=month.first, kind=MeetingKind.REGULAR, parent__isnull=True)
        .exclude(state=MeetingState.CANCELLED)
        .values_list("unit_id", flat=True)
    )
    has_one |= left_out(ward_id, month).keys()
    return [
        plan_meeting(
            day.unit,
            kind=MeetingKind.REGULAR,
            month=month,
            starts_at=planned_moment(day, month),
            place=day.place,
            by=by,
            at=at,
        )
        for day in meeting_days(ward_id, month.first)
        if day.unit_id not in has_one
    ]


@once_more
@transaction.atomic
def plan_meeting(
    unit: Unit,
    *,
    kind: str,
    month: Month,
    starts_at: datetime,
    place: str,
    topic: str = "",
    planned_topic: PlannedTopic | None = None,
    by: Actor,
    at: datetime,
    id: UUID | None = None,
) -> Meeting:
    """Put one meeting of a branch on the calendar, with the agenda of its kind and its secretary as chair.

    Refuses a day outside the month or the branch's term, a second regular meeting in a month, and a
    thematic meeting without a topic; `planned_topic` is the theme of the branch's yearly plan it takes up.
    """
    words = {"kind": kind, "month": month.first, "starts_at": starts_at, "place": place}
    words |= {"topic": topic} if topic.strip() else {}
    existing = made_before(Meeting, id, unit=unit, **words)
    if existing:
        return existing
    _check_day(unit, month, starts_at)
    if kind == MeetingKind.THEMATIC and planned_topic and not topic.strip():
        topic = planned_topic.title
    if kind == MeetingKind.THEMATIC and not topic.strip():
        raise TopicMissing
    if kind == MeetingKind.REGULAR and _has_regular(unit, month):
        raise AlreadyPlanned(unit=unit.name, month=month.first.strftime("%m/%Y"))
    meeting = Meeting.objects.create(
        id=id or uuid7(),
        ward_id=unit.ward_id,
        unit=unit,
        kind=kind,
        month=month.first,
        starts_at=starts_at,
        place=place,
        topic=topic,
        planned_topic=planned_topic if kind == MeetingKind.THEMATIC else None,
        chair_id=_head_id(unit, "secretary", starts_at),
    )
    template = agenda_template(unit.ward_id, kind, unit.branch_kind, timezone.localdate(starts_at))
    AgendaItem.objects.bulk_create(
        AgendaItem(
            ward_id=unit.ward_id,
            meeting=meeting,
            position=position,
            part=item.part,
            title=item.title,
            minutes_planned=item.minutes,
        )
        for position, item in enumerate(template.items, start=1)
    )
    note(
        "meetings.meeting.planned",
        meeting,
        meeting,
        by=by,
        at=at,
        after={"starts_at": starts_at, "place": place},
    )
    return meeting


@transaction.atomic
def reschedule_meeting(
    meeting: Meeting, *, starts_at: datetime, place: str, seen: int, by: Actor, at: datetime
) -> Meeting:
    """Move a meeting that has not begun to another day of its month, or to another place.

    Its groups move with it; who was invited is invited again, by the list of the new day.
    """
    meeting = locked(meeting.pk)
    if meeting.state == MeetingState.IN_SESSION:
        raise NotWhileItRuns
    if meeting.state not in BEFORE_THE_MEETING:
        raise RecordClosed
    if (meeting.starts_at, meeting.place) == (starts_at, place):
        return meeting
    if meeting.revision != seen:
        raise Changed(meeting)
    _check_day(meeting.unit, meeting.period, starts_at)
    before = {"starts_at": meeting.starts_at, "place": meeting.place}
    meeting.starts_at, meeting.place, meeting.revision = starts_at, place, seen + 1
    meeting.save(update_fields=["starts_at", "place", "revision"])
    meeting.group_meetings.update(starts_at=starts_at, place=place)
    if meeting.convened_at:
        invite_again(meeting, moved=before["starts_at"] != starts_at, by=by, at=at)
    after = {"starts_at": starts_at, "place": place}
    note("meetings.meeting.rescheduled", meeting, meeting, by=by, at=at, before=before, after=after)
    return meeting


@transaction.atomic
def cancel_meeting(meeting: Meeting, *, reason: str, by: Actor, at: datetime) -> Meeting:
    """Record that a meeting is not held or was put off (không họp, hoãn), with the reason: that too is a fact."""
    meeting = locked(meeting.pk)
    if meeting.state == MeetingState.CANCELLED:
        return meeting
    if not reason.strip():
        raise ReasonMissing
    settled = Motion.objects.filter(ward=meeting.ward_id, origin_id=meeting.pk, state=MotionState.SETTLED)
    if meeting.minutes_passed_at or settled.exclude(threshold=PROCEDURE).exists():
        raise HasDecided
    if meeting.state == MeetingState.IN_SESSION and not by.holds("secretary", "deputy_secretary", unit=meeting.unit_id):
        raise IsUnderWay
    for each in (meeting, *meeting.group_meetings.exclude(state=MeetingState.CANCELLED)):
        each.cancel_reason = reason
        advance(each, MeetingState.CANCELLED, by=by, at=at, also=["cancel_reason"])
    return meeting


@transaction.atomic
def hold_by_groups(meeting: Meeting, *, by: Actor, at: datetime) -> Meeting:
    """Let the party groups hold this meeting (sinh hoạt theo tổ đảng): one branch meeting, a part for each group.

    Before convening only. How often a year it may count is a warning on the page, not a refusal
    (domain.md 1.5: limits differ by place).
    """
    meeting = locked(meeting.pk)
    if meeting.state not in {MeetingState.PLANNED, MeetingState.PREPARED}:
        raise RecordClosed
    if meeting.mode == MeetingMode.BY_GROUPS:
        return meeting
    groups = party_groups(meeting.unit, timezone.localdate(meeting.starts_at))
    if not groups:
        raise NoPartyGroups(unit=meeting.unit.name)
    meeting.mode = MeetingMode.BY_GROUPS
    meeting.save(update_fields=["mode"])
    for group in groups:
        Meeting.objects.create(
            ward_id=meeting.ward_id,
            unit=group,
            parent=meeting,
            kind=meeting.kind,
            topic=meeting.topic,
            month=meeting.month,
            starts_at=meeting.starts_at,
            place=meeting.place,
            chair_id=_head_id(group, "group_leader", meeting.starts_at),
        )
    note("meetings.meeting.split", meeting, meeting, by=by, at=at, after=[group.name for group in groups])
    return meeting


def _check_day(unit: Unit, month: Month, starts_at: datetime) -> None:
    day = timezone.localdate(starts_at)
    if day not in month:
        raise OutsidePeriod(month=month.first.strftime("%m/%Y"))
    in_a_term = Term.objects.filter(holding_on(day), ward=unit.ward_id, unit=unit).exists()
    if not unit.holds_on(day) or not in_a_term:
        raise OutsideTerm(day=day.strftime("%d/%m/%Y"), unit=unit.name)


def _has_regular(unit: Unit, month: Month) -> bool:
    regular = Meeting.objects.filter(ward=unit.ward_id, unit=unit, month=month.first, kind=MeetingKind.REGULAR)
    return regular.exclude(state=MeetingState.CANCELLED).exists()


def _head_id(unit: Unit, position: str, moment: datetime) -> UUID | None:
    posts = Post.objects.filter(holding_on(timezone.localdate(moment)), ward=unit.ward_id, unit=unit)
    return posts.filter(position=position).values_list("person_id", flat=True).first()
