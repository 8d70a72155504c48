"""The member list of a ward or a branch: filters that stand in the address, counts in the tabs, a page at a time.

Counted and sorted by the database, so that the first page of five thousand costs what a page costs.
"""

from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import CharField, Count, OuterRef, Q, QuerySet, Subquery, Value
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nennep.core.components import Cell, Column, CountTab, DataTable, TableRow
from nennep.core.text import fold
from nennep.organisation.models import (
    Membership,
    Placement,
    PlacementKind,
    Position,
    Post,
    Standing,
    StandingKind,
    Unit,
    UnitKind,
    holding_on,
)
from nennep.organisation.queries import party_groups

PAGE = 50
TABS = {
    "": gettext_lazy("Tất cả"),
    "chinh-thuc": gettext_lazy("Chính thức"),
    "du-bi": gettext_lazy("Dự bị"),
    "mien": gettext_lazy("Được miễn"),
    "di": gettext_lazy("Sinh hoạt nơi khác"),
    "tam-thoi": gettext_lazy("Tạm thời tại đây"),
    "dinh-chi": gettext_lazy("Đình chỉ"),
    "chua-co-to": gettext_lazy("Chưa có tổ"),
}
STANDING_WORDS = {
    StandingKind.SUSPENDED: gettext_lazy("Đình chỉ"),
    StandingKind.AWAY: gettext_lazy("Sinh hoạt nơi khác"),
    StandingKind.SPECIAL_DUTY: gettext_lazy("Nhiệm vụ đặc thù"),
    StandingKind.EXEMPT: gettext_lazy("Được miễn"),
}


@dataclass(frozen=True)
class Asked:
    """What the address asks for."""

    tab: str = ""
    name: str = ""
    unit: UUID | None = None
    group: UUID | None = None
    page: str = ""

    @classmethod
    def of(cls, words: dict[str, str]) -> "Asked":
        tab = words.get("loai", "")
        return cls(
            tab if tab in TABS else "",
            words.get("q", "")[:100],
            _key(words.get("chi-bo", "")),
            _key(words.get("to", "")),
            words.get("trang", ""),
        )

    @property
    def address(self) -> str:
        """As the address says it, without the page."""
        return "?" + urlencode({name: word for name, word in self.words.items() if word})

    @property
    def words(self) -> dict[str, str]:
        return {"loai": self.tab, "q": self.name, "chi-bo": str(self.unit or ""), "to": str(self.group or "")}


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


IN_ORDER = ("person__name_key", "person__birth_year", "person_id", "kind")
"""People by given name, then by age."""


@dataclass(frozen=True)
class Roster:
    """One page of the list with everything round it."""

    asked: Asked
    count: int
    total: int
    tabs: list[CountTab]
    table: DataTable
    page: object
    groups: list[Unit]


def roster(units: list[Unit], on: date, asked: Asked, *, selectable: bool = False, form: str = "") -> Roster:
    """A page of the members of some branches (danh sách đảng viên): three queries for any number of people."""
    ward_id = units[0].ward_id if units else None
    several = len(units) > 1
    groups = [] if several else party_groups(units[0], on)
    placed = _placed(ward_id, units, on, asked)
    conditions = _conditions(ward_id, on)
    counts = placed.order_by().aggregate(
        **{f"n_{number}": Count("pk", filter=each) for number, each in _numbered(conditions)}
    )
    by_tab = {tab: counts[f"n_{number}"] for number, tab in enumerate(conditions)}
    found = placed.filter(conditions[asked.tab]).order_by(*IN_ORDER)
    pages = Paginator(found.values("pk"), PAGE)
    pages.count = by_tab[asked.tab]  # counted above, together with the other tabs
    page = pages.get_page(asked.page)
    names = {unit.pk: unit.short_name for unit in units} if several else {}
    shown = Placement.objects.filter(ward=ward_id, pk__in=page.object_list).order_by(*IN_ORDER)  # the page, not all
    shown = shown.select_related("person").annotate(official_on=_official_on(ward_id, on))
    lines = _rows(ward_id, list(shown), on, names, selectable=selectable)
    columns = [
        _("Họ và tên"),
        _("Năm sinh"),
        *([_("Chi bộ")] if several else []),
        _("Đảng viên"),
        _("Tổ đảng"),
        _("Chức vụ"),
    ]
    table = DataTable(
        _("Danh sách đảng viên"),
        [Column(label) for label in columns],
        lines,
        empty=_("Không có đồng chí nào theo cách lọc này."),
        form=form,
    )
    tabs = [
        CountTab(TABS[tab], by_tab[tab], replace(asked, tab=tab).address, tab == asked.tab)
        for tab in TABS
        if by_tab[tab] or tab in {"", asked.tab}
    ]
    return Roster(asked, by_tab[asked.tab], by_tab[""], tabs, table, page, groups)


def _placed(ward_id: UUID | None, units: list[Unit], on: date, asked: Asked) -> QuerySet[Placement]:
    wanted = [unit.pk for unit in units if asked.unit in (None, unit.pk)]
    placed = Placement.objects.filter(holding_on(on), ward=ward_id, unit__in=wanted)
    placed = placed.exclude(kind=PlacementKind.GROUP).filter(person__in=_members(ward_id, on).values("person"))
    if asked.name:
        placed = placed.filter(person__search_key__contains=fold(asked.name))
    if asked.group:
        inside = Placement.objects.filter(holding_on(on), ward=ward_id, unit=asked.group)
        placed = placed.filter(person__in=inside.values("person"))
    return placed


def _members(ward_id: UUID | None, on: date) -> QuerySet[Membership]:
    return Membership.objects.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=on), ward=ward_id)


def _conditions(ward_id: UUID | None, on: date) -> dict[str, Q]:
    """What each tab holds; a member away or exempt is official or probationary all the same."""
    official = Q(person__in=_members(ward_id, on).filter(official_on__lte=on).values("person"))
    grouped = Placement.objects.filter(holding_on(on), ward=ward_id, kind=PlacementKind.GROUP)
    divided = Unit.objects.filter(holding_on(on), ward=ward_id, kind=UnitKind.PARTY_GROUP)
    return {
        "": Q(),
        "chinh-thuc": official,
        "du-bi": ~official,
        "mien": _standing(ward_id, on, StandingKind.EXEMPT),
        "di": _standing(ward_id, on, StandingKind.AWAY) & Q(kind=PlacementKind.OFFICIAL),
        "tam-thoi": Q(kind=PlacementKind.TEMPORARY),
        "dinh-chi": _standing(ward_id, on, StandingKind.SUSPENDED),
        "chua-co-to": Q(unit__in=divided.values("parent")) & ~Q(person__in=grouped.values("person")),
    }


def _standing(ward_id: UUID | None, on: date, kind: str) -> Q:
    return Q(person__in=Standing.objects.filter(holding_on(on), ward=ward_id, kind=kind).values("person"))


def _numbered(conditions: dict[str, Q]) -> list[tuple[int, Q]]:
    return list(enumerate(conditions.values()))


def _rows(
    ward_id: UUID | None, placed: list[Placement], on: date, names: dict[UUID, str], *, selectable: bool
) -> list[TableRow]:
    """The people of one page, each with grade, footing, group and posts; `names` of several branches."""
    held = _held(ward_id, [place.person_id for place in placed], on)
    rows = []
    for place in placed:
        since: date | None = place.official_on  # type: ignore[attr-defined]  # annotated by `roster`
        grade = _("Chính thức") if since and since <= on else _("Dự bị")
        of_person = held.get(place.person_id, {})
        footing = [str(word) for kind, word in STANDING_WORDS.items() if kind in of_person.get("standing", [])]
        if place.kind == PlacementKind.TEMPORARY:
            footing.insert(0, _("Tạm thời tại đây"))
        cells: list[Cell | str] = [
            Cell(place.person.full_name, reverse("organisation:person", args=[place.person_id])),
            str(place.person.birth_year or "–"),
        ]
        if names:
            cells.append(names.get(place.unit_id, ""))
        cells.append(Cell(grade, note=", ".join(footing)))
        cells.append(", ".join(of_person.get("group", [])) or "–")
        cells.append(", ".join(str(Position(each).label) for each in of_person.get("post", [])) or "–")
        rows.append(TableRow(cells, select=str(place.person_id) if selectable else ""))
    return rows


def _held(ward_id: UUID | None, people: list[UUID], on: date) -> dict[UUID, dict[str, list[str]]]:
    """Standings, party groups and posts of some people on a day, by person and kind: one query."""
    of_page = {"ward": ward_id, "person__in": people}
    standings = Standing.objects.filter(holding_on(on), **of_page)
    groups = Placement.objects.filter(holding_on(on), **of_page, kind=PlacementKind.GROUP)
    posts = Post.objects.filter(holding_on(on), **of_page)
    rows = standings.order_by().values_list(_word("standing"), "person", "kind")
    rows = rows.union(
        groups.order_by().values_list(_word("group"), "person", "unit__short_name"),
        posts.order_by().values_list(_word("post"), "person", "position"),
    )
    held: dict[UUID, dict[str, list[str]]] = {}
    for what, person_id, word in sorted(rows, key=lambda row: (row[0], row[2])):
        held.setdefault(person_id, {}).setdefault(what, []).append(word)
    return held


def _word(text: str) -> Value:
    return Value(text, output_field=CharField())


def _official_on(ward_id: UUID | None, on: date) -> Subquery:
    """Since when a placed person is official, by the earliest membership that has not ended."""
    of_person = _members(ward_id, on).filter(person=OuterRef("person")).order_by("admitted_on", "pk")
    return Subquery(of_person.values("official_on")[:1])
