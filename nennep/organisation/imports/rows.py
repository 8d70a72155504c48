"""The rows of people in a file, as they stand there: titles, group lines, totals and signatures left out."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from nennep.core.sheets import Cell, Page, words_in
from nennep.core.text import fold
from nennep.organisation.imports.headings import MEMBERS
from nennep.organisation.imports.layout import Layout, NobodyInIt
from nennep.organisation.imports.unit_names import written_names

_FOOT = re.compile(
    r"(tong( cong| so)?\b|cong\s*:|cong cong|t/m|tm\.|nguoi lap|lap bieu|nguoi tong hop|xac nhan|noi nhan|ky ten|"
    r"thay mat|ngay .* thang .* nam|.*, ngay\b|danh sach (nay )?(co|gom))"
)
_SIGNERS = re.compile(r"(pho |q\. )?(bi thu|chu tich|thu truong|truong ban|chanh van phong|nguoi lap)")


@dataclass(frozen=True)
class RawRow:
    """The cells of one row by what their column holds, and which of them are formulas or show no day."""

    place: int
    cells: dict[str, Cell]
    formulas: frozenset[str] = frozenset()
    months: frozenset[str] = frozenset()

    def to_json(self) -> dict[str, Any]:
        cells = {
            name: {"day": cell.isoformat()} if isinstance(cell, date) else cell for name, cell in self.cells.items()
        }
        return {"place": self.place, "cells": cells, "formulas": sorted(self.formulas), "months": sorted(self.months)}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "RawRow":
        cells = {
            name: date.fromisoformat(cell["day"]) if isinstance(cell, dict) else cell
            for name, cell in kept["cells"].items()
        }
        return cls(kept["place"], cells, frozenset(kept["formulas"]), frozenset(kept["months"]))

    def mended(self, texts: Mapping[str, str]) -> "RawRow":
        """The same row with what a reader typed instead of some cells."""
        typed = frozenset(texts)
        return RawRow(self.place, {**self.cells, **texts}, self.formulas - typed, self.months - typed)


@dataclass(frozen=True)
class Raw:
    """The rows of people in a file, as they stand there, and what was left out with the reason."""

    rows: list[RawRow]
    ignored: list[tuple[int, str]]
    names: dict[str, str]
    """How each branch is called in the file, by its key."""


def raw_rows(layout: Layout) -> Raw:
    """The rows of people in a file; titles, totals and signatures are left out. Refuses a file with nobody in it."""
    ignored: list[tuple[int, str]] = []
    rows = list(_member_rows(layout, ignored))
    if not rows:
        raise NobodyInIt
    return Raw(rows, ignored, written_names([words_in(row.cells.get("unit", "")) for row in rows]))


def _member_rows(layout: Layout, ignored: list[tuple[int, str]]) -> Iterator[RawRow]:
    """The rows of people, as cells by column; a line that only names a branch is the branch of those below it."""
    page, columns = layout.page, layout.columns
    fill_down = _merged_units(page, columns.get("unit"))
    group, at_the_foot = _title_unit(layout), False
    for place in range(layout.heading.last + 1, len(page.rows)):
        raw = _raw(place, layout)
        everything = " ".join(words_in(cell) for cell in page.rows[place] if words_in(cell))
        filled = [name for name, cell in raw.cells.items() if words_in(cell) or name in raw.formulas]
        about = [name for name in filled if name not in ("number", "note")]
        if not everything and not filled:
            continue
        if _is_foot(everything, about):
            at_the_foot = True
        if at_the_foot and not ("number" in filled and len(about) > 1):
            ignored.append((place + 1, _("cuối bảng: cộng, chữ ký")))
        elif _repeats_heading(page.rows[place]) or _only_numbers_columns(page.rows[place]):
            ignored.append((place + 1, _("tiêu đề")))
        elif len(about) <= 1 and not _names_somebody(raw.cells, filled, columns):
            group = _group_name(everything) or group
            ignored.append((place + 1, _("dòng đầu nhóm") if _group_name(everything) else _("không có người")))
        else:
            at_the_foot = False
            unit = words_in(raw.cells.get("unit", "")) or fill_down.get(place, "")
            raw.cells["unit"] = unit or (group if "unit" not in columns else "")
            yield raw


def _raw(place: int, layout: Layout) -> RawRow:
    page, cells = layout.page, layout.page.rows[place]
    at = {name: column for name, column in layout.columns.items() if column < len(cells)}
    formulas = frozenset(
        name for name, column in at.items() if (place, column) in page.formulas or _looks_like_formula(cells[column])
    )
    months = frozenset(name for name, column in at.items() if (place, column) in page.months)
    return RawRow(place, {name: cells[column] for name, column in at.items()}, formulas, months)


def _looks_like_formula(cell: Cell) -> bool:
    """Whether a text would be run by a spreadsheet: "=…", "@SUM…", "+cmd|…"; a telephone's "+84" is none."""
    if not isinstance(cell, str):
        return False
    said = cell.strip()
    return said[:1] in ("=", "@") or bool(re.match(r"[+\-][A-Za-z(]", said))


def _title_unit(layout: Layout) -> str:
    """The branch that a title above the heading, or the sheet's own name, says the whole list is of."""
    above = [words_in(cell) for row in layout.page.rows[: max(layout.heading.first, 0)] for cell in row]
    return next((found for words in [*above, layout.page.name] if (found := _group_name(words))), "")


def _is_foot(everything: str, about: Sequence[str]) -> bool:
    said = fold(everything)
    alone = len(about) <= 2 and not ("joined" in about or "birth" in about)
    return alone and bool(_FOOT.match(said) or (_SIGNERS.match(said) and "number" not in about))


def _repeats_heading(cells: Sequence[Cell]) -> bool:
    """Whether a row is the heading once more, as on every printed page."""
    said = [words for cell in cells if (words := words_in(cell))]
    if len(said) < 3 or any(c.isdigit() for words in said for c in words):
        return False
    return all(MEMBERS.column_of(words) for words in said)


def _only_numbers_columns(cells: Sequence[Cell]) -> bool:
    """The line "(1) (2) (3)" or "A B 1 2" under a heading."""
    said = [words_in(cell).strip("()[]") for cell in cells]
    said = [words for words in said if words]
    numbers = [int(words) for words in said if words.isdigit()]
    return len(said) >= 3 and len(numbers) >= 2 and all(len(words) <= 2 for words in said) and (
        numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    )  # fmt: skip


def _names_somebody(given: Mapping[str, Cell], filled: Sequence[str], columns: Mapping[str, int]) -> bool:
    """Whether a row with next to nothing in it is a person all the same: numbered, and with a name."""
    name = words_in(given.get("full_name", "")) or words_in(given.get("given_name", ""))
    numbered = "number" in filled if "number" in columns else True
    return numbered and bool(name) and not _group_name(name) and len(name.split()) >= 2


_GROUP = re.compile(r"(?:(?:[ivxlc]+|\d+|[a-h])\s*[./)-]?\s+|[ivxlc\d]+[./)]|-\s*)?((?:chi bo|cb|to dan pho|tdp)\b.*)")


def _group_name(words: str) -> str:
    """The branch that a line between people names: "II. CHI BỘ TDP SỐ 3 (12 đảng viên)"."""
    found = _GROUP.fullmatch(fold(words))
    if not found or len(words) > 80:
        return ""
    return re.sub(r"\s*[(:].*$", "", words[len(words) - len(found[1]) :]).strip()


def _merged_units(page: Page, column: int | None) -> dict[int, str]:
    """The branch of each row that a cell merged downwards covers."""
    if column is None:
        return {}
    return {
        place: words_in(page.rows[top][column])
        for top, left, bottom, right in page.merged
        if left <= column <= right and bottom > top and column < len(page.rows[top])
        for place in range(top, bottom + 1)
    }
