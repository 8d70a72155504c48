"""Taking rows in: new members in bulk, changes one by one, all in the caller's transaction and all audited.

New people take the bulk road (three inserts for hundreds of people), since five thousand of them have to be in within
ten seconds; nothing can be in their way that the actions check, for nobody knows them yet. Whatever touches somebody
who is known goes through the actions.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import models, transaction

from nennep.core import audit
from nennep.core.partial import Precision
from nennep.core.periods import Month
from nennep.core.progress import Tell
from nennep.core.refusals import Refused
from nennep.organisation import actions
from nennep.organisation.actors import Actor
from nennep.organisation.imports.fates import Known
from nennep.organisation.imports.members import Row, Words
from nennep.organisation.models import (
    Membership,
    Person,
    Placement,
    PlacementKind,
    Sex,
    StandingKind,
    Unit,
)
from nennep.rulebook.queries import rules_on

BATCH = 500
SEX = {"nam": Sex.MALE, "nữ": Sex.FEMALE}


@dataclass
class Made:
    """What taking one row made and changed: enough to take it back, and what had to be left out."""

    created: dict[str, list[str]] = field(default_factory=dict)
    before: dict[str, dict[str, Any]] = field(default_factory=dict)
    after: dict[str, dict[str, Any]] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)
    person_id: UUID | None = None

    def add(self, thing: models.Model) -> None:
        self.created.setdefault(thing._meta.label, []).append(str(thing.pk))

    def change(self, thing: models.Model, name: str, value: Any) -> None:
        """Set one field, remembering what it was and what it became."""
        key = f"{thing._meta.label}:{thing.pk}"
        self.before.setdefault(key, {}).setdefault(name, _plain(getattr(thing, name)))
        setattr(thing, name, value)
        self.after.setdefault(key, {})[name] = _plain(value)

    def to_json(self) -> dict[str, Any]:
        return {"created": self.created, "before": self.before, "after": self.after, "left_out": self.left_out}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else str(value) if isinstance(value, UUID) else value


@dataclass
class Intake:
    """One import being taken in: for which ward and day, by whom."""

    ward_id: UUID
    on: date
    by: Actor
    at: datetime

    def take_new(self, rows: Sequence[Row], *, tell: Tell, of: int) -> dict[int, Made]:
        """Enter people nobody knows yet, with membership, place, exemption, posts and duties; made by row number."""
        made: dict[int, Made] = {}
        for start in range(0, len(rows), BATCH):
            made |= self._enter(rows[start : start + BATCH])
            tell(min(start + BATCH, len(rows)), of)
        return made

    def _enter(self, rows: Sequence[Row]) -> dict[int, Made]:
        made = {row.number: Made() for row in rows}
        people = {row.number: self._person(row.words) for row in rows}
        Person.objects.bulk_create(people.values())
        memberships = {row.number: self._membership(people[row.number], row.words) for row in rows}
        Membership.objects.bulk_create(memberships.values())
        placements = {row.number: self._placement(people[row.number], row) for row in rows}
        Placement.objects.bulk_create(placements.values())
        for row in rows:
            person, membership, placement = people[row.number], memberships[row.number], placements[row.number]
            self._note("organisation.person.registered", person, after=person.full_name)
            self._note("organisation.member.admitted", membership, after=str(membership.admitted or ""))
            assert row.unit
            self._note("organisation.member.placed", placement, unit=row.unit, after=row.unit.name)
            for thing in (person, membership, placement):
                made[row.number].add(thing)
            made[row.number].person_id = person.pk
        self._exempt([(people[row.number], made[row.number]) for row in rows if row.words.exempt])
        self._assign([(people[row.number], row, made[row.number]) for row in rows if row.words.duty])
        for row in rows:
            self._appoint(people[row.number], row, row.words.posts, made[row.number])
        return made

    def _person(self, words: Words) -> Person:
        person = Person(
            ward_id=self.ward_id, full_name=words.full_name, sex=SEX.get(words.sex or "", ""), phone=words.phone or ""
        )
        person.birth = words.birth
        person.compute_keys()
        return person

    def _membership(self, person: Person, words: Words) -> Membership:
        membership = Membership(ward_id=self.ward_id, person=person, card_number=words.card or "")
        membership.admitted_on = membership.probation_from = words.joined.first if words.joined else self.on
        membership.admitted_precision = words.joined.precision if words.joined else Precision.UNKNOWN
        membership.official_on, membership.official_precision = self._official(words, membership.admitted_on)
        return membership

    def _official(self, words: Words, admitted_on: date) -> tuple[date | None, str]:
        """The day of becoming official as it is kept: known, or known only to have passed.

        A file without such a column says nothing: who joined longer ago than the probation lasts is official.
        Source: Charter, article 5.
        """
        if words.official:
            return max(words.official.first, admitted_on), words.official.precision
        if words.status == "probationary":
            return None, Precision.DAY
        months = rules_on(self.on).membership.probation_months
        assumed = min(_months_later(admitted_on, months), self.on) if words.joined else self.on
        if words.status != "official" and words.joined and _months_later(words.joined.first, months) > self.on:
            return None, Precision.DAY
        return max(assumed, admitted_on), Precision.UNKNOWN

    def _placement(self, person: Person, row: Row) -> Placement:
        assert row.unit
        return Placement(
            ward_id=self.ward_id, person=person, unit=row.unit, kind=PlacementKind.OFFICIAL, valid_from=self.on
        )

    def _exempt(self, whom: Sequence[tuple[Person, Made]]) -> None:
        for person, made in whom:
            made.add(actions.set_standing(person, kind=StandingKind.EXEMPT, valid_from=self.on, by=self.by, at=self.at))

    def _assign(self, whom: Sequence[tuple[Person, Row, Made]]) -> None:
        for person, row, made in whom:
            assert row.unit and row.words.duty
            made.add(
                actions.assign_duty(
                    person,
                    row.unit,
                    year=self.on.year,
                    description=row.words.duty,
                    assigned_on=self.on,
                    by=self.by,
                    at=self.at,
                )
            )

    def _appoint(self, person: Person, row: Row, posts: Sequence[str], made: Made) -> None:
        """Give the posts of a branch; one that the rules refuse is left out, and its sentence kept."""
        for position in posts:
            try:
                with transaction.atomic():
                    post = actions.appoint(person, position, unit=row.unit, valid_from=self.on, by=self.by, at=self.at)
            except Refused as refusal:
                made.left_out.append(refusal.sentence)
            else:
                made.add(post)

    # Changes ----------------------------------------------------------------------------------------

    def change(self, row: Row, known: Known, fields: Sequence[str]) -> Made:
        """Take over what a row says otherwise about somebody known; only the fields that differ."""
        made = Made(person_id=known.person.pk)
        person = Person.objects.select_for_update().get(ward=self.ward_id, pk=known.person.pk)
        self._change_person(person, row.words, fields, made)
        self._change_membership(person, known, row.words, fields, made)
        if "unit" in fields and row.unit:
            self._move(person, row.unit, made)
        if "exempt" in fields:
            self._exempt([(person, made)])
        if "duty" in fields:
            self._assign([(person, row, made)])
        if "posts" in fields and row.unit:
            held = {position for unit_id, position in known.posts if unit_id == row.unit.pk}
            self._appoint(person, row, [post for post in row.words.posts if post not in held], made)
        return made

    def _change_person(self, person: Person, words: Words, fields: Sequence[str], made: Made) -> None:
        if "sex" in fields:
            made.change(person, "sex", SEX[words.sex or ""])
        if "phone" in fields:
            made.change(person, "phone", words.phone)
        if "birth" in fields and words.birth:
            made.change(person, "birth_year", words.birth.year)
            made.change(person, "birth_month", words.birth.month)
            made.change(person, "birth_date", words.birth.first if words.birth.day else None)
        self._save(person, "organisation.person.corrected", made)

    def _change_membership(self, person: Person, known: Known, words: Words, fields: Sequence[str], made: Made) -> None:
        if not {"joined", "official", "card"} & set(fields) and known.membership:
            return
        membership = Membership.objects.filter(ward=self.ward_id, person=person, ended_on__isnull=True).first()
        if membership is None:
            membership = self._membership(person, words)
            membership.save(force_insert=True)
            self._note("organisation.member.admitted", membership, after=str(membership.admitted or ""))
            made.add(membership)
            return
        if "card" in fields:
            made.change(membership, "card_number", words.card)
        if "joined" in fields and words.joined:
            made.change(membership, "admitted_on", words.joined.first)
            made.change(membership, "admitted_precision", words.joined.precision)
            made.change(membership, "probation_from", words.joined.first)
            if membership.official_on and membership.official_on < words.joined.first:
                made.change(membership, "official_on", words.joined.first)
        if "official" in fields and words.official:
            made.change(membership, "official_on", max(words.official.first, membership.probation_from))
            made.change(membership, "official_precision", words.official.precision)
        self._save(membership, "organisation.member.corrected", made)

    def _save(self, thing: models.Model, event: str, made: Made) -> None:
        key = f"{thing._meta.label}:{thing.pk}"
        if key in made.after:
            thing.save()
            self._note(event, thing, before=made.before[key], after=made.after[key])

    def _move(self, person: Person, unit: Unit, made: Made) -> None:
        """To another branch: the places held there end, groups included, and the new one begins."""
        for placement in Placement.objects.filter(ward=self.ward_id, person=person, valid_to__isnull=True).exclude(
            kind=PlacementKind.TEMPORARY
        ):
            end = max(self.on, placement.valid_from)
            made.change(placement, "valid_to", end)
            placement.valid_to = None
            actions.end_placement(placement, on=end, by=self.by, at=self.at)
        made.add(actions.place_member(person, unit, valid_from=self.on, by=self.by, at=self.at))

    def _note(self, name: str, thing: models.Model, *, unit: Unit | None = None, **values: Any) -> None:
        month = Month.of(self.on) if unit else None
        audit.record(name, thing, by=self.by, at=self.at, unit_id=unit.pk if unit else None, month=month, **values)


def known_of(made: Made, row: Row, ward_id: UUID) -> Known:
    """Somebody just entered, as later rows of the same file find them."""
    person = Person.objects.get(ward=ward_id, pk=made.person_id)
    membership = Membership.objects.get(ward=ward_id, person=person, ended_on__isnull=True)
    posts = {(row.unit.pk if row.unit else None, post) for post in row.words.posts}
    return Known(
        person,
        membership,
        row.unit.pk if row.unit else None,
        row.unit.name if row.unit else None,
        row.words.exempt,
        posts,
        {row.words.duty} if row.words.duty else set(),
    )


def _months_later(day: date, months: int) -> date:
    month = Month.of(day)
    for _each in range(months):
        month = month.next
    return month.day(day.day)
