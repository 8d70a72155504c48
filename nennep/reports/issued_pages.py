"""Issued reports in the words and parts that pages are built from."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from nennep.core import written
from nennep.core.components import Column, DataTable, Fact, TableRow
from nennep.core.models import AuditEvent
from nennep.reports.issuing import Change
from nennep.reports.models import IssuedReport


@dataclass(frozen=True)
class Line:
    """One row of a list: what, more about it, where it leads."""

    title: str
    note: str
    url: str = ""


def issued_lines(reports: Sequence[IssuedReport]) -> list[Line]:
    """Every issue of a year, the latest first."""
    return [
        Line(
            _("Báo cáo số %(symbol)s") % {"symbol": each.symbol},
            " · ".join(filter(None, [_by_whom(each), each.reason])),
            reverse("reports:issued", args=[each.pk]),
        )
        for each in reports
    ]


def issued_facts(issued: IssuedReport) -> list[Fact]:
    """Number, day, who, hash, and why again."""
    facts = [
        Fact(_("Số"), issued.symbol),
        Fact(_("Lần ban hành"), str(issued.revision)),
        Fact(_("Ban hành"), _by_whom(issued)),
        Fact(_("Mã kiểm tra SHA-256"), issued.sha256),
    ]
    return facts + [Fact(_("Lý do ban hành lại"), issued.reason)] * bool(issued.reason)


def changes_table(changes: Sequence[Change]) -> DataTable:
    """Each figure that says something else now."""
    columns = [Column(_("Chỉ tiêu")), Column(_("Chi bộ")), Column(_("Kỳ")), Column(_("Khi ban hành")), Column(_("Nay"))]
    rows = [TableRow([each.title, each.unit, each.period, each.before, each.after]) for each in changes]
    return DataTable(_("Số liệu khác với khi ban hành"), columns, rows)


def event_lines(events: Sequence[AuditEvent]) -> list[Line]:
    """What was recorded since, the latest first: about what, by whom, when."""
    return [Line(each.object_label or each.name, f"{each.by_name} · {_moment(each)}") for each in events]


def _by_whom(issued: IssuedReport) -> str:
    asked = {"name": issued.issued_by_name, "moment": written.moment(timezone.localtime(issued.issued_at))}
    return _("%(name)s, lúc %(moment)s") % asked


def _moment(event: AuditEvent) -> str:
    return written.moment(timezone.localtime(event.at))
