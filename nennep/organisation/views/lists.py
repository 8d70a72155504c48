"""Lists: branches, the members of a ward or of a branch with filters in the address, one person."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nennep.core import clock, exports
from nennep.core.answers import attempt, done, sent, status_of
from nennep.core.ids import uuid7
from nennep.core.periods import Month
from nennep.core.refusals import NotFound
from nennep.core.rights import SIGNED_IN, open_to
from nennep.organisation import access, charts, documents, history, merging, queries, rosters, steps
from nennep.organisation.forms import BulkForm, DayForm, FilterForm, MergePeopleForm


@open_to("organisation.read")
def branches(request: HttpRequest) -> HttpResponse:
    """The branches this person may open."""
    lines = queries.branch_lines(access.visible_units(request.actor), clock.today())
    if exports.asked(request):
        return exports.hand_out(request, documents.branches_table(lines))
    context = {
        "lines": lines,
        "members": sum(line.members for line in lines),
        "may_export": access.may_export_ward(request.actor),
        "may_import": access.may_import(request.actor),
        "may_keep": access.may_keep(request.actor),
        "has_details": bool(access.units_with_details(request.actor)),
    }
    return render(request, "organisation/branches.html", context)


@open_to("organisation.read")
@require_GET
def tree(request: HttpRequest) -> HttpResponse:
    """The units as they stood on a day."""
    units = access.visible_units(request.actor)
    if not units and not request.actor.is_ward_staff:
        raise NotFound
    form = DayForm(request.GET if "ngay" in request.GET else None, initial={"ngay": clock.today()})
    day = (form.cleaned_data["ngay"] if form.is_valid() else None) or clock.today()
    table = charts.tree(access.units_seen_on(request.actor, day), day)
    return render(request, "organisation/tree.html", {"form": form, "day": day, "table": table}, status=status_of(form))


@open_to("organisation.details")
@require_GET
def members(request: HttpRequest) -> HttpResponse:
    """The members of all branches whose details one may see."""
    units = access.units_with_details(request.actor)
    if not units:
        raise NotFound
    page = rosters.roster(units, clock.today(), rosters.Asked.of(request.GET.dict()))
    context = {
        "roster": page,
        "filters": FilterForm(initial=page.asked.words, units=units),
        "may_keep": access.may_keep(request.actor),
        "coming": steps.COMING,
    }
    return render(request, "organisation/members.html", context)


@open_to("organisation.read")
def branch(request: HttpRequest, unit_id: UUID) -> HttpResponse:
    """The list of one branch: names for its members, filters and details for those who look after it."""
    unit = access.get_unit(request.actor, unit_id, right="read")
    may = access.rights_on_unit(unit, request.actor)
    search = request.GET.get("q", "")
    if exports.asked(request) and may.export:
        lines = queries.member_lines(unit, clock.today(), search=search)
        return exports.hand_out(request, documents.branch_table(unit, lines, may))
    if may.details:
        return show_roster(request, unit)
    lines = queries.member_lines(unit, clock.today(), search=search)
    return render(request, "organisation/branch.html", {"unit": unit, "may": may, "search": search, "lines": lines})


def show_roster(request: HttpRequest, unit: Any, bulk: BulkForm | None = None) -> HttpResponse:
    may = access.rights_on_unit(unit, request.actor)
    asked = rosters.Asked.of(request.GET.dict())
    page = rosters.roster([unit], clock.today(), asked, selectable=may.assign, form="members-form")
    context = {
        "unit": unit,
        "may": may,
        "roster": page,
        "filters": FilterForm(initial=page.asked.words, groups=page.groups),
        "bulk": bulk or BulkForm(groups=page.groups, initial={"batch": uuid7()}),
        "undo": undo_of(unit, request.GET.get("vua", "")),
        "year": clock.today().year,
    }
    return render(request, "organisation/roster.html", context, status=status_of(bulk))


def undo_of(unit: Any, batch: str) -> Any:
    """What the last press of a button did, while it can be taken back."""
    return queries.batch_of(unit, batch) if batch else None


@open_to("organisation.person")
def person(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """One person: oneself, or somebody of a branch one looks after."""
    someone = access.get_person(request.actor, person_id)
    file = queries.person_file(someone, clock.today())
    keeps = access.may_keep(request.actor)
    context = {
        "file": file,
        "facts": history.facts_of(file, clock.today()),
        "home": next((place.unit for place in file.placements if place.kind == "official"), None),
        "is_own": someone.pk == request.actor.person_id,
        "may_keep": keeps,
        "may_assign": access.may_assign_to(someone, request.actor),
        "month": str(Month.of(clock.today())),
        "steps": steps.steps_for(file, clock.today()) if keeps else [],
        "history": history.person_history(someone),
        "year": clock.today().year,
        "may_merge": access.may_import(request.actor),
    }
    return render(request, "organisation/person.html", context)


@open_to(SIGNED_IN)
def myself(request: HttpRequest) -> HttpResponse:
    """One's own data."""
    return person(request, request.actor.person_id)


@require_POST
@open_to("organisation.export")
def export(request: HttpRequest) -> HttpResponse:
    """The list of all members as a spreadsheet; taken out by POST, so that no link does it by accident."""
    if not access.may_export_ward(request.actor):
        raise NotFound
    return exports.hand_out(request, documents.members_table(request.user.person.ward, clock.today()))


@open_to("organisation.merge")
@require_http_methods(["GET", "POST"])
def merge_people(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Put another entry of the same person together with this one."""
    kept = access.get_person_to_merge(request.actor, person_id)
    others = queries.namesakes(kept)
    form = MergePeopleForm(sent(request), people=others)
    by, at = request.actor, clock.now()
    if request.method == "POST" and attempt(
        form, lambda words: merging.merge_people(kept, words["person"], by=by, at=at)
    ):
        words = _("Đã gộp hai hồ sơ của đồng chí %(name)s.") % {"name": kept.full_name}
        return done(request, words, "organisation:person", kept.pk)
    files = [queries.person_file(each, clock.today()) for each in [kept, *others]]
    context = {"kept": kept, "form": form, "files": files, "others": others}
    return render(request, "organisation/merge_people.html", context, status=status_of(form))
