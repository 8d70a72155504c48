"""The summaries: recomputed from the facts where the audit log says that something changed.

`BranchMonth` and `WardMonth` hold nothing that cannot be computed again; `differences` proves it.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Min, OuterRef, Q, Subquery, Sum

from nennep.core.models import AuditEvent, AuditHead
from nennep.core.periods import Month, months_between
from nennep.decisions.models import Task
from nennep.meetings.models import HELD_STATES, Meeting
from nennep.organisation.models import Unit, UnitKind
from nennep.reports.facts import COUNT_FIELDS, counts_of_month, meeting_facts, task_facts
from nennep.reports.models import BranchMonth, Seen, WardMonth

BATCH = 500
Cell = tuple[UUID, date]


@dataclass(frozen=True)
class Difference:
    """A summary that is not what the facts add up to; `unit_name` is empty for the ward's own sum."""

    month: date
    unit_name: str
    field: str
    stored: int | None
    counted: int | None


def refresh(ward_id: UUID, *, until: date | None = None) -> int:
    """Bring the summaries of a ward up to its last audit event; returns how many branch-months were computed.

    `until` is today for callers who know it: months without any meeting get their rows too, because a month
    without a meeting is a fact. Where nothing happened since the last look this is one query and no lock.
    """
    if _is_fresh(ward_id, until):
        return 0
    with transaction.atomic():
        seen = _locked_seen(ward_id)
        head = AuditHead.objects.filter(ward_id=ward_id).values_list("sequence", flat=True).first() or 0
        span = _span(ward_id, until)
        if seen.sequence == 0:
            written = _write_all(ward_id, span)
        else:
            touched = _touched(ward_id, seen.sequence, head) | _not_yet_written(ward_id, span)
            written = _write(ward_id, touched, span)
        seen.sequence = head
        seen.save(update_fields=["sequence"])
    return written


@transaction.atomic
def rebuild(ward_id: UUID, *, until: date | None = None) -> int:
    """Compute every summary of a ward from nothing but the facts; returns how many rows."""
    seen = _locked_seen(ward_id)
    head = AuditHead.objects.filter(ward_id=ward_id).values_list("sequence", flat=True).first() or 0
    written = _write_all(ward_id, _span(ward_id, until))
    seen.sequence = head
    seen.save(update_fields=["sequence"])
    return written


def differences(ward_id: UUID) -> list[Difference]:
    """Where the stored summaries differ from the facts; empty is what `nennep verify` wants to see."""
    span = _span(ward_id, None)
    counted = _computed(ward_id, span)
    stored = {(row.unit_id, row.month): row for row in BranchMonth.objects.filter(ward=ward_id)}
    names = dict(Unit.objects.filter(ward=ward_id).values_list("pk", "name"))
    found = []
    for unit_id, month in sorted(counted.keys() | stored.keys(), key=lambda cell: (cell[1], names[cell[0]])):
        row = stored.get((unit_id, month))
        found += _differing(month, names[unit_id], row, counted.get((unit_id, month)))
    sums = _sums(counted)
    ward_rows = {row.month: row for row in WardMonth.objects.filter(ward=ward_id)}
    for month in sorted(sums.keys() | ward_rows.keys()):
        found += _differing(month, "", ward_rows.get(month), sums.get(month))
    return found


def _differing(month: date, name: str, row: Any, counted: dict[str, int] | None) -> list[Difference]:
    if row is None or counted is None:
        return [Difference(month, name, "row", None if row is None else 1, None if counted is None else 1)]
    return [
        Difference(month, name, field, getattr(row, field), counted[field])
        for field in COUNT_FIELDS
        if getattr(row, field) != counted[field]
    ]


def _is_fresh(ward_id: UUID, until: date | None) -> bool:
    head = AuditHead.objects.filter(ward_id=OuterRef("ward_id")).values("sequence")
    months = WardMonth.objects.filter(ward=OuterRef("ward_id")).order_by("-month").values("month")
    row = (
        Seen.objects.filter(ward=ward_id)
        .annotate(head=Subquery(head[:1]), last=Subquery(months[:1]))
        .values_list("sequence", "head", "last")
        .first()
    )
    if row is None:
        return False
    sequence, last_event, last_month = row
    reaches = until is None or last_month is None or last_month >= Month.of(until).first
    return bool(sequence == (last_event or 0) and reaches)


def _locked_seen(ward_id: UUID) -> Seen:
    Seen.objects.get_or_create(ward_id=ward_id)
    return Seen.objects.select_for_update().get(ward_id=ward_id)


def _span(ward_id: UUID, until: date | None) -> list[date]:
    """The months with summaries: from the first meeting ever planned to the last held, or to `until`.

    Before the first planned meeting the ward kept no records here, so those months are empty, not failed.
    """
    meetings = Meeting.objects.filter(ward=ward_id, parent__isnull=True)
    ends = meetings.aggregate(first=Min("month"), last=Max("month", filter=Q(state__in=HELD_STATES)))
    stored = WardMonth.objects.filter(ward=ward_id).aggregate(last=Max("month"))["last"]
    if ends["first"] is None:
        return []
    days = [day for day in (ends["first"], ends["last"], stored, until) if day]
    return [month.first for month in months_between(Month.of(ends["first"]), Month.of(max(days)))]


def _touched(ward_id: UUID, after: int, up_to: int) -> set[Cell]:
    """The branch-months of which the audit log says that something changed."""
    events = AuditEvent.objects.filter(ward_id=ward_id, sequence__gt=after, sequence__lte=up_to)
    pairs = events.order_by().values_list("unit_id", "month").distinct()
    cells = {(unit_id, month) for unit_id, month in pairs if unit_id and month}
    tasks = events.filter(object_kind=Task._meta.label_lower).order_by().values("object_id")
    for unit_id, parent_id, due_on in Task.objects.filter(ward=ward_id, pk__in=tasks).values_list(
        "unit_id", "unit__parent_id", "due_on"
    ):
        cells.add((parent_id or unit_id, Month.of(due_on).first))
    units = set(events.filter(object_kind=Unit._meta.label_lower).order_by().values_list("object_id", flat=True))
    if units:
        cells |= {(unit_id, month) for unit_id in units for month in _span(ward_id, None)}
    return cells


def _not_yet_written(ward_id: UUID, span: list[date]) -> set[Cell]:
    months = set(WardMonth.objects.filter(ward=ward_id).values_list("month", flat=True))
    missing = [month for month in span if month not in months]
    if not missing:
        return set()
    units = Unit.objects.filter(ward=ward_id, kind=UnitKind.BRANCH).values_list("pk", flat=True)
    return {(unit_id, month) for unit_id in units for month in missing}


def _write_all(ward_id: UUID, span: list[date]) -> int:
    computed = _computed(ward_id, span)
    _store(ward_id, computed)
    stale = [
        row_id
        for row_id, unit_id, month in BranchMonth.objects.filter(ward=ward_id).values_list("pk", "unit_id", "month")
        if (unit_id, month) not in computed
    ]
    BranchMonth.objects.filter(pk__in=stale).delete()
    WardMonth.objects.filter(ward=ward_id).exclude(month__in=span).delete()
    _sum_ward(ward_id, span)
    return len(computed)


def _write(ward_id: UUID, cells: set[Cell], span: list[date]) -> int:
    months = {month for _unit_id, month in cells} & set(span)
    cells = {cell for cell in cells if cell[1] in months}
    if not cells:
        return 0
    units = {unit_id for unit_id, _month in cells}
    everything = _computed(ward_id, sorted(months), units)
    computed = {cell: counts for cell, counts in everything.items() if cell in cells}
    _store(ward_id, computed)
    for unit_id, month in cells - computed.keys():
        BranchMonth.objects.filter(ward=ward_id, unit=unit_id, month=month).delete()
    _sum_ward(ward_id, months)
    return len(computed)


def _computed(ward_id: UUID, months: list[date], units: set[UUID] | None = None) -> dict[Cell, dict[str, int]]:
    """Counts of branches (all, or `units`) in every month in which they existed or met: six queries."""
    if not months:
        return {}
    first, last = Month.of(months[0]), Month.of(months[-1])
    branches = Unit.objects.filter(ward=ward_id, kind=UnitKind.BRANCH)
    of_units = Q()
    if units is not None:
        branches, of_units = branches.filter(pk__in=units), Q(unit__in=units)
    meetings = defaultdict(list)
    for fact in meeting_facts(ward_id, of_units & Q(month__gte=first.first, month__lte=last.first)):
        meetings[fact.unit_id, fact.month].append(fact)
    tasks = defaultdict(list)
    for task in task_facts(ward_id, Q(due_on__gte=first.first, due_on__lte=last.last)):
        tasks[task.unit_id, Month.of(task.due_on).first].append(task)
    computed = {}
    for unit in branches:
        for day in months:
            cell, month = (unit.pk, day), Month.of(day)
            if _existed(unit, month) or cell in meetings or cell in tasks:
                computed[cell] = counts_of_month(unit, month, meetings[cell], tasks[cell])
    return computed


def _existed(unit: Unit, month: Month) -> bool:
    """On any day of the month."""
    return unit.valid_from <= month.last and (unit.valid_to is None or unit.valid_to > month.first)


def _store(ward_id: UUID, computed: dict[Cell, dict[str, int]]) -> None:
    BranchMonth.objects.bulk_create(
        (BranchMonth(ward_id=ward_id, unit_id=cell[0], month=cell[1], **counts) for cell, counts in computed.items()),
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["ward", "unit", "month"],
        update_fields=COUNT_FIELDS,
    )


def _sum_ward(ward_id: UUID, months: Iterable[date]) -> None:
    """The ward's months as the sums of its branches'."""
    wanted = set(months)
    sums = (
        BranchMonth.objects.filter(ward=ward_id, month__in=wanted)
        .order_by()
        .values("month")
        .annotate(**{f"sum_{field}": Sum(field) for field in COUNT_FIELDS})
    )
    found = {row.pop("month"): {name.removeprefix("sum_"): count for name, count in row.items()} for row in sums}
    nothing = dict.fromkeys(COUNT_FIELDS, 0)
    WardMonth.objects.bulk_create(
        (WardMonth(ward_id=ward_id, month=month, **found.get(month, nothing)) for month in sorted(wanted)),
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["ward", "month"],
        update_fields=COUNT_FIELDS,
    )


def _sums(counted: dict[Cell, dict[str, int]]) -> dict[date, dict[str, int]]:
    sums: dict[date, dict[str, int]] = {}
    for (_unit_id, month), counts in counted.items():
        total = sums.setdefault(month, dict.fromkeys(COUNT_FIELDS, 0))
        for field, count in counts.items():
            total[field] += count
    return sums
