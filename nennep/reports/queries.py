"""What pages and commands ask of the reports: evidence behind a figure, a definition."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nennep.core.periods import Month, Period
from nennep.core.refusals import NotFound, Refused
from nennep.organisation.models import Person, Unit, Ward
from nennep.planning.models import Basis
from nennep.reports.findings import branches_of
from nennep.reports.indicators import BY_ID, Figure, Indicator, Row
from nennep.reports.records import LATE, Records
from nennep.rulebook.queries import Regulation, Value, all_regulations, rules_on

FORMATS = ("docx", "pdf", "xlsx", "md", "json")
PAGE_SIZE = 100


class NoSuchFormat(Refused):
    message = _("Tệp phải có đuôi .docx, .pdf, .xlsx, .md hoặc .json, hoặc ghi --format.")


class NoSuchPeriod(Refused):
    message = _("Ghi kỳ như 2022-03, 2022-Q1, 2022-H1, 2022 hoặc 2022-03..2023-02.")


@dataclass(frozen=True)
class Evidence:
    """A figure with its rows, each with its branch; those that fall short come first."""

    figure: Figure
    unit: Unit | None
    rows: tuple[tuple[Row, Unit | None], ...]


@dataclass(frozen=True)
class Definition:
    """An indicator with the rule behind it on a day."""

    indicator: Indicator
    value: Value | None
    regulation: Regulation | None


def format_of(name: str) -> str:
    """The format that a file's ending names."""
    ending = name.rpartition(".")[2].lower()
    if ending not in FORMATS:
        raise NoSuchFormat
    return ending


def indicator(indicator_id: str) -> Indicator:
    if indicator_id not in BY_ID:
        raise NotFound
    return BY_ID[indicator_id]


def period_of(key: str) -> Period:
    """The period an address names."""
    try:
        return Period.parse(key)
    except ValueError as error:
        raise NotFound from error


def stretch_of(text: str) -> Period:
    """The period somebody typed."""
    try:
        return Period.parse(text)
    except ValueError as error:
        raise NoSuchPeriod from error


def year_of(text: str, *, on: date) -> int:
    """The year a page shows: the one asked for, or the running one; years to come are not there."""
    if not text:
        return on.year
    if not (text.isdecimal() and len(text) == 4 and 1 < int(text) <= on.year + 1):
        raise NotFound
    return int(text)


def month_of(text: str, *, year: int, on: date) -> Month:
    """The month a page shows: the one asked for, or the running month, or the year's last."""
    try:
        month = Month.parse(text) if text else Month.of(on)
    except ValueError as error:
        raise NotFound from error
    return month if month.year == year else Month(year, 12 if year < on.year else 1)


def evidence(
    records: Records,
    indicator: Indicator,
    *,
    unit_id: UUID | None = None,
    wanting: bool = False,
    choice: str = "",
) -> Evidence:
    """The rows behind a figure of the ward or of one branch; those that fall short come first."""
    units = {unit.pk: unit for unit in records.branches}
    if unit_id is not None and unit_id not in units:
        raise NotFound
    figure = figure_of(records, indicator, unit_id, wanting, choice)
    rows = [row for row in figure.rows() if row.unit_id is None or row.unit_id in units]
    if wanting:
        rows = [row for row in rows if row.part]
    else:
        rows.sort(key=lambda row: row.part >= row.whole)
    shown = tuple((row, units[row.unit_id] if row.unit_id else None) for row in rows)
    return Evidence(figure, units.get(unit_id) if unit_id else None, shown)


def named(ward: Ward, rows: Sequence[tuple[Row, Unit | None]]) -> list[tuple[Row, Unit | None, str]]:
    """The rows of a page with what to call them: members by name, in one query."""
    people = [row.id for row, _unit in rows if row.kind == "member" and not row.label]
    names = dict(Person.objects.filter(ward=ward, pk__in=people).values_list("pk", "full_name")) if people else {}
    return [(row, unit, row.label or names.get(row.id, "")) for row, unit in rows]


def figure_of(records: Records, indicator: Indicator, unit_id: UUID | None, wanting: bool, choice: str) -> Figure:
    """The figure that an address, or a briefing, names."""
    if choice and indicator.id == "branches_of_kind":
        return branches_of(records, choice)
    if choice in Basis.values and indicator.id == "themes_oriented":
        return records.themes_from(choice)
    if choice and indicator.id == "visit_seen":
        return records.seen_at_visits(choice, unit_id)
    if choice == LATE and indicator.id == "reach":
        return records.reach_late()
    if choice and indicator.id == "reach":
        asked = set(choice.split(","))
        return records.reach_of([each for each in records.reach.directives.values() if str(each.id) in asked])
    if wanting and indicator.is_share and unit_id is None:
        return records.wanting(indicator.id)
    return records.figure(indicator.id, unit_id)


def definition(indicator: Indicator, on: date) -> Definition:
    """What an indicator counts and the rule behind it on a day, with source and confidence."""
    if indicator.rule:
        return Definition(indicator, rules_on(on).source_of(indicator.rule), None)
    found = next((rule for rule in all_regulations() if rule.number == indicator.regulation), None)
    return Definition(indicator, None, found)
