"""Pages of tasks."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from nennep.core import clock
from nennep.core.refusals import Refused
from nennep.core.rights import SIGNED_IN, open_to
from nennep.decisions import access, actions, queries
from nennep.decisions.forms import TaskReportForm


@open_to(SIGNED_IN)
def mine(request: HttpRequest) -> HttpResponse:
    """The tasks that wait for this person, and those of the branches they look after."""
    actor = request.actor
    branches = queries.tasks_of_units(access.units_with_visible_tasks(actor), actor.ward_id, clock.today())
    own = queries.tasks_of(actor.person_id, actor.ward_id, clock.today())
    context = {"own": access.with_rights(own, actor), "branches": access.with_rights(branches, actor)}
    return render(request, "decisions/mine.html", context)


@open_to("decisions.report")
def report(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """Report on one task."""
    task = access.get_task(request.actor, task_id, right="report")
    form = TaskReportForm(request.POST or None, initial={"seen": task.revision, "text": task.result})
    if request.method == "POST" and form.is_valid():
        try:
            actions.report_task(task, **form.cleaned_data, by=request.actor, at=clock.now())
            messages.success(request, _("Đã ghi kết quả việc được giao."))
            return redirect("decisions:mine")
        except Refused as refusal:
            form.add_error(refusal.field, refusal.sentence)
    return render(request, "decisions/report.html", {"task": task, "form": form}, status=422 if form.errors else 200)
