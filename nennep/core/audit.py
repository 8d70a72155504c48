"""The audit log (nhật ký): written in the transaction of the change itself, chained by hash per ward."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction

from nennep.core.models import AuditEvent, AuditHead
from nennep.core.periods import Month
from nennep.core.text import nfc

_buffer: ContextVar[list[AuditEvent] | None] = ContextVar("audit_buffer", default=None)


class Author(Protocol):
    """Who answers for a change: an actor with a name."""

    @property
    def person_id(self) -> UUID | None: ...
    @property
    def name(self) -> str: ...


def record(
    name: str,
    thing: models.Model,
    *,
    by: Author,
    at: datetime,
    unit_id: UUID | None = None,
    month: Month | None = None,
    before: Any = None,
    after: Any = None,
) -> None:
    """Append one event. `name` ("meetings.attendance.marked") is for ever; `thing` carries its ward.

    `unit_id` and `month` tell reports which branch-month is touched.
    """
    event = AuditEvent(
        ward_id=getattr(thing, "ward_id", None) or thing.pk,
        at=at,
        name=name,
        by_id=by.person_id,
        by_name=nfc(by.name).strip(),
        object_kind=thing._meta.label_lower,
        object_id=thing.pk,
        object_label=nfc(str(thing))[:200].strip(),
        unit_id=unit_id,
        month=month.first if month else None,
        before=_plain(before),
        after=_plain(after),
    )
    waiting = _buffer.get()
    if waiting is None:
        _append([event])
    else:
        waiting.append(event)


TAKEN_OUT = "core.file.taken_out"


def taken_out(thing: models.Model, name: str, *, by: Author, at: datetime) -> None:
    """Write down who took a file with others' words or names out of the house; `thing` is not changed by it."""
    record(TAKEN_OUT, thing, by=by, at=at, after=name)


@contextmanager
def together() -> Iterator[None]:
    """Write the events of many changes in one go: one transaction, one walk along the chain (imports, generator)."""
    if _buffer.get() is not None:
        yield
        return
    with transaction.atomic():
        events: list[AuditEvent] = []
        token = _buffer.set(events)
        try:
            yield
        finally:
            _buffer.reset(token)
        _append(events)


def first_broken_link(ward_id: UUID) -> int | None:
    """The sequence number of the first entry that does not fit the chain, or nothing if all do."""
    expected, previous = 0, ""
    for event in AuditEvent.objects.filter(ward_id=ward_id).order_by("sequence").iterator():
        expected += 1
        if (event.sequence, event.previous_hash, event.hash) != (
            expected,
            previous,
            _digest(event, previous),
        ):
            return expected
        previous = event.hash
    head = AuditHead.objects.filter(ward_id=ward_id).first()
    if head is None or (head.sequence, head.hash) != (expected, previous):
        return expected + 1
    return None


def _append(events: list[AuditEvent]) -> None:
    with transaction.atomic():
        heads: dict[UUID, AuditHead] = {}
        for event in events:
            head = heads.get(event.ward_id) or heads.setdefault(event.ward_id, _locked_head(event.ward_id))
            event.sequence, event.previous_hash = head.sequence + 1, head.hash
            event.hash = _digest(event, head.hash)
            head.sequence, head.hash = event.sequence, event.hash
        AuditEvent.objects.bulk_create(events, batch_size=500)
        for head in heads.values():
            head.save(update_fields=["sequence", "hash"])


def _locked_head(ward_id: UUID) -> AuditHead:
    head = AuditHead.objects.select_for_update().filter(ward_id=ward_id).first()
    if head is None:
        AuditHead.objects.get_or_create(ward_id=ward_id)
        head = AuditHead.objects.select_for_update().get(ward_id=ward_id)
    return head


def _digest(event: AuditEvent, previous: str) -> str:
    content = [
        str(event.ward_id),
        event.sequence,
        int(event.at.timestamp() * 1_000_000),
        event.name,
        str(event.by_id or ""),
        event.by_name,
        event.object_kind,
        str(event.object_id),
        event.object_label,
        str(event.unit_id or ""),
        event.month.isoformat() if event.month else "",
        event.before,
        event.after,
    ]
    text = json.dumps([previous, *content], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    """As the database will give it back, so that a hash taken now is the hash taken later."""
    return None if value is None else json.loads(json.dumps(value, cls=DjangoJSONEncoder))
