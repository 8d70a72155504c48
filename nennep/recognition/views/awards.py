"""Pages of awards and badges."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nennep.core import clock, exports
from nennep.core.answers import attempt, done, sent, status_of
from nennep.core.rights import open_to
from nennep.organisation.access import get_person
from nennep.organisation.queries import branches
from nennep.recognition import access, actions, documents, pages, queries
from nennep.recognition.forms import AwardForm, BranchForm, PersonForm, WithdrawForm


@open_to("recognition.awards")
@require_http_methods(["GET", "POST"])
def awards(request: HttpRequest, year: int) -> HttpResponse:
    """The awards of a year that one may see; for the ward also who can be put forward."""
    of_year = access.awards_visible_to(request.actor).filter(year=year)
    found = queries.with_recipients(of_year, access.recipients_visible_to(request.actor))
    keeps = request.actor.is_ward_staff
    if exports.asked(request) and keeps:
        return exports.hand_out(request, documents.awards_table(year, found))
    context = {
        "year": year,
        "years": pages.years("recognition:awards", year, clock.today()),
        "lines": pages.award_lines(found),
        "candidates": pages.candidate_lines(queries.candidates(request.actor.ward_id, year)) if keeps else [],
        "keeps": keeps,
    }
    return render(request, "recognition/awards.html", context)


@open_to("recognition.keep")
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, year: int) -> HttpResponse:
    """Record an award of a year."""
    access.require_ward(request.actor)
    ward_id, today, by, at = request.actor.ward_id, clock.today(), request.actor, clock.now()
    form = AwardForm(sent(request), units=branches(ward_id, today))
    made: list[Any] = []
    if request.method == "POST" and attempt(
        form, lambda words: made.append(actions.record_award(ward_id, year=year, **words, by=by, at=at))
    ):
        return done(
            request, _("Đã ghi khen thưởng. Thêm từng đồng chí được khen ở đây."), "recognition:award", made[0].pk
        )
    context = {"form": form, "year": year, "today": today}
    return render(request, "recognition/add.html", context, status=status_of(form))


@open_to("recognition.award")
@require_GET
def award(request: HttpRequest, award_id: UUID) -> HttpResponse:
    """One award with who received it; ?chi-bo= offers the members of a branch to be named."""
    return _show(request, access.get_award(request.actor, award_id))


def _show(request: HttpRequest, award: Any, *, person: Any = None, withdraw: Any = None) -> HttpResponse:
    mine = access.awards_visible_to(request.actor).filter(pk=award.pk)
    shown = queries.with_recipients(mine, access.recipients_visible_to(request.actor))[0]
    keeps = request.actor.is_ward_staff and not shown.withdrawn_on
    context = {
        "award": shown,
        "facts": pages.facts_of(shown),
        "recipients": pages.recipient_lines(shown),
        "keeps": keeps,
        "withdraw": withdraw or WithdrawForm(),
        "forms": [form for form in (person, withdraw) if form],
    }
    if keeps and "member" in shown.form.recipients:
        units = branches(award.ward_id, award.day)
        unit = queries.chosen(units, request.GET.get("unit", ""))
        context["branch"] = BranchForm(units=units, initial={"unit": unit.pk if unit else None})
        context["unit"] = unit
        context["person"] = person or (PersonForm(people=queries.members_of(unit, award.day)) if unit else None)
    return render(request, "recognition/award.html", context, status=status_of(person, withdraw))


@open_to("organisation.person")
@require_GET
def of_person(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """What one person received: for whoever may open their page."""
    person = get_person(request.actor, person_id)
    lines = pages.lines_of_person(queries.awards_of_person(person))
    return render(request, "recognition/of_person.html", {"person": person, "lines": lines})


@open_to("recognition.keep_award")
@require_POST
def commend(request: HttpRequest, award_id: UUID) -> HttpResponse:
    """Name one more member of the branch in ?unit= who receives it."""
    award = access.get_award(request.actor, award_id, keep=True)
    unit = queries.chosen(branches(award.ward_id, award.day), request.GET.get("unit", ""))
    form = PersonForm(request.POST, people=queries.members_of(unit, award.day) if unit else [])
    by, at = request.actor, clock.now()
    if attempt(form, lambda words: actions.commend(award, person=words["person"], by=by, at=at)):
        words = _("Đã ghi đ/c %(name)s.") % {"name": form.cleaned_data["person"].full_name}
        return done(request, words, "recognition:award", award.pk)
    return _show(request, award, person=form)


@open_to("recognition.keep_award")
@require_POST
def withdraw(request: HttpRequest, award_id: UUID) -> HttpResponse:
    """Withdraw it, with a reason."""
    award = access.get_award(request.actor, award_id, keep=True)
    form, on = WithdrawForm(request.POST), clock.today()
    if attempt(form, lambda words: actions.withdraw_award(award, **words, on=on, by=request.actor, at=clock.now())):
        return done(request, _("Đã ghi thu hồi."), "recognition:award", award.pk)
    return _show(request, award, withdraw=form)


@open_to("recognition.badges")
@require_http_methods(["GET", "POST"])
def badges(request: HttpRequest, year: int) -> HttpResponse:
    """Whose badge is due in a year."""
    access.require_ward(request.actor)
    today = clock.today()
    lines = queries.badges_of_year(request.actor.ward_id, year, today)
    if exports.asked(request):
        return exports.hand_out(request, documents.badges_table(year, lines))
    context = {
        "year": year,
        "years": pages.years("recognition:badges", year, today),
        "table": pages.badge_table(year, lines),
        "rules": pages.badge_words(),
    }
    return render(request, "recognition/badges.html", context)
