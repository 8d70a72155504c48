"""A rubric in the editor: its data as forms show it, what was typed as data again, the file it is written to.

What was not touched stays as its file wrote it: saved unchanged, a rubric is the same rubric with the same hash.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from nennep.core.refusals import Refused
from nennep.core.text import nfc
from nennep.quality.rubrics import parse

HEAD = (
    "title", "issuer", "number", "issued_on", "source", "confidence", "note", "branch_kinds", "meeting_kinds", "total",
)  # fmt: skip
TABLES = ("group", "criterion", "cap", "band")
ENDS = {"from": "từ", "above": "trên", "to": "đến", "below": "dưới"}
"""How the editor writes the ends of a range; "từ" and "đến" include the number, "trên" and "dưới" do not."""
_SIGNS = {"≥": "từ", ">=": "từ", ">": "trên", "≤": "đến", "<=": "đến", "<": "dưới"}
_END = re.compile(r"(từ|trên|đến|dưới|≥|>=|>|≤|<=|<)\s*(\d+(?:[.,]\d+)?(?:/\d+)?)\s*%?\s*")


class LevelUnreadable(Refused):
    message = _("Dòng mức “%(line)s”: viết điểm | khoảng | lời, ví dụ 3 | từ 75 dưới 90 | từ 75%% đến dưới 90%%.")


class RangeUnreadable(Refused):
    message = _("Không hiểu khoảng “%(text)s”. Viết từ, trên, đến, dưới kèm số, ví dụ: từ 75 dưới 90.")


class MeasureMissing(Refused):
    message = _("Chọn số đo mà khoảng “%(text)s” nói tới, hoặc xóa khoảng ấy.")


def _at(field: str, refusal: Refused) -> Refused:
    """A refusal that stands at one field of the editor."""
    refusal.field = field
    return refusal


# As forms show it -------------------------------------------------------------------------------------


def head_of(data: Mapping[str, Any]) -> dict[str, Any]:
    head = {"meeting_kinds": ["regular"], "total": 100} | {name: data[name] for name in HEAD if name in data}
    issued = head.get("issued_on")
    return head | {"issued_on": date.fromisoformat(str(issued)) if issued else None}


def groups_of(data: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [{name: row.get(name, "") for name in ("key", "title", "max")} for row in data.get("group", [])]


def caps_of(data: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "over": ", ".join(row["over"]),
            "most": row["max"],
            "text": row["text"],
            "rescaled": row.get("rescaled", False),
            **_condition_of(row.get("when"), "when"),
        }
        for row in data.get("cap", [])
    ]


def bands_of(data: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "name": row["name"],
            "least": row["from"],
            "below": row.get("below", ""),
            "gates": ", ".join(row.get("gates", [])),
        }
        for row in data.get("band", [])
    ]


def criterion_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """One criterion as its page shows it; variants and limits are numbered from nought."""
    shown = {name: row.get(name, "") for name in ("key", "group", "text", "max", "kind", "measure", "hint")}
    shown |= {
        "levels": _level_lines(row),
        "shows": row.get("shows", []),
        "only_gate": not row.get("weighs", True),
        "otherwise": row.get("otherwise", "full"),
        **_condition_of(row.get("applies"), "applies"),
    }
    for place, each in enumerate(row.get("variant", [])):
        shown |= _condition_of(each.get("when"), f"variant{place}") | {f"variant{place}_levels": _level_lines(each)}
    for place, each in enumerate(row.get("limit", [])):
        shown |= _condition_of(each, f"limit{place}")
        shown |= {f"limit{place}_most": each.get("most", ""), f"limit{place}_text": each["text"]}
    return shown


def _condition_of(row: Mapping[str, Any] | None, name: str) -> dict[str, str]:
    row = row or {}
    return {f"{name}_measure": row.get("measure", ""), f"{name}_range": _range_line(row)}


def _range_line(row: Mapping[str, Any]) -> str:
    return " ".join(f"{words} {str(row[end]).replace('.', ',')}" for end, words in ENDS.items() if end in row)


def _level_lines(row: Mapping[str, Any]) -> str:
    return "\n".join(
        " | ".join([str(level["points"]).replace(".", ","), _range_line(level), level.get("text", "")])
        for level in row.get("level", [])
    )


# What was typed, as data ------------------------------------------------------------------------------


def edited(
    data: Mapping[str, Any],
    *,
    head: Mapping[str, Any],
    groups: Iterable[Mapping[str, Any]],
    caps: Sequence[Mapping[str, Any]],
    bands: Iterable[Mapping[str, Any]],
) -> Mapping[str, Any]:
    """The data of a rubric after its head, groups, caps and bands were edited."""
    made = {name: data[name] for name in data if name not in {*HEAD, *TABLES}}
    made |= {name: _plain(value) for name, value in head.items() if name in HEAD and value not in ("", None)}
    made["group"] = [_without_empty(row, ("key", "title", "max")) for row in groups if row.get("title")]
    made["criterion"] = data.get("criterion", [])
    made["cap"] = [_cap(row, f"cap:{place}:") for place, row in enumerate(caps) if row.get("text")]
    made["band"] = [_band(row) for row in bands if row.get("name")]
    return _same_or(data, made)


def with_criterion(data: Mapping[str, Any], place: int, row: Mapping[str, Any]) -> Mapping[str, Any]:
    """The data after the criterion at `place`, counted from 1, was edited; nought adds one at the end of its group.

    One without a text is left out.
    """
    rows = list(data.get("criterion", []))
    made = [_criterion(row)] if row.get("text") else []
    if place:
        rows[place - 1 : place] = made
    else:
        last = [at for at, each in enumerate(rows, start=1) if each["group"] == row["group"]]
        rows[(last or [len(rows)])[-1] : (last or [len(rows)])[-1]] = made
    return _same_or(data, {**data, "criterion": rows})


def _same_or(data: Mapping[str, Any], made: Mapping[str, Any]) -> Mapping[str, Any]:
    """What says the same stays as it was written, with its hash."""
    return data if parse(made) == parse(data) else made


def _criterion(row: Mapping[str, Any]) -> dict[str, Any]:
    made = _without_empty(row, ("key", "group", "text", "max", "kind", "measure", "hint"))
    made |= {"weighs": False} if row.get("only_gate") else {}
    made |= {"shows": row["shows"]} if row.get("shows") else {}
    made |= _levels(row.get("levels", ""), "levels")
    variants, limits = [], []
    for place in _places(row, "variant"):
        name = f"variant{place}"
        levels = _levels(row[f"{name}_levels"], f"{name}_levels")
        when = _condition(row, name)
        if levels and not when:
            raise _at(f"{name}_measure", MeasureMissing(text=row[f"{name}_range"]))
        if when:
            variants.append({"when": when, **levels})
    for place in _places(row, "limit"):
        name = f"limit{place}"
        if when := _condition(row, name):
            limits.append(when | _without_empty({"most": row[f"{name}_most"], "text": row[f"{name}_text"]}, LIMIT))
    made |= {"variant": variants} if variants else {}
    made |= {"limit": limits} if limits else {}
    if applies := _condition(row, "applies"):
        made |= {"applies": applies, "otherwise": row.get("otherwise") or "full"}
    return made


LIMIT = ("most", "text")


def _places(row: Mapping[str, Any], name: str) -> list[int]:
    return [place for place in range(len(row)) if f"{name}{place}_measure" in row]


def _condition(row: Mapping[str, Any], name: str) -> dict[str, Any]:
    measure, text = row.get(f"{name}_measure", ""), row.get(f"{name}_range", "")
    if text and not measure:
        raise _at(f"{name}_measure", MeasureMissing(text=text))
    return {"measure": measure, **_ends(text, f"{name}_range")} if measure else {}


def _ends(text: str, field: str) -> dict[str, Any]:
    """ "từ 75% đến dưới 90%" as the ends of a range."""
    rest, ends = nfc(text).strip().lower().replace("đến dưới", "dưới"), {}
    names = {words: end for end, words in ENDS.items()}
    while rest:
        match = _END.match(rest)
        end = names[_SIGNS.get(match[1], match[1])] if match else ""
        twin = {"from": "above", "above": "from", "to": "below", "below": "to"}.get(end)
        if match is None or end in ends or twin in ends:
            raise _at(field, RangeUnreadable(text=text))
        ends[end], rest = _number(match[2].replace(",", ".")), rest[match.end() :]
    return ends


def _levels(text: str, field: str) -> dict[str, Any]:
    found = [_level(line, field) for line in text.splitlines() if line.strip()]
    return {"level": found} if found else {}


def _level(line: str, field: str) -> dict[str, Any]:
    parts = [part.strip() for part in line.split("|", 2)]
    if len(parts) == 2:
        parts = [parts[0], "", parts[1]]
    if len(parts) != 3 or not parts[0]:
        raise _at(field, LevelUnreadable(line=line.strip()[:80]))
    level = {"points": _number(parts[0].replace(",", ".")), **_ends(parts[1], field)}
    return level | ({"text": parts[2]} if parts[2] else {})


def _cap(row: Mapping[str, Any], place: str) -> dict[str, Any]:
    try:
        when = _condition(row, "when")
    except Refused as refusal:
        raise _at(f"{place}{refusal.field}", refusal) from None
    made = {"over": _keys(row["over"]), "max": _plain(row.get("most") or 0), "text": row["text"]}
    made |= {"when": when} if when else {}
    return made | ({"rescaled": True} if row.get("rescaled") else {})


def _band(row: Mapping[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {"name": row["name"], "from": _plain(row.get("least") or 0)}
    made |= _without_empty(row, ("below",))
    gates = _keys(row.get("gates", ""))
    return made | ({"gates": gates} if gates else {})


def _keys(text: str) -> list[str]:
    return [key.strip() for key in text.split(",") if key.strip()]


def _without_empty(row: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:
    return {name: _plain(row[name]) for name in names if row.get(name) not in (None, "")}


def _plain(value: Any) -> Any:
    return _number(f"{value:f}") if hasattr(value, "normalize") else value


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
