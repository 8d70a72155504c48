"""Files as people bring them, made by hand: good ones, and ones that must not enter."""

import io
import zipfile
import zlib

import docx as python_docx
import typst
import xlsxwriter

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def _pdf_of(*objects: bytes) -> bytes:
    """A PDF of these objects, the first of which is its root; readers find them without a table."""
    body = b"".join(b"%d 0 obj%s\nendobj\n" % (number, each) for number, each in enumerate(objects, start=1))
    return b"%PDF-1.4\n" + body + b"trailer<</Root 1 0 R/Size %d>>\n%%%%EOF" % (len(objects) + 1)


_PAGES = (b"<</Type/Pages/Kids[3 0 R]/Count 1>>", b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>")
PDF = _pdf_of(b"<</Type/Catalog/Pages 2 0 R>>", *_PAGES)
"""The smallest file that opens: one empty page, as of a scan."""


def pdf_with(*, root: bytes = b"", more: bytes = b"<<>>") -> bytes:
    """A PDF whose root says more, with a fourth object for it to point to."""
    return _pdf_of(b"<</Type/Catalog/Pages 2 0 R" + root + b">>", *_PAGES, more)


def pdf_hiding(action: bytes) -> bytes:
    """A PDF that keeps its root and an action packed in an object stream, where a search of its bytes sees nothing."""
    root = b"<</Type/Catalog/Pages 2 0 R/OpenAction 4 0 R>>"
    head = b"1 0 4 %d " % (len(root) + 1)
    packed = zlib.compress(head + root + b" " + action)
    out, starts = b"%PDF-1.5\n", {}
    stream = b"<</Type/ObjStm/N 2/First %d/Filter/FlateDecode/Length %d>>stream\n%s\nendstream"
    for number, each in ((2, _PAGES[0]), (3, _PAGES[1]), (5, stream % (len(head), len(packed), packed))):
        starts[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    starts[6] = len(out)
    rows = b"".join(_cross(number, starts) for number in range(7))
    table = b"<</Type/XRef/Size 7/W[1 2 1]/Root 1 0 R/Length %d>>stream\n%s\nendstream" % (len(rows), rows)
    return out + b"6 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF" % (table, starts[6])


def _cross(number: int, starts: dict[int, int]) -> bytes:
    if number in (1, 4):
        return bytes([2, 0, 5, 0 if number == 1 else 1])
    return bytes([1 if number in starts else 0]) + starts.get(number, 0).to_bytes(2, "big") + b"\0"


def protected() -> bytes:
    """A small PDF that asks for a password (standard handler, revision 2, made by hand)."""
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\n"
        b"4 0 obj<</Filter/Standard/V 1/R 2/Length 40/P -60/O<" + b"a1" * 32 + b">/U<" + b"b2" * 32 + b">>>endobj\n"
        b"trailer<</Root 1 0 R/Encrypt 4 0 R/ID[<" + b"c3" * 16 + b"><" + b"c3" * 16 + b">]/Size 5>>\n%%EOF"
    )


def typeset(text: str) -> bytes:
    """A PDF with these words, in Typst's own language."""
    return typst.compile(text.encode())


def word(*paragraphs: str) -> bytes:
    document, out = python_docx.Document(), io.BytesIO()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    document.save(out)
    return out.getvalue()


def word_xml(body: str, part: str = "document", lead: str = "", **more: bytes) -> bytes:
    """A Word file with this inside its body, written as XML."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        empty = f'<w:document xmlns:w="{WORD}"><w:body/></w:document>'
        if part != "document":
            packed.writestr("word/document.xml", empty)
        packed.writestr(f"word/{part}.xml", f'{lead}<w:hdr xmlns:w="{WORD}">{body}</w:hdr>')
        for name, content in more.items():
            packed.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def sheet(*rows: list[object]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        page = book.add_worksheet()
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    return out.getvalue()


def sheet_reaching(*, row: int, column: int) -> bytes:
    """A small spreadsheet with one cell in the first corner and one far away (both from nought)."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        page = book.add_worksheet()
        page.write(0, 0, "Cơ quan ban hành")
        page.write(row, column, 1)
    return out.getvalue()
