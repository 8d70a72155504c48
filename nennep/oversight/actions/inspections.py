"""Inspections: the year's programme, what was found, the conclusion, remedies as tasks, documents linked."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nennep.core import audit
from nennep.core.ids import uuid7
from nennep.core.models import Upload
from nennep.core.once import SentBefore, made_before
from nennep.core.periods import Month
from nennep.core.refusals import Changed, Refused
from nennep.decisions import actions as decisions
from nennep.decisions.citations import Citation
from nennep.decisions.models import Task
from nennep.organisation.actors import Actor
from nennep.organisation.models import Person, Unit
from nennep.oversight.models import (
    Found,
    InspectedUnit,
    Inspection,
    InspectionDocument,
    InspectionState,
    Inspector,
)

S = InspectionState


class TitleMissing(Refused):
    field = "title"
    message = _("Nhập nội dung kiểm tra, giám sát.")


class NoUnitChosen(Refused):
    field = "units"
    message = _("Chọn ít nhất một chi bộ được kiểm tra, giám sát.")


class NoHead(Refused):
    field = "head"
    message = _("Chọn trưởng đoàn.")


class EndsBeforeBegin(Refused):
    field = "ends_on"
    message = _("Ngày kết thúc %(end)s trước ngày bắt đầu %(begin)s. Kiểm tra lại hai ngày.")


class OutsideYear(Refused):
    field = "begins_on"
    message = _("Ngày bắt đầu %(day)s không thuộc chương trình năm %(year)s. Chọn ngày trong năm.")


class InspectionOver(Refused):
    message = _("Cuộc kiểm tra đã kết luận hoặc đã thôi, không ghi thêm được nữa.")


class NotInspected(Refused):
    field = "unit"
    message = _("%(unit)s không thuộc phạm vi cuộc kiểm tra. Chọn chi bộ trong phạm vi.")


class FoundWithoutWords(Refused):
    field = "text"
    message = _("Ghi điều đã thấy.")


class NothingFound(Refused):
    field = "conclusion"
    message = _("Chưa ghi điều gì đã thấy. Ghi ưu điểm hoặc hạn chế của từng chi bộ, rồi kết luận.")


class ConclusionMissing(Refused):
    field = "conclusion"
    message = _("Nhập kết luận.")


class BranchAlreadySeen(Refused):
    field = "units"
    message = _("%(unit)s đã có điều đã thấy hoặc việc khắc phục trong cuộc này. Giữ chi bộ ấy trong phạm vi.")


class BeginsAfterBegun(Refused):
    field = "begins_on"
    message = _("Cuộc này đã bắt đầu, không dời ngày bắt đầu sang %(day)s. Chọn ngày không sau hôm nay.")


class DropReasonMissing(Refused):
    field = "reason"
    message = _("Ghi lý do không tiến hành.")


@transaction.atomic
def plan_inspection(
    ward_id: UUID,
    *,
    year: int,
    kind: str,
    title: str,
    scope: str,
    begins_on: date,
    ends_on: date,
    units: Sequence[Unit],
    head: Person | None,
    team: Sequence[Person] = (),
    by: Actor,
    at: datetime,
    id: UUID | None = None,
) -> Inspection:
    """Put an inspection or supervision on the year's programme: scope, branches, team. The same id again changes
    nothing."""
    words = {"year": year, "kind": kind, "title": title, "scope": scope, "begins_on": begins_on, "ends_on": ends_on}
    if existing := made_before(Inspection, id, ward=ward_id, **words):
        _require_the_same(existing, units, head, team)
        return existing
    _check_plan(title, year, begins_on, ends_on, units)
    if head is None:
        raise NoHead
    inspection = Inspection.objects.create(
        id=id or uuid7(),
        ward_id=ward_id,
        **words,
    )
    members = dict.fromkeys([head, *team])
    _name(inspection, units, members, head)
    after = {"title": title, "units": [unit.name for unit in units], "team": [each.full_name for each in members]}
    _note("oversight.inspection.planned", inspection, inspection, by=by, at=at, after=after)
    return inspection


@transaction.atomic
def change_inspection(
    inspection: Inspection,
    *,
    kind: str,
    title: str,
    scope: str,
    begins_on: date,
    ends_on: date,
    units: Sequence[Unit],
    head: Person | None,
    team: Sequence[Person] = (),
    seen: int,
    by: Actor,
    at: datetime,
) -> Inspection:
    """Change what the programme says of an inspection (sửa chương trình), until it is concluded or dropped.

    A branch where something was found or is to be mended stays in it.
    """
    inspection = _locked(inspection)
    if inspection.state not in {S.PLANNED, S.UNDER_WAY}:
        raise InspectionOver
    _check_plan(title, inspection.year, begins_on, ends_on, units)
    if head is None:
        raise NoHead
    if inspection.state == S.UNDER_WAY and begins_on > timezone.localdate(at):
        raise BeginsAfterBegun(day=_day(begins_on))
    _require_all_seen(inspection, units)
    before = _plan_of(inspection)
    inspection.kind, inspection.title, inspection.scope = kind, title, scope
    inspection.begins_on, inspection.ends_on = begins_on, ends_on
    people = dict.fromkeys([head, *team])
    after = _plan_of(inspection, units, people, head)
    if after == before:
        return inspection
    if inspection.revision != seen:
        raise Changed(inspection)
    inspection.revision += 1
    inspection.save(update_fields=["kind", "title", "scope", "begins_on", "ends_on", "revision"])
    _name(inspection, units, people, head)
    _note("oversight.inspection.changed", inspection, inspection, by=by, at=at, before=before, after=after)
    return inspection


def _name(inspection: Inspection, units: Iterable[Unit], people: Iterable[Person], head: Person) -> None:
    """Write down the branches and the team anew."""
    ward_id = inspection.ward_id
    inspection.units.all().delete()
    inspection.team.all().delete()
    InspectedUnit.objects.bulk_create(
        InspectedUnit(ward_id=ward_id, inspection=inspection, unit=unit) for unit in dict.fromkeys(units)
    )
    Inspector.objects.bulk_create(
        Inspector(ward_id=ward_id, inspection=inspection, person=person, is_head=person == head) for person in people
    )


def _plan_of(
    inspection: Inspection,
    units: Iterable[Unit] | None = None,
    people: Iterable[Person] | None = None,
    head: Person | None = None,
) -> dict[str, Any]:
    """What the programme says of an inspection, as the log keeps it: with the given names, or those kept."""
    kept = list(inspection.team.select_related("person"))
    head = head or next(each.person for each in kept if each.is_head)
    named = [each.person for each in kept] if people is None else people
    branches = [each.unit for each in inspection.units.select_related("unit")] if units is None else units
    words = {name: str(getattr(inspection, name)) for name in ("kind", "title", "scope", "begins_on", "ends_on")}
    return words | {
        "units": sorted({unit.name for unit in branches}),
        "head": f"{head.full_name} ({head.pk})",
        "team": sorted(f"{each.full_name} ({each.pk})" for each in named),
    }


def _require_all_seen(inspection: Inspection, units: Sequence[Unit]) -> None:
    tasks = Task.objects.filter(ward=inspection.ward_id, origin_id=inspection.pk)
    seen = {*inspection.found.values_list("unit", flat=True), *tasks.values_list("unit", flat=True)}
    left_out = inspection.units.filter(unit__in=seen).exclude(unit__in=units).select_related("unit").first()
    if left_out:
        raise BranchAlreadySeen(unit=left_out.unit.name)


def _require_the_same(
    inspection: Inspection, units: Sequence[Unit], head: Person | None, team: Sequence[Person]
) -> None:
    """A form sent again names the branches and the people it named before."""
    people = dict.fromkeys([head, *team] if head else team)
    kept = {(each.person_id, each.is_head) for each in inspection.team.all()}
    named = {(person.pk, person == head) for person in people}
    if set(inspection.units.values_list("unit", flat=True)) != {unit.pk for unit in units} or kept != named:
        raise SentBefore


def _check_plan(title: str, year: int, begins_on: date, ends_on: date, units: Sequence[Unit]) -> None:
    if not title.strip():
        raise TitleMissing
    if ends_on < begins_on:
        raise EndsBeforeBegin(end=_day(ends_on), begin=_day(begins_on))
    if begins_on.year != year:
        raise OutsideYear(day=_day(begins_on), year=year)
    if not units:
        raise NoUnitChosen


@transaction.atomic
def begin_inspection(inspection: Inspection, *, by: Actor, at: datetime) -> Inspection:
    """Begin (tiến hành); twice changes nothing."""
    inspection = _locked(inspection)
    if inspection.state == S.PLANNED:
        _step(inspection, S.UNDER_WAY, by=by, at=at)
    elif inspection.state != S.UNDER_WAY:
        raise InspectionOver
    return inspection


@transaction.atomic
def record_found(
    inspection: Inspection, *, unit: Unit, kind: str, text: str, by: Actor, at: datetime, id: UUID | None = None
) -> Found:
    """Write down what was found at a branch; the first finding begins the inspection."""
    if existing := made_before(Found, id, inspection=inspection, unit=unit, kind=kind, text=text):
        return existing
    inspection = begin_inspection(inspection, by=by, at=at)
    if not text.strip():
        raise FoundWithoutWords
    _require_inspected(inspection, unit)
    found = Found.objects.create(
        id=id or uuid7(),
        ward_id=inspection.ward_id,
        inspection=inspection,
        unit=unit,
        kind=kind,
        text=text,
        found_at=at,
    )
    _note("oversight.inspection.found", found, inspection, by=by, at=at, after={"unit": unit.name, "text": text})
    return found


@transaction.atomic
def set_remedy(
    inspection: Inspection,
    *,
    unit: Unit,
    description: str,
    assignee: Person,
    due_on: date,
    by: Actor,
    at: datetime,
    id: UUID | None = None,
) -> Task:
    """Ask a branch to mend something (yêu cầu khắc phục): a task like any other, with a person and a day."""
    _require_inspected(inspection, unit)
    return decisions.assign_task(
        unit,
        description=description,
        assignee=assignee,
        due_on=due_on,
        origin=Citation("inspection", inspection.pk, inspection.title[:200]),
        assigned_on=timezone.localdate(at),
        by=by,
        at=at,
        id=id,
    )


@transaction.atomic
def conclude_inspection(inspection: Inspection, *, conclusion: str, seen: int, by: Actor, at: datetime) -> Inspection:
    """Conclude (kết luận kiểm tra); after that only remedies and documents are added."""
    inspection = _locked(inspection)
    if inspection.state == S.CONCLUDED and inspection.conclusion == conclusion.strip():
        return inspection
    if inspection.state not in {S.PLANNED, S.UNDER_WAY}:
        raise InspectionOver
    if inspection.revision != seen:
        raise Changed(inspection)
    if not conclusion.strip():
        raise ConclusionMissing
    if not inspection.found.exists():
        raise NothingFound
    inspection.conclusion, inspection.concluded_on = conclusion.strip(), timezone.localdate(at)
    _step(inspection, S.CONCLUDED, "conclusion", "concluded_on", by=by, at=at)
    return inspection


@transaction.atomic
def drop_inspection(inspection: Inspection, *, reason: str, by: Actor, at: datetime) -> Inspection:
    """Leave an inspection undone, with the reason (không tiến hành); it stays on the programme."""
    inspection = _locked(inspection)
    if inspection.state == S.DROPPED:
        return inspection
    if inspection.state == S.CONCLUDED:
        raise InspectionOver
    if not reason.strip():
        raise DropReasonMissing
    inspection.drop_reason = reason
    _step(inspection, S.DROPPED, "drop_reason", by=by, at=at)
    return inspection


@transaction.atomic
def add_document(
    inspection: Inspection, *, title: str, file: Upload, by: Actor, at: datetime, id: UUID | None = None
) -> InspectionDocument:
    """Attach a document that came in through the door for files."""
    sent = {"title": title.strip() or file.name, "file__sha256": file.sha256}
    if existing := made_before(InspectionDocument, id, inspection=inspection, **sent):
        return existing
    document = InspectionDocument.objects.create(
        id=id or uuid7(),
        ward_id=inspection.ward_id,
        inspection=inspection,
        title=title.strip() or file.name,
        file=file,
        added_at=at,
    )
    _note("oversight.inspection.document_added", document, inspection, by=by, at=at, after=document.title)
    return document


def _step(inspection: Inspection, to: str, *columns: str, by: Actor, at: datetime) -> None:
    before, inspection.state = inspection.state, to
    inspection.revision += 1
    inspection.save(update_fields=["state", "revision", *columns])
    after = {"state": to, **{name: str(getattr(inspection, name)) for name in columns}}
    _note("oversight.inspection.stepped", inspection, inspection, by=by, at=at, before=before, after=after)


def _require_inspected(inspection: Inspection, unit: Unit) -> None:
    if not inspection.units.filter(unit=unit).exists():
        raise NotInspected(unit=unit.name)


def _locked(inspection: Inspection) -> Inspection:
    return Inspection.objects.select_for_update().get(pk=inspection.pk)


def _note(
    name: str, thing: Any, inspection: Inspection, *, by: Actor, at: datetime, before: Any = None, after: Any = None
) -> None:
    audit.record(name, thing, by=by, at=at, month=Month.of(inspection.begins_on), before=before, after=after)


def _day(day: date) -> str:
    return day.strftime("%d/%m/%Y")
