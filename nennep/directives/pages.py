"""What the pages of directives show, put into words and shapes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nennep.core import components as shapes
from nennep.core.documents.wording import short_date
from nennep.decisions.models import DocumentKind
from nennep.directives import access, queries
from nennep.directives.forms import DirectiveField
from nennep.directives.models import Direction, Directive, Dissemination, Field, HowReached, Question, Reader, listed
from nennep.directives.sheets import LABELS, SheetRow
from nennep.organisation.actors import BRANCH_COMMITTEE, CHARGE, OFFICERS, Actor
from nennep.organisation.models import Position, Unit
from nennep.organisation.queries import branches

Form = TypeVar("Form", bound=forms.Form)
SHOWN_ROWS = 200


def to_pick(actor: Actor, *, about: Directive | None = None) -> list[Directive]:
    """The ward's documents this person may point at from a form: those they may read, and what stands there now."""
    seen = access.seen_by(actor)
    if seen and about and about.parent_id:
        seen |= Q(pk=about.parent_id)
    return queries.directives_to_pick(actor.ward_id, seen, besides=about.pk if about else None)


def known_whose(asked: str) -> str:
    """The part of the register asked for, or all of it."""
    return asked if asked in {*Direction.values, queries.OF_BRANCHES} else ""


def known_field(asked: str) -> str:
    """The field asked for, or all of them."""
    return asked if asked in Field.values else ""


def register_tabs(whose: str, asked: str, *, of_ward: bool) -> list[shapes.CountTab]:
    """The parts of the register: for ward staff the ward's own first, and those of branches apart."""
    parts = [("", _("Của phường") if of_ward else _("Tất cả"))]
    parts += [(value, str(label)) for value, label in Direction.choices]
    if of_ward:
        parts.append((queries.OF_BRANCHES, _("Của chi bộ")))
    more = {"q": asked} if asked else {}
    return [
        shapes.CountTab(label, None, "?" + urlencode({"chieu": value, **more}), current=value == whose)
        for value, label in parts
    ]


@dataclass(frozen=True)
class ReadingLine:
    """One document a member is to read."""

    directive: Directive
    tone: str
    state: str


def reading_lines(readers: Iterable[Reader], today: date) -> list[ReadingLine]:
    """What waits to be read, with the days left."""
    lines = []
    for reader in readers:
        standing = queries.standing_of(reader.dissemination, today)
        lines.append(ReadingLine(reader.dissemination.directive, standing.tone, standing.words))
    return lines


def own_branches(actor: Actor, today: date) -> list[Unit]:
    """The branches whose documents this person issues."""
    mine = actor.units_as(*OFFICERS)
    return [unit for unit in branches(actor.ward_id, today) if unit.pk in mine] if mine else []


def branches_with_names(actor: Actor) -> set[UUID] | None:
    """The branches whose readers this person may see by name; nothing means all."""
    return None if actor.is_ward_staff else actor.units_as(*BRANCH_COMMITTEE, CHARGE)


def what_was_asked(dissemination: Dissemination | None, what: str) -> dict[str, Any]:
    """What stands in the form for a plan or a report that the ward asked for."""
    if dissemination is None:
        return {}
    directive = dissemination.directive
    if what == "bao-cao":
        words = _("kết quả thực hiện %(label)s") % {"label": directive.label}
        return {"kind": DocumentKind.REPORT, "subject": words, "parent": directive.pk}
    words = _("thực hiện %(label)s của %(issuer)s") % {"label": directive.label, "issuer": directive.issuer}
    return {"kind": DocumentKind.PLAN, "subject": words, "parent": directive.pk}


def offering(form: Form, name: str, directives: Iterable[Directive]) -> Form:
    """A form whose field `name` offers these documents."""
    field = form.fields[name]
    assert isinstance(field, DirectiveField)
    field.offer(directives)
    return form


@dataclass(frozen=True)
class OwnReading:
    """How a document reached the reader of the page, or that it has not yet."""

    is_reached: bool
    words: str


def own_reading(actor: Actor, directive: Directive) -> OwnReading | None:
    """How the document reached this person; nothing where it is not meant for them."""
    reader = (
        Reader.objects.filter(listed(), ward=actor.ward_id, person=actor.person_id, dissemination__directive=directive)
        .order_by(F("reached_on").desc(nulls_last=True), "-pk")
        .first()
    )
    if reader is None or actor.person_id is None:
        return None
    if reader.reached_on:
        return OwnReading(True, how_in_words(reader))
    return OwnReading(False, _("Đồng chí chưa được quán triệt văn bản này."))


def how_in_words(reader: Reader) -> str:
    """ "dự hội nghị, 05/02/2026"."""
    assert reader.reached_on is not None
    return f"{HowReached(reader.how).label}, {short_date(reader.reached_on)}"


def result_of(reader: Reader) -> str:
    """The reader's own result, shown to nobody else."""
    if not reader.asked:
        return ""
    return _("Đồng chí trả lời đúng %(right)s/%(asked)s câu.") % {"right": reader.right, "asked": reader.asked}


def still_asks(reader: Reader, questions: Sequence[Question]) -> bool:
    """Whether the page still asks its reader for something: to acknowledge, or to answer the questions."""
    return reader.reached_on is None or (bool(questions) and not reader.asked)


@dataclass(frozen=True)
class QuestionLine:
    question: Question
    choices: list[tuple[str, bool]]
    """Each answer, and whether it is the right one."""


def question_lines(questions: Iterable[Question]) -> list[QuestionLine]:
    """Questions with their answers marked, for whoever keeps them."""
    return [
        QuestionLine(each, [(words, place == each.answer) for place, words in enumerate(each.choices)])
        for each in questions
    ]


def audience_in_words(audience: Iterable[str]) -> str:
    return ", ".join(str(Position(each).label) for each in audience if each in Position.values)


# Spreadsheets -------------------------------------------------------------------------------------

FATES = {
    "new": ("done", gettext_lazy("sẽ vào sổ")),
    "same": ("plain", gettext_lazy("bỏ qua")),
    "error": ("late", gettext_lazy("không vào sổ")),
}


def sheet_page(rows: Sequence[SheetRow]) -> dict[str, Any]:
    """The rows of a spreadsheet with their fates; what needs a look first."""
    order = {"error": 0, "new": 1, "same": 2}
    shown = sorted(rows, key=lambda row: (order[row.fate], row.number))[:SHOWN_ROWS]
    columns = [shapes.Column(_("Dòng"), number=True)]
    columns += [shapes.Column(LABELS[name]) for name in ("symbol", "issuer", "subject", "dated_on")]
    columns.append(shapes.Column(_("Kết quả")))
    table = shapes.DataTable(
        caption=_("Các dòng của bảng"), columns=columns, rows=[shapes.TableRow(_cells(row)) for row in shown]
    )
    count = {fate: sum(row.fate == fate for row in rows) for fate in FATES}
    return {"table": table, "count": count, "hidden": len(rows) - len(shown)}


def _cells(row: SheetRow) -> list[shapes.Cell | shapes.Words]:
    tone, words = FATES[row.fate]
    day = row.words["dated_on"]
    return [
        shapes.Cell(str(row.number), number=True),
        f"{DocumentKind(row.words['kind']).label} {row.words['symbol']}" if row.words["kind"] else row.words["symbol"],
        row.words["issuer"],
        row.words["subject"],
        short_date(day) if day else "",
        shapes.Cell(words, tone=tone, note=row.problem),  # type: ignore[arg-type]
    ]
