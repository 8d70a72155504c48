"""PDF by typst: shipped fonts, words as data, PDF/A-2b with tags; no system library, no network."""

import json
from dataclasses import asdict
from functools import cache
from importlib.resources import files
from typing import Any

from nennep.core import qr
from nennep.core.documents.blocks import Block, Format, OfficialDocument, Table, numbered
from nennep.core.documents.columns import font_pt, widths_mm
from nennep.core.documents.text import PARTY, symbol_line
from nennep.core.text import nfc


def render_pdf(document: OfficialDocument) -> bytes:
    """The document as PDF/A-2b, tagged, in letters as wide as Times New Roman."""
    data = {
        "higher_body": document.higher_body,
        "body_name": document.body_name,
        "symbol": symbol_line(document),
        "party": PARTY,
        "place_and_date": document.place_and_date,
        "kind": document.kind,
        "subject": document.subject,
        "title": document.title or f"{document.kind} {document.subject}",
        "format": asdict(document.format),
        "blocks": [_block(block, document.format) for block in numbered(document.blocks)],
        "annexes": [_block(block, document.format) for block in document.annexes],
        "left": asdict(document.left) if document.left else None,
        "right": asdict(document.right) if document.right else None,
        "recipients": list(document.recipients),
        "footer": document.footer,
        "seal": qr.svg_file(document.seal) if document.seal else "",
    }
    import typst

    pdf = typst.Compiler(str(_template()), font_paths=fonts(), ignore_system_fonts=True).compile(
        format="pdf", sys_inputs={"document": json.dumps(clean_all(data), ensure_ascii=False)}, pdf_standards="a-2b"
    )
    assert isinstance(pdf, bytes)
    return pdf


def clean(text: str) -> str:
    """One form of Vietnamese, and no control characters that a document cannot hold."""
    return nfc("".join(c for c in text if c in "\n\t" or (ord(c) >= 32 and not 0xFFFE <= ord(c) <= 0xFFFF)))


def clean_all(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {name: clean_all(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [clean_all(each) for each in value]
    return value


def _block(block: Block, format: Format) -> dict[str, Any]:
    data = {"type": type(block).__name__.lower(), **asdict(block)}
    if isinstance(block, Table):
        data["size"] = font_pt(block, format.font_pt)
        data["widths"] = widths_mm(block, format.text_mm, data["size"])
        data["rows"] = [list(row) for row in block.rows]
    return data


@cache
def _template() -> Any:
    return files("nennep.core.documents").joinpath("templates/official.typ")


@cache
def fonts() -> Any:
    import typst

    folder = str(files("nennep.core.documents").joinpath("fonts"))
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
