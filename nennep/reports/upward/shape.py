"""Whether data have the shape that the published schema states; the words of JSON Schema that it uses, no others."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

SCHEMA = Path(__file__).parent.parent / "data" / "package.schema.json"
_WRITABLE = re.compile(r"[^\x00-\x08\x0b-\x1f\ud800-\udfff]*")
"""No database keeps, and no hash is made of, half a character or a control sign."""
_TYPES: dict[str, type | tuple[type, ...]] = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "null": type(None),
}


@cache
def schema() -> dict[str, Any]:
    return json.loads(SCHEMA.read_text("utf-8"))


def fits(value: Any, rule: dict[str, Any]) -> bool:
    """Whether a value keeps to a rule of the schema."""
    if "enum" in rule:
        return any(type(value) is type(each) and value == each for each in rule["enum"])
    kinds = [rule["type"]] if isinstance(rule["type"], str) else rule["type"]
    if isinstance(value, bool) or not any(isinstance(value, _TYPES[kind]) for kind in kinds):
        return False
    match value:
        case str():
            is_short = len(value) <= rule.get("maxLength", 200)
            return is_short and bool(_WRITABLE.fullmatch(value) and re.search(rule.get("pattern", ""), value))
        case int():
            return rule["minimum"] <= value <= rule["maximum"]
        case list():
            return len(value) <= rule["maxItems"] and all(fits(each, rule["items"]) for each in value)
        case dict():
            rules = rule["properties"]
            return set(rule["required"]) == set(value) and all(fits(each, rules[key]) for key, each in value.items())
    return True
