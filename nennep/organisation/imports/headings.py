"""By which words offices call the columns of a list of members, and what a column's content gives away."""

import re
import tomllib
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nennep.core.sheets import Cell, Headings, words_in
from nennep.core.syllables import is_syllable
from nennep.core.text import fold

LABELS: dict[str, str | Promise] = {
    "number": _("Số thứ tự"),
    "full_name": _("Họ và tên"),
    "family_name": _("Họ đệm"),
    "given_name": _("Tên"),
    "sex": _("Giới tính"),
    "male": _("Nam"),
    "female": _("Nữ"),
    "birth": _("Ngày sinh"),
    "birth_male": _("Ngày sinh (nam)"),
    "birth_female": _("Ngày sinh (nữ)"),
    "joined": _("Ngày vào Đảng"),
    "official": _("Ngày chính thức"),
    "status": _("Chính thức hay dự bị"),
    "card": _("Số thẻ đảng viên"),
    "phone": _("Điện thoại"),
    "unit": _("Chi bộ"),
    "posts": _("Chức vụ"),
    "duty": _("Nhiệm vụ được phân công"),
    "note": _("Ghi chú"),
}
"""What a column can be, in the words of the page."""

_DATA = tomllib.loads((Path(__file__).parents[1] / "data" / "member_headings.toml").read_text("utf-8"))
MEMBERS = Headings(
    words=_DATA["words"],
    under={(each["above"], each["below"]): each["is"] for each in _DATA["under"]},
    hints=[(each["is"], each["with"], each["without"]) for each in _DATA["hint"]],
)
"""By which words offices call each column of a list of members."""

_DATE = re.compile(r"\d{1,2}[/.\-]\d{1,2}[/.\-]\d{2,4}|\d{1,2}[/.\-]\d{4}|(19|20)\d\d")
_PHONE = re.compile(r"(\+?84|0)?[235789]\d{8}")
_UNIT = re.compile(r"(chi bo|cb|tdp|to dan pho|to dp)\b")
_FAMILIES = frozenset(_DATA["families"]["names"])


def has_name(columns: Sequence[str]) -> bool:
    """Whether the columns tell who somebody is."""
    return "full_name" in columns or {"family_name", "given_name"} <= set(columns)


def guess(cells: Sequence[Cell]) -> str:
    """What a column without a known heading holds, by most of its cells; nothing where it is not clear."""
    filled = [cell for cell in cells if words_in(cell)]
    if len(filled) < 3:
        return ""
    if _counts_up(filled):
        return "number"
    kinds = [_kind(cell) for cell in filled]
    for kind in ("full_name", "unit", "date", "phone", "card", "sex"):
        if kinds.count(kind) >= 0.8 * len(kinds):
            return kind
    return ""


def _counts_up(filled: Sequence[Cell]) -> bool:
    """Whether cells say 1, 2, 3…"""
    numbers = [int(words) for cell in filled if (words := words_in(cell)).isdigit() and len(words) < 6]
    following = sum(two == one + 1 for one, two in pairwise(numbers))
    return len(numbers) >= 0.8 * len(filled) and numbers[0] == 1 and following >= 0.8 * (len(numbers) - 1)


def _kind(cell: Cell) -> str:
    if isinstance(cell, date):
        return "date"
    said = fold(words_in(cell))
    digits = said.replace(" ", "").replace(".", "") if not _DATE.fullmatch(said) else ""
    if _DATE.fullmatch(said):
        return "date"
    if _UNIT.match(said):
        return "unit"
    if said in {"nam", "nu"}:
        return "sex"
    if _PHONE.fullmatch(digits):
        return "phone"
    if digits.isdigit() and len(digits) == 8:
        return "card"
    words = words_in(cell).split()
    if 2 <= len(words) <= 6 and fold(words[0]) in _FAMILIES and all(is_syllable(word.lower()) for word in words):
        return "full_name"
    return ""
