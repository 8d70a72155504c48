"""Pages of the board, the year report, the rows behind figures, and what does not add up."""

from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from nennep.core import audit, clock, exports
from nennep.core.answers import done
from nennep.core.periods import Period
from nennep.core.refusals import NotFound
from nennep.core.rights import open_to
from nennep.organisation.actors import Actor
from nennep.planning.actions import tell_shortcoming
from nennep.reports import access, actions, documents, pages, queries, template_pages
from nennep.reports.arranging import arranged
from nennep.reports.board import Board
from nennep.reports.board import board as read_board
from nennep.reports.forms import MonthForm
from nennep.reports.indicators import INDICATORS
from nennep.reports.records import Records
from nennep.reports.year_report import YearReport
from nennep.reports.year_report import year_report as compose_year_report

ATTENTION_SHOWN = 6


@open_to("reports.board")
def board(request: HttpRequest) -> HttpResponse:
    """S9: what needs attention, the month in numbers, the year of all branches."""
    rights = access.rights_of(_actor(request))
    shown = _board(request)
    urgent, more = shown.attention[:ATTENTION_SHOWN], shown.attention[ATTENTION_SHOWN:]
    return render(
        request,
        "reports/board.html",
        {
            "board": shown,
            "grid": pages.grid(shown, rights),
            "urgent": pages.attention_table(urgent, shown.year, rights, _("Cần chú ý")),
            "more": pages.attention_table(more, shown.year, rights, _("Cần chú ý, phần còn lại")),
            "month_form": MonthForm(shown.year, initial={"thang": str(shown.month)}),
            "figures": [
                (figure, pages.figure_url_if_open(figure, rights))
                for figure in (shown.attendance, shown.regular, shown.thematic)
            ],
            "years": pages.year_links(shown.year, clock.today().year),
            "export_url": pages.export_url(shown.year),
            "is_ward": rights.ward,
            "may_compare": rights.ward or bool(rights.rows),
        },
    )


@require_POST
@open_to("reports.board")
def export(request: HttpRequest) -> HttpResponse:
    """The year grid as a workbook, or its rows as CSV."""
    shown = _board(request)
    table = exports.of_grid(pages.grid(shown, access.rights_of(_actor(request))))
    workbook = partial(documents.board_workbook, shown, made_on=clock.today())
    return exports.hand_out(
        request, replace(table, name=_("Bảng theo dõi %(year)s") % {"year": shown.year}, xlsx=workbook)
    )


def _board(request: HttpRequest) -> Board:
    units = access.get_board_units(_actor(request))
    on = clock.today()
    year = queries.year_of(request.GET.get("nam", ""), on=on)
    month = queries.month_of(request.GET.get("thang", ""), year=year, on=on)
    ward = _ward(request)
    actions.refresh(ward.pk, until=on)
    records = Records(ward, Period.year(year), on=on, units=units)
    return read_board(records, month, with_findings=units is None)


@open_to("reports.ward")
def year_report(request: HttpRequest, year: int) -> HttpResponse:
    """S14: the report in prose, every figure a link to its rows."""
    access.require_ward(_actor(request))
    records = _ward_records(request, year)
    template = _template(request)
    report = _composed(records, template)
    prose, tables = pages.sections_of(report)
    context = {
        "report": report,
        "template": template,
        "query": f"?mau={template.pk}" if template else "",
        "templates": template_pages.template_links(
            template_pages.templates_of(records.ward.pk), records.period.last.year
        ),
        "sections": prose,
        "tables": tables,
        "may_arrange": access.may_arrange(_actor(request)),
        "paper_formats": pages.PAPER_FORMATS,
        "data_formats": pages.DATA_FORMATS,
    }
    return render(request, "reports/year_report.html", context)


@open_to("reports.ward")
@require_POST
def tell_shortcomings(request: HttpRequest, year: int) -> HttpResponse:
    """What fell short in the year becomes material for the next year's orientation of themes."""
    access.require_ward(_actor(request))
    told = pages.told_shortcomings(_ward_records(request, year))
    by, at = _actor(request), clock.now()
    for each in told:
        tell_shortcoming(by.ward_id, year=year, by=by, at=at, **each)
    words = ngettext("Đã đưa %(count)s hạn chế vào gợi ý.", "Đã đưa %(count)s hạn chế vào gợi ý.", len(told))
    return done(request, words % {"count": len(told)}, "planning:orientation", year + 1)


@open_to("reports.ward")
def download(request: HttpRequest, year: int, format: str) -> HttpResponse:
    """The report as a file; its words are Vietnamese in every language of the interface."""
    access.require_ward(_actor(request))
    if format not in documents.FORMATS:
        raise NotFound
    records, template = _ward_records(request, year), _template(request)
    with translation.override("vi"):
        report = _composed(records, template)
        return _file(request, documents.render(report, format), documents.file_name(report, format), format)


@open_to("reports.ward")
def show_findings(request: HttpRequest, year: int) -> HttpResponse:
    """What does not add up in the year, both figures side by side."""
    access.require_ward(_actor(request))
    records = _ward_records(request, year)
    return render(
        request,
        "reports/findings.html",
        {"year": year, "findings": pages.finding_cards(records), "stated_columns": pages.stated_columns()},
    )


@open_to("reports.rows")
def rows(request: HttpRequest, indicator_id: str) -> HttpResponse:
    """The rows behind a figure, each with its meeting and minutes; members only for who keeps the list."""
    indicator = queries.indicator(indicator_id)
    unit_id = _id(request.GET.get("chi-bo", ""))
    access.require_rows(_actor(request), unit_id, naming_people=indicator.names_people)
    on = clock.today()
    period = queries.period_of(request.GET.get("ky", "") or str(on.year))
    ward = _ward(request)
    actions.refresh(ward.pk, until=on)
    evidence = queries.evidence(
        Records(ward, period, on=on),
        indicator,
        unit_id=unit_id,
        wanting="thieu" in request.GET,
        choice=request.GET.get("loai", ""),
    )
    if exports.asked(request):
        every = pages.evidence_table(evidence.figure, queries.named(ward, list(evidence.rows)))
        return exports.hand_out(
            request, exports.of_table(every, name=str(indicator.title), of_people=indicator.names_people)
        )
    page = Paginator(evidence.rows, queries.PAGE_SIZE).get_page(request.GET.get("page"))
    shown = queries.named(ward, list(page.object_list))
    return render(
        request,
        "reports/rows.html",
        {
            "evidence": evidence,
            "figure": evidence.figure,
            "page": page,
            "table": pages.evidence_table(evidence.figure, shown),
        },
    )


@open_to("reports.ward")
def charges(request: HttpRequest, year: int) -> HttpResponse:
    """Each committee member over the months of a year: meetings of the branch in charge attended, of those held."""
    access.require_ward(_actor(request))
    records = _ward_records(request, year)
    grid = pages.charge_grid(records, year)
    if exports.asked(request):
        return exports.hand_out(request, exports.of_grid(grid, of_people=True))
    context = {
        "year": year,
        "grid": grid,
        "kept": records.figure("charge_kept"),
        "url": pages.figure_url(records.figure("charge_kept")),
        "years": pages.charge_years(year, clock.today().year),
    }
    return render(request, "reports/charges.html", context)


@open_to("reports.define")
def indicator(request: HttpRequest, indicator_id: str) -> HttpResponse:
    """What an indicator counts, of what, and by which rule."""
    access.get_board_units(_actor(request))
    definition = queries.definition(queries.indicator(indicator_id), clock.today())
    return render(
        request,
        "reports/indicator.html",
        {"definition": definition, "facts": pages.definition_facts(definition)},
    )


@open_to("reports.define")
def indicators(request: HttpRequest) -> HttpResponse:
    """All indicators."""
    access.get_board_units(_actor(request))
    return render(request, "reports/indicators.html", {"indicators": INDICATORS})


def _ward_records(request: HttpRequest, year: int) -> Records:
    on = clock.today()
    period = queries.period_of(str(queries.year_of(str(year), on=on)))
    ward = _ward(request)
    actions.refresh(ward.pk, until=on)
    return Records(ward, period, on=on)


def _template(request: HttpRequest) -> Any:
    """The template through which the report is asked for, if any."""
    template_id = _id(request.GET.get("mau", ""))
    return access.get_template(_actor(request), template_id) if template_id else None


def _composed(records: Records, template: Any) -> YearReport:
    report = compose_year_report(records)
    return arranged(report, template.pieces) if template else report


def _actor(request: HttpRequest) -> Actor:
    return request.actor  # type: ignore[attr-defined, no-any-return]


def _ward(request: HttpRequest) -> queries.Ward:
    """The signed-in person's ward, which the frame of the page shows anyway."""
    return request.user.person.ward  # type: ignore[union-attr, no-any-return]


def _id(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError as error:
        raise NotFound from error


def _file(request: HttpRequest, content: bytes, name: str, format: str) -> HttpResponse:
    audit.taken_out(_ward(request), name, by=_actor(request), at=clock.now())
    response = HttpResponse(content, content_type=documents.MEDIA_TYPES[format])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
