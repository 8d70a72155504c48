"""Pages of branches and people."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from nennep.core import clock, exports
from nennep.core.answers import attempt, done, sent, status_of
from nennep.core.refusals import NotFound
from nennep.core.rights import SIGNED_IN, open_to
from nennep.organisation import access, documents, queries
from nennep.organisation.forms import MergeForm
from nennep.organisation.merging import merge_people


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
    }
    return render(request, "organisation/branches.html", context)


@open_to("organisation.read")
def branch(request: HttpRequest, unit_id: UUID) -> HttpResponse:
    """The list of one branch."""
    unit = access.get_unit(request.actor, unit_id, right="read")
    search = request.GET.get("q", "")
    may = access.rights_on_unit(unit, request.actor)
    lines = queries.member_lines(unit, clock.today(), search=search)
    if exports.asked(request) and may.export:
        return exports.hand_out(request, documents.branch_table(unit, lines, may))
    context = {"unit": unit, "may": may, "search": search, "lines": lines}
    return render(request, "organisation/branch.html", context)


@open_to("organisation.person")
def person(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """One person: oneself, or somebody of a branch one looks after."""
    someone = access.get_person(request.actor, person_id)
    context = {"file": queries.person_file(someone), "may_merge": access.may_import(request.actor)}
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
def merge(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Put another entry of the same person together with this one."""
    kept = access.get_person_to_merge(request.actor, person_id)
    others = queries.namesakes(kept)
    form = MergeForm(sent(request), people=others)
    by, at = request.actor, clock.now()
    if request.method == "POST" and attempt(form, lambda words: merge_people(kept, words["person"], by=by, at=at)):
        words = _("Đã gộp hai hồ sơ của đồng chí %(name)s.") % {"name": kept.full_name}
        return done(request, words, "organisation:person", kept.pk)
    files = [queries.person_file(each) for each in [kept, *others]]
    context = {"kept": kept, "form": form, "files": files, "others": others}
    return render(request, "organisation/merge.html", context, status=status_of(form))
