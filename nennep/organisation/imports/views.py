"""S13 Nhập từ Excel: 1 Tệp, 2 Cột, 3 Từng dòng, 4 Nhận."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRefresh

from nennep.core import clock, progress
from nennep.core.answers import attempt, done, sent, status_of
from nennep.core.refusals import NotFound, Refused
from nennep.core.responses import download
from nennep.core.rights import open_to
from nennep.organisation import access, queries
from nennep.organisation.imports import command, documents, pages, steps, work
from nennep.organisation.imports import units as unit_lists
from nennep.organisation.imports.forms import BringForm, ColumnsForm, UnitsForm
from nennep.organisation.imports.headings import LABELS
from nennep.organisation.imports.layout import Corrections
from nennep.organisation.imports.queries import accepted
from nennep.organisation.imports.undo import undo_import


@open_to("organisation.import")
@require_http_methods(["GET", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    """1 Tệp: bring a file; below, the imports so far."""
    actor = request.actor
    if not access.may_import(actor):
        raise NotFound
    today = clock.today()
    branches = queries.branches(actor.ward_id, today)
    form = BringForm(sent(request), request.FILES or None, units=branches, initial={"on": today})
    made: list[Any] = []
    if request.method == "POST" and attempt(form, lambda words: made.append(_bring(request, **words))):
        return redirect("organisation:import", made[0].pk)
    context = {
        "form": form,
        "today": today,
        "lines": pages.import_lines(actor.ward_id),
        "has_branches": bool(branches),
    }
    return render(request, "organisation/imports/file.html", context, status=status_of(form))


def _bring(request: HttpRequest, *, file: Any, classified: bool, on: Any, unit: Any, id: UUID | None) -> Any:
    by = request.actor
    return steps.bring(
        file,
        classified=classified,
        ward_id=by.ward_id,
        on=on,
        default_unit=unit,
        by=by,
        at=clock.now(),
        id=id,
    )


@open_to("organisation.import")
@require_GET
def show(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """An import at the step where it stands; ?buoc=cot goes back to the columns."""
    made = work.look_after(access.get_import(request.actor, import_id))
    if made.state in work.UNDER_WAY:
        return _under_way(request, made)
    if request.htmx:
        return HttpResponseClientRefresh()  # what the page was waiting for is over
    if made.state == "columns" or (made.is_open and request.GET.get("buoc") == "cot"):
        return _show_columns(request, made)
    if made.is_open:
        return _show_rows(request, made)
    context = {"made": made, "left_out": pages.left_out(made), "summary": command.summary(made.counts)}
    return render(request, "organisation/imports/result.html", context)


def _under_way(request: HttpRequest, made: Any) -> HttpResponse:
    """How far reading or taking is; the page asks again by itself and goes on when it is over."""
    far = progress.read(made.pk)
    return render(request, "organisation/imports/under_way.html", {"made": made, "far": far})


# 2 Cột --------------------------------------------------------------------------------------------


def _show_columns(request: HttpRequest, made: Any, form: Any = None) -> HttpResponse:
    form = form or _columns_form(made)
    context = {
        "made": made,
        "form": form,
        "lines": pages.column_lines(form),
        "heads": pages.column_heads(),
        "has_sheets": len(made.about["sheets"]) > 1,
    }
    return render(request, "organisation/imports/columns.html", context, status=status_of(form))


def _columns_form(made: Any, data: Any = None) -> ColumnsForm:
    initial = {"header": made.about["header_row"], "sheet": made.about["sheet"]}
    return ColumnsForm(data, columns=made.about["columns"], sheets=made.about["sheets"], initial=initial)


@open_to("organisation.import")
@require_POST
def columns(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Correct the columns, then show them as they are understood now."""
    made = access.get_import(request.actor, import_id)
    form = _columns_form(made, request.POST)
    if attempt(form, lambda words: _correct(made, **words)):
        return done(request, _("Đã đọc lại tệp theo các cột đồng chí chọn."), "organisation:import", made.pk)
    return _show_columns(request, made, form)


def _correct(made: Any, *, header: Any, sheet: str, columns: dict[str, int], encodings: Any, **_rest: Any) -> None:
    """Another row or sheet is guessed anew; on the same one the choices of columns and encodings count."""
    other_place = (header or 0) != made.about["header_row"] or sheet not in ("", made.about["sheet"])
    kept = {int(column): each for column, each in made.corrections.get("encodings", {}).items()}
    corrections = Corrections(
        page=sheet,
        header=header or 0,
        columns=None if other_place else columns,
        encodings={} if other_place else kept | encodings,
    )
    steps.correct_columns(made, corrections, at=clock.now())


@open_to("organisation.import")
@require_POST
def read(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Go on to the rows: read them all, each with its fate."""
    made = access.get_import(request.actor, import_id)
    return _work(request, made, lambda: work.read(made))


def _work(request: HttpRequest, made: Any, begin: Callable[[], None]) -> HttpResponse:
    """Begin a piece of work; a refusal is a sentence above the page it came from."""
    try:
        begin()
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect("organisation:import", made.pk)


# 3 Từng dòng --------------------------------------------------------------------------------------


def _show_rows(request: HttpRequest, made: Any) -> HttpResponse:
    fate = pages.known_fate(request.GET.get("loai", ""), made.counts)
    page = pages.page_of_rows(made, fate, request.GET.get("trang"))
    rows = list(page)
    names = [unit.name for unit in queries.branches(made.ward_id, made.on)] if fate == "error" else []
    context = {
        "made": made,
        "fate": fate,
        "page": page,
        "tabs": pages.fate_tabs(made.counts, fate),
        "decoded": pages.decoded_columns(made),
        "mend": pages.mend_cards(made, rows, names) if fate == "error" else [],
        "twins": pages.twin_cards(made, rows) if fate == "twin" else [],
        "table": pages.rows_table(rows, fate) if fate not in ("error", "twin") else None,
        "accepted": accepted(made),
    }
    return render(request, "organisation/imports/rows.html", context)


@open_to("organisation.import")
@require_POST
def mend(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Mend cells in place: every box of the page whose text was changed."""
    made = access.get_import(request.actor, import_id)
    typed: dict[int, dict[str, str]] = {}
    for key, text in request.POST.items():
        number, _dash, name = key.partition("-")
        if _is_number(number) and name in LABELS:
            typed.setdefault(int(number), {})[name] = str(text).replace("\0", "")[:300]
    try:
        right = steps.mend(made, typed, by=request.actor, at=clock.now())
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return redirect("organisation:import", made.pk)
    words = ngettext("Đã sửa xong %(count)s dòng.", "Đã sửa xong %(count)s dòng.", right) % {"count": right}
    messages.success(request, words)
    return _back_to_rows(request, made, "error")


@open_to("organisation.import")
@require_POST
def choose(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Leave rows out, take them after all, or say of a twin who it is."""
    made = access.get_import(request.actor, import_id)
    numbers = [int(each) for each in request.POST.getlist("selected") if _is_number(each)]
    choice, fate = request.POST.get("choice", ""), request.POST.get("loai", "")
    try:
        count = steps.choose(made, numbers, choice, person_id=_id(request.POST.get("person", "")))
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return redirect("organisation:import", made.pk)
    words = ngettext("Đã ghi cho %(count)s dòng.", "Đã ghi cho %(count)s dòng.", count) % {"count": count}
    messages.success(request, words)
    return _back_to_rows(request, made, fate)


def _is_number(text: str) -> bool:
    """Whether a text is the number of a row, as a file can have it."""
    return text.isdecimal() and len(text) <= 6


def _id(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None


def _back_to_rows(request: HttpRequest, made: Any, fate: str) -> HttpResponse:
    response = redirect("organisation:import", made.pk)
    page = request.POST.get("trang", "")
    response["Location"] += f"?loai={pages.known_fate(fate, made.counts)}" + (
        f"&trang={page}" if page.isdigit() else ""
    )
    return response


# 4 Nhận -------------------------------------------------------------------------------------------


@open_to("organisation.import")
@require_POST
def take(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Take what was accepted, all or nothing."""
    made = access.get_import(request.actor, import_id)
    return _work(request, made, lambda: work.take(made, by=request.actor, at=clock.now()))


@open_to("organisation.import")
@require_POST
def undo(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Take the whole import back, as long as nothing was built on it."""
    made = access.get_import(request.actor, import_id)
    return _work(request, made, lambda: _undo(request, made))


def _undo(request: HttpRequest, made: Any) -> None:
    undo_import(made, by=request.actor, at=clock.now())
    messages.success(request, _("Đã hoàn tác lần nhập này. Danh sách của phường như trước khi nhập."))


@open_to("organisation.import")
@require_POST
def drop(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Leave an import that was not taken."""
    made = access.get_import(request.actor, import_id)
    return _work(request, made, lambda: steps.drop(made, by=request.actor, at=clock.now()))


@open_to("organisation.import")
@require_GET
def result(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """What became of each row as a spreadsheet; ?loai=error only those to mend."""
    made = access.get_import(request.actor, import_id)
    fate = request.GET.get("loai", "")
    name = "dong-loi.xlsx" if fate == "error" else "ket-qua-nhap.xlsx"
    return download(documents.result_xlsx(made, fate), name)


@open_to("organisation.import")
@require_GET
def sample(request: HttpRequest) -> HttpResponse:
    """An empty list of members with headings that are understood."""
    if not access.may_import(request.actor):
        raise NotFound
    return download(documents.sample_xlsx(), "mau-nhap-dang-vien.xlsx")


@open_to("organisation.import")
@require_http_methods(["GET", "POST"])
def units(request: HttpRequest) -> HttpResponse:
    """Branches pasted from a spreadsheet: first what would become of each, then found those that are new."""
    actor = request.actor
    if not access.may_import(actor):
        raise NotFound
    form = UnitsForm(sent(request), initial={"on": clock.today()})
    lines: list[Any] = []
    found = request.POST.get("step") == "found"
    if (
        request.method == "POST"
        and attempt(form, lambda words: lines.extend(_units(request, found, **words)))
        and found
    ):
        count = sum(line.fate == "new" for line in lines)
        words = ngettext("Đã thành lập %(count)s chi bộ.", "Đã thành lập %(count)s chi bộ.", count) % {"count": count}
        return done(request, words, "organisation:branches")
    new = sum(line.fate == "new" for line in lines)
    context = {"form": form, "table": pages.units_table(lines) if lines else None, "new": new, "today": clock.today()}
    return render(request, "organisation/imports/units.html", context, status=status_of(form))


def _units(request: HttpRequest, found: bool, *, text: str, on: Any) -> list[Any]:
    ward, by = request.user.person.ward, request.actor
    lines = unit_lists.pasted_units(text, ward, on=on)
    if found:
        unit_lists.found_units(ward, lines, on=on, by=by, at=clock.now())
    return lines
