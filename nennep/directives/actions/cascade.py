"""The cascade (quán triệt): who must pass a document on, how and by when."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nennep.core.documents.wording import short_date
from nennep.core.refusals import Refused
from nennep.directives.actions.lists import draw_up, end, locked, locked_open, note
from nennep.directives.actions.register import mark_replaced
from nennep.directives.models import Directive, Dissemination, EndReason
from nennep.organisation.actors import Actor
from nennep.organisation.models import Unit


class NoBranchChosen(Refused):
    field = "units"
    message = _("Chọn ít nhất một chi bộ, hoặc một loại hình chi bộ.")


class DueInThePast(Refused):
    field = "due_on"
    message = _("Hạn %(day)s đã qua. Nhập ngày từ hôm nay trở đi.")


class PlanDueInThePast(Refused):
    field = "plan_due_on"
    message = _("Hạn nộp kế hoạch %(day)s đã qua. Nhập ngày từ hôm nay trở đi.")


class ReportDueInThePast(Refused):
    field = "report_due_on"
    message = _("Hạn báo cáo %(day)s đã qua. Nhập ngày từ hôm nay trở đi.")


class IsReplaced(Refused):
    message = _("%(old)s đã được thay thế bằng %(new)s. Giao quán triệt văn bản mới.")


class BranchHasEnded(Refused):
    field = "units"
    message = _("%(unit)s đã kết thúc hoạt động từ ngày %(day)s. Bỏ chọn chi bộ này.")


@transaction.atomic
def assign_directive(
    directive: Directive,
    *,
    units: Sequence[Unit],
    method: str,
    due_on: date,
    plan_due_on: date | None = None,
    report_due_on: date | None = None,
    by: Actor,
    at: datetime,
) -> list[Dissemination]:
    """Tell branches to pass a document on by a day (giao quán triệt), all in one step.

    A branch that has it already keeps what it has. Members who heard it at a conference count as reached.
    Refuses days in the past, a document that was replaced, and a branch that no longer exists.
    """
    today = timezone.localdate(at)
    if directive.replaced_by:
        raise IsReplaced(old=directive.label, new=directive.replaced_by.label)
    _check_days(today, due_on, plan_due_on, report_due_on)
    if not units:
        raise NoBranchChosen
    ended = next((unit for unit in units if not unit.holds_on(today)), None)
    if ended:
        raise BranchHasEnded(unit=ended.name, day=short_date(ended.valid_to) if ended.valid_to else "")
    has_it = set(
        Dissemination.objects.filter(
            ward=directive.ward_id, directive=directive, unit__in=units, ended_on__isnull=True
        ).values_list("unit_id", flat=True)
    )
    fresh = [
        Dissemination(
            ward_id=directive.ward_id,
            directive=directive,
            unit=unit,
            method=method,
            due_on=due_on,
            assigned_on=today,
            plan_due_on=plan_due_on,
            report_due_on=report_due_on,
        )
        for unit in units
        if unit.pk not in has_it
    ]
    Dissemination.objects.bulk_create(fresh)
    draw_up(directive, fresh, today)
    for each in fresh:
        told = {"method": method, "due_on": due_on, "plan_due_on": plan_due_on, "report_due_on": report_due_on}
        note("directives.dissemination.assigned", each, by=by, at=at, after=told)
    return fresh


def _check_days(today: date, due_on: date, plan_due_on: date | None, report_due_on: date | None) -> None:
    for day, refusal in ((due_on, DueInThePast), (plan_due_on, PlanDueInThePast), (report_due_on, ReportDueInThePast)):
        if day and day < today:
            raise refusal(day=short_date(day))


@transaction.atomic
def change_due(dissemination: Dissemination, *, due_on: date, by: Actor, at: datetime) -> Dissemination:
    """Give a branch another day (gia hạn)."""
    dissemination = locked_open(dissemination)
    if due_on == dissemination.due_on:
        return dissemination
    if due_on < timezone.localdate(at):
        raise DueInThePast(day=short_date(due_on))
    before, dissemination.due_on = dissemination.due_on, due_on
    dissemination.save(update_fields=["due_on"])
    note("directives.dissemination.due_changed", dissemination, by=by, at=at, before=before, after=due_on)
    return dissemination


@transaction.atomic
def withdraw(dissemination: Dissemination, *, by: Actor, at: datetime) -> None:
    """The ward no longer asks a branch to pass the document on; who was reached stays reached."""
    dissemination = locked(dissemination)
    if dissemination.ended_on is None:
        end([dissemination], EndReason.WITHDRAWN, timezone.localdate(at), by=by, at=at)


@transaction.atomic
def replace_directive(
    old: Directive, *, new: Directive, on: date, due_on: date | None, by: Actor, at: datetime
) -> Directive:
    """A document is replaced while branches pass it on: what was done stays as it is and is said so.

    With `due_on`, branches that had the old one open are told to pass the new one on by that day, in the same way.
    """
    old = mark_replaced(old, new=new, on=on, by=by, at=at)
    running = list(
        Dissemination.objects.filter(ward=old.ward_id, directive=old, ended_on__isnull=True).select_related("unit")
    )
    if due_on:
        by_method: dict[str, list[Unit]] = defaultdict(list)
        for each in running:
            if each.unit.holds_on(timezone.localdate(at)):
                by_method[each.method].append(each.unit)
        for method, units in by_method.items():
            assign_directive(new, units=units, method=method, due_on=due_on, by=by, at=at)
    end(running, EndReason.REPLACED, on, by=by, at=at)
    return old
