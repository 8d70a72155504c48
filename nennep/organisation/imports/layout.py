"""Where the heading of a members' file stands, which column holds what, and how its text was decoded."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy

from nennep.core import sheets
from nennep.core.legacy import Encoding, Reading
from nennep.core.reading import ClassifiedRefused
from nennep.core.refusals import Refused
from nennep.core.sheets import Book, Heading, Page, column_letter, words_in
from nennep.core.stamps import has_stamp
from nennep.organisation.imports.headings import MEMBERS, guess, has_name


class NobodyInIt(Refused):
    field = "file"
    message = gettext_lazy("Không thấy dòng nào có họ tên. Tiêu đề ở dòng mấy?")


@dataclass(frozen=True)
class Corrections:
    """What the reader says otherwise than was guessed; what is empty was guessed rightly."""

    page: str = ""
    header: int = 0
    """The row of the heading, from one, as the file counts."""
    columns: Mapping[str, int] | None = None
    encodings: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Layout:
    """How a file is understood: the sheet, where its heading stands, which column is which, how text was decoded."""

    page: Page
    heading: Heading
    columns: dict[str, int]
    readings: dict[int, Reading]
    charset: str = ""

    @property
    def encoding(self) -> str:
        """The legacy encoding of the file, or its Unicode."""
        found = [reading.encoding for reading in self.readings.values() if reading.encoding != Encoding.UNICODE]
        if found:
            return max(found, key=found.count).value
        return "windows-1258" if self.charset == "windows-1258" else Encoding.UNICODE.value

    @property
    def mapping(self) -> dict[str, str]:
        """Column letters by what they hold."""
        return {name: column_letter(column) for name, column in self.columns.items()}


def lay_out(book: Book, corrections: Corrections = Corrections()) -> Layout:
    """How a file is understood: the visible sheet with most members, unless the reader said otherwise."""
    chosen = [book.page(corrections.page)] if corrections.page else [each for each in book.pages if each.visible]
    layouts = [layout for each in chosen or book.pages if (layout := _layout(each, book.charset, corrections))]
    named = [each for each in layouts if has_name(tuple(each.columns))]
    if not layouts or not (named or corrections.columns is not None or corrections.header):
        raise NobodyInIt
    best = max(named or layouts, key=lambda each: len(each.page.rows) - each.heading.last)
    _refuse_stamp(best)
    return best


def _refuse_stamp(layout: Layout) -> None:
    """A secrecy stamp stands above a list, or beside its heading; below the heading "Mật" is somebody's name."""
    above = layout.page.rows[: max(layout.heading.last + 1, 0)]
    if has_stamp([words_in(cell) for row in above for cell in row]):
        raise ClassifiedRefused


def _layout(page: Page, charset: str, corrections: Corrections) -> Layout | None:
    if not page.rows:
        return None
    readings = sheets.readings_of(page)
    for column, encoding in corrections.encodings.items():
        if column in readings:
            readings[column] = readings[column].chosen(encoding)
    page = sheets.in_unicode(page, readings, MEMBERS, chosen=corrections.encodings)
    if corrections.header:
        heading = sheets.heading_at(page, corrections.header - 1, MEMBERS)
    else:
        found = sheets.find_heading(page, MEMBERS, needed=(), enough=2)
        heading = found if found and _tells_names(page, found) else Heading(-1, -1, {}, {})
    columns = _columns(page, heading) if corrections.columns is None else dict(corrections.columns)
    return Layout(page, heading, columns, readings, charset)


def _tells_names(page: Page, heading: Heading) -> bool:
    return has_name(tuple(_columns(page, heading)))


def _columns(page: Page, heading: Heading) -> dict[str, int]:
    """The columns by their headings; what has none, by content."""
    columns = dict(heading.columns)
    if "family_name" in columns and "given_name" not in columns and "full_name" not in columns:
        columns = _split_name_under_one_heading(page, heading, columns)
    body = page.rows[heading.last + 1 :]
    for column in range(page.width):
        if column in columns.values():
            continue
        kind = guess([row[column] for row in body[:500] if column < len(row)])
        label = heading.labels.get(column, "")
        if label and kind != "number":
            kind = _hinted(label, kind)  # somebody named it: its words and what is in it have to agree
        elif kind == "date":
            kind = "birth" if "birth" not in columns and "birth_male" not in columns else "joined"
        if kind and kind not in columns and not (kind == "full_name" and has_name(tuple(columns))):
            columns[kind] = column
    return _names_beside(page, heading, columns)


def _hinted(label: str, kind: str) -> str:
    """The column that an unknown heading speaks of, if such things are in it."""
    name = MEMBERS.hinted(label)
    holds = "date" if name in ("birth", "official", "joined") else name
    return name if holds == kind else ""


def _split_name_under_one_heading(page: Page, heading: Heading, columns: dict[str, int]) -> dict[str, int]:
    column = columns["family_name"] + 1
    if column in columns.values() or heading.labels.get(column):
        return columns
    return columns | {"given_name": column}


def _names_beside(page: Page, heading: Heading, columns: dict[str, int]) -> dict[str, int]:
    """ "Họ và tên" over two columns: family and middle names in the first, the given name in the next."""
    if "full_name" not in columns or "given_name" in columns:
        return columns
    here, beside = columns["full_name"], columns["full_name"] + 1
    same_label = heading.labels.get(beside, "") in ("", heading.labels.get(here))
    if beside in columns.values() or not same_label:
        return columns
    pairs = [(words_in(row[here]), words_in(row[beside])) for row in page.rows[heading.last + 1 :] if beside < len(row)]
    filled = [(one, two) for one, two in pairs if one and two]
    if len(filled) >= max(2, 0.5 * sum(1 for one, _two in pairs if one)) and all(
        len(two.split()) == 1 and two.isalpha() for _one, two in filled
    ):
        columns = {**columns, "family_name": here, "given_name": beside}
        del columns["full_name"]
    return columns
