"""Petitions as pages ask for them: the list of a reader, the chain of one, how they stand."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext as _

from nennep.core.models import AuditEvent
from nennep.organisation.models import Unit, UnitKind
from nennep.oversight.models import Petition, Verdict

WAITING, LATE, ANSWERED, ALL = "cho", "qua-han", "da-tra-loi", "tat-ca"


@dataclass(frozen=True)
class PetitionState:
    """How a petition stands on a day, in mark and word."""

    tone: str
    words: str


def state_of(petition: Petition, on: date) -> PetitionState:
    """Waiting, late, answered, satisfied, raised again."""
    if petition.answered_on is None:
        late = petition.is_late(on)
        return PetitionState("late", _("quá hạn trả lời")) if late else PetitionState("todo", _("chờ trả lời"))
    if petition.verdict == Verdict.AGAIN:
        return PetitionState("finding", _("đã kiến nghị lại"))
    if petition.verdict == Verdict.SATISFIED:
        return PetitionState("done", _("đồng tình với trả lời"))
    return PetitionState("waiting", _("đã trả lời, chờ chi bộ đánh giá"))


@dataclass(frozen=True)
class Counts:
    waiting: int
    late: int
    answered: int
    to_judge: int
    all: int


def counts_of(petitions: QuerySet[Petition], on: date) -> Counts:
    """How many of each state: one query."""
    unanswered = Q(answered_on__isnull=True)
    row = petitions.order_by().aggregate(
        waiting=Count("pk", filter=unanswered),
        late=Count("pk", filter=unanswered & Q(due_on__lt=on)),
        answered=Count("pk", filter=~unanswered),
        to_judge=Count("pk", filter=~unanswered & Q(verdict="")),
        all=Count("pk"),
    )
    return Counts(**row)


def narrowed(petitions: QuerySet[Petition], state: str, on: date) -> QuerySet[Petition]:
    """Some of them, those that wait longest first; answered ones by the day of the answer."""
    if state == WAITING:
        petitions = petitions.filter(answered_on__isnull=True)
    elif state == LATE:
        petitions = petitions.filter(answered_on__isnull=True, due_on__lt=on)
    elif state == ANSWERED:
        return petitions.filter(answered_on__isnull=False).order_by("-answered_on", "-pk")
    return petitions.order_by(F("answered_on").desc(nulls_first=True), "due_on", "pk")


def units_of(petitions: QuerySet[Petition]) -> list[Unit]:
    """The branches that have petitions, in their fixed order."""
    units = Unit.objects.filter(pk__in=petitions.order_by().values("unit"), kind=UnitKind.BRANCH)
    return list(units.order_by("position", "pk"))


def chain_of(petition: Petition) -> list[Petition]:
    """From the first time it was raised to the last: as often as it was raised again."""
    found = [petition]
    while found[0].previous_id:
        found.insert(0, Petition.objects.select_related("raised_by").get(pk=found[0].previous_id))
    while following := Petition.objects.filter(ward=petition.ward_id, previous=found[-1]).first():
        found.append(following)
    return found


def history(petition: Petition) -> list[AuditEvent]:
    """What happened to it, the newest first."""
    events = AuditEvent.objects.filter(ward_id=petition.ward_id, object_id=petition.pk)
    return list(events.order_by("-sequence"))
