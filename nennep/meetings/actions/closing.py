"""After the last word: closing, the two signatures, the report to the ward, corrections."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nennep.core.digests import content_hash
from nennep.core.ids import uuid7
from nennep.core.models import Upload
from nennep.core.once import made_before
from nennep.core.refusals import Refused
from nennep.decisions import actions as decisions
from nennep.decisions.models import DocumentKind, Motion, MotionState
from nennep.directives import actions as directives
from nennep.directives.models import HowReached
from nennep.meetings.actions.hall import require_heads
from nennep.meetings.actions.steps import advance, locked, note
from nennep.meetings.models import (
    Addendum,
    AttendanceStatus,
    Meeting,
    MeetingState,
    Minutes,
    Signature,
    SignatureRole,
)
from nennep.meetings.record import items_that_pass_on, minutes_content
from nennep.meetings.signing import addendum_content
from nennep.meetings.steps import HAS_A_RECORD
from nennep.organisation.actors import Actor
from nennep.planning import actions as planning
from nennep.planning.models import PlannedTopic


class EverybodyNeedsAStatus(Refused):
    message = _("Còn %(count)s đồng chí chưa ghi có mặt hay vắng. Điểm danh đủ, rồi kết thúc.")


class MinutesNotPassed(Refused):
    message = _("Biên bản chưa được đọc và biểu quyết thông qua. Đọc biên bản, biểu quyết, rồi kết thúc.")


class VoteStillOpen(Refused):
    message = _("Còn nội dung đang biểu quyết chưa chốt kết quả: “%(text)s”. Chốt kết quả, rồi kết thúc.")


class GroupsStillMeeting(Refused):
    message = _("%(names)s chưa kết thúc phần sinh hoạt của tổ. Chờ tổ kết thúc, rồi kết thúc buổi của chi bộ.")


class NotASigner(Refused):
    message = _("Biên bản do chủ trì và thư ký của buổi sinh hoạt ký.")


class NotClosed(Refused):
    message = _("Buổi sinh hoạt chưa kết thúc nên chưa có biên bản. Kết thúc trước, rồi làm tiếp.")


class MinutesTampered(Refused):
    message = _("Nội dung biên bản không còn khớp với mã đã lập khi kết thúc. Chưa ký được; báo người vận hành.")


class NotSigned(Refused):
    message = _("Biên bản chưa đủ hai chữ ký. Ký biên bản trước.")


class AddendumEmpty(Refused):
    field = "text"
    message = _("Nhập nội dung bổ sung.")


@transaction.atomic
def close_meeting(meeting: Meeting, *, by: Actor, at: datetime) -> Meeting:
    """Close the meeting (bế mạc): nobody's attendance is unknown, every vote is counted, minutes are passed.

    The minutes are composed from the records and numbered; they wait for two signatures. Closing twice
    changes nothing. A party group's part closes by itself, without minutes of its own.
    """
    meeting = locked(meeting.pk)
    if meeting.state == MeetingState.CLOSED:
        return meeting
    if meeting.unknown_count:
        raise EverybodyNeedsAStatus(count=meeting.unknown_count)
    require_heads(meeting)
    if meeting.parent_id:
        advance(meeting, MeetingState.CLOSED, by=by, at=at)
        return meeting
    _require_all_counted(meeting)
    motion = Motion.objects.filter(ward=meeting.ward_id, origin_id=meeting.pk, matter="minutes", passed=True).last()
    if motion is None and meeting.state == MeetingState.IN_SESSION:
        raise MinutesNotPassed
    meeting.agenda.filter(started_at__isnull=False, finished_at__isnull=True).update(finished_at=at)
    advance(meeting, MeetingState.CLOSED, by=by, at=at)
    _term, number = decisions.next_number(meeting.unit, DocumentKind.MINUTES, on=timezone.localdate(at))
    content = minutes_content(meeting, number=number)
    minutes = Minutes.objects.create(
        ward_id=meeting.ward_id,
        meeting=meeting,
        number=number,
        content=content,
        sha256=content_hash(content),
        passed_by=motion,
        closed_at=at,
    )
    note("meetings.minutes.composed", minutes, meeting, by=by, at=at, after={"sha256": minutes.sha256})
    if meeting.planned_topic:
        _tell_held(meeting, meeting.planned_topic, by=by, at=at)
    _tell_reached(meeting, by=by, at=at)
    return meeting


def _tell_reached(meeting: Meeting, *, by: Actor, at: datetime) -> None:
    """Documents passed on at this meeting have reached whoever was present, in the hall or in their party group."""
    taken_up = items_that_pass_on(meeting)
    if not taken_up:
        return
    roll = meeting.whole_roll.filter(status=AttendanceStatus.PRESENT).values_list("person_id", "meeting_id")
    people: dict[UUID, str] = {
        person_id: HowReached.MEETING if sat_in == meeting.pk else HowReached.GROUP for person_id, sat_in in roll
    }
    for item in taken_up:
        assert item.directive is not None
        directives.record_reached(
            item.directive,
            meeting.unit,
            people,
            on=timezone.localdate(meeting.starts_at),
            address=reverse("meetings:minutes", args=[meeting.pk]),
            by=by,
            at=at,
        )


def _tell_held(meeting: Meeting, topic: PlannedTopic, *, by: Actor, at: datetime) -> None:
    """The branch's plan learns that its theme was held, and what was concluded."""
    items = meeting.agenda.filter(removed_at__isnull=True).exclude(conclusion="")
    planning.record_held(
        topic,
        held_on=timezone.localdate(meeting.starts_at),
        conclusion="\n".join(items.order_by("position").values_list("conclusion", flat=True)),
        address=reverse("meetings:minutes", args=[meeting.pk]),
        by=by,
        at=at,
    )


@transaction.atomic
def sign_minutes(meeting: Meeting, *, role: str, by: Actor, at: datetime, scan: Upload | None = None) -> Minutes:
    """Sign the minutes as chair or minute-taker (ký biên bản), each by the own log-in or on paper with a scan.

    A signature on paper may be recorded by somebody else, with the signed sheet; the log names who did.
    The second signature freezes them: content, hash and state. Signing twice changes nothing.
    """
    meeting = locked(meeting.pk)
    minutes = Minutes.objects.select_for_update(of=("self",)).filter(meeting=meeting).first()
    if minutes is None:
        raise NotClosed
    signer_id = meeting.chair_id if role == SignatureRole.CHAIR else meeting.minute_taker_id
    if by.person_id is None or signer_id is None or (by.person_id != signer_id and scan is None):
        raise NotASigner
    if minutes.signatures.filter(role=role).exists():
        return minutes
    if content_hash(minutes.content) != minutes.sha256:
        raise MinutesTampered
    signature = Signature.objects.create(
        ward_id=meeting.ward_id,
        minutes=minutes,
        role=role,
        person_id=signer_id,
        signed_at=at,
        sha256=minutes.sha256,
        scan=scan,
    )
    note(
        "meetings.minutes.signed",
        signature,
        meeting,
        by=by,
        at=at,
        after={"role": role, "sha256": minutes.sha256},
    )
    if minutes.signatures.count() == len(SignatureRole):
        minutes.frozen_at = at
        minutes.save(update_fields=["frozen_at"])
        advance(meeting, MeetingState.SIGNED, by=by, at=at)
        meeting.group_meetings.update(state=MeetingState.SIGNED, signed_at=at)
    return minutes


@transaction.atomic
def report_meeting(meeting: Meeting, *, by: Actor, at: datetime) -> Meeting:
    """Send the signed record to the ward (báo cáo lên Đảng ủy)."""
    meeting = locked(meeting.pk)
    if meeting.state in {MeetingState.REPORTED, MeetingState.SCORED, MeetingState.SETTLED}:
        return meeting
    if meeting.state == MeetingState.CLOSED:
        raise NotSigned
    advance(meeting, MeetingState.REPORTED, by=by, at=at)
    return meeting


@transaction.atomic
def add_addendum(
    meeting: Meeting, *, text: str, reason: str, by: Actor, at: datetime, id: UUID | None = None
) -> Addendum:
    """Correct closed minutes by adding to them (phần bổ sung biên bản); the words that were passed stay.

    The same id again adds nothing: what is added can never be taken away.
    """
    meeting = locked(meeting.pk)
    existing = made_before(Addendum, id, ward=meeting.ward, minutes__meeting=meeting, text=text, reason=reason)
    if existing:
        return existing
    if meeting.state not in HAS_A_RECORD:
        raise NotClosed
    if not text.strip():
        raise AddendumEmpty
    minutes = meeting.minutes
    number = minutes.addenda.count() + 1
    content = addendum_content(minutes.sha256, number, text, reason)
    addendum = Addendum.objects.create(
        id=id or uuid7(),
        ward_id=meeting.ward_id,
        minutes=minutes,
        number=number,
        text=text,
        reason=reason,
        written_by_id=by.person_id,
        written_at=at,
        sha256=content_hash(content),
    )
    note("meetings.addendum.added", addendum, meeting, by=by, at=at, after=content)
    return addendum


def _require_all_counted(meeting: Meeting) -> None:
    open_motion = Motion.objects.filter(ward=meeting.ward_id, origin_id=meeting.pk, state=MotionState.OPEN).first()
    if open_motion:
        raise VoteStillOpen(text=open_motion.text)
    still_meeting = meeting.group_meetings.exclude(state=MeetingState.CLOSED).order_by("unit__position", "pk")
    names = list(still_meeting.values_list("unit__name", flat=True))
    if names:
        raise GroupsStillMeeting(names=", ".join(names))
