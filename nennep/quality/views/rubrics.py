"""The ward's rubrics: read, entered from a file or one that is shipped, edited, checked, tried, adopted."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nennep.core import clock
from nennep.core.answers import attempt, done, put, see, sent, status_of
from nennep.core.refusals import Changed, NotFound, Refused
from nennep.core.responses import download
from nennep.core.rights import open_to
from nennep.quality import access, actions, checks, editing, queries, rubric_pages, rubrics, shipped, trying
from nennep.quality.forms import AdoptForm, Bands, Caps, CriterionForm, EndForm, Groups, RubricFileForm, RubricForm


@open_to("quality.rubrics")
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """The rubrics of the ward."""
    if not access.may_read_rubrics(request.actor):
        raise NotFound
    keep = access.may_keep_rubrics(request.actor)
    found = [each for each in queries.rubrics_of(request.actor.ward_id) if keep or each.adopted_at]
    context = {"rubrics": [(each, *rubric_pages.state_of(each)) for each in found], "keep": keep}
    return render(request, "quality/rubrics.html", context)


@open_to("quality.rubrics_keep")
@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Enter a rubric: a file, or one that comes with the program."""
    if not access.may_keep_rubrics(request.actor):
        raise NotFound
    is_shipped = "mau" in request.POST
    files = request.FILES if request.method == "POST" and not is_shipped else None
    form = RubricFileForm(None if is_shipped else sent(request), files)
    kept: list[Any] = []
    if request.method == "POST":
        try:
            if is_shipped:
                kept.append(_keep(request, shipped.data_of(request.POST["mau"])))
            elif form.is_valid():
                kept.append(_keep(request, rubrics.read_file(form.cleaned_data["file"])))
        except Refused as refusal:
            form = form if form.is_bound else RubricFileForm(request.POST, request.FILES)
            form.errors.clear()
            put(form, refusal)
        if kept:
            return done(request, _("Đã nhập bộ tiêu chí thành bản thảo."), "quality:rubric", kept[0].pk)
    context = {"form": form, "shipped": shipped.all_schemes()}
    return render(request, "quality/enter.html", context, status=status_of(form))


def _keep(request: HttpRequest, data: Any) -> Any:
    return actions.keep_rubric(request.actor.ward_id, data=data, by=request.actor, at=clock.now())


@open_to("quality.rubric")
@require_GET
def rubric(request: HttpRequest, rubric_id: UUID) -> HttpResponse:
    """One rubric with its contradictions."""
    return show_rubric(request, access.get_rubric(request.actor, rubric_id, right="read"))


def show_rubric(
    request: HttpRequest, rubric: Any, *, adopt_form: AdoptForm | None = None, end_form: EndForm | None = None
) -> HttpResponse:
    scheme = rubric.scheme
    context = {
        "rubric": rubric,
        "keep": access.may_keep_rubrics(request.actor),
        "facts": rubric_pages.facts(rubric),
        "criteria": rubric_pages.criteria_table(scheme),
        "bands": rubric_pages.bands_table(scheme),
        "caps": scheme.caps,
        "state": rubric_pages.state_of(rubric),
        **_faults(scheme),
        "adopt_form": adopt_form or AdoptForm(initial={"valid_from": clock.today()}),
        "end_form": end_form or EndForm(),
        "forms": [form for form in (adopt_form, end_form) if form],
        "last_year": clock.today().year - 1,
    }
    return render(request, "quality/rubric.html", context, status=status_of(adopt_form, end_form))


@open_to("quality.rubric_keep")
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, rubric_id: UUID) -> HttpResponse:
    """The editor: head, groups, caps and bands, each criterion on its own page; an adopted one leads to the next."""
    rubric = access.get_rubric(request.actor, rubric_id, right="keep")
    draft = queries.draft_of(rubric)
    if request.method == "GET" and draft and draft != rubric:
        return redirect("quality:rubric_change", draft.pk)
    data = rubric.content
    form = RubricForm(sent(request), initial={**editing.head_of(data), "seen": rubric.revision})
    groups = Groups(sent(request), initial=editing.groups_of(data), prefix="nhom")
    caps = Caps(sent(request), initial=editing.caps_of(data), prefix="tran")
    bands = Bands(sent(request), initial=editing.bands_of(data), prefix="muc")
    sets, kept = (groups, caps, bands), None
    if request.method == "POST" and _all_valid(form, *sets):
        words = [[each.cleaned_data for each in lines] for lines in sets]
        try:
            made = editing.edited(data, head=form.cleaned_data, groups=words[0], caps=words[1], bands=words[2])
        except Refused as refusal:
            _put_at_cap(form, caps, refusal)
        else:
            kept = _change(request, rubric, made, form)
    if kept:
        return _saved(request, rubric, kept, "quality:rubric")
    forms = [form, *(line for lines in sets for line in lines.forms)]
    context = {
        "rubric": rubric, "form": form, "groups": groups, "caps": caps, "bands": bands, "forms": forms,
        "criteria": list(enumerate(rubric.scheme.criteria, start=1)), **_faults(rubric.scheme),
    }  # fmt: skip
    return render(request, "quality/edit.html", context, status=status_of(*forms))


@open_to("quality.rubric_keep")
@require_http_methods(["GET", "POST"])
def criterion(request: HttpRequest, rubric_id: UUID, place: int) -> HttpResponse:
    """One criterion in the editor, by its place; nought is a new one."""
    rubric = access.get_rubric(request.actor, rubric_id, right="keep")
    data, rows = rubric.content, rubric.content.get("criterion", [])
    if place > len(rows):
        raise NotFound
    row = rows[place - 1] if place else {"kind": "number"}
    form = CriterionForm(
        sent(request),
        initial={**editing.criterion_of(row), "seen": rubric.revision},
        groups=[(each.key, f"{each.key}. {each.title}") for each in rubric.scheme.groups],
        variants=len(row.get("variant", [])),
        limits=len(row.get("limit", [])),
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = editing.with_criterion(data, place, form.cleaned_data)
        except Refused as refusal:
            put(form, refusal)
        else:
            if kept := _change(request, rubric, made, form):
                return _saved(request, rubric, kept, "quality:rubric_change")
    context = {"rubric": rubric, "form": form, "place": place, **_faults(rubric.scheme)}
    return render(request, "quality/criterion.html", context, status=status_of(form))


def _all_valid(*forms: Any) -> bool:
    """Every form says what it has to mend, not only the first."""
    return min([form.is_valid() for form in forms])


def _put_at_cap(form: Any, caps: Any, refusal: Refused) -> None:
    part, _colon, rest = (refusal.field or "").partition(":")
    if part != "cap":
        put(form, refusal)
        return
    place, _colon, refusal.field = rest.partition(":")
    put(caps.forms[int(place)], refusal)


def _change(request: HttpRequest, rubric: Any, data: Any, form: Any) -> Any:
    """Keep what was edited; a refusal stands in the form."""
    by, at = request.actor, clock.now()
    try:
        if rubric.adopted_at:
            return actions.next_version(rubric, data=data, by=by, at=at)
        return actions.change_rubric(rubric, data=data, seen=form.cleaned_data["seen"], by=by, at=at)
    except Changed as refusal:
        put(form, refusal)
        see(form, refusal.current.revision)
    except Refused as refusal:
        put(form, refusal)
    return None


def _saved(request: HttpRequest, before: Any, kept: Any, page: str) -> HttpResponse:
    same = (kept.pk, kept.sha256) == (before.pk, before.sha256)
    words = _("Không có gì thay đổi; bộ tiêu chí giữ nguyên.") if same else _("Đã lưu bản thảo bộ tiêu chí.")
    return done(request, words, page, kept.pk)


def _faults(scheme: Any) -> dict[str, list[str]]:
    """What contradicts itself, and what should be known before adopting."""
    faults = checks.faults_of(scheme)
    return {
        "errors": [fault.sentence for fault in faults if fault.is_error],
        "warnings": [fault.sentence for fault in faults if not fault.is_error],
    }


@open_to("quality.rubric_keep")
@require_GET
def file(request: HttpRequest, rubric_id: UUID) -> HttpResponse:
    """The rubric as a file: to change what the editor has no field for, or to hand it to another ward."""
    rubric = access.get_rubric(request.actor, rubric_id, right="keep")
    return download(editing.to_toml(rubric.content).encode(), f"bo-tieu-chi-{rubric.code}-{rubric.version}.toml")


@open_to("quality.rubric_keep")
@require_POST
def adopt(request: HttpRequest, rubric_id: UUID) -> HttpResponse:
    """Adopt it from a day on."""
    rubric = access.get_rubric(request.actor, rubric_id, right="keep")
    form, by, at = AdoptForm(request.POST), request.actor, clock.now()
    if attempt(form, lambda words: actions.adopt_rubric(rubric, valid_from=words["valid_from"], by=by, at=at)):
        return done(request, _("Đã áp dụng bộ tiêu chí."), "quality:rubric", rubric.pk)
    return show_rubric(request, rubric, adopt_form=form)


@open_to("quality.rubric_keep")
@require_POST
def end(request: HttpRequest, rubric_id: UUID) -> HttpResponse:
    """Stop applying it from a day on."""
    rubric = access.get_rubric(request.actor, rubric_id, right="keep")
    form, by, at = EndForm(request.POST), request.actor, clock.now()
    if attempt(form, lambda words: actions.end_rubric(rubric, valid_to=words["valid_to"], by=by, at=at)):
        return done(request, _("Đã ghi ngày thôi áp dụng."), "quality:rubric", rubric.pk)
    return show_rubric(request, rubric, end_form=form)


@open_to("quality.rubric_keep")
@require_GET
def trial(request: HttpRequest, rubric_id: UUID, year: int) -> HttpResponse:
    """Try it on a year's meetings; nothing is kept."""
    rubric = access.get_rubric(request.actor, rubric_id, right="keep")
    meetings = queries.meetings_of_year(rubric.ward_id, year)
    found = trying.try_rubric(rubric.scheme, meetings, now=clock.now())
    context = {
        "rubric": rubric,
        "year": year,
        "table": rubric_pages.trial_table(found, year),
        "bands": sorted(found.bands.items()),
        "lost": [(f"{criterion.key} {criterion.text}", times) for criterion, times in found.lost],
        "by_records": rubric_pages.named(found.measured_by_records),
        "left_open": rubric_pages.named(found.left_open),
        "count": len(found.lines),
    }
    return render(request, "quality/trial.html", context)
