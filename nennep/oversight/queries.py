"""Who was reminded of what and what became of it, who still has to be told, one's own sheet, who heads a branch."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nennep.core.models import OutboxMessage
from nennep.core.refusals import Refused
from nennep.meetings.models import Meeting
from nennep.organisation.actors import Actor
from nennep.organisation.models import Person, Unit
from nennep.organisation.queries import heads_of
from nennep.oversight.checklists import VISIT, checklist_for
from nennep.oversight.models import Reminder, Visit
from nennep.oversight.rules import reminder_rules

SHOWN_DAYS = 60


class NoSecretary(Refused):
    field = "unit"
    message = _("%(unit)s chưa ghi bí thư hoặc phó bí thư. Ghi chức vụ trước, rồi giao việc.")


@dataclass(frozen=True)
class RuleLine:
    """One rule with what became of its reminders over the last weeks."""

    title: str
    open: int
    in_time: int
    late: int


@dataclass(frozen=True)
class Untold:
    """Somebody who reads no screen and was not told yet."""

    message: OutboxMessage
    person: Person


def reminders_of(ward_id: UUID, person_id: UUID | None) -> QuerySet[Reminder]:
    """One person's reminders, the newest first."""
    found = Reminder.objects.filter(ward=ward_id, person=person_id).select_related("unit")
    return found.order_by("settled_on", "-reminded_on", "-pk")


def reminders_of_ward(ward_id: UUID, on: date, *, rule: str = "") -> QuerySet[Reminder]:
    """Everybody's reminders of the last weeks, those still open first."""
    found = Reminder.objects.filter(ward=ward_id, reminded_on__gt=on - timedelta(days=SHOWN_DAYS))
    if rule:
        found = found.filter(rule=rule)
    return found.select_related("unit", "person").order_by(F("settled_on").desc(nulls_first=True), "-reminded_on", "pk")


def rule_lines(ward_id: UUID, on: date) -> list[RuleLine]:
    """How each rule fared over the last weeks: one query."""
    in_time = Q(settled_on__lte=F("due_on"))
    counts = {
        row["rule"]: row
        for row in Reminder.objects.filter(ward=ward_id, reminded_on__gt=on - timedelta(days=SHOWN_DAYS))
        .order_by()
        .values("rule")
        .annotate(
            open=Count("subject_id", distinct=True, filter=Q(settled_on__isnull=True)),
            in_time=Count("subject_id", distinct=True, filter=in_time),
            late=Count("subject_id", distinct=True, filter=Q(settled_on__isnull=False) & ~in_time),
        )
    }
    return [
        RuleLine(rule.title, row["open"], row["in_time"], row["late"])
        for rule in reminder_rules()
        if (row := counts.get(rule.key))
    ]


def untold(ward_id: UUID, on: date) -> list[Untold]:
    """People with messages of the last week that no screen and no gateway brought them."""
    messages = OutboxMessage.objects.filter(
        ward_id=ward_id, delivered_at__isnull=True, written_at__date__gt=on - timedelta(days=7)
    ).order_by("-written_at", "pk")
    people = Person.objects.in_bulk([message.person_id for message in messages])
    return [Untold(message, people[message.person_id]) for message in messages if message.person_id in people]


def own_visit(meeting: Meeting, actor: Actor) -> Visit | None:
    """The actor's own sheet of a meeting, if they said that they were there."""
    visits = Visit.objects.filter(ward=actor.ward_id, meeting=meeting, person=actor.person_id)
    return visits.select_related("meeting__unit", "unit", "person").first()


def sheet_to_write(meeting: Meeting, person: Person) -> Visit:
    """The sheet of a person for a meeting: the one kept, or an empty one that nothing has been written on yet.

    The empty one can be opened days ahead, and taken to a hall without network.
    """
    kept = Visit.objects.filter(ward=meeting.ward_id, meeting=meeting, person=person)
    found = kept.select_related("meeting__unit", "unit", "person").first()
    if found:
        return found
    questions = checklist_for(VISIT, timezone.localdate(meeting.starts_at)).name
    return Visit(ward_id=meeting.ward_id, meeting=meeting, unit=meeting.unit, person=person, checklist=questions)


def head_of(unit: Unit, on: date) -> Person:
    """Who answers for a branch on a day; refused where the records name nobody."""
    head = heads_of(unit.ward_id, on).get(unit.pk)
    if head is None:
        raise NoSecretary(unit=unit.name)
    return head
