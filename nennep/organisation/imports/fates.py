"""What would become of each row: new, same, changed with both values, a doubtful twin, or an error."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from nennep.core.partial import PartialDate
from nennep.core.text import name_key
from nennep.organisation.imports.members import Row
from nennep.organisation.models import (
    Duty,
    Membership,
    Person,
    Placement,
    PlacementKind,
    Post,
    Standing,
    StandingKind,
    holding_on,
)

SEXES = {"male": "nam", "female": "nữ", "": None}


class Fate(StrEnum):
    NEW = "new"
    SAME = "same"
    CHANGED = "changed"
    TWIN = "twin"
    ERROR = "error"


@dataclass
class Known:
    """One person of the ward, with all that a file can say about them."""

    person: Person
    membership: Membership | None = None
    unit_id: UUID | None = None
    unit: str | None = None
    exempt: bool = False
    posts: set[tuple[UUID | None, str]] = field(default_factory=set)
    duties: set[str] = field(default_factory=set)

    @property
    def card(self) -> str:
        return self.membership.card_number if self.membership else ""

    @property
    def joined(self) -> PartialDate | None:
        return self.membership.admitted if self.membership else None

    @property
    def official(self) -> PartialDate | None:
        return self.membership.official if self.membership else None


@dataclass(frozen=True)
class Difference:
    """One field with what is known and what the file says."""

    field: str
    before: str
    after: str


@dataclass(frozen=True)
class Judged:
    """A row with its fate: whom it is about, what differs, and whose twin it may be."""

    row: Row
    fate: Fate
    person_id: UUID | None = None
    differences: tuple[Difference, ...] = ()
    twin_rows: tuple[int, ...] = ()
    twin_people: tuple[UUID, ...] = ()


class Register:
    """The people of a ward as an import finds them: by card, by name; five queries for any number."""

    def __init__(self, ward_id: UUID, *, on: date) -> None:
        self.people = {
            person.pk: Known(person)
            for person in Person.objects.filter(ward=ward_id, merged_into__isnull=True).order_by("pk")
        }
        for membership in Membership.objects.filter(ward=ward_id, ended_on__isnull=True).order_by("pk"):
            self._known(membership.person_id).membership = membership
        placements = Placement.objects.filter(ward=ward_id, kind=PlacementKind.OFFICIAL, valid_to__isnull=True)
        for person_id, unit_id, unit in placements.order_by("pk").values_list("person", "unit", "unit__name"):
            self._known(person_id).unit_id, self._known(person_id).unit = unit_id, unit
        exempt = Standing.objects.filter(holding_on(on), ward=ward_id, kind=StandingKind.EXEMPT)
        for person_id in exempt.values_list("person", flat=True):
            self._known(person_id).exempt = True
        posts = Post.objects.filter(holding_on(on), ward=ward_id)
        for person_id, unit_id, position in posts.values_list("person", "unit", "position"):
            self._known(person_id).posts.add((unit_id, position))
        duties = Duty.objects.filter(ward=ward_id, year=on.year)
        for person_id, description in duties.values_list("person", "description"):
            self._known(person_id).duties.add(description)
        self.by_card: dict[str, list[Known]] = {}
        self.by_name: dict[str, list[Known]] = {}
        for known in self.people.values():
            self.by_name.setdefault(known.person.name_key, []).append(known)
            if known.card:
                self.by_card.setdefault(known.card, []).append(known)

    def _known(self, person_id: UUID) -> Known:
        """The person, or one that nobody finds: merged into another."""
        return self.people.get(person_id) or Known(Person(id=person_id))


def judge(rows: Iterable[Row], register: Register) -> list[Judged]:
    """The fate of every row of a file."""
    judge_one = _Judge(register)
    return [judge_one(row) for row in rows]


class _Judge:
    """Remembers the rows above, since a file may name somebody twice."""

    def __init__(self, register: Register) -> None:
        self.register = register
        self.cards: dict[str, Judged] = {}
        self.names: dict[tuple[str, int], list[Judged]] = {}
        self.claimed: dict[UUID, Judged] = {}

    def __call__(self, row: Row) -> Judged:
        if row.is_faulty:
            return Judged(row, Fate.ERROR)
        judged = self._judge(row)
        self._remember(judged)
        return judged

    def _judge(self, row: Row) -> Judged:
        known, doubtful = _whom(row, self.register)
        if known is not None:
            found = differences(row, known)
            if known.person.pk in self.claimed and found:
                return Judged(row, Fate.TWIN, twin_rows=(self.claimed[known.person.pk].row.number,))
            fate = Fate.CHANGED if found else Fate.SAME
            return Judged(row, fate, known.person.pk, tuple(found))
        above = self._twins_above(row)
        if doubtful or above:
            return Judged(
                row,
                Fate.TWIN,
                twin_rows=tuple(each.row.number for each in above),
                twin_people=tuple(each.person.pk for each in doubtful),
            )
        return Judged(row, Fate.NEW)

    def _twins_above(self, row: Row) -> list[Judged]:
        """Rows above with the same card, or the same name and year of birth."""
        same_card = [self.cards[row.words.card]] if row.words.card in self.cards else []
        same_name = self.names.get(_name_and_year(row), []) if row.words.birth else []
        found = {each.row.number: each for each in [*same_card, *same_name]}
        return [each for each in found.values() if each.fate != Fate.TWIN or len(found) == 1]

    def _remember(self, judged: Judged) -> None:
        words = judged.row.words
        if words.card:
            self.cards.setdefault(words.card, judged)
        if words.birth:
            self.names.setdefault(_name_and_year(judged.row), []).append(judged)
        if judged.person_id:
            self.claimed.setdefault(judged.person_id, judged)


def _name_and_year(row: Row) -> tuple[str, int]:
    assert row.words.birth
    return name_key(row.words.full_name), row.words.birth.year


def _whom(row: Row, register: Register) -> tuple[Known | None, list[Known]]:
    """The known person a row is about, beyond doubt; or those it may be about."""
    words, key = row.words, name_key(row.words.full_name)
    by_card = register.by_card.get(words.card, []) if words.card else []
    sure = [known for known in by_card if known.person.name_key == key and _fits(known.person.birth, words.birth)]
    if len(sure) == 1:
        return sure[0], []
    if by_card:
        return None, by_card
    namesakes = [known for known in register.by_name.get(key, []) if _same_year(known.person.birth, words.birth)]
    possible = [known for known in namesakes if not _contradicts(row, known)]
    marks = sorted(((_signs(row, known), place) for place, known in enumerate(possible)), reverse=True)
    if marks and marks[0][0] > 0 and (len(marks) == 1 or marks[0][0] > marks[1][0]):
        return possible[marks[0][1]], []
    both_years = [known for known in namesakes if (known.person.birth and words.birth) or known in possible]
    return None, both_years


def _same_year(one: PartialDate | None, two: PartialDate | None) -> bool:
    return one is None or two is None or one.year == two.year


def _fits(one: PartialDate | None, two: PartialDate | None) -> bool:
    return one is None or two is None or one.fits(two)


def _contradicts(row: Row, known: Known) -> bool:
    """Whether card, birth or admission say that these are two people."""
    words = row.words
    other_card = bool(words.card and known.card and words.card != known.card)
    return other_card or not _fits(known.person.birth, words.birth) or not _fits(known.joined, words.joined)


def _signs(row: Row, known: Known) -> int:
    """How much beside the name says that a row is about this person."""
    words = row.words
    return sum(
        (
            3 * bool(words.card and words.card == known.card),
            2 * bool(words.birth and known.person.birth == words.birth and words.birth.day),
            bool(words.joined and known.joined == words.joined),
            bool(row.unit and row.unit.pk == known.unit_id),
            bool(words.phone and words.phone == known.person.phone),
        )
    )


def differences(row: Row, known: Known) -> list[Difference]:
    """What the file says otherwise, or beyond what is known. What it does not say is no difference."""
    words, person = row.words, known.person
    found = [
        Difference(name, str(before or ""), str(after))
        for name, before, after in (
            ("sex", SEXES[person.sex], words.sex),
            ("card", known.card, words.card),
            ("phone", person.phone, words.phone),
        )
        if after and before != after
    ]
    for name, before, after in (
        ("birth", person.birth, words.birth),
        ("joined", known.joined, words.joined),
        ("official", known.official, words.official),
    ):
        if after and not _says_no_more(before, after):
            found.append(Difference(name, str(before or ""), str(after)))
    if row.unit and row.unit.pk != known.unit_id:
        found.append(Difference("unit", known.unit or "", row.unit.name))
    if words.exempt and not known.exempt:
        found.append(Difference("exempt", "", "miễn"))
    new_posts = [post for post in words.posts if (row.unit.pk if row.unit else None, post) not in known.posts]
    found += [Difference("posts", "", post) for post in new_posts]
    if words.duty and words.duty not in known.duties:
        found.append(Difference("duty", "", words.duty))
    return found


def _says_no_more(before: PartialDate | None, after: PartialDate) -> bool:
    """Whether a date says nothing beyond what is known: the same, or the same with less detail."""
    return before is not None and before.fits(after) and len(before.isoformat()) >= len(after.isoformat())


def counts(judged: Sequence[Judged]) -> dict[str, int]:
    """How many rows have each fate, in fixed order."""
    return {fate.value: sum(each.fate == fate for each in judged) for fate in Fate}


def report(judged: Judged) -> dict[str, Any]:
    """One row for the JSON report."""
    words = judged.row.words.to_json()
    told: dict[str, Any] = {
        "row": judged.row.number,
        "fate": judged.fate.value,
        "person": {**words, "full_name": words["full_name"] or None},
        "problems": [{"cell": each.cell, "message": each.message} for each in judged.row.problems if each.is_error],
        "notes": [{"cell": each.cell, "message": each.message} for each in judged.row.problems if not each.is_error],
    }
    if judged.differences:
        told["changes"] = [vars(each) for each in judged.differences]
    if judged.twin_rows or judged.twin_people:
        told["twins"] = [{"row": number} for number in judged.twin_rows]
        told["twins"] += [{"person": str(person_id)} for person_id in judged.twin_people]
    return told
