"""Members who work elsewhere and keep contact at home ("213"), and the yearly comment on each."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from nennep.core import clock, exports
from nennep.core.answers import attempt, attempt_or_conflict, done, see, sent, status_of
from nennep.core.documents.formats import render as written_as
from nennep.core.refusals import Changed, NotFound
from nennep.core.responses import download
from nennep.core.rights import open_to
from nennep.organisation import access, actions, documents, queries
from nennep.organisation.forms import CommentForm, ContactForm

GET_OR_POST = ["GET", "POST"]


def _year(year: int) -> int:
    if not clock.today().year - 20 <= year <= clock.today().year:
        raise NotFound
    return year


@open_to("organisation.assign")
@require_http_methods(GET_OR_POST)
def contacts(request: HttpRequest, unit_id: UUID, year: int) -> HttpResponse:
    """Who keeps contact with the branch, with the comment of the year."""
    unit = access.get_unit(request.actor, unit_id, right="assign")
    lines = queries.contacts_of(unit, _year(year), clock.today())
    if exports.asked(request):
        return exports.hand_out(request, documents.contacts_table(unit, year, lines))
    written = sum(line.comment is not None for line in lines)
    context = {"unit": unit, "year": year, "lines": lines, "written": written, "previous_year": year - 1}
    return render(request, "organisation/contacts.html", context)


@open_to("organisation.assign")
@require_http_methods(GET_OR_POST)
def introduce(request: HttpRequest, unit_id: UUID) -> HttpResponse:
    """A workplace introduces a member to the branch where they live."""
    unit = access.get_unit(request.actor, unit_id, right="assign")
    form = ContactForm(sent(request), initial={"on": clock.today()})
    if request.method == "POST" and attempt(form, lambda words: _introduce(request, unit, form, words)):
        return done(request, _("Đã ghi giới thiệu."), "organisation:contacts", unit.pk, clock.today().year)
    return render(
        request,
        "organisation/introduce.html",
        {"form": form, "unit": unit, "today": clock.today()},
        status=status_of(form),
    )


@transaction.atomic
def _introduce(request: HttpRequest, unit: Any, form: ContactForm, words: dict[str, Any]) -> Any:
    by, at = request.actor, clock.now()
    person = actions.register_person(unit.ward_id, **form.person, id=words["id"], by=by, at=at)
    asked = {name: words[name] for name in ("workplace", "kind", "number", "on", "id")}
    return actions.introduce_contact(person, unit, **asked, by=by, at=at)


@open_to("organisation.contact")
@require_http_methods(GET_OR_POST)
def comment(request: HttpRequest, contact_id: UUID, year: int) -> HttpResponse:
    """The comment of a year."""
    contact = access.get_contact(request.actor, contact_id)
    now = queries.comment_of(contact, _year(year))
    initial: dict[str, Any] = {"seen": 0, "sessions_called": 2, "sessions_attended": 2}
    if now:
        initial = {name: getattr(now, name) for name in ("sessions_called", "sessions_attended", "text")}
        initial["seen"] = now.revision
    form, theirs = CommentForm(sent(request), initial=initial), None
    if request.method == "POST":
        answer = attempt_or_conflict(form, lambda words: _comment(request, contact, year, words))
        if answer is True:
            return done(request, _("Đã ghi nhận xét."), "organisation:comment", contact.pk, year)
        if isinstance(answer, Changed):
            theirs = answer.current
            see(form, theirs.revision)
    context = {"contact": contact, "year": year, "form": form, "now": now, "theirs": theirs}
    return render(request, "organisation/comment.html", context, status=422 if theirs else status_of(form))


def _comment(request: HttpRequest, contact: Any, year: int, words: dict[str, Any]) -> Any:
    by, at = request.actor, clock.now()
    signed_by = queries.secretary_of(contact.unit, clock.today()) or queries.find_person(by.ward_id, by.person_id)
    return actions.comment_on_contact(contact, year=year, signed_by=signed_by, on=clock.today(), by=by, at=at, **words)


@open_to("organisation.contact")
@require_GET
def comment_file(request: HttpRequest, contact_id: UUID, year: int, format: str) -> HttpResponse:
    """The printed comment, ready to sign."""
    contact = access.get_contact(request.actor, contact_id)
    found = queries.comment_of(contact, _year(year))
    if found is None:
        raise NotFound
    content = written_as(documents.comment_document(found), format)
    return download(content, f"nhan-xet-noi-cu-tru-{year}.{format}")
