"""What an official document is made of (domain.md 3.1): the same blocks for every format."""

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Heading:
    """A section: level 1 "I- …", level 2 "1. …", level 3 "a) …"; the engine gives the numbers."""

    level: int
    text: str


@dataclass(frozen=True)
class Paragraph:
    """Running text; `bold` for a lead-in line, `lead` for bold words at its beginning."""

    text: str
    lead: str = ""
    bold: bool = False
    centred: bool = False


@dataclass(frozen=True)
class Listing:
    """Items each on a line, with a dash."""

    items: Sequence[str]


@dataclass(frozen=True)
class Opinion:
    """What somebody said, under the name."""

    speaker: str
    text: str


@dataclass(frozen=True)
class Table:
    """Rows under a head that repeats on every page; widths in parts, `numeric` columns set right."""

    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[int]
    numeric: Sequence[int] = ()
    caption: str = ""


@dataclass(frozen=True)
class Notice:
    """Something the reader must not overlook: a finding on the data."""

    text: str


Block = Heading | Paragraph | Listing | Opinion | Table | Notice


@dataclass(frozen=True)
class Format:
    """Margins (top, bottom, left, right, mm), letter size and line (pt), first-line indent (mm): rulebook data.

    `landscape` is for tables with more columns than an upright sheet holds.
    """

    margins_mm: tuple[int, ...]
    font_pt: int
    line_pt: int
    indent_mm: int
    landscape: bool = False

    @property
    def text_mm(self) -> int:
        """How wide a line is on A4."""
        return (297 if self.landscape else 210) - self.margins_mm[2] - self.margins_mm[3]


@dataclass(frozen=True)
class SignatureBlock:
    """Who signs, from top to bottom: "T/M CHI BỘ", "BÍ THƯ", then the name; `note` says how it was signed."""

    lines: Sequence[str]
    name: str
    note: str = ""


@dataclass(frozen=True)
class OfficialDocument:
    """One document of a Party body in its official form."""

    higher_body: str
    body_name: str
    symbol: str
    place_and_date: str
    kind: str
    subject: str
    blocks: Sequence[Block]
    format: Format
    left: SignatureBlock | None = None
    right: SignatureBlock | None = None
    recipients: Sequence[str] = field(default=())
    annexes: Sequence[Block] = field(default=())
    """What was added after signing: it stands under the signatures."""
    footer: str = ""
    seal: str = ""
    """Words that a camera can read off the last page as well: the hash of what was signed."""
    title: str = ""
    """What the file says of itself: for readers of the PDF's properties."""


_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_LETTERS = "abcdđeghiklmnopqrstuvxy"


def numbered(blocks: Sequence[Block]) -> list[Block]:
    """Headings with their numbers written in: I- … 1. … a), in the order a, b, c, d, đ, e, g, h."""
    counts = [0, 0, 0]
    result: list[Block] = []
    for block in blocks:
        if not isinstance(block, Heading):
            result.append(block)
            continue
        level = block.level - 1
        counts[level] += 1
        counts[level + 1 :] = [0] * (2 - level)
        result.append(Heading(block.level, f"{_number(level, counts[level])} {block.text}"))
    return result


def _number(level: int, count: int) -> str:
    if level == 0:
        return f"{_ROMAN[count - 1]}-" if count <= len(_ROMAN) else f"{count}-"
    if level == 1:
        return f"{count}."
    return f"{_LETTERS[count - 1]})" if count <= len(_LETTERS) else f"{count})"
