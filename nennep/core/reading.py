"""Reading the words of an uploaded file, so that it can be found by what it says: PDF and Word.

Strange files are read in a process of their own, with bounds on time and memory: one that hangs or breaks the
reader takes nobody's page with it.
"""

import json
import resource
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from nennep.core.refusals import Refused
from nennep.core.text import nfc

SECONDS = 60
MEMORY_BYTES = 1024 * 1024 * 1024
MAX_CHARACTERS = 1_500_000
"""More than a thousand pages of text."""

_PASSWORD, _BROKEN = 3, 4


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
    command = [sys.executable, "-m", "nennep.core.reading", media_type, str(path)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise Unreadable from None
    if done.returncode == _PASSWORD:
        raise PasswordProtected
    if done.returncode:
        raise Unreadable
    found = json.loads(done.stdout)
    return Reading(nfc(found["text"]).replace("\x00", ""), found["pages"])


def _bound() -> None:
    """Limits of the reading process, set by itself before it opens the file."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def _pdf(path: str) -> tuple[str, int | None]:
    import pypdfium2  # type: ignore[import-untyped]

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as fault:
        sys.exit(_PASSWORD if "password" in str(fault).lower() else _BROKEN)
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
    _bound()
    try:
        text, pages = _READERS[media_type](path)
    except (Exception, MemoryError):
        sys.exit(_BROKEN)
    json.dump({"text": text[:MAX_CHARACTERS], "pages": pages}, sys.stdout)


if __name__ == "__main__":
    _main(*sys.argv[1:3])
