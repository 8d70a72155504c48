"""Files that leave the house: papers as they came, minutes and resolutions as they are signed."""

from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from nennep.core.documents.docx import render_docx
from nennep.core.documents.pdf import render_pdf
from nennep.core.rights import open_to
from nennep.core.uploads import DOCX, path_of
from nennep.meetings import access, documents

RENDER = {"docx": (render_docx, DOCX), "pdf": (render_pdf, "application/pdf")}
SANDBOX = "sandbox; default-src 'none'"


@open_to("meetings.read")
@require_GET
def paper(request: HttpRequest, paper_id: UUID) -> FileResponse:
    """A paper, to be kept, never to be run: attachment, its own type, an empty sandbox."""
    file = access.get_paper_file(request.actor, paper_id)
    response = FileResponse(
        path_of(file).open("rb"), as_attachment=True, filename=file.name, content_type=file.media_type
    )
    response["Content-Security-Policy"] = SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    return response


@open_to("meetings.read")
@require_GET
def minutes_file(request: HttpRequest, meeting_id: UUID, format: str) -> HttpResponse:
    """The minutes in their official form."""
    meeting = access.get_record(request.actor, meeting_id)
    return _document(documents.minutes_document(meeting), format, f"bien-ban-{_slug(meeting)}")


@open_to("meetings.read")
@require_GET
def resolution_file(request: HttpRequest, meeting_id: UUID, format: str) -> HttpResponse:
    """The resolution in its official form."""
    meeting = access.get_record(request.actor, meeting_id)
    return _document(documents.resolution_document(meeting), format, f"nghi-quyet-{_slug(meeting)}")


def _document(document, format: str, name: str) -> HttpResponse:  # type: ignore[no-untyped-def]
    render, media_type = RENDER[format]
    response = HttpResponse(render(document), content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}.{format}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _slug(meeting) -> str:  # type: ignore[no-untyped-def]
    from django.utils.text import slugify

    from nennep.core.text import fold

    return f"{slugify(fold(meeting.unit.short_name))}-{meeting.month:%Y-%m}"
