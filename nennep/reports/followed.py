"""How the ward followed up in a period: petitions, visits, inspections, checks, reminders, briefings; its awards."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.utils import timezone

from nennep.core.documents.wording import short_date
from nennep.core.periods import Month, Period
from nennep.decisions.models import Task, TaskState
from nennep.oversight.checklists import VISIT, checklists
from nennep.oversight.models import Drawn, Inspection, InspectionState, Petition, Reminder, Visit
from nennep.recognition.models import Award
from nennep.recognition.queries import told
from nennep.reports.indicators import Evidence, Indicator, Row
from nennep.reports.models import Briefing, BriefingState

BRIEFING = "briefing"
"""How tasks name a briefing as their origin."""


@dataclass(frozen=True)
class VisitFacts:
    """One sheet that was sent: where, when, what of its list was seen."""

    id: UUID
    unit_id: UUID
    meeting_id: UUID
    month: date
    day: date
    checklist: str
    ticked: tuple[str, ...]

    def asks(self, key: str) -> bool:
        return any(item.key == key for item in checklists()[self.checklist].items)


class Followed:
    """What was followed up, one query a kind, when needed.

    `day` is the last day of the period that has come; what follows after a period by its nature (the briefing about
    a month, the remedies it set) is looked at `on` the day of the reader.
    """

    def __init__(self, ward_id: UUID, period: Period, *, day: date, on: date, units: frozenset[UUID] | None) -> None:
        self._ward_id, self._period, self._day, self._on, self._units = ward_id, period, day, on, units
        self._first, self._last = period.first.first, min(day, period.last.last)

    def rows(self, indicator: Indicator, unit_id: UUID | None, period: Period | None, choice: str = "") -> list[Row]:
        """The evidence of one of these figures, of the whole period or of a part of it."""
        readers: dict[Evidence, Callable[[Indicator, str], Iterable[Row]]] = {
            Evidence.PETITION: self._petition_rows,
            Evidence.VISIT: self._visit_rows,
            Evidence.INSPECTION: self._inspection_rows,
            Evidence.CHECKED: self._checked_rows,
            Evidence.REMINDER: self._reminder_rows,
            Evidence.BRIEFING: self._briefing_rows,
            Evidence.REMEDY: self._remedy_rows,
            Evidence.AWARD: self._award_rows,
        }
        return [
            row
            for row in readers[indicator.evidence](indicator, choice)
            if unit_id in (None, row.unit_id) and (period is None or (row.month and Month.of(row.month) in period))
        ]

    # What is read

    @cached_property
    def petitions(self) -> list[Petition]:
        """Everything raised until the day: what was raised before the period may still wait in it."""
        found = Petition.objects.filter(**self._here(), raised_on__lte=self._last)
        return list(found.select_related("unit").order_by("raised_on", "pk"))

    @cached_property
    def visits(self) -> list[VisitFacts]:
        """The sheets sent by the day, of the meetings of the period."""
        found = Visit.objects.filter(
            **self._here(),
            sent_at__isnull=False,
            sent_at__date__lte=self._day,
            meeting__month__gte=self._first,
            meeting__month__lte=self._last,
        )
        rows = found.order_by("meeting__starts_at", "pk").values_list(
            "pk", "unit_id", "meeting_id", "meeting__month", "meeting__starts_at", "checklist", "ticked"
        )
        return [
            VisitFacts(pk, unit_id, meeting_id, month, timezone.localdate(at), checklist, tuple(ticked))
            for pk, unit_id, meeting_id, month, at, checklist, ticked in rows
        ]

    @cached_property
    def inspections(self) -> list[Inspection]:
        """What the programme has for the period, until the day; dropped ones are not due."""
        found = Inspection.objects.filter(
            ward=self._ward_id, begins_on__gte=self._first, begins_on__lte=self._last
        ).exclude(state=InspectionState.DROPPED)
        return list(found.order_by("begins_on", "pk"))

    @cached_property
    def briefings(self) -> dict[date, Briefing]:
        """The briefings held and closed by the day, by the month they are about."""
        found = Briefing.objects.filter(
            ward=self._ward_id,
            month__gte=self._first,
            month__lte=self._last,
            state=BriefingState.CLOSED,
            closed_at__date__lte=self._on,
        )
        return {each.month: each for each in found.defer("content").order_by("month")}

    @cached_property
    def remedies(self) -> list[tuple[Task, date]]:
        """The tasks set at briefings about the period, each with the month of its briefing."""
        months = dict(
            Briefing.objects.filter(ward=self._ward_id, month__gte=self._first, month__lte=self._last)
            .order_by()
            .values_list("pk", "month")
        )
        tasks = Task.objects.filter(**self._here(), origin_kind=BRIEFING, origin_id__in=list(months))
        tasks = tasks.exclude(state=TaskState.DROPPED).select_related("unit", "assignee")
        return [(task, months[task.origin_id]) for task in tasks.order_by("due_on", "unit__position", "pk")]

    # Rows

    def _petition_rows(self, indicator: Indicator, _choice: str) -> Iterable[Row]:
        for each in self.petitions:
            answered = each.answered_on is not None and each.answered_on <= self._day
            overdue = not answered and each.due_on < self._day
            if not (overdue if indicator.id == "petitions_overdue" else each.raised_on >= self._first):
                continue
            part = 1 if indicator.id != "petitions" else int(answered)
            note = f"hạn {short_date(each.due_on)}"
            if answered and each.answered_on:
                note = f"trả lời {short_date(each.answered_on)}"
            yield Row("petition", each.pk, each.unit_id, each.text, part, 1, Month.of(each.raised_on).first, note=note)

    def _visit_rows(self, _indicator: Indicator, choice: str) -> Iterable[Row]:
        for each in self.visits:
            if not choice or each.asks(choice):
                part = int(choice in each.ticked) if choice else 1
                note = short_date(each.day)
                yield Row(VISIT, each.id, each.unit_id, "", part, 1, each.month, each.meeting_id, note=note)

    def _inspection_rows(self, _indicator: Indicator, _choice: str) -> Iterable[Row]:
        for each in self.inspections:
            done = each.concluded_on is not None and each.concluded_on <= self._day
            note = f"{short_date(each.begins_on)} – {short_date(each.ends_on)}"
            month = Month.of(each.begins_on).first
            yield Row("inspection", each.pk, None, each.title, int(done), 1, month, note=note)

    @cached_property
    def awards(self) -> list[Award]:
        """The awards for the years of the period that hold."""
        years = range(self._first.year, self._last.year + 1)
        return [award for year in years for award in reversed(told(self._ward_id, year))]

    def _award_rows(self, _indicator: Indicator, _choice: str) -> Iterable[Row]:
        """An award is for a year: its row stands in the year's last month."""
        for each in self.awards:
            source = each.number or each.told_by
            yield Row("award", each.pk, None, each.form.title, 1, 1, Month(each.year, 12).first, note=source)

    def _checked_rows(self, _indicator: Indicator, _choice: str) -> Iterable[Row]:
        found = Drawn.objects.filter(
            ward=self._ward_id, checked_at__date__gte=self._first, checked_at__date__lte=self._last
        )
        for pk, unit_id, meeting_id, at in found.order_by("checked_at", "pk").values_list(
            "pk", "meeting__unit_id", "meeting_id", "checked_at"
        ):
            if self._units is None or unit_id in self._units:
                day = timezone.localdate(at)
                yield Row("checked", pk, unit_id, "", 1, 1, Month.of(day).first, meeting_id, note=short_date(day))

    def _reminder_rows(self, _indicator: Indicator, _choice: str) -> Iterable[Row]:
        """One row a branch and month: how often somebody was reminded."""
        found = Reminder.objects.filter(**self._here(), reminded_on__gte=self._first, reminded_on__lte=self._last)
        counts = found.order_by().annotate(of=TruncMonth("reminded_on")).values("unit_id", "of")
        for row in counts.annotate(count=Count("pk")).order_by("of", "unit__position", "unit_id"):
            yield Row("reminders", row["unit_id"], row["unit_id"], "", row["count"], row["count"], row["of"])

    def _briefing_rows(self, _indicator: Indicator, _choice: str) -> Iterable[Row]:
        """A month with its briefing; a finished month without one stands for itself."""
        for month in self._period.months:
            if month.last > self._day and month.first not in self.briefings:
                continue
            found = self.briefings.get(month.first)
            key = found.pk if found else self._ward_id
            note = short_date(timezone.localdate(found.closed_at)) if found and found.closed_at else ""
            yield Row(BRIEFING, key, None, "", int(found is not None), 1, month.first, note=note)

    def _remedy_rows(self, _indicator: Indicator, _choice: str) -> Iterable[Row]:
        for task, month in self.remedies:
            done = task.finished_on is not None and task.finished_on <= self._on
            note = f"hạn {short_date(task.due_on)}"
            yield Row("task", task.pk, task.unit_id, task.description, int(done), 1, month, note=note)

    def _here(self) -> dict[str, Any]:
        return {"ward": self._ward_id} | ({} if self._units is None else {"unit__in": self._units})
