"""What is frozen under a hash (minutes, briefings, issued reports, rubrics), so that anybody can recompute it."""

import hashlib
import json
from typing import Any


def content_hash(content: Any) -> str:
    """SHA-256 over canonical JSON: keys sorted, no spaces, UTF-8."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
