"""DOCX by docxtpl: the letterhead is a Word file an office may edit; the body comes from the blocks."""

import io
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any

from nennep.core import qr
from nennep.core.documents.blocks import (
    Block,
    Format,
    Heading,
    Listing,
    Notice,
    OfficialDocument,
    Opinion,
    Paragraph,
    SignatureBlock,
    Table,
    numbered,
)
from nennep.core.documents.columns import font_pt, widths_mm
from nennep.core.documents.pdf import clean
from nennep.core.documents.text import PARTY, symbol_line

BODY_MARK = "§"
TWIPS_A_MM = 1440 / 25.4


def render_docx(document: OfficialDocument) -> bytes:
    """The document as DOCX: Word and LibreOffice open it as they are."""
    from docx.shared import Mm
    from docxtpl import DocxTemplate

    template = DocxTemplate(io.BytesIO(_letterhead()))
    template.render(_letterhead_words(document), autoescape=True)
    word = template.docx
    _apply_format(word, document.format)
    word.core_properties.title = clean(document.title or f"{document.kind} {document.subject}")
    mark = next(p for p in word.paragraphs if p.text == BODY_MARK)
    writer = _Body(word, mark, document.format)
    for block in numbered(document.blocks):
        writer.write(block)
    mark._p.getparent().remove(mark._p)
    end = word.add_paragraph()
    after = _Body(word, end, document.format)
    for block in document.annexes:
        after.write(block)
    if document.seal:
        seal = end
        seal.paragraph_format.line_spacing = 1.0  # an exact line would cut the picture
        seal.add_run().add_picture(io.BytesIO(qr.png_file(document.seal)), width=Mm(22))
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def _letterhead_words(document: OfficialDocument) -> dict[str, Any]:
    words = {
        "higher_body": document.higher_body,
        "body_name": document.body_name,
        "symbol": symbol_line(document),
        "party": PARTY,
        "place_and_date": document.place_and_date,
        "kind": document.kind,
        "subject": document.subject,
        "footer": document.footer,
    }
    lists = {
        "recipients": [clean(recipient) for recipient in document.recipients],
        "left": _signature_lines(document.left),
        "right": _signature_lines(document.right),
        "left_name": clean(document.left.name) if document.left else "",
        "right_name": clean(document.right.name) if document.right else "",
        "left_note": clean(document.left.note) if document.left else "",
        "right_note": clean(document.right.note) if document.right else "",
    }
    return {name: clean(text) for name, text in words.items()} | lists


def _signature_lines(signature: SignatureBlock | None) -> list[str]:
    return [clean(line) for line in signature.lines] if signature else []


def _apply_format(word: Any, format: Format) -> None:
    from docx.shared import Mm, Pt

    if format.landscape:
        _turn(word, format)
    top, bottom, left, right = format.margins_mm
    for section in word.sections:
        section.top_margin, section.bottom_margin = Mm(top), Mm(bottom)
        section.left_margin, section.right_margin = Mm(left), Mm(right)
    normal = word.styles["Normal"]
    normal.font.size = Pt(format.font_pt)
    normal.paragraph_format.line_spacing = Pt(format.line_pt)


def _turn(word: Any, format: Format) -> None:
    """Lay the sheet on its side; the letterhead and the signatures spread over its whole width."""
    from docx.enum.section import WD_ORIENT

    for section in word.sections:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width
    wider = format.text_mm / replace(format, landscape=False).text_mm
    for table in word.tables:
        for column in table.columns:
            column.width = round(column.width * wider)


class _Body:
    """Writes blocks before the mark of the letterhead."""

    def __init__(self, word: Any, mark: Any, format: Format) -> None:
        self.word, self.mark, self.format = word, mark, format
        self.writers: dict[type, Callable[[Any], None]] = {
            Heading: self.heading,
            Paragraph: self.paragraph,
            Listing: self.listing,
            Opinion: self.opinion,
            Table: self.table,
            Notice: self.notice,
        }

    def write(self, block: Block) -> None:
        self.writers[type(block)](block)

    def line(self, *runs: tuple[str, bool], centred: bool = False, style: str | None = None) -> Any:
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Mm

        paragraph = self.mark.insert_paragraph_before(style=style)
        for text, bold in runs:
            run = paragraph.add_run(clean(text))
            run.bold = bold or None
        if centred:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        else:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
            paragraph.paragraph_format.first_line_indent = Mm(self.format.indent_mm)
        return paragraph

    def heading(self, block: Heading) -> None:
        self.line((block.text, block.level < 3), style=f"Heading {block.level}")

    def paragraph(self, block: Paragraph) -> None:
        lead = ((f"{block.lead} ", True),) if block.lead else ()
        self.line(*lead, (block.text, block.bold), centred=block.centred)

    def listing(self, block: Listing) -> None:
        for item in block.items:
            self.line((f"- {item}", False))

    def opinion(self, block: Opinion) -> None:
        self.line(("- Đồng chí ", False), (block.speaker, True), (f": {block.text}", False))

    def notice(self, block: Notice) -> None:
        self.line(("Lưu ý: ", True), (block.text, False))

    def table(self, block: Table) -> None:
        from docx.shared import Pt

        if block.caption:
            self.line((block.caption, True), centred=True).paragraph_format.keep_with_next = True
        self.mark._p.addprevious(_table_xml(block, self.format))
        after = self.line(("", False)).paragraph_format
        after.space_before = after.space_after = Pt(0)
        after.line_spacing = Pt(6)


def _table_xml(block: Table, format: Format) -> Any:
    """The table as XML in one go: python-docx's cells cost a lookup each."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    size = font_pt(block, format.font_pt)
    widths = [round(each * TWIPS_A_MM) for each in widths_mm(block, format.text_mm, size)]
    size *= 2  # Word counts half points
    grid = "".join(f'<w:gridCol w:w="{w}"/>' for w in widths)
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    head = _row_xml(block.head, widths, size, bold=True, right=(), header=True)
    rows = "".join(_row_xml(row, widths, size, bold=False, right=block.numeric, header=False) for row in block.rows)
    return parse_xml(
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblInd w:w="80" w:type="dxa"/>'
        f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>'
        '<w:left w:w="80" w:type="dxa"/><w:right w:w="80" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{head}{rows}</w:tbl>"
    )


def _row_xml(cells: Any, widths: list[int], size: int, *, bold: bool, right: Any, header: bool) -> str:
    from xml.sax.saxutils import escape

    marks = "<w:trPr><w:cantSplit/>" + ("<w:tblHeader/>" if header else "") + "</w:trPr>"
    made = []
    for column, (cell, width) in enumerate(zip(cells, widths, strict=True)):
        side = "center" if header else "right" if column in right else "left"
        weight = "<w:b/>" if bold else ""
        made.append(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
            '<w:p><w:pPr><w:spacing w:before="20" w:after="20" w:line="240" w:lineRule="auto"/>'
            f'<w:jc w:val="{side}"/></w:pPr>'
            f'<w:r><w:rPr>{weight}<w:sz w:val="{size}"/></w:rPr>'
            f'<w:t xml:space="preserve">{escape(clean(cell))}</w:t></w:r></w:p></w:tc>'
        )
    return f"<w:tr>{marks}{''.join(made)}</w:tr>"


@cache
def _letterhead() -> bytes:
    return files("nennep.core.documents").joinpath("templates/letterhead.docx").read_bytes()
