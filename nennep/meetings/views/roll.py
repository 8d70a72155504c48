"""The roll call (điểm danh): one tap a person, the row stays and can be taken back."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from nennep.core import clock
from nennep.core.answers import attempt, done, done_with_undo, put, status_of
from nennep.core.forms import StepForm
from nennep.core.refusals import Changed, Refused
from nennep.core.rights import open_to
from nennep.meetings import access, actions, rolls
from nennep.meetings.actions.roll import UnknownPerson
from nennep.meetings.forms import AbsenceForm, CardForm, GuestForm, HeadsForm
from nennep.meetings.overview import last_change
from nennep.meetings.steps import HAS_A_RECORD, S


@open_to("meetings.watch")
@require_GET
def roll(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Everybody expected, by given name, in tabs by status; ?q= finds without marks, ?dong= asks why absent."""
    meeting = access.get_meeting(request.actor, meeting_id, right="watch")
    return show_roll(request, meeting)


def show_roll(
    request: HttpRequest,
    meeting: Any,
    *,
    absence: AbsenceForm | None = None,
    guest: GuestForm | None = None,
    step: StepForm | None = None,
    card: CardForm | None = None,
    heads: HeadsForm | None = None,
    changed: rolls.Told | None = None,
) -> HttpResponse:
    page = rolls.roll_page(
        meeting, tab=request.GET.get("loc", ""), asked=request.GET.get("q", ""), line=_number(request)
    )
    may = access.rights_on(meeting, request.actor)
    context = {
        "meeting": meeting,
        "roll": page,
        "may_mark": may.roll and meeting.state == S.IN_SESSION,
        "is_over": meeting.state in HAS_A_RECORD,
        "may": may,
        "absence": absence or AbsenceForm(initial=page.asked_about),
        "guest_form": guest or GuestForm(),
        "card": card or CardForm(),
        "asks_hall": bool(card or heads or page.asks_heads or "quet" in request.GET),
        "heads": heads or HeadsForm(initial=page.heads),
        "forms": [form for form in (absence, guest, step, card, heads) if form],
        "query": request.GET.urlencode(),
        "changed": changed,
    }
    status = 409 if changed else status_of(absence, guest, step, card, heads)
    return render(request, "meetings/roll.html", context, status=status)


def _number(request: HttpRequest) -> int | None:
    number = request.GET.get("dong") or request.POST.get("number") or ""
    return int(number) if number.isdigit() and len(number) < 6 else None


@open_to("meetings.roll")
@require_POST
def mark(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """One tap: "Có mặt", or back to what was written before."""
    meeting = access.get_meeting(request.actor, meeting_id, right="roll")
    if "v" in request.POST:
        return redirect(f"{reverse('meetings:roll', args=[meeting.pk])}?dong={rolls.number_asked(request.POST)}#vang")
    tap = rolls.tap_of(request.POST)
    form = StepForm(request.POST)
    try:
        if tap is None:
            raise UnknownPerson(number=rolls.number_asked(request.POST))
        line = rolls.line_at(request.actor, meeting, tap.number)
        before = rolls.before(line, tap)
        actions.mark_attendance(
            line, status=tap.status, reason=tap.reason, seen=tap.seen, by=request.actor, at=clock.now()
        )
    except Changed as changed:
        return _changed(request, meeting, tap, changed.current)
    except Refused as refusal:
        form.full_clean()
        put(form, refusal)
        return (
            _row(request, meeting, tap, 422, form=form)
            if tap and request.htmx
            else show_roll(request, meeting, step=form)
        )
    return _row(request, meeting, tap, before=before) if request.htmx else redirect(_back(request, meeting))


def _row(request: HttpRequest, meeting: Any, tap: rolls.Tap, status: int = 200, **more: Any) -> HttpResponse:
    """The row as it is now, with the counts; the row keeps its place in the list, with the way back beside it."""
    context = {"meeting": meeting, "may_mark": True, "at": clock.now(), **more}
    context |= rolls.row_page(meeting, tap, tab=request.GET.get("loc", ""))
    if "before" in more and rolls.is_new(tap):
        context["undo"] = f"{context['row'].value}.{more['before']}"
    response = render(request, "meetings/_roll_answer.html", context, status=status)
    response["HX-Retarget"] = f"#d{tap.number}"
    response["HX-Reswap"] = "outerHTML"
    return response


def _changed(request: HttpRequest, meeting: Any, tap: Any, line: Any) -> HttpResponse:
    """Somebody else marked this line meanwhile: both marks are named, and either may stand."""
    change = last_change(line)
    told = rolls.told(line, tap, change.who, change.at)
    if not request.htmx:
        return show_roll(request, meeting, changed=told)
    return _row(request, meeting, tap, 409, changed=told)


def _back(request: HttpRequest, meeting: Any) -> str:
    """The roll in the tab and search it was left in; who was just asked about is answered."""
    address = reverse("meetings:roll", args=[meeting.pk])
    kept = {name: request.GET[name] for name in ("loc", "q") if name in request.GET}
    return f"{address}?{urlencode(kept)}" if kept else address


@open_to("meetings.roll")
@require_POST
def absent(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Why somebody is not here: a class of reason, or none."""
    meeting = access.get_meeting(request.actor, meeting_id, right="roll")
    form = AbsenceForm(request.POST)
    try:
        saved = attempt_absence(request, meeting, form)
    except Changed as changed:
        tap = rolls.Tap(changed.current.number, changed.current.revision, *form.mark)
        change = last_change(changed.current)
        return show_roll(
            request, meeting, absence=form, changed=rolls.told(changed.current, tap, change.who, change.at)
        )
    if not saved:
        return show_roll(request, meeting, absence=form)
    words = _("Đã ghi vắng: %(name)s.") % {"name": saved.person.full_name}
    return done(request, words, _back(request, meeting))


def attempt_absence(request: HttpRequest, meeting: Any, form: AbsenceForm) -> Any:
    """The line once it is written, or nothing where the form says what to mend."""
    if not form.is_valid():
        return None
    words, (status, reason) = form.cleaned_data, form.mark
    by, at = request.actor, clock.now()
    try:
        line = rolls.line_at(request.actor, meeting, words["number"])
        return actions.mark_attendance(line, status=status, reason=reason, seen=words["seen"], by=by, at=at)
    except Changed:
        raise
    except Refused as refusal:
        put(form, refusal)
        return None


@open_to("meetings.roll")
@require_POST
def mark_group(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Everybody of a party group who is not marked yet is here; or that is taken back."""
    meeting = access.get_meeting(request.actor, meeting_id, right="roll")
    form = StepForm(request.POST)
    marks = rolls.marks_for_group(meeting, request.POST)
    if not attempt(form, lambda _w: actions.mark_many(meeting, marks, by=request.actor, at=clock.now())):
        return show_roll(request, meeting, step=form)
    if "undo" in request.POST:
        messages.success(request, _("Đã hoàn tác."))
        return redirect(_back(request, meeting))
    words = ngettext("Đã ghi có mặt %(count)s đồng chí.", "Đã ghi có mặt %(count)s đồng chí.", len(marks)) % {
        "count": len(marks)
    }
    way_back = (request.get_full_path(), {"undo": ",".join(str(mark.number) for mark in marks)})
    return done_with_undo(request, words, way_back, _back(request, meeting))


@open_to("meetings.roll")
@require_POST
def guest_add(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Somebody here who is not on the list."""
    meeting = access.get_meeting(request.actor, meeting_id, right="roll")
    form = GuestForm(request.POST)
    root = meeting.parent or meeting
    if attempt(form, lambda words: actions.add_guest(root, **words, by=request.actor, at=clock.now())):
        words = _("Đã ghi khách: %(name)s.") % {"name": form.cleaned_data["name"]}
        return done(request, words, f"{reverse('meetings:roll', args=[meeting.pk])}?loc=khach")
    return show_roll(request, meeting, guest=form)


@open_to("meetings.roll")
@require_POST
def guest_remove(request: HttpRequest, meeting_id: UUID, guest_id: UUID) -> HttpResponse:
    meeting = access.get_meeting(request.actor, meeting_id, right="roll")
    guest = access.get_guest(meeting, guest_id)
    form = StepForm(request.POST)
    if attempt(form, lambda _words: actions.remove_guest(guest, by=request.actor, at=clock.now())):
        words = _("Đã bỏ khách: %(name)s.") % {"name": guest.name}
        return done(request, words, f"{reverse('meetings:roll', args=[meeting.pk])}?loc=khach")
    return show_roll(request, meeting, step=form)
