"""The register: looking for documents, entering and issuing them, their books."""

from contextlib import AbstractContextManager, nullcontext
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nennep.core import clock, exports, uploads
from nennep.core.answers import attempt, attempt_or_conflict, done, see, sent, status_of
from nennep.core.doors import Filed, let_in
from nennep.core.refusals import NotFound
from nennep.core.responses import download, download_upload
from nennep.core.rights import open_to
from nennep.directives import access, actions, books, documents, pages, queries, sheets
from nennep.directives.forms import (
    ChangeIssuedForm,
    ChangeReceivedForm,
    DirectiveFileForm,
    IssueForm,
    ReceiveForm,
    RelateForm,
    ReplaceForm,
    SheetForm,
)

PAGE = 30


@open_to("directives.read")
@require_http_methods(["GET", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """The documents one may read, to be looked through by words; the newest first."""
    actor = request.actor
    if not access.may_read_any(actor):
        raise NotFound
    asked = request.GET.get("q", "")[:100]
    whose, about = pages.known_whose(request.GET.get("chieu", "")), pages.known_field(request.GET.get("linh-vuc", ""))
    seen = access.seen_by(actor)
    if not (asked or whose) and access.may_keep_register(actor):
        seen = seen & access.OF_THE_WARD  # a hundred branches' own plans would hide the ward's documents
    found = queries.register(actor.ward_id, seen, asked=asked, whose=whose, about=about)
    shows_coverage = access.branches_covered_by(actor) is None
    if exports.asked(request):
        return exports.hand_out(request, documents.register_table(found, with_coverage=shows_coverage))
    page = Paginator(found, PAGE).get_page(request.GET.get("trang"))
    context = {
        "page": page,
        "asked": asked,
        "tabs": pages.register_tabs(whose, asked, of_ward=access.may_keep_register(actor)),
        "may_keep": access.may_keep_register(actor),
        "shows_coverage": shows_coverage,
        "readings": pages.reading_lines(queries.readings_of(actor.person_id, actor.ward_id), clock.today()),
        "branches": pages.own_branches(actor, clock.today()),
        "year": clock.today().year,
    }
    return render(request, "directives/register.html", context)


# Entering and issuing -----------------------------------------------------------------------------


@open_to("directives.keep_register")
@require_http_methods(["GET", "POST"])
def receive(request: HttpRequest) -> HttpResponse:
    """Enter a document that the ward received."""
    if not access.may_keep_register(request.actor):
        raise NotFound
    return _enter(request, None)


@open_to("directives.issue")
@require_http_methods(["GET", "POST"])
def receive_for_branch(request: HttpRequest, unit_id: UUID) -> HttpResponse:
    """Enter a document that a branch received from elsewhere than the ward."""
    return _enter(request, access.get_issuing_branch(request.actor, unit_id))


def _enter(request: HttpRequest, unit: Any) -> HttpResponse:
    directives = pages.to_pick(request.actor)
    form = ReceiveForm(
        sent(request), request.FILES or None, directives=directives, initial={"received_on": clock.today()}
    )
    made: list[Any] = []
    if request.method == "POST" and attempt(form, lambda words: made.append(_receive(request, unit, **words))):
        return done(request, _("Đã vào sổ %(label)s.") % {"label": made[0].label}, "directives:show", made[0].pk)
    return render(request, "directives/receive.html", {"form": form, "unit": unit}, status=status_of(form))


def _receive(request: HttpRequest, unit: Any, *, file: Any, classified: Any, **words: Any) -> Any:
    by, at = request.actor, clock.now()
    with _filed(request, file, classified) as filed:
        return actions.receive_directive(by.ward_id, unit=unit, filed=filed, by=by, at=at, **words)


def _filed(request: HttpRequest, file: Any, classified: Any) -> AbstractContextManager[Filed | None]:
    if not file:
        return nullcontext()
    by, at = request.actor, clock.now()
    return let_in(file, classified=bool(classified), ward_id=by.ward_id, by=by, at=at)


@open_to("directives.keep_register")
@require_http_methods(["GET", "POST"])
def issue(request: HttpRequest) -> HttpResponse:
    """Issue a document of the ward committee; the program numbers it."""
    if not access.may_keep_register(request.actor):
        raise NotFound
    return _issue_page(request, None, None)


@open_to("directives.issue")
@require_http_methods(["GET", "POST"])
def issue_for_branch(request: HttpRequest, unit_id: UUID) -> HttpResponse:
    """Issue a branch's document; ?theo= names what the ward asked for, a plan or a report."""
    unit = access.get_issuing_branch(request.actor, unit_id)
    return _issue_page(request, unit, access.get_asked(request.actor, unit, request.GET.get("theo", "")))


def _issue_page(request: HttpRequest, unit: Any, asked: Any) -> HttpResponse:
    directives = pages.to_pick(request.actor)
    initial = {"dated_on": clock.today(), **pages.what_was_asked(asked, request.GET.get("la", ""))}
    form = IssueForm(sent(request), request.FILES or None, unit=unit, directives=directives, initial=initial)
    made: list[Any] = []
    if request.method == "POST" and attempt(form, lambda words: made.append(_issue(request, unit, asked, **words))):
        return done(request, _("Đã ban hành %(label)s.") % {"label": made[0].label}, "directives:show", made[0].pk)
    context = {"form": form, "unit": unit, "asked": asked}
    return render(request, "directives/issue.html", context, status=status_of(form))


def _issue(request: HttpRequest, unit: Any, asked: Any, *, file: Any, classified: Any, **words: Any) -> Any:
    by, at = request.actor, clock.now()
    with _filed(request, file, classified) as filed:
        return actions.issue_directive(by.ward_id, unit=unit, fulfils=asked, filed=filed, by=by, at=at, **words)


# One document -------------------------------------------------------------------------------------


@open_to("directives.read")
@require_GET
def show(request: HttpRequest, directive_id: UUID) -> HttpResponse:
    """One document: what it says in five lines, where it stands in its chain, how far it has got (S10)."""
    directive, rights = access.get_directive(request.actor, directive_id)
    return show_directive(request, directive, rights)


def show_directive(request: HttpRequest, directive: Any, rights: Any, *forms: Any) -> HttpResponse:
    units, today = access.branches_covered_by(request.actor), clock.today()
    context = {
        "directive": directive,
        "may": rights,
        "chain": queries.chain_of(directive),
        "coverage": queries.coverage_of(directive, units, today),
        "reading": pages.own_reading(request.actor, directive),
        "named": pages.branches_with_names(request.actor),
        "today": today,
        "forms": forms,
    }
    return render(request, "directives/show.html", context, status=status_of(*forms))


@open_to("directives.keep")
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, directive_id: UUID) -> HttpResponse:
    """Mend what the register says, attach the file, say what belongs to it or replaced it."""
    directive, _rights = access.get_directive(request.actor, directive_id, right="keep")
    form, changed = _change_form(request, directive), None
    if request.method == "POST":
        by, at = request.actor, clock.now()
        outcome = attempt_or_conflict(form, lambda words: actions.change_directive(directive, **words, by=by, at=at))
        if outcome is True:
            return done(request, _("Đã lưu."), "directives:show", directive.pk)
        if outcome:
            changed = outcome.current
            see(form, changed.revision)
    return show_change(request, directive, form=form, changed=changed)


def _change_form(request: HttpRequest, directive: Any, *, posted: bool = True) -> Any:
    received = directive.direction == "received"
    names = ["subject", "field", "deadline", "tasks", "summary"]
    names += ["issuer", "kind", "symbol", "dated_on", "received_on"] if received else []
    kept = {name: getattr(directive, name) for name in names}
    kept |= {"parent": directive.parent_id, "seen": directive.revision}
    above = pages.to_pick(request.actor, about=directive)
    form = ChangeReceivedForm if received else ChangeIssuedForm
    return form(sent(request) if posted else None, directives=above, initial=kept)


def show_change(
    request: HttpRequest,
    directive: Any,
    *,
    form: Any = None,
    file: Any = None,
    replace: Any = None,
    relate: Any = None,
    changed: Any = None,
) -> HttpResponse:
    others = pages.to_pick(request.actor, about=directive)
    context = {
        "directive": directive,
        "form": form or _change_form(request, directive, posted=False),
        "file": file or DirectiveFileForm(),
        "replace": replace or pages.offering(ReplaceForm(initial={"on": clock.today()}), "new", others),
        "relate": relate or pages.offering(RelateForm(), "other", others),
        "forms": [each for each in (form, file, replace, relate) if each],
        "changed": changed,
        "today": clock.today(),
    }
    status = 409 if changed else status_of(form, file, replace, relate)
    return render(request, "directives/change.html", context, status=status)


@open_to("directives.keep")
@require_POST
def attach(request: HttpRequest, directive_id: UUID) -> HttpResponse:
    """The file of a document."""
    directive, _rights = access.get_directive(request.actor, directive_id, right="keep")
    form = DirectiveFileForm(request.POST, request.FILES)
    if attempt(form, lambda words: _attach(request, directive, **words)):
        return done(request, _("Đã lưu tệp."), "directives:show", directive.pk)
    return show_change(request, directive, file=form)


def _attach(request: HttpRequest, directive: Any, *, file: Any, classified: Any) -> None:
    by, at = request.actor, clock.now()
    with let_in(file, classified=classified, ward_id=directive.ward_id, by=by, at=at) as filed:
        actions.attach_file(directive, filed, by=by, at=at)


@open_to("directives.keep")
@require_POST
def replace(request: HttpRequest, directive_id: UUID) -> HttpResponse:
    """Another document took its place; branches that were passing it on may go on with the new one."""
    directive, _rights = access.get_directive(request.actor, directive_id, right="keep")
    others = pages.to_pick(request.actor, about=directive)
    form = pages.offering(ReplaceForm(request.POST), "new", others)
    by, at = request.actor, clock.now()
    if attempt(form, lambda words: actions.replace_directive(directive, **words, by=by, at=at)):
        return done(request, _("Đã ghi văn bản thay thế."), "directives:show", directive.pk)
    return show_change(request, directive, replace=form)


@open_to("directives.keep")
@require_POST
def relate(request: HttpRequest, directive_id: UUID) -> HttpResponse:
    """Another document belongs to it."""
    directive, _rights = access.get_directive(request.actor, directive_id, right="keep")
    others = pages.to_pick(request.actor, about=directive)
    form = pages.offering(RelateForm(request.POST), "other", others)
    by, at = request.actor, clock.now()
    if attempt(form, lambda words: actions.relate(directive, **words, by=by, at=at)):
        return done(request, _("Đã ghi văn bản liên quan."), "directives:show", directive.pk)
    return show_change(request, directive, relate=form)


@open_to("directives.read")
@require_GET
def file(request: HttpRequest, directive_id: UUID) -> Any:
    """The file of a document, to be kept, never to be run."""
    return download_upload(access.get_file(request.actor, directive_id))


# Books and spreadsheets ---------------------------------------------------------------------------


@open_to("directives.keep_register")
@require_GET
def book(request: HttpRequest, year: int, format: str) -> HttpResponse:
    """The ward's register book of a year, as a spreadsheet or a PDF."""
    if not access.may_keep_register(request.actor):
        raise NotFound
    ward_id = request.actor.ward_id
    content = documents.book(ward_id, None, books.book_of_ward(ward_id, year), year, format, today=clock.today())
    return download(content, f"so-van-ban-{year}.{format}")


@open_to("directives.book")
@require_GET
def book_of_branch(request: HttpRequest, unit_id: UUID, year: int, format: str) -> HttpResponse:
    """A branch's book of documents to pass on (sổ theo dõi văn bản quán triệt)."""
    unit = access.may_see_register_of(request.actor, unit_id)
    lines = books.book_of_branch(unit, year)
    content = documents.book(request.actor.ward_id, unit, lines, year, format, today=clock.today())
    return download(content, f"so-van-ban-{year}.{format}")


@open_to("directives.keep_register")
@require_http_methods(["GET", "POST"])
def sheet(request: HttpRequest) -> HttpResponse:
    """A spreadsheet of documents: first what would become of each row."""
    if not access.may_keep_register(request.actor):
        raise NotFound
    form = SheetForm(sent(request), request.FILES or None)
    kept: list[Any] = []
    if request.method == "POST" and attempt(form, lambda words: kept.append(_keep_sheet(request, **words))):
        return redirect("directives:sheet_rows", kept[0].pk)
    return render(request, "directives/sheet.html", {"form": form}, status=status_of(form))


def _keep_sheet(request: HttpRequest, *, file: Any, classified: bool) -> Any:
    by = request.actor
    with let_in(file, classified=classified, ward_id=by.ward_id, by=by, at=clock.now()) as filed:
        sheets.read_sheet(uploads.path_of(filed.upload), by.ward_id)
        return filed.upload


@open_to("directives.keep_register")
@require_http_methods(["GET", "POST"])
def sheet_rows(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """The rows of a spreadsheet with their fates; on POST the new ones are entered, all or none."""
    upload = access.get_sheet(request.actor, upload_id)
    by, at = request.actor, clock.now()
    rows = sheets.read_sheet(uploads.path_of(upload), by.ward_id)
    if request.method == "POST":
        count = actions.receive_rows(by.ward_id, rows, by=by, at=at)
        words = ngettext("Đã vào sổ %(count)s văn bản.", "Đã vào sổ %(count)s văn bản.", count) % {"count": count}
        return done(request, words, "directives:register")
    return render(request, "directives/sheet_rows.html", pages.sheet_page(rows))


@open_to("directives.keep_register")
@require_GET
def sheet_sample(request: HttpRequest) -> HttpResponse:
    """An empty spreadsheet with the headings that are understood."""
    if not access.may_keep_register(request.actor):
        raise NotFound
    return download(documents.sheet_sample(), "mau-nhap-van-ban.xlsx")
