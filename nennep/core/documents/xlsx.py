"""Spreadsheets as offices print them: words stay words, never formulas."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from textwrap import wrap
from typing import Any

LINE_PT = 15.0
"""How high a line of the sheet's letters is."""


@dataclass(frozen=True)
class Sheet:
    """One sheet: a title line, a head that stays and repeats, rows of words, numbers and days."""

    name: str
    title: str
    head: Sequence[str]
    rows: Iterable[Sequence[Any]]
    widths: Sequence[int]
    notes: Sequence[str] = field(default=())


def render_xlsx(sheets: Sequence[Sheet]) -> bytes:
    """A workbook of A4 sheets. Text that begins with "=" is written as text (security.md A10)."""
    import xlsxwriter

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(out, options)
    base = {"font_name": "Times New Roman", "font_size": 11, "valign": "vcenter"}
    title = book.add_format({**base, "bold": True, "font_size": 13})
    head = book.add_format({**base, "bold": True, "border": 1, "text_wrap": True, "align": "center"})
    cell = book.add_format({**base, "border": 1})
    long = book.add_format({**base, "border": 1, "text_wrap": True})
    day = book.add_format({**base, "border": 1, "num_format": "dd/mm/yyyy", "align": "center"})
    note = book.add_format({**base, "italic": True})
    for sheet in sheets:
        page = book.add_worksheet(sheet.name[:31])
        page.set_paper(9)
        page.set_landscape() if sum(sheet.widths) > 90 else page.set_portrait()
        page.fit_to_pages(1, 0)
        page.set_footer("&P/&N")
        page.write_string(0, 0, sheet.title, title)
        for column, (words, width) in enumerate(zip(sheet.head, sheet.widths, strict=True)):
            page.set_column(column, column, width)
            page.write_string(2, column, words, head)
        page.set_row(2, _height(sheet.head, sheet.widths))
        last = 2
        for last, row in enumerate(sheet.rows, start=3):
            page.set_row(last, _height(row, sheet.widths))
            for column, value in enumerate(row):
                if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
                    page.write_number(last, column, float(value), cell)
                elif isinstance(value, date):
                    page.write_datetime(last, column, value, day)
                else:
                    words = "" if value is None else str(value)
                    page.write_string(last, column, words, long if len(words) > sheet.widths[column] else cell)
        page.freeze_panes(3, 0)
        page.repeat_rows(2)
        if last > 2:
            page.autofilter(2, 0, last, len(sheet.head) - 1)
        for below, words in enumerate(sheet.notes, start=2):
            page.write_string(last + below, 0, words, note)
    book.close()
    return out.getvalue()


def _height(row: Sequence[Any], widths: Sequence[int]) -> float:
    """How high a row is, so that wrapped words are seen by whichever program opens the file."""
    lines = [
        sum(len(wrap(part, max(round(width * 1.15), 1))) or 1 for part in value.split("\n"))
        for value, width in zip(row, widths, strict=True)
        if isinstance(value, str)
    ]
    return LINE_PT * max(lines, default=1)
