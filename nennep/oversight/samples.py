"""Samples of minutes: from what is drawn, whether the draw can be made again, what was found."""

from dataclasses import dataclass
from datetime import datetime
from random import Random
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from nennep.core.periods import Month
from nennep.meetings.models import Meeting
from nennep.oversight.checklists import Checklist, Question, checklists
from nennep.oversight.models import Drawn, Sample


def population(ward_id: UUID, first: Month, last: Month, at: datetime) -> list[UUID]:
    """The meetings whose minutes were signed by a moment, in an order that never changes: what is drawn from."""
    meetings = Meeting.objects.filter(
        ward=ward_id, parent__isnull=True, month__gte=first.first, month__lte=last.first, signed_at__lte=at
    )
    return list(meetings.order_by("month", "unit__position", "starts_at", "pk").values_list("pk", flat=True))


def same_again(sample: Sample, drawn: list[Drawn]) -> bool:
    """Whether drawing again with the same seed gives the same minutes in the same order."""
    first, last = Month.of(sample.first_month), Month.of(sample.last_month)
    meetings = population(sample.ward_id, first, last, sample.drawn_at)
    if len(meetings) != sample.population:
        return False
    return Random(sample.seed).sample(meetings, sample.size) == [each.meeting_id for each in drawn]


@dataclass(frozen=True)
class DrawnLine:
    """One of the drawn minutes: what is missing in it, if it was looked at."""

    drawn: Drawn
    missing: list[Question]


@dataclass(frozen=True)
class SamplePage:
    """A sample with its minutes and the questions they are looked at by."""

    sample: Sample
    lines: list[DrawnLine]
    checklist: Checklist
    is_reproducible: bool

    @property
    def checked(self) -> int:
        return sum(line.drawn.checked_at is not None for line in self.lines)


def sample_page(sample: Sample) -> SamplePage:
    """Everything the page of a sample shows: two queries for any number of minutes."""
    drawn = list(sample.drawn.select_related("meeting__unit").order_by("position"))
    questions = checklists()[sample.checklist]
    lines = [DrawnLine(each, questions.missing(each.ticked) if each.checked_at else []) for each in drawn]
    return SamplePage(sample, lines, questions, same_again(sample, drawn))


def samples_of(ward_id: UUID) -> QuerySet[Sample]:
    """Every sample with how far it was looked at, the newest first."""
    checked = Count("drawn", filter=Q(drawn__checked_at__isnull=False))
    return Sample.objects.filter(ward=ward_id).annotate(checked=checked).order_by("-drawn_at", "-pk")


def seed_for(at: datetime) -> int:
    """The seed that is proposed: the moment, so that nobody can choose the minutes by choosing the seed beforehand."""
    return int(timezone.localtime(at).strftime("%d%H%M%S"))
