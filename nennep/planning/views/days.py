"""Pages of meeting days."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from nennep.core import clock, exports
from nennep.core.answers import attempt, done, sent, status_of
from nennep.core.refusals import NotFound
from nennep.core.rights import open_to
from nennep.planning import access, actions, documents, queries
from nennep.planning.forms import MeetingDayForm


@open_to("planning.read")
def days(request: HttpRequest) -> HttpResponse:
    """The meeting day of each branch."""
    if not access.may_see(request.actor):
        raise NotFound
    lines = [
        (day, access.may_set(request.actor, day.unit_id))
        for day in queries.meeting_days(request.actor.ward_id, clock.today())
        if access.sees_day_of(request.actor, day.unit_id)
    ]
    if exports.asked(request):
        return exports.hand_out(request, documents.days_table([day for day, _may in lines]))
    return render(request, "planning/days.html", {"lines": lines})


@open_to("planning.set")
def change(request: HttpRequest, unit_id: UUID) -> HttpResponse:
    """Set the meeting day of one branch."""
    unit = access.get_unit(request.actor, unit_id)
    now = queries.meeting_day_of(unit, clock.today())
    initial: dict[str, Any] = {"valid_from": clock.today()}
    if now:
        initial |= {"day": now.day, "at_time": now.at, "place": now.place}
    form = MeetingDayForm(sent(request), initial=initial)
    if request.method == "POST" and attempt(
        form, lambda words: actions.set_meeting_day(unit, **words, by=request.actor, at=clock.now())
    ):
        return done(request, _("Đã ghi ngày sinh hoạt của %(unit)s.") % {"unit": unit.name}, "planning:days")
    return render(request, "planning/change.html", {"unit": unit, "form": form}, status=status_of(form))
