"""The roll call (điểm danh): one line a person, the counters on the meeting kept in the same transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Count, F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nennep.core.ids import uuid7
from nennep.core.once import made_before
from nennep.core.refusals import Changed, Refused
from nennep.meetings.actions.steps import locked_in_session, locked_open, note
from nennep.meetings.models import Attendance, AttendanceStatus, Guest, HowRecorded, ListedAs, Meeting
from nennep.organisation.actors import Actor
from nennep.organisation.headcount import Headcount, Lines, headcount
from nennep.organisation.models import Person
from nennep.rulebook.queries import rules_on

S = AttendanceStatus
ALLOWED: dict[str, frozenset[str]] = {
    ListedAs.MEMBER: frozenset({S.UNKNOWN, S.PRESENT, S.EXCUSED, S.UNEXCUSED}),
    ListedAs.TEMPORARY: frozenset({S.UNKNOWN, S.PRESENT, S.EXCUSED, S.UNEXCUSED}),
    ListedAs.EXEMPT: frozenset({S.EXEMPT, S.PRESENT}),
    ListedAs.AWAY: frozenset({S.ELSEWHERE, S.PRESENT}),
    ListedAs.SPECIAL_DUTY: frozenset({S.ELSEWHERE, S.PRESENT}),
    ListedAs.SUSPENDED: frozenset({S.ELSEWHERE}),
}
"""What may be written on a line, by the footing on which the member stands on the list (domain.md 1.4)."""


class ReasonMissing(Refused):
    field = "reason"
    message = _("Chọn lý do vắng.")


class StatusNotForThisMember(Refused):
    field = "status"
    message = _("Đồng chí %(name)s thuộc diện “%(footing)s”, không ghi “%(status)s” được. Chọn cách ghi khác.")


class UnknownPerson(Refused):
    field = "number"
    message = _("Không có ai ở số thứ tự %(number)s trong danh sách. Người ngoài danh sách thì ghi là khách.")


class GuestNameMissing(Refused):
    field = "name"
    message = _("Nhập họ tên khách.")


@dataclass(frozen=True)
class Mark:
    """What is to be written on one line of the roll."""

    number: int
    status: str
    reason: str = ""


@transaction.atomic
def mark_attendance(
    line: Attendance,
    *,
    status: str,
    reason: str = "",
    seen: int,
    by: Actor,
    at: datetime,
    how: str = HowRecorded.HAND,
    device: str = "",
) -> Attendance:
    """Record whether one listed person is here (điểm danh).

    A phone may say the same thing twice; the second time changes nothing. If somebody else changed the
    line after revision `seen`, refuses and hands back the line as it is now. `device` is the mark of the
    device that read the hall's code.
    """
    root = locked_in_session(line.root_id)
    line = Attendance.objects.select_related("person", "meeting").get(pk=line.pk)
    reason = _checked_reason(line, status, reason)
    if (line.status, line.reason) == (status, reason):
        return line
    if line.revision != seen:
        raise Changed(line)
    before = {"status": line.status, "reason": line.reason}
    line.status, line.reason, line.how, line.device = status, reason, how, device
    line.recorded_at, line.recorded_by_id = at, by.person_id
    line.revision += 1
    line.save(update_fields=["status", "reason", "how", "device", "recorded_at", "recorded_by_id", "revision"])
    count_roll(root, *([line.meeting] if line.meeting_id != root.pk else []))
    after = {"status": status, "reason": reason, "how": how}
    note("meetings.attendance.marked", line, root, by=by, at=at, before=before, after=after)
    return line


@transaction.atomic
def mark_many(meeting: Meeting, marks: Sequence[Mark], *, by: Actor, at: datetime) -> Headcount:
    """Record many lines at once: a group that is all here, or a roll taken on paper. Refuses an unknown number."""
    root = locked_in_session(meeting.root_id)
    lines = {line.number: line for line in root.whole_roll.select_related("person")}
    changed: dict[int, dict[str, str]] = {}
    alike: dict[tuple[str, str], list[UUID]] = {}
    for mark in marks:
        line = lines.get(mark.number)
        if line is None or (meeting.parent_id and line.meeting_id != meeting.pk):
            raise UnknownPerson(number=mark.number)
        reason = _checked_reason(line, mark.status, mark.reason)
        if (line.status, line.reason) != (mark.status, reason):
            changed[mark.number] = {"before": line.status, "after": mark.status}
            alike.setdefault((mark.status, reason), []).append(line.pk)
    for (status, reason), keys in alike.items():
        write_alike(root, keys, status=status, reason=reason, by=by, at=at)
    head = count_roll(root, *root.group_meetings.all())
    if changed:
        note("meetings.roll.marked", root, root, by=by, at=at, after=changed)
    return head


def write_alike(root: Meeting, keys: Sequence[UUID], *, status: str, reason: str, by: Actor, at: datetime) -> None:
    """Write the same mark on many lines of a locked meeting in one statement."""
    Attendance.objects.filter(ward=root.ward_id, root=root, pk__in=keys).update(
        status=status,
        reason=reason,
        how=HowRecorded.HAND,
        device="",
        recorded_at=at,
        recorded_by_id=by.person_id,
        revision=F("revision") + 1,
    )


@transaction.atomic
def add_guest(
    meeting: Meeting,
    *,
    name: str,
    office: str = "",
    person: Person | None = None,
    by: Actor,
    at: datetime,
    id: UUID | None = None,
) -> Guest:
    """Record somebody present who is not on the list (khách mời, đại biểu cấp trên)."""
    meeting = locked_open(meeting.pk)
    existing = made_before(Guest, id, meeting=meeting, name=name, office=office)
    if existing:
        return existing
    if not name.strip():
        raise GuestNameMissing
    guest = Guest.objects.create(
        id=id or uuid7(), ward_id=meeting.ward_id, meeting=meeting, name=name, office=office, person=person
    )
    note("meetings.guest.added", guest, meeting, by=by, at=at, after={"name": name, "office": office})
    return guest


@transaction.atomic
def remove_guest(guest: Guest, *, by: Actor, at: datetime) -> None:
    """Take back a guest entered by mistake."""
    meeting = locked_open(guest.meeting_id)
    if guest.removed_at is None:
        guest.removed_at = at
        guest.save(update_fields=["removed_at"])
        note("meetings.guest.removed", guest, meeting, by=by, at=at, before=guest.name)


def count_roll(*meetings: Meeting) -> Headcount:
    """Write the counters of locked meetings from their lines; the headcount of the first is returned."""
    heads = [_count(meeting) for meeting in meetings]
    return heads[0]


def _count(meeting: Meeting) -> Headcount:
    lines = Attendance.objects.filter(ward=meeting.ward_id)
    lines = lines.filter(meeting=meeting) if meeting.parent_id else lines.filter(root=meeting)
    alike = lines.order_by().values("grade", "listed_as", "status").annotate(count=Count("pk"))
    rules = rules_on(timezone.localdate(meeting.starts_at))
    head = headcount((Lines(**row) for row in alike), rules)
    Meeting.objects.filter(pk=meeting.pk).update(
        listed_count=head.listed,
        expected_count=head.expected,
        present_count=head.present,
        excused_count=head.excused,
        unexcused_count=head.unexcused,
        unknown_count=head.unknown,
        official_present_count=head.official_present,
    )
    return head


def _checked_reason(line: Attendance, status: str, reason: str) -> str:
    if status not in ALLOWED[line.listed_as]:
        raise StatusNotForThisMember(
            name=line.person.full_name, footing=line.get_listed_as_display(), status=S(status).label
        )
    if status != S.EXCUSED:
        return ""
    if not reason:
        raise ReasonMissing
    return reason
