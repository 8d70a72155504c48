"""The register books of a year (sổ theo dõi văn bản quán triệt, domain.md 3.9), line by line.

Documents received stand by the day they came, documents issued by their own day. What is printed is Vietnamese in
every language of the interface.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q
from django.utils import timezone, translation

from nennep.core.documents.wording import short_date
from nennep.decisions.models import Resolution, ResolutionState
from nennep.directives.models import Direction, Directive, Dissemination, EndReason, HowReached, Reader, wordy
from nennep.organisation.models import Term, Unit

HEARD = (HowReached.CONFERENCE, HowReached.MEETING, HowReached.GROUP)
"""Reached when the document was taken up; whoever was reached otherwise made it up."""
RECORDS = {
    HowReached.CONFERENCE: "hội nghị",
    HowReached.MEETING: "biên bản sinh hoạt chi bộ",
    HowReached.GROUP: "biên bản sinh hoạt tổ đảng",
}


@dataclass(frozen=True)
class PassedOn:
    """How a document was to reach members and how it did; of one branch, or of all that were told."""

    where: str = ""
    methods: str = ""
    due_on: date | None = None
    done_on: date | None = None
    expected: int = 0
    reached: int = 0
    absent: int | None = None
    """Who did not hear it when it was taken up; none where it was not."""
    made_up: int | None = None
    evidence: str = ""
    report: str = ""


@dataclass(frozen=True)
class BookLine:
    """One line of a register book: a document, and how it was passed on."""

    direction: str
    symbol: str
    kind: str
    subject: str
    dated_on: date | None
    arrived_on: date | None = None
    issuer: str = ""
    term: str = ""
    carries_out: str = ""
    passed_on: PassedOn = PassedOn()


@dataclass(frozen=True)
class Heard:
    """How many members of one branch were reached in one way on one day."""

    how: str
    on: date
    address: str
    count: int


@translation.override("vi")
def book_of_ward(ward_id: UUID, year: int) -> list[BookLine]:
    """The ward's book of a year: documents received in it, then those issued in it; three queries."""
    own = Directive.objects.filter(_of_year(year), ward=ward_id, unit__isnull=True).select_related("term", "parent")
    told = Dissemination.objects.filter(ward=ward_id, directive__unit__isnull=True).exclude(
        end_reason=EndReason.WITHDRAWN
    )
    of_directive: dict[UUID, list[Dissemination]] = defaultdict(list)
    documents = list(own.defer(*wordy("", "parent")))
    rows = told.filter(directive__in=[each.pk for each in documents]).select_related("unit", "report")
    for each in rows.defer(*wordy("report")).order_by("unit__position", "pk"):
        of_directive[each.directive_id].append(each)
    heard = _heard(ward_id, [each.pk for rows in of_directive.values() for each in rows])
    return _in_order(_document(each, _of_all(each, of_directive[each.pk], heard)) for each in documents)


@translation.override("vi")
def book_of_branch(unit: Unit, year: int) -> list[BookLine]:
    """A branch's book of a year: what it was told to pass on and received itself, then its own documents and its
    resolutions, which are numbered in the same series; four queries."""
    asked = Dissemination.objects.filter(ward=unit.ward_id, unit=unit, assigned_on__year=year).select_related(
        "directive", "unit", "report"
    )
    tasks = list(asked.defer(*wordy("directive", "report")))
    heard = _heard(unit.ward_id, [each.pk for each in tasks])
    lines = [_task(each, heard[each.pk]) for each in tasks]
    own = Directive.objects.filter(_of_year(year), ward=unit.ward_id, unit=unit).select_related("term", "parent")
    lines += [_document(each, PassedOn(due_on=each.deadline)) for each in own.defer(*wordy("", "parent"))]
    adopted = Resolution.objects.filter(
        ward=unit.ward_id, unit=unit, state=ResolutionState.ADOPTED, adopted_on__year=year
    )
    lines += [_resolution(each) for each in adopted.select_related("term")]
    return _in_order(lines)


def _of_year(year: int) -> Q:
    """Received in the year, or issued with a day in it; without a day, entered in it."""
    issued = Q(direction=Direction.ISSUED, dated_on__year=year)
    received = Q(direction=Direction.RECEIVED, received_on__year=year)
    unknown = Q(direction=Direction.RECEIVED, received_on__isnull=True)
    by_its_day, by_entry = Q(dated_on__year=year), Q(dated_on__isnull=True, entered_at__year=year)
    return issued | received | unknown & (by_its_day | by_entry)


def _in_order(lines: Iterable[BookLine]) -> list[BookLine]:
    def place(line: BookLine) -> tuple[bool, date, str]:
        return line.direction == Direction.ISSUED, line.arrived_on or line.dated_on or date.max, line.symbol

    return sorted(lines, key=place)


def _document(directive: Directive, passed_on: PassedOn) -> BookLine:
    is_received = directive.direction == Direction.RECEIVED
    arrived = directive.received_on or directive.dated_on or timezone.localdate(directive.entered_at)
    return BookLine(
        directive.direction,
        directive.symbol,
        directive.get_kind_display(),
        directive.subject,
        directive.dated_on,
        arrived if is_received else None,
        directive.issuer,
        _term(directive.term),
        directive.parent.label if directive.parent else "",
        passed_on,
    )


def _resolution(resolution: Resolution) -> BookLine:
    return BookLine(
        Direction.ISSUED,
        resolution.symbol,
        resolution.get_kind_display(),
        resolution.subject,
        resolution.adopted_on,
        term=_term(resolution.term),
    )


def _term(term: Term | None) -> str:
    return term.name if term else ""


def _task(task: Dissemination, heard: list[Heard]) -> BookLine:
    """A document of the ward in the book of a branch that was told to pass it on: it came on that day."""
    directive = task.directive
    withdrawn = task.end_reason == EndReason.WITHDRAWN
    absent, made_up = _absent(task, heard)
    passed_on = PassedOn(
        where=task.unit.name,
        methods=str(task.get_method_display()),
        due_on=None if withdrawn else task.due_on,
        done_on=_done_on(task, heard),
        expected=0 if withdrawn else task.expected,
        reached=0 if withdrawn else task.reached,
        absent=absent,
        made_up=made_up,
        evidence="; ".join(filter(None, (_records_with_days(heard), str(task.get_end_reason_display())))),
        report=_report(task),
    )
    return BookLine(
        Direction.RECEIVED,
        directive.symbol,
        directive.get_kind_display(),
        directive.subject,
        directive.dated_on,
        task.assigned_on,
        directive.issuer,
        passed_on=passed_on,
    )


def _of_all(directive: Directive, tasks: Sequence[Dissemination], heard: dict[UUID, list[Heard]]) -> PassedOn:
    """The branches that were told of a document of the ward, together."""
    if not tasks:
        return PassedOn(due_on=directive.deadline)
    units = dict.fromkeys(task.unit.name for task in tasks)
    days = [_done_on(task, heard[task.pk]) for task in tasks]
    missed = [each for task in tasks if (each := _absent(task, heard[task.pk]))[0] is not None]
    asked = [task for task in tasks if task.report_due_on]
    return PassedOn(
        where=", ".join(units) if len(units) <= 2 else f"{len(units)} chi bộ",
        methods=", ".join(dict.fromkeys(str(task.get_method_display()) for task in tasks)),
        due_on=max(task.due_on for task in tasks),
        done_on=max(day for day in days if day) if all(days) else None,
        expected=sum(task.expected for task in tasks),
        reached=sum(task.reached for task in tasks),
        absent=sum(absent or 0 for absent, _ in missed) if missed else None,
        made_up=sum(made_up or 0 for _, made_up in missed) if missed else None,
        evidence=_records([each for task in tasks for each in heard[task.pk]]),
        report=f"{sum(task.report_id is not None for task in asked)}/{len(asked)} chi bộ đã báo cáo" if asked else "",
    )


def _heard(ward_id: UUID, tasks: Collection[UUID]) -> dict[UUID, list[Heard]]:
    """How many members each branch reached, by way and day; one query."""
    found: dict[UUID, list[Heard]] = defaultdict(list)
    reached = Reader.objects.filter(ward=ward_id, dissemination__in=tasks, reached_on__isnull=False)
    columns = ("dissemination_id", "how", "reached_on", "source_address")
    rows = reached.order_by("reached_on", "how").values(*columns).annotate(n=Count("pk"))
    for task_id, how, on, address, count in rows.values_list(*columns, "n"):
        found[task_id].append(Heard(how, on, address, count))
    return found


def _done_on(task: Dissemination, heard: list[Heard]) -> date | None:
    """The day on which the last member was reached."""
    return heard[-1].on if heard and task.is_complete else None


def _absent(task: Dissemination, heard: list[Heard]) -> tuple[int | None, int | None]:
    """How many did not hear it when a meeting took it up, and how many of them made it up since."""
    if task.taken_up_on is None or task.end_reason == EndReason.WITHDRAWN:
        return None, None
    there = sum(each.count for each in heard if each.how in HEARD)
    return task.expected - there, task.reached - there


def _records_with_days(heard: list[Heard]) -> str:
    """ "biên bản sinh hoạt chi bộ 03/03/2022; xác nhận tự đọc 2"."""
    words = [f"{RECORDS[HowReached(each.how)]} {short_date(each.on)}" for each in heard if each.how in RECORDS]
    return "; ".join([*dict.fromkeys(words), *_confirmed(heard)])


def _records(heard: list[Heard]) -> str:
    """ "hội nghị: 1; biên bản sinh hoạt chi bộ: 12"."""
    words = []
    for how, name in RECORDS.items():
        if addresses := {each.address for each in heard if each.how == how}:
            words.append(f"{name}: {len(addresses)}")
    return "; ".join([*words, *_confirmed(heard)])


def _confirmed(heard: list[Heard]) -> list[str]:
    count = sum(each.count for each in heard if each.how == HowReached.READ)
    return [f"xác nhận tự đọc: {count}"] if count else []


def _report(task: Dissemination) -> str:
    if task.report:
        day = f" ngày {short_date(task.report.dated_on)}" if task.report.dated_on else ""
        return f"{task.report.symbol}{day}"
    return f"chưa, hạn {short_date(task.report_due_on)}" if task.report_due_on else ""
