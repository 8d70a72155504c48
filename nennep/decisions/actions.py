"""Everything that changes motions, resolutions, numbers and tasks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nennep.core import audit
from nennep.core.ids import uuid7
from nennep.core.once import made_before
from nennep.core.periods import Month
from nennep.core.refusals import Changed, Refused
from nennep.decisions.citations import Citation
from nennep.decisions.models import (
    DocumentKind,
    Motion,
    MotionState,
    NumberSeries,
    Resolution,
    ResolutionState,
    Tally,
    Task,
    TaskReport,
    TaskState,
)
from nennep.decisions.thresholds import Electorate, is_passed
from nennep.organisation.actors import Actor
from nennep.organisation.models import Person, Term, Unit, Ward, holding_on
from nennep.rulebook.queries import rules_on


class CountTooLarge(Refused):
    field = "in_favour"
    message = _("Cộng được %(counted)s phiếu, nhiều hơn %(present)s đồng chí có quyền biểu quyết đang có mặt. Đếm lại.")


class CountTooSmall(Refused):
    field = "in_favour"
    message = _("Mới đếm %(counted)s trên %(present)s đồng chí có quyền biểu quyết đang có mặt. Đếm đủ rồi chốt.")


class PartsDoNotAddUp(Refused):
    field = "in_favour"
    message = _("Cộng các tổ được %(parts)s, chi bộ ghi %(whole)s. Sửa lại số của tổ hoặc số của chi bộ.")


class AlreadySettled(Refused):
    message = _("Nội dung này đã chốt kết quả: tán thành %(in_favour)s. Cần biểu quyết lại thì đưa ra nội dung mới.")


class NoTerm(Refused):
    message = _(
        "%(unit)s chưa ghi nhiệm kỳ cho ngày %(day)s, nên chưa cho số văn bản được. Báo Văn phòng ghi nhiệm kỳ."
    )


class DueBeforeAssigned(Refused):
    field = "due_on"
    message = _("Hạn %(due)s trước ngày giao việc. Chọn hạn từ %(assigned)s trở đi.")


class TaskWithoutWords(Refused):
    field = "description"
    message = _("Nhập nội dung việc được giao.")


class ResultMissing(Refused):
    field = "text"
    message = _("Ghi kết quả của việc đã làm xong.")


class ResolutionFrozen(Refused):
    message = _("Nghị quyết đã được thông qua, không sửa được nữa.")


@dataclass(frozen=True)
class Part:
    """A party group's part of a count."""

    unit: Unit
    electorate: Electorate
    in_favour: int
    against: int
    abstained: int


@transaction.atomic
def open_motion(
    unit: Unit,
    *,
    matter: str,
    text: str,
    threshold: str,
    electorate: Electorate,
    origin: Citation,
    by: Actor,
    at: datetime,
    id: UUID | None = None,
) -> Motion:
    """Put a matter to the vote; its electorate is frozen here. The same id again changes nothing."""
    existing = made_before(Motion, id, unit=unit, matter=matter, text=text, origin_id=origin.id)
    if existing:
        return existing
    motion = Motion.objects.create(
        id=id or uuid7(),
        ward_id=unit.ward_id,
        unit=unit,
        matter=matter,
        text=text,
        threshold=threshold,
        electorate_count=electorate.entitled,
        present_count=electorate.present,
        opened_at=at,
        origin_kind=origin.kind,
        origin_id=origin.id,
        origin_label=origin.label,
    )
    _note("decisions.motion.opened", motion, unit, by=by, at=at, after={"electorate": electorate.entitled})
    return motion


@transaction.atomic
def settle_motion(
    motion: Motion,
    *,
    in_favour: int,
    against: int,
    abstained: int,
    seen: int,
    by: Actor,
    at: datetime,
    parts: Sequence[Part] = (),
) -> Motion:
    """Record the count of a vote and whether it passed (chốt kết quả biểu quyết).

    Everybody present and entitled is counted, no more and no fewer; `parts` of party groups add up to the
    whole. Saying the same count again changes nothing; another count after settling is refused.
    """
    motion = Motion.objects.select_for_update(of=("self",)).select_related("unit").get(pk=motion.pk)
    counts = (in_favour, against, abstained)
    if motion.state == MotionState.SETTLED:
        if (motion.in_favour, motion.against, motion.abstained) == counts:
            return motion
        raise AlreadySettled(in_favour=motion.in_favour)
    if motion.revision != seen:
        raise Changed(motion)
    _check_count(motion, counts, parts)
    motion.in_favour, motion.against, motion.abstained = counts
    rules = rules_on(timezone.localdate(motion.opened_at))
    base = motion.base_count
    motion.passed = is_passed(in_favour, electorate=base, threshold=rules.vote.threshold(motion.threshold))
    motion.state, motion.settled_at, motion.revision = MotionState.SETTLED, at, seen + 1
    motion.save()
    Tally.objects.bulk_create(
        Tally(
            ward_id=motion.ward_id,
            motion=motion,
            unit=part.unit,
            electorate_count=part.electorate.entitled,
            present_count=part.electorate.present,
            in_favour=part.in_favour,
            against=part.against,
            abstained=part.abstained,
        )
        for part in parts
    )
    after = {"in_favour": in_favour, "against": against, "abstained": abstained, "passed": motion.passed}
    _note("decisions.motion.settled", motion, motion.unit, by=by, at=at, after=after)
    return motion


def _check_count(motion: Motion, counts: tuple[int, int, int], parts: Sequence[Part]) -> None:
    counted = sum(counts)
    if counted > motion.present_count:
        raise CountTooLarge(counted=counted, present=motion.present_count)
    if counted < motion.present_count:
        raise CountTooSmall(counted=counted, present=motion.present_count)
    if not parts:
        return
    for part in parts:
        voted = part.in_favour + part.against + part.abstained
        if voted > part.electorate.present:
            raise CountTooLarge(counted=voted, present=part.electorate.present)
    sums = tuple(sum(getattr(part, name) for part in parts) for name in ("in_favour", "against", "abstained"))
    if sums != counts:
        raise PartsDoNotAddUp(parts="/".join(map(str, sums)), whole="/".join(map(str, counts)))


@transaction.atomic
def draft_resolution(
    unit: Unit,
    *,
    subject: str,
    review: str,
    direction: str,
    implementation: str,
    origin: Citation,
    seen: int,
    by: Actor,
    at: datetime,
    kind: str = DocumentKind.RESOLUTION,
) -> Resolution:
    """Write or rewrite the draft of a resolution (dự thảo nghị quyết), one per origin."""
    resolution = Resolution.objects.select_for_update().filter(ward=unit.ward_id, origin_id=origin.id).first()
    if resolution is None:
        resolution = Resolution(
            ward_id=unit.ward_id,
            unit=unit,
            kind=kind,
            origin_kind=origin.kind,
            origin_id=origin.id,
            origin_label=origin.label,
        )
        seen = resolution.revision
    if resolution.state == ResolutionState.ADOPTED:
        raise ResolutionFrozen
    new = {"subject": subject, "review": review, "direction": direction, "implementation": implementation}
    before = {name: getattr(resolution, name) for name in new}
    if before == new and resolution.revision:
        return resolution
    if resolution.revision != seen:
        raise Changed(resolution)
    for name, value in new.items():
        setattr(resolution, name, value)
    resolution.state = ResolutionState.DRAFT
    resolution.revision = seen + 1
    resolution.save()
    _note("decisions.resolution.drafted", resolution, unit, by=by, at=at, before=before, after=new)
    return resolution


@transaction.atomic
def adopt_resolution(resolution: Resolution, *, motion: Motion, on: date, by: Actor, at: datetime) -> Resolution:
    """Adopt a draft by its settled motion: it gets its number, or is put down as not passed (ra nghị quyết)."""
    resolution = Resolution.objects.select_for_update(of=("self",)).select_related("unit").get(pk=resolution.pk)
    if resolution.state == ResolutionState.ADOPTED:
        return resolution
    resolution.motion = motion
    if motion.passed:
        term, number = next_number(resolution.unit, resolution.kind, on=on)
        resolution.term, resolution.number = term, number
        resolution.state, resolution.adopted_on = ResolutionState.ADOPTED, on
    else:
        resolution.state = ResolutionState.REJECTED
    resolution.save()
    after = {"state": resolution.state, "number": resolution.number}
    _note("decisions.resolution.decided", resolution, resolution.unit, by=by, at=at, after=after)
    return resolution


@transaction.atomic
def next_number(unit: Unit, kind: str, *, on: date) -> tuple[Term, int]:
    """The next number for one kind of document of a unit in its term of that day (domain.md 3.1)."""
    return _next_number(unit.ward_id, unit, unit.name, kind, on)


@transaction.atomic
def next_ward_number(ward: Ward, kind: str, *, on: date) -> tuple[Term, int]:
    """The next number for one kind of document of the ward committee in its term of that day (domain.md 3.1)."""
    return _next_number(ward.pk, None, ward.party_name, kind, on)


def _next_number(ward_id: UUID, unit: Unit | None, name: str, kind: str, on: date) -> tuple[Term, int]:
    term = Term.objects.filter(holding_on(on), ward=ward_id, unit=unit).order_by("valid_from").first()
    if term is None:
        raise NoTerm(unit=name, day=on.strftime("%d/%m/%Y"))
    NumberSeries.objects.get_or_create(ward_id=ward_id, term=term, kind=kind)
    series = NumberSeries.objects.select_for_update().get(ward=ward_id, term=term, kind=kind)
    series.last += 1
    series.save(update_fields=["last"])
    return term, series.last


@transaction.atomic
def assign_task(
    unit: Unit,
    *,
    description: str,
    assignee: Person,
    due_on: date,
    origin: Citation,
    assigned_on: date,
    expected_result: str = "",
    resolution: Resolution | None = None,
    by: Actor,
    at: datetime,
    id: UUID | None = None,
) -> Task:
    """Assign a task (giao việc) with a person and a deadline. The same id again changes nothing."""
    words = {"description": description, "assignee": assignee, "due_on": due_on, "expected_result": expected_result}
    existing = made_before(Task, id, unit=unit, origin_id=origin.id, **words)
    if existing:
        return existing
    if not description.strip():
        raise TaskWithoutWords
    if due_on < assigned_on:
        raise DueBeforeAssigned(due=due_on.strftime("%d/%m/%Y"), assigned=assigned_on.strftime("%d/%m/%Y"))
    task = Task.objects.create(
        id=id or uuid7(),
        ward_id=unit.ward_id,
        unit=unit,
        resolution=resolution,
        description=description,
        expected_result=expected_result,
        assignee=assignee,
        assigned_on=assigned_on,
        due_on=due_on,
        origin_kind=origin.kind,
        origin_id=origin.id,
        origin_label=origin.label,
    )
    after = {"description": description, "assignee": assignee.full_name, "due_on": due_on}
    _note("decisions.task.assigned", task, unit, by=by, at=at, after=after)
    return task


@transaction.atomic
def report_task(task: Task, *, state: str, text: str, seen: int, by: Actor, at: datetime) -> Task:
    """Report on a task (báo cáo kết quả): under way, done with its result, or dropped.

    A task is finished on the day it was first reported done: mending the words of its result moves nothing.
    """
    task = Task.objects.select_for_update(of=("self",)).select_related("unit").get(pk=task.pk)
    if (task.state, task.result) == (state, text):
        return task
    if task.revision != seen:
        raise Changed(task)
    if state == TaskState.DONE and not text.strip():
        raise ResultMissing
    before = {"state": task.state, "result": task.result}
    task.state, task.result, task.revision = state, text, seen + 1
    task.finished_on = (task.finished_on or timezone.localdate(at)) if state == TaskState.DONE else None
    task.save(update_fields=["state", "result", "revision", "finished_on"])
    TaskReport.objects.create(ward_id=task.ward_id, task=task, text=text, state=state, by_id=by.person_id, at=at)
    after = {"state": state, "result": text}
    _note("decisions.task.reported", task, task.unit, by=by, at=at, before=before, after=after)
    return task


def _note(name: str, thing, unit: Unit, *, by: Actor, at: datetime, before=None, after=None) -> None:  # type: ignore[no-untyped-def]
    """The branch-month touched: of a task, the month of its deadline; otherwise of the moment."""
    day = thing.due_on if isinstance(thing, Task) else timezone.localdate(at)
    audit.record(name, thing, by=by, at=at, unit_id=unit.pk, month=Month.of(day), before=before, after=after)
