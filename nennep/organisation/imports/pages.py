"""What the pages of an import show, put into words and shapes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils.translation import gettext as _

from nennep.core import components as shapes
from nennep.core.legacy import Encoding
from nennep.core.partial import parse_iso
from nennep.organisation.imports import queries, steps
from nennep.organisation.imports.fates import Fate
from nennep.organisation.imports.forms import MendForm
from nennep.organisation.imports.headings import LABELS
from nennep.organisation.imports.records import Choice, ImportRow, ImportState, MemberImport
from nennep.organisation.imports.report import FATES, STATUSES, change_in_words
from nennep.organisation.imports.units import UnitLine
from nennep.organisation.models import BranchKind, Position

PAGE = 50
CARDS = 20
"""Rows with boxes to fill in are long: so many a page."""
STATES: dict[str, shapes.Tone] = {
    ImportState.COLUMNS: "doing",
    ImportState.READING: "doing",
    ImportState.ROWS: "doing",
    ImportState.TAKING: "doing",
    ImportState.TAKEN: "done",
    ImportState.UNDONE: "plain",
    ImportState.DROPPED: "plain",
}
SHOWN = ("full_name", "sex", "birth", "joined", "official", "status", "card", "phone", "unit")


@dataclass(frozen=True)
class ImportLine:
    """One import in the list of them."""

    title: str
    note: str
    url: str
    tone: str
    state: str


def import_lines(ward_id: UUID) -> list[ImportLine]:
    """The last imports of a ward, the newest first."""
    return [
        ImportLine(
            made.upload.name,
            _("%(day)s · đ/c %(name)s") % {"day": made.brought_at.strftime("%d/%m/%Y"), "name": made.brought_by_name},
            reverse("organisation:import", args=[made.pk]),
            STATES[made.state],
            made.get_state_display(),
        )
        for made in queries.last_imports(ward_id)
    ]


# 2 Cột --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ColumnLine:
    """One column of the file: what stands over it, what is in it, what it is taken for."""

    letter: str
    label: str
    samples: Sequence[str]
    kind: Any
    encoding: Any
    before_after: Sequence[Sequence[str]]


def column_heads() -> list[shapes.Column]:
    """What stands over the list of columns."""
    return [shapes.Column(each) for each in (_("Cột trong tệp"), _("Ví dụ"), _("Là"), _("Bảng mã"))]


def column_lines(form: Any) -> list[ColumnLine]:
    """The columns of a file with the fields that correct them."""
    return [
        ColumnLine(
            column["letter"],
            column["label"] or _("không có tiêu đề"),
            column["samples"],
            form[f"kind-{column['column']}"],
            form[f"encoding-{column['column']}"] if column["before_after"] else None,
            column["before_after"],
        )
        for column in form.columns
    ]


# 3 Từng dòng --------------------------------------------------------------------------------------


def known_fate(asked: str, counts: Mapping[str, int]) -> str:
    """The fate asked for, or the first that somebody has to look at."""
    if asked in {fate.value for fate in Fate}:
        return asked
    order = (Fate.ERROR, Fate.TWIN, Fate.CHANGED, Fate.NEW, Fate.SAME)
    return next((fate.value for fate in order if counts.get(fate)), Fate.NEW.value)


def fate_tabs(counts: Mapping[str, int], current: str) -> list[shapes.CountTab]:
    """The fates with their numbers."""
    return [
        shapes.CountTab(label, counts.get(fate, 0), "?" + urlencode({"loai": fate.value}), current=fate == current)
        for fate, label in FATES.items()
    ]


def page_of_rows(made: MemberImport, fate: str, number: str | None) -> "Page[ImportRow]":
    """Some rows of one fate, in the order of the file."""
    rows = queries.rows_of_fate(made, fate)
    return Paginator(rows, CARDS if fate in (Fate.ERROR, Fate.TWIN) else PAGE).get_page(number)


def rows_table(rows: Sequence[ImportRow], fate: str) -> shapes.DataTable:
    """Rows as a table: who it is, what the file says, what differs, and whether the row is left out."""
    columns = [shapes.Column(_("Dòng")), shapes.Column(LABELS["full_name"])]
    columns += [shapes.Column(LABELS[name]) for name in ("birth", "joined", "official", "card", "phone", "unit")]
    if fate == Fate.CHANGED:
        columns = [*columns[:2], shapes.Column(LABELS["unit"]), shapes.Column(_("Khác nhau"))]
    columns.append(shapes.Column(_("Ghi chú")))
    return shapes.DataTable(
        caption=str(FATES[Fate(fate)]),
        columns=columns,
        rows=[_table_row(row, fate) for row in rows],
        empty=_("Không có dòng nào ở đây."),
        form="chon",
    )


def _table_row(row: ImportRow, fate: str) -> shapes.TableRow:
    said = row.words
    cells: list[shapes.Cell | Any] = [str(row.number), said["full_name"]]
    if fate == Fate.CHANGED:
        cells += [said["unit"] or "", "; ".join(change_in_words(each) for each in row.differences)]
    else:
        cells += [_in_words(said, name) for name in ("birth", "joined", "official", "card", "phone", "unit")]
    left = row.choice == Choice.LEAVE
    cells.append(shapes.Cell(_("bỏ qua"), tone="todo") if left else _noted(row))
    chosen = str(row.number) if fate in (Fate.NEW, Fate.CHANGED) else ""
    return shapes.TableRow(cells, select=chosen)


def _noted(row: ImportRow) -> str:
    posts = ", ".join(_post(each) for each in row.words["posts"])
    exempt = _("miễn sinh hoạt") if row.words["exempt"] else ""
    status = str(STATUSES.get(row.words["status"] or "", ""))
    return " · ".join(part for part in (status, posts, exempt) if part)


def _post(position: str) -> str:
    return str(Position(position).label)


def _in_words(said: Mapping[str, Any], name: str) -> str:
    value = said[name]
    if name in ("birth", "joined", "official"):
        return str(parse_iso(value)) if value else ""
    if name == "status":
        return str(STATUSES.get(value or "", ""))
    return value or ""


@dataclass(frozen=True)
class MendCard:
    """One faulty row with a box for each cell to mend."""

    title: str
    form: MendForm
    left: bool
    number: int


def mend_cards(made: MemberImport, rows: Sequence[ImportRow], units: Sequence[str]) -> list[MendCard]:
    """Faulty rows, each cell with what stands there and what would be right."""
    return [
        MendCard(
            _row_title(row),
            MendForm(
                number=row.number,
                problems=[each for each in steps.problems_of(row) if each.is_error],
                texts=steps.texts_of(row),
                units=units,
                columns=made.about["mapping"],
            ),
            row.choice == Choice.LEAVE,
            row.number,
        )
        for row in rows
    ]


def _row_title(row: ImportRow) -> str:
    name = row.words["full_name"] or _("chưa có họ tên")
    return _("Dòng %(row)s: %(name)s") % {"row": row.number, "name": name}


@dataclass(frozen=True)
class TwinCard:
    """A row beside those whom it may be about: the same lines for each, side by side."""

    title: str
    number: int
    state: str
    columns: Sequence[shapes.Column]
    rows: Sequence[shapes.TableRow]
    people: Sequence[tuple[str, str]]
    """Whom it can be merged with: the person's key, empty for a row above, and how they are called."""


def twin_cards(made: MemberImport, rows: Sequence[ImportRow]) -> list[TwinCard]:
    """Doubtful rows, side by side with the rows above and the people of the ward: four queries for any number."""
    above = queries.rows_by_number(made, {number for row in rows for number in row.twin_rows})
    people = _people(made.ward_id, {each for row in rows for each in row.twin_people})
    return [_twin_card(row, above, people) for row in rows]


def _people(ward_id: UUID, ids: set[str]) -> dict[str, dict[str, str]]:
    """What is known of people, in the words of the file's columns."""
    return {
        str(known.person.pk): {
            "full_name": known.person.full_name,
            "sex": known.person.get_sex_display().lower(),
            "birth": str(known.person.birth or ""),
            "joined": str(known.member.admitted or "") if known.member else "",
            "official": str(known.member.official or "") if known.member else "",
            "status": "",
            "card": known.member.card_number if known.member else "",
            "phone": known.person.phone,
            "unit": known.unit,
        }
        for known in queries.known_people(ward_id, ids)
    }


def _twin_card(row: ImportRow, above: Mapping[int, ImportRow], people: Mapping[str, Mapping[str, str]]) -> TwinCard:
    others = [
        (_("Dòng %(row)s") % {"row": number}, {name: _in_words(above[number].words, name) for name in SHOWN})
        for number in row.twin_rows
        if number in above
    ]
    others += [(_("Trong phường"), dict(people[each])) for each in row.twin_people if each in people]
    here = {name: _in_words(row.words, name) for name in SHOWN}
    columns = [shapes.Column(_("Nội dung")), shapes.Column(_("Dòng %(row)s") % {"row": row.number})]
    columns += [shapes.Column(label) for label, _said in others]
    lines = [
        shapes.TableRow([LABELS[name], here[name], *(_beside(here[name], said[name]) for _label, said in others)])
        for name in SHOWN
        if here[name] or any(said[name] for _label, said in others)
    ]
    merges = [(each, people[each]["full_name"]) for each in row.twin_people if each in people]
    merges = merges or [("", _("dòng %(row)s") % {"row": number}) for number in row.twin_rows[:1]]
    return TwinCard(_row_title(row), row.number, row.get_choice_display() if row.choice else "", columns, lines, merges)


def _beside(here: str, there: str) -> shapes.Cell:
    """A value of the other, marked where it differs."""
    return shapes.Cell(there, tone="finding") if here and there and here != there else shapes.Cell(there)


def decoded_columns(made: MemberImport) -> list[dict[str, Any]]:
    """The columns that were decoded from a legacy encoding, with one cell before and after."""
    return [
        {"label": each["label"] or each["letter"], "encoding": each["encoding"], "sample": each["before_after"][0]}
        for each in made.about.get("columns", [])
        if each["field"] and each["before_after"] and each["encoding"] != Encoding.UNICODE
    ]


def left_out(made: MemberImport) -> list[str]:
    """What could not be taken along with its row: posts that the rules refuse."""
    return [
        _("Dòng %(row)s: %(sentence)s") % {"row": number, "sentence": sentence}
        for number, each in queries.rows_that_left(made)
        for sentence in each.get("left_out", [])
    ][:PAGE]


def units_table(lines: Sequence[UnitLine]) -> shapes.DataTable:
    """Branches that were pasted, with what would become of each."""
    words = {"new": _("mới"), "same": _("đã có")}
    tones: dict[str, shapes.Tone] = {"new": "done", "same": "plain"}
    return shapes.DataTable(
        caption=_("Các chi bộ trong danh sách"),
        columns=[shapes.Column(each) for each in (_("Chi bộ"), _("Tên ngắn"), _("Loại hình"), _("Kết quả"))],
        rows=[
            shapes.TableRow(
                [
                    line.name,
                    line.short_name,
                    str(BranchKind(line.branch_kind).label),
                    shapes.Cell(words[line.fate], tone=tones[line.fate], note=line.problem),
                ]
            )
            for line in lines
        ],
    )
