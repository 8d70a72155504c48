"""Questions asked of the index: the same answer, in the same order, from SQLite and from PostgreSQL."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from nennep.core.search.words import Marked, tokens_of

MOST = 200
"""How many things of one kind are looked at: who finds more is asked for another word."""
MOST_WORDS = 8


@dataclass(frozen=True)
class Question:
    """What somebody looks for: whole words, and the last one perhaps not yet typed to its end."""

    words: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> "Question":
        return cls(tuple(dict.fromkeys(tokens_of(text)[:MOST_WORDS])))

    @property
    def is_empty(self) -> bool:
        return not self.words

    def tiers(self, marked: Marked) -> list[list[tuple[str, bool]]]:
        """From the nearest to the farthest: (token, whether it may be the beginning of one)."""
        *whole, last = self.words
        titles = [(marked.in_title(word), False) for word in whole]
        return [
            [*titles, (marked.in_title(last), False)],
            [*titles, (marked.in_title(last), True)],
            [*((marked.word(word), False) for word in whole), (marked.word(last), True)],
        ]


def find(
    question: Question, ward_id: UUID, units: Collection[UUID] | None, kinds: Collection[str]
) -> dict[str, list[UUID]]:
    """The nearest things of each kind, in order: the whole title's words, its beginnings, then the text; one query.

    `units` are the branches in which the reader may find things, None all of the ward. Who may really see what was
    found is not decided here.
    """
    found: dict[str, list[UUID]] = {kind: [] for kind in kinds}
    if question.is_empty or (units is not None and not units):
        return found
    expression = _fts5 if connection.vendor == "sqlite" else _tsquery
    parts, values = [], []
    for marked in (Marked(kind, ward_id) for kind in kinds):
        places = [marked.of_unit(unit) for unit in sorted(units or ())]
        for tier, tokens in enumerate(question.tiers(marked)):
            parts.append(_PART[connection.vendor].format(tier=tier, limit=MOST + 1))
            asked = expression(places, tokens)
            values += [asked] if connection.vendor == "sqlite" else [asked, ward_id]
    with connection.cursor() as cursor:
        cursor.execute(
            _WHOLE[connection.vendor].format(parts=" UNION ALL ".join(parts)),
            [*values, ward_id.hex] if connection.vendor == "sqlite" else values,
        )
        rows = cursor.fetchall()
    for kind, object_id, _tier, _number in sorted(rows, key=lambda row: (row[2], row[3])):
        found[kind].append(object_id if isinstance(object_id, UUID) else UUID(object_id))
    return {kind: list(dict.fromkeys(keys))[: MOST + 1] for kind, keys in found.items()}


_PART = {
    "sqlite": (
        "SELECT * FROM (SELECT {tier} AS tier, rowid AS number FROM core_search "
        "WHERE core_search MATCH %s ORDER BY rowid LIMIT {limit})"
    ),
    "postgresql": (
        "(SELECT kind, object_id, {tier} AS tier, number FROM core_searchentry "
        "WHERE array_to_tsvector(string_to_array(tokens, ' ')) @@ %s::tsquery AND ward_id = %s "
        "ORDER BY number LIMIT {limit})"
    ),
}
_WHOLE = {
    "sqlite": (  # CROSS JOIN keeps SQLite from walking all entries to look each up among the few that were found
        "SELECT entry.kind, entry.object_id, found.tier, found.number FROM ({parts}) AS found "
        "CROSS JOIN core_searchentry AS entry ON entry.number = found.number AND entry.ward_id = %s"
    ),
    "postgresql": "{parts}",
}


def _fts5(places: list[str], tokens: list[tuple[str, bool]]) -> str:
    words = [f'"{token}"*' if begins else f'"{token}"' for token, begins in tokens]
    of_units = " OR ".join(f'"{each}"' for each in places)
    return " AND ".join([f"({of_units})"] * bool(places) + words)


def _tsquery(places: list[str], tokens: list[tuple[str, bool]]) -> str:
    words = [f"'{token}':*" if begins else f"'{token}'" for token, begins in tokens]
    of_units = " | ".join(f"'{each}'" for each in places)
    return " & ".join([f"({of_units})"] * bool(places) + words)
