"""What each row of a members' file says, with a sentence at every cell that cannot be taken."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from nennep.core.partial import PartialDate, parse_iso
from nennep.core.sheets import Cell, cell_name, words_in
from nennep.organisation.imports import values
from nennep.organisation.imports.headings import LABELS
from nennep.organisation.imports.rows import RawRow
from nennep.organisation.imports.unit_names import Branches, street_block_name, unit_key, written_names
from nennep.organisation.models import Membership, Person, Unit
from nennep.rulebook.queries import rules_on


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


@dataclass(frozen=True)
class Reader:
    """Reads rows of one file: which column stands where, the branches of the ward, the day it is read for."""

    columns: Mapping[str, int]
    branches: Branches
    names: Mapping[str, str]
    on: date
    default_unit: Unit | None = None

    def read(self, raw: RawRow) -> Row:
        """What one row says; every cell that cannot be taken is a problem at that cell."""
        return _read_row(_Cells(raw, self))


@dataclass
class _Cells:
    """The cells of one row, with the problems met while reading them."""

    raw: RawRow
    reader: Reader
    problems: list[Problem] = field(default_factory=list)

    def cell(self, name: str) -> Cell:
        return "" if name in self.raw.formulas else self.raw.cells.get(name, "")

    def words(self, name: str) -> str:
        return words_in(self.cell(name))

    def read(self, name: str, reader: Any, **options: Any) -> Any:
        """What a reader makes of a cell; a cell it does not understand is a problem with its sentence."""
        try:
            return reader(self.cell(name), **options) or None
        except values.Unclear as fault:
            self.problem(name, str(fault))
            return None

    def day(self, name: str) -> PartialDate | None:
        return self.read(name, values.read_day, latest=self.reader.on, shows_month=name in self.raw.months)

    def problem(self, name: str, message: str, weight: str = "error") -> None:
        column = self.reader.columns.get(name)
        cell = cell_name(self.raw.place, column) if column is not None else str(self.raw.place + 1)
        self.problems.append(Problem(cell, message, name, weight))

    def has_problem(self, *names: str) -> bool:
        return any(problem.field in names for problem in self.problems)

    def refuse_formulas(self) -> None:
        """A formula is not taken for what it computes: the sentence says to type the value."""
        for name in sorted(self.raw.formulas - {"number"}):
            what = str(LABELS[name]).lower()
            self.problem(name, _("Ô này là công thức, không phải %(what)s. Gõ thẳng giá trị vào ô.") % {"what": what})


def _read_row(cells: _Cells) -> Row:
    cells.refuse_formulas()
    sex, born = _sex_and_birth(cells)
    joined, official = cells.day("joined"), cells.day("official")
    posts, others = values.read_posts(cells.words("posts"))
    unit, unit_name = _unit(cells)
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
        exempt=values.is_exempt(cells.words("note")) or values.is_exempt(cells.words("status")),
        posts=tuple(posts),
        other_posts=tuple(others),
        duty=cells.words("duty") or None,
    )
    _check_days(cells, words)
    _check_lengths(cells, words)
    return Row(cells.raw.place + 1, words, unit, tuple(cells.problems))


def _name(cells: _Cells) -> str:
    if "full_name" in cells.reader.columns:
        at, written = "full_name", cells.words("full_name")
    else:
        at, written = "family_name", f"{cells.words('family_name')} {cells.words('given_name')}"
    if cells.has_problem("full_name", "family_name", "given_name"):
        return ""
    try:
        return values.read_name(written)
    except values.Unclear as fault:
        cells.problem(at, str(fault))
        return ""


def _sex_and_birth(cells: _Cells) -> tuple[str | None, PartialDate | None]:
    """Sex by its own column, by an x in one of two, or by the column in which the date of birth stands."""
    found: dict[str, PartialDate | None] = {}
    for sex, ticked, born in (("nam", "male", "birth_male"), ("nữ", "female", "birth_female")):
        if cells.words(ticked):
            found[sex] = None if values.is_ticked(cells.cell(ticked)) else cells.day(ticked)
        if cells.words(born):
            found[sex] = None if values.is_ticked(cells.cell(born)) else cells.day(born)
    birth = cells.day("birth") or next((day for day in found.values() if day), None)
    if len(found) > 1:
        where = "female" if cells.words("female") else "birth_female"
        cells.problem(where, _("Cả hai cột Nam và Nữ đều có dấu. Chỉ ghi ở một cột."))
        return None, birth
    said = cells.read("sex", lambda cell: values.read_sex(words_in(cell)))
    return next(iter(found), {"male": "nam", "female": "nữ"}.get(said or "")), birth


def _status(cells: _Cells, official: PartialDate | None) -> str | None:
    said = values.read_status(cells.words("status"))
    if said or "official" not in cells.reader.columns:
        return said or None
    if cells.has_problem("official"):
        return None
    return "official" if official else "probationary"


def _unit(cells: _Cells) -> tuple[Unit | None, str | None]:
    """The branch that is meant, and how the file calls it."""
    reader, written = cells.reader, cells.words("unit")
    if cells.has_problem("unit"):
        return None, None
    if not written:
        if reader.default_unit is None:
            cells.problem("unit", _("Chưa ghi chi bộ. Chọn một chi bộ của phường."))
            return None, None
        return reader.default_unit, reader.default_unit.name
    name = reader.names.get(unit_key(written)) or written_names([written])[unit_key(written)]
    unit = reader.branches.find(written)
    if unit is None:
        cells.problem("unit", _unknown_unit(name, written, reader.branches))
        return None, name
    return unit, street_block_name(unit_key(unit.name)) or name


def _unknown_unit(name: str, written: str, branches: Branches) -> str:
    close = branches.close_to(written) or list(branches.names[:3])
    if close:
        sentence = _("Phường không có “%(name)s”. Chọn một chi bộ của phường, ví dụ %(close)s.")
    else:
        sentence = _("Phường chưa có chi bộ nào. Nhập các chi bộ trước, rồi nhập đảng viên của “%(name)s”.")
    return sentence % {"name": name, "close": ", ".join(close)}


def _check_days(cells: _Cells, words: Words) -> None:
    """Born, then admitted at the age of the Charter, then official, and all of it not in the future."""
    on = cells.reader.on
    youngest = rules_on(on).membership.youngest_age
    for name in ("birth", "joined", "official"):
        day = getattr(words, name)
        if day and (day.first > on or day.year < 1880):
            cells.problem(_where(cells, name), _("Ngày %(day)s không thể đúng. Kiểm tra lại năm.") % {"day": day})
            return
    if words.birth and words.joined and words.joined.last < _birthday(words.birth, youngest):
        at = "joined"
        if words.joined.last < words.birth.first:
            sentence = _("Ngày vào Đảng %(joined)s trước ngày sinh %(birth)s. Kiểm tra lại hai ngày.")
        else:
            sentence = _("Vào Đảng %(joined)s khi chưa đủ %(age)s tuổi (sinh %(birth)s). Kiểm tra lại hai ngày.")
        cells.problem(at, sentence % {"joined": words.joined, "birth": words.birth, "age": youngest})
    if words.joined and words.official and words.official.last < words.joined.first:
        sentence = _("Ngày chính thức %(official)s trước ngày vào Đảng %(joined)s. Kiểm tra lại hai ngày.")
        cells.problem("official", sentence % {"official": words.official, "joined": words.joined})


def _check_lengths(cells: _Cells, words: Words) -> None:
    """What does not fit into the register."""
    for name, model, column in (("full_name", Person, "full_name"), ("card", Membership, "card_number")):
        most = getattr(model._meta.get_field(column), "max_length", 0)
        if len(getattr(words, name) or "") > most:
            at = name if name in cells.reader.columns else "family_name"
            cells.problem(at, _("%(label)s dài quá %(most)s ký tự") % {"label": LABELS[name], "most": most})


def _where(cells: _Cells, name: str) -> str:
    if name != "birth" or cells.words("birth"):
        return name
    return next((each for each in ("birth_male", "birth_female", "male", "female") if cells.words(each)), "birth")


def _birthday(born: PartialDate, age: int) -> date:
    """The day on which somebody reaches an age, at the earliest."""
    first = born.first
    return date(first.year + age, first.month, min(first.day, 28) if first.month == 2 else first.day)
