"""Themes (chuyên đề): the ward's view, a branch's four quarters, one theme, the library of past ones."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nennep.core import clock, exports
from nennep.core.answers import attempt, attempt_or_conflict, done, see, sent, status_of
from nennep.core.documents.formats import render as written_as
from nennep.core.doors import let_in
from nennep.core.forms import StepForm
from nennep.core.refusals import NotFound
from nennep.core.responses import download, download_upload
from nennep.core.rights import open_to
from nennep.organisation.queries import branch_list, branches
from nennep.planning import access, actions, boards, documents, queries
from nennep.planning.forms import DecisionForm, MoveForm, PlaceForm, RemarksForm, TextForm, TopicForm


@open_to("planning.themes")
@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """This year's themes."""
    return redirect("planning:themes", clock.today().year)


@open_to("planning.themes")
@require_http_methods(["GET", "POST"])
def themes(request: HttpRequest, year: int) -> HttpResponse:
    """The plans of all branches the reader may see; with one branch only, its board."""
    if not access.may_read_orientation(request.actor):
        raise NotFound
    seen, today = access.plans_seen_by(request.actor), clock.today()
    units = [unit for unit in branches(request.actor.ward_id, today) if seen is None or unit.pk in seen]
    if seen is not None and len(units) == 1:
        return redirect("planning:plan", year, units[0].pk)
    if exports.asked(request):
        shown = boards.ward_themes(request.actor.ward_id, units, year, today=today)
        return exports.hand_out(request, exports.of_grid(shown.grid))
    context = {
        "year": year,
        "page": boards.ward_themes(request.actor.ward_id, units, year, today=today),
        "may_orient": access.may_orient(request.actor),
    }
    return render(request, "planning/themes.html", context)


@open_to("planning.plan.read")
@require_GET
def plan(request: HttpRequest, year: int, unit_id: UUID) -> HttpResponse:
    """A branch's four quarters (S12)."""
    unit = access.get_branch(request.actor, unit_id, right="read")
    return show_plan(request, unit, year)


def show_plan(
    request: HttpRequest,
    unit: Any,
    year: int,
    *,
    place: PlaceForm | None = None,
    decision: DecisionForm | None = None,
    step: StepForm | None = None,
) -> HttpResponse:
    board = boards.plan_board(unit, year, today=clock.today())
    context = {
        "board": board,
        "unit": unit,
        "year": year,
        "may": access.rights_on(unit.pk, request.actor),
        "place": place or PlaceForm(),
        "decision": decision or DecisionForm(),
        "forms": [form for form in (place, decision, step) if form],
        "history": boards.timeline_of(queries.history_of(board.plan)) if board.plan else [],
    }
    return render(request, "planning/plan.html", context, status=status_of(place, decision, step))


@open_to("planning.plan.write")
@require_POST
def place(request: HttpRequest, year: int, unit_id: UUID) -> HttpResponse:
    """Place a suggestion, or the branch's own theme, in a quarter."""
    unit = access.get_branch(request.actor, unit_id, right="plan")
    form = PlaceForm(request.POST)
    if attempt(form, lambda words: _place(request, unit, year, **words)):
        return done(request, _("Đã đưa chuyên đề vào kế hoạch."), "planning:plan", year, unit.pk)
    return show_plan(request, unit, year, place=form)


def _place(request: HttpRequest, unit: Any, year: int, *, suggestion: UUID | None, **words: Any) -> None:
    chosen = queries.suggestion_for(unit, year, suggestion) if suggestion else None
    actions.add_topic(unit, year=year, suggestion=chosen, by=request.actor, at=clock.now(), **words)


@open_to("planning.plan.write")
@require_POST
def submit(request: HttpRequest, year: int, unit_id: UUID) -> HttpResponse:
    """Send the plan to the ward."""
    unit = access.get_branch(request.actor, unit_id, right="plan")
    form, plan = StepForm(request.POST), actions.plan_of(unit, year)
    if attempt(form, lambda _words: actions.submit_plan(plan, by=request.actor, at=clock.now())):
        return done(request, _("Đã gửi kế hoạch lên phường."), "planning:plan", year, unit.pk)
    return show_plan(request, unit, year, step=form)


@open_to("planning.plan.decide")
@require_POST
def decide(request: HttpRequest, year: int, unit_id: UUID) -> HttpResponse:
    """The ward approves or returns the plan."""
    unit = access.get_branch(request.actor, unit_id, right="decide")
    form, plan = DecisionForm(request.POST), actions.plan_of(unit, year)
    approves = "approve" in request.POST
    act = actions.approve_plan if approves else actions.return_plan
    if attempt(form, lambda words: act(plan, **words, by=request.actor, at=clock.now())):
        words = _("Đã duyệt kế hoạch.") if approves else _("Đã trả lại kế hoạch kèm nhận xét.")
        return done(request, words, "planning:plan", year, unit.pk)
    return show_plan(request, unit, year, decision=form)


@open_to("planning.plan.read")
@require_GET
def plan_file(request: HttpRequest, year: int, unit_id: UUID, format: str) -> HttpResponse:
    """The plan in its official form."""
    unit = access.get_branch(request.actor, unit_id, right="read")
    document = documents.plan_document(unit, year, today=clock.today())
    return download(written_as(document, format), f"ke-hoach-chuyen-de-{year}.{format}")


# One theme ----------------------------------------------------------------------------------------


@open_to("planning.topic.read")
@require_http_methods(["GET", "POST"])
def topic(request: HttpRequest, topic_id: UUID) -> HttpResponse:
    """One theme: who writes it, by when, on which day; its draft, remarks and final text."""
    right = "plan" if request.method == "POST" else "read"
    topic = access.get_topic(request.actor, topic_id, right=right)
    if request.method == "POST":
        form = _topic_form(request, topic)
        outcome = attempt_or_conflict(
            form, lambda words: actions.change_topic(topic, **words, by=request.actor, at=clock.now())
        )
        if outcome is True:
            return done(request, _("Đã lưu chuyên đề."), "planning:topic", topic.pk)
        if outcome:
            see(form, outcome.current.revision)
            return show_topic(request, outcome.current, form=form, changed=True)
        return show_topic(request, topic, form=form)
    return show_topic(request, topic)


def _topic_form(request: HttpRequest, topic: Any) -> TopicForm:
    kept = {name: getattr(topic, name) for name in ("title", "draft_due", "meets_on")}
    kept |= {"author": topic.author_id, "seen": topic.revision}
    people = [member.person for member in branch_list(topic.plan.unit, clock.today())]
    asks = topic.plan.state == "approved"
    return TopicForm(sent(request), initial=kept, people=people, asks_reason=asks)


def show_topic(
    request: HttpRequest,
    topic: Any,
    *,
    form: TopicForm | None = None,
    text: TextForm | None = None,
    remarks: RemarksForm | None = None,
    move: MoveForm | None = None,
    changed: bool = False,
) -> HttpResponse:
    may = access.rights_on(topic.plan.unit_id, request.actor)
    tone, state = boards.topic_state(topic, clock.today())
    context = {
        "topic": topic,
        "may": may,
        "is_author": access.is_author(topic, request.actor),
        "may_see_draft": access.may_see_draft(topic, request.actor),
        "may_change": may.plan and topic.held_on is None and topic.plan.state != "submitted",
        "asks_reason": topic.plan.state == "approved",
        "tone": tone,
        "state": state,
        "quarter": boards.quarter_name(topic.quarter),
        "form": form or (_topic_form(request, topic) if request.method == "GET" else None),
        "text": text or TextForm(),
        "remarks": remarks or RemarksForm(initial={"remarks": topic.remarks}),
        "move": move or MoveForm(initial={"seen": topic.revision, "quarter": topic.quarter}),
        "forms": [each for each in (form, text, remarks, move) if each],
        "changed": changed,
        "today": clock.today(),
    }
    status = 409 if changed else status_of(form, text, remarks, move)
    return render(request, "planning/topic.html", context, status=status)


@open_to("planning.topic.plan")
@require_POST
def move(request: HttpRequest, topic_id: UUID) -> HttpResponse:
    """Move a theme to another quarter."""
    topic = access.get_topic(request.actor, topic_id, right="plan")
    form = MoveForm(request.POST)
    if attempt(form, lambda words: actions.move_topic(topic, **words, by=request.actor, at=clock.now())):
        return done(request, _("Đã chuyển chuyên đề sang quý khác."), "planning:topic", topic.pk)
    return show_topic(request, topic, move=form)


@open_to("planning.topic.plan")
@require_POST
def remove(request: HttpRequest, topic_id: UUID) -> HttpResponse:
    """Take a theme out of the plan."""
    topic = access.get_topic(request.actor, topic_id, right="plan")
    form, reason = MoveForm(request.POST), request.POST.get("reason", "")
    form.fields["quarter"].required = False
    if attempt(form, lambda _words: actions.remove_topic(topic, reason=reason, by=request.actor, at=clock.now())):
        return done(request, _("Đã bỏ chuyên đề khỏi kế hoạch."), "planning:plan", topic.plan.year, topic.plan.unit_id)
    return show_topic(request, topic, move=form)


@open_to("planning.topic.write")
@require_POST
def hand_in(request: HttpRequest, topic_id: UUID, which: str) -> HttpResponse:
    """A draft or a final text comes in."""
    topic = access.get_topic(request.actor, topic_id, right="write")
    form = TextForm(request.POST, request.FILES)
    if attempt(form, lambda words: _hand_in(request, topic, which, **words)):
        words = _("Đã nộp bản thảo.") if which == "draft" else _("Đã nộp bản hoàn chỉnh.")
        return done(request, words, "planning:topic", topic.pk)
    return show_topic(request, topic, text=form)


def _hand_in(request: HttpRequest, topic: Any, which: str, *, file: Any, classified: bool) -> None:
    by, at = request.actor, clock.now()
    act = actions.hand_in_draft if which == "draft" else actions.hand_in_final
    with let_in(file, classified=classified, ward_id=topic.ward_id, by=by, at=at) as filed:
        act(topic, file=filed.upload, by=by, at=at)


@open_to("planning.topic.remark")
@require_POST
def remark(request: HttpRequest, topic_id: UUID) -> HttpResponse:
    """The branch committee's remarks on the draft."""
    topic = access.get_topic(request.actor, topic_id, right="remark")
    form = RemarksForm(request.POST)
    if attempt(form, lambda words: actions.remark_on_draft(topic, **words, by=request.actor, at=clock.now())):
        return done(request, _("Đã ghi góp ý bản thảo."), "planning:topic", topic.pk)
    return show_topic(request, topic, remarks=form)


@open_to("planning.draft")
@require_GET
def draft(request: HttpRequest, topic_id: UUID) -> Any:
    """The draft of a theme, for whoever works on it."""
    return download_upload(access.get_draft(request.actor, topic_id))


@open_to("planning.topic.read")
@require_GET
def final(request: HttpRequest, topic_id: UUID) -> Any:
    """The final text of a theme, for all who may read the plan."""
    return download_upload(access.get_final(request.actor, topic_id))


# Library ------------------------------------------------------------------------------------------


@open_to("planning.themes")
@require_http_methods(["GET", "POST"])
def library(request: HttpRequest) -> HttpResponse:
    """Themes of past years with what was concluded, for whoever looks for one."""
    if not access.may_read_orientation(request.actor):
        raise NotFound
    asked = request.GET.get("q", "")[:100]
    seen = access.plans_seen_by(request.actor)
    found = queries.past_topics(request.actor.ward_id, asked=asked, seen=seen)
    if exports.asked(request):
        return exports.hand_out(request, documents.library_table(found, seen))
    page = Paginator(found, 30).get_page(request.GET.get("trang"))
    return render(request, "planning/library.html", {"page": page, "asked": asked, "seen": seen})
