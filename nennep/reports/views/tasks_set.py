"""The tasks of a year: the page on which the office sets them."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nennep.core import clock
from nennep.core.answers import attempt, done, sent
from nennep.core.rights import open_to
from nennep.reports import access, actions
from nennep.reports.forms import TasksSeenForm, YearTaskForms
from nennep.reports.tasks_set import tasks_of, version_of


@open_to("reports.arrange")
@require_http_methods(["GET", "POST"])
def year_tasks(request: HttpRequest, year: int) -> HttpResponse:
    """Set the tasks of a year, and choose the figures that show them."""
    access.require_arranging(request.actor)
    tasks = tasks_of(request.actor.ward_id, year)
    kept = [{"text": task.text, **dict(zip(("first", "second"), task.shown_by, strict=False))} for task in tasks]
    form = TasksSeenForm(sent(request), initial={"seen": version_of(tasks)})
    forms = YearTaskForms(sent(request), initial=kept)
    valid = request.method == "POST" and forms.is_valid()
    if valid and attempt(form, lambda words: _set(request, year, forms, words["seen"])):
        return done(
            request, _("Đã lưu nhiệm vụ trọng tâm năm %(year)s.") % {"year": year}, "reports:year_report", year - 1
        )
    status = 422 if request.method == "POST" else 200
    context = {"year": year, "form": form, "forms": forms, "every_form": [form, *forms]}
    return render(request, "reports/year_tasks.html", context, status=status)


def _set(request: HttpRequest, year: int, forms: Any, seen: str) -> None:
    tasks = [
        actions.SetTask(words.get("text", ""), tuple(words[name] for name in ("first", "second") if words.get(name)))
        for words in (each.cleaned_data for each in forms)
    ]
    actions.set_year_tasks(request.actor.ward_id, year, tasks, seen=seen, by=request.actor, at=clock.now())
