"""The calendar: lists, the month's plan of the office, moving and cancelling."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from nennep.core import clock, exports, written
from nennep.core.answers import attempt, attempt_or_conflict, done, see, sent, status_of
from nennep.core.forms import StepForm
from nennep.core.periods import Month
from nennep.core.refusals import NotFound
from nennep.core.rights import open_to
from nennep.meetings import access, actions, lists, queries
from nennep.meetings.forms import CancelForm, ListForm, MeetingForm, MonthForm, ScheduleForm
from nennep.meetings.overview import last_change
from nennep.organisation.actors import OFFICERS
from nennep.organisation.queries import branches, party_groups
from nennep.planning.queries import open_topics


@open_to("meetings.read")
def meeting_list(request: HttpRequest) -> HttpResponse:
    """The meetings this reader may know of, the latest first."""
    visible = access.visible_to(request.actor)
    years, units = lists.years_and_units(visible)
    form = ListForm(request.GET, years=years, units=units)
    form.is_valid()
    chosen = lists.narrowed(visible, year=form.cleaned_data.get("nam"), unit_id=form.cleaned_data.get("chi_bo"))
    if exports.asked(request):
        return exports.hand_out(request, lists.meetings_table(chosen))
    context = {
        "form": form,
        "page": lists.page_of(chosen, form.cleaned_data.get("trang") or 1, many_units=len(units) > 1),
        "many_units": len(units) > 1,
        "may_plan": access.may_plan_ward(request.actor),
        "may_add": access.may_plan_ward(request.actor) or bool(request.actor.units_as(*OFFICERS)),
    }
    return render(request, "meetings/list.html", context)


@open_to("meetings.plan")
@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest) -> HttpResponse:
    """The month's plan of all branches (lập lịch tháng)."""
    plans = request.method == "POST" and not exports.asked(request)
    may = access.may_plan_ward if plans else access.may_see_plan
    if not may(request.actor):
        raise NotFound
    months = MonthForm(request.GET)
    month = (months.is_valid() and months.cleaned_data["thang"]) or Month.of(clock.today()).next
    if exports.asked(request):
        shown = lists.plan_of(branches(request.actor.ward_id, month.first), month, may=False)["table"]
        name = _("Lịch sinh hoạt tháng %(month)s") % {"month": written.month(month)}
        return exports.hand_out(request, exports.of_table(shown, name=name, columns=4))
    form = StepForm(sent(request))
    if request.method == "POST" and attempt(form, lambda _words: _plan_all(request, month)):
        return done(request, request.planned_words, f"{request.path}?thang={month}")
    context = {
        "form": form,
        "month": month,
        "previous": month.previous,
        "next": month.next,
        "others": lists.thematic(request.actor.ward_id, month),
        "may_plan": access.may_plan_ward(request.actor),
    }
    context |= lists.plan_of(branches(request.actor.ward_id, month.first), month, may=context["may_plan"])
    return render(request, "meetings/plan.html", context, status=status_of(form))


def _plan_all(request: HttpRequest, month: Month) -> None:
    made = actions.plan_month(request.actor.ward_id, month, by=request.actor, at=clock.now())
    words = ngettext(
        "Đã lập lịch %(count)s buổi sinh hoạt tháng %(month)s.",
        "Đã lập lịch %(count)s buổi sinh hoạt tháng %(month)s.",
        len(made),
    )
    request.planned_words = words % {"count": len(made), "month": f"{month.first:%m/%Y}"}


@open_to("meetings.plan")
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Put one more meeting on the calendar: a thematic one, or a branch's that has no meeting day."""
    units = lists.units_to_plan(request.actor)
    if not units:
        raise NotFound
    topics = open_topics(request.actor.ward_id, {unit.pk for unit in units})
    form = MeetingForm(sent(request), units=units, topics=topics, initial=_wished(request))
    if request.method == "POST" and attempt(form, lambda words: _plan_one(request, words)):
        return done(request, _("Đã đưa buổi sinh hoạt vào lịch."), "meetings:show", request.planned.pk)
    context = {"form": form, "today": clock.today()}
    return render(request, "meetings/add.html", context, status=status_of(form))


def _wished(request: HttpRequest) -> dict[str, str]:
    names = {"chi_bo": "unit", "thang": "month", "loai": "kind", "chuyen_de": "planned_topic", "ngay": "day"}
    return {names[name]: value for name, value in request.GET.items() if name in names}


def _plan_one(request: HttpRequest, words: dict) -> None:  # type: ignore[type-arg]
    starts_at = _moment(words.pop("day"), words.pop("at"))
    topic = words.pop("topic") if words["kind"] == "thematic" else words.pop("topic") and ""
    request.planned = actions.plan_meeting(
        words.pop("unit"), starts_at=starts_at, topic=topic, by=request.actor, at=clock.now(), **words
    )


@open_to("meetings.reschedule")
@require_http_methods(["GET", "POST"])
def reschedule(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Move a meeting to another day or place: its officers, and the office that keeps the calendar."""
    meeting = access.get_meeting(request.actor, meeting_id, right="reschedule")
    starts = timezone.localtime(meeting.starts_at)
    kept = {"day": starts.date(), "at": starts.time(), "place": meeting.place, "seen": meeting.revision}
    form = ScheduleForm(sent(request), initial=kept)
    change = None
    if request.method == "POST":
        outcome = attempt_or_conflict(form, lambda words: _move(request, meeting, words))
        if outcome is True:
            return done(request, _("Đã đổi ngày họp."), "meetings:show", meeting.pk)
        if outcome:
            meeting, change = outcome.current, last_change(outcome.current)
            see(form, meeting.revision)
    context = {"meeting": meeting, "form": form, "change": change, "today": clock.today()}
    return render(request, "meetings/schedule.html", context, status=409 if change else status_of(form))


def _move(request: HttpRequest, meeting, words: dict) -> None:  # type: ignore[no-untyped-def, type-arg]
    starts_at = _moment(words["day"], words["at"])
    place, seen = words["place"], words["seen"]
    actions.reschedule_meeting(meeting, starts_at=starts_at, place=place, seen=seen, by=request.actor, at=clock.now())


@open_to("meetings.cancel")
@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Record that a meeting will not be held, with the reason."""
    meeting = access.get_meeting(request.actor, meeting_id, right="cancel")
    form = CancelForm(sent(request))
    if request.method == "POST" and attempt(
        form, lambda words: actions.cancel_meeting(meeting, **words, by=request.actor, at=clock.now())
    ):
        return done(request, _("Đã ghi không họp."), "meetings:show", meeting.pk)
    return render(request, "meetings/cancel.html", {"meeting": meeting, "form": form}, status=status_of(form))


@open_to("meetings.prepare")
@require_http_methods(["GET", "POST"])
def by_groups(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Let the party groups hold this meeting; how often that may count this year is said, not forbidden."""
    meeting = access.get_meeting(request.actor, meeting_id, right="prepare")
    form = StepForm(sent(request))
    if request.method == "POST" and attempt(
        form, lambda _words: actions.hold_by_groups(meeting, by=request.actor, at=clock.now())
    ):
        return done(request, _("Đã chuyển sang sinh hoạt theo tổ đảng."), "meetings:prepare", meeting.pk)
    rules = queries.rules_of(meeting)
    context = {
        "meeting": meeting,
        "form": form,
        "groups": party_groups(meeting.unit, timezone.localdate(meeting.starts_at)),
        "already": queries.sessions_by_groups(meeting.unit, meeting.month.year),
        "most": rules.party_groups.max_per_year,
        "source": rules.source_of("party_groups.max_per_year"),
    }
    return render(request, "meetings/by_groups.html", context, status=status_of(form))


def _moment(day, at) -> datetime:  # type: ignore[no-untyped-def]
    return timezone.make_aware(datetime.combine(day, at), timezone.get_default_timezone())
