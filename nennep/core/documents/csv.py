"""Lists as CSV for other programs: UTF-8 with its mark, and no cell that a spreadsheet would run (security.md A10)."""

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

_UNSEEN = " \u00a0\u200b\u3000\ufeff"
_BEGINS_A_FORMULA = frozenset("=+-@\t\r\n\0")


def render_csv(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """A head and its rows; numbers as numbers, words as words."""
    out = io.StringIO()
    lines = csv.writer(out)
    lines.writerow([harmless(words) for words in head])
    for row in rows:
        lines.writerow([_cell(value) for value in row])
    return out.getvalue().encode("utf-8-sig")


def harmless(text: str) -> str:
    """Text that would begin a formula gets an apostrophe in front, also behind spaces or in full-width letters."""
    begin = unicodedata.normalize("NFKC", text.lstrip(_UNSEEN)[:1])
    text = text.replace("\0", "")
    return f"'{text}" if begin[:1] in _BEGINS_A_FORMULA and begin else text


def _cell(value: Any) -> Any:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    return harmless("" if value is None else str(value))
