"""Where it gets better or worse, and why: for the ward, and for who has branches in charge."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from nennep.core import clock
from nennep.core.rights import open_to
from nennep.reports import access, actions
from nennep.reports.dashboards import pages
from nennep.reports.dashboards.trends import span_of
from nennep.reports.dashboards.trends import trends as read_trends
from nennep.reports.records import Records
from nennep.rulebook.queries import rules_on


@open_to("reports.trends")
@require_GET
def trends(request: HttpRequest) -> HttpResponse:
    """The branches of the reader's posts, each beside its own past, with what may explain the difference."""
    units, rights = access.get_trend_units(request.actor), access.rights_of(request.actor)
    on, ward = clock.today(), request.user.person.ward
    actions.refresh(ward.pk, until=on)
    shown = read_trends(Records(ward, span_of(on), on=on, units=units))
    context = {
        "is_ward": units is None,
        "shown": shown,
        "has_data": any(each.denominator for each in shown.months),
        "line": pages.month_line(shown, rules_on(on), rights),
        "months": pages.month_table(shown, rights),
        "branches": pages.branch_table(shown, rights),
        "kinds": pages.kind_bars(shown),
        "ages": pages.age_bars(shown),
        "themes": pages.theme_map(shown),
        "tasks": pages.task_bar(shown),
        "reach": pages.reach_bar(shown),
    }
    return render(request, "reports/trends.html", context)
