"""The tasks that a ward sets itself for a year: told by the report before, shown by the year's own figures."""

from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

from django.utils import translation

from nennep.core.digests import content_hash
from nennep.reports.indicators import BY_ID
from nennep.reports.models import YearTask
from nennep.reports.records import Records
from nennep.reports.sentences import Sentence, say


def tasks_of(ward_id: UUID, year: int) -> list[YearTask]:
    """The tasks set for a year, in their order."""
    return list(YearTask.objects.filter(ward=ward_id, year=year).order_by("place"))


def version_of(tasks: Iterable[YearTask]) -> str:
    """What a reader saw of the tasks, to notice that somebody else changed them meanwhile."""
    return content_hash([[task.text, task.shown_by] for task in tasks])[:16]


def tasks_around(records: Records) -> dict[int, list[YearTask]]:
    """The tasks of the report's year and of the next one, by year."""
    year = records.period.last.year
    found: dict[int, list[YearTask]] = {year: [], year + 1: []}
    for task in YearTask.objects.filter(ward=records.ward, year__in=found).order_by("year", "place"):
        found[task.year].append(task)
    return found


def progress(records: Records, tasks: Sequence[YearTask]) -> Iterator[Sentence]:
    """How far the year's own tasks are, by the figures that the office chose for each (domain.md 8, fact 27)."""
    for number, task in enumerate(tasks, start=1):
        shown = [BY_ID[each] for each in task.shown_by if each in BY_ID]
        with translation.override("vi"):
            words = "; ".join(f"{str(each.title).lower()} {{{each.id}}}" for each in shown)
        told = words or "hệ thống không có số liệu về việc này"
        figures = {each.id: records.figure(each.id) for each in shown}
        yield say(f"({number}) {_without_stop(task.text)}: {told}.", **figures)


def announced(tasks: Sequence[YearTask]) -> Iterator[Sentence]:
    """The tasks set for the next year."""
    if tasks:
        yield say(f"Năm {tasks[0].year}, Đảng ủy phường tập trung {len(tasks)} nhiệm vụ:")
    for number, task in enumerate(tasks, start=1):
        yield Sentence((f"({number}) {_without_stop(task.text)}.",))


def _without_stop(text: str) -> str:
    return text.strip().rstrip(".;")
