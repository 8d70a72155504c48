"""Petitions: the list, raising one, its chain, the answer, what the branch says of the answer; the register."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nennep.core import clock, exports
from nennep.core.answers import attempt, done, sent, status_of
from nennep.core.refusals import NotFound
from nennep.core.rights import open_to
from nennep.oversight import access, actions, documents, pages, petitions
from nennep.oversight.forms import AddressForm, AnswerForm, PetitionForm, VerdictForm

PAGE = 30


@open_to("oversight.petitions")
@require_http_methods(["GET", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """The petitions one may see, those that wait first; the register as a file."""
    access.require_petitions(request.actor)
    today = clock.today()
    visible = access.petitions_visible_to(request.actor)
    state, unit_id = pages.known_state(request.GET.get("loc", "")), pages.uuid_of(request.GET.get("chi-bo", ""))
    units = petitions.units_of(visible)
    shown = visible.filter(unit=unit_id) if unit_id else visible
    found, may_export = petitions.narrowed(shown, state, today), access.may_export_petitions(request.actor)
    if exports.asked(request) and may_export:
        return exports.hand_out(request, documents.petitions_table(request.user.person.ward, visible, found, today))
    page = Paginator(found, PAGE).get_page(request.GET.get("trang"))
    context = {
        "page": page,
        "lines": pages.petition_lines(page.object_list, today),
        "tabs": pages.petition_tabs(petitions.counts_of(shown, today), state, unit_id),
        "units": pages.unit_tabs(units, unit_id, state),
        "may_raise": bool(access.units_to_raise_for(request.actor)),
        "may_export": may_export,
    }
    return render(request, "oversight/petitions.html", context)


@open_to("oversight.raise")
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Raise a petition; from a sheet (?phieu=) with its words."""
    units = access.units_to_raise_for(request.actor)
    if not units:
        raise NotFound
    visit = pages.visit_named(request.actor, request.GET.get("phieu", ""))
    form = PetitionForm(
        sent(request), units=pages.only_unit_of(visit, units), initial=pages.petition_begun(visit, units)
    )
    made: list[Any] = []
    if request.method == "POST" and attempt(form, lambda words: made.append(_raise(request, visit, **words))):
        return done(request, _("Đã vào sổ kiến nghị."), "oversight:petition", made[0].pk)
    context = {"form": form, "visit": visit}
    return render(request, "oversight/petition_add.html", context, status=status_of(form))


def _raise(request: HttpRequest, visit: Any, **words: Any) -> Any:
    by, at = request.actor, clock.now()
    person = access.own_person(by)
    origin = pages.origin_of(visit, person)
    return actions.raise_petition(**words, **origin, raised_on=clock.today(), by=by, at=at)


@open_to("oversight.petition")
@require_GET
def petition(request: HttpRequest, petition_id: UUID) -> HttpResponse:
    """One petition with its chain and what happened to it."""
    return show_petition(request, access.get_petition(request.actor, petition_id, right="read"))


def show_petition(request: HttpRequest, one: Any, **forms: Any) -> HttpResponse:
    context = {
        "petition": one,
        "page": pages.petition_page(one, request.actor, clock.today()),
        "may": access.rights_on(one, request.actor),
        "answer": AnswerForm(initial={"seen": one.revision}),
        "address": AddressForm(initial={"seen": one.revision, "addressee": one.addressee}),
        "verdict": VerdictForm(initial={"seen": one.revision}),
        **forms,
        "forms": list(forms.values()),
    }
    return render(request, "oversight/petition.html", context, status=status_of(*forms.values()))


@open_to("oversight.answer")
@require_POST
def answer(request: HttpRequest, petition_id: UUID) -> HttpResponse:
    """Record the answer."""
    one = access.get_petition(request.actor, petition_id, right="answer")
    form = AnswerForm(request.POST)
    by, at = request.actor, clock.now()
    if attempt(
        form, lambda words: actions.answer_petition(one, **words, answered_by=access.own_person(by), by=by, at=at)
    ):
        words = _("Đã ghi trả lời. Buổi sinh hoạt thường kỳ tới của chi bộ mở đầu bằng trả lời này.")
        return done(request, words, "oversight:petition", one.pk)
    return show_petition(request, one, answer=form)


@open_to("oversight.address")
@require_POST
def address(request: HttpRequest, petition_id: UUID) -> HttpResponse:
    """Pass it on to whoever is to answer."""
    one = access.get_petition(request.actor, petition_id, right="address")
    form = AddressForm(request.POST)
    if attempt(form, lambda words: actions.address_petition(one, **words, by=request.actor, at=clock.now())):
        return done(request, _("Đã chuyển kiến nghị."), "oversight:petition", one.pk)
    return show_petition(request, one, address=form)


@open_to("oversight.judge")
@require_POST
def judge(request: HttpRequest, petition_id: UUID) -> HttpResponse:
    """Say whether the answer does."""
    one = access.get_petition(request.actor, petition_id, right="judge")
    form = VerdictForm(request.POST)
    if attempt(form, lambda words: actions.judge_answer(one, **words, by=request.actor, at=clock.now())):
        return done(request, _("Đã ghi đánh giá của chi bộ."), "oversight:petition", one.pk)
    return show_petition(request, one, verdict=form)
