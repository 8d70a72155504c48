"""The tree of units as it stood on a day, and everything that the page of one branch shows."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from nennep.core.components import Cell, Column, DataTable, TableRow
from nennep.core.written import short_date
from nennep.organisation.history import Told, unit_history
from nennep.organisation.models import (
    Charge,
    Placement,
    PlacementKind,
    Post,
    ResidenceContact,
    Term,
    Unit,
    UnitKind,
    WorkingRules,
    holding_on,
)
from nennep.organisation.queries import branch_lines, in_charge_of, party_groups

RANK = ("secretary", "deputy_secretary", "branch_committee_member", "group_leader", "group_deputy")


def tree(units: list[Unit], on: date) -> DataTable:
    """Branches with their party groups as of a day (cây tổ chức): six queries for any number."""
    ward_id = units[0].ward_id if units else None
    lines = branch_lines(units, on)
    groups: dict[UUID | None, list[Unit]] = {}
    inside = Unit.objects.filter(holding_on(on), ward=ward_id, parent__in=units, kind=UnitKind.PARTY_GROUP)
    for group in inside.order_by("position", "pk"):
        groups.setdefault(group.parent_id, []).append(group.as_of(on))
    sizes = dict(
        Placement.objects.filter(holding_on(on), ward=ward_id, kind=PlacementKind.GROUP, unit__parent__in=units)
        .order_by()
        .values_list("unit")
        .annotate(Count("pk"))
    )
    leaders = dict(
        Post.objects.filter(holding_on(on), ward=ward_id, unit__parent__in=units, position="group_leader").values_list(
            "unit", "person__full_name"
        )
    )
    rows = []
    for line in lines:
        address = reverse("organisation:unit", args=[line.unit.pk])
        kind = str(line.unit.get_branch_kind_display())
        rows.append(
            TableRow(
                [
                    Cell(line.unit.name, address),
                    kind,
                    Cell(str(line.members), number=True),
                    line.secretary or "–",
                    line.charge or "–",
                ]
            )
        )
        for group in groups.get(line.unit.pk, []):
            members = Cell(str(sizes.get(group.pk, 0)), number=True)
            rows.append(TableRow([f"└ {group.name}", _("Tổ đảng"), members, leaders.get(group.pk, "–"), "–"]))
    columns = [
        Column(_("Tổ chức")),
        Column(_("Loại")),
        Column(_("Đảng viên"), number=True),
        Column(_("Bí thư, tổ trưởng")),
        Column(_("Phụ trách")),
    ]
    caption = _("Các chi bộ và tổ đảng ngày %(day)s") % {"day": short_date(on)}
    return DataTable(caption, columns, rows, empty=_("Ngày này chưa có chi bộ nào."))


@dataclass(frozen=True)
class GroupLine:
    """A party group with its size and leaders."""

    unit: Unit
    members: int
    leaders: str


@dataclass(frozen=True)
class UnitPage:
    """Everything of one branch on a day."""

    unit: Unit
    members: int
    temporary: int
    posts: list[Post]
    groups: list[GroupLine]
    term: Term | None
    charges: list[Charge]
    rules: WorkingRules | None
    review_due: bool
    contacts: int
    history: list[Told]


def unit_page(unit: Unit, on: date) -> UnitPage:
    """A branch as the page shows it: nine queries."""
    of_unit = {"ward": unit.ward_id, "unit": unit}
    counted = Placement.objects.filter(holding_on(on), **of_unit).aggregate(
        official=Count("pk", filter=Q(kind=PlacementKind.OFFICIAL)),
        temporary=Count("pk", filter=Q(kind=PlacementKind.TEMPORARY)),
    )
    posts = list(
        Post.objects.filter(
            Q(unit=unit) | Q(unit__parent=unit), Q(valid_to__isnull=True) | Q(valid_to__gt=on), ward=unit.ward_id
        )
        .select_related("person", "unit")
        .order_by("unit__position", "valid_from", "pk")
    )
    posts.sort(key=lambda post: (post.unit_id != unit.pk, RANK.index(post.position)))
    rules = (
        WorkingRules.objects.filter(holding_on(on), **of_unit).select_related("file").order_by("-valid_from").first()
    )
    return UnitPage(
        unit=unit,
        members=counted["official"],
        temporary=counted["temporary"],
        posts=posts,
        groups=_groups(unit, on, posts),
        term=Term.objects.filter(holding_on(on), **of_unit).order_by("-valid_from").first(),
        charges=in_charge_of(unit, on),
        rules=rules,
        review_due=bool(rules and rules.review_on and rules.review_on <= on),
        contacts=ResidenceContact.objects.filter(holding_on(on), **of_unit).count(),
        history=unit_history(unit),
    )


def _groups(unit: Unit, on: date, posts: list[Post]) -> list[GroupLine]:
    groups = party_groups(unit, on)
    if not groups:
        return []
    sizes = dict(
        Placement.objects.filter(holding_on(on), ward=unit.ward_id, unit__in=groups)
        .order_by()
        .values_list("unit")
        .annotate(Count("pk"))
    )
    leaders: dict[UUID | None, list[str]] = {}
    for post in posts:
        leaders.setdefault(post.unit_id, []).append(f"{post.get_position_display()}: đ/c {post.person.full_name}")
    return [GroupLine(group, sizes.get(group.pk, 0), ", ".join(leaders.get(group.pk, []))) for group in groups]
