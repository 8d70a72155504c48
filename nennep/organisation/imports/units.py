"""Branches from a spreadsheet, or pasted from one: which of them the ward has, which are to be founded."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nennep.core import audit, sheets
from nennep.core.refusals import Refused
from nennep.core.sheets import Book, Heading, Headings, Page, words_in
from nennep.core.text import fold
from nennep.organisation import actions
from nennep.organisation.actors import Actor
from nennep.organisation.imports.unit_names import unit_key, written_names
from nennep.organisation.models import BranchKind, Unit, UnitKind, Ward, holding_on

UNITS = Headings(
    words={
        "number": ("stt", "tt", "so tt", "so thu tu"),
        "name": ("ten chi bo", "chi bo", "ten don vi", "don vi", "to chuc dang", "ten to chuc dang", "ten"),
        "kind": ("loai hinh", "loai", "loai hinh chi bo", "loai chi bo"),
        "short_name": ("ten tat", "ten ngan", "viet tat", "goi tat"),
        "founded_on": ("ngay thanh lap", "thanh lap", "thanh lap ngay"),
        "note": ("ghi chu", "gc"),
    }
)
_KINDS = (
    (r"\btdp\b", BranchKind.STREET_BLOCK),
    (r"\b(thon|xom|lang|ban|ap)\b", BranchKind.VILLAGE),
    (r"\b(kdc|kp|chung cu)\b", BranchKind.RESIDENTIAL),
    (r"\b(tieuhoc|thcs|mamnon|truong)\b", BranchKind.SCHOOL),
    (r"\bcongan\b", BranchKind.POLICE),
    (r"\bquansu\b", BranchKind.MILITARY),
    (r"\byte\b", BranchKind.HEALTH),
    (r"\bhop tac xa|htx\b", BranchKind.COOPERATIVE),
    (r"\bcho\b", BranchKind.MARKET),
    (r"\bhuu tri\b", BranchKind.RETIRED),
    (r"\b(cong ty|doanh nghiep|cty|tnhh)\b", BranchKind.PRIVATE_ENTERPRISE),
    (r"\b(coquan|dang doan the|chinh quyen|uy ban|ubnd|khoi)\b", BranchKind.OFFICE),
)
"""By which words a branch's name tells its kind; the first that fits."""
_NAME_MAX, _SHORT_MAX = 120, 40


class NoUnitInIt(Refused):
    field = "text"
    message = gettext_lazy("Không thấy tên chi bộ nào. Dán cột tên chi bộ, mỗi chi bộ một dòng.")


@dataclass(frozen=True)
class UnitLine:
    """One branch of the list: what it is called, of what kind, and whether the ward has it already."""

    number: int
    name: str
    short_name: str
    branch_kind: str
    fate: str
    """new, same or error."""
    problem: str = ""


def page_of(book: Book) -> Page:
    """The first visible sheet."""
    page = next((each for each in book.pages if each.visible), book.pages[0])
    return sheets.in_unicode(page, sheets.readings_of(page), UNITS)


def pasted_units(text: str, ward: Ward, *, on: date) -> list[UnitLine]:
    """The branches in what somebody copied from a spreadsheet: with or without a heading."""
    page = sheets.pasted(text)
    return read_units(sheets.in_unicode(page, sheets.readings_of(page), UNITS), ward, on=on)


def read_units(page: Page, ward: Ward, *, on: date) -> list[UnitLine]:
    """The branches in a table, each with its fate. A list without a heading is a list of names."""
    heading = _heading(page)
    first = heading.last + 1 if heading else 0
    columns = heading.columns if heading else {"name": _column_of_names(page)}
    known = {
        unit_key(name)
        for name in Unit.objects.filter(holding_on(on), ward=ward, kind=UnitKind.BRANCH).values_list("name", flat=True)
    }
    lines: list[UnitLine] = []
    for place in range(first, len(page.rows)):
        row = page.rows[place]
        said = {name: words_in(row[column]) for name, column in columns.items() if column < len(row)}
        if _is_branch(said.get("name", "")):
            lines.append(_line(place + 1, said, known, lines))
    if not lines:
        raise NoUnitInIt
    return lines


def _heading(page: Page) -> Heading | None:
    """The heading, if there is one: "Chi bộ" is one, "Chi bộ Chợ" is a branch."""
    found = sheets.find_heading(page, UNITS, needed=("name",), enough=1)
    if found is None:
        return None
    said = sheets.plain_heading(found.labels[found.columns["name"]])
    return found if said in UNITS.words["name"] else None


def _column_of_names(page: Page) -> int:
    """The column whose cells are words, not numbers."""
    widths = [
        sum(not words_in(row[c]).isdigit() and len(words_in(row[c])) > 2 for row in page.rows if c < len(row))
        for c in range(page.width)
    ]
    return widths.index(max(widths)) if widths else 0


def _is_branch(name: str) -> bool:
    said = fold(name)
    return bool(unit_key(name)) and not re.match(r"(tong|cong)\b|t/m|nguoi lap|dang bo|danh sach", said)


def _line(number: int, said: dict[str, str], known: set[str], above: list[UnitLine]) -> UnitLine:
    key = unit_key(said["name"])
    name = written_names([said["name"]])[key][:_NAME_MAX]
    short = (said.get("short_name") or name.removeprefix("Chi bộ ").strip())[:_SHORT_MAX]
    kind = kind_of(said.get("kind", ""), key)
    if key in known:
        return UnitLine(number, name, short, kind, "same", _("phường đã có chi bộ này"))
    if any(unit_key(each.name) == key for each in above):
        return UnitLine(number, name, short, kind, "same", _("trùng một dòng ở trên"))
    return UnitLine(number, name, short, kind, "new")


def kind_of(words: str, key: str) -> str:
    """The kind of a branch by its own column, or by its name."""
    labels = {fold(str(label)): value for value, label in BranchKind.choices}
    if fold(words) in labels:
        return labels[fold(words)]
    for said in (unit_key(words), key):
        for pattern, kind in _KINDS:
            if re.search(pattern, said):
                return kind
    return BranchKind.UNSTATED


def found_units(ward: Ward, lines: list[UnitLine], *, on: date, by: Actor, at: datetime) -> list[Unit]:
    """Found the branches that the ward does not have yet, in the order of the list; all or none."""
    position = Unit.objects.filter(ward=ward, kind=UnitKind.BRANCH).count()
    with audit.together():
        return [
            actions.found_unit(
                ward.pk,
                name=line.name,
                short_name=line.short_name,
                branch_kind=line.branch_kind,
                position=position + place,
                valid_from=on,
                by=by,
                at=at,
            )
            for place, line in enumerate((line for line in lines if line.fate == "new"), start=1)
        ]


def in_words(lines: list[UnitLine]) -> str:
    """One line a branch, for the command line."""
    marks = {"new": _("mới"), "same": _("đã có"), "error": _("lỗi")}
    return "\n".join(f"{line.number}: {line.name} – {line.problem or marks[line.fate]}" for line in lines)
