"""What the parts of a page are made from: small frozen shapes that a room's queries or views fill.

The tags of `templatetags/nennep.py` show them; none of them asks the database.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Literal

from django.utils.functional import Promise

Words = str | Promise  # a sentence, perhaps one that waits to be translated
Tone = Literal["done", "doing", "todo", "late", "missing", "thematic", "waiting", "finding", "plain", ""]

MARKS: dict[str, str] = {
    "done": "✓",
    "doing": "◐",
    "todo": "○",
    "late": "!",
    "missing": "✕",
    "thematic": "◆",
    "waiting": "…",
    "finding": "⚠",
    "plain": "",
    "": "",
}


@dataclass(frozen=True)
class TaskListItem:
    """One step of a job and how far it is: `state` is the word beside the mark."""

    label: Words
    url: str
    tone: Tone
    state: Words
    note: Words = ""

    @property
    def mark(self) -> str:
        return MARKS[self.tone]


@dataclass(frozen=True)
class CountTab:
    label: Words
    count: int | None
    url: str
    current: bool = False


@dataclass(frozen=True)
class Column:
    """`sorted` says by which way the table now stands: "up", "down" or not by this column."""

    label: Words
    number: bool = False
    sort_url: str = ""
    sorted: Literal["", "up", "down"] = ""

    @property
    def aria_sort(self) -> str:
        return {"up": "ascending", "down": "descending"}.get(self.sorted, "")


@dataclass(frozen=True)
class Cell:
    text: Words
    url: str = ""
    tone: Tone = ""
    note: Words = ""
    number: bool = False

    @property
    def mark(self) -> str:
        return MARKS[self.tone]

    def __str__(self) -> str:
        return str(self.text)


@dataclass(frozen=True)
class TableRow:
    """`select` is the value posted as `selected` when the row is ticked for a bulk step."""

    cells: Sequence[Cell | Words]
    url: str = ""
    select: str = ""
    tone: Tone = ""


@dataclass(frozen=True)
class DataTable:
    caption: Words
    columns: Sequence[Column]
    rows: Sequence[TableRow]
    foot: TableRow | None = None
    empty: Words = ""
    export_url: str = ""
    stack: bool = True
    form: str = ""

    @property
    def selectable(self) -> bool:
        return any(row.select for row in self.rows)


@dataclass(frozen=True)
class Fact:
    """A label and what stands for it; `action` names what the link does ("Đổi giờ")."""

    label: Words
    text: Words
    url: str = ""
    action: Words = ""


@dataclass(frozen=True)
class GridCell:
    """One branch in one month: `title` is the whole sentence that a screen reader says."""

    text: Words
    tone: Tone
    url: str = ""
    title: Words = ""

    @property
    def mark(self) -> str:
        return MARKS[self.tone]


@dataclass(frozen=True)
class GridRow:
    label: Words
    url: str
    cells: Sequence[GridCell | None]
    sums: Sequence[str] = ()


@dataclass(frozen=True)
class YearGrid:
    caption: Words
    columns: Sequence[Words]
    rows: Sequence[GridRow]
    sum_columns: Sequence[Words] = ()
    corner: Words = ""
    legend: bool = True

    @property
    def tones(self) -> list[str]:
        """The tones in use, in the order of the legend."""
        used = {cell.tone for row in self.rows for cell in row.cells if cell}
        return [tone for tone in MARKS if tone in used and MARKS[tone]]


@dataclass(frozen=True)
class Bar:
    label: Words
    value: float
    text: Words
    url: str = ""
    tone: Tone = ""


@dataclass(frozen=True)
class BarList:
    title: Words
    description: Words
    bars: Sequence[Bar]
    highest: float | None = None

    def widths(self) -> list[tuple[Bar, str]]:
        """Each bar with its length in hundredths of the longest possible."""
        longest = self.highest or max((bar.value for bar in self.bars), default=0) or 1
        return [(bar, f"{min(bar.value / longest, 1) * 100:.1f}") for bar in self.bars]


@dataclass(frozen=True)
class LinePoint:
    """`value` None is a month without figures: the line is broken there, never drawn as nought."""

    label: Words
    value: float | None
    text: Words
    url: str = ""


@dataclass(frozen=True)
class PlacedPoint:
    point: LinePoint
    x: int
    y: int | None


@dataclass(frozen=True)
class TargetLine:
    title: Words
    description: Words
    points: Sequence[LinePoint]
    target: float
    target_text: Words
    lowest: float = 0
    highest: float = 100

    WIDTH = 640
    TOP, BOTTOM, LEFT, RIGHT = 34, 190, 36, 604

    def y(self, value: float) -> int:
        part = (value - self.lowest) / ((self.highest - self.lowest) or 1)
        return round(self.BOTTOM - min(max(part, 0), 1) * (self.BOTTOM - self.TOP))

    @property
    def target_y(self) -> int:
        return self.y(self.target)

    def placed(self) -> list[PlacedPoint]:
        step = (self.RIGHT - self.LEFT) / max(len(self.points) - 1, 1)
        return [
            PlacedPoint(p, round(self.LEFT + step * i), None if p.value is None else self.y(p.value))
            for i, p in enumerate(self.points)
        ]

    def strokes(self) -> list[str]:
        """The unbroken stretches of the line, as lists of points."""
        stretches: list[list[str]] = [[]]
        for placed in self.placed():
            if placed.y is None:
                stretches.append([])
            else:
                stretches[-1].append(f"{placed.x},{placed.y}")
        return [" ".join(stretch) for stretch in stretches if len(stretch) > 1]


@dataclass(frozen=True)
class BarPart:
    label: Words
    count: int
    tone: Tone
    url: str = ""

    @property
    def mark(self) -> str:
        return MARKS[self.tone]


@dataclass(frozen=True)
class StackedBar:
    title: Words
    description: Words
    parts: Sequence[BarPart]

    @property
    def total(self) -> int:
        return sum(part.count for part in self.parts)

    def placed(self) -> list[tuple[BarPart, str, str]]:
        """Each part that is there, with its place and its width in thousandths of the bar."""
        placed, at = [], 0.0
        for part in self.parts:
            width = part.count / (self.total or 1) * 1000
            if part.count:
                placed.append((part, f"{at:.0f}", f"{width:.0f}"))
            at += width
        return placed


@dataclass(frozen=True)
class Version:
    """One of two texts that two people wrote at the same place."""

    text: Words
    who: Words
    at: datetime | time


@dataclass(frozen=True)
class ReaderItem:
    title: Words
    paragraphs: Sequence[str] = field(default_factory=tuple)
    changed: bool = False
    fix_url: str = ""


@dataclass(frozen=True)
class TimelineEvent:
    at: datetime
    who: Words
    text: Words
    url: str = ""
