"""Reading, closing, signing, reporting, correcting."""

from contextlib import nullcontext
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nennep.core import clock
from nennep.core.answers import attempt, done, sent, status_of
from nennep.core.doors import let_in
from nennep.core.forms import StepForm
from nennep.core.refusals import NotFound
from nennep.core.rights import open_to
from nennep.decisions.queries import motions_of, resolution_of
from nennep.meetings import access, actions, desks, hall, queries, reading
from nennep.meetings.forms import AddendumForm, PaperSignatureForm, SignForm
from nennep.meetings.record import items_left_out
from nennep.meetings.steps import FROZEN, HAS_A_RECORD, S
from nennep.meetings.views import overview


@open_to("meetings.run")
@require_GET
def read(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """The minutes as they stand, read aloud one part at a time in large letters."""
    meeting = access.get_meeting(request.actor, meeting_id, right="run")
    if meeting.parent_id or meeting.state != S.IN_SESSION:
        return redirect("meetings:show", meeting.pk)
    parts = reading.parts_to_read(meeting)
    at = reading.place(request.GET.get("phan", ""), len(parts))
    address = reverse("meetings:read", args=[meeting.pk])
    context = {
        "meeting": meeting,
        "parts": parts,
        "at": at,
        "previous": f"{address}?phan={at}" if at else "",
        "next": f"{address}?phan={at + 2}" if at + 1 < len(parts) else "",
    }
    return render(request, "meetings/read.html", context)


@open_to("meetings.run")
@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """The five steps to the end, and the end."""
    meeting = access.get_meeting(request.actor, meeting_id, right="run")
    form = StepForm(sent(request))
    if request.method == "POST" and attempt(
        form, lambda _words: actions.close_meeting(meeting, by=request.actor, at=clock.now())
    ):
        onward = "meetings:show" if meeting.parent_id else "meetings:sign"
        return done(request, _("Đã kết thúc buổi sinh hoạt."), onward, meeting.pk)
    if request.method == "GET" and meeting.state != S.IN_SESSION:
        return redirect("meetings:show", meeting.pk)
    motions = list(motions_of(meeting.pk, meeting.ward_id))
    resolution = resolution_of(meeting.pk, meeting.ward_id)
    uncounted = hall.must_count_heads(meeting, queries.roll_call(meeting).lines)
    steps = desks.closing_path(
        meeting, unknown=meeting.unknown_count, uncounted=uncounted, motions=motions, resolution=resolution
    )
    context = {
        "meeting": meeting,
        "form": form,
        "steps": steps[:-1],
        "groups": queries.group_meetings(meeting),
        "left_out": items_left_out(meeting) if meeting.parent_id is None else [],
        "may_close": desks.may_close(meeting),
        "may_put_off": access.rights_on(meeting, request.actor).cancel and meeting.parent_id is None,
    }
    return render(request, "meetings/close.html", context, status=status_of(form))


@open_to("meetings.sign")
@require_http_methods(["GET", "POST"])
def sign(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Sign the minutes as chair or minute-taker, each by the own log-in."""
    meeting = _with_minutes(access.get_record(request.actor, meeting_id))
    may = access.rights_on(meeting, request.actor)
    if request.method == "POST" and not may.sign:
        raise NotFound
    form = SignForm(sent(request), request.FILES)
    if request.method == "POST" and attempt(form, lambda words: _sign(request, meeting, **words)):
        return done(request, _("Đã ký biên bản."), "meetings:sign", meeting.pk)
    return show_sign(request, meeting, form)


def show_sign(request: HttpRequest, meeting: Any, form: Any) -> HttpResponse:
    """The sheet with the two places under it; `form` is the one that has something to mend."""
    may = access.rights_on(meeting, request.actor)
    page = reading.sign_page(meeting, queries.minutes_of(meeting), request.actor)
    context = {
        "meeting": meeting,
        "form": form,
        "own_form": form if isinstance(form, SignForm) else SignForm(),
        "papers": [(line, _paper_form(line.code, form)) for line in page.others] if may.sign_for else [],
        "may": may,
        "page": page,
        "resolution": resolution_of(meeting.pk, meeting.ward_id),
    }
    return render(request, "meetings/sign.html", context, status=status_of(form))


@open_to("meetings.sign_for")
@require_POST
def sign_for(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Record that somebody signed on paper who does not log in."""
    meeting = _with_minutes(access.get_record(request.actor, meeting_id))
    if not access.rights_on(meeting, request.actor).sign_for:
        raise NotFound
    form = PaperSignatureForm(request.POST, request.FILES)
    if attempt(form, lambda words: _sign_for(request, meeting, **words)):
        return done(request, _("Đã ghi chữ ký trên giấy."), "meetings:sign", meeting.pk)
    return show_sign(request, meeting, form)


def _sign_for(request: HttpRequest, meeting: Any, *, role: str, file: Any, classified: bool) -> None:
    by, at = request.actor, clock.now()
    with let_in(file, classified=classified, ward_id=meeting.ward_id, by=by, at=at) as filed:
        actions.sign_minutes(meeting, role=role, scan=filed.upload, by=by, at=at)


def _paper_form(role: str, sent: Any) -> PaperSignatureForm:
    """The form for one signature on paper: the one just sent, if it was this one's."""
    if isinstance(sent, PaperSignatureForm) and sent.data.get("role") == role:
        return sent
    return PaperSignatureForm(initial={"role": role}, auto_id=f"id_{role}_%s")


def _with_minutes(meeting: Any) -> Any:
    if meeting.state not in HAS_A_RECORD:
        raise NotFound
    return meeting


def _sign(request: HttpRequest, meeting: Any, *, file: Any, classified: Any) -> None:
    """Who chairs and takes the minutes alone signs in both roles, one after the other."""
    by, at = request.actor, clock.now()
    door = let_in(file, classified=bool(classified), ward_id=meeting.ward_id, by=by, at=at) if file else nullcontext()
    with door as filed:
        for role in reading.roles_of(meeting, by):
            actions.sign_minutes(meeting, role=role, scan=filed and filed.upload, by=by, at=at)


@open_to("meetings.report")
@require_POST
def report(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Send the signed record to the ward."""
    meeting = access.get_meeting(request.actor, meeting_id, right="report")
    form = StepForm(request.POST)
    if attempt(form, lambda _words: actions.report_meeting(meeting, by=request.actor, at=clock.now())):
        return done(request, _("Đã gửi lên phường."), "meetings:show", meeting.pk)
    return overview.page(request, meeting, form)


@open_to("meetings.amend")
@require_http_methods(["GET", "POST"])
def addendum(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Correct closed minutes by adding to them."""
    meeting = access.get_meeting(request.actor, meeting_id, right="amend")
    if request.method == "GET" and meeting.state not in HAS_A_RECORD:
        return redirect("meetings:show", meeting.pk)
    form = AddendumForm(sent(request))
    if request.method == "POST" and attempt(
        form, lambda words: actions.add_addendum(meeting, **words, by=request.actor, at=clock.now())
    ):
        return done(request, _("Đã lập phần bổ sung biên bản."), "meetings:minutes", meeting.pk)
    return render(request, "meetings/addendum.html", {"meeting": meeting, "form": form}, status=status_of(form))


@open_to("meetings.read")
@require_GET
def minutes(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """The minutes as they will be, or are, signed."""
    meeting = access.get_record(request.actor, meeting_id)
    kept = queries.minutes_of(meeting)
    context = {
        "meeting": meeting,
        "minutes": kept,
        "document": reading.document(meeting),
        "may": access.rights_on(meeting, request.actor),
        "resolution": resolution_of(meeting.pk, meeting.ward_id),
        "is_signed": meeting.state in FROZEN,
    }
    return render(request, "meetings/minutes.html", context)
