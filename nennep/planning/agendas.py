"""Agenda templates (mẫu chương trình) by kind of meeting and branch: the ward's own, or those shipped with the program.

Source of the shipped sequence: 12-HD/BTCTW (2018), 42-HD/BTCTW (2025); domain.md 1.3.
"""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from uuid import UUID

from nennep.planning.models import ContentLibrary

OTHER = "other"
"""The part of a line that no step of the desk depends on."""


@dataclass(frozen=True)
class TemplateItem:
    """One line of a template: what it is for, its title, the minutes it usually takes, a word of help."""

    part: str
    title: str
    minutes: int
    hint: str = ""


@dataclass(frozen=True)
class AgendaTemplate:
    """The agenda a branch of some kind starts from, and points worth discussing there; version 0 is the shipped one."""

    items: tuple[TemplateItem, ...]
    focus: tuple[str, ...]
    version: int = 0


def agenda_template(ward_id: UUID, meeting_kind: str, branch_kind: str, on: date) -> AgendaTemplate:
    """The template of a ward for a regular or thematic meeting of a kind of branch, as it stands on a day."""
    own = (
        ContentLibrary.objects.filter(
            ward=ward_id, meeting_kind=meeting_kind, branch_kind=branch_kind, valid_from__lte=on
        )
        .order_by("-version")
        .first()
    )
    if own is None:
        return shipped_template(meeting_kind, branch_kind)
    return AgendaTemplate(tuple(TemplateItem(**item) for item in own.items), tuple(own.focus), own.version)


def shipped_template(meeting_kind: str, branch_kind: str) -> AgendaTemplate:
    """The template that comes with the program."""
    data = _data()
    items = tuple(TemplateItem(**item) for item in data[meeting_kind]["items"])
    return AgendaTemplate(items, tuple(data["focus"].get(branch_kind, data["focus"]["default"])))


@cache
def _data() -> dict:
    return tomllib.loads(files("nennep.planning").joinpath("data/agendas.toml").read_text("utf-8"))
