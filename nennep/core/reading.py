"""Reading the words of an uploaded file, so that it can be found by what it says: PDF and Word."""

import json
import sys
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from nennep.core import aside
from nennep.core.refusals import Refused
from nennep.core.text import nfc

SECONDS = 60
MEMORY_BYTES = 1024 * 1024 * 1024
MAX_CHARACTERS = 1_500_000
"""More than a thousand pages of text."""


class PasswordProtected(Refused):
    field = "file"
    message = _("Tệp PDF có mật khẩu nên không đọc được. Bỏ mật khẩu, lưu lại rồi tải lên.")


class Unreadable(Refused):
    field = "file"
    message = _("Tệp này không mở được. Mở thử trên máy, lưu lại thành PDF rồi tải lên.")


@dataclass(frozen=True)
class Reading:
    """What a file says: its words (empty for a scan or a picture) and its number of pages, where it has any."""

    text: str = ""
    pages: int | None = None


def read_words(path: Path, media_type: str) -> Reading:
    """The words of a stored file. Refuses a PDF with a password, and a file that cannot be opened."""
    if media_type not in _READERS:
        return Reading()
    try:
        found = aside.ask("nennep.core.reading", media_type, str(path), seconds=SECONDS)
    except aside.Failed as failure:
        raise (PasswordProtected if failure.code == aside.PASSWORD else Unreadable) from None
    return Reading(nfc(found["text"]).replace("\x00", ""), found["pages"])


def _pdf(path: str) -> tuple[str, int | None]:
    import pypdfium2  # type: ignore[import-untyped]

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as fault:
        sys.exit(aside.PASSWORD if "password" in str(fault).lower() else aside.BROKEN)
    words, size = [], 0
    for page in document:
        text = page.get_textpage().get_text_bounded()
        words.append(text)
        size += len(text)
        page.close()
        if size > MAX_CHARACTERS:
            break
    return "\n".join(words).strip(), len(document)


def _docx(path: str) -> tuple[str, int | None]:
    import docx

    document = docx.Document(path)
    words = [paragraph.text for paragraph in document.paragraphs]
    words += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join(line for line in words if line.strip()), None


_READERS = {
    "application/pdf": _pdf,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": _docx,
}


def _main(media_type: str, path: str) -> None:
    aside.bound(seconds=SECONDS, memory=MEMORY_BYTES)
    try:
        text, pages = _READERS[media_type](path)
    except (Exception, MemoryError):
        sys.exit(aside.BROKEN)
    json.dump({"text": text[:MAX_CHARACTERS], "pages": pages}, sys.stdout)


if __name__ == "__main__":
    _main(*sys.argv[1:3])
