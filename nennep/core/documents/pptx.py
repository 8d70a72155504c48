"""PPTX for a hall: one matter a slide, letters that are read at ten metres, the rest in the speaker's notes."""

import io
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from nennep.core.documents.blocks import Table
from nennep.core.documents.pdf import clean

WIDTH_IN, HEIGHT_IN, MARGIN_IN = 13.333, 7.5, 0.6
TITLE_PT, LARGEST_PT, SMALLEST_PT = 40, 32, 24
"""24 points on a sheet of 7.5 inches are a thirtieth of its height for a line: 5 cm on a screen of 1.5 m, enough at
ten metres. No sentence is smaller; cells of small tables are a little, the foot is for whoever looks it up."""
TABLE_PT, FOOT_PT = 20, 14
BODY_TOP_IN, BODY_HEIGHT_IN = 1.75, 4.85
EMS_A_LETTER = 0.52
"""The average width of a letter of the body, for telling how much fits."""
TABLE_ROWS_MAX = 6


@dataclass(frozen=True)
class Slide:
    """One matter: a title, a few sentences, perhaps a small table; `notes` is what the speaker has in hand."""

    title: str
    lines: Sequence[str]
    table: Table | None = None
    notes: Sequence[str] = field(default=())


@dataclass(frozen=True)
class Deck:
    """The slides of a conference, with the words of the first one and the foot of all."""

    title: str
    subtitle: str
    body_name: str
    slides: Sequence[Slide]
    more: str = "Còn %(count)s ý trong tài liệu giấy."
    """What stands where not everything fits."""


def render_pptx(deck: Deck) -> bytes:
    """The deck as PPTX, 16:9, dark on white; titles are real titles, so that outlines and screen readers find them."""
    from pptx import Presentation
    from pptx.util import Inches

    show = Presentation()
    show.slide_width, show.slide_height = Inches(WIDTH_IN), Inches(HEIGHT_IN)
    show.core_properties.title = clean(deck.title)
    show.core_properties.author = clean(deck.body_name)
    _first(show, deck)
    for number, slide in enumerate(deck.slides, start=2):
        _page(show, deck, slide, number)
    out = io.BytesIO()
    show.save(out)
    return out.getvalue()


def fitting(lines: Sequence[str], *, height_in: float = BODY_HEIGHT_IN) -> tuple[int, int]:
    """How many of the lines fit, and in which size: all as large as can be, else as many as the smallest lets."""
    for size in range(LARGEST_PT, SMALLEST_PT - 1, -2):
        if _height_in(lines, size) <= height_in:
            return len(lines), size
    count = len(lines)
    while count > 1 and _height_in(lines[:count], SMALLEST_PT) > height_in - 0.6:
        count -= 1
    return count, SMALLEST_PT


def _height_in(lines: Sequence[str], size: int) -> float:
    letters = (WIDTH_IN - 2 * MARGIN_IN - 0.4) * 72 / (size * EMS_A_LETTER)
    rows = sum(max(1, math.ceil(len(line) / letters)) for line in lines)
    return (rows * size * 1.2 + len(lines) * size * 0.35) / 72


def _first(show: Any, deck: Deck) -> None:
    slide = _blank(show, deck.title, top_in=2.4, size=44, height_in=1.7)
    _text(slide, [deck.subtitle], top_in=4.3, height_in=1.2, size=28)
    _text(slide, [deck.body_name], top_in=0.6, height_in=0.8, size=24)


def _page(show: Any, deck: Deck, slide: Slide, number: int) -> None:
    page = _blank(show, slide.title, top_in=0.45, size=TITLE_PT, height_in=1.1)
    table = slide.table if slide.table and len(slide.table.rows) <= TABLE_ROWS_MAX else None
    taken = _table_height_in(table) if table else 0.0
    count, size = fitting(slide.lines, height_in=BODY_HEIGHT_IN - taken) if slide.lines else (0, LARGEST_PT)
    shown = list(slide.lines[:count])
    if count < len(slide.lines):
        shown.append(deck.more % {"count": len(slide.lines) - count})
    if shown:
        _text(page, shown, top_in=BODY_TOP_IN, height_in=BODY_HEIGHT_IN - taken, size=size)
    if table:
        _table(page, table, top_in=BODY_TOP_IN + BODY_HEIGHT_IN - taken + 0.1)
    _text(page, [f"{deck.body_name} · {number}"], top_in=HEIGHT_IN - 0.65, height_in=0.4, size=FOOT_PT)
    page.notes_slide.notes_text_frame.text = clean("\n".join(slide.notes))


def _blank(show: Any, title: str, *, top_in: float, size: int, height_in: float) -> Any:
    """A page with a title of its own, in the ward's dark red."""
    from pptx.dml.color import RGBColor
    from pptx.enum.text import MSO_ANCHOR
    from pptx.util import Inches, Pt

    slide = show.slides.add_slide(show.slide_layouts[5])
    box = slide.shapes.title
    box.left, box.top = Inches(MARGIN_IN), Inches(top_in)
    box.width, box.height = Inches(WIDTH_IN - 2 * MARGIN_IN), Inches(height_in)
    frame = box.text_frame
    frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.MIDDLE
    frame.text = clean(title)
    for paragraph in frame.paragraphs:
        _left(paragraph)
        for run in paragraph.runs:
            run.font.size, run.font.bold, run.font.name = Pt(size), True, "Arial"
            run.font.color.rgb = RGBColor(0x7A, 0x14, 0x20)
    return slide


def _text(slide: Any, lines: Sequence[str], *, top_in: float, height_in: float, size: int) -> None:
    from pptx.util import Inches, Pt

    box = slide.shapes.add_textbox(
        Inches(MARGIN_IN), Inches(top_in), Inches(WIDTH_IN - 2 * MARGIN_IN), Inches(height_in)
    )
    frame = box.text_frame
    frame.word_wrap = True
    for place, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        _left(paragraph)
        run = paragraph.add_run()
        run.text = clean(line)
        run.font.size, run.font.name = Pt(size), "Arial"
        paragraph.space_after = Pt(size * 0.35)


def _table_height_in(table: Table) -> float:
    return (len(table.rows) + 1) * 0.52 + 0.2


def _table(slide: Any, table: Table, *, top_in: float) -> None:
    from pptx.util import Inches, Pt

    whole = WIDTH_IN - 2 * MARGIN_IN
    shape = slide.shapes.add_table(
        len(table.rows) + 1,
        len(table.head),
        Inches(MARGIN_IN),
        Inches(top_in),
        Inches(whole),
        Inches(_table_height_in(table) - 0.2),
    )
    grid = shape.table
    for column, width in enumerate(table.widths):
        grid.columns[column].width = Inches(whole * width / sum(table.widths))
    for row, cells in enumerate([table.head, *table.rows]):
        for column, words in enumerate(cells):
            frame = grid.cell(row, column).text_frame
            frame.text = clean(_short(words))
            for paragraph in frame.paragraphs:
                for run in paragraph.runs:
                    run.font.size, run.font.name = Pt(TABLE_PT), "Arial"


def _short(words: str, limit: int = 34) -> str:
    return words if len(words) <= limit else f"{words[: limit - 1].rstrip()}…"


def _left(paragraph: Any) -> None:
    from pptx.enum.text import PP_ALIGN

    paragraph.alignment = PP_ALIGN.LEFT
