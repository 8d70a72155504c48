"""The papers of the yearly rating as files: ballots, count minutes, one's form."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.http import require_GET

from nennep.core import clock, responses
from nennep.core.documents.blocks import OfficialDocument
from nennep.core.documents.docx import render_docx
from nennep.core.documents.pdf import render_pdf
from nennep.core.refusals import NotFound
from nennep.core.rights import open_to
from nennep.recognition import access, rating_papers
from nennep.recognition.queries import ratings as queries

PAPER = {"docx": render_docx, "pdf": render_pdf}


def _file(document: OfficialDocument, name: str, format: str) -> HttpResponse:
    if format not in PAPER:
        raise NotFound
    with translation.override("vi"):
        return responses.download(PAPER[format](document), f"{name}.{format}")


@open_to("recognition.rating_branch")
@require_GET
def of_branch(request: HttpRequest, year: int, unit_id: UUID, paper: str, format: str) -> HttpResponse:
    """The ballot to print, or the count minutes of a branch."""
    unit = access.get_rated_branch(request.actor, unit_id)
    opened = queries.rating_year_of(request.actor.ward_id, year)
    made = {"phieu": rating_papers.ballot, "kiem-phieu": rating_papers.count_minutes}.get(paper)
    if opened is None or made is None:
        raise NotFound
    return _file(made(opened, unit, today=clock.today()), f"{paper}-{year}", format)


@open_to("recognition.rating_file")
@require_GET
def of_file(request: HttpRequest, rating_id: UUID, format: str) -> HttpResponse:
    """One file as a form to sign."""
    rating = access.get_rating(request.actor, rating_id)
    return _file(rating_papers.form_of(rating, today=clock.today()), f"xep-loai-{rating.rating_year.year}", format)
