"""Sentences with figures among their words: what reports and briefings are written in."""

from dataclasses import dataclass
from typing import Literal

from nennep.core.documents import wording
from nennep.reports.indicators import Figure


@dataclass(frozen=True)
class Said:
    """A figure where it stands: whole ("93,5% (97/103)"), its number alone, or its parts ("12/13")."""

    figure: Figure
    how: Literal["text", "number", "parts"] = "text"

    @property
    def text(self) -> str:
        if self.how == "number":
            return wording.number(self.figure.numerator)
        if self.how == "parts" and self.figure.has_data:
            return self.figure.parts
        return self.figure.text


@dataclass(frozen=True)
class Sentence:
    """Words with figures among them."""

    parts: tuple[str | Said, ...]

    @property
    def text(self) -> str:
        return "".join(part if isinstance(part, str) else part.text for part in self.parts)

    @property
    def figures(self) -> list[Figure]:
        return [part.figure for part in self.parts if isinstance(part, Said)]


@dataclass(frozen=True)
class ReportTable:
    """A table whose cells are words or figures."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str | Said, ...], ...]
    widths: tuple[int, ...]
    numeric: tuple[int, ...]


def say(template: str, **figures: Figure | Said | str) -> Sentence:
    """A sentence from its words: "{name}" is where a figure stands."""
    parts: list[str | Said] = []
    for index, piece in enumerate(template.replace("}", "{").split("{")):
        if index % 2 == 0:
            parts.append(piece)
            continue
        value = figures[piece]
        parts.append(Said(value) if isinstance(value, Figure) else value)
    return Sentence(tuple(part for part in parts if part != ""))


def count(figure: Figure) -> Said:
    """The number alone, where the whole is named by the words around it."""
    return Said(figure, "number")
