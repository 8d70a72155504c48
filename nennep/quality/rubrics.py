"""What a rubric (bộ tiêu chí) says, without a database; one parser for file, editor and stored version.

Source of what it must be able to say: domain.md 2.8, the traps of 2.2.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext_lazy as _

from nennep.core.refusals import Refused
from nennep.core.text import nfc

KINDS = ("levels", "yes_no", "number", "computed")
"""How points are given: a choice of levels, yes or no, a number, a level that the records decide."""
FULL, EXCLUDED, ZERO = "full", "excluded", "zero"
POLICIES = (FULL, EXCLUDED, ZERO)
"""What a criterion that does not apply is worth: full marks, left out and the rest re-scaled, nothing."""


class RubricUnreadable(Refused):
    field = "text"
    message = _("Không đọc được bộ tiêu chí ở %(where)s: %(why)s. Sửa chỗ ấy, rồi nhập lại.")


@dataclass(frozen=True)
class Range:
    """A stretch of a measure: `least` and `most` with whether the ends belong to it."""

    measure: str
    least: Fraction | None = None
    least_in: bool = True
    most: Fraction | None = None
    most_in: bool = False

    def holds(self, value: Fraction) -> bool:
        above = self.least is None or value > self.least or (self.least_in and value == self.least)
        below = self.most is None or value < self.most or (self.most_in and value == self.most)
        return above and below


@dataclass(frozen=True)
class Level:
    """So many points, for what; with a range where the records decide."""

    points: Decimal
    text: str
    range: Range | None = None


@dataclass(frozen=True)
class Variant:
    """Levels for some meetings only: 90 minutes under 30 members, 120 from 30 on."""

    when: Range
    levels: tuple[Level, ...]


@dataclass(frozen=True)
class Limit:
    """Where it holds, the records give at most so many points; without `most` they give none and a person decides."""

    when: Range
    most: Decimal | None
    text: str


@dataclass(frozen=True)
class Criterion:
    """One line of a rubric."""

    key: str
    group: str
    text: str
    most: Decimal
    kind: str
    measure: str = ""
    levels: tuple[Level, ...] = ()
    variants: tuple[Variant, ...] = ()
    limits: tuple[Limit, ...] = ()
    applies: Range | None = None
    otherwise: str = FULL
    shows: tuple[str, ...] = ()
    """Measures shown as evidence beside it, besides its own."""
    weighs: bool = True
    """Whether its points are added up; one that does not weigh is only a gate of a band."""
    hint: str = ""

    @property
    def measures(self) -> tuple[str, ...]:
        """Everything of the records that this line looks at, its own measure first."""
        ranges = [each.when.measure for each in self.variants] + [each.when.measure for each in self.limits]
        return tuple(dict.fromkeys(key for key in (self.measure, *self.shows, *ranges) if key))


@dataclass(frozen=True)
class Group:
    """A heading of a rubric; `most` where the group as a whole has a maximum."""

    key: str
    title: str
    most: Decimal | None = None


@dataclass(frozen=True)
class Cap:
    """Some criteria together count at most so much, always or only where `when` holds.

    `rescaled`: what the cap takes away is taken from the possible points too, so that nobody loses by it.
    """

    over: tuple[str, ...]
    most: Decimal
    text: str
    when: Range | None = None
    rescaled: bool = False


@dataclass(frozen=True)
class Band:
    """A class of meetings (mức xếp loại); its gates are criteria that must be at full marks.

    `below` only repeats what the text says, so that the checker can find gaps.
    """

    name: str
    least: Decimal
    gates: tuple[str, ...] = ()
    below: Decimal | None = None


@dataclass(frozen=True)
class Scheme:
    """A whole rubric as its issuer wrote it."""

    code: str
    title: str
    issuer: str
    number: str
    issued_on: date | None
    source: str
    confidence: str
    note: str
    branch_kinds: tuple[str, ...]
    meeting_kinds: tuple[str, ...]
    total: Decimal
    groups: tuple[Group, ...]
    criteria: tuple[Criterion, ...]
    caps: tuple[Cap, ...]
    bands: tuple[Band, ...]

    def criterion(self, key: str) -> Criterion:
        return next(each for each in self.criteria if each.key == key)

    def members_of(self, group: str) -> tuple[str, ...]:
        return tuple(each.key for each in self.criteria if each.group == group and each.weighs)

    @property
    def weighing(self) -> tuple[Criterion, ...]:
        return tuple(each for each in self.criteria if each.weighs)

    def named(self, key: str) -> str:
        """ "2a “Tỷ lệ dự”": how sentences name a criterion."""
        return f"{key} “{self.criterion(key).text}”"


# Reading --------------------------------------------------------------------------------------------


def read_file(text: str) -> dict[str, Any]:
    """The data of a rubric file (TOML); numbers with a point stay exactly as written."""
    try:
        return tomllib.loads(nfc(text), parse_float=str)
    except tomllib.TOMLDecodeError as fault:
        raise RubricUnreadable(where="tệp", why=str(fault)) from None


def parse(data: Mapping[str, Any]) -> Scheme:
    """A rubric from its data; refuses with the place where it is not understood."""
    head = _table(data, "đầu tệp", HEAD)
    issued = head.get("issued_on")
    return Scheme(
        code=_word(head, "code", "đầu tệp"),
        title=_word(head, "title", "đầu tệp"),
        issuer=_word(head, "issuer", "đầu tệp"),
        number=str(head.get("number", "")),
        issued_on=_day(issued) if issued else None,
        source=_word(head, "source", "đầu tệp"),
        confidence=_word(head, "confidence", "đầu tệp"),
        note=str(head.get("note", "")).strip(),
        branch_kinds=_words(head.get("branch_kinds", []), "đầu tệp"),
        meeting_kinds=_words(head.get("meeting_kinds", ["regular"]), "đầu tệp"),
        total=_points(head.get("total", 100), "total"),
        groups=tuple(_group(row) for row in _rows(head, "group")),
        criteria=tuple(_criterion(row) for row in _rows(head, "criterion")),
        caps=tuple(_cap(row) for row in _rows(head, "cap")),
        bands=tuple(sorted((_band(row) for row in _rows(head, "band")), key=lambda band: -band.least)),
    )


HEAD = frozenset({
    "code", "title", "issuer", "number", "issued_on", "source", "confidence", "note", "branch_kinds", "meeting_kinds",
    "total", "group", "criterion", "cap", "band",
})  # fmt: skip
CRITERION = frozenset({
    "key", "group", "text", "max", "kind", "measure", "level", "variant", "limit", "applies", "otherwise", "shows",
    "weighs", "hint",
})  # fmt: skip
ENDS = frozenset({"from", "above", "to", "below"})


def _group(row: Mapping[str, Any]) -> Group:
    where = f"nhóm {row.get('key', '?')}"
    _table(row, where, frozenset({"key", "title", "max"}))
    most = _points(row["max"], where) if "max" in row else None
    return Group(_word(row, "key", where), _word(row, "title", where), most)


def _criterion(row: Mapping[str, Any]) -> Criterion:
    where = f"tiêu chí {row.get('key', '?')}"
    _table(row, where, CRITERION)
    kind = _one_of(row, "kind", KINDS, where)
    measure = str(row.get("measure", ""))
    return Criterion(
        key=_word(row, "key", where),
        group=_word(row, "group", where),
        text=_word(row, "text", where),
        most=_points(row.get("max"), where),
        kind=kind,
        measure=measure,
        levels=_levels(row, measure, where),
        variants=tuple(
            Variant(_range(each.get("when", {}), "", where), _levels(each, measure, where))
            for each in _rows(row, "variant", where)
        ),
        limits=tuple(_limit(each, where) for each in _rows(row, "limit", where)),
        applies=_range(row["applies"], "", where) if "applies" in row else None,
        otherwise=_one_of(row, "otherwise", POLICIES, where) if "otherwise" in row else FULL,
        shows=_words(row.get("shows", []), where),
        weighs=bool(row.get("weighs", True)),
        hint=str(row.get("hint", "")).strip(),
    )


def _levels(row: Mapping[str, Any], measure: str, where: str) -> tuple[Level, ...]:
    found = []
    for each in _rows(row, "level", where):
        _table(each, where, frozenset({"points", "text"}) | ENDS)
        bounds = _range(each, measure, where) if ENDS & set(each) else None
        found.append(Level(_points(each.get("points"), where), str(each.get("text", "")).strip(), bounds))
    return tuple(found)


def _limit(row: Mapping[str, Any], where: str) -> Limit:
    _table(row, where, frozenset({"measure", "most", "text"}) | ENDS)
    most = _points(row["most"], where) if "most" in row else None
    return Limit(_range(row, "", where), most, _word(row, "text", where))


def _cap(row: Mapping[str, Any]) -> Cap:
    _table(row, "trần điểm", frozenset({"over", "max", "text", "when", "rescaled"}))
    when = _range(row["when"], "", "trần điểm") if "when" in row else None
    over = _words(row.get("over", []), "trần điểm")
    most, text = _points(row.get("max"), "trần điểm"), _word(row, "text", "trần điểm")
    return Cap(over, most, text, when, bool(row.get("rescaled", False)))


def _band(row: Mapping[str, Any]) -> Band:
    where = f"mức {row.get('name', '?')}"
    _table(row, where, frozenset({"name", "from", "below", "gates"}))
    below = _points(row["below"], where) if "below" in row else None
    return Band(_word(row, "name", where), _points(row.get("from"), where), _words(row.get("gates", []), where), below)


def _range(row: Mapping[str, Any], measure: str, where: str) -> Range:
    measure = str(row.get("measure", measure))
    if not measure:
        raise RubricUnreadable(where=where, why="thiếu “measure” của khoảng giá trị")
    least = next(((key, row[key]) for key in ("from", "above") if key in row), None)
    most = next(((key, row[key]) for key in ("to", "below") if key in row), None)
    return Range(
        measure,
        _number(least[1], where) if least else None,
        least is None or least[0] == "from",
        _number(most[1], where) if most else None,
        most is not None and most[0] == "to",
    )


def _table(row: Any, where: str, known: Iterable[str]) -> Mapping[str, Any]:
    if not isinstance(row, Mapping):
        raise RubricUnreadable(where=where, why="phải là một bảng")
    unknown = sorted(set(row) - set(known))
    if unknown:
        raise RubricUnreadable(where=where, why=f"không hiểu mục “{unknown[0]}”")
    return row


def _rows(row: Mapping[str, Any], name: str, where: str = "đầu tệp") -> list[Mapping[str, Any]]:
    found = row.get(name, [])
    if not isinstance(found, list) or not all(isinstance(each, Mapping) for each in found):
        raise RubricUnreadable(where=where, why=f"“{name}” phải là danh sách bảng")
    return found


def _word(row: Mapping[str, Any], name: str, where: str) -> str:
    value = row.get(name)
    if not isinstance(value, str) or not value.strip():
        raise RubricUnreadable(where=where, why=f"thiếu “{name}”")
    return value.strip()


def _words(value: Any, where: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise RubricUnreadable(where=where, why="chờ một danh sách chữ trong [ ]")
    return tuple(value)


def _one_of(row: Mapping[str, Any], name: str, known: tuple[str, ...], where: str) -> str:
    value = row.get(name)
    if value not in known:
        raise RubricUnreadable(where=where, why=f"“{name}” là một trong: {', '.join(known)}")
    return str(value)


def _points(value: Any, where: str) -> Decimal:
    try:
        points = Decimal(str(value))
    except InvalidOperation:
        raise RubricUnreadable(where=where, why=f"“{value}” không phải số điểm") from None
    if not points.is_finite() or points < 0 or points > 1000 or points != round(points, 2):
        raise RubricUnreadable(where=where, why=f"“{value}” không phải số điểm từ 0, nhiều nhất hai số lẻ")
    return points


def _number(value: Any, where: str) -> Fraction:
    try:
        return Fraction(str(value))
    except (ValueError, ZeroDivisionError):
        raise RubricUnreadable(where=where, why=f"“{value}” không phải số") from None


def _day(value: Any) -> date:
    try:
        return value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError:
        raise RubricUnreadable(where="đầu tệp", why=f"“{value}” không phải ngày (năm-tháng-ngày)") from None
