"""Pages of tasks."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from nennep.core import clock, exports
from nennep.core.answers import attempt, done, sent, status_of
from nennep.core.rights import SIGNED_IN, open_to
from nennep.decisions import access, actions, documents, queries
from nennep.decisions.forms import TaskReportForm


@open_to(SIGNED_IN)
def mine(request: HttpRequest) -> HttpResponse:
    """The tasks that wait for this person, and those of the branches they look after."""
    actor = request.actor
    most = None if exports.asked(request) else queries.SHOWN
    units = access.units_with_visible_tasks(actor)
    branches = queries.tasks_of_units(units, actor.ward_id, clock.today(), most=most)
    own = queries.tasks_of(actor.person_id, actor.ward_id, clock.today())
    if exports.asked(request):
        return exports.hand_out(request, documents.tasks_table([*own, *branches], clock.today()))
    context = {"own": access.with_rights(own, actor), "branches": access.with_rights(branches, actor)}
    return render(request, "decisions/mine.html", context)


@open_to("decisions.report")
def report(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """Report on one task."""
    task = access.get_task(request.actor, task_id, right="report")
    form = TaskReportForm(sent(request), initial={"seen": task.revision, "text": task.result})
    if request.method == "POST" and attempt(
        form, lambda words: actions.report_task(task, **words, by=request.actor, at=clock.now())
    ):
        return done(request, _("Đã ghi kết quả việc được giao."), "decisions:mine")
    return render(request, "decisions/report.html", {"task": task, "form": form}, status=status_of(form))
