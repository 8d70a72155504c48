"""While the meeting runs: opening, opinions, conclusions, votes, tasks."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nennep.core.documents.wording import short_date
from nennep.core.ids import uuid7
from nennep.core.once import made_before
from nennep.core.refusals import Changed, Refused
from nennep.decisions import actions as decisions
from nennep.decisions.models import Motion, MotionState, Resolution, ResolutionState, Task
from nennep.decisions.queries import electorate
from nennep.decisions.thresholds import PROCEDURE
from nennep.meetings.actions.convening import renew_roll
from nennep.meetings.actions.hall import require_heads
from nennep.meetings.actions.roll import count_roll, write_alike
from nennep.meetings.actions.steps import advance, citation, locked, locked_in_session, note, step_back
from nennep.meetings.models import (
    SPOKEN,
    AgendaItem,
    AttendanceStatus,
    Guest,
    Invitation,
    Meeting,
    MeetingState,
    Opinion,
    OpinionKind,
    Reply,
)
from nennep.meetings.queries import may_take_back_opening
from nennep.meetings.steps import MATTER_MINUTES, MATTER_RESOLUTION, PROCEDURAL
from nennep.organisation.actors import Actor
from nennep.organisation.models import Person


class ChairOrMinuteTakerMissing(Refused):
    message = _("Chọn chủ trì và thư ký trước khi bắt đầu.")


class BeforeItsDay(Refused):
    message = _("Buổi này lên lịch ngày %(day)s. Nếu chi bộ họp ngay hôm nay, bấm “Họp hôm nay”; nếu không, để nguyên.")


class AlreadyUnderWay(Refused):
    message = _("Buổi sinh hoạt đã ghi có mặt, ý kiến hoặc biểu quyết, nên không hoàn tác bắt đầu được nữa.")


class SpeakerNotHere(Refused):
    field = "speaker"
    message = _("Đồng chí %(name)s chưa được ghi có mặt. Điểm danh trước, rồi ghi ý kiến.")


class SpeakerMissing(Refused):
    field = "speaker"
    message = _("Chọn người phát biểu.")


class WordsMissing(Refused):
    field = "text"
    message = _("Nhập nội dung ý kiến.")


class RollIncomplete(Refused):
    message = _("Còn %(count)s đồng chí chưa ghi có mặt hay vắng. Điểm danh đủ, rồi biểu quyết.")


class AnotherVoteOpen(Refused):
    message = _("Đang biểu quyết “%(text)s”. Chốt kết quả nội dung ấy, rồi đưa ra nội dung khác.")


class NoDraft(Refused):
    message = _("Chưa có dự thảo nghị quyết. Soạn dự thảo, rồi đưa ra biểu quyết.")


class AssigneeNotOfThisBranch(Refused):
    field = "assignee"
    message = _("Đồng chí %(name)s không có trong danh sách buổi sinh hoạt. Chọn người trong danh sách.")


@transaction.atomic
def open_meeting(meeting: Meeting, *, early: bool = False, by: Actor, at: datetime) -> Meeting:
    """Begin the meeting (khai mạc). Those who asked to be excused are noted as excused until they come.

    Refuses a day before the one planned, unless whoever begins says that it is meant (`early`).

    Opening a party group's part opens the branch meeting too, if no other group did before.
    """
    meeting = locked(meeting.pk)
    if meeting.state == MeetingState.IN_SESSION:
        return meeting
    planned_on = timezone.localdate(meeting.starts_at)
    if timezone.localdate(at) < planned_on and not early:
        raise BeforeItsDay(day=short_date(planned_on))
    if meeting.parent:
        parent = locked(meeting.root_id)
        if parent.state != MeetingState.IN_SESSION:
            _begin(parent, by=by, at=at)
        advance(meeting, MeetingState.IN_SESSION, by=by, at=at)
        return meeting
    if meeting.chair_id is None or meeting.minute_taker_id is None:
        raise ChairOrMinuteTakerMissing
    _begin(meeting, by=by, at=at)
    return meeting


def _begin(meeting: Meeting, *, by: Actor, at: datetime) -> None:
    advance(meeting, MeetingState.IN_SESSION, by=by, at=at)
    renew_roll(meeting, by=by, at=at)
    excused = Invitation.objects.filter(ward=meeting.ward_id, meeting=meeting, reply=Reply.EXCUSE)
    by_reason: dict[str, list[UUID]] = {}
    for person_id, reason in excused.values_list("person_id", "reason"):
        by_reason.setdefault(reason, []).append(person_id)
    for reason, people in by_reason.items():
        lines = meeting.whole_roll.filter(person__in=people, status=AttendanceStatus.UNKNOWN)
        keys = list(lines.values_list("pk", flat=True))
        write_alike(meeting, keys, status=AttendanceStatus.EXCUSED, reason=reason, by=by, at=at)
    count_roll(meeting, *meeting.group_meetings.all())


@transaction.atomic
def take_back_opening(meeting: Meeting, *, by: Actor, at: datetime) -> Meeting:
    """Take back a beginning that was a slip (hoàn tác bắt đầu), as long as nothing was recorded since."""
    meeting = locked(meeting.pk)
    if meeting.state == MeetingState.CONVENED:
        return meeting
    if not may_take_back_opening(meeting):
        raise AlreadyUnderWay
    for each in (meeting, *meeting.group_meetings.filter(state=MeetingState.IN_SESSION)):
        step_back(each, by=by, at=at)
    return meeting


@transaction.atomic
def start_item(item: AgendaItem, *, by: Actor, at: datetime) -> AgendaItem:
    """Go to an item of the agenda; the one before it is finished."""
    meeting = locked_in_session(item.meeting_id)
    running = meeting.agenda.filter(started_at__isnull=False, finished_at__isnull=True)
    running.exclude(pk=item.pk).update(finished_at=at)
    item = AgendaItem.objects.select_for_update().get(pk=item.pk)
    if item.started_at is None or item.finished_at is not None:
        item.started_at, item.finished_at = item.started_at or at, None
        item.save(update_fields=["started_at", "finished_at"])
        note("meetings.item.started", item, meeting, by=by, at=at)
    return item


@transaction.atomic
def note_fees(meeting: Meeting, *, text: str, by: Actor, at: datetime) -> Meeting:
    """Record how Party fees stand (tình hình nộp đảng phí)."""
    meeting = locked_in_session(meeting.pk)
    if meeting.fee_note != text:
        before, meeting.fee_note = meeting.fee_note, text
        meeting.save(update_fields=["fee_note"])
        note("meetings.fees.noted", meeting, meeting, by=by, at=at, before=before, after=text)
    return meeting


@transaction.atomic
def record_opinion(
    item: AgendaItem,
    *,
    text: str,
    speaker: Person | None = None,
    guest: Guest | None = None,
    kind: str = OpinionKind.OPINION,
    meeting: Meeting | None = None,
    by: Actor,
    at: datetime,
    id: UUID | None = None,
) -> Opinion:
    """Write down what somebody said under an item (ý kiến, ý kiến bảo lưu, biểu dương, nhắc nhở).

    `meeting` is the party group's part where it was said. The same id again changes nothing. A speaker
    must have been marked present; praise and reminders may name anybody on the list.
    """
    root = locked_in_session(item.meeting_id)
    words = {"speaker": speaker, "guest": guest, "kind": kind, "text": text}
    existing = made_before(Opinion, id, item=item, recorded_by_id=by.person_id, **words)
    if existing:
        return existing
    if not text.strip():
        raise WordsMissing
    if (speaker is None) == (guest is None):
        raise SpeakerMissing
    if speaker:
        _require_here(root, speaker, only_listed=kind not in SPOKEN)
    opinion = Opinion.objects.create(
        id=id or uuid7(),
        ward_id=root.ward_id,
        root=root,
        meeting=meeting or root,
        item=item,
        speaker=speaker,
        guest=guest,
        kind=kind,
        text=text,
        said_at=at,
        recorded_by_id=by.person_id,
    )
    _count_speakers(root)
    note("meetings.opinion.recorded", opinion, root, by=by, at=at, after=text)
    return opinion


@transaction.atomic
def change_opinion(opinion: Opinion, *, text: str, seen: int, by: Actor, at: datetime) -> Opinion:
    """Correct the words of an opinion while the meeting runs; never over somebody else's correction."""
    root = locked_in_session(opinion.root_id)
    opinion = Opinion.objects.select_for_update(of=("self",)).get(pk=opinion.pk)
    if not text.strip():
        raise WordsMissing
    if opinion.text == text:
        return opinion
    if opinion.revision != seen:
        raise Changed(opinion)
    before, opinion.text, opinion.revision = opinion.text, text, seen + 1
    opinion.save(update_fields=["text", "revision"])
    note("meetings.opinion.changed", opinion, root, by=by, at=at, before=before, after=text)
    return opinion


@transaction.atomic
def remove_opinion(opinion: Opinion, *, by: Actor, at: datetime) -> None:
    """Take back an opinion entered by mistake; the log keeps it."""
    root = locked_in_session(opinion.root_id)
    opinion = Opinion.objects.select_for_update(of=("self",)).get(pk=opinion.pk)
    if opinion.removed_at is None:
        opinion.removed_at = at
        opinion.save(update_fields=["removed_at"])
        _count_speakers(root)
        note("meetings.opinion.removed", opinion, root, by=by, at=at, before=opinion.text)


@transaction.atomic
def restore_opinion(opinion: Opinion, *, by: Actor, at: datetime) -> None:
    """Put back an opinion that was just taken out (hoàn tác)."""
    root = locked_in_session(opinion.root_id)
    opinion = Opinion.objects.select_for_update(of=("self",)).get(pk=opinion.pk)
    if opinion.removed_at is not None:
        opinion.removed_at = None
        opinion.save(update_fields=["removed_at"])
        _count_speakers(root)
        note("meetings.opinion.restored", opinion, root, by=by, at=at, after=opinion.text)


@transaction.atomic
def assign_task(
    meeting: Meeting,
    *,
    description: str,
    assignee: Person,
    due_on: date,
    expected_result: str = "",
    by: Actor,
    at: datetime,
    id: UUID | None = None,
) -> Task:
    """Assign a task with a deadline (phân công nhiệm vụ) to somebody on the list."""
    meeting = locked_in_session(meeting.root_id)
    if not meeting.whole_roll.filter(person=assignee).exists():
        raise AssigneeNotOfThisBranch(name=assignee.full_name)
    return decisions.assign_task(
        meeting.unit,
        description=description,
        assignee=assignee,
        due_on=due_on,
        expected_result=expected_result,
        origin=citation(meeting),
        assigned_on=timezone.localdate(at),
        by=by,
        at=at,
        id=id,
    )


@transaction.atomic
def put_to_vote(meeting: Meeting, *, matter: str, text: str, by: Actor, at: datetime, id: UUID | None = None) -> Motion:
    """Put a matter to the vote (đưa ra biểu quyết): the electorate is taken from the roll and frozen.

    Everybody must have a status first, or the denominator would still move. One matter at a time: two phones that
    put the same one get the same vote. Before the minutes are voted on, heads are counted where members recorded
    themselves, since nothing changes after that. Source: domain.md 1.4.
    """
    meeting = locked_in_session(meeting.pk, to_vote=True)
    running = Motion.objects.filter(ward=meeting.ward_id, origin_id=meeting.pk, state=MotionState.OPEN).first()
    if running and (running.pk == id or (running.matter == matter and running.text == text)):
        return running
    if running:
        raise AnotherVoteOpen(text=running.text[:80])
    if matter == MATTER_MINUTES:
        for each in (meeting, *meeting.group_meetings.all()):
            require_heads(each)
    if matter == MATTER_RESOLUTION and draft_of(meeting) is None:
        raise NoDraft
    lines = list(meeting.whole_roll.values_list("grade", "listed_as", "status"))
    unknown = sum(status == AttendanceStatus.UNKNOWN for _grade, _footing, status in lines)
    if unknown:
        raise RollIncomplete(count=unknown)
    voters = [(grade, footing, status == AttendanceStatus.PRESENT) for grade, footing, status in lines]
    return decisions.open_motion(
        meeting.unit,
        matter=matter,
        text=text,
        threshold=PROCEDURE if matter in PROCEDURAL else "resolution",
        electorate=electorate(voters),
        origin=citation(meeting),
        by=by,
        at=at,
        id=id,
    )


@transaction.atomic
def record_count(
    motion: Motion,
    *,
    in_favour: int,
    against: int,
    abstained: int,
    seen: int,
    by: Actor,
    at: datetime,
    parts: Sequence[decisions.Part] = (),
) -> Motion:
    """Record the count of a vote (chốt kết quả). A passed resolution is adopted and numbered; passed
    minutes close the record to changes. `parts` are the party groups' sub-totals; they add up."""
    meeting = locked_in_session(motion.origin_id, to_vote=True)
    motion = decisions.settle_motion(
        motion,
        in_favour=in_favour,
        against=against,
        abstained=abstained,
        seen=seen,
        by=by,
        at=at,
        parts=parts,
    )
    if motion.matter == MATTER_RESOLUTION:
        draft = draft_of(meeting)
        if draft:
            decisions.adopt_resolution(draft, motion=motion, on=timezone.localdate(at), by=by, at=at)
    if motion.matter == MATTER_MINUTES and motion.passed:
        meeting.minutes_passed_at = at
        meeting.save(update_fields=["minutes_passed_at"])
        note("meetings.minutes.passed", meeting, meeting, by=by, at=at, after={"in_favour": in_favour})
    return motion


def draft_of(meeting: Meeting) -> Resolution | None:
    """The draft resolution of a meeting that waits for its vote."""
    drafts = Resolution.objects.filter(ward=meeting.ward_id, origin_id=meeting.pk, state=ResolutionState.DRAFT)
    return drafts.first()


def _require_here(root: Meeting, speaker: Person, *, only_listed: bool) -> None:
    line = root.whole_roll.filter(person=speaker).values_list("status", flat=True).first()
    if line is None or (not only_listed and line != AttendanceStatus.PRESENT):
        raise SpeakerNotHere(name=speaker.full_name)


def _count_speakers(root: Meeting) -> None:
    spoken = root.all_opinions.filter(removed_at__isnull=True, kind__in=SPOKEN, speaker__isnull=False)
    root.speakers_count = spoken.values("speaker").distinct().count()
    root.save(update_fields=["speakers_count"])
