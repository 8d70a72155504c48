"""Preparing a meeting: agenda, papers, chair and minute-taker, draft resolution. One question a page."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nennep.core import clock
from nennep.core.answers import attempt, attempt_or_conflict, done, done_with_undo, sent, status_of
from nennep.core.doors import let_in
from nennep.core.forms import StepForm
from nennep.core.refusals import Changed
from nennep.core.rights import open_to
from nennep.decisions.queries import resolution_of
from nennep.meetings import access, actions, drafts, lists, overview, queries
from nennep.meetings.deadlines import papers_due
from nennep.meetings.forms import AppointForm, DraftForm, DraftNoteForm, ItemChangeForm, ItemForm, PaperForm
from nennep.meetings.views import versions

ITEM_LABELS = {
    "title": gettext_lazy("Nội dung"),
    "content": gettext_lazy("Diễn biến"),
    "conclusion": gettext_lazy("Kết luận"),
}
DRAFT_TEXTS = ("subject", "review", "direction", "implementation")


@open_to("meetings.prepare")
@require_GET
def prepare(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """What is prepared and what is not yet, each line leading to its page."""
    meeting = access.get_meeting(request.actor, meeting_id, right="prepare")
    return show_preparation(request, meeting)


def show_preparation(request: HttpRequest, meeting, form: StepForm | None = None) -> HttpResponse:  # type: ignore[no-untyped-def]
    items, papers = queries.agenda(meeting), queries.papers(meeting)
    resolution = resolution_of(meeting.pk, meeting.ward_id)
    may = access.rights_on(meeting, request.actor)
    context = {
        "meeting": meeting,
        "form": form,
        "steps": overview.checklist(
            meeting, items=items, papers=papers, resolution=resolution, on=clock.today(), may=may
        ),
        "items": items,
        "groups": queries.group_meetings(meeting),
        "may_split": lists.may_split(meeting),
    }
    return render(request, "meetings/prepare.html", context, status=status_of(form))


@open_to("meetings.prepare")
@require_POST
def prepared(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Say that the meeting is prepared; next, people are invited."""
    meeting = access.get_meeting(request.actor, meeting_id, right="prepare")
    form = StepForm(request.POST)
    if attempt(form, lambda _words: actions.mark_prepared(meeting, by=request.actor, at=clock.now())):
        return done(request, overview.prepared_words(meeting), "meetings:invite", meeting.pk)
    return show_preparation(request, meeting, form)


@open_to("meetings.prepare")
@require_http_methods(["GET", "POST"])
def appoint(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Who chairs and who takes the minutes."""
    meeting = access.get_meeting(request.actor, meeting_id, right="prepare")
    kept = {"chair": meeting.chair_id, "minute_taker": meeting.minute_taker_id}
    form = AppointForm(sent(request), people=lists.people_to_pick(meeting), initial=kept)
    if request.method == "POST" and attempt(
        form,
        lambda words: actions.appoint_chair_and_minute_taker(meeting, **words, by=request.actor, at=clock.now()),
    ):
        chair, taker = (form.cleaned_data[name] for name in ("chair", "minute_taker"))
        words = _("Đã phân công: chủ trì %(chair)s, thư ký %(taker)s.")
        words = words if taker else _("Đã phân công: chủ trì %(chair)s, chưa có thư ký.")
        return done(request, words % {"chair": chair, "taker": taker}, "meetings:prepare", meeting.pk)
    return render(request, "meetings/appoint.html", {"meeting": meeting, "form": form}, status=status_of(form))


# Agenda -------------------------------------------------------------------------------------------


@open_to("meetings.prepare")
@require_GET
def agenda(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """The agenda, its items movable by buttons, with points worth discussing in this kind of branch."""
    meeting = access.get_meeting(request.actor, meeting_id, right="prepare")
    return show_agenda(request, meeting)


def show_agenda(request: HttpRequest, meeting: Any, form: Any = None, step: Any = None) -> HttpResponse:
    """The agenda with the form for one more item; `step` carries the sentence of a refused step."""
    suggested = {"title": request.GET.get("goi-y", ""), "minutes_planned": 10}
    form = form or ItemForm(people=lists.people_to_pick(meeting), initial=suggested)
    items = queries.agenda(meeting)
    template = queries.template_of(meeting)
    hints = {item.part: item.hint for item in template.items if item.hint}
    titles = {item.title for item in items}
    context = {
        "meeting": meeting,
        "form": form,
        "forms": [each for each in (form, step) if each],
        "items": [(item, hints.get(item.part, "")) for item in items],
        "minutes": sum(item.minutes_planned for item in items),
        "least": queries.rules_of(meeting).meeting.minimum_minutes,
        "suggestions": [words for words in template.focus if words not in titles],
        "to_pass_on": queries.to_pass_on(meeting, items),
    }
    return render(request, "meetings/agenda.html", context, status=status_of(form, step))


@open_to("meetings.prepare")
@require_POST
def item_add(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    meeting = access.get_meeting(request.actor, meeting_id, right="prepare")
    form = ItemForm(request.POST, people=lists.people_to_pick(meeting))
    if attempt(form, lambda words: actions.add_item(meeting, **words, by=request.actor, at=clock.now())):
        return done(request, _("Đã thêm mục vào chương trình."), "meetings:agenda", meeting.pk)
    return show_agenda(request, meeting, form)


@open_to("meetings.prepare")
@require_POST
def directive_add(request: HttpRequest, meeting_id: UUID, directive_id: UUID) -> HttpResponse:
    """Put a document that waits to be passed on into the agenda."""
    meeting = access.get_meeting(request.actor, meeting_id, right="prepare")
    directive = access.get_directive_to_pass_on(meeting, directive_id)
    form = StepForm(request.POST)
    if attempt(form, lambda _words: actions.add_directive(meeting, directive, by=request.actor, at=clock.now())):
        return done(request, _("Đã đưa văn bản vào chương trình."), "meetings:agenda", meeting.pk)
    return show_agenda(request, meeting, step=form)


@open_to("meetings.prepare")
@require_http_methods(["GET", "POST"])
def item_change(request: HttpRequest, meeting_id: UUID, item_id: UUID) -> HttpResponse:
    """One item: title, minutes, presenter, content. Two people's texts are shown side by side."""
    meeting = access.get_meeting(request.actor, meeting_id, right="prepare")
    item = access.get_item(meeting, item_id)
    kept = {name: getattr(item, name) for name in ("title", "minutes_planned", "content")}
    kept |= {"presenter": item.presenter_id, "seen": item.revision}
    form = ItemChangeForm(sent(request), people=lists.people_to_pick(meeting), initial=kept)
    if request.method == "POST":
        outcome = attempt_or_conflict(form, lambda words: save_item(request, item, **words))
        if outcome is True:
            return done(request, _("Đã lưu mục chương trình."), "meetings:agenda", meeting.pk)
        if outcome:
            return item_versions(request, meeting, outcome.current, typed_texts(form, "title", "content"))
    context = {"meeting": meeting, "item": item, "form": form}
    return render(request, "meetings/item.html", context, status=status_of(form))


def save_item(request: HttpRequest, item: Any, *, seen: int, **words: Any) -> Any:
    """Save an item; two people who wrote in different boxes do not stand in each other's way."""
    by, at = request.actor, clock.now()
    try:
        return actions.change_item(item, seen=seen, by=by, at=at, **words)
    except Changed as changed:
        current = changed.current
        mine = {name for name, value in words.items() if not versions.same(getattr(current, name), value)}
        if mine & overview.touched_since(current, event="meetings.item.changed", seen=seen):
            raise
        return actions.change_item(item, seen=current.revision, by=by, at=at, **{k: words[k] for k in mine})


def item_versions(request: HttpRequest, meeting, item, mine: dict[str, str]) -> HttpResponse:  # type: ignore[no-untyped-def]
    """Both texts of an item; each box is decided by itself."""
    found = versions.clashes(request, item, mine, ITEM_LABELS)
    back = reverse("meetings:item_change", args=[meeting.pk, item.pk])
    if not found:
        return redirect(back)
    url = reverse("meetings:item_note", args=[meeting.pk, item.pk])
    return versions.show(request, found, current=item, url=url, back=back, heading=item.title)


def typed_texts(form: Any, *names: str) -> dict[str, str]:
    return {name: form.cleaned_data[name] for name in names}


@open_to("meetings.prepare")
@require_POST
def item_move(request: HttpRequest, meeting_id: UUID, item_id: UUID) -> HttpResponse:
    meeting = access.get_meeting(request.actor, meeting_id, right="prepare")
    item = access.get_item(meeting, item_id)
    form, up = StepForm(request.POST), request.POST.get("way") == "up"
    if attempt(form, lambda _words: actions.move_item(item, up=up, by=request.actor, at=clock.now())):
        return redirect("meetings:agenda", meeting.pk)
    return show_agenda(request, meeting, step=form)


@open_to("meetings.prepare")
@require_POST
def item_remove(request: HttpRequest, meeting_id: UUID, item_id: UUID) -> HttpResponse:
    """Take an item off, or put it back."""
    meeting = access.get_meeting(request.actor, meeting_id, right="prepare")
    undo = "undo" in request.POST
    item = access.get_item(meeting, item_id, removed=undo)
    form, act = StepForm(request.POST), actions.restore_item if undo else actions.remove_item
    if attempt(form, lambda _words: act(item, by=request.actor, at=clock.now())):
        if undo:
            return done(request, _("Đã hoàn tác."), "meetings:agenda", meeting.pk)
        words = _("Đã bỏ mục “%(title)s”.") % {"title": item.title}
        return done_with_undo(request, words, (request.path, {"undo": "1"}), "meetings:agenda", meeting.pk)
    return show_agenda(request, meeting, step=form)


# Papers -------------------------------------------------------------------------------------------


@open_to("meetings.prepare")
@require_GET
def papers(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """The papers, and the door for another."""
    meeting = access.get_meeting(request.actor, meeting_id, right="prepare")
    return show_papers(request, meeting)


def show_papers(request: HttpRequest, meeting: Any, form: Any = None, step: Any = None) -> HttpResponse:
    """The papers with the form for one more; `step` carries the sentence of a refused step."""
    form = form or PaperForm(items=queries.agenda(meeting))
    context = {
        "meeting": meeting,
        "form": form,
        "forms": [each for each in (form, step) if each],
        "papers": queries.papers(meeting),
        "due_on": papers_due(meeting.starts_at),
    }
    return render(request, "meetings/papers.html", context, status=status_of(form, step))


@open_to("meetings.prepare")
@require_POST
def paper_add(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Let a paper in: unclassified, of a known type, not too large."""
    meeting = access.get_meeting(request.actor, meeting_id, right="prepare")
    form = PaperForm(request.POST, request.FILES, items=queries.agenda(meeting))
    if attempt(form, lambda words: _publish(request, meeting, words)):
        return done(request, _("Đã đưa tài liệu lên."), "meetings:papers", meeting.pk)
    return show_papers(request, meeting, form)


def _publish(request: HttpRequest, meeting, words: dict[str, Any]) -> None:  # type: ignore[no-untyped-def]
    by, at = request.actor, clock.now()
    about = {name: words[name] for name in ("title", "item", "id")}
    with let_in(words["file"], classified=words["classified"], ward_id=meeting.ward_id, by=by, at=at) as filed:
        actions.publish_paper(meeting, file=filed.upload, **about, by=by, at=at)


@open_to("meetings.prepare")
@require_POST
def paper_remove(request: HttpRequest, paper_id: UUID) -> HttpResponse:
    paper = access.get_paper(request.actor, paper_id)
    meeting = access.get_meeting(request.actor, paper.meeting_id, right="prepare")
    form = StepForm(request.POST)
    if attempt(form, lambda _words: actions.remove_paper(paper, by=request.actor, at=clock.now())):
        words = _("Đã rút tài liệu “%(title)s”.") % {"title": paper.title}
        return done(request, words, "meetings:papers", meeting.pk)
    return show_papers(request, meeting, step=form)


# Draft resolution ---------------------------------------------------------------------------------


@open_to("meetings.prepare")
@require_http_methods(["GET", "POST"])
def draft(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """The draft resolution, its first part filled from last month's tasks and their results."""
    meeting = access.get_meeting(request.actor, meeting_id, right="prepare")
    form = DraftForm(sent(request), initial=drafts.kept(meeting, clock.today()))
    if request.method == "POST":
        outcome = attempt_or_conflict(form, lambda words: save_draft(request, meeting, **words))
        if outcome is True:
            return done(request, _("Đã lưu dự thảo nghị quyết."), "meetings:prepare", meeting.pk)
        if outcome:
            return _draft_versions(request, meeting, outcome.current, typed_texts(form, *DRAFT_TEXTS))
    context = {"meeting": meeting, "form": form, "seen": drafts.kept(meeting, clock.today())["seen"]}
    return render(request, "meetings/draft.html", context, status=status_of(form))


@open_to("meetings.prepare")
@require_POST
def draft_note(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Keep one box of the draft; each box saves by itself while typing."""
    meeting = access.get_meeting(request.actor, meeting_id, right="prepare")
    form = DraftNoteForm(request.POST)
    outcome = attempt_or_conflict(form, lambda words: save_draft(request, meeting, seen=words["seen"], **form.given))
    if not outcome:
        return render(request, "meetings/_refused.html", {"form": form}, status=422)
    current = resolution_of(meeting.pk, meeting.ward_id)
    doubtful = versions.still_in_doubt(request)
    if outcome is not True or doubtful:
        mine = doubtful if outcome is True else form.given | doubtful
        return _draft_versions(request, meeting, current, mine)
    if request.htmx:
        return HttpResponse(status=204, headers={"NN-Seen": str(current.revision)})
    return redirect("meetings:draft", meeting.pk)


def save_draft(request: HttpRequest, meeting: Any, *, seen: int, **words: str) -> Any:
    """Save the draft; two people who wrote in different boxes do not stand in each other's way."""
    by, at, texts = request.actor, clock.now(), drafts.texts(meeting, clock.today())
    try:
        return actions.draft_resolution(meeting, **{**texts, **words}, seen=seen, by=by, at=at)
    except Changed as changed:
        current = changed.current
        mine = {name for name, text in words.items() if not versions.same(text, getattr(current, name))}
        if mine & overview.touched_since(current, event="decisions.resolution.drafted", seen=seen):
            raise
        kept = {**texts, **{name: words[name] for name in mine}}
        return actions.draft_resolution(meeting, **kept, seen=current.revision, by=by, at=at)


def _draft_versions(request: HttpRequest, meeting: Any, current: Any, mine: dict[str, str]) -> HttpResponse:
    labels = {name: str(DraftForm.base_fields[name].label) for name in DRAFT_TEXTS}
    found = versions.clashes(request, current, mine, labels)
    back = reverse("meetings:draft", args=[meeting.pk])
    if not found:
        return redirect(back)
    url, heading = reverse("meetings:draft_note", args=[meeting.pk]), _("Dự thảo nghị quyết")
    return versions.show(request, found, current=current, url=url, back=back, heading=heading)
