"""The desk (bàn điều hành): agenda, record and counts while the meeting runs."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nennep.core import clock
from nennep.core.answers import attempt, attempt_or_conflict, done, done_with_undo, put, sent, status_of
from nennep.core.forms import StepForm
from nennep.core.refusals import NotFound
from nennep.core.rights import open_to
from nennep.decisions import actions as decisions
from nennep.meetings import access, actions, desks, lists
from nennep.meetings.forms import (
    FeesForm,
    NoteForm,
    OpinionForm,
    TaskForm,
    TaskReportForm,
    WordsForm,
)
from nennep.meetings.overview import roll_change, when_and_where
from nennep.meetings.steps import S
from nennep.meetings.views import overview, versions
from nennep.meetings.views.preparing import item_versions, save_item


@open_to("meetings.run")
@require_GET
def desk(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """The desk of a branch meeting, or of a party group's part of it."""
    meeting = access.get_meeting(request.actor, meeting_id, right="run")
    return show_desk(request, meeting)


def show_desk(request: HttpRequest, meeting: Any, *, item: Any = None, **forms: Any) -> HttpResponse:
    """The desk with whatever form has something to mend; before the meeting it only offers to begin."""
    if meeting.state != S.IN_SESSION:
        return _not_running(request, meeting, forms.get("step"))
    chosen = item.pk if item else _chosen(request)
    page = desks.desk_page(meeting, now=clock.now(), chosen=chosen)
    if request.htmx and request.GET.get("phan") == "so":
        return render(request, "meetings/_desk_counts.html", {"meeting": meeting, "page": page})
    context = {
        "meeting": meeting,
        "root": meeting.parent or meeting,
        "page": page,
        "may": access.rights_on(meeting, request.actor),
        "opinion_form": OpinionForm(speakers=page.speakers),
        "note_form": NoteForm(initial=page.note),
        "task_form": TaskForm(people=page.people),
        "fees_form": FeesForm(initial={"text": meeting.fee_note}),
        "reports": [(line, TaskReportForm(initial=line.kept)) for line in page.last_tasks],
        "today": clock.today(),
        **forms,
        "forms": list(forms.values()),
    }
    return render(request, "meetings/desk.html", context, status=status_of(*forms.values()))


def _chosen(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.GET.get("muc", ""))
    except ValueError:
        return None


def _not_running(request: HttpRequest, meeting: Any, step: StepForm | None) -> HttpResponse:
    if meeting.state != S.CONVENED:
        return redirect("meetings:show", meeting.pk)
    context = {
        "meeting": meeting,
        "step": step,
        "may": access.rights_on(meeting, request.actor),
        "groups": desks.groups(meeting),
        "when": when_and_where(meeting),
        "facts": desks.heads(meeting),
        "time_left": desks.time_left(meeting, clock.now()),
        "days_early": desks.days_early(meeting, clock.today()),
    }
    return render(request, "meetings/before_desk.html", context, status=status_of(step))


def at_desk(meeting: Any, item: Any = None, pane: str = "") -> str:
    """The address of the desk, at one item and one pane."""
    address = reverse("meetings:desk", args=[meeting.pk])
    address += f"?muc={item.pk}" if item else ""
    return address + (f"#pane-{pane}" if pane else "")


@open_to("meetings.run")
@require_POST
def open_meeting(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Begin (khai mạc)."""
    meeting = access.get_meeting(request.actor, meeting_id, right="run")
    form = StepForm(request.POST)
    early = "som" in request.POST
    if attempt(form, lambda _words: actions.open_meeting(meeting, early=early, by=request.actor, at=clock.now())):
        change = roll_change(meeting)
        if change:
            messages.warning(request, change)
        return done(request, _("Đã bắt đầu buổi sinh hoạt."), at_desk(meeting))
    return show_desk(request, meeting, step=form)


@open_to("meetings.prepare")
@require_POST
def take_back_opening(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Begun by a slip: back to the meeting as it was invited."""
    meeting = access.get_meeting(request.actor, meeting_id, right="prepare")
    form = StepForm(request.POST)
    if attempt(form, lambda _words: actions.take_back_opening(meeting, by=request.actor, at=clock.now())):
        return done(request, _("Đã hoàn tác bắt đầu buổi sinh hoạt."), "meetings:show", meeting.pk)
    return overview.page(request, meeting, form)


@open_to("meetings.run")
@require_POST
def item_start(request: HttpRequest, meeting_id: UUID, item_id: UUID) -> HttpResponse:
    """Go to an item; the one before is finished. The branch's officers do it, not a group's."""
    meeting = _root_only(access.get_meeting(request.actor, meeting_id, right="run"))
    item = access.get_item(meeting, item_id)
    form = StepForm(request.POST)
    if attempt(form, lambda _words: actions.start_item(item, by=request.actor, at=clock.now())):
        return redirect(at_desk(meeting, item, "record"))
    return show_desk(request, meeting, item=item, step=form)


def _root_only(meeting: Any) -> Any:
    if meeting.parent_id:
        raise NotFound
    return meeting


@open_to("meetings.run")
@require_POST
def item_note(request: HttpRequest, meeting_id: UUID, item_id: UUID) -> HttpResponse:
    """Keep the words of one box of an item; each box saves by itself while typing."""
    meeting = _root_only(access.get_meeting(request.actor, meeting_id, right="run"))
    item = access.get_item(meeting, item_id)
    form = NoteForm(request.POST)
    outcome = attempt_or_conflict(form, lambda words: _note(request, item, form, words["seen"]))
    if outcome is True:
        return _noted(request, meeting, item)
    if outcome:
        mine = form.given | versions.still_in_doubt(request)
        return item_versions(request, meeting, outcome.current, mine)
    if request.htmx:
        return render(request, "meetings/_refused.html", {"form": form}, status=422)
    return show_desk(request, meeting, item=item, note_form=form)


def _note(request: HttpRequest, item: Any, form: NoteForm, seen: int) -> None:
    item.revision = save_item(request, item, seen=seen, **form.given).revision


def _noted(request: HttpRequest, meeting: Any, item: Any) -> HttpResponse:
    """Saved: the phone is told the new revision; boxes still in doubt are shown again."""
    waiting = versions.still_in_doubt(request)
    if waiting:
        return item_versions(request, meeting, access.get_item(meeting, item.pk), waiting)
    if request.htmx:
        return HttpResponse(status=204, headers={"NN-Seen": str(item.revision)})
    if meeting.state != S.IN_SESSION:
        return redirect("meetings:item_change", meeting.pk, item.pk)
    return done(request, _("Đã lưu."), at_desk(meeting, item, "record"))


# Opinions -----------------------------------------------------------------------------------------


@open_to("meetings.run")
@require_POST
def opinion_add(request: HttpRequest, meeting_id: UUID, item_id: UUID) -> HttpResponse:
    """Write down what somebody said."""
    meeting = access.get_meeting(request.actor, meeting_id, right="run")
    item = access.get_item(meeting, item_id)
    form = OpinionForm(request.POST, speakers=desks.speakers(meeting))
    if attempt(form, lambda words: _say(request, meeting, item, form, words)):
        return done(request, _("Đã ghi ý kiến."), at_desk(meeting, item, "record"))
    return show_desk(request, meeting, item=item, opinion_form=form)


def _say(request: HttpRequest, meeting: Any, item: Any, form: OpinionForm, words: dict[str, Any]) -> None:
    actions.record_opinion(
        item,
        text=words["text"],
        kind=desks.kind_for(form.who, words["kind"]),
        meeting=meeting,
        id=words["id"],
        by=request.actor,
        at=clock.now(),
        **desks.person_or_guest(meeting, form.who),
    )


@open_to("meetings.run")
@require_http_methods(["GET", "POST"])
def opinion_change(request: HttpRequest, meeting_id: UUID, opinion_id: UUID) -> HttpResponse:
    """Correct the words of an opinion."""
    meeting = access.get_meeting(request.actor, meeting_id, right="run")
    opinion = access.get_opinion(meeting, opinion_id)
    kept = {"text": opinion.text, "seen": opinion.revision}
    form = WordsForm(sent(request), initial=kept)
    if request.method == "POST":
        outcome = attempt_or_conflict(
            form, lambda words: actions.change_opinion(opinion, **words, by=request.actor, at=clock.now())
        )
        if outcome is True:
            return done(request, _("Đã sửa ý kiến."), at_desk(meeting, opinion.item, "record"))
        if outcome:
            return _opinion_versions(request, outcome.current, form)
    context = {"meeting": meeting, "opinion": opinion, "form": form, "back": at_desk(meeting, opinion.item)}
    return render(request, "meetings/opinion.html", context, status=status_of(form))


def _opinion_versions(request: HttpRequest, current: Any, form: WordsForm) -> HttpResponse:
    mine = {"text": form.cleaned_data["text"]}
    found = versions.clashes(request, current, mine, {"text": _("Ý kiến")})
    heading = _("Sửa ý kiến")
    return versions.show(request, found, current=current, url=request.path, back=request.path, heading=heading)


@open_to("meetings.run")
@require_POST
def opinion_remove(request: HttpRequest, meeting_id: UUID, opinion_id: UUID) -> HttpResponse:
    """Take an opinion out, or put it back."""
    meeting = access.get_meeting(request.actor, meeting_id, right="run")
    undo = "undo" in request.POST
    opinion = access.get_opinion(meeting, opinion_id, removed=undo)
    form, act = StepForm(request.POST), actions.restore_opinion if undo else actions.remove_opinion
    back = at_desk(meeting, opinion.item, "record")
    if attempt(form, lambda _words: act(opinion, by=request.actor, at=clock.now())):
        if undo:
            return done(request, _("Đã hoàn tác."), back)
        return done_with_undo(request, _("Đã bỏ ý kiến ghi nhầm."), (request.path, {"undo": "1"}), back)
    return show_desk(request, meeting, item=opinion.item, step=form)


# Tasks and fees -----------------------------------------------------------------------------------


@open_to("meetings.run")
@require_POST
def task_add(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Assign a task with a person and a day."""
    meeting = _root_only(access.get_meeting(request.actor, meeting_id, right="run"))
    form = TaskForm(request.POST, people=lists.people_to_pick(meeting))
    if attempt(form, lambda words: actions.assign_task(meeting, **words, by=request.actor, at=clock.now())):
        return done(request, _("Đã giao việc."), at_desk(meeting, _item(request, meeting), "record"))
    return show_desk(request, meeting, item=_item(request, meeting), task_form=form)


def _item(request: HttpRequest, meeting: Any) -> Any:
    """The item at which a form of the whole meeting was sent, if it says so."""
    try:
        return access.get_item(meeting, UUID(request.POST.get("muc", "")))
    except ValueError:
        return None


@open_to("meetings.run")
@require_POST
def task_report(request: HttpRequest, meeting_id: UUID, task_id: UUID) -> HttpResponse:
    """Write the result of one of last month's tasks."""
    meeting = _root_only(access.get_meeting(request.actor, meeting_id, right="run"))
    task = access.get_task_of_branch(meeting, task_id)
    form = TaskReportForm(request.POST)
    outcome = attempt_or_conflict(
        form, lambda words: decisions.report_task(task, **words, by=request.actor, at=clock.now())
    )
    if outcome is True:
        return done(request, _("Đã ghi kết quả việc."), at_desk(meeting, _item(request, meeting), "record"))
    if outcome:
        put(form, outcome)
        task = outcome.current
    context = {"meeting": meeting, "task": task, "form": form, "changed": outcome or None}
    return render(request, "meetings/task.html", context, status=409 if outcome else 422)


@open_to("meetings.run")
@require_POST
def fees(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Note how Party fees stand."""
    meeting = _root_only(access.get_meeting(request.actor, meeting_id, right="run"))
    form = FeesForm(request.POST)
    if attempt(form, lambda words: actions.note_fees(meeting, **words, by=request.actor, at=clock.now())):
        if request.htmx:
            return HttpResponse(status=204, headers={"NN-Seen": "0"})
        return done(request, _("Đã ghi tình hình nộp đảng phí."), at_desk(meeting, _item(request, meeting)))
    if request.htmx:
        return render(request, "meetings/_refused.html", {"form": form}, status=422)
    return show_desk(request, meeting, item=_item(request, meeting), fees_form=form)
