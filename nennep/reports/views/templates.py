"""Templates of the year report: the list, and the page on which the office arranges one."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from nennep.core import clock
from nennep.core.answers import attempt, done, sent, status_of
from nennep.core.rights import open_to
from nennep.reports import access, actions, template_pages
from nennep.reports.arranging import usual_pieces
from nennep.reports.forms import AddPieceForm, PieceForms, TemplateForm


@open_to("reports.ward")
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Every template of the ward, and this year's report through it."""
    access.require_ward(request.actor)
    year = clock.today().year
    templates = template_pages.templates_of(request.actor.ward_id)
    links = list(zip(templates, template_pages.template_links(templates, year), strict=True))
    context = {"links": links, "year": year, "may_arrange": access.may_arrange(request.actor)}
    return render(request, "reports/templates.html", context)


@open_to("reports.arrange")
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """A new template; it begins as the report stands."""
    access.require_arranging(request.actor)
    return _arrange(request, None, {"name": "", "seen": 0}, usual_pieces())


@open_to("reports.template")
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, template_id: UUID) -> HttpResponse:
    """Arrange a template."""
    access.require_arranging(request.actor)
    template = access.get_template(request.actor, template_id)
    return _arrange(request, template.pk, {"name": template.name, "seen": template.revision}, template.pieces)


def _arrange(request: HttpRequest, template_id: UUID | None, kept: dict[str, Any], pieces: Any) -> HttpResponse:
    """The page of a template: a button moves pieces on the page, only saving keeps them."""
    form, forms = TemplateForm(sent(request), initial=kept), PieceForms(sent(request), initial=pieces)
    if "step" in request.POST:
        typed = {"name": form["name"].value() or "", "seen": form["seen"].value()}
        moved = template_pages.after_step(
            template_pages.typed_pieces(forms), request.POST["step"], request.POST.get("add", "")
        )
        form, forms = TemplateForm(initial=typed), PieceForms(initial=moved)
    elif (
        request.method == "POST"
        and forms.is_valid()
        and attempt(form, lambda words: _save(request, template_id, words, forms))
    ):
        return done(request, _("Đã lưu mẫu báo cáo."), "reports:templates")
    status = 422 if request.method == "POST" and forms.is_bound and not forms.is_valid() else status_of(form)
    context = {
        "form": form,
        "forms": forms,
        "every_form": [form, *forms],
        "lines": template_pages.piece_lines(forms),
        "adding": AddPieceForm(parts=template_pages.parts_left(template_pages.typed_pieces(forms))),
        "name": kept["name"],
    }
    return render(request, "reports/template.html", context, status=status)


def _save(request: HttpRequest, template_id: UUID | None, words: dict[str, Any], forms: Any) -> None:
    new_id = words.pop("id")
    actions.save_template(
        request.actor.ward_id,
        template_id or new_id,
        **words,
        pieces=[each.cleaned_data for each in forms],
        by=request.actor,
        at=clock.now(),
    )
