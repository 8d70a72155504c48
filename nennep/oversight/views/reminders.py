"""Reminders: one's own with the reason for each, and the ward's with what became of them."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from nennep.core import clock, exports, outbox
from nennep.core.answers import done
from nennep.core.components import Column
from nennep.core.rights import SIGNED_IN, open_to
from nennep.oversight import access, documents, queries

PAGE = 40
COLUMNS = (
    Column(gettext_lazy("Loại việc")),
    Column(gettext_lazy("Còn chờ"), number=True),
    Column(gettext_lazy("Xong đúng hạn"), number=True),
    Column(gettext_lazy("Xong sau hạn"), number=True),
)


@open_to(SIGNED_IN)
@require_http_methods(["GET", "POST"])
def mine(request: HttpRequest) -> HttpResponse:
    """What the reader was reminded of, why, and what became of it."""
    found = queries.reminders_of(request.actor.ward_id, request.actor.person_id)
    if exports.asked(request):
        return exports.hand_out(request, documents.reminders_table(found, with_names=False))
    page = Paginator(found, PAGE).get_page(request.GET.get("trang"))
    return render(request, "oversight/mine.html", {"page": page, "person": request.user.person})


@open_to("oversight.ward")
@require_http_methods(["GET", "POST"])
def ward(request: HttpRequest) -> HttpResponse:
    """Who was reminded in the ward, what is still open, who has to be told in another way."""
    access.require_ward(request.actor)
    ward_id, today = request.actor.ward_id, clock.today()
    found = queries.reminders_of_ward(ward_id, today)
    if exports.asked(request):
        return exports.hand_out(request, documents.reminders_table(found, with_names=True))
    page = Paginator(found, PAGE).get_page(request.GET.get("trang"))
    context = {
        "page": page,
        "rules": queries.rule_lines(ward_id, today),
        "untold": queries.untold(ward_id, today),
        "columns": COLUMNS,
        "days": queries.SHOWN_DAYS,
    }
    return render(request, "oversight/ward.html", context)


@open_to("oversight.told")
@require_POST
def told(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """Somebody of the office told the person: by telephone, on paper, in passing."""
    message = access.get_message(request.actor, message_id)
    outbox.told(message, by=request.actor.person_id, at=clock.now())
    return done(request, _("Đã ghi là đã báo."), "oversight:ward")
