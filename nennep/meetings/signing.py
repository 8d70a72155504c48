"""What the hashes under minutes and their addenda cover."""

from typing import Any

from nennep.core.text import nfc


def addendum_content(minutes_sha256: str, number: int, text: str, reason: str) -> dict[str, Any]:
    """What the hash of an addendum covers: its words, its place, and the minutes it belongs to."""
    return {"minutes": minutes_sha256, "number": number, "text": nfc(text), "reason": nfc(reason).strip()}
