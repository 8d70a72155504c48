"""Inspections and samples: the year's programme, one inspection, minutes drawn by chance."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nennep.core import clock, exports
from nennep.core.answers import attempt, done, sent, status_of
from nennep.core.doors import let_in
from nennep.core.responses import download_upload
from nennep.core.rights import open_to
from nennep.organisation.queries import branches
from nennep.oversight import access, actions, documents, inspections, pages, queries, samples
from nennep.oversight.forms import (
    ChangeInspectionForm,
    CheckForm,
    ConclusionForm,
    DocumentForm,
    DrawForm,
    DropForm,
    FoundForm,
    InspectionForm,
    RemedyForm,
)


@open_to("oversight.programme")
@require_http_methods(["GET", "POST"])
def programme(request: HttpRequest, year: int) -> HttpResponse:
    """The inspections of a year, and the samples."""
    access.require_ward(request.actor)
    today = clock.today()
    found = inspections.programme(request.actor.ward_id, year)
    if exports.asked(request):
        return exports.hand_out(request, documents.programme_table(year, found, today))
    context = {
        "year": year,
        "lines": pages.inspection_lines(found, today),
        "years": pages.programme_years(year, today),
    }
    return render(request, "oversight/programme.html", context)


@open_to("oversight.programme")
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, year: int) -> HttpResponse:
    """Put an inspection on the programme."""
    access.require_ward(request.actor)
    ward_id, today = request.actor.ward_id, clock.today()
    people = inspections.people_for_teams(ward_id, today)
    form = InspectionForm(sent(request), units=branches(ward_id, today), people=people)
    made: list[Any] = []
    by, at = request.actor, clock.now()
    if request.method == "POST" and attempt(
        form, lambda words: made.append(actions.plan_inspection(ward_id, year=year, **words, by=by, at=at))
    ):
        return done(request, _("Đã đưa vào chương trình."), "oversight:inspection", made[0].pk)
    context = {"form": form, "year": year, "today": today}
    return render(request, "oversight/inspection_add.html", context, status=status_of(form))


@open_to("oversight.inspect")
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, inspection_id: UUID) -> HttpResponse:
    """Change what the programme says of it, until it is concluded."""
    access.require_ward(request.actor)
    one, today = access.get_inspection(request.actor, inspection_id), clock.today()
    page = inspections.inspection_page(one, today)
    people = [*inspections.people_for_teams(one.ward_id, today), *(each.person for each in page.team)]
    form = ChangeInspectionForm(
        sent(request),
        initial=pages.inspection_as_typed(page),
        units=list(dict.fromkeys([*branches(one.ward_id, today), *page.units])),
        people=list(dict.fromkeys(people)),
    )
    by, at = request.actor, clock.now()
    if request.method == "POST" and attempt(form, lambda words: actions.change_inspection(one, **words, by=by, at=at)):
        return done(request, _("Đã sửa chương trình."), "oversight:inspection", one.pk)
    context = {"form": form, "inspection": one, "today": today}
    return render(request, "oversight/inspection_change.html", context, status=status_of(form))


@open_to("oversight.inspect")
@require_GET
def inspection(request: HttpRequest, inspection_id: UUID) -> HttpResponse:
    """One inspection: who, what, what was found, the conclusion, remedies, documents."""
    return show_inspection(request, access.get_inspection(request.actor, inspection_id))


def show_inspection(request: HttpRequest, one: Any, **forms: Any) -> HttpResponse:
    page = inspections.inspection_page(one, clock.today())
    context = {
        "inspection": one,
        "page": page,
        "line": pages.inspection_line(one, clock.today()),
        "today": clock.today(),
        "may_change": request.actor.is_ward_staff and one.state in {"planned", "under_way"},
        "found": FoundForm(units=page.units),
        "remedy": RemedyForm(units=page.units),
        "conclusion": ConclusionForm(initial={"seen": one.revision, "conclusion": one.conclusion}),
        "drop": DropForm(),
        "document": DocumentForm(),
        **forms,
        "forms": list(forms.values()),
    }
    return render(request, "oversight/inspection.html", context, status=status_of(*forms.values()))


@open_to("oversight.inspect")
@require_POST
def found(request: HttpRequest, inspection_id: UUID) -> HttpResponse:
    """Write down what was found."""
    one = access.get_inspection(request.actor, inspection_id)
    form = FoundForm(request.POST, units=inspections.inspection_page(one, clock.today()).units)
    if attempt(form, lambda words: actions.record_found(one, **words, by=request.actor, at=clock.now())):
        return done(request, _("Đã ghi."), "oversight:inspection", one.pk)
    return show_inspection(request, one, found=form)


@open_to("oversight.inspect")
@require_POST
def remedy(request: HttpRequest, inspection_id: UUID) -> HttpResponse:
    """Ask a branch to mend something: a task of its secretary."""
    one = access.get_inspection(request.actor, inspection_id)
    form = RemedyForm(request.POST, units=inspections.inspection_page(one, clock.today()).units)
    if attempt(form, lambda words: _remedy(request, one, **words)):
        return done(request, _("Đã giao việc khắc phục cho bí thư chi bộ."), "oversight:inspection", one.pk)
    return show_inspection(request, one, remedy=form)


def _remedy(request: HttpRequest, one: Any, **words: Any) -> None:
    assignee = queries.head_of(words["unit"], clock.today())
    actions.set_remedy(one, assignee=assignee, **words, by=request.actor, at=clock.now())


@open_to("oversight.inspect")
@require_POST
def conclude(request: HttpRequest, inspection_id: UUID) -> HttpResponse:
    """Conclude it."""
    one = access.get_inspection(request.actor, inspection_id)
    form = ConclusionForm(request.POST)
    if attempt(form, lambda words: actions.conclude_inspection(one, **words, by=request.actor, at=clock.now())):
        return done(request, _("Đã ghi kết luận."), "oversight:inspection", one.pk)
    return show_inspection(request, one, conclusion=form)


@open_to("oversight.inspect")
@require_POST
def drop(request: HttpRequest, inspection_id: UUID) -> HttpResponse:
    """Leave it undone, with the reason."""
    one = access.get_inspection(request.actor, inspection_id)
    form = DropForm(request.POST)
    if attempt(form, lambda words: actions.drop_inspection(one, **words, by=request.actor, at=clock.now())):
        return done(request, _("Đã ghi không tiến hành."), "oversight:inspection", one.pk)
    return show_inspection(request, one, drop=form)


@open_to("oversight.inspect")
@require_POST
def document(request: HttpRequest, inspection_id: UUID) -> HttpResponse:
    """Attach a document."""
    one = access.get_inspection(request.actor, inspection_id)
    form = DocumentForm(request.POST, request.FILES)
    if attempt(form, lambda words: _attach(request, one, **words)):
        return done(request, _("Đã thêm tài liệu."), "oversight:inspection", one.pk)
    return show_inspection(request, one, document=form)


def _attach(request: HttpRequest, one: Any, *, file: Any, classified: bool, **words: Any) -> None:
    by, at = request.actor, clock.now()
    with let_in(file, classified=classified, ward_id=one.ward_id, by=by, at=at) as filed:
        actions.add_document(one, file=filed.upload, **words, by=by, at=at)


@open_to("oversight.inspect")
@require_GET
def document_file(request: HttpRequest, document_id: UUID) -> HttpResponseBase:
    """The file of a document."""
    return download_upload(access.get_inspection_file(request.actor, document_id))


# Samples ------------------------------------------------------------------------------------------


@open_to("oversight.programme")
@require_http_methods(["GET", "POST"])
def draw(request: HttpRequest) -> HttpResponse:
    """Every sample so far, and drawing another."""
    access.require_ward(request.actor)
    ward_id, at = request.actor.ward_id, clock.now()
    form = DrawForm(sent(request), initial=pages.draw_begun(clock.today(), samples.seed_for(at)))
    made: list[Any] = []
    if request.method == "POST" and attempt(form, lambda words: made.append(_draw(request, **words))):
        return done(request, _("Đã rút mẫu."), "oversight:sample", made[0].pk)
    page = Paginator(samples.samples_of(ward_id), 30).get_page(request.GET.get("trang"))
    return render(request, "oversight/samples.html", {"form": form, "page": page}, status=status_of(form))


def _draw(request: HttpRequest, *, first_month: Any, last_month: Any, **words: Any) -> Any:
    by = request.actor
    return actions.draw_sample(
        by.ward_id,
        first=first_month,
        last=last_month,
        drawn_by=access.own_person(by),
        by=by,
        at=clock.now(),
        **words,
    )


@open_to("oversight.sample")
@require_GET
def sample(request: HttpRequest, sample_id: UUID) -> HttpResponse:
    """The minutes of one sample and what was found in them."""
    one = access.get_sample(request.actor, sample_id)
    return render(request, "oversight/sample.html", {"sample": one, "page": samples.sample_page(one)})


@open_to("oversight.sample")
@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, drawn_id: UUID) -> HttpResponse:
    """Look at one of the drawn minutes."""
    drawn = access.get_drawn(request.actor, drawn_id)
    questions = pages.checklist_of(drawn.sample)
    initial = {"ticked": drawn.ticked, "remark": drawn.remark, "seen": drawn.revision}
    form = CheckForm(sent(request), checklist=questions, initial=initial)
    by, at = request.actor, clock.now()
    if request.method == "POST" and attempt(
        form, lambda words: actions.check_minutes(drawn, **words, checked_by=access.own_person(by), by=by, at=at)
    ):
        return done(request, _("Đã ghi kết quả xem biên bản."), "oversight:sample", drawn.sample_id)
    context = {"drawn": drawn, "form": form}
    return render(request, "oversight/check.html", context, status=status_of(form))
