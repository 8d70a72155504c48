"""A rubric in the editor: its data as forms show it, what was typed as data again, the file it is written to.

What the editor has no field for (variants, limits, conditions, caps) travels along untouched; the file has it.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from nennep.core.refusals import Refused

HEAD = ("title", "issuer", "number", "source", "note", "branch_kinds", "meeting_kinds")
CARRIED = ("variant", "limit", "applies", "shows", "weighs", "hint")
TABLES = ("group", "criterion", "cap", "band")


class LevelUnreadable(Refused):
    message = _("Tiêu chí %(key)s, dòng mức “%(line)s”: viết điểm | từ | đến dưới | lời, ví dụ 3 | 75 | 90 | từ 75%%.")


def head_of(data: Mapping[str, Any]) -> dict[str, Any]:
    return {name: data.get(name, "") for name in HEAD}


def criteria_of(data: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The criteria as lines of the editor."""
    return [
        {
            **{name: row.get(name, "") for name in ("key", "group", "text", "max", "kind", "measure")},
            "levels": "\n".join(_level_line(level) for level in row.get("level", [])),
            "otherwise": row.get("otherwise", "full"),
        }
        for row in data.get("criterion", [])
    ]


def groups_of(data: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [{name: row.get(name, "") for name in ("key", "title", "max")} for row in data.get("group", [])]


def bands_of(data: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        {"name": row["name"], "least": row["from"], "gates": ", ".join(row.get("gates", []))}
        for row in data.get("band", [])
    ]


def edited(
    data: Mapping[str, Any],
    *,
    head: Mapping[str, Any],
    groups: Iterable[Mapping[str, Any]],
    criteria: Iterable[Mapping[str, Any]],
    bands: Iterable[Mapping[str, Any]],
) -> dict[str, Any]:
    """The data of a rubric after it was edited."""
    before = {row["key"]: row for row in data.get("criterion", [])}
    made = {name: data[name] for name in data if name not in {*HEAD, *TABLES}}
    made |= {name: value for name, value in head.items() if name in HEAD and value != ""}
    made["group"] = [_without_empty(row, ("key", "title", "max")) for row in groups if row.get("title")]
    made["criterion"] = [_criterion(row, before.get(row["key"], {})) for row in criteria if row.get("text")]
    made["band"] = [_band(row, data.get("band", [])) for row in bands if row.get("name")]
    if data.get("cap"):
        made["cap"] = data["cap"]
    return made


def has_more_than_the_editor(data: Mapping[str, Any]) -> bool:
    """Whether the file says things that the editor only carries along."""
    rows = data.get("criterion", [])
    return bool(data.get("cap")) or any(name in row for row in rows for name in ("variant", "limit", "applies"))


def _criterion(row: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    made = _without_empty(row, ("key", "group", "text", "max", "kind", "measure"))
    levels = [_level(row["key"], line) for line in row.get("levels", "").splitlines() if line.strip()]
    if levels:
        made["level"] = _kept_ends(levels, before.get("level", []))
    if "applies" in before:
        made["otherwise"] = row.get("otherwise") or "full"
    return made | {name: before[name] for name in CARRIED if name in before}


def _kept_ends(levels: list[dict[str, Any]], before: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """A level that was not touched keeps how its ends are meant (above, to)."""
    known = {_level_line(each): dict(each) for each in before}
    return [known.get(_level_line(level), level) for level in levels]


def _level_line(level: Mapping[str, Any]) -> str:
    least = level.get("from", level.get("above", ""))
    most = level.get("below", level.get("to", ""))
    return " | ".join(str(each) for each in (level["points"], least, most, level.get("text", "")))


def _level(key: str, line: str) -> dict[str, Any]:
    parts = [part.strip() for part in line.split("|")]
    if len(parts) == 2:
        parts = [parts[0], "", "", parts[1]]
    if len(parts) != 4 or not parts[0]:
        raise LevelUnreadable(key=key, line=line.strip()[:80])
    points, least, most, text = (part.replace(",", ".") if place < 3 else part for place, part in enumerate(parts))
    level = {"points": _number(points)}
    level |= {"from": _number(least)} if least else {}
    level |= {"below": _number(most)} if most else {}
    return level | ({"text": text} if text else {})


def _band(row: Mapping[str, Any], before: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    made: dict[str, Any] = {"name": row["name"], "from": _plain(row.get("least") or 0)}
    gates = [key.strip() for key in row.get("gates", "").split(",") if key.strip()]
    return made | ({"gates": gates} if gates else {})


def _without_empty(row: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:
    return {name: _plain(row[name]) for name in names if row.get(name) not in (None, "")}


def _plain(value: Any) -> Any:
    return value if isinstance(value, str) else _number(f"{value:f}" if hasattr(value, "normalize") else str(value))


def _number(text: str) -> Any:
    return int(text) if text.lstrip("-").isdigit() else text


# The file ---------------------------------------------------------------------------------------------


def to_toml(data: Mapping[str, Any]) -> str:
    """The rubric as a file that `nennep import rubric` reads back to the same data."""
    lines = [f"{name} = {_written(value)}" for name, value in data.items() if name not in TABLES]
    for table in TABLES:
        for row in data.get(table, []):
            lines += ["", f"[[{table}]]", *(f"{name} = {_written(value)}" for name, value in row.items())]
    return "\n".join(lines) + "\n"


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{name} = {_written(each)}" for name, each in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(_written(each) for each in value) + "]"
    return str(value) if isinstance(value, int) else json.dumps(value, ensure_ascii=False)
