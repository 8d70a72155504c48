"""What is signed under minutes: a hash that anybody can recompute without the server."""

import hashlib
import json
from typing import Any

from nennep.core.text import nfc


def content_hash(content: Any) -> str:
    """SHA-256 over canonical JSON: keys sorted, no spaces, UTF-8."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def addendum_content(minutes_sha256: str, number: int, text: str, reason: str) -> dict[str, Any]:
    """What the hash of an addendum covers: its words, its place, and the minutes it belongs to."""
    return {"minutes": minutes_sha256, "number": number, "text": nfc(text), "reason": nfc(reason).strip()}
