"""The members in a file: which columns hold what, and what each row says, with a sentence at each faulty cell."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nennep.core import sheets
from nennep.core.legacy import Encoding, Reading
from nennep.core.partial import PartialDate, parse_iso
from nennep.core.refusals import Refused
from nennep.core.sheets import Book, Cell, Heading, Page, cell_name, column_letter, words_in
from nennep.core.text import fold
from nennep.organisation.imports import values
from nennep.organisation.imports.headings import LABELS, MEMBERS, guess, has_name
from nennep.organisation.imports.unit_names import Branches, unit_key, written_names
from nennep.organisation.models import Unit
from nennep.rulebook.queries import rules_on

_FOOT = re.compile(
    r"(tong( cong| so)?\b|cong\s*:|cong cong|t/m|tm\.|nguoi lap|lap bieu|nguoi tong hop|xac nhan|noi nhan|ky ten|"
    r"thay mat|ngay .* thang .* nam|.*, ngay\b|danh sach (nay )?(co|gom))"
)
_SIGNERS = re.compile(r"(pho |q\. )?(bi thu|chu tich|thu truong|truong ban|chanh van phong|nguoi lap)")


class NobodyInIt(Refused):
    field = "file"
    message = gettext_lazy("Không thấy dòng nào có họ tên. Tiêu đề ở dòng mấy?")


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


@dataclass(frozen=True)
class Problem:
    """What is wrong, or only worth knowing, at one cell."""

    cell: str
    message: str
    field: str = ""
    weight: str = "error"
    """error: the row cannot be taken; note: it can."""

    @property
    def is_error(self) -> bool:
        return self.weight == "error"


@dataclass(frozen=True)
class Words:
    """What a row says about a person, as far as it is known. None: the file does not say."""

    full_name: str = ""
    sex: str | None = None
    birth: PartialDate | None = None
    joined: PartialDate | None = None
    official: PartialDate | None = None
    status: str | None = None
    card: str | None = None
    phone: str | None = None
    unit: str | None = None
    exempt: bool = False
    posts: tuple[str, ...] = ()
    other_posts: tuple[str, ...] = ()
    duty: str | None = None

    def to_json(self) -> dict[str, Any]:
        """For the report and for keeping: dates as far as known."""
        days = {name: getattr(self, name).isoformat() if getattr(self, name) else None for name in _DAYS}
        said = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return said | days | {"posts": list(self.posts), "other_posts": list(self.other_posts)}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Words":
        days = {name: parse_iso(kept[name]) if kept[name] else None for name in _DAYS}
        lists = {name: tuple(kept[name]) for name in ("posts", "other_posts")}
        return cls(**{**kept, **days, **lists})


_DAYS = ("birth", "joined", "official")


@dataclass(frozen=True)
class Row:
    """One row of the file: its number there, what it says, the branch that is meant, what is wrong with it."""

    number: int
    words: Words
    unit: Unit | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def is_faulty(self) -> bool:
        return any(problem.is_error for problem in self.problems)


@dataclass
class Sheet:
    """A file of members, understood."""

    layout: Layout
    rows: list[Row]
    ignored: list[tuple[int, str]] = field(default_factory=list)


# Where the heading stands, which column is which ---------------------------------------------------


def lay_out(book: Book, *, page: str = "", columns: Mapping[str, int] | None = None, header: int = 0) -> Layout:
    """How a file is understood: the visible sheet with most members, unless the reader said otherwise.

    `columns` and `header` (the row, from one, as the file counts) are the reader's corrections.
    """
    chosen = [book.page(page)] if page else [each for each in book.pages if each.visible] or book.pages
    layouts = [layout for each in chosen if (layout := _layout(each, book.charset, columns, header))]
    if not layouts:
        raise NobodyInIt
    return max(layouts, key=lambda each: len(each.page.rows) - each.heading.last)


def _layout(page: Page, charset: str, columns: Mapping[str, int] | None, header: int) -> Layout | None:
    readings = sheets.readings_of(page)
    page = sheets.in_unicode(page, readings)
    if header:
        heading: Heading | None = sheets.heading_at(page, header - 1, MEMBERS)
    else:
        heading = sheets.find_heading(page, MEMBERS, needed=(), enough=2)
        if heading and not (has_name(tuple(heading.columns)) or columns):
            heading = None
    heading = heading or _without_heading(page)
    if heading is None:
        return None
    found = dict(columns) if columns is not None else _columns(page, heading)
    return Layout(page, heading, found, readings, charset) if has_name(tuple(found)) else None


def _without_heading(page: Page) -> Heading | None:
    """A list that begins at once: its columns are known by what they hold."""
    return Heading(-1, -1, {}, {}) if page.rows and page.width > 1 else None


def _columns(page: Page, heading: Heading) -> dict[str, int]:
    """The columns by their headings; what has none, by content."""
    columns = dict(heading.columns)
    if "family_name" in columns and "given_name" not in columns and "full_name" not in columns:
        columns = _split_name_under_one_heading(page, heading, columns)
    body = page.rows[heading.last + 1 :]
    for column in range(page.width):
        if column in columns.values() or heading.labels.get(column):
            continue
        kind = guess([row[column] for row in body[:500] if column < len(row)])
        if kind == "date":
            kind = "birth" if "birth" not in columns and "birth_male" not in columns else "joined"
        if kind and kind not in columns and not (kind == "full_name" and has_name(tuple(columns))):
            columns[kind] = column
    return _names_beside(page, heading, columns)


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


# What each row says --------------------------------------------------------------------------------


def read_members(layout: Layout, branches: Branches, *, on: date, default_unit: Unit | None = None) -> Sheet:
    """Every member's row of a file, each with what it says and what is wrong; titles, totals, signatures left out."""
    sheet = Sheet(layout, [])
    raw = list(_member_rows(layout, sheet.ignored))
    names = written_names([given.get("unit") or "" for _number, given in raw])
    for number, given in raw:
        sheet.rows.append(read_row(number, given, layout, branches, names, on=on, default_unit=default_unit))
    if not sheet.rows:
        raise NobodyInIt
    return sheet


def _member_rows(layout: Layout, ignored: list[tuple[int, str]]) -> Iterator[tuple[int, dict[str, Any]]]:
    """The rows of people, as cells by column; a line that only names a branch is the branch of those below it."""
    page, columns = layout.page, layout.columns
    fill_down = _merged_units(page, columns.get("unit"))
    group, at_the_foot = "", False
    for place in range(layout.heading.last + 1, len(page.rows)):
        cells = page.rows[place]
        given = {name: cells[column] for name, column in columns.items() if column < len(cells)}
        filled = [name for name, cell in given.items() if words_in(cell) or (place, columns[name]) in page.formulas]
        everything = " ".join(words_in(cell) for cell in cells if words_in(cell))
        about = [name for name in filled if name not in ("number", "note")]
        if not everything and not filled:
            continue
        if _is_foot(everything, given, about):
            at_the_foot = True
        if at_the_foot and not ("number" in filled and len(about) > 1):
            ignored.append((place + 1, _("cuối bảng: cộng, chữ ký")))
        elif _repeats_heading(cells, layout) or _only_numbers_columns(cells):
            ignored.append((place + 1, _("tiêu đề")))
        elif len(about) <= 1 and not _names_somebody(given, filled, layout):
            group = everything if _is_unit(everything) else group
            ignored.append((place + 1, _("dòng đầu nhóm") if _is_unit(everything) else _("không có người")))
        else:
            at_the_foot = False
            unit = words_in(given.get("unit", "")) or fill_down.get(place, "")
            yield place, given | {"unit": unit or (group if "unit" not in columns else "")}


def _is_foot(everything: str, given: Mapping[str, Cell], about: Sequence[str]) -> bool:
    said = fold(everything)
    alone = len(about) <= 2 and not ("joined" in about or "birth" in about)
    return alone and bool(_FOOT.match(said) or (_SIGNERS.match(said) and "number" not in about))


def _repeats_heading(cells: Sequence[Cell], layout: Layout) -> bool:
    said = [words_in(cell) for cell in cells]
    known = [MEMBERS.column_of(words) for words in said if words]
    return len(known) >= 3 and all(known) and not any(c.isdigit() for words in said for c in words)


def _only_numbers_columns(cells: Sequence[Cell]) -> bool:
    """The line "(1) (2) (3)" or "A B 1 2" under a heading."""
    said = [words_in(cell).strip("()[]") for cell in cells]
    said = [words for words in said if words]
    numbers = [int(words) for words in said if words.isdigit()]
    return len(said) >= 3 and len(numbers) >= 2 and all(len(words) <= 2 for words in said) and (
        numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    )  # fmt: skip


def _names_somebody(given: Mapping[str, Cell], filled: Sequence[str], layout: Layout) -> bool:
    """Whether a row with next to nothing in it is a person all the same: numbered, and with a name."""
    name = words_in(given.get("full_name", "")) or words_in(given.get("given_name", ""))
    numbered = "number" in filled if "number" in layout.columns else True
    return numbered and bool(name) and not _is_unit(name) and len(name.split()) >= 2


def _is_unit(words: str) -> bool:
    return bool(re.match(r"([ivx]+[.)]\s*|\d+[.)]\s*|-\s*)?(chi bo|cb\b|to dan pho|tdp|dang bo)", fold(words)))


def _merged_units(page: Page, column: int | None) -> dict[int, str]:
    """The branch of each row that a cell merged downwards covers."""
    if column is None:
        return {}
    return {
        place: words_in(page.rows[top][column])
        for top, left, bottom, right in page.merged
        if left <= column <= right and bottom > top and column < len(page.rows[top])
        for place in range(top, bottom + 1)
    }


@dataclass
class _Cells:
    """The cells of one row, with the problems met while reading them."""

    place: int
    given: dict[str, Any]
    layout: Layout
    problems: list[Problem] = field(default_factory=list)

    def words(self, name: str) -> str:
        if self._is_formula(name):
            return ""
        return words_in(self.given.get(name, ""))

    def read(self, name: str, reader: Any, *args: Any, **options: Any) -> Any:
        """What a reader makes of a cell; a cell it does not understand is a problem with its sentence."""
        cell = self.given.get(name, "")
        if name not in self.given or self._is_formula(name):
            return None
        try:
            return reader(cell, *args, **options) or None
        except values.Unclear as fault:
            self.problem(name, str(fault))
            return None

    def day(self, name: str, latest: date) -> PartialDate | None:
        shows_month = (self.place, self.layout.columns.get(name, -1)) in self.layout.page.months
        return self.read(name, values.read_day, latest=latest, shows_month=shows_month)

    def problem(self, name: str, message: str, weight: str = "error") -> None:
        column = self.layout.columns.get(name)
        cell = cell_name(self.place, column) if column is not None else str(self.place + 1)
        self.problems.append(Problem(cell, message, name, weight))

    def _is_formula(self, name: str) -> bool:
        column = self.layout.columns.get(name)
        cell = self.given.get(name, "")
        return (self.place, column) in self.layout.page.formulas or (isinstance(cell, str) and looks_like_formula(cell))

    def refuse_formulas(self) -> None:
        """A formula is not taken for what it computes: the sentence says to type the value."""
        for name in self.given:
            if name != "number" and name in LABELS and self._is_formula(name):
                self.problem(
                    name,
                    _("Ô này là công thức, không phải %(what)s. Gõ thẳng giá trị vào ô.")
                    % {"what": str(LABELS[name]).lower()},
                )


def looks_like_formula(cell: str) -> bool:
    """Whether a text would be run by a spreadsheet: "=…", "@SUM…", "+cmd|…"; a telephone's "+84" is none."""
    said = cell.strip()
    return said[:1] in ("=", "@") or bool(re.match(r"[+\-][A-Za-z(]", said))


def read_row(
    place: int,
    given: dict[str, Any],
    layout: Layout,
    branches: Branches,
    names: Mapping[str, str],
    *,
    on: date,
    default_unit: Unit | None = None,
) -> Row:
    """What one row says; every cell that cannot be taken is a problem at that cell."""
    cells = _Cells(place, given, layout)
    cells.refuse_formulas()
    sex, born = _sex_and_birth(cells, on)
    joined, official = cells.day("joined", on), cells.day("official", on)
    note, (posts, others) = cells.words("note"), values.read_posts(cells.words("posts"))
    unit, unit_name = _unit(cells, branches, names, default_unit)
    words = Words(
        full_name=_name(cells),
        sex=sex,
        birth=born,
        joined=joined,
        official=official,
        status=_status(cells, official),
        card=cells.read("card", values.read_card),
        phone=cells.read("phone", values.read_phone),
        unit=unit_name,
        exempt=values.is_exempt(note) or values.is_exempt(cells.words("status")),
        posts=tuple(posts),
        other_posts=tuple(others),
        duty=cells.words("duty") or None,
    )
    _check_days(cells, words, on)
    return Row(place + 1, words, unit, tuple(cells.problems))


def _name(cells: _Cells) -> str:
    if "full_name" in cells.layout.columns:
        at, written = "full_name", cells.words("full_name")
    else:
        at, written = "family_name", f"{cells.words('family_name')} {cells.words('given_name')}"
    if any(problem.field in ("full_name", "family_name", "given_name") for problem in cells.problems):
        return ""
    try:
        return values.read_name(written)
    except values.Unclear as fault:
        cells.problem(at, str(fault))
        return ""


def _sex_and_birth(cells: _Cells, on: date) -> tuple[str | None, PartialDate | None]:
    """Sex by its own column, by an x in one of two, or by the column in which the date of birth stands."""
    found: dict[str, PartialDate | None] = {}
    for sex, ticked, born in (("nam", "male", "birth_male"), ("nữ", "female", "birth_female")):
        cell = cells.given.get(ticked, "")
        if words_in(cell) and not values.is_ticked(cell):
            born_in = cells.day(ticked, on)
            if born_in:
                found[sex] = born_in
        elif words_in(cell):
            found[sex] = None
        if words_in(cells.given.get(born, "")):
            found[sex] = cells.day(born, on)
    birth = cells.day("birth", on) or next((day for day in found.values() if day), None)
    if len(found) > 1:
        where = "female" if "female" in cells.given else "birth_female"
        cells.problem(where, _("Cả hai cột Nam và Nữ đều có dấu. Chỉ đánh dấu một cột."))
        return None, birth
    said = cells.read("sex", lambda cell: values.read_sex(words_in(cell)))
    return next(iter(found), {"male": "nam", "female": "nữ"}.get(said or "")), birth


def _status(cells: _Cells, official: PartialDate | None) -> str | None:
    said = values.read_status(cells.words("status"))
    if said:
        return said
    if "official" not in cells.layout.columns:
        return None
    if any(problem.field == "official" for problem in cells.problems):
        return None
    return "official" if official else "probationary"


def _unit(
    cells: _Cells, branches: Branches, names: Mapping[str, str], default_unit: Unit | None
) -> tuple[Unit | None, str | None]:
    written = cells.given.get("unit") or ""
    if any(problem.field == "unit" for problem in cells.problems):
        return None, None
    if not written:
        if default_unit is None:
            cells.problem("unit", _("Chưa ghi chi bộ. Chọn một chi bộ của phường."))
            return None, None
        return default_unit, default_unit.name
    name = names.get(unit_key(written), written)
    unit = branches.find(written)
    if unit is None:
        close = branches.close_to(written) or list(branches.names[:3])
        sentence = (
            _("Phường không có “%(name)s”. Chọn một chi bộ của phường, ví dụ %(close)s.")
            if close
            else _("Phường chưa có chi bộ nào. Nhập các chi bộ trước, rồi nhập đảng viên vào “%(name)s”.")
        )
        cells.problem("unit", sentence % {"name": name, "close": ", ".join(close)})
    return unit, name


def _check_days(cells: _Cells, words: Words, on: date) -> None:
    """Born, then admitted at the age of the Charter, then official, and all of it not in the future."""
    youngest = rules_on(on).membership.youngest_age
    for name in ("birth", "joined", "official"):
        day = getattr(words, name)
        if day and (day.first > on or day.year < 1880):
            cells.problem(_where(cells, name), _("Ngày %(day)s không thể đúng. Kiểm tra lại năm.") % {"day": day})
            return
    if words.birth and words.joined and words.joined.last < _birthday(words.birth, youngest):
        at = "joined" if "joined" in cells.given else "birth"
        if words.joined.last < words.birth.first:
            sentence = _("Ngày vào Đảng %(joined)s trước ngày sinh %(birth)s. Kiểm tra lại hai ngày.")
        else:
            sentence = _("Vào Đảng %(joined)s khi chưa đủ %(age)s tuổi (sinh %(birth)s). Kiểm tra lại hai ngày.")
        cells.problem(at, sentence % {"joined": words.joined, "birth": words.birth, "age": youngest})
    if words.joined and words.official and words.official.last < words.joined.first:
        sentence = _("Ngày chính thức %(official)s trước ngày vào Đảng %(joined)s. Kiểm tra lại hai ngày.")
        cells.problem("official", sentence % {"official": words.official, "joined": words.joined})


def _where(cells: _Cells, name: str) -> str:
    if name != "birth" or words_in(cells.given.get("birth", "")):
        return name
    tried = ("birth_male", "birth_female", "male", "female")
    return next((each for each in tried if words_in(cells.given.get(each, ""))), "birth")


def _birthday(born: PartialDate, age: int) -> date:
    """The day on which somebody reaches an age, at the earliest."""
    first = born.first
    return date(first.year + age, first.month, min(first.day, 28) if first.month == 2 else first.day)
