"""Agenda templates (mẫu chương trình) by kind of meeting and branch: data shipped with the program.

Source of the sequence: 12-HD/BTCTW (2018), 42-HD/BTCTW (2025); domain.md 1.3.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class TemplateItem:
    """One line of a template: what it is for, its title, the minutes it usually takes, a word of help."""

    part: str
    title: str
    minutes: int
    hint: str = ""


@dataclass(frozen=True)
class AgendaTemplate:
    """The agenda a branch of some kind starts from, and points worth discussing there."""

    items: tuple[TemplateItem, ...]
    focus: tuple[str, ...]


def agenda_template(meeting_kind: str, branch_kind: str) -> AgendaTemplate:
    """The template for a regular or thematic meeting of a kind of branch."""
    data = _data()
    items = tuple(TemplateItem(**item) for item in data[meeting_kind]["items"])
    return AgendaTemplate(items, tuple(data["focus"].get(branch_kind, data["focus"]["default"])))


@cache
def _data() -> dict:
    return tomllib.loads(files("nennep.meetings").joinpath("data/agendas.toml").read_text("utf-8"))
