"""How documents reached members in a period, as known on a day: what the year report tells of the cascade."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from uuid import UUID

from django.db.models import Count, F, Q
from django.utils import timezone

from nennep.core.documents.wording import short_date
from nennep.core.periods import Period
from nennep.decisions.models import DocumentKind
from nennep.directives.models import Conference, Direction, Directive, Dissemination, EndReason, listed


@dataclass(frozen=True)
class DirectiveFacts:
    """One document of the ward's register."""

    id: UUID
    direction: str
    issuer: str
    kind: str
    symbol: str
    dated_on: date | None
    subject: str
    parent_id: UUID | None

    @property
    def label(self) -> str:
        return f"{DocumentKind(self.kind).label} {self.symbol}"

    @property
    def cited(self) -> str:
        """ "Đề án 11-ĐA/TU của Thành ủy Hà Nội", with its day where that is known."""
        day = f" ngày {short_date(self.dated_on)}" if self.dated_on else ""
        return f"{self.label}{day} của {self.issuer}"


@dataclass(frozen=True)
class ReachFacts:
    """One branch passing one document on: whom it had to reach, and whom it had reached by the day."""

    id: UUID
    directive_id: UUID
    unit_id: UUID
    due_on: date
    expected: int
    reached: int


@dataclass(frozen=True)
class ConferenceFacts:
    """One conference that was held."""

    id: UUID
    title: str
    day: date
    audience: tuple[str, ...]
    listed: int
    present: int
    directives: frozenset[UUID]


class Reach:
    """The register, the disseminations and the conferences of a ward in a period; three queries, when needed."""

    def __init__(self, ward_id: UUID, period: Period, *, day: date, units: frozenset[UUID] | None) -> None:
        self._ward_id, self._period, self._day, self._units = ward_id, period, day, units

    @cached_property
    def directives(self) -> dict[UUID, DirectiveFacts]:
        """Documents of the ward committee that were in the register on the day, in the order of entering."""
        found = Directive.objects.filter(ward=self._ward_id, unit__isnull=True, entered_at__date__lte=self._day)
        columns = ("id", "direction", "issuer", "kind", "symbol", "dated_on", "subject", "parent_id")
        return {row["id"]: DirectiveFacts(**row) for row in found.order_by("entered_at", "pk").values(*columns)}

    @cached_property
    def disseminations(self) -> list[ReachFacts]:
        """What branches were told to pass on in the period, as known on the day.

        What the ward no longer asked for by then is left out, and what was replaced before everybody had been
        reached: from then on the document that took its place counts.
        """
        assigned = Q(assigned_on__gte=self._period.first.first, assigned_on__lte=self._day)
        found = Dissemination.objects.filter(assigned, ward=self._ward_id, directive__unit__isnull=True)
        if self._units is not None:
            found = found.filter(unit__in=self._units)
        over = Q(ended_on__lte=self._day)
        rows = (
            found.annotate(
                expected_by_then=Count("readers", filter=listed("readers__", on=self._day)),
                reached_by_then=Count("readers", filter=Q(readers__reached_on__lte=self._day)),
            )
            .exclude(over, end_reason=EndReason.WITHDRAWN)
            .exclude(over, end_reason=EndReason.REPLACED, reached_by_then__lt=F("expected_by_then"))
            .order_by("assigned_on", "unit__position", "pk")
        )
        columns = ("pk", "directive_id", "unit_id", "due_on", "expected_by_then", "reached_by_then")
        return [ReachFacts(*row) for row in rows.values_list(*columns)]

    @cached_property
    def conferences(self) -> list[ConferenceFacts]:
        """The conferences that were held in the period up to the day."""
        found = Conference.objects.filter(
            ward=self._ward_id,
            closed_at__isnull=False,
            starts_at__date__gte=self._period.first.first,
            starts_at__date__lte=self._day,
        ).prefetch_related("items")
        return [
            ConferenceFacts(
                each.pk,
                each.title,
                timezone.localdate(each.starts_at),
                tuple(each.audience),
                each.listed_count,
                each.present_count,
                frozenset(item.directive_id for item in each.items.all()),
            )
            for each in found.order_by("starts_at", "pk")
        ]

    @property
    def issued(self) -> list[DirectiveFacts]:
        """What the ward committee issued in the period."""
        first = self._period.first.first
        return [
            each
            for each in self.directives.values()
            if each.direction == Direction.ISSUED and each.dated_on and first <= each.dated_on <= self._day
        ]

    @cached_property
    def _below(self) -> dict[UUID, list[DirectiveFacts]]:
        below: dict[UUID, list[DirectiveFacts]] = defaultdict(list)
        for each in self.directives.values():
            if each.parent_id:
                below[each.parent_id].append(each)
        return below

    def chains(self) -> Iterator[list[DirectiveFacts]]:
        """Chains of documents that carry one another out, from the highest down, as far as the period has to do with
        them: some of it was passed on or issued in it, and more than one document belongs to it."""
        touched = {each.directive_id for each in self.disseminations} | {each.id for each in self.issued}
        for each in self.directives.values():
            if each.parent_id in self.directives:
                continue
            chain = list(self._down(each))
            if len(chain) > 1 and touched & {link.id for link in chain}:
                yield chain

    def _down(self, directive: DirectiveFacts) -> Iterator[DirectiveFacts]:
        yield directive
        for each in self._below[directive.id]:
            yield from self._down(each)
