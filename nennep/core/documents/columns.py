"""How wide the columns of a printed table are: no word and no date is broken in two."""

from collections.abc import Sequence
from functools import cache

from nennep.core.documents.blocks import Table

PAD_MM = 3.2
"""What a cell keeps free left and right of its words, together."""
POINT_MM = 25.4 / 72
_NARROW = frozenset("iíìỉĩịjltfrI.,:;'’!|()[]-/ ")
_WIDE = frozenset("mwMW%@")


def font_pt(table: Table, body_pt: int) -> int:
    """The size of a table's letters: as the body's at most, smaller where there are many columns."""
    return min(body_pt, 12 if len(table.head) <= 6 else 10)


def widths_mm(table: Table, text_mm: float, size_pt: int) -> list[float]:
    """The width of each column in millimetres, together `text_mm`.

    Each column gets what its longest word needs; what is left is shared by the parts the table asks for. If not
    even the words fit, all give way alike.
    """
    columns = [[head, *(row[place] for row in table.rows)] for place, head in enumerate(table.head)]
    least = [PAD_MM + max(_widest(cell, size_pt) for cell in cells) for cells in columns]
    if sum(least) >= text_mm:
        return [text_mm * each / sum(least) for each in least]
    return _shared(least, table.widths, text_mm)


def _shared(least: Sequence[float], parts: Sequence[int], whole: float) -> list[float]:
    """Widths in proportion to `parts`, none under its least: who would fall short is given its least first."""
    fixed: set[int] = set()
    while True:
        free = whole - sum(least[place] for place in fixed)
        shares = sum(part for place, part in enumerate(parts) if place not in fixed)
        result = [least[place] if place in fixed else free * part / shares for place, part in enumerate(parts)]
        short = {place for place, width in enumerate(result) if width < least[place] and place not in fixed}
        if not short:
            return result
        fixed |= short


def _widest(cell: str, size_pt: int) -> float:
    return max((_length(word) for word in cell.split()), default=0.0) * size_pt * POINT_MM


@cache
def _length(word: str) -> float:
    """The length of a bold word in ems, roughly, never too short."""
    return sum(map(_ems, word))


def _ems(letter: str) -> float:
    if letter in _NARROW:
        return 0.36
    if letter in _WIDE:
        return 1.0
    return 0.78 if letter.isupper() else 0.58
