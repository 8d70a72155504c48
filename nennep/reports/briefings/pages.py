"""The page of a briefing: its sections with the figures of then and of today, its roll, its decisions."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from nennep.core.components import Cell, Column, DataTable, TableRow
from nennep.core.periods import Month
from nennep.decisions.models import Task, TaskState
from nennep.organisation.models import Ward
from nennep.reports.briefings.papers import REMEDY_COLUMNS, remedy_rows, sections_of
from nennep.reports.briefings.sections import BY_KEY, SECTIONS
from nennep.reports.briefings.stored import Kept, KeptContent, KeptSentence, KeptTable, Today, figures, from_data
from nennep.reports.models import Briefing, BriefingSeat, BriefingSection, BriefingState

Piece = tuple[str, str, str]
"""Words, the address of their rows, and what the figure says today if that is something else."""


@dataclass(frozen=True)
class Shown:
    """One sentence or one table of a section."""

    pieces: list[Piece]
    table: DataTable | None


@dataclass(frozen=True)
class SectionShown:
    """One section: what it says, what the office writes beside it, how many of its figures are others today."""

    section: BriefingSection
    title: str
    asks: str
    content: list[Shown]
    differing: int

    @property
    def is_made(self) -> bool:
        return self.section.made_at is not None


@dataclass(frozen=True)
class BriefingPage:
    sections: list[SectionShown]
    made: int
    differing: int
    seats: list[BriefingSeat]
    decisions: list[Task]

    @property
    def whole(self) -> int:
        return len(self.sections)

    @property
    def is_complete(self) -> bool:
        return self.made == self.whole

    @property
    def present(self) -> int:
        return sum(seat.is_present is True for seat in self.seats)


def briefing_page(briefing: Briefing, ward: Ward, *, compare: bool) -> BriefingPage:
    """Everything the page shows; with `compare` each figure is laid beside the same one of today."""
    kept = {section.key: section for section in briefing.sections.all()}
    today = Today(ward, on=briefing.figures_on) if compare else None
    sections = [_section(kept[each.key], today) for each in SECTIONS if each.key in kept]
    tasks = Task.objects.filter(ward=briefing.ward_id, origin_id=briefing.pk).exclude(state=TaskState.DROPPED)
    return BriefingPage(
        sections,
        sum(each.is_made for each in sections),
        sum(each.differing for each in sections),
        list(briefing.seats.select_related("person").order_by("pk")),
        list(tasks.select_related("unit", "assignee").order_by("due_on", "unit__position", "pk")),
    )


def _section(section: BriefingSection, today: Today | None) -> SectionShown:
    content = from_data(section.content)
    if today:
        content = [_beside_today(each, today) for each in content]
    kind = BY_KEY[section.key]
    differing = sum(figure.today != "" for figure in figures(content))
    return SectionShown(section, kind.title, kind.asks, [_shown(each) for each in content], differing)


def _beside_today(each: KeptContent, today: Today) -> KeptContent:
    def with_today(part: str | Kept) -> str | Kept:
        return part if isinstance(part, str) else replace(part, today=today.of(part))

    if isinstance(each, KeptSentence):
        return KeptSentence(tuple(with_today(part) for part in each.parts))
    return replace(each, rows=tuple(tuple(with_today(cell) for cell in row) for row in each.rows))


def _shown(each: KeptContent) -> Shown:
    if isinstance(each, KeptTable):
        return Shown([], _table(each))
    return Shown([_piece(part) for part in each.parts], None)


def _piece(part: str | Kept) -> Piece:
    if isinstance(part, str):
        return part, "", ""
    return f"⟦{part.text}⟧", kept_url(part), part.today


def _table(each: KeptTable) -> DataTable:
    columns = [Column(words, number=place in each.numeric) for place, words in enumerate(each.head)]
    return DataTable(each.caption, columns, [TableRow([_cell(cell) for cell in row]) for row in each.rows])


def _cell(cell: str | Kept) -> Cell:
    if isinstance(cell, str):
        return Cell(cell)
    if not cell.today:
        return Cell(cell.text, kept_url(cell))
    return Cell(cell.text, kept_url(cell), "finding", _("hôm nay: %(figure)s") % {"figure": cell.today})


def kept_url(kept: Kept) -> str:
    """Where the rows of a kept figure are: as they are today."""
    query = {"ky": kept.period}
    if kept.unit_id:
        query["chi-bo"] = kept.unit_id
    if kept.wanting:
        query["thieu"] = "1"
    if kept.choice:
        query["loai"] = kept.choice
    return f"{reverse('reports:rows', args=[kept.indicator_id])}?{urlencode(query)}"


@dataclass(frozen=True)
class HeldSection:
    """One section as it was told, in words only: whoever reads it may not open the rows of other branches."""

    title: str
    content: list[Shown]
    words: str


@dataclass(frozen=True)
class HeldBriefing:
    """A briefing that is over: what was told, who came, what was said and concluded."""

    sections: list[HeldSection]
    present: int
    summoned: int
    remedies: DataTable


def held_briefing(briefing: Briefing) -> HeldBriefing:
    """What the minutes of a closed briefing keep; nothing of today stands beside it."""
    content = briefing.content
    assert content is not None
    told = [
        HeldSection(each.title, [_in_words(part) for part in each.content], each.words)
        for each in sections_of(briefing)
    ]
    return HeldBriefing(
        told,
        len(content["present"]),
        len(content["present"]) + len(content["absent"]),
        DataTable(
            _("Việc được giao"),
            [Column(words) for words in REMEDY_COLUMNS],
            [TableRow(row) for row in remedy_rows(content["decisions"])],
            empty=_("Hội nghị không giao việc nào."),
        ),
    )


def _in_words(each: KeptContent) -> Shown:
    if isinstance(each, KeptSentence):
        return Shown([(each.text, "", "")], None)
    rows = [[cell if isinstance(cell, str) else Cell(cell.text) for cell in row] for row in each.rows]
    columns = [Column(words, number=place in each.numeric) for place, words in enumerate(each.head)]
    return Shown([], DataTable(each.caption, columns, [TableRow(row) for row in rows]))


def briefings_of(ward_id: Any) -> QuerySet[Briefing]:
    """Every briefing of a ward, the latest month first."""
    return Briefing.objects.filter(ward=ward_id).defer("content", "course").order_by("-month")


STATES = {
    BriefingState.DRAFT: "todo",
    BriefingState.IN_SESSION: "doing",
    BriefingState.CLOSED: "waiting",
}


def briefing_lines(found: Sequence[Briefing]) -> list[tuple[Briefing, str, str]]:
    """Each briefing with its mark and word: signed ones are done."""
    lines = []
    for each in found:
        if each.frozen_at:
            lines.append((each, "done", _("đã ký biên bản")))
        else:
            words = _("chờ ký biên bản") if each.state == BriefingState.CLOSED else str(each.get_state_display())
            lines.append((each, STATES[BriefingState(each.state)], words))
    return lines


def months_to_brief(today: date) -> list[Month]:
    """The last finished month first, the running one, and the year before."""
    month = Month.of(today)
    months = [month.previous, month]
    for _each in range(11):
        months.append(months[-1].previous if months[-1] != month else month.previous.previous)
    return months
