"""The reader of strange files that runs aside (`core.aside`): their words and pages, and what must not enter.

It knows nothing of Django, so that it starts quickly. XML is read as a stream, without declarations of its own.
"""

import io
import json
import re
import sys
import zipfile
from collections.abc import Iterator
from typing import Any

from nennep.core import aside
from nennep.core.stamps import has_stamp, may_hold_stamp

SECONDS = 60
MEMORY_BYTES = 1024 * 1024 * 1024
MAX_CHARACTERS = 1_500_000
"""More than a thousand pages of text."""
MOST_CELLS = 2_000_000
"""The rectangle from the first to the last cell of a sheet; readers of tables fill all of it."""
MARKED, ACTIVE, TOO_WIDE = 8, 9, 10
"""Exit codes beside those of `aside`: a secrecy stamp, a PDF that does something, a sheet without bounds."""

_ACTIVE = re.compile(
    rb"/S\s*/(?:JavaScript|Launch|ImportData|SubmitForm|Rendition|GoToE)\b|/JS\s*[(<\d]"
    rb"|/EF\s*[<\d]|/EmbeddedFiles\b|/RichMedia\b|/XFA\b"
)
"""Actions that run something or reach outside, and files within the file (security.md A13)."""
_STREAM = re.compile(rb">>stream\r\n.*?\r\nendstream", re.DOTALL)


# PDF ----------------------------------------------------------------------------------------------


def _pdf(path: str) -> tuple[list[str], list[str], int | None]:
    import pypdfium2  # type: ignore[import-untyped]

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as fault:
        sys.exit(aside.PASSWORD if "password" in str(fault).lower() else aside.BROKEN)
    if not len(document):
        sys.exit(aside.BROKEN)
    _refuse_active(document)
    words: list[str] = []
    lines: list[str] = []
    size = 0
    for page in document:
        textpage = page.get_textpage()
        text = textpage.get_text_bounded()
        words.append(text)
        if may_hold_stamp(text):
            lines += text.splitlines()
            lines += _pieces(textpage)
        size += len(text)
        page.close()
        if size > MAX_CHARACTERS:
            break
    return words, lines, len(document)


def _refuse_active(document: Any) -> None:
    """Every object as the reader itself understood it, names and packed objects resolved, without page contents."""
    import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

    if pdfium.FPDFDoc_GetAttachmentCount(document) > 0 or pdfium.FPDFDoc_GetJavaScriptActionCount(document) > 0:
        sys.exit(ACTIVE)
    plain = io.BytesIO()
    document.save(plain)
    if _ACTIVE.search(_STREAM.sub(b">>", plain.getvalue())):
        sys.exit(ACTIVE)


def _pieces(textpage: Any) -> Iterator[str]:
    """What stands together on a page: a stamp in one corner of the head is not one line with the name opposite."""
    import pypdfium2.raw as pdfium

    piece, last = "", None
    for place in range(textpage.count_chars()):
        letter = chr(pdfium.FPDFText_GetUnicode(textpage, place))
        if letter.isspace() or letter == "\0":
            continue
        box = textpage.get_charbox(place, loose=True)
        if last is not None and not _beside(last, box):
            yield piece
            piece = ""
        piece, last = piece + letter, box
    yield piece


def _beside(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    """Whether a letter follows the one before on the same line, at most two letters' height away."""
    height = max(one[3] - one[1], other[3] - other[1])
    same_line = min(one[3], other[3]) > max(one[1], other[1])
    return same_line and -height <= other[0] - one[2] <= 2 * height


# Packed XML ---------------------------------------------------------------------------------------


def _docx(path: str) -> tuple[list[str], list[str], int | None]:
    words: list[str] = []
    lines: list[str] = []
    with zipfile.ZipFile(path) as packed:
        for name in packed.namelist():
            if re.fullmatch(r"word/[^/]+\.xml", name):
                found = list(_paragraphs(packed, name))
                lines += found
                if name == "word/document.xml":
                    words = [line for line in found if line.strip()]
    return words, lines, None


def _xlsx(path: str) -> tuple[list[str], list[str], int | None]:
    lines: list[str] = []
    with zipfile.ZipFile(path) as packed:
        for name in packed.namelist():
            if re.fullmatch(r"xl/(?:worksheets|drawings)/[^/]+\.xml|xl/(?:sharedStrings|comments\d*)\.xml", name):
                lines += _paragraphs(packed, name)
    return [], lines, None


def _paragraphs(packed: zipfile.ZipFile, name: str) -> Iterator[str]:
    """What each paragraph, text box, watermark, cell and heading line of a part says."""
    open_ones: list[list[str]] = []
    reach = _Reach()
    with packed.open(name) as part:
        for event, element in _events(part):
            kind = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
            if kind in {"p", "si", "is", "comment"}:
                if event == "start":
                    open_ones.append([])
                else:
                    yield "".join(open_ones.pop())
            elif event == "start":
                continue
            elif kind == "t" and open_ones:
                open_ones[-1].append(element.text or "")
            elif kind in {"tab", "br", "cr"} and open_ones:
                open_ones[-1].append("\t")
            elif kind == "textpath":
                yield element.get("string") or ""
            elif kind in {"oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter"}:
                yield re.sub(r'&(?:[LCR]|"[^"]*"|\d+|.)', "\t", element.text or "")
            if event == "end":
                reach.note(kind, element)
                if kind in {"row", "p", "si", "tbl"}:
                    element.clear()


def _events(part: Any) -> Iterator[tuple[str, Any]]:
    from lxml import etree  # type: ignore[import-untyped]

    events = etree.iterparse(
        part, events=("start", "end"), resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False
    )
    for event, element in events:
        if event == "start" and element.getparent() is None and element.getroottree().docinfo.internalDTD is not None:
            sys.exit(aside.BROKEN)
        yield event, element


class _Reach:
    """How far the filled cells of a sheet reach, known before any reader fills the rectangle between them."""

    def __init__(self) -> None:
        self.row = self.column = 0
        self.first_row = self.first_column = sys.maxsize

    def note(self, kind: str, element: Any) -> None:
        if kind != "c" or not len(element):
            return
        found = re.fullmatch(r"([A-Z]{1,3})(\d{1,7})", element.get("r") or "")
        if not found:
            return
        row, column = int(found[2]), _column(found[1])
        self.row, self.column = max(self.row, row), max(self.column, column)
        self.first_row, self.first_column = min(self.first_row, row), min(self.first_column, column)
        if (self.row - self.first_row + 1) * (self.column - self.first_column + 1) > MOST_CELLS:
            sys.exit(TOO_WIDE)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


READERS = {
    "application/pdf": _pdf,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": _docx,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": _xlsx,
}


def _main(media_type: str, path: str) -> None:
    aside.bound(seconds=SECONDS, memory=MEMORY_BYTES)
    try:
        words, lines, pages = READERS[media_type](path)
    except (Exception, MemoryError):
        sys.exit(aside.BROKEN)
    if has_stamp(lines):
        sys.exit(MARKED)
    json.dump({"text": "\n".join(words).strip()[:MAX_CHARACTERS], "pages": pages}, sys.stdout)


if __name__ == "__main__":
    _main(*sys.argv[1:3])
