"""Issuing the year report; an issued one with its files and with what has changed since."""

import json
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from nennep.core import clock
from nennep.core.answers import attempt, done, sent, status_of
from nennep.core.refusals import NotFound
from nennep.core.responses import download, download_upload
from nennep.core.rights import open_to
from nennep.reports import access, issued_pages, issuing
from nennep.reports.forms import IssueForm


@open_to("reports.ward")
@require_http_methods(["GET", "POST"])
def issue(request: HttpRequest, year: int) -> HttpResponse:
    """Every issue of a year's report, and issuing it as it stands today."""
    access.require_ward(request.actor)
    form, ward, made = IssueForm(sent(request)), request.user.person.ward, list[Any]()
    words = {"on": clock.today(), "by": request.actor, "at": clock.now()}
    if request.method == "POST" and attempt(
        form, lambda typed: made.append(issuing.issue(ward, year, **typed, **words))
    ):
        told = _("Đã ban hành báo cáo số %(symbol)s.") % {"symbol": made[0].symbol}
        return done(request, told, "reports:issued", made[0].pk)
    lines = issued_pages.issued_lines(issuing.issued_of(ward.pk, year))
    context = {"year": year, "form": form, "lines": lines}
    return render(request, "reports/issue.html", context, status=status_of(form))


@open_to("reports.issued")
@require_GET
def issued(request: HttpRequest, issued_id: UUID) -> HttpResponse:
    """One issued report: number, hash, files, and what the records say otherwise today."""
    found = access.get_issued(request.actor, issued_id)
    since = issuing.since(found, request.user.person.ward, on=clock.today())
    context = {
        "issued": found,
        "facts": issued_pages.issued_facts(found),
        "since": since,
        "table": issued_pages.changes_table(since.changes),
        "events": issued_pages.event_lines(since.events),
    }
    return render(request, "reports/issued.html", context)


@open_to("reports.issued")
@require_GET
def issued_file(request: HttpRequest, issued_id: UUID, format: str) -> HttpResponseBase:
    """An issued report as it was issued: the paper, or its data."""
    found = access.get_issued(request.actor, issued_id)
    if format in ("docx", "pdf"):
        return download_upload(getattr(found, format))
    if format == "json":
        content = json.dumps(found.content, ensure_ascii=False, indent=1).encode()
        return download(content, f"bao-cao-{found.year}-lan-{found.revision}.json")
    raise NotFound
