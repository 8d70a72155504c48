"""Everything asked of documents and of how they reach members."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce, TruncDate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nennep.core.text import fold
from nennep.directives.models import (
    Conference,
    ConferenceItem,
    Directive,
    Dissemination,
    EndReason,
    Method,
    Question,
    Reader,
    Related,
    Seat,
    listed,
    wordy,
)

COUNTED = ~Q(disseminations__end_reason=EndReason.WITHDRAWN)
"""Disseminations that count in a document's coverage; withdrawn ones do not.

Of a branch that is no more those count whom it reached; the others are asked where they are now.
"""


# The register -------------------------------------------------------------------------------------

OF_BRANCHES = "chi-bo"
"""What addresses call the documents that branches issued or entered themselves."""


def register(ward_id: UUID, seen: Q, *, asked: str = "", whose: str = "", about: str = "") -> "QuerySet[Directive]":
    """Documents, the newest first, each with `expected` and `reached` over its branches.

    `asked` is looked for in number, issuer, subject, summary and in the words of the file, without marks or case.
    """
    found = Directive.objects.filter(seen, ward=ward_id).defer(*wordy("", "replaced_by", "parent"))
    if whose == OF_BRANCHES:
        found = found.filter(unit__isnull=False)
    elif whose:
        found = found.filter(direction=whose)
    if about:
        found = found.filter(field=about)
    for word in fold(asked).split():
        found = found.filter(Q(head_key__contains=word) | Q(text_key__contains=word))
    return (
        found.annotate(
            expected=Sum("disseminations__expected", filter=COUNTED, default=0),
            reached=Sum("disseminations__reached", filter=COUNTED, default=0),
        )
        .select_related("unit", "replaced_by", "parent")
        .order_by(Coalesce("dated_on", "received_on", TruncDate("entered_at")).desc(), "-entered_at", "-pk")
    )


def directives_to_pick(ward_id: UUID, seen: Q, *, besides: UUID | None = None) -> list[Directive]:
    """Documents of the ward committee, of those `seen` by the reader, that a form may point at, the newest first."""
    found = Directive.objects.filter(seen, ward=ward_id, unit__isnull=True).defer(*wordy(""))
    if besides:
        found = found.exclude(pk=besides)
    return list(found.order_by(Coalesce("dated_on", "received_on", TruncDate("entered_at")).desc(), "-pk")[:300])


@dataclass(frozen=True)
class Chain:
    """What a document carries out, upwards; what carries it out; what belongs to it or took its place."""

    above: list[Directive]
    """The nearest first."""
    below: list[Directive]
    related: list[Directive]
    replaces: list[Directive]


def chain_of(directive: Directive) -> Chain:
    """The documents around one: two queries, if its parents were loaded with it.

    What branches issued to carry out a document of the ward stands beside each branch, not here.
    """
    above, higher = [], directive.parent
    while higher is not None and len(above) < 3:
        above.append(higher)
        higher = higher.parent
    near = Directive.objects.filter(Q(parent=directive) | Q(replaced_by=directive), ward=directive.ward_id).defer(
        *wordy("")
    )
    if directive.unit_id is None:
        near = near.filter(unit__isnull=True)
    around = list(near.order_by("dated_on", "pk"))
    relations = Related.objects.filter(Q(directive=directive) | Q(other=directive), ward=directive.ward_id)
    others = [
        each.other if each.directive_id == directive.pk else each.directive
        for each in relations.select_related("directive", "other").defer(*wordy("directive", "other"))
    ]
    return Chain(
        above,
        [each for each in around if each.parent_id == directive.pk],
        others,
        [each for each in around if each.replaced_by_id == directive.pk],
    )


# Coverage -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Standing:
    """How far something is, in a mark and in words; late is said in both."""

    tone: str
    words: str


def standing_of(dissemination: Dissemination, today: date) -> Standing:
    """How far a branch is with passing a document on."""
    if dissemination.ended_on:
        return Standing("plain", str(dissemination.get_end_reason_display()))
    if dissemination.is_complete:
        return Standing("done", _("đã quán triệt đủ"))
    return _by_day(dissemination.due_on, today, begun=dissemination.reached > 0)


def _by_day(due_on: date, today: date, *, begun: bool = False) -> Standing:
    days = (due_on - today).days
    if days < 0:
        return Standing("late", ngettext("quá hạn %(days)s ngày", "quá hạn %(days)s ngày", -days) % {"days": -days})
    words = _("hạn hôm nay") if days == 0 else ngettext("còn %(days)s ngày", "còn %(days)s ngày", days) % {"days": days}
    return Standing("doing" if begun else "todo", words)


@dataclass(frozen=True)
class BranchCoverage:
    """One branch in the tree of a document."""

    dissemination: Dissemination
    standing: Standing
    asked: tuple["Asked", ...]

    @property
    def missing(self) -> int:
        return self.dissemination.expected - self.dissemination.reached


@dataclass(frozen=True)
class Asked:
    """A plan or a report that was asked of a branch together with a document."""

    what: str
    document: Directive | None
    standing: Standing


def asked_of(dissemination: Dissemination, today: date) -> tuple[Asked, ...]:
    """The plan and the report a branch owes with a document, and whether they came."""
    found = []
    for what, due_on, document in (
        (_("kế hoạch thực hiện"), dissemination.plan_due_on, dissemination.plan),
        (_("báo cáo kết quả"), dissemination.report_due_on, dissemination.report),
    ):
        if due_on:
            standing = Standing("done", document.symbol) if document else _by_day(due_on, today)
            found.append(Asked(what, document, standing))
    return tuple(found)


@dataclass(frozen=True)
class Coverage:
    """The tree of a document: conferences, then branches; sums over the branches that count."""

    expected: int
    reached: int
    branches: list[BranchCoverage] = field(default_factory=list)
    conferences: list[Conference] = field(default_factory=list)

    @property
    def late(self) -> int:
        return sum(each.standing.tone == "late" for each in self.branches)


def coverage_of(directive: Directive, units: Collection[UUID] | None, today: date) -> Coverage:
    """How far a document has got, branch by branch in their fixed order: two queries for any number of branches."""
    found = Dissemination.objects.filter(ward=directive.ward_id, directive=directive)
    if units is not None:
        found = found.filter(unit__in=units)
    found = found.select_related("unit", "plan", "report").defer(*wordy("plan", "report"))
    branches = [
        BranchCoverage(each, standing_of(each, today), asked_of(each, today))
        for each in found.order_by("unit__position", "assigned_on", "pk")
    ]
    counted = [each.dissemination for each in branches if each.dissemination.end_reason != EndReason.WITHDRAWN]
    held = Conference.objects.filter(ward=directive.ward_id, items__directive=directive).order_by("starts_at", "pk")
    return Coverage(
        sum(each.expected for each in counted),
        sum(each.reached for each in counted),
        branches,
        list(held) if units is None else [],
    )


@dataclass(frozen=True)
class GroupCoverage:
    """The readers of one party group of a branch; of those in no group, where there are groups at all."""

    name: str
    readers: list[Reader]

    @property
    def reached(self) -> int:
        return sum(each.reached_on is not None for each in self.readers)

    @property
    def missing(self) -> list[Reader]:
        return [each for each in self.readers if each.reached_on is None]

    @property
    def done(self) -> list[Reader]:
        return [each for each in self.readers if each.reached_on is not None]


def groups_of(dissemination: Dissemination, groups: Collection[UUID] | None) -> list[GroupCoverage]:
    """The readers of a branch by party group, those not reached first; one query. `groups` keeps it to some."""
    readers = dissemination.readers.filter(listed()).select_related("person", "group")
    if groups is not None:
        readers = readers.filter(group__in=groups)
    by_group: dict[tuple[int, str], list[Reader]] = defaultdict(list)
    for reader in readers.order_by("person__name_key", "person__birth_year", "pk"):
        key = (reader.group.position, reader.group.name) if reader.group else (9999, "")
        by_group[key].append(reader)
    return [GroupCoverage(name, by_group[place, name]) for place, name in sorted(by_group)]


def questions_of(directive: Directive) -> list[Question]:
    """The questions put to readers of a document, in order."""
    return list(directive.questions.filter(removed_at__isnull=True).order_by("position", "pk"))


# What waits for somebody --------------------------------------------------------------------------


def to_pass_on(ward_id: UUID, unit_id: UUID) -> list[Dissemination]:
    """What a branch still has to pass on, the nearest day first: offered to its agendas."""
    found = Dissemination.objects.filter(
        ward=ward_id, unit=unit_id, ended_on__isnull=True, reached__lt=F("expected")
    ).select_related("directive")
    return list(found.defer(*wordy("directive")).order_by("due_on", "pk"))


def readings_of(person_id: UUID | None, ward_id: UUID) -> list[Reader]:
    """What one member is to read: given for self-reading, or missed when the branch took it up."""
    if person_id is None:
        return []
    begun = Q(dissemination__method=Method.SELF_READING) | Q(dissemination__taken_up_on__isnull=False)
    found = Reader.objects.filter(
        begun,
        ward=ward_id,
        person=person_id,
        reached_on__isnull=True,
        left_on__isnull=True,
        dissemination__ended_on__isnull=True,
    ).select_related("dissemination", "dissemination__directive")
    return list(found.defer(*wordy("dissemination__directive")).order_by("dissemination__due_on", "pk"))


def unfinished(ward_id: UUID, units: Iterable[UUID], until: date) -> list[Dissemination]:
    """What branches still owe by a day: members not reached, a plan or a report not sent; the nearest first."""
    owed = (
        Q(reached__lt=F("expected"), due_on__lte=until)
        | Q(plan_due_on__lte=until, plan__isnull=True)
        | Q(report_due_on__lte=until, report__isnull=True)
    )
    found = Dissemination.objects.filter(owed, ward=ward_id, unit__in=units, ended_on__isnull=True)
    return list(found.select_related("directive", "unit").defer(*wordy("directive")).order_by("due_on", "pk"))


# Conferences --------------------------------------------------------------------------------------


def conferences(ward_id: UUID) -> "QuerySet[Conference]":
    """The conferences of a ward, the newest first, with what they took up."""
    return Conference.objects.filter(ward=ward_id).prefetch_related("items__directive").order_by("-starts_at", "-pk")


def seats_of(conference: Conference) -> list[Seat]:
    """The roll of a conference, by given name."""
    return list(conference.seats.select_related("person").order_by("person__name_key", "pk"))


def items_of(conference: Conference) -> list[ConferenceItem]:
    """What a conference takes up."""
    return list(conference.items.select_related("directive").defer(*wordy("directive")).order_by("pk"))


# Counters -----------------------------------------------------------------------------------------


def miscounted(ward_id: UUID) -> list[str]:
    """Disseminations whose counters differ from their readers: for `nennep verify`; normally none."""
    found = (
        Dissemination.objects.filter(ward=ward_id)
        .annotate(
            n=Count("readers", filter=listed("readers__")),
            came=Count("readers", filter=Q(readers__reached_on__isnull=False)),
        )
        .exclude(expected=F("n"), reached=F("came"))
    )
    return [str(each) for each in found.select_related("directive", "unit")]
