"""The page of one branch: posts, groups, charge, working rules, what is done with several members at once."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nennep.core import clock, uploads
from nennep.core.answers import attempt, done, sent, status_of
from nennep.core.ids import uuid7
from nennep.core.refusals import NotFound
from nennep.core.responses import download_upload
from nennep.core.rights import open_to
from nennep.organisation import access, actions, charts, queries, steps
from nennep.organisation.forms import BulkForm, ChargeForm, EndForm, PostForm, RulesForm
from nennep.organisation.views.lists import show_roster

GET_OR_POST = ["GET", "POST"]


@open_to("organisation.read")
@require_GET
def unit(request: HttpRequest, unit_id: UUID) -> HttpResponse:
    """One branch: people, posts, groups, working rules, charge, time line."""
    branch = access.get_unit(request.actor, unit_id, right="read")
    may = access.rights_on_unit(branch, request.actor)
    context = {
        "page": charts.unit_page(branch, clock.today()),
        "may": may,
        "steps": steps.UNIT_STEPS if may.keep else [],
        "year": clock.today().year,
    }
    return render(request, "organisation/unit.html", context)


# Posts and charges --------------------------------------------------------------------------------


@open_to("organisation.keep")
@require_http_methods(GET_OR_POST)
def appoint(request: HttpRequest, unit_id: UUID) -> HttpResponse:
    """Give a member a post of the branch or of one of its party groups."""
    branch, today = access.get_unit(request.actor, unit_id, right="keep"), clock.today()
    people = [each.person for each in queries.branch_list(branch, today)]
    units = [branch, *queries.party_groups(branch, today)]
    form = PostForm(sent(request), people=people, units=units, initial={"valid_from": today})
    if request.method == "POST" and attempt(form, lambda words: _appoint(request, **words)):
        return done(request, _("Đã ghi chức vụ."), "organisation:unit", branch.pk)
    return render(
        request, "organisation/appoint.html", {"form": form, "unit": branch, "today": today}, status=status_of(form)
    )


def _appoint(request: HttpRequest, *, person: Any, place: Any, position: str, valid_from: Any) -> Any:
    by, at = request.actor, clock.now()
    return actions.appoint(person, position, unit=place, valid_from=valid_from, by=by, at=at)


@open_to("organisation.post")
@require_http_methods(GET_OR_POST)
def end_post(request: HttpRequest, post_id: UUID) -> HttpResponse:
    """End a post; the rights that follow from it end with it."""
    post = access.get_post(request.actor, post_id)
    form = EndForm(sent(request), initial={"valid_to": clock.today()})
    if request.method == "POST" and attempt(
        form, lambda words: actions.end_post(post, on=words["valid_to"], by=request.actor, at=clock.now())
    ):
        return done(request, _("Đã ghi kết thúc chức vụ."), "organisation:unit", post.unit.parent_id or post.unit_id)
    return render(
        request,
        "organisation/end_post.html",
        {"form": form, "post": post, "today": clock.today()},
        status=status_of(form),
    )


@open_to("organisation.keep")
@require_http_methods(GET_OR_POST)
def charge(request: HttpRequest, unit_id: UUID) -> HttpResponse:
    """Who is in charge of the branch: end what holds, put somebody in charge."""
    branch, today = access.get_unit(request.actor, unit_id, right="keep"), clock.today()
    charges = queries.in_charge_of(branch, today)
    people = queries.committee(request.actor.ward_id, today)
    ends = request.POST.get("end", "")
    form = ChargeForm(None if ends else sent(request), people=people, initial={"valid_from": today})
    ending = EndForm(sent(request) if ends else None, initial={"valid_to": today}, prefix="end")
    if ends and attempt(ending, lambda words: _end_charge(request, charges, ends, words["valid_to"])):
        return done(request, _("Đã kết thúc phân công phụ trách."), "organisation:charge", branch.pk)
    if (
        request.method == "POST"
        and not ends
        and attempt(form, lambda words: actions.put_in_charge(unit=branch, by=request.actor, at=clock.now(), **words))
    ):
        return done(
            request, _("Đã phân công phụ trách %(unit)s.") % {"unit": branch.name}, "organisation:unit", branch.pk
        )
    context = {"unit": branch, "charges": charges, "form": form, "ending": ending, "today": today}
    return render(request, "organisation/charge.html", context, status=status_of(form, ending))


def _end_charge(request: HttpRequest, charges: Any, key: str, on: Any) -> Any:
    chosen = next((charge for charge in charges if str(charge.pk) == key), None)
    if chosen is None:
        raise NotFound
    return actions.end_charge(chosen, on=on, by=request.actor, at=clock.now())


# Working rules ------------------------------------------------------------------------------------


@open_to("organisation.assign")
@require_http_methods(GET_OR_POST)
def working_rules(request: HttpRequest, unit_id: UUID) -> HttpResponse:
    """Adopt working rules, with the file; those before them end."""
    branch = access.get_unit(request.actor, unit_id, right="assign")
    form = RulesForm(sent(request), request.FILES or None)
    if request.method == "POST" and attempt(form, lambda words: _adopt(request, branch, **words)):
        return done(request, _("Đã ghi quy chế làm việc."), "organisation:unit", branch.pk)
    return render(
        request,
        "organisation/rules.html",
        {"form": form, "unit": branch, "today": clock.today()},
        status=status_of(form),
    )


def _adopt(request: HttpRequest, branch: Any, *, file: Any, classified: bool, **words: Any) -> Any:
    by, at = request.actor, clock.now()
    kept = uploads.accept(file, classified=classified, ward_id=branch.ward_id, by=by, at=at)
    return actions.adopt_working_rules(branch, file=kept, by=by, at=at, **words)


@open_to("organisation.rules_file")
@require_GET
def rules_file(request: HttpRequest, rules_id: UUID) -> HttpResponseBase:
    """The file of working rules."""
    rules = access.get_working_rules(request.actor, rules_id)
    if rules.file is None:
        raise NotFound
    return download_upload(rules.file)


# Several at once ----------------------------------------------------------------------------------


@open_to("organisation.assign")
@require_POST
def bulk(request: HttpRequest, unit_id: UUID) -> HttpResponse:
    """What is done with the members ticked in the list, with the way back beside it."""
    branch, today = access.get_unit(request.actor, unit_id, right="assign"), clock.today()
    people = [each.person for each in queries.branch_list(branch, today)]
    form = BulkForm(request.POST, people=people, groups=queries.party_groups(branch, today))
    made: list[int] = []
    batch: list[UUID] = []
    if not attempt(form, lambda words: made.append(_bulk(request, branch, batch, **words))):
        return show_roster(request, branch, form)
    words = ngettext("Đã ghi cho %(n)s đồng chí.", "Đã ghi cho %(n)s đồng chí.", made[0]) % {"n": made[0]}
    address = reverse("organisation:branch", args=[branch.pk])
    return done(request, words, f"{address}?{urlencode({'vua': batch[0]})}")


def _bulk(
    request: HttpRequest, branch: Any, made: list[UUID], *, batch: Any, selected: Any, do: str, group: Any, duty: str
) -> int:
    by, at, today = request.actor, clock.now(), clock.today()
    made.append(batch or uuid7())
    if do == "group":
        return len(actions.put_in_group(selected, group, on=today, batch=made[0], by=by, at=at))
    return len(
        actions.assign_to_many(
            selected, branch, year=today.year, description=duty, on=today, batch=made[0], by=by, at=at
        )
    )


@open_to("organisation.assign")
@require_POST
def undo(request: HttpRequest, unit_id: UUID) -> HttpResponse:
    """Take back what was done with several members at once."""
    branch = access.get_unit(request.actor, unit_id, right="assign")
    batch = queries.batch_of(branch, request.POST.get("batch", ""))
    if batch is None:
        return redirect("organisation:branch", branch.pk)
    undone = actions.withdraw_batch(
        branch.ward_id, batch.id, unit=branch, on=clock.today(), by=request.actor, at=clock.now()
    )
    words = ngettext("Đã rút lại cho %(n)s đồng chí.", "Đã rút lại cho %(n)s đồng chí.", undone) % {"n": undone}
    return done(request, words, "organisation:branch", branch.pk)
