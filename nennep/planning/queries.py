"""When branches meet, what the ward suggests, what branches plan, and what was held before."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from nennep.core.models import AuditEvent
from nennep.core.periods import Month
from nennep.core.text import fold
from nennep.organisation.models import Unit, holding_on
from nennep.planning.models import (
    ContentLibrary,
    MeetingDay,
    PlannedTopic,
    Shortcoming,
    ThematicPlan,
    TopicOrientation,
)
from nennep.planning.periods import quarter_of, quarter_span
from nennep.rulebook.queries import rules_on


def meeting_days(ward_id: UUID, on: date) -> list[MeetingDay]:
    """The meeting day of every branch that has one, in the fixed order of branches."""
    days = MeetingDay.objects.filter(holding_on(on), holding_on(on, "unit__"), ward=ward_id)
    return list(days.select_related("unit").order_by("unit__position", "pk"))


def planned_moment(meeting_day: MeetingDay, month: Month) -> datetime:
    """When a branch meets in a month: its day, or the last day of a shorter month."""
    day = month.day(meeting_day.day)
    return timezone.make_aware(datetime.combine(day, meeting_day.at), timezone.get_default_timezone())


def meeting_day_of(unit: Unit, on: date) -> MeetingDay | None:
    """The meeting day of one branch, if it has one."""
    return MeetingDay.objects.filter(holding_on(on), ward=unit.ward_id, unit=unit).first()


# Orientation --------------------------------------------------------------------------------------


def orientation_of(ward_id: UUID, year: int, *, issued_only: bool = False) -> list[TopicOrientation]:
    """What the ward suggests for a year, by basis, in the order it was written."""
    found = TopicOrientation.objects.filter(ward=ward_id, year=year, removed_at__isnull=True)
    if issued_only:
        found = found.filter(issued_at__isnull=False)
    return list(found.order_by("basis", "pk"))


def suggestion_for(unit: Unit, year: int, suggestion_id: UUID) -> TopicOrientation | None:
    """An issued suggestion that suits a branch; anything else is as if it were not there."""
    found = TopicOrientation.objects.filter(
        ward=unit.ward_id, year=year, pk=suggestion_id, issued_at__isnull=False, removed_at__isnull=True
    ).first()
    return found if found and found.suits(unit.branch_kind) else None


def shortcoming(ward_id: UUID, year: int, asked: str) -> Shortcoming | None:
    """The shortcoming of a year with this key, if `asked` is one."""
    try:
        return Shortcoming.objects.filter(ward=ward_id, year=year, pk=UUID(asked)).first()
    except ValueError:
        return None


def shortcomings_of(ward_id: UUID, year: int) -> list[Shortcoming]:
    """What did not go well in a year, as the rooms that measured it told."""
    return list(Shortcoming.objects.filter(ward=ward_id, year=year).order_by("source"))


# Plans --------------------------------------------------------------------------------------------


def topics_of(plan: ThematicPlan) -> list[PlannedTopic]:
    """The themes of a plan, quarter by quarter."""
    topics = plan.topics.filter(removed_at__isnull=True).select_related("author", "suggestion")
    return list(topics.order_by("quarter", "meets_on", "pk"))


def plan_if_any(unit: Unit, year: int) -> ThematicPlan | None:
    return ThematicPlan.objects.filter(ward=unit.ward_id, unit=unit, year=year).first()


def plans_of(ward_id: UUID, year: int) -> dict[UUID, tuple[ThematicPlan, list[PlannedTopic]]]:
    """The plans of all branches of a ward for a year, with their themes, by branch: two queries."""
    plans = {plan.pk: plan for plan in ThematicPlan.objects.filter(ward=ward_id, year=year)}
    topics: dict[UUID, list[PlannedTopic]] = {key: [] for key in plans}
    rows = PlannedTopic.objects.filter(ward=ward_id, plan__in=list(plans), removed_at__isnull=True)
    for topic in rows.order_by("quarter", "pk"):
        topics[topic.plan_id].append(topic)
    return {plan.unit_id: (plan, topics[key]) for key, plan in plans.items()}


def open_topics(ward_id: UUID, units: set[UUID] | None) -> list[PlannedTopic]:
    """Themes planned and not yet held, the nearest quarter first: what a thematic meeting may take up."""
    topics = PlannedTopic.objects.filter(ward=ward_id, removed_at__isnull=True, held_on__isnull=True)
    if units is not None:
        topics = topics.filter(plan__unit__in=units)
    return list(topics.select_related("plan", "plan__unit").order_by("plan__year", "quarter", "pk"))


def themes_to_write(person_id: UUID | None, ward_id: UUID) -> list[PlannedTopic]:
    """Themes whose draft one person still owes, the nearest deadline first."""
    if person_id is None:
        return []
    topics = PlannedTopic.objects.filter(
        ward=ward_id, author=person_id, draft__isnull=True, held_on__isnull=True, removed_at__isnull=True
    )
    return list(topics.select_related("plan", "plan__unit").order_by("draft_due", "pk"))


class QuarterState(StrEnum):
    """How the themes of one quarter stand."""

    HELD = "held"
    DATED = "dated"
    PLANNED = "planned"
    LATE = "late"
    """The quarter has passed its middle and no theme has a day yet."""
    MISSING = "missing"
    """The quarter is over and nothing was held."""
    EMPTY = "empty"


def theme_date_limit(year: int, quarter: int) -> date:
    """The last day by which a theme of a quarter must have a day: the rulebook counts from 1."""
    first = quarter_span(year, quarter)[0]
    return first + timedelta(days=rules_on(first).meeting.thematic_date_by_day - 1)


def state_of_quarter(year: int, quarter: int, topics: Iterable[PlannedTopic], today: date) -> QuarterState:
    """How one branch's quarter stands on a day (domain.md 1.2: at least one theme a quarter)."""
    mine = [topic for topic in topics if topic.quarter == quarter]
    first, last = quarter_span(year, quarter)
    if any(topic.held_on for topic in mine):
        return QuarterState.HELD
    if today > last:
        return QuarterState.MISSING
    if any(topic.meets_on for topic in mine):
        return QuarterState.DATED
    if first <= today and today > theme_date_limit(year, quarter):
        return QuarterState.LATE
    return QuarterState.PLANNED if mine else QuarterState.EMPTY


def units_without_a_date(ward_id: UUID, units: list[Unit], today: date) -> list[Unit]:
    """Branches whose quarter has passed its middle without a day for a theme."""
    year, quarter = quarter_of(today)
    plans = plans_of(ward_id, year)
    return [
        unit
        for unit in units
        if state_of_quarter(year, quarter, plans.get(unit.pk, (None, []))[1], today) == QuarterState.LATE
    ]


def history_of(plan: ThematicPlan) -> list[AuditEvent]:
    """Everything that happened to a plan and its themes, the newest first."""
    keys = [plan.pk, *plan.topics.values_list("pk", flat=True)]
    return list(AuditEvent.objects.filter(ward_id=plan.ward_id, object_id__in=keys).order_by("-sequence")[:100])


# Library ------------------------------------------------------------------------------------------


def past_topics(ward_id: UUID, *, asked: str = "", seen: Collection[UUID] | None = None) -> QuerySet[PlannedTopic]:
    """Themes that were held, the latest first; `asked` is looked for without marks in the title.

    Conclusions are looked through too, but only of the branches in `seen` (of all where nothing is given): they come
    from minutes that others may not read.
    """
    topics = PlannedTopic.objects.filter(ward=ward_id, held_on__isnull=False).select_related("plan__unit", "author")
    if asked.strip():
        words = fold(asked).split()
        keys = []
        for topic in topics:
            is_open = seen is None or topic.plan.unit_id in seen
            text = fold(f"{topic.title} {topic.conclusion}" if is_open else topic.title)
            if all(word in text for word in words):
                keys.append(topic.pk)
        topics = topics.filter(pk__in=keys)
    return topics.order_by("-held_on", "plan__unit__position", "pk")


# Content by kind of branch ------------------------------------------------------------------------


def versions_of(ward_id: UUID, branch_kind: str, meeting_kind: str) -> list[ContentLibrary]:
    """The ward's versions of one agenda, the newest first."""
    versions = ContentLibrary.objects.filter(ward=ward_id, branch_kind=branch_kind, meeting_kind=meeting_kind)
    return list(versions.order_by("-version"))
