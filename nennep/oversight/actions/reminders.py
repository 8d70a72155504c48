"""Reminding: once a day, each person what waits for them; and what became of it."""

from collections import defaultdict
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from nennep.core import outbox
from nennep.directives import actions as directives
from nennep.organisation.actors import machine
from nennep.organisation.models import Person
from nennep.organisation.queries import heads_of
from nennep.oversight.actions.petitions import open_meetings_with_petitions, take_up_petitions
from nennep.oversight.due import Due, due_of
from nennep.oversight.models import Reminder
from nennep.oversight.rules import ReminderRule, reminder_rules


@transaction.atomic
def remind(ward_id: UUID, *, on: date, at: datetime) -> int:
    """Write the reminders of a day and one digest a person; returns how many are new.

    May be run again at any time: what was written stays, what is new is added, what is no longer outstanding is
    settled. A day on which the program did not run is made up for at the step reached meanwhile.
    """
    directives.renew_readers(ward_id, by=machine(ward_id, on=on), at=at)
    take_up_petitions(ward_id, on=on, at=at)
    open_meetings_with_petitions(ward_id, on=on, at=at)
    by_source: dict[str, list[Due]] = {}
    heads = heads_of(ward_id, on)
    fresh: dict[UUID, list[Reminder]] = defaultdict(list)
    for rule in reminder_rules():
        if rule.source not in by_source:
            by_source[rule.source] = due_of(rule.source, ward_id, on)
        due = by_source[rule.source]
        _settle(ward_id, rule, due, on)
        for reminder in _new(ward_id, rule, due, heads, on):
            fresh[reminder.person_id].append(reminder)
    people = Person.objects.in_bulk(list(fresh))
    for person_id, reminders in fresh.items():
        _digest(people[person_id], reminders, on=on, at=at)
    return sum(map(len, fresh.values()))


def _new(ward_id: UUID, rule: ReminderRule, due: list[Due], heads: dict[UUID, Person], on: date) -> list[Reminder]:
    """The reminders of a rule that nobody has got yet, written."""
    wanted = []
    for each in due:
        step = rule.step_on((on - each.due_on).days)
        if step is None:
            continue
        for person_id in _people(rule, each, heads):
            wanted.append(
                Reminder(
                    ward_id=ward_id,
                    rule=rule.key,
                    step=step,
                    subject_id=each.subject_id,
                    text=each.text,
                    why=each.why if rule.to != "secretary" or not each.people else f"{rule.title}.",
                    address=each.address,
                    unit_id=each.unit_id,
                    person_id=person_id,
                    due_on=each.due_on,
                    reminded_on=on,
                )
            )
    known = set(
        Reminder.objects.filter(ward=ward_id, rule=rule.key, subject_id__in=[each.subject_id for each in wanted])
        .order_by()
        .values_list("subject_id", "person_id", "step")
    )
    fresh = [each for each in wanted if (each.subject_id, each.person_id, each.step) not in known]
    return Reminder.objects.bulk_create(fresh)


def _people(rule: ReminderRule, due: Due, heads: dict[UUID, Person]) -> tuple[UUID, ...]:
    if rule.to == "secretary":
        head = heads.get(due.unit_id)
        return (head.pk,) if head else ()
    return due.people


def _settle(ward_id: UUID, rule: ReminderRule, due: list[Due], on: date) -> None:
    """Reminders whose thing is no longer outstanding, or no longer theirs, are settled."""
    outstanding = {each.subject_id for each in due}
    opened = Reminder.objects.filter(ward=ward_id, rule=rule.key, settled_on__isnull=True)
    done = [pk for pk, subject_id in opened.values_list("pk", "subject_id") if subject_id not in outstanding]
    if done:
        Reminder.objects.filter(ward=ward_id, pk__in=done).update(settled_on=on)


def _digest(person: Person, reminders: list[Reminder], *, on: date, at: datetime) -> None:
    """One message a person and day. Outside the log-in it names no Party body, topic or person (ux.md 5)."""
    nearest = min(each.due_on for each in reminders)
    outbox.put(
        key=f"reminders:{on}:{person.pk}",
        ward_id=person.ward_id,
        person_id=person.pk,
        channel=person.channel,
        words=f"Đồng chí có {len(reminders)} việc cần xem, hạn gần nhất {nearest:%d/%m/%Y}.",
        at=at,
    )
