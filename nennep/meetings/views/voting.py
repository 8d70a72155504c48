"""Voting by show of hands (biểu quyết): the denominator is the electorate, in the room or not."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from nennep.core import clock
from nennep.core.answers import attempt, done, put, see, status_of
from nennep.core.refusals import Changed, NotFound, Refused
from nennep.core.rights import open_to
from nennep.meetings import access, actions, ballots
from nennep.meetings.forms import CountForm, MotionForm, PartCountForm
from nennep.meetings.steps import S


@open_to("meetings.run")
@require_GET
def vote(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """What is being voted on, what was, what may be next."""
    return show_vote(request, _branch_meeting(request, meeting_id))


def _branch_meeting(request: HttpRequest, meeting_id: UUID) -> Any:
    meeting = access.get_meeting(request.actor, meeting_id, right="run")
    if meeting.parent_id:
        raise NotFound
    return meeting


def show_vote(
    request: HttpRequest,
    meeting: Any,
    *,
    motion_form: MotionForm | None = None,
    count_form: CountForm | None = None,
    part_forms: list[Any] | None = None,
) -> HttpResponse:
    page = ballots.vote_page(meeting)
    none_against = {"against": 0, "abstained": 0}
    context = {
        "meeting": meeting,
        "page": page,
        "is_running": meeting.state == S.IN_SESSION,
        "motion_form": motion_form or MotionForm(initial={"matter": "other"}),
        "proposals": ballots.proposals(meeting, page),
        "forms": [form for form in (motion_form, count_form) if form],
        "may": access.rights_on(meeting, request.actor),
        "count_form": count_form or CountForm(initial=none_against),
        "part_forms": part_forms or ballots.part_forms(meeting, PartCountForm),
    }
    given = [motion_form, count_form, *(form for _part, _voters, form in part_forms or [])]
    return render(request, "meetings/vote.html", context, status=status_of(*given))


@open_to("meetings.run")
@require_POST
def vote_open(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Put a matter to the vote; the electorate is taken from the roll and frozen."""
    meeting = _branch_meeting(request, meeting_id)
    form = MotionForm(request.POST)
    if attempt(form, lambda words: actions.put_to_vote(meeting, **words, by=request.actor, at=clock.now())):
        return done(request, _("Đã đưa ra biểu quyết."), "meetings:vote", meeting.pk)
    return show_vote(request, meeting, motion_form=form)


@open_to("meetings.run")
@require_POST
def vote_count(request: HttpRequest, meeting_id: UUID, motion_id: UUID) -> HttpResponse:
    """Record the count (chốt kết quả); by groups, their sub-totals make it up."""
    meeting = _branch_meeting(request, meeting_id)
    motion = access.get_motion(meeting, motion_id)
    parts = ballots.part_forms(meeting, PartCountForm, request.POST)
    form = CountForm(ballots.whole_count(request.POST, parts))
    if not all(part.is_valid() for _meeting, _voters, part in parts):
        return show_vote(request, meeting, count_form=form, part_forms=parts)
    try:
        if form.is_valid():
            settled = _settle(request, meeting, motion, form.cleaned_data, parts)
            return done(request, ballots.result_words(settled), *_onward(meeting, settled))
    except Refused as refusal:
        put(form, refusal)
        if isinstance(refusal, Changed):
            see(form, refusal.current.revision)
    return show_vote(request, meeting, count_form=form, part_forms=parts)


def _settle(request: HttpRequest, meeting: Any, motion: Any, words: dict[str, Any], parts: list[Any]) -> Any:
    by, at = request.actor, clock.now()
    return actions.record_count(motion, **words, parts=ballots.parts(parts), by=by, at=at)


def _onward(meeting: Any, motion: Any) -> tuple[Any, ...]:
    """After the minutes are passed, only closing is left."""
    if motion.matter == "minutes" and motion.passed:
        return "meetings:close", meeting.pk
    return "meetings:vote", meeting.pk
