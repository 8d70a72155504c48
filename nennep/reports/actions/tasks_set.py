"""Setting the tasks of a year: the whole list at once, as it was decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nennep.core import audit
from nennep.core.refusals import Refused
from nennep.organisation.actors import Actor
from nennep.organisation.models import Ward
from nennep.reports.indicators import BY_ID
from nennep.reports.models import YearTask
from nennep.reports.tasks_set import tasks_of, version_of

MOST_TASKS = 10


class TasksChanged(Refused):
    message = _(
        "Các nhiệm vụ này vừa được người khác sửa nên chưa lưu. Mở trang ở thẻ khác để xem bản mới, rồi sửa tiếp."
    )


class TooManyTasks(Refused):
    message = _("Nhiều nhất %(most)s nhiệm vụ cho một năm. Gộp hoặc bỏ bớt.")


@dataclass(frozen=True)
class SetTask:
    """One task as it is set: what, and the indicators by which its progress is seen."""

    text: str
    shown_by: tuple[str, ...] = ()


@transaction.atomic
def set_year_tasks(
    ward_id: UUID, year: int, tasks: Sequence[SetTask], *, seen: str, by: Actor, at: datetime
) -> list[YearTask]:
    """Keep the tasks of a year in their order (nhiệm vụ trọng tâm); never over what somebody else changed meanwhile.

    `seen` is the version that was shown (`tasks_set.version_of`). The same list again changes nothing.
    """
    ward = Ward.objects.select_for_update().get(pk=ward_id)
    kept = tasks_of(ward_id, year)
    wanted = [(each.text.strip(), list(dict.fromkeys(each.shown_by))) for each in tasks if each.text.strip()]
    if [(task.text, task.shown_by) for task in kept] == wanted:
        return kept
    if version_of(kept) != seen:
        raise TasksChanged
    if len(wanted) > MOST_TASKS:
        raise TooManyTasks(most=MOST_TASKS)
    assert all(each in BY_ID for _text, shown_by in wanted for each in shown_by)
    before = [task.text for task in kept]
    YearTask.objects.filter(ward=ward_id, year=year).delete()
    made = [
        YearTask(ward_id=ward_id, year=year, place=place, text=text, shown_by=shown_by)
        for place, (text, shown_by) in enumerate(wanted, start=1)
    ]
    YearTask.objects.bulk_create(made)
    after = {"year": year, "tasks": [task.text for task in made]}
    audit.record("reports.year_tasks.set", ward, by=by, at=at, before=before, after=after)
    return made
