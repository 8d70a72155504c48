"""The one way a meeting moves from state to state, and the checks that every action shares."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nennep.core import audit
from nennep.core.refusals import Refused
from nennep.decisions.citations import Citation
from nennep.decisions.models import Motion, MotionState
from nennep.meetings.models import Meeting, MeetingState
from nennep.meetings.steps import BACK, MATTER_MINUTES, MOMENT_OF, RECORD_IS_OPEN, may_step
from nennep.organisation.actors import Actor


class StepRefused(Refused):
    message = _(
        "Buổi sinh hoạt đang ở bước “%(now)s”, chưa chuyển sang “%(to)s” được. Tải lại trang để xem bước hiện tại."
    )


class RecordClosed(Refused):
    message = _("Buổi sinh hoạt đã kết thúc. Muốn sửa, đồng chí lập phần bổ sung biên bản.")


class NotInSession(Refused):
    message = _("Chỉ ghi khi đang họp. Sau khi kết thúc, đồng chí lập phần bổ sung biên bản.")


class MinutesPassed(Refused):
    message = _(
        "Biên bản đã được đọc và thông qua, không sửa nữa. Kết thúc buổi sinh hoạt, rồi lập phần bổ sung nếu cần."
    )


class MinutesBeingVoted(Refused):
    message = _("Biên bản đang được biểu quyết nên chưa ghi thêm được. Chốt kết quả biểu quyết trước.")


def advance(meeting: Meeting, to: MeetingState, *, by: Actor, at: datetime, also: Sequence[str] = ()) -> None:
    """Move a locked meeting one step along the table of steps, and remember when; `also` names columns to save."""
    if not may_step(meeting.state, to):
        raise StepRefused(now=meeting.get_state_display(), to=MeetingState(to).label)
    before, meeting.state = meeting.state, to
    changed = ["state", *also]
    if to in MOMENT_OF:
        setattr(meeting, MOMENT_OF[to], at)
        changed.append(MOMENT_OF[to])
    meeting.save(update_fields=changed)
    note("meetings.meeting.stepped", meeting, meeting, by=by, at=at, before=before, after=to)


def step_back(meeting: Meeting, *, by: Actor, at: datetime) -> None:
    """Take back the last step of a locked meeting: it stands where it stood before, and the log says so."""
    before, to = MeetingState(meeting.state), BACK.get(MeetingState(meeting.state))
    if to is None:
        raise StepRefused(now=meeting.get_state_display(), to="")
    moment = MOMENT_OF[before]
    meeting.state = to
    setattr(meeting, moment, None)
    meeting.save(update_fields=["state", moment])
    note("meetings.meeting.stepped", meeting, meeting, by=by, at=at, before=before, after=to)


def locked(meeting_id: UUID) -> Meeting:
    """The meeting as it is now, nobody else changing it until the transaction ends."""
    meetings = Meeting.objects.select_related("unit", "parent", "parent__unit")
    return meetings.select_for_update(of=("self",)).get(pk=meeting_id)


def locked_open(meeting_id: UUID) -> Meeting:
    """As `locked`, for changes allowed until closing; refuses later ones."""
    meeting = locked(meeting_id)
    if meeting.state not in RECORD_IS_OPEN:
        raise RecordClosed
    _require_unread(meeting)
    return meeting


def locked_in_session(meeting_id: UUID, *, to_vote: bool = False) -> Meeting:
    """As `locked`, for what only happens while the meeting runs; the vote itself says so with `to_vote`."""
    meeting = locked(meeting_id)
    if meeting.state != MeetingState.IN_SESSION:
        raise NotInSession
    if meeting.minutes_passed_at:
        raise MinutesPassed
    if not to_vote:
        _require_unread(meeting)
    return meeting


def _require_unread(meeting: Meeting) -> None:
    """What was read out and is voted on, or was passed, does not change under the vote."""
    if meeting.minutes_passed_at:
        raise MinutesPassed
    voting = Motion.objects.filter(
        ward=meeting.ward_id, origin_id=meeting.root_id, matter=MATTER_MINUTES, state=MotionState.OPEN
    )
    if meeting.state == MeetingState.IN_SESSION and voting.exists():
        raise MinutesBeingVoted


def note(name: str, thing, meeting: Meeting, *, by: Actor, at: datetime, before=None, after=None) -> None:  # type: ignore[no-untyped-def]
    """Write the audit event of a change to `thing`, which belongs to `meeting`."""
    branch_id = meeting.parent.unit_id if meeting.parent else meeting.unit_id
    audit.record(name, thing, by=by, at=at, unit_id=branch_id, month=meeting.period, before=before, after=after)


def citation(meeting: Meeting) -> Citation:
    """How other rooms name this meeting as an origin."""
    return Citation("meeting", meeting.pk, str(meeting))
