"""Recording changes of people and units, and taking them back: the ward office's work."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nennep.core import clock
from nennep.core.answers import attempt, done, sent, status_of
from nennep.core.refusals import NotFound
from nennep.core.rights import open_to
from nennep.organisation import access, actions, history, queries, steps
from nennep.organisation.actions import Decision, NewUnit
from nennep.organisation.forms import ChangeForm, FoundForm, MergeForm, NewPersonForm, WithdrawForm

GET_OR_POST = ["GET", "POST"]


@open_to("organisation.keep")
@require_http_methods(GET_OR_POST)
def change_member(request: HttpRequest, person_id: UUID, step: str) -> HttpResponse:
    """One change of one person."""
    person, chosen = access.get_person_to_change(request.actor, person_id), steps.member_step(step)
    form = _change_form(request, chosen)
    if request.method == "POST" and attempt(
        form, lambda words: chosen.act(person, **words, by=request.actor, at=clock.now())
    ):
        return done(request, str(chosen.done), "organisation:person", person.pk)
    context = {"form": form, "step": chosen, "person": person, "today": clock.today()}
    return render(request, "organisation/change_member.html", context, status=status_of(form))


def _change_form(request: HttpRequest, chosen: Any, *, people: Any = ()) -> ChangeForm:
    units = queries.branches(request.actor.ward_id, clock.today())
    return ChangeForm(
        sent(request),
        asked=chosen.fields,
        hints=chosen.hints,
        units=units,
        people=people,
        initial={"on": clock.today()},
    )


@open_to("organisation.keep")
@require_http_methods(GET_OR_POST)
def take_in(request: HttpRequest, step: str) -> HttpResponse:
    """Somebody new comes: who, and how."""
    if not access.may_keep(request.actor):
        raise NotFound
    chosen = steps.coming_step(step)
    who, form = NewPersonForm(sent(request)), _change_form(request, chosen)
    made: list[Any] = []
    if (
        request.method == "POST"
        and who.is_valid()
        and attempt(form, lambda words: made.append(_take_in(request, chosen, who.person, words)))
    ):
        return done(request, str(chosen.done), "organisation:person", made[0].person_id)
    context = {"form": form, "who": who, "forms": [who, form], "step": chosen, "today": clock.today()}
    return render(request, "organisation/change_member.html", context, status=status_of(who, form))


def _take_in(request: HttpRequest, chosen: Any, person: dict[str, Any], words: dict[str, Any]) -> Any:
    ward_id, by = request.actor.ward_id, request.actor
    return steps.take_in(chosen, ward_id, person=person, words=words, by=by, at=clock.now())


@open_to("organisation.keep")
@require_http_methods(GET_OR_POST)
def change_unit(request: HttpRequest, unit_id: UUID, step: str) -> HttpResponse:
    """One change of one branch."""
    unit, chosen = access.get_unit(request.actor, unit_id, right="keep"), steps.unit_step(step)
    people = [each.person for each in queries.branch_list(unit, clock.today())]
    form = _change_form(request, chosen, people=people)
    if request.method == "POST" and attempt(
        form, lambda words: chosen.act(unit, **words, by=request.actor, at=clock.now())
    ):
        return done(request, str(chosen.done), "organisation:unit", unit.pk)
    context = {"form": form, "step": chosen, "unit": unit, "today": clock.today()}
    return render(request, "organisation/change_unit.html", context, status=status_of(form))


@open_to("organisation.keep")
@require_http_methods(GET_OR_POST)
def merge(request: HttpRequest) -> HttpResponse:
    """Branches merge: into a new one, or into one of the ward's."""
    if not access.may_keep(request.actor):
        raise NotFound
    units = queries.branches(request.actor.ward_id, clock.today())
    form = MergeForm(sent(request), units=units, initial={"on": clock.today()})
    if request.method == "POST" and attempt(form, lambda words: _merge(request, **words)):
        return done(request, _("Đã ghi hợp nhất. Danh sách các tháng trước giữ nguyên."), "organisation:branches")
    context = {"form": form, "today": clock.today()}
    return render(request, "organisation/merge.html", context, status=status_of(form))


def _merge(
    request: HttpRequest, *, name: str, short_name: str, branch_kind: str, number: str, dated_on: Any, **words: Any
) -> Any:
    new, decision = NewUnit(name, short_name, branch_kind), Decision(number, dated_on)
    return actions.merge_units(**words, new=new, decision=decision, by=request.actor, at=clock.now())


@open_to("organisation.keep")
@require_http_methods(GET_OR_POST)
def found(request: HttpRequest) -> HttpResponse:
    """A new branch."""
    if not access.may_keep(request.actor):
        raise NotFound
    form = FoundForm(sent(request), initial={"on": clock.today()})
    made: list[Any] = []
    if request.method == "POST" and attempt(form, lambda words: made.append(_found(request, **words))):
        return done(request, _("Đã thành lập %(unit)s.") % {"unit": made[0].name}, "organisation:unit", made[0].pk)
    return render(request, "organisation/found.html", {"form": form, "today": clock.today()}, status=status_of(form))


def _found(request: HttpRequest, *, on: Any, number: str, dated_on: Any, **words: Any) -> Any:
    decision, at = Decision(number, dated_on), clock.now()
    decision.require(at)
    ward_id = request.actor.ward_id
    position = len(queries.branches(ward_id, clock.today())) + 1
    return actions.found_unit(
        ward_id, valid_from=on, decision=decision, position=position, by=request.actor, at=at, **words
    )


@open_to("organisation.withdraw")
@require_http_methods(GET_OR_POST)
def withdraw_member_change(request: HttpRequest, change_id: UUID) -> HttpResponse:
    """Take a member's change back."""
    change = access.get_member_change(request.actor, change_id)
    return _withdraw(request, change, actions.withdraw_member_change, "organisation:person", change.person_id)


@open_to("organisation.withdraw")
@require_http_methods(GET_OR_POST)
def withdraw_unit_change(request: HttpRequest, change_id: UUID) -> HttpResponse:
    """Take a change of units back."""
    change = access.get_unit_change(request.actor, change_id)
    return _withdraw(request, change, actions.withdraw_unit_change, "organisation:branches")


def _withdraw(request: HttpRequest, change: Any, act: Any, *address: Any) -> HttpResponse:
    form = WithdrawForm(sent(request))
    if request.method == "POST" and attempt(form, lambda words: _take_back(request, change, act, **words)):
        return done(request, _("Đã rút lại. Cả hai việc còn trên dòng thời gian."), *address)
    context = {"form": form, "change": change, "told": history.told(change), "today": clock.today()}
    return render(request, "organisation/withdraw.html", context, status=status_of(form))


def _take_back(request: HttpRequest, change: Any, act: Any, *, number: str, dated_on: Any, **words: Any) -> Any:
    decision = Decision(number, dated_on)
    return act(change, on=clock.today(), decision=decision, by=request.actor, at=clock.now(), **words)
