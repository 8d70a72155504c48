"""The year report through a template of the office: the same figures in its order, with its own words."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from nennep.reports.sentences import Sentence
from nennep.reports.year_report import PARTS, SECTIONS, Part, Section, YearReport

Piece = dict[str, Any]
MISMATCHES = "mismatches"
"""The part that no template leaves out: what does not add up is told in every report."""
OWN_WORDS = "Văn phòng viết"
"""Marks what the office wrote: its figures, if any, come from no record."""


def usual_pieces() -> list[Piece]:
    """The report as it stands without a template: where a new one begins."""
    return [
        piece
        for heading, parts in SECTIONS.items()
        for piece in ({"kind": "section", "heading": heading}, *({"kind": "part", "key": key} for key in parts))
    ]


def arranged(report: YearReport, pieces: Sequence[Piece]) -> YearReport:
    """The report in the order of a template; a part without anything to tell is left out, as is a section of none."""
    told = {part.title: part for section in report.sections for part in section.parts}
    sections: list[tuple[str, list[Part]]] = []
    for piece in pieces:
        if piece["kind"] == "section":
            sections.append((piece["heading"], []))
        elif piece["kind"] == "text":
            sections[-1][1].append(_own_words(piece))
        elif PARTS[piece["key"]] in told:
            sections[-1][1].append(told[PARTS[piece["key"]]])
    return replace(report, sections=tuple(Section(title, tuple(parts)) for title, parts in sections if parts))


def _own_words(piece: Piece) -> Part:
    lines = tuple(Sentence((line.strip(),)) for line in piece["words"].splitlines() if line.strip())
    return Part(f"{piece['heading']} ({OWN_WORDS})", lines)
