"""Pages of the yearly rating: the year, a branch, the count, the decision, one file."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nennep.core import clock
from nennep.core.answers import attempt, done, sent, status_of
from nennep.core.refusals import NotFound
from nennep.core.rights import open_to
from nennep.organisation.access import require_ward
from nennep.recognition import access, pages, rating_pages
from nennep.recognition.actions import ratings as actions
from nennep.recognition.queries import ratings as queries
from nennep.recognition.rating_forms import (
    AgainForm,
    AllowForm,
    CountForm,
    DecideForm,
    OpenForm,
    SelfForm,
    StatementForm,
)


def _opened(request: HttpRequest, year: int) -> Any:
    found = queries.rating_year_of(request.actor.ward_id, year)
    if found is None:
        raise NotFound
    return found


# The year -----------------------------------------------------------------------------------------


@open_to("recognition.ratings")
@require_GET
def overview(request: HttpRequest, year: int) -> HttpResponse:
    """How far each branch is, and how the top class stands against its cap."""
    require_ward(request.actor)
    return _overview(request, year)


def _overview(request: HttpRequest, year: int, **forms: Any) -> HttpResponse:
    opened = queries.rating_year_of(request.actor.ward_id, year)
    context = {
        "year": year,
        "years": pages.years("recognition:ratings", year, clock.today()),
        "rules": queries.rating_rules(year),
        "opened": opened,
        "lines": rating_pages.branch_lines(opened) if opened else [],
        "caps": rating_pages.cap_lines(opened) if opened else [],
        "opening": OpenForm(),
        "allowing": AllowForm(),
        **forms,
    }
    return render(request, "recognition/ratings.html", context, status=status_of(*forms.values()))


@open_to("recognition.ratings")
@require_POST
def begin_year(request: HttpRequest, year: int) -> HttpResponse:
    """Open the rating of a year."""
    require_ward(request.actor)
    form, by, at = OpenForm(request.POST), request.actor, clock.now()
    if attempt(form, lambda words: actions.open_rating(by.ward_id, year=year, **words, by=by, at=at)):
        return done(request, _("Đã mở đợt xếp loại năm %(year)s.") % {"year": year}, "recognition:ratings", year)
    return _overview(request, year, opening=form)


@open_to("recognition.ratings")
@require_POST
def allow_more(request: HttpRequest, year: int) -> HttpResponse:
    """Enter the paper that allows the higher cap."""
    require_ward(request.actor)
    opened, form, by, at = _opened(request, year), AllowForm(request.POST), request.actor, clock.now()
    if attempt(form, lambda words: actions.allow_more(opened, **words, by=by, at=at)):
        return done(request, _("Đã ghi văn bản cho phép."), "recognition:ratings", year)
    return _overview(request, year, allowing=form)


# A branch -----------------------------------------------------------------------------------------


@open_to("recognition.rating_branch")
@require_GET
def branch(request: HttpRequest, year: int, unit_id: UUID) -> HttpResponse:
    """Who is rated, how each stands, who is not rated and why."""
    unit = access.get_rated_branch(request.actor, unit_id)
    return _branch(request, year, unit)


def _branch(request: HttpRequest, year: int, unit: Any, *forms: Any) -> HttpResponse:
    opened = queries.rating_year_of(request.actor.ward_id, year)
    files = queries.files_of(opened, unit) if opened else []
    context = {
        "year": year,
        "unit": unit,
        "opened": opened,
        "lines": rating_pages.file_lines(files),
        "without": rating_pages.without_a_file(unit, year, files),
        "keeps": access.may_keep_ratings(request.actor, unit.pk),
        "decides": access.may_decide_ratings(request.actor),
        "forms": forms,
    }
    return render(request, "recognition/rating_branch.html", context, status=status_of(*forms))


@open_to("recognition.rating_keep")
@require_POST
def begin_files(request: HttpRequest, year: int, unit_id: UUID) -> HttpResponse:
    """Begin the files of everybody who is rated in the branch."""
    unit = access.get_branch_to_rate(request.actor, unit_id)
    opened = _opened(request, year)
    made = actions.begin_files(opened, unit, by=request.actor, at=clock.now())
    words = ngettext("Đã lập %(count)s phiếu.", "Đã lập %(count)s phiếu.", len(made)) % {"count": len(made)}
    return done(request, words, "recognition:rating_branch", year, unit.pk)


@open_to("recognition.rating_keep")
@require_http_methods(["GET", "POST"])
def count(request: HttpRequest, year: int, unit_id: UUID) -> HttpResponse:
    """Enter the totals of the secret ballot, as the tellers counted them."""
    unit = access.get_branch_to_rate(request.actor, unit_id)
    opened = _opened(request, year)
    files = [each for each in queries.files_of(opened, unit) if each.person_id]
    form = CountForm(sent(request), files=files, initial=rating_pages.counted_before(opened, unit))
    by, at = request.actor, clock.now()
    if request.method == "POST" and attempt(
        form, lambda _words: actions.record_count(opened, unit, **form.totals, votes=form.votes, by=by, at=at)
    ):
        return done(request, _("Đã ghi kết quả kiểm phiếu."), "recognition:rating_branch", year, unit.pk)
    context = {"year": year, "unit": unit, "form": form, "classes": rating_pages.classes(), "today": clock.today()}
    return render(request, "recognition/rating_count.html", context, status=status_of(form))


@open_to("recognition.rating_decide")
@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, year: int, unit_id: UUID) -> HttpResponse:
    """Decide the classes of a branch and its members by one paper; what the ballot proposes is chosen already."""
    unit = access.get_branch_to_decide(request.actor, unit_id)
    opened = _opened(request, year)
    files = [each for each in queries.files_of(opened, unit) if not each.decided]
    form = DecideForm(sent(request), files=files)
    if request.method == "POST" and attempt(form, lambda words: _decide(request, opened, form, words)):
        return done(request, _("Đã ghi quyết định xếp loại."), "recognition:rating_branch", year, unit.pk)
    context = {
        "year": year,
        "unit": unit,
        "form": form,
        "rows": [(rating, rating_pages.votes_in_words(rating), box) for rating, box in form.rows()],
        "caps": rating_pages.cap_lines(opened),
        "today": clock.today(),
    }
    return render(request, "recognition/rating_decide.html", context, status=status_of(form))


def _decide(request: HttpRequest, opened: Any, form: DecideForm, words: dict[str, Any]) -> None:
    paper = {"number": words["number"], "decided_on": words["decided_on"]}
    actions.decide(opened, classes=form.classes, **paper, by=request.actor, at=clock.now())


# One file -----------------------------------------------------------------------------------------


@open_to("recognition.rating_file")
@require_GET
def file(request: HttpRequest, rating_id: UUID) -> HttpResponse:
    """One file: what the records show, the own view, the ballot, the decision, the statements."""
    return _file(request, access.get_rating(request.actor, rating_id))


def _file(request: HttpRequest, rating: Any, **forms: Any) -> HttpResponse:
    is_own = rating.person_id is not None and rating.person_id == request.actor.person_id
    context = {
        "rating": rating,
        "page": rating_pages.file_page(rating),
        "is_own": is_own,
        "decides": access.may_decide_ratings(request.actor) and rating.is_current and rating.decided,
        "self_form": SelfForm(
            initial={"self_class": rating.self_class, "points": rating.points, "seen": rating.revision}
        ),
        "statement": StatementForm(),
        "again": AgainForm(),
        "today": clock.today(),
        **forms,
        "forms": list(forms.values()),
    }
    return render(request, "recognition/rating_file.html", context, status=status_of(*forms.values()))


@open_to("recognition.rating_own")
@require_POST
def rate_oneself(request: HttpRequest, rating_id: UUID) -> HttpResponse:
    """Keep the member's own view."""
    rating = access.get_own_rating(request.actor, rating_id)
    form, by, at = SelfForm(request.POST), request.actor, clock.now()
    if attempt(form, lambda words: actions.rate_oneself(rating, **words, by=by, at=at)):
        return done(request, _("Đã ghi phần tự xếp loại."), "recognition:rating_file", rating.pk)
    return _file(request, rating, self_form=form)


@open_to("recognition.rating_own")
@require_POST
def state(request: HttpRequest, rating_id: UUID) -> HttpResponse:
    """Add the member's statement."""
    rating = access.get_own_rating(request.actor, rating_id)
    form, by, at = StatementForm(request.POST), request.actor, clock.now()
    if attempt(form, lambda words: actions.state(rating, **words, by=by, at=at)):
        return done(request, _("Đã ghi ý kiến của đồng chí."), "recognition:rating_file", rating.pk)
    return _file(request, rating, statement=form)


@open_to("recognition.rating_decide")
@require_POST
def rate_again(request: HttpRequest, rating_id: UUID) -> HttpResponse:
    """Rate again what was decided, for a reason."""
    rating = access.get_rating_to_decide(request.actor, rating_id)
    form, by, at = AgainForm(request.POST), request.actor, clock.now()
    made: list[Any] = []
    if attempt(form, lambda words: made.append(actions.rate_again(rating, **words, by=by, at=at))):
        return redirect("recognition:rating_file", made[0].pk)
    return _file(request, rating, again=form)
