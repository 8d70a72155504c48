"""Inspections as pages ask for them: the programme of a year, one inspection with all that belongs to it."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Prefetch

from nennep.decisions.models import Task
from nennep.decisions.queries import task_tone
from nennep.organisation.models import Person, Position, Post, Unit, holding_on
from nennep.oversight.models import (
    Found,
    InspectedUnit,
    Inspection,
    InspectionDocument,
    InspectionKind,
    InspectionState,
    Inspector,
)

TONES = {
    InspectionState.PLANNED: "todo",
    InspectionState.UNDER_WAY: "doing",
    InspectionState.CONCLUDED: "done",
    InspectionState.DROPPED: "missing",
}
TEAM = (
    Position.WARD_SECRETARY,
    Position.WARD_DEPUTY_SECRETARY,
    Position.COMMITTEE_MEMBER,
    Position.OFFICE,
)
"""Who may be in a team: those with a post of the ward committee."""


def tone_of(inspection: Inspection, on: date) -> str:
    """Its mark on a day: late where its last day has passed without a conclusion."""
    if inspection.state in {InspectionState.PLANNED, InspectionState.UNDER_WAY} and inspection.ends_on < on:
        return "late"
    return TONES[InspectionState(inspection.state)]


def programme(ward_id: UUID, year: int) -> list[Inspection]:
    """The inspections of a year in order, with their branches and teams: three queries."""
    units = Prefetch("units", InspectedUnit.objects.select_related("unit").order_by("unit__position", "pk"))
    team = Prefetch("team", Inspector.objects.select_related("person").order_by("-is_head", "person__name_key", "pk"))
    found = Inspection.objects.filter(ward=ward_id, year=year).prefetch_related(units, team)
    return list(found.order_by("begins_on", "pk"))


def inspected_between(ward_id: UUID, first: date, last: date) -> dict[UUID, str]:
    """What was concluded on each branch between two days, for the official tables: "1 kiểm tra, 1 giám sát"."""
    rows = InspectedUnit.objects.filter(ward=ward_id, inspection__concluded_on__range=(first, last))
    counts: dict[UUID, Counter[str]] = defaultdict(Counter)
    for unit_id, kind in rows.order_by("pk").values_list("unit_id", "inspection__kind"):
        counts[unit_id][kind] += 1
    return {
        unit_id: ", ".join(f"{kinds[kind]} {PRINTED[kind]}" for kind in InspectionKind if kinds[kind])
        for unit_id, kinds in counts.items()
    }


PRINTED = {InspectionKind.INSPECTION: "kiểm tra", InspectionKind.SUPERVISION: "giám sát"}
"""The kinds on paper, which is Vietnamese in every language of the interface."""


@dataclass(frozen=True)
class RemedyLine:
    """A remedy asked for, with its mark on a day."""

    task: Task
    tone: str


@dataclass(frozen=True)
class InspectionPage:
    inspection: Inspection
    units: list[Unit]
    team: list[Inspector]
    found: list[Found]
    remedies: list[RemedyLine]
    documents: list[InspectionDocument]


def inspection_page(inspection: Inspection, on: date) -> InspectionPage:
    """One inspection with its branches, team, findings, remedies and documents: five queries."""
    units = inspection.units.select_related("unit").order_by("unit__position", "pk")
    tasks = Task.objects.filter(ward=inspection.ward_id, origin_id=inspection.pk).select_related("assignee", "unit")
    return InspectionPage(
        inspection,
        [each.unit for each in units],
        list(inspection.team.select_related("person").order_by("-is_head", "person__name_key", "pk")),
        list(inspection.found.select_related("unit").order_by("unit__position", "found_at", "pk")),
        [RemedyLine(task, task_tone(task, on)) for task in tasks.order_by("due_on", "pk")],
        list(inspection.documents.select_related("file").order_by("added_at", "pk")),
    )


def people_for_teams(ward_id: UUID, on: date) -> list[Person]:
    """Who may be in a team on a day, by given name, each once."""
    posts = Post.objects.filter(holding_on(on), ward=ward_id, unit__isnull=True, position__in=TEAM)
    people = Person.objects.filter(ward=ward_id, pk__in=posts.order_by().values("person"))
    return list(people.order_by("name_key", "birth_year", "pk"))
