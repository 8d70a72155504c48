"""The board of scores, deciding in one step, the official tables."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from nennep.core import clock
from nennep.core.answers import attempt, done, status_of
from nennep.core.documents.formats import render as written_as
from nennep.core.forms import StepForm
from nennep.core.refusals import NotFound
from nennep.core.responses import download
from nennep.core.rights import open_to
from nennep.quality import access, actions, boards, documents


@open_to("quality.board")
@require_GET
def board(request: HttpRequest) -> HttpResponse:
    """The scores of a month (or of several): one's own branches, or the whole ward."""
    return show_board(request)


def _span(request: HttpRequest) -> Any:
    if not access.may_see_board(request.actor):
        raise NotFound
    return boards.span_asked(request.GET.get("ky") or request.POST.get("ky", ""), clock.today())


def show_board(request: HttpRequest, *forms: Any) -> HttpResponse:
    span = _span(request)
    may_decide = access.may_decide(request.actor)
    page = _page(request, span)
    context = {
        "page": page,
        "forms": forms,
        "may_decide": may_decide,
        "decide_all": boards.decide_all_words(len(page.undisputed)) if may_decide else "",
    }
    return render(request, "quality/board.html", context, status=status_of(*forms))


def _page(request: HttpRequest, span: Any) -> Any:
    if span.is_month:
        return boards.board(access.visible_to(request.actor), span, now=clock.now())
    return boards.period_board(request.actor.ward_id, span, units=access.units_of(request.actor))


@open_to("quality.decide_all")
@require_POST
def decide_all(request: HttpRequest) -> HttpResponse:
    """Decide on all meetings of the month whose sheets agree."""
    if not access.may_decide(request.actor):
        raise NotFound
    span, by, at = _span(request), request.actor, clock.now()
    found = _page(request, span).undisputed
    form, decided = StepForm(request.POST), []
    if attempt(form, lambda _words: decided.append(actions.decide_undisputed(found, by=by, at=at))):
        settled, left = decided[0].settled, decided[0].left
        words = ngettext("Đã chốt %(count)s buổi.", "Đã chốt %(count)s buổi.", len(settled)) % {"count": len(settled)}
        if left:
            names = ", ".join(meeting.unit.short_name for meeting in left)
            words += " " + _("Chưa chốt vì phiếu vừa đổi: %(names)s.") % {"names": names}
        return done(request, words, boards.address(span))
    return show_board(request, form)


@open_to("quality.board")
@require_GET
def table_file(request: HttpRequest, format: str) -> HttpResponse:
    """The official table as DOCX or PDF."""
    span = _span(request)
    units = access.units_of(request.actor)
    document = documents.score_document(request.actor.ward_id, span, today=clock.today(), units=units)
    return download(written_as(document, format), f"diem-sinh-hoat-{span.key}.{format}")


@open_to("quality.board")
@require_GET
def table_sheet(request: HttpRequest) -> HttpResponse:
    """The official table as a spreadsheet."""
    span = _span(request)
    content = documents.score_workbook(request.actor.ward_id, span, units=access.units_of(request.actor))
    return download(content, f"diem-sinh-hoat-{span.key}.xlsx")
