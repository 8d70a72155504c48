"""Inviting everybody on the list, and their replies."""

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nennep.core.refusals import Refused
from nennep.meetings.actions.roll import count_roll
from nennep.meetings.actions.steps import RecordClosed, advance, locked, note
from nennep.meetings.models import (
    Attendance,
    AttendanceStatus,
    Invitation,
    ListedAs,
    Meeting,
    MeetingMode,
    MeetingState,
    Reply,
)
from nennep.meetings.steps import BEFORE_THE_MEETING
from nennep.organisation.actors import Actor
from nennep.organisation.models import Person
from nennep.organisation.queries import ListedMember, branch_list


class NobodyToInvite(Refused):
    message = _("Danh sách chi bộ ngày %(day)s chưa có ai. Báo Văn phòng cập nhật danh sách.")


class ReplyReasonMissing(Refused):
    field = "reason"
    message = _("Chọn lý do xin vắng.")


class GroupsIncomplete(Refused):
    message = _("%(count)s đồng chí chưa được xếp vào tổ đảng: %(names)s. Xếp tổ, rồi làm tiếp.")


WITHOUT_BEING_ASKED = {
    ListedAs.EXEMPT: AttendanceStatus.EXEMPT,
    ListedAs.AWAY: AttendanceStatus.ELSEWHERE,
    ListedAs.SPECIAL_DUTY: AttendanceStatus.ELSEWHERE,
    ListedAs.SUSPENDED: AttendanceStatus.ELSEWHERE,
}
"""The status a line has until somebody says otherwise."""


@transaction.atomic
def convene_meeting(meeting: Meeting, *, by: Actor, at: datetime) -> Meeting:
    """Invite everybody on the branch's list (triệu tập): the roll and the invitations are written and frozen.

    A meeting held by party groups gets each group's part of the roll; a member in no group is named and
    nothing is sent. Convening twice changes nothing.
    """
    meeting = locked(meeting.pk)
    if meeting.state == MeetingState.CONVENED:
        return meeting
    advance(meeting, MeetingState.CONVENED, by=by, at=at)
    listed, groups = _listed(meeting)
    _write_roll(meeting, listed, groups)
    _invite(meeting, listed, at=at)
    for part in groups.values():
        Meeting.objects.filter(pk=part.pk).update(state=MeetingState.CONVENED, convened_at=at)
    count_roll(meeting, *groups.values())
    note("meetings.meeting.convened", meeting, meeting, by=by, at=at, after={"listed": len(listed)})
    return meeting


@dataclass(frozen=True)
class RollChange:
    """How the list of the day differs from the one of the invitation, by names."""

    added: list[str]
    removed: list[str]
    other: list[str]
    """Still listed, but with another grade, on another footing or in another group."""

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.other)


def renew_roll(meeting: Meeting, *, by: Actor, at: datetime) -> RollChange:
    """Bring the roll of a locked meeting up to the list of its day, as long as nobody is marked on it.

    Who is listed, votes and is expected follows from the day of the meeting, not from the day of inviting
    (design.md 6, domain.md 1.4): somebody may have moved, died, become official or exempt in between.
    """
    listed, groups = _listed(meeting)
    wanted = {
        member.person.pk: (member.grade, member.listed_as, (groups.get(member.group_id) or meeting).pk)
        for member in listed
    }
    lines = meeting.whole_roll.select_related("person").order_by("number")
    present = {line.person_id: (line.grade, line.listed_as, line.meeting_id) for line in lines}
    names = {member.person.pk: member.person.full_name for member in listed}
    change = RollChange(
        added=[names[key] for key in wanted if key not in present],
        removed=[line.person.full_name for line in lines if line.person_id not in wanted],
        other=[names[key] for key, row in wanted.items() if key in present and present[key] != row],
    )
    if change:
        meeting.whole_roll.all().delete()
        _write_roll(meeting, listed, groups)
        _invite(meeting, listed, at=at)
        count_roll(meeting, *groups.values())
        note("meetings.roll.renewed", meeting, meeting, by=by, at=at, after=asdict(change))
    return change


def invite_again(meeting: Meeting, *, moved: bool, by: Actor, at: datetime) -> None:
    """A convened meeting has another day or place: the list is that of the day, and answers to the old day lapse."""
    renew_roll(meeting, by=by, at=at)
    invitations = Invitation.objects.filter(ward=meeting.ward_id, meeting=meeting)
    invitations.update(sent_at=at)
    if moved:
        invitations.update(reply=Reply.NONE, reason="", replied_at=None)


@transaction.atomic
def reply_to_invitation(
    invitation: Invitation,
    *,
    reply: str,
    reason: str = "",
    wants_to_speak: bool = False,
    words_ahead: str = "",
    by: Actor,
    at: datetime,
) -> Invitation:
    """Answer an invitation (trả lời giấy mời): coming, late, or asking to be excused with a class of reason."""
    meeting = locked(invitation.meeting_id)
    if meeting.state not in BEFORE_THE_MEETING:
        raise RecordClosed
    if reply == Reply.EXCUSE and not reason:
        raise ReplyReasonMissing
    reason = reason if reply == Reply.EXCUSE else ""
    invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    new = (reply, reason, wants_to_speak, words_ahead)
    if (invitation.reply, invitation.reason, invitation.wants_to_speak, invitation.words_ahead) == new:
        return invitation
    before = {"reply": invitation.reply, "reason": invitation.reason}
    invitation.reply, invitation.reason, invitation.wants_to_speak, invitation.words_ahead = new
    invitation.replied_at = at
    invitation.save(update_fields=["reply", "reason", "wants_to_speak", "words_ahead", "replied_at"])
    after = {"reply": reply, "reason": reason}
    note("meetings.invitation.answered", invitation, meeting, by=by, at=at, before=before, after=after)
    return invitation


def _listed(meeting: Meeting) -> tuple[list[ListedMember], dict[UUID | None, Meeting]]:
    """Everybody on the branch's list on the day of the meeting, and the parts in which they sit."""
    day = timezone.localdate(meeting.starts_at)
    listed = branch_list(meeting.unit, day)
    if not listed:
        raise NobodyToInvite(day=day.strftime("%d/%m/%Y"))
    groups: dict[UUID | None, Meeting] = {part.unit_id: part for part in meeting.group_meetings.all()}
    if meeting.mode == MeetingMode.BY_GROUPS:
        _require_groups(listed, groups)
    return listed, groups


def _write_roll(meeting: Meeting, listed: list[ListedMember], groups: dict[UUID | None, Meeting]) -> None:
    Attendance.objects.bulk_create(
        _line(meeting, groups.get(member.group_id) or meeting, number, member)
        for number, member in enumerate(listed, start=1)
    )


def _invite(meeting: Meeting, listed: list[ListedMember], *, at: datetime) -> None:
    """Invitations to all who are listed and not suspended, and to nobody twice; who left the list has none."""
    wanted = {member.person.pk for member in listed if member.listed_as != ListedAs.SUSPENDED}
    invitations = Invitation.objects.filter(ward=meeting.ward_id, meeting=meeting)
    invitations.exclude(person__in=wanted).delete()
    invited = set(invitations.values_list("person_id", flat=True))
    Invitation.objects.bulk_create(
        Invitation(ward_id=meeting.ward_id, meeting=meeting, person_id=key, sent_at=at)
        for key in (member.person.pk for member in listed)
        if key in wanted - invited
    )


def _require_groups(listed: list[ListedMember], groups: dict[UUID | None, Meeting]) -> None:
    without: list[Person] = [member.person for member in listed if member.group_id not in groups]
    if without:
        names = ", ".join(person.full_name for person in without[:5])
        raise GroupsIncomplete(count=len(without), names=names)


def _line(root: Meeting, meeting: Meeting, number: int, member: ListedMember) -> Attendance:
    return Attendance(
        ward_id=root.ward_id,
        root=root,
        meeting=meeting,
        person=member.person,
        number=number,
        grade=member.grade,
        listed_as=member.listed_as,
        status=WITHOUT_BEING_ASKED.get(ListedAs(member.listed_as), AttendanceStatus.UNKNOWN),
    )
