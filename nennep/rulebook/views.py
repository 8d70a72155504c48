"""The page that lists regulations and rule sets."""

from datetime import date

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from nennep.core import clock
from nennep.core.forms import VietnameseDateField
from nennep.core.rights import SIGNED_IN, open_to
from nennep.rulebook import awards, queries


@open_to(SIGNED_IN)
def index(request: HttpRequest) -> HttpResponse:
    """Regulations with what replaced them, and the values of each rule set side by side."""
    day, error = _chosen_day(request.GET.get("ngay", ""))
    rules = queries.rules_on(day)
    return render(
        request,
        "rulebook/index.html",
        {
            "day": day,
            "error": error,
            "typed": request.GET.get("ngay", ""),
            "rules": rules,
            "regulations": [(each, each.holds_on(day)) for each in queries.all_regulations()],
            "sets": queries.rule_sets(),
            "awards": awards.award_kinds().values(),
            "salaries": awards.base_salaries(),
            "badge": awards.badge_rules(),
            "rows": list(zip(*(rules.values for rules in queries.rule_sets()), strict=True)),
        },
    )


def _chosen_day(typed: str) -> tuple[date, str]:
    if not typed:
        return clock.today(), ""
    try:
        return VietnameseDateField().clean(typed) or clock.today(), ""
    except ValidationError as error:
        return clock.today(), " ".join(error.messages)
