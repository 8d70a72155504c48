"""Tables that people kept in spreadsheets: read within bounds, their heading found among titles, legacy text decoded.

What the columns mean is the business of the room that imports them: it gives the headings by which offices call
each of its columns (`Headings`) and reads the cells itself.
"""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from nennep.core import aside, workbooks
from nennep.core.legacy import Encoding, Reading, decide, reading_of_cell, side_by_side, to_unicode
from nennep.core.refusals import Refused
from nennep.core.syllables import is_syllable, words_of
from nennep.core.text import fold, nfc
from nennep.core.uploads import EmptyFile, TooLarge, table_kind

Cell = str | int | float | bool | date
HEADING_AMONG = 40
"""The heading stands among the first rows; below them a list of members would have begun."""


class Unreadable(Refused):
    field = "file"
    message = _("Không mở được bảng tính này. Mở bằng Excel, lưu lại thành .xlsx rồi tải lên.")


class PasswordProtected(Refused):
    field = "file"
    message = _("Bảng tính có mật khẩu nên không đọc được. Bỏ mật khẩu, lưu lại rồi tải lên.")


class HasDeclarations(Refused):
    field = "file"
    message = _("Trong tệp có khai báo XML lạ nên không được đọc. Mở bằng Excel, lưu lại thành .xlsx rồi tải lên.")


class TooWide(Refused):
    field = "file"
    message = _("Bảng quá lớn: nhiều nhất %(rows)s dòng, %(columns)s cột. Xóa phần thừa hoặc chia thành nhiều tệp.")


class WebPage(Refused):
    field = "file"
    message = _("Tệp này là trang web đặt tên thành bảng tính. Mở bằng Excel, lưu lại thành .xlsx rồi tải lên.")


class NoSuchPage(Refused):
    field = "sheet"
    message = _("Tệp không có trang tính “%(name)s”. Các trang trong tệp: %(names)s.")


@dataclass(frozen=True)
class Page:
    """One sheet: its rows as they stand in the file, and what is special about some cells (from nought)."""

    name: str
    rows: list[list[Cell]]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    formulas: frozenset[tuple[int, int]] = frozenset()
    months: frozenset[tuple[int, int]] = frozenset()
    """Cells whose date shows month and year only."""
    visible: bool = True

    @property
    def width(self) -> int:
        return max(map(len, self.rows), default=0)


@dataclass(frozen=True)
class Book:
    """A file of tables; `charset` says how a text file was read."""

    pages: list[Page]
    charset: str = ""

    @property
    def names(self) -> list[str]:
        return [page.name for page in self.pages]

    def page(self, name: str) -> Page:
        for page in self.pages:
            if page.name == name:
                return page
        raise NoSuchPage(name=name, names=", ".join(page.name for page in self.pages))


def read_book(path: Path) -> Book:
    """All sheets of a file, read in a process of its own. Refuses with a sentence what is too large or strange."""
    size = path.stat().st_size
    if size > settings.UPLOAD_MAX_BYTES:
        raise TooLarge(limit=settings.UPLOAD_MAX_BYTES // 1024 // 1024)
    if not size:
        raise EmptyFile
    with path.open("rb") as content:
        kind = table_kind(content)
    try:
        read = aside.ask("nennep.core.workbooks", kind.ending[1:], str(path), seconds=workbooks.WAIT_SECONDS)
    except aside.Failed as failure:
        raise _refusal(failure.code) from None
    if not read["pages"]:
        raise Unreadable
    return Book([_page(each) for each in read["pages"]], read["charset"])


def _refusal(code: int) -> Refused:
    if code == workbooks.TOO_WIDE:
        return TooWide(rows=workbooks.MOST_ROWS, columns=workbooks.MOST_COLUMNS)
    reasons = {
        aside.PASSWORD: PasswordProtected,
        workbooks.ENTITIES: HasDeclarations,
        workbooks.NOT_A_TABLE: WebPage,
    }
    return reasons.get(code, Unreadable)()


def pasted(text: str) -> Page:
    """The table in what somebody copied from a spreadsheet into a text box."""
    try:
        return _page(workbooks.table_of_text(text))
    except workbooks.TooMuch:
        raise _refusal(workbooks.TOO_WIDE) from None
    except csv.Error:
        raise Unreadable from None


def _page(read: dict[str, Any]) -> Page:
    return Page(
        read["name"],
        [[_cell(cell) for cell in row] for row in read["rows"]],
        tuple(tuple(area) for area in read["merged"]),
        frozenset(map(tuple, read["formulas"])),
        frozenset(map(tuple, read["months"])),
        read["visible"],
    )


def _cell(cell: Any) -> Cell:
    """A cell as it came from the reader: days as days, text without what no database keeps."""
    if isinstance(cell, dict):
        return date.fromisoformat(cell["day"])
    if isinstance(cell, str) and not cell.isprintable():
        return cell.replace("\0", "").encode("utf-8", "replace").decode("utf-8")
    return cell


def column_letter(column: int) -> str:
    """A for 0, Z for 25, AA for 26."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    """B22, as the spreadsheet itself calls the cell; row and column from nought."""
    return f"{column_letter(column)}{row + 1}"


def words_in(cell: Any) -> str:
    """What a cell says, in one line and one form of writing; whole numbers without a decimal point."""
    if cell is None:
        return ""
    if isinstance(cell, date):
        return cell.strftime("%d/%m/%Y")
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return " ".join(nfc(str(cell)).split())


# Headings -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Headings:
    """By which words, without marks, each column is called; the longer ones are tried first.

    `under` names columns that exist only below another heading: "Nam" under "Ngày sinh".
    """

    words: Mapping[str, Sequence[str]]
    under: Mapping[tuple[str, str], str] = field(default_factory=dict)
    hints: Sequence[tuple[str, Sequence[str], Sequence[str]]] = ()
    """Columns in the order they are thought of: the words one of which is in the heading, and those that are not."""

    def column_of(self, heading: str) -> str:
        """The column that a heading names, or nothing."""
        said = plain_heading(heading)
        if not said:
            return ""
        found = [
            (said == head, len(head), name)
            for name, heads in self.words.items()
            for head in heads
            if said == head or (said.startswith(head) and not said[len(head) :][:1].isalnum())
        ]
        return max(found)[2] if found else ""

    def names(self, heading: str) -> bool:
        """Whether these are, word for word, the words for a column."""
        said = plain_heading(heading)
        return any(said in heads for heads in self.words.values())

    def hinted(self, heading: str) -> str:
        """The column that an unknown heading speaks of, by the words within it: "Kết nạp Đảng hôm" is of `joined`."""
        said = f" {plain_heading(heading)} "
        return next(
            (
                name
                for name, within, without in self.hints
                if any(f" {words} " in said for words in within) and not any(f" {words} " in said for words in without)
            ),
            "",
        )


def plain_heading(heading: str) -> str:
    """A heading without case, marks, numbering and signs: "3. Họ và tên (*)" is "ho va ten"."""
    words = fold(heading.replace("\n", " "))
    kept = "".join(c if c.isalnum() or c in " ,/&" else " " for c in words)
    return " ".join(kept.split()).strip(" ,/&0123456789")


@dataclass(frozen=True)
class Heading:
    """Where the heading of a page stands, and which column of the file is which."""

    first: int
    last: int
    columns: dict[str, int]
    labels: dict[int, str]
    """What stands over each column in the file, the upper row first."""


def find_heading(page: Page, headings: Headings, *, needed: Sequence[str], enough: int = 2) -> Heading | None:
    """The heading among titles above it: the row, or two rows, that name most columns, with all that are needed."""
    best: Heading | None = None
    for first in range(min(len(page.rows), HEADING_AMONG)):
        for last in (first, first + 1):
            heading = _heading_at(page, first, last, headings)
            wanted = all(name in heading.columns for name in needed)
            if wanted and len(heading.columns) >= enough and (best is None or _better(heading, best)):
                best = heading
    return best


def heading_at(page: Page, row: int, headings: Headings) -> Heading:
    """The heading where the reader says it stands, with a second row below it if there is one."""
    row = min(max(row, 0), len(page.rows) - 1)
    both = _heading_at(page, row, row + 1, headings)
    one = _heading_at(page, row, row, headings)
    return both if len(both.columns) > len(one.columns) else one


def _better(one: Heading, other: Heading) -> bool:
    """More columns; of two with as many, the one that says more over each."""
    return (len(one.columns), one.last - one.first) > (len(other.columns), other.last - other.first)


def _heading_at(page: Page, first: int, last: int, headings: Headings) -> Heading:
    upper = _label_row(page, first)
    lower = _label_row(page, last) if last > first and last < len(page.rows) else []
    columns: dict[str, int] = {}
    labels: dict[int, str] = {}
    for column in range(page.width):
        above = upper[column] if column < len(upper) else ""
        below = lower[column] if column < len(lower) else ""
        labels[column] = " / ".join(dict.fromkeys(part for part in (above, below) if part))
        name = _name_of(above, below, headings)
        if name and name not in columns:
            columns[name] = column
    if last > first and not _is_second_row(lower, upper, headings):
        return Heading(first, last, {}, labels)
    return Heading(first, last, columns, labels)


def _is_second_row(lower: Sequence[str], upper: Sequence[str], headings: Headings) -> bool:
    """Whether a row refines a heading above it: all its words name columns; the row above is no mere title."""
    named = {headings.column_of(words) for words in upper if words} - {""}
    said = [words for column, words in enumerate(lower) if words and words != _at(upper, column)]
    known = [words for words in said if headings.column_of(words) or _is_under(words, headings)]
    return len(named) > 1 and bool(said) and len(known) == len(said)


def _is_under(words: str, headings: Headings) -> bool:
    return plain_heading(words) in {below for _above, below in headings.under}


def _at(row: Sequence[str], column: int) -> str:
    return row[column] if column < len(row) else ""


def _name_of(above: str, below: str, headings: Headings) -> str:
    upper = headings.column_of(above)
    if below and below != above:
        special = headings.under.get((upper, plain_heading(below)))
        return special or headings.column_of(f"{above} {below}") or headings.column_of(below) or upper
    return upper


def _label_row(page: Page, place: int) -> list[str]:
    """The words of a heading's row; a merged cell speaks for all columns it covers."""
    row = [words_in(cell) for cell in page.rows[place]]
    row += [""] * (page.width - len(row))
    for top, left, bottom, right in page.merged:
        if top <= place <= bottom:
            said = words_in(page.rows[top][left]) if left < len(page.rows[top]) else ""
            row[left : right + 1] = [said] * len(row[left : right + 1])
    return row


# Legacy text --------------------------------------------------------------------------------------


def readings_of(page: Page) -> dict[int, Reading]:
    """In which encoding each column is written that holds more than ASCII."""
    readings = {}
    for column in range(page.width):
        cells = [row[column] for row in page.rows if column < len(row) and isinstance(row[column], str)]
        texts = [str(cell) for cell in cells if not str(cell).isascii()]
        if texts:
            readings[column] = decide(texts)
    return side_by_side(readings)


def in_unicode(
    page: Page, readings: Mapping[int, Reading], headings: Headings, *, chosen: Mapping[int, str] | None = None
) -> Page:
    """The page with every text in Unicode NFC, column by column.

    Single cells that differ clearly go their own way, except in columns for which a reader has `chosen` one. What
    names a column as it stands was typed later, over an old list: "Tên" in Unicode would be "Tờn" in TCVN3.
    And what names one only in the encoding of the other columns is in that one.
    """
    chosen = chosen or {}
    encodings = {column: reading.encoding for column, reading in readings.items()}
    usual = next((each for each in encodings.values() if each != Encoding.UNICODE), Encoding.UNICODE)

    def as_heading(cell: str) -> str:
        readings = [nfc(cell)]
        if not all(is_syllable(word) for word in words_of(readings[0])):  # "Hoà" is a name, not "Họ" of another font
            readings.append(to_unicode(cell, usual))
        return next((each for each in readings if headings.names(each)), "")

    def decoded(cell: Cell, column: int, row: int) -> Cell:
        if not isinstance(cell, str) or cell.isascii():
            return cell
        if row <= HEADING_AMONG and (heading := as_heading(cell)):
            return heading
        if column in chosen:
            return to_unicode(cell, chosen[column])
        return to_unicode(cell, reading_of_cell(cell, encodings.get(column, usual)))

    rows = [[decoded(cell, column, place) for column, cell in enumerate(row)] for place, row in enumerate(page.rows)]
    return Page(page.name, rows, page.merged, page.formulas, page.months, page.visible)
