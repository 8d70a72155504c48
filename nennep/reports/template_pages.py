"""The page on which the office arranges a template: its pieces, and what a button does to their order."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from nennep.reports.arranging import MISMATCHES, Piece
from nennep.reports.issued_pages import Line
from nennep.reports.models import ReportTemplate
from nennep.reports.year_report import PARTS


def templates_of(ward_id: UUID) -> list[ReportTemplate]:
    return list(ReportTemplate.objects.filter(ward=ward_id).order_by("name"))


def template_links(templates: Sequence[ReportTemplate], year: int) -> list[Line]:
    """The report of a year through each template."""
    address = reverse("reports:year_report", args=[year])
    return [Line(each.name, "", f"{address}?mau={each.pk}") for each in templates]


def typed_pieces(forms: Any) -> list[Piece]:
    """The pieces as they stand on the page, whether they can be kept or not."""
    return [{name: form[name].value() or "" for name in form.fields} for form in forms]


def after_step(pieces: list[Piece], step: str, add: str) -> list[Piece]:
    """The pieces after a button: "up-2", "down-2", "remove-2" by place, or "add"; another changes nothing."""
    if step == "add":
        return [*pieces, *_added(pieces, add)]
    doing, _dash, place = step.partition("-")
    index = int(place) if place.isdecimal() else len(pieces)
    if index >= len(pieces):
        return pieces
    rest = pieces[:index] + pieces[index + 1 :]
    if doing == "remove":
        return pieces if pieces[index].get("key") == MISMATCHES else rest
    to = max(0, index + {"up": -1, "down": 1}.get(doing, 0))
    return [*rest[:to], pieces[index], *rest[to:]]


def _added(pieces: Sequence[Piece], add: str) -> list[Piece]:
    if add in ("section", "text"):
        return [{"kind": add}]
    return [{"kind": "part", "key": key} for key, _title in parts_left(pieces) if key == add]


def parts_left(pieces: Sequence[Piece]) -> list[tuple[str, str]]:
    """The parts of the report that a template does not have yet."""
    used = {piece.get("key") for piece in pieces}
    return [(key, title) for key, title in PARTS.items() if key not in used]


def piece_lines(forms: Any) -> list[dict[str, Any]]:
    """Each piece with its form, its title, and which buttons it has."""
    lines = []
    for index, form in enumerate(forms):
        kind, key = form["kind"].value(), form["key"].value() or ""
        words = {"section": _("Mục"), "text": _("Đoạn Văn phòng viết")}.get(kind) or PARTS.get(key, key)
        title = _("%(number)s. %(words)s") % {"number": index + 1, "words": words}
        steps = {doing: f"{doing}-{index}" for doing in ("up", "down", "remove")}
        lines.append({"form": form, "kind": kind, "title": title, "stays": key == MISMATCHES, **steps})
    return lines
