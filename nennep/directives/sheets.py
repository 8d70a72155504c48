"""Documents from a spreadsheet as an office keeps it: what each row says, and what would become of it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nennep.core.forms import VietnameseDateField
from nennep.core.refusals import Refused
from nennep.core.sheets import Book, Heading, Headings, Page, find_heading, in_unicode, read_book, readings_of, words_in
from nennep.core.text import fold
from nennep.directives.kinds import KINDS
from nennep.directives.models import Direction, Directive, Field

MOST_ROWS = 5000
HEADINGS = Headings(
    {
        "issuer": ("co quan ban hanh", "noi ban hanh", "noi gui", "tac gia"),
        "kind": ("loai van ban", "ten loai", "loai"),
        "symbol": ("so, ky hieu", "so ky hieu", "so van ban", "so hieu", "ky hieu", "so"),
        "dated_on": ("ngay van ban", "ngay vb", "ngay ban hanh", "ngay ky", "ngay, thang", "ngay thang"),
        "received_on": ("ngay den", "ngay nhan"),
        "subject": ("trich yeu", "noi dung", "ve viec", "ten van ban"),
        "field": ("linh vuc",),
        "deadline": ("han thuc hien", "thoi han", "han xu ly", "han"),
    }
)
"""The headings by which offices call each column, without marks; the longer ones are tried first."""
NEEDED = ("issuer", "symbol", "subject")
LABELS: dict[str, str | Promise] = {
    "issuer": gettext_lazy("Cơ quan ban hành"),
    "kind": gettext_lazy("Loại văn bản"),
    "symbol": gettext_lazy("Số, ký hiệu"),
    "dated_on": gettext_lazy("Ngày văn bản"),
    "received_on": gettext_lazy("Ngày đến"),
    "subject": gettext_lazy("Trích yếu"),
    "field": gettext_lazy("Lĩnh vực"),
    "deadline": gettext_lazy("Hạn thực hiện"),
}
_CODE = re.compile(r"-\s*([A-ZĐa-zđ]+)\s*/")


class NoHeading(Refused):
    field = "file"
    message = gettext_lazy(
        "Không tìm thấy dòng tiêu đề có các cột “Cơ quan ban hành”, “Số, ký hiệu”, “Trích yếu”. "
        "Ghi tên cột như thế rồi tải lại."
    )


class TooManyRows(Refused):
    field = "file"
    message = gettext_lazy("Bảng có hơn %(most)s dòng. Chia thành nhiều tệp rồi tải từng tệp.")


@dataclass(frozen=True)
class SheetRow:
    """One row: its number in the file, what it says, what would become of it and why."""

    number: int
    words: dict[str, Any] = field(default_factory=dict)
    fate: str = "new"
    """new, same (it is in the register already) or error."""
    problem: str = ""


def read_sheet(path: Path, ward_id: UUID) -> list[SheetRow]:
    """The rows of the first sheet under its heading, each with its fate. Refuses a file without known headings."""
    page, heading = _page(read_book(path))
    body = page.rows[heading.last + 1 :]
    if len(body) > MOST_ROWS:
        raise TooManyRows(most=MOST_ROWS)
    known = set(
        Directive.objects.filter(ward=ward_id, unit__isnull=True, direction=Direction.RECEIVED).values_list(
            "issuer", "symbol", "dated_on"
        )
    )
    return list(_rows(body, heading.columns, known, first=heading.last + 2))


def _page(book: Book) -> tuple[Page, Heading]:
    """The first sheet, its text in Unicode, and where its heading stands."""
    page = in_unicode(book.pages[0], readings_of(book.pages[0]), HEADINGS)
    heading = find_heading(page, HEADINGS, needed=NEEDED)
    if heading is None:
        raise NoHeading
    return page, heading


def _rows(
    body: Sequence[Sequence[Any]], columns: dict[str, int], known: set[tuple[str, str, date | None]], *, first: int
) -> Iterator[SheetRow]:
    seen: dict[tuple[str, str, date | None], int] = {}
    for number, row in enumerate(body, start=first):
        given = {name: row[column] for name, column in columns.items() if column < len(row)}
        if not str(given.get("symbol", "")).strip() or not str(given.get("subject", "")).strip():
            continue  # blank lines, totals, signatures
        words, problem = _understood(given)
        key = (words["issuer"], words["symbol"], words["dated_on"])
        if problem:
            yield SheetRow(number, words, "error", problem)
        elif key in known:
            yield SheetRow(number, words, "same", _("đã có trong sổ"))
        elif key in seen:
            yield SheetRow(number, words, "same", _("trùng dòng %(row)s") % {"row": seen[key]})
        else:
            seen[key] = number
            yield SheetRow(number, words)


def _understood(given: dict[str, Any]) -> tuple[dict[str, Any], str]:
    """What a row says, and the first thing in it that is not understood."""
    words: dict[str, Any] = {name: words_in(given.get(name, "")) for name in ("issuer", "symbol", "subject")}
    problem = "" if words["issuer"] else _("chưa ghi cơ quan ban hành")
    words["kind"] = _kind(words_in(given.get("kind", "")), words["symbol"])
    if not words["kind"]:
        problem = problem or _("không rõ loại văn bản; ghi ở cột “Loại văn bản”")
    about = {fold(str(label)): value for value, label in Field.choices}
    words["field"] = about.get(fold(words_in(given.get("field", ""))), Field.PARTY_BUILDING)
    for name in ("dated_on", "received_on", "deadline"):
        try:
            words[name] = _day(given.get(name))
        except ValidationError as fault:
            words[name] = None
            problem = problem or f"{LABELS[name]}: {fault.messages[0]}"
    problem = problem or _too_long(words)
    if words["dated_on"] and words["received_on"] and words["received_on"] < words["dated_on"]:
        problem = problem or _("ngày đến trước ngày văn bản")
    return words, problem


def _too_long(words: dict[str, Any]) -> str:
    """What does not fit into the register, where something does not."""
    for name in ("issuer", "symbol", "subject"):
        most = getattr(Directive._meta.get_field(name), "max_length", None)
        if most and len(words[name]) > most:
            return _("%(label)s dài quá %(most)s ký tự") % {"label": LABELS[name], "most": most}
    return ""


def _kind(words: str, symbol: str) -> str:
    """By its name, by its code, or by the code inside the number: "11-ĐA/TU" is a scheme."""
    names = {fold(str(kind.label)): kind.value for kind in KINDS}
    codes = {kind.value.lower(): kind.value for kind in KINDS}
    in_symbol = _CODE.search(symbol)
    code = in_symbol[1].lower() if in_symbol else ""
    return names.get(fold(words)) or codes.get(words.lower()) or codes.get(code) or ""


def _day(cell: Any) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    return VietnameseDateField(required=False).clean(words_in(cell) if cell is not None else "")
