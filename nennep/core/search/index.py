"""The index: brought up to the last audit event, built anew, compared with the facts.

As the summaries of the reports do, it reads from the audit log what changed since it last looked. No action has to
remember it, and none can forget it: every change writes its audit event in its own transaction.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.utils import translation

from nennep.core.models import AuditEvent, AuditHead, SearchEntry, SearchHead
from nennep.core.search.words import Marked, Order, place_of

BATCH = 500
READ_AT_ONCE = 5000
"""Audit events read in one go; where more wait, the index is built anew instead."""


@dataclass(frozen=True)
class Text:
    """One thing as a room tells it: the words to find it by, the branches whose people may find it."""

    object_id: UUID
    order: Order
    title: str
    words: str = ""
    units: frozenset[UUID] = field(default=frozenset())


class Reader(Protocol):
    """Who looks: a person with the posts held today."""

    @property
    def ward_id(self) -> UUID: ...


@dataclass(frozen=True)
class Shown:
    """One thing that was found, as a list shows it."""

    object_id: UUID
    title: str
    note: str
    url: str


@dataclass(frozen=True)
class Source:
    """One kind of thing and the room's answers about it.

    `texts` tells all of a ward, or those with the given keys. `touched` says, by the kind of object an audit event
    names, which things of this kind it may have changed. `seen` keeps of some keys those that the reader may see
    today; `show` makes lines of them, in the order given.
    """

    kind: str
    texts: Callable[[UUID, Collection[UUID] | None], Iterator[Text]]
    touched: Mapping[str, Callable[[UUID, Collection[UUID]], Iterable[UUID]]]
    seen: Callable[[Any, Collection[UUID]], set[UUID]]
    show: Callable[[Any, Sequence[UUID]], list[Shown]]


def same(_ward_id: UUID, ids: Collection[UUID]) -> Collection[UUID]:
    """For `Source.touched`: the event names the thing itself."""
    return ids


def catch_up(ward_id: UUID, sources: Sequence[Source]) -> int:
    """Bring the index up to the last audit event; returns how many things were looked at again.

    Where nothing happened since, this is one query and no lock.
    """
    if _is_fresh(ward_id):
        return 0
    with transaction.atomic():
        head = _locked(ward_id)
        last = _last_event(ward_id)
        if head.sequence == 0 or last - head.sequence > READ_AT_ONCE:
            count = _write_all(ward_id, sources)
        else:
            count = _write_touched(ward_id, sources, head.sequence, last)
        head.sequence = last
        head.save(update_fields=["sequence"])
    return count


@transaction.atomic
def rebuild(ward_id: UUID, sources: Sequence[Source]) -> int:
    """Build the index of a ward from nothing but the facts; returns how many entries it has."""
    head = _locked(ward_id)
    last = _last_event(ward_id)
    count = _write_all(ward_id, sources)
    head.sequence = last
    head.save(update_fields=["sequence"])
    return count


def differences(ward_id: UUID, sources: Sequence[Source]) -> list[str]:
    """Where the index differs from the facts; empty is what `nennep verify` wants to see."""
    found = []
    for source in sources:
        kept = dict(_entries(ward_id, source.kind).values_list("object_id", "tokens"))
        for text in _told(ward_id, source, None):
            if kept.pop(text.object_id, None) != _tokens(ward_id, source.kind, text):
                found.append(f"{source.kind} {text.object_id}: {text.title[:60]}")
        found += [f"{source.kind} {object_id}: không còn trong dữ liệu" for object_id in kept]
    return found + _places_missing(ward_id)


def _is_fresh(ward_id: UUID) -> bool:
    head = SearchHead.objects.filter(ward_id=ward_id).values_list("sequence", flat=True).first()
    return head is not None and head == _last_event(ward_id)


def _last_event(ward_id: UUID) -> int:
    return AuditHead.objects.filter(ward_id=ward_id).values_list("sequence", flat=True).first() or 0


def _locked(ward_id: UUID) -> SearchHead:
    SearchHead.objects.get_or_create(ward_id=ward_id)
    return SearchHead.objects.select_for_update().get(ward_id=ward_id)


def _entries(ward_id: UUID, kind: str) -> Any:
    return SearchEntry.objects.filter(ward_id=ward_id, kind=kind)


def _tokens(ward_id: UUID, kind: str, text: Text) -> str:
    return Marked(kind, ward_id).entry(text.units, text.title, text.words)


def _write_all(ward_id: UUID, sources: Sequence[Source]) -> int:
    SearchEntry.objects.filter(ward_id=ward_id).delete()
    return sum(_put(ward_id, source.kind, texts) for source in sources for texts in _all_of(ward_id, source))


def _told(ward_id: UUID, source: Source, ids: Collection[UUID] | None) -> Iterator[Text]:
    """What the room tells, in the language in which everybody's index is kept."""
    with translation.override(settings.LANGUAGE_CODE):
        yield from source.texts(ward_id, ids)


def _all_of(ward_id: UUID, source: Source) -> Iterator[list[Text]]:
    texts: list[Text] = []
    for text in _told(ward_id, source, None):
        texts.append(text)
        if len(texts) == BATCH:
            yield texts
            texts = []
    yield texts


def _write_touched(ward_id: UUID, sources: Sequence[Source], after: int, up_to: int) -> int:
    events = AuditEvent.objects.filter(ward_id=ward_id, sequence__gt=after, sequence__lte=up_to)
    changed: dict[str, set[UUID]] = {}
    for object_kind, object_id in events.order_by().values_list("object_kind", "object_id").distinct():
        changed.setdefault(object_kind, set()).add(object_id)
    count = 0
    for source in sources:
        ids: set[UUID] = set()
        for object_kind in changed.keys() & source.touched.keys():
            ids.update(source.touched[object_kind](ward_id, changed[object_kind]))
        for some in _parts(sorted(ids)):
            _entries(ward_id, source.kind).filter(object_id__in=some).delete()
            _put(ward_id, source.kind, list(_told(ward_id, source, some)))
        count += len(ids)
    return count


def _parts(ids: list[UUID]) -> Iterator[list[UUID]]:
    for begin in range(0, len(ids), BATCH):
        yield ids[begin : begin + BATCH]


def _put(ward_id: UUID, kind: str, texts: list[Text]) -> int:
    numbers = _free_places(ward_id, texts)
    SearchEntry.objects.bulk_create(
        [
            SearchEntry(
                ward_id=ward_id,
                kind=kind,
                object_id=text.object_id,
                number=numbers[text.object_id],
                tokens=_tokens(ward_id, kind, text),
            )
            for text in texts
        ]
    )
    return len(texts)


def _free_places(ward_id: UUID, texts: list[Text]) -> dict[UUID, int]:
    """A place of its own for each thing: where two would share one, the later takes another beside it."""
    places: dict[UUID, int] = {}
    waiting, attempt = texts, 0
    while waiting:
        wanted = {text.object_id: place_of(text.order, text.object_id, attempt) for text in waiting}
        taken = set(places.values()) | _taken(ward_id, list(wanted.values()))
        again = []
        for text in waiting:
            number = wanted[text.object_id]
            if number in taken:
                again.append(text)
            else:
                places[text.object_id] = number
                taken.add(number)
        waiting, attempt = again, attempt + 1
    return places


def _taken(ward_id: UUID, numbers: list[int]) -> set[int]:
    """Which of these places are taken: on SQLite by any ward, since all share one full-text table."""
    entries = SearchEntry.objects.filter(number__in=numbers)
    if connection.vendor != "sqlite":
        entries = entries.filter(ward_id=ward_id)
    return set(entries.values_list("number", flat=True))


def _places_missing(ward_id: UUID) -> list[str]:
    """On SQLite, entries without their row in the full-text table: a trigger went missing."""
    if connection.vendor != "sqlite":
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM core_searchentry "
            "WHERE ward_id = %s AND number NOT IN (SELECT rowid FROM core_search)",
            [ward_id.hex],
        )
        count = cursor.fetchone()[0]
    return [f"{count} mục không có trong bảng toàn văn"] if count else []
