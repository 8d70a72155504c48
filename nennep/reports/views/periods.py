"""Reports of months, quarters, half-years and any stretch of months; those of years have their own page."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import translation
from django.views.decorators.http import require_GET

from nennep.core import audit, clock, responses
from nennep.core.answers import status_of
from nennep.core.periods import Period
from nennep.core.refusals import NotFound
from nennep.core.rights import open_to
from nennep.reports import access, actions, documents, pages, period_pages
from nennep.reports.forms import StretchForm
from nennep.reports.records import Records
from nennep.reports.year_report import YearReport, year_report


@open_to("reports.ward")
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The periods of a year, and any stretch of months."""
    access.require_ward(request.actor)
    on = clock.today()
    form = StretchForm(request.GET if "tu" in request.GET else None, on=on)
    if form.is_bound and form.is_valid():
        return redirect("reports:period_report", form.period)
    context = {"form": form, "years": period_pages.years(on)}
    return render(request, "reports/periods.html", context, status=status_of(form))


@open_to("reports.ward")
@require_GET
def show(request: HttpRequest, period: Period) -> HttpResponse:
    """The report of a period in prose, every figure a link to its rows."""
    access.require_ward(request.actor)
    if period.is_year:
        return redirect("reports:year_report", period.first.year)
    report = _composed(request, period)
    prose, tables = pages.sections_of(report)
    context = {
        "report": report,
        "sections": prose,
        "tables": tables,
        "paper_formats": pages.PAPER_FORMATS,
        "data_formats": pages.DATA_FORMATS,
    }
    return render(request, "reports/period_report.html", context)


@open_to("reports.ward")
@require_GET
def download(request: HttpRequest, period: Period, format: str) -> HttpResponseBase:
    """The report of a period as a file; its words are Vietnamese in every language of the interface."""
    access.require_ward(request.actor)
    if format not in documents.FORMATS:
        raise NotFound
    with translation.override("vi"):
        report = _composed(request, period)
        name, content = documents.file_name(report, format), documents.render(report, format)
    audit.taken_out(report.ward, name, by=request.actor, at=clock.now())
    return responses.download(content, name)


def _composed(request: HttpRequest, period: Period) -> YearReport:
    """As the records stand today; a period that has not begun has no report."""
    on, ward = clock.today(), request.user.person.ward
    if period.first.first > on:
        raise NotFound
    actions.refresh(ward.pk, until=on)
    return year_report(Records(ward, period, on=on))
