"""Cards to be cut out: eight on a sheet of A4, each with a name, a few lines and a code for a camera."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files

from nennep.core import qr
from nennep.core.documents.pdf import clean_all, fonts


@dataclass(frozen=True)
class Card:
    """One card: whose it is, what to do with it, what the camera reads."""

    head: str
    name: str
    about: str
    lines: Sequence[tuple[str, str]]
    code_label: str
    code: str
    foot: str
    address: str


def render_cards(title: str, cards: Sequence[Card]) -> bytes:
    """The cards as PDF/A-2b."""
    import typst

    data = {
        "title": title,
        "cards": [
            {
                "head": card.head,
                "name": card.name,
                "about": card.about,
                "lines": [list(line) for line in card.lines],
                "code_label": card.code_label,
                "code": card.code,
                "foot": card.foot,
                "qr": qr.svg_file(card.address),
            }
            for card in cards
        ],
    }
    template = str(files("nennep.core.documents").joinpath("templates/cards.typ"))
    pdf = typst.Compiler(template, font_paths=fonts(), ignore_system_fonts=True).compile(
        format="pdf", sys_inputs={"document": json.dumps(clean_all(data), ensure_ascii=False)}, pdf_standards="a-2b"
    )
    assert isinstance(pdf, bytes)
    return pdf
