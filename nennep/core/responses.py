"""Files on their way out."""

from pathlib import Path
from typing import TypeVar
from urllib.parse import quote

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase

from nennep.core.models import Upload
from nennep.core.text import fold
from nennep.core.uploads import DOCX, XLSX, path_of

PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
Response = TypeVar("Response", bound=HttpResponseBase)

MEDIA_TYPES = {
    ".docx": DOCX,
    ".xlsx": XLSX,
    ".pptx": PPTX,
    ".pdf": "application/pdf",
    ".json": "application/json; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".md": "text/markdown; charset=utf-8",
    ".toml": "application/toml; charset=utf-8",
}


def download(content: bytes, name: str) -> HttpResponse:
    """A file the program made, kept by the reader under `name`."""
    response = HttpResponse(content, content_type=MEDIA_TYPES[Path(name).suffix])
    return _as_attachment(response, name)


def download_upload(upload: Upload) -> FileResponse:
    """A file somebody brought in: never shown inside our pages."""
    response = FileResponse(path_of(upload).open("rb"), content_type=upload.media_type)
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return _as_attachment(response, upload.name)


def _as_attachment(response: Response, name: str) -> Response:
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "-_.") else "-" for c in fold(name))
    response.headers["Content-Disposition"] = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
