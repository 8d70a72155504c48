"""The cascade: telling branches, following it down to the names, reading and acknowledging."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from nennep.core import clock, exports
from nennep.core.answers import attempt, done, sent, status_of
from nennep.core.forms import StepForm
from nennep.core.refusals import NotFound
from nennep.core.rights import open_to
from nennep.directives import access, actions, documents, pages, queries
from nennep.directives.forms import AnswersForm, AssignForm, DueForm, QuestionForm, TellForm
from nennep.organisation.queries import branches


@open_to("directives.assign")
@require_http_methods(["GET", "POST"])
def assign(request: HttpRequest, directive_id: UUID) -> HttpResponse:
    """Tell branches to pass a document on: all, by kind, or one by one."""
    directive, _rights = access.get_directive(request.actor, directive_id, right="assign")
    units = branches(request.actor.ward_id, clock.today())
    form = AssignForm(sent(request), branches=units, initial={"method": "branch_meeting"})
    made: list[Any] = []
    if request.method == "POST" and attempt(form, lambda words: made.extend(_assign(request, directive, **words))):
        count = len(made)
        words = ngettext("Đã giao %(count)s chi bộ.", "Đã giao %(count)s chi bộ.", count) % {"count": count}
        return done(
            request, words if count else _("Các chi bộ này đã được giao từ trước."), "directives:show", directive.pk
        )
    context = {"form": form, "directive": directive, "today": clock.today()}
    return render(request, "directives/assign.html", context, status=status_of(form))


def _assign(request: HttpRequest, directive: Any, **words: Any) -> list[Any]:
    return actions.assign_directive(directive, **words, by=request.actor, at=clock.now())


# One branch ---------------------------------------------------------------------------------------


@open_to("directives.coverage")
@require_http_methods(["GET", "POST"])
def coverage(request: HttpRequest, directive_id: UUID, unit_id: UUID) -> HttpResponse:
    """One branch: group by group, down to the names of those who were not reached."""
    dissemination, may = access.get_dissemination(request.actor, directive_id, unit_id)
    if exports.asked(request):
        groups = queries.groups_of(dissemination, may.groups)
        return exports.hand_out(request, documents.coverage_table(dissemination, groups))
    return show_coverage(request, dissemination, may)


def show_coverage(
    request: HttpRequest, dissemination: Any, may: Any, *, tell: Any = None, due: Any = None, step: Any = None
) -> HttpResponse:
    today = clock.today()
    groups = queries.groups_of(dissemination, may.groups)
    context = {
        "dissemination": dissemination,
        "directive": dissemination.directive,
        "unit": dissemination.unit,
        "standing": queries.standing_of(dissemination, today),
        "asked": queries.asked_of(dissemination, today),
        "groups": groups,
        "missing": sum(len(group.missing) for group in groups),
        "may": may,
        "tell": tell or TellForm(initial={"on": today}),
        "due": due or DueForm(initial={"due_on": dissemination.due_on}),
        "forms": [form for form in (tell, due, step) if form],
        "today": today,
    }
    return render(request, "directives/coverage.html", context, status=status_of(tell, due, step))


@open_to("directives.tell")
@require_POST
def tell(request: HttpRequest, directive_id: UUID, unit_id: UUID) -> HttpResponse:
    """Those who were absent were told again."""
    dissemination, may = access.get_dissemination(request.actor, directive_id, unit_id)
    if not may.tell:
        raise NotFound
    people = [reader.person_id for group in queries.groups_of(dissemination, may.groups) for reader in group.missing]
    form = TellForm(request.POST, people=people)
    told: list[int] = []
    by, at = request.actor, clock.now()
    if attempt(form, lambda words: told.append(actions.tell_again(dissemination, **words, by=by, at=at))):
        words = ngettext("Đã ghi %(count)s đồng chí.", "Đã ghi %(count)s đồng chí.", told[0]) % {"count": told[0]}
        return done(request, words, "directives:coverage", directive_id, unit_id)
    return show_coverage(request, dissemination, may, tell=form)


@open_to("directives.tell")
@require_POST
def take_back(request: HttpRequest, directive_id: UUID, unit_id: UUID) -> HttpResponse:
    """Take back a tick made by mistake."""
    dissemination, may = access.get_dissemination(request.actor, directive_id, unit_id)
    readers = [reader for group in queries.groups_of(dissemination, may.groups) for reader in group.done]
    reader = next((each for each in readers if str(each.person_id) == request.POST.get("person")), None)
    if not may.tell:
        raise NotFound
    if reader is None:  # taken back already, or another one's
        return show_coverage(request, dissemination, may)
    form = StepForm(request.POST)
    if attempt(form, lambda _words: actions.take_back(reader, by=request.actor, at=clock.now())):
        return done(request, _("Đã bỏ ghi."), "directives:coverage", directive_id, unit_id)
    return show_coverage(request, dissemination, may, step=form)


@open_to("directives.urge")
@require_POST
def urge(request: HttpRequest, directive_id: UUID, unit_id: UUID) -> HttpResponse:
    """Urge those not reached; from above, the branch's secretary."""
    dissemination, may = access.get_dissemination(request.actor, directive_id, unit_id)
    if not (may.tell or may.urge):
        raise NotFound
    form, said = StepForm(request.POST), [""]
    if attempt(form, lambda _words: said.append(_urge(request, dissemination, may))):
        return done(request, said[-1], "directives:coverage", directive_id, unit_id)
    return show_coverage(request, dissemination, may, step=form)


def _urge(request: HttpRequest, dissemination: Any, may: Any) -> str:
    by, at = request.actor, clock.now()
    if may.urge:
        name = actions.urge_secretary(dissemination, by=by, at=at)
        return _("Đã nhắc đ/c %(name)s.") % {"name": name}
    count = actions.urge_readers(dissemination, groups=may.groups, by=by, at=at)
    return ngettext("Đã nhắc %(count)s đồng chí.", "Đã nhắc %(count)s đồng chí.", count) % {"count": count}


@open_to("directives.assign")
@require_POST
def change_due(request: HttpRequest, directive_id: UUID, unit_id: UUID) -> HttpResponse:
    """Another day for one branch."""
    dissemination, may = _to_change(request, directive_id, unit_id)
    form = DueForm(request.POST)
    by, at = request.actor, clock.now()
    if attempt(form, lambda words: actions.change_due(dissemination, **words, by=by, at=at)):
        return done(request, _("Đã đổi hạn."), "directives:coverage", directive_id, unit_id)
    return show_coverage(request, dissemination, may, due=form)


@open_to("directives.assign")
@require_POST
def withdraw(request: HttpRequest, directive_id: UUID, unit_id: UUID) -> HttpResponse:
    """No longer ask it of one branch."""
    dissemination, may = _to_change(request, directive_id, unit_id)
    form = StepForm(request.POST)
    if attempt(form, lambda _words: actions.withdraw(dissemination, by=request.actor, at=clock.now())):
        return done(request, _("Đã thôi giao chi bộ này."), "directives:show", directive_id)
    return show_coverage(request, dissemination, may, step=form)


def _to_change(request: HttpRequest, directive_id: UUID, unit_id: UUID) -> tuple[Any, Any]:
    dissemination, may = access.get_dissemination(request.actor, directive_id, unit_id)
    if not may.change:
        raise NotFound
    return dissemination, may


# Reading ------------------------------------------------------------------------------------------


@open_to("directives.reader")
@require_http_methods(["GET", "POST"])
def read(request: HttpRequest, directive_id: UUID) -> HttpResponse:
    """A member reads: five lines in large type, the file, a few questions, one tap."""
    reader = access.get_reader(request.actor, directive_id)
    directive = reader.dissemination.directive
    questions = queries.questions_of(directive)
    form = AnswersForm(sent(request), questions=questions)
    if request.method == "POST" and attempt(form, lambda words: _acknowledge(request, reader, **words)):
        return done(request, _("Đã ghi: đồng chí đã đọc văn bản."), "directives:read", directive.pk)
    context = {
        "reader": reader,
        "directive": directive,
        "form": form,
        "result": pages.result_of(reader),
        "is_there": access.is_still_there(request.actor, reader),
        "asks": pages.still_asks(reader, questions),
    }
    return render(request, "directives/read.html", context, status=status_of(form))


def _acknowledge(request: HttpRequest, reader: Any, *, answers: Any) -> None:
    actions.acknowledge(reader, answers=answers, by=request.actor, at=clock.now())


@open_to("directives.keep")
@require_http_methods(["GET", "POST"])
def questions(request: HttpRequest, directive_id: UUID) -> HttpResponse:
    """The questions put to readers, with totals; never who answered what."""
    directive, _rights = access.get_directive(request.actor, directive_id, right="keep")
    form = QuestionForm(sent(request))
    by, at = request.actor, clock.now()
    if request.method == "POST" and attempt(form, lambda words: actions.ask_question(directive, **words, by=by, at=at)):
        return done(request, _("Đã thêm câu hỏi."), "directives:questions", directive.pk)
    context = {"directive": directive, "questions": pages.question_lines(queries.questions_of(directive)), "form": form}
    return render(request, "directives/questions.html", context, status=status_of(form))


@open_to("directives.keep")
@require_POST
def question_remove(request: HttpRequest, question_id: UUID) -> HttpResponse:
    """Ask a question no more."""
    question = access.get_question(request.actor, question_id)
    actions.remove_question(question, by=request.actor, at=clock.now())
    return done(request, _("Đã bỏ câu hỏi."), "directives:questions", question.directive_id)
