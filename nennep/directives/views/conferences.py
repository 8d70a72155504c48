"""Conferences of the ward's cadres: called, their roll, closed."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nennep.core import clock, exports
from nennep.core.answers import attempt, done, sent, status_of
from nennep.core.forms import StepForm
from nennep.core.refusals import NotFound
from nennep.core.rights import open_to
from nennep.directives import access, actions, documents, pages, queries
from nennep.directives.forms import ConferenceForm, RollForm


@open_to("directives.keep_register")
@require_http_methods(["GET", "POST"])
def conferences(request: HttpRequest) -> HttpResponse:
    """The conferences of the ward."""
    if not access.may_keep_register(request.actor):
        raise NotFound
    found = queries.conferences(request.actor.ward_id)
    if exports.asked(request):
        return exports.hand_out(request, documents.conferences_table(found))
    page = Paginator(found, 30).get_page(request.GET.get("trang"))
    return render(request, "directives/conferences.html", {"page": page})


@open_to("directives.keep_register")
@require_http_methods(["GET", "POST"])
def call(request: HttpRequest) -> HttpResponse:
    """Call a conference; ?van-ban= ticks the document it is about."""
    if not access.may_keep_register(request.actor):
        raise NotFound
    directives = pages.to_pick(request.actor)[:40]
    chosen = [str(each.pk) for each in directives if str(each.pk) == request.GET.get("van-ban")]
    initial = {
        "directives": chosen,
        "audience": ["committee_member", "secretary", "deputy_secretary"],
        "title": _("Hội nghị cán bộ chủ chốt quán triệt văn bản"),
    }
    form = ConferenceForm(sent(request), directives=directives, initial=initial)
    made: list[Any] = []
    if request.method == "POST" and attempt(form, lambda words: made.append(_call(request, **words))):
        return done(request, _("Đã lập danh sách dự hội nghị."), "directives:conference", made[0].pk)
    return render(request, "directives/call.html", {"form": form, "today": clock.today()}, status=status_of(form))


def _call(request: HttpRequest, *, day: Any, time: Any, **words: Any) -> Any:
    starts_at = timezone.make_aware(datetime.combine(day, time))
    by = request.actor
    return actions.call_conference(by.ward_id, starts_at=starts_at, by=by, at=clock.now(), **words)


@open_to("directives.conference")
@require_GET
def conference(request: HttpRequest, conference_id: UUID) -> HttpResponse:
    """The roll of one conference."""
    return show_conference(request, access.get_conference(request.actor, conference_id))


def show_conference(request: HttpRequest, conference: Any, *forms: Any) -> HttpResponse:
    context = {
        "conference": conference,
        "seats": queries.seats_of(conference),
        "items": queries.items_of(conference),
        "audience": pages.audience_in_words(conference.audience),
        "has_begun": conference.starts_at <= clock.now(),
        "forms": forms,
    }
    return render(request, "directives/conference.html", context, status=status_of(*forms))


@open_to("directives.conference")
@require_POST
def roll(request: HttpRequest, conference_id: UUID) -> HttpResponse:
    """Write who came; with "close" the conference is closed as well."""
    conference = access.get_conference(request.actor, conference_id)
    people = [seat.person_id for seat in queries.seats_of(conference)]
    form = RollForm(request.POST, people=people)
    if attempt(form, lambda words: _roll(request, conference, **words)):
        return done(request, _("Đã ghi điểm danh."), "directives:conference", conference.pk)
    return show_conference(request, conference, form)


def _roll(request: HttpRequest, conference: Any, *, present: Any) -> None:
    actions.call_the_roll(conference, present, by=request.actor, at=clock.now())


@open_to("directives.conference")
@require_POST
def close(request: HttpRequest, conference_id: UUID) -> HttpResponse:
    """Close it: whoever was present was reached."""
    conference = access.get_conference(request.actor, conference_id)
    form = StepForm(request.POST)
    if attempt(form, lambda _words: actions.close_conference(conference, by=request.actor, at=clock.now())):
        return done(
            request,
            _("Hội nghị đã kết thúc; người có mặt được tính đã quán triệt."),
            "directives:conference",
            conference.pk,
        )
    return show_conference(request, conference, form)
