"""Everything asked of motions, resolutions and tasks."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from nennep.decisions.models import Motion, Resolution, Task, TaskState
from nennep.decisions.thresholds import Electorate, electorate
from nennep.rulebook.queries import rules_on

__all__ = ["Electorate", "electorate"]

SHOWN = 200
"""Tasks of branches on one page; a file holds all."""
OPEN = (TaskState.OPEN, TaskState.UNDER_WAY)


@dataclass(frozen=True)
class TaskLine:
    """A task as pages show it: with its mark on a given day."""

    task: Task
    tone: str
    """done, doing, todo, late or dropped."""


def task_tone(task: Task, on: date) -> str:
    """How a task stands on a day: done, late, doing, todo, dropped; done after its deadline is done late."""
    if task.state == TaskState.DONE:
        return "done_late" if task.finished_on and task.finished_on > task.due_on else "done"
    if task.state == TaskState.DROPPED:
        return "dropped"
    if task.due_on < on:
        return "late"
    return "doing" if task.state == TaskState.UNDER_WAY else "todo"


@dataclass(frozen=True)
class Opening:
    """A branch opening a meeting `before` which tasks were given, `since` its previous regular one.

    Last month's tasks are those assigned between the two, and older ones that were still open then; tasks of the
    meeting itself are not last month's.
    """

    unit_id: UUID
    since: date
    before: date

    def takes_up(self, task: Task) -> bool:
        if task.unit_id != self.unit_id or task.assigned_on >= self.before:
            return False
        still_open = task.state in OPEN or (task.finished_on is not None and task.finished_on >= self.since)
        return task.assigned_on >= self.since or still_open


def tasks_before_each(ward_id: UUID, openings: Mapping[UUID, Opening]) -> dict[UUID, list[Task]]:
    """Last month's tasks for each of some meetings, by meeting: one query for any number of them."""
    if not openings:
        return {}
    since = min(each.since for each in openings.values())
    still_open = Q(state__in=OPEN) | Q(finished_on__gte=since)
    tasks = Task.objects.filter(
        Q(assigned_on__gte=since) | still_open,
        ward=ward_id,
        unit__in={each.unit_id for each in openings.values()},
        assigned_on__lt=max(each.before for each in openings.values()),
    )
    of_unit: dict[UUID, list[Task]] = defaultdict(list)
    for task in tasks.select_related("assignee").order_by("due_on", "pk"):
        of_unit[task.unit_id].append(task)
    return {
        meeting_id: [task for task in of_unit[each.unit_id] if each.takes_up(task) and task.origin_id != meeting_id]
        for meeting_id, each in openings.items()
    }


def tasks_of(person_id: UUID, ward_id: UUID, on: date) -> list[TaskLine]:
    """What one person still has to do, the nearest deadline first."""
    tasks = Task.objects.filter(ward=ward_id, assignee=person_id, state__in=OPEN).select_related("unit", "assignee")
    return [TaskLine(task, task_tone(task, on)) for task in tasks.order_by("due_on", "pk")]


def tasks_of_units(units: set[UUID] | None, ward_id: UUID, on: date, *, most: int | None = SHOWN) -> list[TaskLine]:
    """The open tasks of some branches (of all where `units` is None), the nearest deadline first; `most` for a page."""
    tasks = Task.objects.filter(ward=ward_id, state__in=OPEN).select_related("assignee", "unit")
    if units is not None:
        tasks = tasks.filter(unit__in=units)
    return [TaskLine(task, task_tone(task, on)) for task in tasks.order_by("due_on", "pk")[:most]]


def motions_of(origin_id: UUID, ward_id: UUID) -> QuerySet[Motion]:
    """The motions put to the vote in one meeting, in order."""
    return Motion.objects.filter(ward=ward_id, origin_id=origin_id).order_by("opened_at", "pk")


def resolution_of(origin_id: UUID, ward_id: UUID) -> Resolution | None:
    """The resolution of a meeting, drafted or adopted."""
    return Resolution.objects.filter(ward=ward_id, origin_id=origin_id).order_by("-adopted_on", "pk").first()


def least_in_favour(motion: Motion) -> int:
    """The smallest number of votes in favour that passes the motion."""
    rules = rules_on(timezone.localdate(motion.opened_at))
    return rules.vote.threshold(motion.threshold).least(motion.base_count)
