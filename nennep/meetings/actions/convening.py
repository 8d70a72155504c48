"""Inviting everybody on the list, and their replies."""

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
    message = _("%(count)s đồng chí chưa được xếp vào tổ đảng: %(names)s. Xếp tổ rồi mời.")


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
    day = timezone.localdate(meeting.starts_at)
    listed = branch_list(meeting.unit, day)
    if not listed:
        raise NobodyToInvite(day=day.strftime("%d/%m/%Y"))
    groups: dict[UUID | None, Meeting] = {part.unit_id: part for part in meeting.group_meetings.all()}
    if meeting.mode == MeetingMode.BY_GROUPS:
        _require_groups(listed, groups)
    Attendance.objects.bulk_create(
        _line(meeting, groups.get(member.group_id) or meeting, number, member)
        for number, member in enumerate(listed, start=1)
    )
    Invitation.objects.bulk_create(
        Invitation(ward_id=meeting.ward_id, meeting=meeting, person=member.person, sent_at=at)
        for member in listed
        if member.listed_as != ListedAs.SUSPENDED
    )
    for part in groups.values():
        Meeting.objects.filter(pk=part.pk).update(state=MeetingState.CONVENED, convened_at=at)
    count_roll(meeting, *groups.values())
    note("meetings.meeting.convened", meeting, meeting, by=by, at=at, after={"listed": len(listed)})
    return meeting


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
