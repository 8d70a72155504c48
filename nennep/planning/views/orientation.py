"""The ward's orientation of themes for a year, and its agendas by kind of branch."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nennep.core import clock
from nennep.core.answers import attempt, attempt_or_conflict, done, see, sent, status_of
from nennep.core.documents.formats import render as written_as
from nennep.core.forms import StepForm
from nennep.core.refusals import NotFound
from nennep.core.responses import download
from nennep.core.rights import open_to
from nennep.planning import access, actions, boards, contents, documents, queries
from nennep.planning.forms import ContentForm, ContentLines, SuggestionForm


@open_to("planning.themes")
@require_GET
def orientation(request: HttpRequest, year: int) -> HttpResponse:
    """What the ward suggests for a year, by its three sources."""
    if not access.may_read_orientation(request.actor):
        raise NotFound
    return show_orientation(request, year)


def show_orientation(request: HttpRequest, year: int, *forms: Any) -> HttpResponse:
    may = access.may_orient(request.actor)
    suggestions = queries.orientation_of(request.actor.ward_id, year, issued_only=not may)
    answered = {each.shortcoming_id for each in suggestions}
    told = queries.shortcomings_of(request.actor.ward_id, year - 1) if may else []
    context = {
        "year": year,
        "groups": boards.suggestions_by_basis(suggestions),
        "waiting": sum(each.issued_at is None for each in suggestions),
        "shortcomings": [each for each in told if each.pk not in answered],
        "may_orient": may,
        "forms": forms,
    }
    return render(request, "planning/orientation.html", context, status=status_of(*forms))


@open_to("planning.orient")
@require_http_methods(["GET", "POST"])
def suggest(request: HttpRequest, year: int) -> HttpResponse:
    """Write a suggestion; ?ton-tai= begins from a shortcoming that the records show."""
    if not access.may_orient(request.actor):
        raise NotFound
    shortcoming = queries.shortcoming(request.actor.ward_id, year - 1, request.GET.get("ton-tai", ""))
    kept = {"basis": "shortcoming", "grounds": shortcoming.text} if shortcoming else {}
    form = SuggestionForm(sent(request), initial=kept)
    if request.method == "POST" and attempt(form, lambda words: _suggest(request, year, shortcoming, **words)):
        return done(request, _("Đã thêm gợi ý."), "planning:orientation", year)
    context = {"form": form, "year": year, "suggestion": None}
    return render(request, "planning/suggestion.html", context, status=status_of(form))


def _suggest(request: HttpRequest, year: int, shortcoming: Any, *, seen: int, **words: Any) -> None:
    by, at = request.actor, clock.now()
    actions.suggest_topic(request.actor.ward_id, year=year, shortcoming=shortcoming, by=by, at=at, **words)


@open_to("planning.suggestion")
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, suggestion_id: UUID) -> HttpResponse:
    """Change a suggestion."""
    suggestion = access.get_suggestion(request.actor, suggestion_id)
    kept = {name: getattr(suggestion, name) for name in ("title", "basis", "grounds", "branch_kinds")}
    form, changed = SuggestionForm(sent(request), initial=kept | {"seen": suggestion.revision}), None
    if request.method == "POST":
        outcome = attempt_or_conflict(form, lambda words: _change(request, suggestion, **words))
        if outcome is True:
            return done(request, _("Đã lưu gợi ý."), "planning:orientation", suggestion.year)
        if outcome:
            changed = outcome.current
            see(form, changed.revision)
    context = {"form": form, "year": suggestion.year, "suggestion": suggestion, "changed": changed}
    return render(request, "planning/suggestion.html", context, status=409 if changed else status_of(form))


def _change(request: HttpRequest, suggestion: Any, *, id: Any, **words: Any) -> None:
    actions.change_suggestion(suggestion, **words, by=request.actor, at=clock.now())


@open_to("planning.suggestion")
@require_POST
def remove(request: HttpRequest, suggestion_id: UUID) -> HttpResponse:
    """Take a suggestion back."""
    suggestion = access.get_suggestion(request.actor, suggestion_id)
    form = StepForm(request.POST)
    if attempt(form, lambda _words: actions.remove_suggestion(suggestion, by=request.actor, at=clock.now())):
        return done(request, _("Đã bỏ gợi ý."), "planning:orientation", suggestion.year)
    return show_orientation(request, suggestion.year, form)


@open_to("planning.orient")
@require_POST
def issue(request: HttpRequest, year: int) -> HttpResponse:
    """Issue the suggestions to the branches."""
    if not access.may_orient(request.actor):
        raise NotFound
    form, ward_id = StepForm(request.POST), request.actor.ward_id
    issued: list[int] = []
    if attempt(
        form,
        lambda _words: issued.append(actions.issue_orientation(ward_id, year=year, by=request.actor, at=clock.now())),
    ):
        words = ngettext("Đã ban hành %(count)s gợi ý.", "Đã ban hành %(count)s gợi ý.", issued[0])
        return done(request, words % {"count": issued[0]}, "planning:orientation", year)
    return show_orientation(request, year, form)


@open_to("planning.themes")
@require_GET
def orientation_file(request: HttpRequest, year: int, format: str) -> HttpResponse:
    """The orientation in its official form."""
    if not access.may_read_orientation(request.actor):
        raise NotFound
    document = documents.orientation_document(request.actor.ward_id, year)
    return download(written_as(document, format), f"dinh-huong-chuyen-de-{year}.{format}")


# Content by kind of branch ------------------------------------------------------------------------


@open_to("planning.content")
@require_GET
def content_list(request: HttpRequest) -> HttpResponse:
    """The agendas by kind of branch, with the version in use."""
    if not access.may_keep_content(request.actor):
        raise NotFound
    context = {"lines": contents.content_lines(request.actor.ward_id, clock.today())}
    return render(request, "planning/contents.html", context)


@open_to("planning.content")
@require_http_methods(["GET", "POST"])
def content(request: HttpRequest, branch_kind: str, meeting_kind: str) -> HttpResponse:
    """One agenda: its lines and points of attention; saving keeps a new version."""
    if not access.may_keep_content(request.actor) or not contents.is_kind(branch_kind, meeting_kind):
        raise NotFound
    page = contents.content_page(request.actor.ward_id, branch_kind, meeting_kind, clock.today())
    form = ContentForm(sent(request), initial={"valid_from": clock.today(), "focus": "\n".join(page.focus)})
    lines = ContentLines(sent(request), initial=page.lines, prefix="muc")
    if (
        request.method == "POST"
        and lines.is_valid()
        and attempt(form, lambda words: _keep(request, branch_kind, meeting_kind, lines.cleaned_data, **words))
    ):
        return done(request, _("Đã lưu chương trình mẫu."), "planning:contents")
    context = {
        "page": page,
        "form": form,
        "lines": lines,
        "columns": contents.COLUMNS,
    }
    return render(request, "planning/content.html", context, status=status_of(form, *lines.forms))


def _keep(request: HttpRequest, branch_kind: str, meeting_kind: str, lines: Any, **words: Any) -> None:
    actions.keep_content(
        request.actor.ward_id,
        branch_kind=branch_kind,
        meeting_kind=meeting_kind,
        items=contents.items_of(lines),
        by=request.actor,
        at=clock.now(),
        **words,
    )
