"""The page of one meeting: where it stands and the one next step."""

from uuid import UUID

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from nennep.core import clock
from nennep.core.answers import status_of
from nennep.core.rights import open_to
from nennep.decisions.queries import resolution_of
from nennep.meetings import access, lists, overview, queries
from nennep.meetings.steps import BEFORE_THE_MEETING, FROZEN


@open_to("meetings.read")
def show(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """A meeting, as far as this reader may see it."""
    meeting = access.get_meeting(request.actor, meeting_id, right="read")
    return page(request, meeting)


def page(request: HttpRequest, meeting, form: Form | None = None) -> HttpResponse:  # type: ignore[no-untyped-def]
    """The page itself; `form` carries the sentence of a step that was refused."""
    may = access.rights_on(meeting, request.actor)
    items, papers = queries.agenda(meeting), queries.papers(meeting)
    resolution = resolution_of(meeting.root_id, meeting.ward_id) if may.watch or _is_signed(meeting) else None
    invited = meeting.convened_at is not None and lists.is_invited(meeting, request.actor)
    context = {
        "meeting": meeting,
        "may": may,
        "form": form,
        "facts": overview.facts(meeting, may),
        "may_take_back": queries.may_take_back_opening(meeting),
        "items": items,
        "papers": papers,
        "resolution": resolution,
        "groups": [
            part for part in queries.group_meetings(meeting) if may.watch or access.rights_on(part, request.actor).run
        ],
        "next": overview.next_step(meeting, may, invited=invited),
        "invited": invited,
        "is_before": meeting.state in BEFORE_THE_MEETING,
        "is_signed": _is_signed(meeting),
        "steps": overview.checklist(
            meeting, items=items, papers=papers, resolution=resolution, on=clock.today(), may=may
        )
        if may.watch and meeting.state in BEFORE_THE_MEETING
        else [],
        "timeline": overview.timeline(meeting) if may.watch else [],
        "tone": queries.TONES[meeting.state],
    }
    return render(request, "meetings/show.html", context, status=status_of(form))


def _is_signed(meeting) -> bool:  # type: ignore[no-untyped-def]
    return meeting.state in FROZEN
