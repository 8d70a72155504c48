"""The one way by which files come in: papers, themes, signed sheets, documents, spreadsheets."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile

from nennep.core import uploads
from nennep.core.models import Upload
from nennep.core.reading import Reading, read_words


@dataclass(frozen=True)
class Filed:
    """A file that came in by the door, with what it says."""

    upload: Upload
    reading: Reading


@contextmanager
def let_in(file: UploadedFile[Any], *, classified: bool, ward_id: UUID, by: Any, at: datetime) -> Iterator[Filed]:
    """Let a file in for what is done with it inside the block; if that is refused, the file is kept nowhere.

    Not inside a transaction: reading three hundred pages takes a moment. Refuses what `uploads.accept` refuses, a
    secrecy stamp, a password, a PDF that does something, and a file that does not open; a scan without words comes in
    and says so by having none.
    """
    upload = uploads.accept(file, classified=classified, ward_id=ward_id, by=by, at=at)
    try:
        yield Filed(upload, read_words(uploads.path_of(upload), upload.media_type))
    except Exception:
        uploads.discard(upload)
        raise
