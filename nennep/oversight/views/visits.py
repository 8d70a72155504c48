"""Visits: the calendar of one's branches, one tap, the sheet; what reached the office; who stands in."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nennep.core import clock, exports
from nennep.core.answers import attempt, attempt_or_conflict, done, put, sent, status_of
from nennep.core.forms import StepForm
from nennep.core.rights import open_to
from nennep.organisation import actions as organisation
from nennep.organisation.queries import branch_list, branches
from nennep.oversight import access, actions, documents, inspections, pages, queries, visits
from nennep.oversight.forms import SheetForm, SubstituteForm, VisitTaskForm

PAGE = 30


@open_to("oversight.charge")
@require_GET
def calendar(request: HttpRequest) -> HttpResponse:
    """The meetings of the branches in my charge: the nearest first, those just held to be noted with one tap."""
    access.require_charge(request.actor)
    return show_calendar(request)


def show_calendar(request: HttpRequest, *forms: Any) -> HttpResponse:
    actor = request.actor
    found = visits.calendar_of(actor.ward_id, actor.person_id, access.units_in_charge(actor), now=clock.now())
    context = {"calendar": pages.calendar(found), "forms": forms}
    return render(request, "oversight/calendar.html", context, status=status_of(*forms))


@open_to("oversight.visit")
@require_POST
def attend(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """One tap: I was there."""
    meeting = access.get_meeting_in_charge(request.actor, meeting_id)
    person = access.own_person(request.actor)
    form = StepForm(request.POST)
    if attempt(form, lambda _words: actions.attend(meeting, person, by=request.actor, at=clock.now())):
        return done(request, _("Đã ghi đồng chí dự buổi sinh hoạt."), "oversight:sheet", meeting.pk)
    return show_calendar(request, form)


@open_to("oversight.visit")
@require_http_methods(["GET", "POST"])
def sheet(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """The sheet: boxes save by themselves; the whole of it is kept by "Lưu, gửi sau", and on the way to a petition."""
    meeting = access.get_meeting_in_charge(request.actor, meeting_id)
    visit = queries.sheet_to_write(meeting, access.own_person(request.actor))
    form = _form(request, visit)
    if request.method == "POST":
        kept: list[Any] = []
        outcome = attempt_or_conflict(form, lambda words: kept.append(_write(request, visit, form, words["seen"])))
        if outcome is True:
            return _kept(request, kept[0])
        if outcome:
            put(form, outcome)
            visit = outcome.current
            return show_sheet(request, visit, form, changed=True)
        if request.htmx:
            return render(request, "oversight/_refused.html", {"form": form}, status=422)
    return show_sheet(request, visit, form)


def _form(request: HttpRequest, visit: Any) -> SheetForm:
    kept = ("ticked", "remarks", "problems", "came_at", "left_at")
    initial = {name: getattr(visit, name) for name in kept} | {"seen": visit.revision}
    return SheetForm(sent(request), checklist=pages.checklist_of(visit), initial=initial)


def _write(request: HttpRequest, visit: Any, form: SheetForm, seen: int, *, send: bool = False) -> Any:
    by, at = request.actor, clock.now()
    return actions.write_sheet(visit.meeting, visit.person, send=send, seen=seen, by=by, at=at, **form.given)


def _kept(request: HttpRequest, visit: Any) -> HttpResponse:
    if request.htmx:
        return HttpResponse(status=204, headers={"NN-Seen": str(visit.revision)})
    onward = request.POST.get("tiep")
    if onward == "kien-nghi":
        return redirect(f"{reverse('oversight:petition_add')}?phieu={visit.pk}")
    if onward == "viec":
        return redirect("oversight:visit_task", visit.meeting_id)
    return done(request, _("Đã lưu phiếu dự."), "oversight:sheet", visit.meeting_id)


def show_sheet(request: HttpRequest, visit: Any, form: SheetForm, *, changed: bool = False) -> HttpResponse:
    context = {"sheet": visits.sheet_of(visit), "visit": visit, "form": form, "changed": changed}
    if changed and request.htmx:
        return render(request, "oversight/_refused.html", {"form": form, "current": visit}, status=409)
    return render(request, "oversight/sheet.html", context, status=409 if changed else status_of(form))


@open_to("oversight.visit")
@require_POST
def send(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Send the sheet to the office."""
    meeting = access.get_meeting_in_charge(request.actor, meeting_id)
    visit = queries.sheet_to_write(meeting, access.own_person(request.actor))
    form = _form(request, visit)
    outcome = attempt_or_conflict(form, lambda words: _write(request, visit, form, words["seen"], send=True))
    if outcome is True:
        return done(request, _("Đã gửi phiếu dự tới Văn phòng."), "oversight:sheet", meeting.pk)
    if outcome:
        put(form, outcome)
        return show_sheet(request, outcome.current, form, changed=True)
    return show_sheet(request, visit, form)


@open_to("oversight.visit")
@require_http_methods(["GET", "POST"])
def task(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Turn what was seen into a task of the branch."""
    meeting = access.get_meeting_in_charge(request.actor, meeting_id)
    visit = queries.own_visit(meeting, request.actor)
    if visit is None:
        return redirect("oversight:calendar")
    people = [member.person for member in branch_list(visit.unit, clock.today())]
    form = VisitTaskForm(sent(request), people=people, initial={"description": visit.problems})
    if request.method == "POST" and attempt(
        form, lambda words: actions.assign_from_visit(visit, **words, by=request.actor, at=clock.now())
    ):
        return done(request, _("Đã giao việc."), "oversight:sheet", meeting.pk)
    context = {"visit": visit, "form": form, "today": clock.today()}
    return render(request, "oversight/visit_task.html", context, status=status_of(form))


# The office ---------------------------------------------------------------------------------------


@open_to("oversight.sheets")
@require_http_methods(["GET", "POST"])
def sheets(request: HttpRequest) -> HttpResponse:
    """The sheets received, those of meetings that were called off on top; who looks after which branch."""
    access.require_ward(request.actor)
    ward_id, today = request.actor.ward_id, clock.today()
    received = visits.sheets_received(ward_id)
    if exports.asked(request):
        return exports.hand_out(request, documents.sheets_table(received))
    page = Paginator(received, PAGE).get_page(request.GET.get("trang"))
    context = {
        "page": page,
        "lines": pages.sheet_lines(list(page.object_list)),
        "called_off": visits.of_meetings_called_off(ward_id),
        "charges": visits.charge_lines(ward_id, branches(ward_id, today), today),
    }
    return render(request, "oversight/sheets.html", context)


@open_to("oversight.read_visit")
@require_GET
def show(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """One sheet as it was sent."""
    visit = access.get_visit(request.actor, visit_id)
    return render(request, "oversight/visit.html", {"visit": visit, "sheet": visits.sheet_of(visit)})


@open_to("oversight.note_visit")
@require_POST
def note(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """The office has seen that the meeting of this sheet was called off."""
    visit = access.get_visit_to_note(request.actor, visit_id)
    actions.note_called_off(visit, by=request.actor, at=clock.now())
    return done(request, _("Đã ghi là Văn phòng biết."), "oversight:sheets")


@open_to("oversight.substitute")
@require_http_methods(["GET", "POST"])
def substitute(request: HttpRequest, unit_id: UUID) -> HttpResponse:
    """Let somebody stand in for the committee member in charge of a branch."""
    unit = access.get_unit_for_substitute(request.actor, unit_id)
    charge = visits.charge_of(unit, clock.today())
    people = inspections.people_for_teams(request.actor.ward_id, clock.today())
    form = SubstituteForm(sent(request), people=people)
    if charge and request.method == "POST" and attempt(form, lambda words: _stand_in(request, charge, **words)):
        return done(request, _("Đã ghi người phụ trách thay."), reverse("oversight:sheets") + "#phu-trach")
    context = {"unit": unit, "charge": charge, "form": form, "today": clock.today()}
    return render(request, "oversight/substitute.html", context, status=status_of(form))


def _stand_in(request: HttpRequest, charge: Any, *, last_day: Any, **words: Any) -> None:
    valid_to = last_day + timedelta(days=1)
    organisation.stand_in(charge, valid_to=valid_to, **words, by=request.actor, at=clock.now())
