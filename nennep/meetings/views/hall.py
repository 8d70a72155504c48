"""The hall: its screen with the changing code, the member's one button, cards, and the heads counted."""

import secrets
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nennep.core import clock
from nennep.core.answers import attempt, done, sent, status_of
from nennep.core.rights import EVERYONE, open_to
from nennep.meetings import access, actions, hall
from nennep.meetings.forms import CardForm, CodeForm, HeadsForm
from nennep.meetings.steps import S
from nennep.meetings.views.roll import show_roll

DEVICE_COOKIE = "nennep-device"
HANDED_COOKIE = "nennep-hall"
CODE_LENGTH = 12
A_YEAR = 365 * 24 * 3600


@open_to("meetings.roll")
@require_GET
def screen(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """The screen that all in the hall see; ?phan=ma is the part that changes."""
    meeting = access.get_meeting(request.actor, meeting_id, right="roll")
    address = request.build_absolute_uri(reverse("meetings:arrive", args=[meeting.pk, "000000"]))
    page = hall.hall_page(meeting, at=clock.now(), address=address)
    template = "meetings/_hall.html" if request.GET.get("phan") == "ma" else "meetings/hall.html"
    return render(request, template, {"meeting": meeting, "hall": page})


@open_to(EVERYONE)
@require_GET
def arrive(request: HttpRequest, meeting_id: UUID, code: str) -> HttpResponse:
    """Where the code leads: what was read in time is kept while the reader signs in; nothing is recorded yet."""
    response = redirect("meetings:check_in", meeting_id)
    handed = hall.Handed(meeting_id, code[:CODE_LENGTH], clock.now())
    _keep(request, response, HANDED_COOKIE, handed.packed(), int(hall.PASS_FOR.total_seconds()))
    return response


@open_to("meetings.invited")
@require_http_methods(["GET", "POST"])
def check_in(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """One button: "Tôi có mặt"; without a code read in time, the six digits are asked for."""
    line, now = access.get_own_line(request.actor, meeting_id), clock.now()
    handed = hall.Handed.unpacked(request.COOKIES.get(HANDED_COOKIE, ""), meeting_id, now)
    was_right = _is_right(handed, line, now)
    form = CodeForm(sent(request), knows_code=was_right)
    if request.method == "POST" and (was_right or _typed_right(form, meeting_id, line, now)):
        device = request.COOKIES.get(DEVICE_COOKIE) or secrets.token_urlsafe(24)
        mark = hall.device_mark(line.root_id, device)
        if attempt(form, lambda _words: actions.check_in(line, device=mark, by=request.actor, at=now)):
            response = done(request, _("Đã ghi đồng chí có mặt."), "meetings:check_in", meeting_id)
            _keep(request, response, DEVICE_COOKIE, device, A_YEAR)
            return response
    context = {
        "meeting": line.meeting,
        "line": line,
        "is_here": hall.is_here(line),
        "is_open": line.root.state == S.IN_SESSION,
        "form": form,
    }
    response = render(request, "meetings/check_in.html", context, status=status_of(form))
    if handed and not was_right:
        response.delete_cookie(HANDED_COOKIE)
    return response


def _keep(request: HttpRequest, response: HttpResponse, name: str, value: str, seconds: int) -> None:
    response.set_cookie(name, value, seconds, httponly=True, samesite="Lax", secure=request.is_secure())


def _is_right(handed: hall.Handed | None, line: Any, now: datetime) -> bool:
    """Whether a right code came along from the door; a wrong one is forgotten, and typing another is asked for."""
    try:
        return handed is not None and handed.is_right(line.person_id, now=now)
    except hall.TooManyCodes:
        return False


def _typed_right(form: CodeForm, meeting_id: UUID, line: Any, now: datetime) -> bool:
    """Whether the code typed is the hall's; otherwise the form says what to do."""
    right: list[bool] = []
    wrong = _("Mã đã đổi. Nhập 6 số đang hiện trên màn hình hội trường, hoặc nhờ người điểm danh ghi.")

    def look(words: dict[str, Any]) -> None:
        right.append(hall.Handed(meeting_id, words["code"], now).is_right(line.person_id, now=now))

    if attempt(form, look) and not right[0]:
        form.add_error("code", wrong)
    return not form.errors


@open_to("meetings.roll")
@require_POST
def card(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """A Party card was read: whoever carries it is here."""
    meeting = access.get_meeting(request.actor, meeting_id, right="roll")
    form = CardForm(request.POST)
    if form.is_valid():
        line = access.get_line_by_card(request.actor, meeting, hall.digits_of(form.cleaned_data["scanned"]))
        if line is None:
            form.add_error("scanned", _("Không ai trong danh sách mang thẻ này. Tìm theo tên, hoặc ghi là khách."))
        elif attempt(form, lambda _words: actions.mark_by_card(line, by=request.actor, at=clock.now())):
            words = _("Đã ghi có mặt: %(name)s.") % {"name": line.person.full_name}
            return done(request, words, f"{reverse('meetings:roll', args=[meeting.pk])}?{urlencode({'quet': 1})}")
    return show_roll(request, meeting, card=form)


@open_to("meetings.roll")
@require_POST
def heads(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """The heads counted in the hall."""
    meeting = access.get_meeting(request.actor, meeting_id, right="roll")
    form = HeadsForm(request.POST)
    if attempt(form, lambda words: actions.count_heads(meeting, **words, by=request.actor, at=clock.now())):
        return done(request, _("Đã ghi số đếm trong hội trường."), "meetings:roll", meeting.pk)
    return show_roll(request, meeting, heads=form)
