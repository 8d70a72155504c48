"""Scoring one meeting: both sheets side by side, the branch's, the committee member's, the ward's decision."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nennep.core import clock
from nennep.core.answers import attempt, done, put, sent, status_of
from nennep.core.forms import StepForm
from nennep.core.refusals import Changed, Refused
from nennep.core.rights import open_to
from nennep.quality import access, actions, pages, queries
from nennep.quality.evidence import facts_of
from nennep.quality.forms import DecideForm, ScoreForm, ScorerForm

BRANCH, CHARGE = "branch", "charge"
RIGHT = {BRANCH: "score", CHARGE: "charge"}


@open_to("quality.read")
@require_GET
def sheets(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """How a meeting is scored: both sheets for those who watch, the result for every member."""
    meeting = access.get_meeting(request.actor, meeting_id, right="read")
    return show_sheets(request, meeting)


def show_sheets(request: HttpRequest, meeting: Any, *forms: Any) -> HttpResponse:
    may = access.rights_on(meeting, request.actor)
    page = queries.compared([meeting], now=clock.now()).get(meeting.pk)
    sheets = page.sheets if page else {}
    shown = queries.shown(sheets) if may.watch else queries.public(sheets)
    context = {
        "meeting": meeting,
        "page": page,
        "may": may,
        "forms": forms,
        "headline": pages.headline(shown),
        "states": pages.states(meeting, sheets if may.watch else shown),
        "table": pages.comparison(page) if page and may.watch and shown else None,
        "differences": pages.differences_words(page) if page and may.watch else "",
        "shortcomings": queries.shortcomings_of(shown),
        "step": pages.next_step(meeting, may, sheets) if page else None,
        "scorer_form": ScorerForm() if may.assign and page and not sheets.get(BRANCH) else None,
    }
    if context["scorer_form"]:
        context["scorer_form"].fields["scorer"].offer(queries.possible_scorers(meeting))
    return render(request, "quality/sheets.html", context, status=status_of(*forms))


@open_to("quality.score")
@require_http_methods(["GET", "POST"])
def self_score(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """The branch scores itself: saved as often as wished, then put to the vote."""
    return _score(request, access.get_meeting(request.actor, meeting_id, right="score"), BRANCH)


@open_to("quality.charge")
@require_http_methods(["GET", "POST"])
def charge_score(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """The committee member in charge scores what they saw."""
    return _score(request, access.get_meeting(request.actor, meeting_id, right="charge"), CHARGE)


def _score(request: HttpRequest, meeting: Any, side: str) -> HttpResponse:
    page = queries.compared([meeting], now=clock.now()).get(meeting.pk)
    if page is None:
        return redirect("quality:sheets", meeting.pk)
    sheet = page.sheets.get(side)
    given = queries.given_on(sheet)
    kept = {"seen": sheet.revision if sheet else 0, "rubric": page.rubric.pk}
    kept["shortcomings"] = sheet.shortcomings if sheet else ""
    form = ScoreForm(sent(request), initial=kept, lines=page.lines, facts=facts_of(page.evidence), given=given)
    changed = False
    if request.method == "POST" and form.is_valid():
        try:
            _save(request, meeting, side, form)
            if request.POST.get("step") == "submit":
                return _submit(request, meeting, side)
            return done(request, _("Đã lưu phiếu chấm."), _address(side), meeting.pk)
        except Changed as refusal:
            changed = True
            put(form, refusal)
            _now_seen(form, refusal.current.revision)
        except Refused as refusal:
            form.place(refusal)
            put(form, refusal)
            _now_seen(form, queries.revision_of(meeting, side))
    return _show_form(request, meeting, side, page, form, given, changed=changed)


def _save(request: HttpRequest, meeting: Any, side: str, form: ScoreForm) -> None:
    words = form.cleaned_data
    actions.record_scores(
        meeting,
        side,
        given=form.given(),
        shortcomings=words["shortcomings"],
        rubric_id=words["rubric"],
        seen=words["seen"],
        by=request.actor,
        at=clock.now(),
    )


def _submit(request: HttpRequest, meeting: Any, side: str) -> HttpResponse:
    by, at = request.actor, clock.now()
    if side == BRANCH and meeting.state == "in_session":
        actions.propose_self_score(meeting, by=by, at=at)
        onward = "meetings:vote" if access.may_run(meeting, by) else "quality:sheets"
        return done(request, _("Đã đưa điểm tự chấm ra biểu quyết."), onward, meeting.pk)
    actions.submit_sheet(meeting, side, by=by, at=at)
    return done(request, _("Đã gửi phiếu chấm."), "quality:sheets", meeting.pk)


def _now_seen(form: ScoreForm, revision: int) -> None:
    data = form.data.copy()  # type: ignore[attr-defined]
    data["seen"] = str(revision)
    form.data = data


def _show_form(
    request: HttpRequest, meeting: Any, side: str, page: Any, form: ScoreForm, given: Any, *, changed: bool
) -> HttpResponse:
    context = {
        "meeting": meeting,
        "page": page,
        "form": form,
        "side": side,
        "groups": pages.cards(page, form.rows()),
        "sum": pages.sum_words(page, given),
        "theirs": pages.theirs(page, side) if changed else [],
        "in_session": meeting.state == "in_session",
    }
    return render(request, "quality/score.html", context, status=409 if changed else status_of(form))


def _address(side: str) -> str:
    return "quality:self" if side == BRANCH else "quality:charge"


@open_to("quality.score")
@require_POST
def accept_self(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Agree to what the records measured, for the branch."""
    return _accept(request, access.get_meeting(request.actor, meeting_id, right="score"), BRANCH)


@open_to("quality.charge")
@require_POST
def accept_charge(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Agree to what the records measured, as the committee member."""
    return _accept(request, access.get_meeting(request.actor, meeting_id, right="charge"), CHARGE)


def _accept(request: HttpRequest, meeting: Any, side: str) -> HttpResponse:
    form = StepForm(request.POST)
    rubric = queries.rubric_for(meeting)
    seen = queries.revision_of(meeting, side)
    if rubric and attempt(
        form,
        lambda _words: actions.accept_measured(
            meeting, side, rubric_id=rubric.pk, seen=seen, by=request.actor, at=clock.now()
        ),
    ):
        return done(request, _("Đã ghi phần hệ thống tính."), _address(side), meeting.pk)
    return show_sheets(request, meeting, form)


@open_to("quality.assign")
@require_POST
def assign(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Say who follows the meeting and scores."""
    meeting = access.get_meeting(request.actor, meeting_id, right="assign")
    form = ScorerForm(request.POST)
    form.fields["scorer"].offer(queries.possible_scorers(meeting))
    by, at = request.actor, clock.now()
    if attempt(form, lambda words: actions.assign_scorer(meeting, scorer=words["scorer"], by=by, at=at)):
        return done(request, _("Đã phân công người chấm điểm."), "quality:sheets", meeting.pk)
    return show_sheets(request, meeting, form)


@open_to("quality.decide")
@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """The ward decides on one meeting, both sheets before it."""
    meeting = access.get_meeting(request.actor, meeting_id, right="decide")
    page = queries.compared([meeting], now=clock.now()).get(meeting.pk)
    if page is None or (request.method == "GET" and not pages.may_be_decided(meeting)):
        return redirect("quality:sheets", meeting.pk)
    given = {line.criterion.key: line.proposed for line in page.lines}
    kept = {"seen": queries.seen_of(page.sheets), "rubric": page.rubric.pk}
    kept["shortcomings"] = queries.shortcomings_of(queries.shown(page.sheets))
    form = DecideForm(sent(request), initial=kept, lines=page.lines, facts=facts_of(page.evidence), given=given)
    changed = False
    if request.method == "POST" and form.is_valid():
        try:
            _decide(request, meeting, form)
            return done(request, _("Đã chốt điểm."), "quality:sheets", meeting.pk)
        except Changed:
            changed = True
            form.add_error(None, _("Phiếu vừa được sửa sau khi đồng chí mở trang. Xem lại hai phiếu ở dưới, rồi chốt."))
            data = form.data.copy()  # type: ignore[attr-defined]
            data["seen"] = queries.seen_of(page.sheets)
            form.data = data
        except Refused as refusal:
            form.place(refusal)
            put(form, refusal)
    apart, agreed, agreed_count = pages.disputed(pages.cards(page, form.rows(), both=True))
    context = {
        "meeting": meeting,
        "page": page,
        "form": form,
        "apart": apart,
        "agreed": agreed,
        "agreed_count": agreed_count,
        "fold": bool(apart) and not form.errors,
        "headline": pages.headline(queries.shown(page.sheets)),
        "sum": pages.sum_words(page, given),
        "differences": pages.differences_words(page),
    }
    return render(request, "quality/decide.html", context, status=409 if changed else status_of(form))


def _decide(request: HttpRequest, meeting: Any, form: DecideForm) -> None:
    words = form.cleaned_data
    actions.decide_score(
        meeting,
        given=form.given(),
        shortcomings=words["shortcomings"],
        rubric_id=words["rubric"],
        seen=words["seen"],
        by=request.actor,
        at=clock.now(),
    )
