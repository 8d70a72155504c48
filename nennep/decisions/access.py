"""Who may see and report tasks."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from nennep.core.refusals import NotFound
from nennep.decisions.models import Task
from nennep.decisions.queries import TaskLine
from nennep.organisation.actors import CHARGE, MEMBER, Actor


@dataclass(frozen=True)
class TaskRights:
    """What one actor may do with one task."""

    read: bool
    report: bool


def rights_on(task: Task, actor: Actor) -> TaskRights:
    """The assignee, while of the branch, and the branch's officers report; charge and ward staff may read."""
    officer = actor.holds("secretary", "deputy_secretary", unit=task.unit_id)
    belongs = actor.is_ward_staff or actor.holds(MEMBER, CHARGE, unit=task.unit_id)
    own = belongs and actor.person_id is not None and task.assignee_id == actor.person_id
    above = actor.is_ward_staff or actor.holds(CHARGE, unit=task.unit_id)
    return TaskRights(read=own or officer or above, report=own or officer)


def get_task(actor: Actor, task_id: UUID, *, right: str) -> Task:
    """The task, if `actor` has the right; otherwise as if it did not exist."""
    task = Task.objects.filter(ward=actor.ward_id, pk=task_id).select_related("unit", "assignee").first()
    if task is None or not getattr(rights_on(task, actor), right):
        raise NotFound
    return task


def with_rights(lines: Iterable[TaskLine], actor: Actor) -> list[tuple[TaskLine, TaskRights]]:
    """Each task of a list with what `actor` may do with it."""
    return [(line, rights_on(line.task, actor)) for line in lines]


def units_with_visible_tasks(actor: Actor) -> set[UUID] | None:
    """The branches whose tasks `actor` may list; None means all of the ward."""
    if actor.is_ward_staff:
        return None
    return actor.units_as("secretary", "deputy_secretary", "branch_committee_member", CHARGE)
