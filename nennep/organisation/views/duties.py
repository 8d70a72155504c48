"""Duties of a year: the table in which they are assigned, the tap by which they are taken, results by month."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from nennep.core import clock, exports
from nennep.core.answers import attempt, attempt_or_conflict, done, see, sent, status_of
from nennep.core.periods import Month
from nennep.core.refusals import Changed, NotFound
from nennep.core.rights import open_to
from nennep.organisation import access, actions, documents, queries
from nennep.organisation.actions import Assigned
from nennep.organisation.forms import DutyTable, ResultForm

GET_OR_POST = ["GET", "POST"]


@open_to("organisation.assign")
@require_http_methods(GET_OR_POST)
def table(request: HttpRequest, unit_id: UUID, year: int) -> HttpResponse:
    """Every member of a branch with the duty of the year, written in one table."""
    unit, today = access.get_unit(request.actor, unit_id, right="assign"), clock.today()
    if not today.year - 5 <= year <= today.year + 1:
        raise NotFound
    lines = queries.duties_of_year(unit, year, today)
    if exports.asked(request):
        return exports.hand_out(request, documents.duties_table(unit, year, lines))
    form = DutyTable(sent(request), lines=lines)
    made: list[int] = []
    if request.method == "POST" and _write(request, unit, year, form, made):
        words = ngettext("Đã ghi %(n)s nhiệm vụ.", "Đã ghi %(n)s nhiệm vụ.", made[0]) % {"n": made[0]}
        return done(request, words, "organisation:duties", unit.pk, year)
    context = {
        "unit": unit,
        "year": year,
        "form": form,
        "rows": form.rows(),
        "assigned": sum(line.duty is not None for line in lines),
        "taken": sum(bool(line.duty and line.duty.acknowledged_on) for line in lines),
        "count": len(lines),
        "previous_year": year - 1,
        "next_year": year + 1,
    }
    return render(request, "organisation/duties.html", context, status=status_of(form))


def _write(request: HttpRequest, unit: Any, year: int, form: Any, made: list[int]) -> bool:
    def act(words: dict[str, Any]) -> None:
        written = [Assigned(*line) for line in form.assigned]
        changed = actions.assign_duties(
            unit, year=year, lines=written, on=clock.today(), by=request.actor, at=clock.now()
        )
        made.append(len(changed))

    answer = attempt_or_conflict(form, act)
    if isinstance(answer, Changed):
        form.show_conflict(answer.current)
        return False
    return answer


@open_to("organisation.own_duty")
@require_POST
def take(request: HttpRequest, duty_id: UUID) -> HttpResponse:
    """The member takes the duty with one tap."""
    duty = access.get_duty(request.actor, duty_id, own=True)
    form = forms.Form(request.POST)
    attempt(form, lambda _w: actions.acknowledge_duty(duty, on=clock.today(), by=request.actor, at=clock.now()))
    return done(request, _("Đồng chí đã nhận nhiệm vụ năm %(year)s.") % {"year": duty.year}, "organisation:myself")


@open_to("organisation.duty")
@require_http_methods(GET_OR_POST)
def result(request: HttpRequest, duty_id: UUID, month: str) -> HttpResponse:
    """What became of a duty in a month, written by the member or for them."""
    duty, today = access.get_duty(request.actor, duty_id), clock.today()
    try:
        chosen = Month.parse(month)
    except ValueError as error:
        raise NotFound from error
    now = queries.result_of(duty, chosen.first)
    initial = {"text": now.text, "seen": now.revision} if now else {"seen": 0}
    form = ResultForm(sent(request), initial=initial)
    theirs = None
    if request.method == "POST":
        answer = attempt_or_conflict(form, lambda words: _record(request, duty, chosen, **words))
        if answer is True:
            return done(request, _("Đã ghi kết quả tháng."), "organisation:person", duty.person_id)
        if isinstance(answer, Changed):
            theirs = answer.current
            see(form, theirs.revision)
    context = {
        "duty": duty,
        "form": form,
        "theirs": theirs,
        "month": chosen,
        "months": [each for each in _months(duty.year) if each.first <= today],
    }
    return render(request, "organisation/result.html", context, status=422 if theirs else status_of(form))


def _months(year: int) -> list[Month]:
    return [Month(year, number) for number in range(1, 13)]


def _record(request: HttpRequest, duty: Any, month: Month, *, text: str, seen: int) -> Any:
    by, at, on = request.actor, clock.now(), clock.today()
    return actions.record_duty_result(duty, month=month, text=text, seen=seen, on=on, by=by, at=at)
