"""Files that leave the house: papers as they came, minutes and resolutions as they are signed."""

from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils.text import slugify
from django.views.decorators.http import require_GET

from nennep.core import audit, clock
from nennep.core.documents.formats import render
from nennep.core.responses import download, download_upload
from nennep.core.rights import open_to
from nennep.core.text import fold
from nennep.meetings import access, documents


@open_to("meetings.read")
@require_GET
def paper(request: HttpRequest, paper_id: UUID) -> FileResponse:
    """A paper, to be kept, never to be run."""
    return download_upload(access.get_paper_file(request.actor, paper_id))


@open_to("meetings.read")
@require_GET
def minutes_file(request: HttpRequest, meeting_id: UUID, format: str) -> HttpResponse:
    """The minutes in their official form."""
    meeting = access.get_record(request.actor, meeting_id)
    content = render(documents.minutes_document(meeting), format)
    return _taken_out(request, meeting, content, f"bien-ban-{_slug(meeting)}.{format}")


@open_to("meetings.read")
@require_GET
def resolution_file(request: HttpRequest, meeting_id: UUID, format: str) -> HttpResponse:
    """The resolution in its official form."""
    meeting = access.get_record(request.actor, meeting_id)
    content = render(documents.resolution_document(meeting), format)
    return _taken_out(request, meeting, content, f"nghi-quyet-{_slug(meeting)}.{format}")


def _taken_out(request: HttpRequest, meeting: Any, content: bytes, name: str) -> HttpResponse:
    audit.taken_out(meeting, name, by=request.actor, at=clock.now())
    return download(content, name)


def _slug(meeting: Any) -> str:
    return f"{slugify(fold(meeting.unit.short_name))}-{meeting.month:%Y-%m}"
