"""The reader of spreadsheets that runs aside (`core.aside`): XLSX, XLS and text files to plain JSON.

It knows nothing of Django, so that it starts quickly. What a cell says is read by calamine; which cells are formulas,
and which dates show only month and year, is read from the sheet's own XML.
"""

import csv
import io
import json
import math
import posixpath
import re
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from xml.parsers import expat

from nennep.core import aside
from nennep.core.legacy import Encoding, share_of
from nennep.core.syllables import words_of
from nennep.core.text import nfc

SECONDS = 20
WAIT_SECONDS = 120
"""The reader may compute for so long, and on a busy machine take this long for it."""
MEMORY_BYTES = 512 * 1024 * 1024
MOST_ROWS = 20_000
MOST_COLUMNS = 200
MOST_PAGES = 30
ENTITIES, TOO_WIDE, NOT_A_TABLE = 5, 6, 7
"""Exit codes beside those of `aside`: XML with declarations of its own, too many rows or columns, a web page."""

_MONTH_FORMATS = {17}
"""Excel's built-in "mmm-yy"."""
_DELIMITERS = ";,\t|"


class TooMuch(Exception):
    """More rows or columns than a list of people has."""


def _workbook(path: str, *, packed: bool) -> dict[str, Any]:
    from python_calamine import CalamineWorkbook, PasswordError

    seen = _Inside(path) if packed else None
    try:
        with open(path, "rb") as content:  # by its name it would be taken for what the name says
            book = CalamineWorkbook.from_filelike(content)
    except PasswordError:
        sys.exit(aside.PASSWORD)
    pages = []
    for place, about in enumerate(book.sheets_metadata[:MOST_PAGES]):
        if not str(about.typ).endswith("WorkSheet"):
            continue
        formulas, months = seen.of_sheet(about.name) if seen else ([], [])
        sheet = book.get_sheet_by_index(place)
        if sheet.total_height > MOST_ROWS or sheet.total_width > MOST_COLUMNS:
            raise TooMuch
        pages.append(
            {
                "name": about.name,
                "visible": str(about.visible).endswith(".Visible"),
                "rows": [[_plain(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)],
                "merged": [[*first, *last] for first, last in sheet.merged_cell_ranges or []],
                "formulas": formulas,
                "months": months,
            }
        )
    return {"charset": "", "pages": pages}


def _plain(cell: Any) -> Any:
    if isinstance(cell, datetime):
        return {"day": cell.date().isoformat()}
    if isinstance(cell, date):
        return {"day": cell.isoformat()}
    if isinstance(cell, float) and not math.isfinite(cell):
        return str(cell)
    return cell if isinstance(cell, str | int | float | bool) else str(cell)


class _Inside:
    """What calamine does not tell of an XLSX file: formulas and number formats, read as a stream of XML."""

    def __init__(self, path: str) -> None:
        self.packed = zipfile.ZipFile(path)
        for name in self.packed.namelist():
            if name.endswith((".xml", ".rels")):
                _refuse_declarations(self.packed.open(name).read(4096))
        self.parts = self._parts()
        self.month_styles = self._month_styles()

    def _parse(self, name: str, start: Any, end: Any = None) -> None:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartDoctypeDeclHandler = lambda *_about: sys.exit(ENTITIES)
        parser.StartElementHandler = lambda name, about: start(name.rpartition(" ")[2], about)
        parser.EndElementHandler = end
        with self.packed.open(name) as part:
            parser.ParseFile(part)

    def _parts(self) -> dict[str, str]:
        """Which part holds which sheet."""
        links: dict[str, str] = {}
        sheets: dict[str, str] = {}

        def link(_name: str, about: dict[str, str]) -> None:
            if "Target" in about:
                links[about["Id"]] = posixpath.normpath(posixpath.join("/xl", about["Target"])).lstrip("/")

        def sheet(name: str, about: dict[str, str]) -> None:
            if name == "sheet":
                sheets[about["name"]] = next((value for key, value in about.items() if key.endswith(" id")), "")

        self._parse("xl/_rels/workbook.xml.rels", link)
        self._parse("xl/workbook.xml", sheet)
        return {name: links[key] for name, key in sheets.items() if key in links}

    def _month_styles(self) -> set[int]:
        """The cell styles that show a month and a year and no day."""
        formats: dict[int, str] = {}
        styles: list[int] = []
        inside: list[str] = []

        def start(name: str, about: dict[str, str]) -> None:
            inside.append(name)
            if name == "numFmt":
                formats[int(about["numFmtId"])] = about.get("formatCode", "")
            elif name == "xf" and "cellXfs" in inside:
                styles.append(int(about.get("numFmtId", "0")))

        if "xl/styles.xml" in self.packed.namelist():
            self._parse("xl/styles.xml", start, lambda _name: inside.pop())
        return {place for place, number in enumerate(styles) if _shows_a_month(number, formats.get(number, ""))}

    def of_sheet(self, name: str) -> tuple[list[list[int]], list[list[int]]]:
        """Cells that hold a formula, and cells whose date shows no day."""
        formulas: list[list[int]] = []
        months: list[list[int]] = []
        here: list[int] = []

        def start(name: str, about: dict[str, str]) -> None:
            if name == "c":
                here[:] = _place(about.get("r", ""))
                if here and int(about.get("s", "0")) in self.month_styles:
                    months.append(list(here))
            elif name == "f" and here:
                formulas.append(list(here))

        if name in self.parts:
            self._parse(self.parts[name], start)
        return formulas, months


def _refuse_declarations(start: bytes) -> None:
    if b"<!" in start.replace(b"\0", b"").replace(b"<!--", b"").replace(b"<![CDATA[", b""):
        sys.exit(ENTITIES)


def _shows_a_month(number: int, code: str) -> bool:
    code = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", code).lower()
    return number in _MONTH_FORMATS or ("m" in code and "y" in code and not set("dhs") & set(code))


def _place(reference: str) -> list[int]:
    """Row and column, from nought, of "B22"."""
    found = re.fullmatch(r"([A-Z]+)(\d+)", reference)
    return [int(found[2]) - 1, column_number(found[1])] if found else []


def column_number(letters: str) -> int:
    """0 for A, 25 for Z, 26 for AA."""
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return column - 1


# Text files ---------------------------------------------------------------------------------------


def _text_file(path: str) -> dict[str, Any]:
    with open(path, "rb") as handle:
        text, charset = _decoded(handle.read())
    if re.match(r"\s*<(!doctype|html|\?xml|table)", text, re.IGNORECASE):
        sys.exit(NOT_A_TABLE)
    return {"charset": charset, "pages": [table_of_text(text)]}


def table_of_text(text: str) -> dict[str, Any]:
    """The table that a text file, or what was pasted from a spreadsheet, holds."""
    delimiter, text = _delimiter(text)
    rows = list(_rows(text, delimiter))
    if len(rows) > MOST_ROWS or max(map(len, rows), default=0) > MOST_COLUMNS:
        raise TooMuch
    return {"name": "", "visible": True, "rows": rows, "merged": [], "formulas": [], "months": []}


def _decoded(content: bytes) -> tuple[str, str]:
    """The text of a file and its character set; legacy fonts' letters come as Latin-1 and are told apart later."""
    for mark, charset in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if content.startswith(mark):
            return content[len(mark) :].decode(charset), charset
    if content[:2000].count(0) > len(content[:2000]) // 5:
        little = content[1:2000:2].count(0) > content[0:2000:2].count(0)
        charset = "utf-16-le" if little else "utf-16-be"
        return content.decode(charset), charset
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        latin, windows = content.decode("latin-1"), nfc(content.decode("cp1258", "replace"))
    sample = [word for word in words_of(latin) if not word.isascii()][:2000]
    as_legacy = max(share_of(sample, Encoding.TCVN3), share_of(sample, Encoding.VNI))
    as_windows = share_of([word for word in words_of(windows) if not word.isascii()][:2000], Encoding.UNICODE)
    return (latin, "latin-1") if as_legacy > as_windows else (windows, "windows-1258")


def _delimiter(text: str) -> tuple[str, str]:
    said = re.match(r"sep=(.)\r?\n", text)
    if said:
        return said[1], text[said.end() :]
    start = "\n".join(text.splitlines()[:60])

    def agreement(delimiter: str) -> tuple[int, int]:
        widths = Counter(len(row) for row in _rows(start, delimiter) if len(row) > 1)
        width, lines = max(widths.items(), key=lambda each: (each[1], each[0]), default=(0, 0))
        return lines, width

    return max(_DELIMITERS, key=agreement), text


def _rows(text: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def _main(kind: str, path: str) -> None:
    aside.bound(seconds=SECONDS, memory=MEMORY_BYTES)
    try:
        read = _text_file(path) if kind == "csv" else _workbook(path, packed=kind == "xlsx")
    except TooMuch:
        sys.exit(TOO_WIDE)
    except (Exception, MemoryError):
        sys.exit(aside.BROKEN)
    json.dump(read, sys.stdout)


if __name__ == "__main__":
    _main(*sys.argv[1:3])
