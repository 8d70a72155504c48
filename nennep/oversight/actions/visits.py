"""Visits: one tap that says "I was there", then the sheet, sent to the office when it is written."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nennep.core import audit
from nennep.core.ids import uuid7
from nennep.core.periods import Month
from nennep.core.refusals import Changed, Refused
from nennep.decisions import actions as decisions
from nennep.decisions.citations import Citation
from nennep.decisions.models import Task
from nennep.meetings import actions as meetings
from nennep.meetings.models import AttendanceStatus, Meeting, MeetingState
from nennep.meetings.overview import touched_since
from nennep.meetings.steps import RECORD_IS_OPEN
from nennep.organisation.actors import Actor
from nennep.organisation.models import Person
from nennep.organisation.queries import is_on_the_list
from nennep.oversight.checklists import VISIT, checklist_for, checklists
from nennep.oversight.models import Visit

OFFICE_WORDS = "Đảng ủy viên phụ trách chi bộ"
BOXES = ("remarks", "problems", "came_at", "left_at")
WRITTEN = "oversight.visit.written"


class NotYetHeld(Refused):
    message = _("Buổi sinh hoạt họp ngày %(day)s. Đến ngày họp rồi hãy ghi đã dự.")


class LeftBeforeComing(Refused):
    field = "left_at"
    message = _("Giờ về %(left)s trước giờ đến %(came)s. Kiểm tra lại hai giờ.")


class SheetSent(Refused):
    message = _("Phiếu dự đã gửi Văn phòng, không sửa nữa. Có việc mới, đồng chí gửi thành kiến nghị.")


class NotOfThisBranch(Refused):
    field = "assignee"
    message = _("Đồng chí %(name)s không có trong danh sách chi bộ. Chọn người trong danh sách.")


@transaction.atomic
def attend(meeting: Meeting, person: Person, *, by: Actor, at: datetime, id: UUID | None = None) -> Visit:
    """Record that a committee member was at a meeting (Tôi đã dự); said twice it counts once.

    As long as the record of the meeting is open the person is put among its guests as well, so that the minutes
    name them and nobody types it again. A meeting that was called off keeps the note; the office is told of it.
    """
    existing = Visit.objects.filter(ward=meeting.ward_id, meeting=meeting, person=person).first()
    if existing:
        return existing
    day = timezone.localdate(meeting.starts_at)
    if timezone.localdate(at) < day:
        raise NotYetHeld(day=day.strftime("%d/%m/%Y"))
    visit = Visit.objects.create(
        id=id or uuid7(),
        ward_id=meeting.ward_id,
        meeting=meeting,
        unit_id=meeting.unit_id,
        person=person,
        checklist=checklist_for(VISIT, day).name,
        attended_at=at,
    )
    told = _name_in_the_record(meeting, person, by=by, at=at)
    _note("oversight.visit.recorded", visit, by=by, at=at, after={"in_the_record": told})
    return visit


@transaction.atomic
def write_sheet(
    meeting: Meeting, person: Person, *, send: bool, seen: int, by: Actor, at: datetime, **fields: Any
) -> Visit:
    """Keep or send the sheet of a meeting; whoever writes on it was there, so the first time records the visit too."""
    visit = attend(meeting, person, by=by, at=at)
    step = send_sheet if send else change_sheet
    return step(visit, seen=seen, by=by, at=at, **fields)


def _name_in_the_record(meeting: Meeting, person: Person, *, by: Actor, at: datetime) -> bool:
    """Put the person on the roll or among the guests, as far as the meeting's state lets anybody do that."""
    if meeting.guests.filter(person=person, removed_at__isnull=True).exists():
        return True
    if meeting.state not in RECORD_IS_OPEN or meeting.minutes_passed_at:
        return meeting.whole_roll.filter(person=person, status=AttendanceStatus.PRESENT).exists()
    line = meeting.whole_roll.filter(person=person).first()
    if line is None:
        meetings.add_guest(meeting, name=person.full_name, office=OFFICE_WORDS, person=person, by=by, at=at)
    elif meeting.state == MeetingState.IN_SESSION and line.status != AttendanceStatus.PRESENT:
        meetings.mark_attendance(line, status=AttendanceStatus.PRESENT, seen=line.revision, by=by, at=at)
    return True


@transaction.atomic
def change_sheet(visit: Visit, *, seen: int, by: Actor, at: datetime, **fields: Any) -> Visit:
    """Keep what stands on the sheet (phiếu dự): ticks and words; never over what another device wrote meanwhile.

    Boxes save by themselves, so only the same box written twice is a conflict.
    """
    visit = _locked(visit)
    new = _changes(visit, fields)
    if not new:
        return visit
    if visit.sent_at:
        raise SheetSent
    _check_times(new.get("came_at", visit.came_at), new.get("left_at", visit.left_at))
    if visit.revision != seen and set(new) & touched_since(visit, event=WRITTEN, seen=seen):
        raise Changed(visit)
    before = {name: getattr(visit, name) for name in new}
    for name, value in new.items():
        setattr(visit, name, value)
    visit.revision += 1
    visit.save(update_fields=[*new, "revision"])
    _note(WRITTEN, visit, by=by, at=at, before=before, after=new)
    return visit


def _check_times(came: time | None, left: time | None) -> None:
    if came and left and left < came:
        raise LeftBeforeComing(left=f"{left:%H:%M}", came=f"{came:%H:%M}")


def _changes(visit: Visit, fields: dict[str, Any]) -> dict[str, Any]:
    new = {name: fields[name] for name in BOXES if name in fields and fields[name] != getattr(visit, name)}
    if "ticked" in fields:
        ticked = _known(visit, fields["ticked"])
        if ticked != visit.ticked:
            new["ticked"] = ticked
    return new


def _known(visit: Visit, ticked: Sequence[str]) -> list[str]:
    """The ticked keys of the sheet's own list, in its order."""
    return [item.key for item in checklists()[visit.checklist].items if item.key in ticked]


@transaction.atomic
def send_sheet(visit: Visit, *, seen: int, by: Actor, at: datetime, **fields: Any) -> Visit:
    """Send the sheet to the office (gửi phiếu dự): from now on it stays as it is. The same twice changes nothing.

    Other words from a second device are refused, never passed over.
    """
    visit = change_sheet(visit, seen=seen, by=by, at=at, **fields)
    if visit.sent_at:
        return visit
    visit.sent_at = at
    visit.save(update_fields=["sent_at"])
    _note("oversight.visit.sent", visit, by=by, at=at, after={"ticked": visit.ticked})
    return visit


@transaction.atomic
def note_called_off(visit: Visit, *, by: Actor, at: datetime) -> Visit:
    """The office has seen that a sheet tells of a meeting that was called off (buổi đã ghi không họp)."""
    visit = _locked(visit)
    if visit.noted_at is None:
        visit.noted_at = at
        visit.save(update_fields=["noted_at"])
        _note("oversight.visit.noted", visit, by=by, at=at)
    return visit


@transaction.atomic
def assign_from_visit(
    visit: Visit,
    *,
    description: str,
    assignee: Person,
    due_on: date,
    expected_result: str = "",
    by: Actor,
    at: datetime,
    id: UUID | None = None,
) -> Task:
    """Turn what was seen into a task of the branch (thành việc)."""
    today = timezone.localdate(at)
    if not is_on_the_list(assignee, visit.unit, today):
        raise NotOfThisBranch(name=assignee.full_name)
    return decisions.assign_task(
        visit.unit,
        description=description,
        assignee=assignee,
        due_on=due_on,
        expected_result=expected_result,
        origin=Citation("visit", visit.pk, f"Phiếu dự {visit.meeting}"),
        assigned_on=today,
        by=by,
        at=at,
        id=id,
    )


def _locked(visit: Visit) -> Visit:
    visits = Visit.objects.select_related("meeting", "unit", "person")
    return visits.select_for_update(of=("self",)).get(pk=visit.pk)


def _note(name: str, visit: Visit, *, by: Actor, at: datetime, before: Any = None, after: Any = None) -> None:
    month = Month.of(visit.meeting.month)
    audit.record(name, visit, by=by, at=at, unit_id=visit.unit_id, month=month, before=before, after=after)
