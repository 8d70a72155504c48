"""What members say for themselves in the hall, and what the chair counts against it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nennep.core.refusals import Refused
from nennep.meetings.actions.roll import mark_attendance
from nennep.meetings.actions.steps import NotInSession, locked, note
from nennep.meetings.models import Attendance, AttendanceStatus, HowRecorded, Meeting, MeetingState
from nennep.organisation.actors import Actor

S = AttendanceStatus
WRITTEN_ABSENT = frozenset({S.EXCUSED, S.UNEXCUSED})


class WrittenAbsent(Refused):
    message = _("Danh sách đang ghi đồng chí vắng. Đồng chí báo người điểm danh ghi lại.")


class HeadsUnlikeRoll(Refused):
    field = "count"
    message = _(
        "Danh sách ghi %(present)s đồng chí có mặt, đếm trong hội trường được %(counted)s. "
        "Rà lại danh sách, hoặc ghi rõ vì sao khác nhau."
    )


class HeadsNotCounted(Refused):
    message = _(
        "Có đồng chí tự quét mã ghi có mặt. "
        "Ở trang Điểm danh, ghi số đảng viên đếm được trong hội trường, rồi làm tiếp."
    )


@transaction.atomic
def check_in(line: Attendance, *, device: str, by: Actor, at: datetime) -> Attendance:
    """A member says "I am here" by the hall's code; the second time changes nothing.

    Whoever keeps the roll has the last word: a line already written as absent is not overwritten.
    """
    line = Attendance.objects.select_related("person", "meeting").get(pk=line.pk)
    if line.status in WRITTEN_ABSENT:
        raise WrittenAbsent
    return mark_attendance(
        line, status=S.PRESENT, seen=line.revision, by=by, at=at, how=HowRecorded.CODE, device=device
    )


def mark_by_card(line: Attendance, *, by: Actor, at: datetime) -> Attendance:
    """Somebody's Party card was read at the door: they are here, whatever was written before."""
    return mark_attendance(line, status=S.PRESENT, seen=line.revision, by=by, at=at, how=HowRecorded.CARD)


@transaction.atomic
def count_heads(meeting: Meeting, *, count: int, remark: str = "", by: Actor, at: datetime) -> Meeting:
    """Note how many members were counted in the hall by eye; unlike the roll, it asks for a remark.

    Possible until the meeting closes, also after its minutes were passed: closing asks for it.
    """
    meeting = locked(meeting.pk)
    if meeting.state != MeetingState.IN_SESSION:
        raise NotInSession
    present = present_on_roll(meeting)
    if count != present and not remark.strip():
        raise HeadsUnlikeRoll(present=present, counted=count)
    before = {"count": meeting.heads_counted, "remark": meeting.heads_remark}
    after = {"count": count, "remark": remark}
    if before != after:
        meeting.heads_counted, meeting.heads_remark = count, remark
        meeting.save(update_fields=["heads_counted", "heads_remark"])
        note("meetings.heads.counted", meeting, meeting, by=by, at=at, before=before, after=after)
    return meeting


def require_heads(meeting: Meeting) -> None:
    """Refuses to go on while members recorded themselves and nobody counted, or the count differs unexplained."""
    if not meeting.roll.filter(how=HowRecorded.CODE, status=S.PRESENT).exists():
        return
    if meeting.heads_counted is None:
        raise HeadsNotCounted
    present = present_on_roll(meeting)
    if meeting.heads_counted != present and not meeting.heads_remark:
        raise HeadsUnlikeRoll(present=present, counted=meeting.heads_counted)


def present_on_roll(meeting: Meeting) -> int:
    """How many members of this meeting's own roll are here, whatever their footing."""
    return meeting.roll.filter(status=S.PRESENT).count()
