"""Where it gets better or worse, and why: branches against their own past, never against one another."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from uuid import UUID

from django.db.models import Count, Q

from nennep.core.periods import Month, Period
from nennep.meetings.models import HELD_STATES, Attendance, AttendanceStatus
from nennep.organisation.models import Unit
from nennep.reports.facts import MeetingFacts
from nennep.reports.indicators import Figure
from nennep.reports.records import Records

RECENT_MONTHS, PAST_MONTHS = 3, 12
LEAST_SHOWN = 5
"""Of fewer people a share would tell of single persons."""
AGES = ((0, 30), (31, 45), (46, 60), (61, 75), (76, 9999))
ABSENT = (AttendanceStatus.EXCUSED, AttendanceStatus.UNEXCUSED)


@dataclass(frozen=True)
class Trend:
    """One branch lately beside the months before: the same branch both times."""

    unit: Unit
    recent: Figure
    past: Figure

    @property
    def points(self) -> Fraction | None:
        """By how many hundredths attendance changed; nothing where one side has no meeting."""
        if not (self.recent.denominator and self.past.denominator):
            return None
        recent = Fraction(self.recent.numerator, self.recent.denominator)
        return (recent - Fraction(self.past.numerator, self.past.denominator)) * 100


@dataclass(frozen=True)
class AgeGroup:
    """Who was expected of one age, and who came; None where so few people would be recognised."""

    first: int
    last: int
    people: int
    present: int
    expected: int

    @property
    def is_shown(self) -> bool:
        return self.people >= LEAST_SHOWN


@dataclass(frozen=True)
class Trends:
    """All that the page shows, read in a number of queries that depends on nothing."""

    period: Period
    recent: Period
    past: Period
    months: tuple[Figure, ...]
    branches: tuple[Trend, ...]
    kinds: tuple[tuple[str, int, int], ...]
    ages: tuple[AgeGroup, ...]
    themes: dict[tuple[UUID, int], MeetingFacts]
    tasks: Counter[str]
    reach: Figure
    reach_late: Figure


def span_of(on: date) -> Period:
    """The finished months that the page compares: the last three, and twelve before them."""
    last = Month.of(on).previous
    first = last
    for _each in range(RECENT_MONTHS + PAST_MONTHS - 1):
        first = first.previous
    return Period(first, last)


def trends(records: Records) -> Trends:
    """The branches of the records in their fixed order, each beside its own past, with what may explain it."""
    months = tuple(records.period.months)
    past, recent = Period(months[0], months[-RECENT_MONTHS - 1]), Period(months[-RECENT_MONTHS], months[-1])
    return Trends(
        period=records.period,
        recent=recent,
        past=past,
        months=tuple(records.figure("attendance", None, Period.month(month)) for month in months),
        branches=tuple(
            Trend(unit, records.figure("attendance", unit.pk, recent), records.figure("attendance", unit.pk, past))
            for unit in records.branches_now
        ),
        kinds=tuple(_kinds(records)),
        ages=_ages(records),
        themes=_themes(records),
        tasks=_task_flow(records),
        reach=records.figure("reach"),
        reach_late=records.reach_late(),
    )


def _kinds(records: Records) -> list[tuple[str, int, int]]:
    """Attendance by kind of branch, in the order in which the kinds come among the branches."""
    present: Counter[str] = Counter()
    expected: Counter[str] = Counter()
    for unit in records.branches_now:
        figure = records.figure("attendance", unit.pk)
        kind = str(unit.get_branch_kind_display())
        present[kind] += figure.numerator
        expected[kind] += figure.denominator or 0
    return [(kind, present[kind], whole) for kind, whole in expected.items() if whole]


def _ages(records: Records) -> tuple[AgeGroup, ...]:
    """Attendance by age in the year of the report, summed in the database: one query, no names."""
    lines = Attendance.objects.filter(
        ward=records.ward,
        root__unit__in=[unit.pk for unit in records.branches_now],
        root__state__in=HELD_STATES,
        root__month__gte=records.period.first.first,
        root__month__lte=records.period.last.first,
        person__birth_year__isnull=False,
        status__in=(AttendanceStatus.PRESENT, *ABSENT),
    )
    by_year = lines.order_by().values("person__birth_year")
    counted = by_year.annotate(
        people=Count("person", distinct=True),
        here=Count("pk", filter=Q(status=AttendanceStatus.PRESENT)),
        listed=Count("pk"),
    ).values_list("person__birth_year", "people", "here", "listed")
    sums: dict[tuple[int, int], list[int]] = defaultdict(lambda: [0, 0, 0])
    for born, *counts in counted:
        assert born is not None  # asked for above
        group = next(each for each in AGES if records.on.year - born <= each[1])
        sums[group] = [before + count for before, count in zip(sums[group], counts, strict=True)]
    return tuple(AgeGroup(*group, *sums[group]) for group in AGES if group in sums)


def _themes(records: Records) -> dict[tuple[UUID, int], MeetingFacts]:
    """The thematic meetings held in the running year, by branch and quarter."""
    held = (each for each in records.calendar if each.is_held and not each.is_regular)
    year = records.period.last.year
    return {(each.unit_id, Month.of(each.month).quarter): each for each in held if each.month.year == year}


def _task_flow(records: Records) -> Counter[str]:
    """What became of the tasks that were due: done in time, done late, overdue."""
    flow: Counter[str] = Counter()
    for task in records.tasks:
        flow["done" if task.is_in_time else "late" if task.is_late else "missing"] += 1
    return flow
