"""The door for files: what is inside decides, not the name; classified papers do not enter (security.md A11–A15)."""

from __future__ import annotations

import hashlib
import io
import os
import re
import unicodedata
import zipfile
import zlib
from dataclasses import dataclass
from datetime import datetime
from lzma import LZMAError
from pathlib import Path
from typing import IO, Any
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.utils.translation import gettext_lazy as _

from nennep.core.models import Upload
from nennep.core.reading import ClassifiedRefused
from nennep.core.refusals import Refused
from nennep.core.text import nfc

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
UNPACKED_MAX_BYTES = 100 * 1024 * 1024
UNPACKED_MAX_RATIO = 100
WORDS_MAX_BYTES = 16 * 1024 * 1024
"""The words of a Word file: some thousand pages. More would hold a server for seconds."""
UNPACKED_MAX_ENTRIES = 2000
_WORDS = re.compile(r"word/[^/]+\.xml")
_CHARTS = re.compile(r"word/embeddings/[^/]+\.xlsx")
"""The table behind a chart that Word keeps inside the file."""
_DAMAGED = (zipfile.BadZipFile, zlib.error, LZMAError, NotImplementedError, RuntimeError, EOFError, OSError, ValueError)
"""What reading a packed file that was cut off on its way may raise."""


@dataclass(frozen=True)
class Kind:
    """One type of file that may enter: its ending, its media type, how its content begins."""

    ending: str
    media_type: str
    begins: bytes
    entry: str = ""
    """For packed formats: the part that must be inside."""


KINDS = (
    Kind(".pdf", "application/pdf", b"%PDF-"),
    Kind(".docx", DOCX, b"PK\x03\x04", "word/document.xml"),
    Kind(".xlsx", XLSX, b"PK\x03\x04", "xl/workbook.xml"),
    Kind(".jpg", "image/jpeg", b"\xff\xd8\xff"),
    Kind(".jpeg", "image/jpeg", b"\xff\xd8\xff"),
    Kind(".png", "image/png", b"\x89PNG\r\n\x1a\n"),
)
WORKBOOK = next(kind for kind in KINDS if kind.ending == ".xlsx")
OLD_WORKBOOK = Kind(".xls", "application/vnd.ms-excel", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
TEXT_TABLE = Kind(".csv", "text/csv", b"")
"""Tables that an import reads; a text file is whatever is neither of the others."""


class TooLarge(Refused):
    field = "file"
    message = _("Tệp lớn hơn %(limit)s MB nên không được lưu. Chia nhỏ hoặc nén ảnh trong tệp rồi tải lại.")


class OldWord(Refused):
    field = "file"
    message = _("Tệp .doc, .xls là định dạng cũ. Lưu thành .docx, .xlsx hoặc PDF rồi tải lên.")


class WrongType(Refused):
    field = "file"
    message = _("Chỉ nhận tệp PDF, Word (.docx), Excel (.xlsx) và ảnh JPG, PNG. Lưu lại thành một loại đó rồi tải lên.")


class ContentDiffers(Refused):
    field = "file"
    message = _("Bên trong tệp không phải loại mà tên tệp nói (%(ending)s). Mở tệp, lưu lại rồi tải lên.")


class HasMacros(Refused):
    field = "file"
    message = _("Tệp có mã lệnh (macro) bên trong nên không được lưu. Lưu thành .docx hoặc .xlsx thường rồi tải lên.")


class PackedTooTight(Refused):
    field = "file"
    message = _("Tệp nén bất thường nên không được lưu. Xuất ra PDF rồi tải lên.")


class NotATable(Refused):
    field = "file"
    message = _("Chỉ nhận bảng tính .xlsx, .xls hoặc .csv. Mở tệp bằng Excel, lưu lại thành .xlsx rồi tải lên.")


class EmptyFile(Refused):
    field = "file"
    message = _("Tệp rỗng. Chọn lại tệp.")


def accept(file: UploadedFile[Any], *, classified: bool, ward_id: UUID, by: Any, at: datetime) -> Upload:
    """Let one file in: declared unclassified, small enough, and really of a type we keep.

    Refuses with a sentence; a refused file is kept nowhere. The stored name is the hash, never the sender's.
    """
    if classified:
        raise ClassifiedRefused
    name = _clean_name(file.name or "")
    kind = _kind_of(name)
    _check_size(file)
    _check_content(file.file, kind)
    return _kept(file, name, kind, ward_id=ward_id, by=by, at=at)


def accept_table(file: UploadedFile[Any], *, classified: bool, ward_id: UUID, by: Any, at: datetime) -> Upload:
    """Let in a table to be imported: XLSX, XLS or text, by what is inside; offices name them as it comes."""
    if classified:
        raise ClassifiedRefused
    _check_size(file)
    kind = table_kind(file.file)
    return _kept(file, _clean_name(file.name or ""), kind, ward_id=ward_id, by=by, at=at)


def table_kind(content: IO[bytes] | Any) -> Kind:
    """What kind of table a file is, whatever its name says. Refuses macros, bombs and everything else."""
    content.seek(0)
    start = content.read(8)
    content.seek(0)
    if start.startswith(WORKBOOK.begins):
        _check_content(content, WORKBOOK)
        return WORKBOOK
    if start == OLD_WORKBOOK.begins:
        if "_VBA_PROJECT".encode("utf-16-le") in content.read():
            raise HasMacros
        content.seek(0)
        return OLD_WORKBOOK
    if any(kind.begins and start.startswith(kind.begins) for kind in KINDS):
        raise NotATable
    return TEXT_TABLE


def _check_size(file: UploadedFile[Any]) -> None:
    if getattr(file, "refused_as_too_large", False) or (file.size or 0) > settings.UPLOAD_MAX_BYTES:
        raise TooLarge(limit=settings.UPLOAD_MAX_BYTES // 1024 // 1024)
    if not file.size:
        raise EmptyFile


def _kept(file: UploadedFile[Any], name: str, kind: Kind, *, ward_id: UUID, by: Any, at: datetime) -> Upload:
    digest = _store(file)
    return Upload.objects.create(
        ward_id=ward_id,
        name=name,
        media_type=kind.media_type,
        size=file.size,
        sha256=digest,
        uploaded_by_id=by.person_id,
        uploaded_at=at,
    )


def accept_bytes(content: bytes, name: str, *, ward_id: UUID, by: Any, at: datetime) -> Upload:
    """Let in a file the program made itself, by the same door."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    return accept(SimpleUploadedFile(name, content), classified=False, ward_id=ward_id, by=by, at=at)


def discard(upload: Upload) -> None:
    """Take back a file that was let in a moment ago and turned out to be of no use; another's same file stays."""
    path, digest = path_of(upload), upload.sha256
    upload.delete()
    if not Upload.objects.filter(sha256=digest).exists():
        path.unlink(missing_ok=True)


def damaged(ward_id: UUID) -> list[str]:
    """Files that are missing or whose content no longer gives their hash, by name: for `nennep verify`."""
    wrong = []
    for upload in Upload.objects.filter(ward_id=ward_id).order_by("sha256", "pk").iterator():
        path = path_of(upload)
        if not path.is_file() or _hash_of(path) != upload.sha256:
            wrong.append(upload.name)
    return wrong


def _hash_of(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def path_of(upload: Upload) -> Path:
    """Where a file lies: under its own hash, whatever its sender called it."""
    return Path(settings.UPLOAD_ROOT) / upload.sha256[:2] / upload.sha256


class RefuseTooLarge(FileUploadHandler):
    """Stops reading a file at the limit, so that 200 MB never reach the disk; the rest of the form is kept."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.received = 0
        self.too_large = False

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        self.received += len(raw_data)
        if self.received <= settings.UPLOAD_MAX_BYTES:
            return raw_data
        self.too_large = True
        return None

    def file_complete(self, file_size: int) -> UploadedFile[Any] | None:
        if not self.too_large:
            return None
        refused = UploadedFile(name=self.file_name, content_type=self.content_type, size=self.received)
        refused.refused_as_too_large = True  # type: ignore[attr-defined]
        return refused


def _clean_name(name: str) -> str:
    printable = "".join(c for c in nfc(name) if unicodedata.category(c)[0] != "C")
    return printable.replace("/", "_").replace("\\", "_").strip()[-200:]


def _kind_of(name: str) -> Kind:
    ending = Path(name).suffix.lower()
    if ending in {".doc", ".xls", ".ppt"}:
        raise OldWord
    kind = next((kind for kind in KINDS if kind.ending == ending), None)
    if kind is None:
        raise WrongType
    return kind


def _check_content(content: IO[bytes] | Any, kind: Kind) -> None:
    content.seek(0)
    start = content.read(8)
    if not start.startswith(kind.begins):
        raise ContentDiffers(ending=kind.ending)
    if kind.entry:
        _check_packed(content, kind)
    content.seek(0)


def _check_packed(content: IO[bytes], kind: Kind) -> None:
    try:
        with zipfile.ZipFile(content) as packed:
            _check_bomb(packed.infolist(), inside=_CHARTS)
            if kind.entry not in packed.namelist():
                raise ContentDiffers(ending=kind.ending)
            _refuse_macros(packed)
            for name in filter(_CHARTS.fullmatch, packed.namelist()):
                with zipfile.ZipFile(io.BytesIO(packed.read(name))) as chart:
                    _check_bomb(chart.infolist())
                    _refuse_macros(chart)
    except _DAMAGED:
        raise ContentDiffers(ending=kind.ending) from None


def _check_bomb(entries: list[zipfile.ZipInfo], *, inside: re.Pattern[str] | None = None) -> None:
    """Sizes as declared (reading stops there); packed files within a packed file only where `inside` allows them."""
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries) or 1
    names = [entry.filename for entry in entries if not (inside and inside.fullmatch(entry.filename))]
    nested = any(name.lower().endswith((".zip", ".docx", ".xlsx")) for name in names)
    words = any(entry.file_size > WORDS_MAX_BYTES and _WORDS.fullmatch(entry.filename) for entry in entries)
    too_big = unpacked > UNPACKED_MAX_BYTES or (unpacked > UNPACKED_MAX_RATIO * packed and unpacked > 1024 * 1024)
    if too_big or nested or words or len(entries) > UNPACKED_MAX_ENTRIES:
        raise PackedTooTight


def _refuse_macros(packed: zipfile.ZipFile) -> None:
    if any("vbaProject" in name for name in packed.namelist()):
        raise HasMacros


def _store(file: UploadedFile[Any]) -> str:
    """Write under the hash: first to the side, flushed, then renamed, so a power cut leaves no half file."""
    digest = hashlib.sha256()
    root = Path(settings.UPLOAD_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    aside = root / f".{os.getpid()}-{id(file)}"
    with aside.open("wb") as handle:
        for chunk in file.chunks():
            digest.update(chunk)
            handle.write(chunk)
        handle.flush()
        os.fsync(handle.fileno())
    final = root / digest.hexdigest()[:2] / digest.hexdigest()
    final.parent.mkdir(exist_ok=True)
    aside.replace(final)
    return digest.hexdigest()
