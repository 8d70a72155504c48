"""Messages on their way out (hộp thư đi): written with the change that causes them, delivered at least once.

Nothing leaves the machine unless its operator names a folder (NENNEP_OUTBOX) from which a gateway of the ward
takes messages. A message is a file under its own key: delivered twice, it is still one. What has no such road
waits for the office, which tells the person and says so.
"""

import hashlib
import json
import os
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings

from nennep.core.models import OutboxMessage

INSIDE = "app"
"""Read in the program itself: there as soon as it is written."""
BY_GATEWAY = frozenset({"sms"})


def put(*, key: str, ward_id: UUID, person_id: UUID, channel: str, words: str, at: datetime) -> OutboxMessage:
    """Write a message; the same key again renews its words until it was delivered."""
    message, is_new = OutboxMessage.objects.get_or_create(
        ward_id=ward_id,
        key=key,
        defaults={
            "person_id": person_id,
            "channel": channel,
            "words": words,
            "written_at": at,
            "delivered_at": at if channel == INSIDE else None,
        },
    )
    if not is_new and message.delivered_at is None and message.words != words:
        message.words = words
        message.save(update_fields=["words"])
    return message


def deliver(*, at: datetime) -> int:
    """Hand over what waits for a gateway; returns how many. Killed at any point, the rest goes next time."""
    folder = settings.OUTBOX_FOLDER
    if folder is None:
        return 0
    waiting = OutboxMessage.objects.filter(delivered_at__isnull=True, channel__in=BY_GATEWAY)
    count = 0
    for message in waiting.order_by("ward_id", "written_at", "pk")[:500]:
        _hand_over(message, Path(folder))
        message.delivered_at = at
        message.save(update_fields=["delivered_at"])
        count += 1
    return count


def told(message: OutboxMessage, *, by: UUID | None, at: datetime) -> OutboxMessage:
    """Somebody of the office told the person in another way."""
    if message.delivered_at is None:
        message.delivered_at, message.delivered_by_id = at, by
        message.save(update_fields=["delivered_at", "delivered_by_id"])
    return message


def _hand_over(message: OutboxMessage, folder: Path) -> None:
    """One file a message, whole or not at all, under a name that its key decides."""
    folder.mkdir(parents=True, exist_ok=True)
    name = hashlib.sha256(f"{message.ward_id}:{message.key}".encode()).hexdigest()[:32]
    content = {"key": name, "person": str(message.person_id), "channel": message.channel, "words": message.words}
    draft = folder / f".{name}.tmp"
    with draft.open("w", encoding="utf-8") as file:
        json.dump(content, file, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(folder / f"{name}.json")
