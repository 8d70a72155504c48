"""Invitations: sending them, answering one, and the answers."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nennep.core import clock
from nennep.core.answers import attempt, done, sent, status_of
from nennep.core.forms import StepForm
from nennep.core.rights import open_to
from nennep.meetings import access, actions, lists, overview, queries
from nennep.meetings.deadlines import invite_due
from nennep.meetings.forms import ReplyForm
from nennep.meetings.steps import BEFORE_THE_MEETING


@open_to("meetings.prepare")
@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Invite everybody on the list; sending writes the roll."""
    meeting = access.get_meeting(request.actor, meeting_id, right="prepare")
    if request.method == "GET" and meeting.convened_at:
        return redirect("meetings:replies", meeting.pk)
    form = StepForm(sent(request))
    if request.method == "POST" and attempt(
        form, lambda _words: actions.convene_meeting(meeting, by=request.actor, at=clock.now())
    ):
        count = queries.invited_count(meeting)
        words = ngettext("Đã gửi giấy mời tới %(count)s đồng chí.", "Đã gửi giấy mời tới %(count)s đồng chí.", count)
        return done(request, words % {"count": count}, "meetings:replies", meeting.pk)
    context = {
        "meeting": meeting,
        "form": form,
        "people": lists.people_to_pick(meeting),
        "when": overview.when_and_where(meeting),
        "papers": queries.papers(meeting),
        "groups": queries.group_meetings(meeting),
        "invite_by": invite_due(meeting.starts_at),
        "today": clock.today(),
    }
    return render(request, "meetings/invite.html", context, status=status_of(form))


@open_to("meetings.invited")
@require_GET
def invitation(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """The reader's own invitation: papers, agenda, and the answer."""
    invitation = access.get_invitation(request.actor, meeting_id)
    kept = {name: getattr(invitation, name) for name in ("reason", "wants_to_speak", "words_ahead")}
    kept["reply"] = invitation.reply if invitation.replied_at else ""
    return show_invitation(request, invitation, ReplyForm(initial=kept))


def show_invitation(request: HttpRequest, invitation, form: ReplyForm) -> HttpResponse:  # type: ignore[no-untyped-def]
    meeting = invitation.meeting
    context = {
        "invitation": invitation,
        "meeting": meeting,
        "form": form,
        "when": overview.when_and_where(meeting),
        "papers": queries.papers(meeting),
        "items": queries.agenda(meeting),
        "is_open": meeting.state in BEFORE_THE_MEETING,
    }
    return render(request, "meetings/invitation.html", context, status=status_of(form))


@open_to("meetings.invited")
@require_POST
def reply(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Answer: coming, late, or asking to be excused."""
    invitation = access.get_invitation(request.actor, meeting_id)
    form = ReplyForm(request.POST)
    if attempt(
        form,
        lambda words: actions.reply_to_invitation(invitation, **words, by=request.actor, at=clock.now()),
    ):
        return done(request, _("Đã gửi trả lời."), "meetings:invitation", meeting_id)
    return show_invitation(request, invitation, form)


@open_to("meetings.invited")
@require_GET
def calendar_entry(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """The time of the meeting for the reader's own calendar."""
    invitation = access.get_invitation(request.actor, meeting_id)
    entry = overview.calendar_entry(invitation.meeting, at=clock.now())
    response = HttpResponse(entry, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="lich.ics"'
    return response


@open_to("meetings.watch")
@require_GET
def replies(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Who comes, who asks to be excused, who has not answered; words to send to the last."""
    meeting = access.get_meeting(request.actor, meeting_id, right="watch")
    context = {
        "meeting": meeting,
        "when": overview.when_and_where(meeting),
        "replies": queries.replies(meeting),
        "silent": lists.without_answer(meeting),
        "words": overview.words_to_send(meeting),
        "may": access.rights_on(meeting, request.actor),
    }
    return render(request, "meetings/replies.html", context)
