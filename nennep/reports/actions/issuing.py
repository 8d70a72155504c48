"""Issuing a year report: it gets a number, and stands as it was issued."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nennep.core import audit
from nennep.core.models import Upload
from nennep.core.periods import Month
from nennep.core.refusals import Refused
from nennep.meetings.signing import content_hash
from nennep.organisation.actors import Actor
from nennep.organisation.models import Term, Ward
from nennep.reports.models import IssuedReport

ISSUED = "reports.report.issued"


class NothingChanged(Refused):
    message = _("Lời văn và số liệu vẫn như báo cáo số %(symbol)s. Không cần ban hành lại.")


class ReissueReasonMissing(Refused):
    field = "reason"
    message = _("Ghi lý do ban hành lại, ví dụ: chi bộ bổ sung biên bản tháng 3.")


class NothingToReport(Refused):
    message = _("Chưa có tháng nào của năm %(year)s kết thúc nên chưa có số liệu để ban hành.")


def latest_issued(ward: Ward, year: int) -> IssuedReport | None:
    """The report of a year as it was issued last."""
    return IssuedReport.objects.filter(ward=ward, year=year).order_by("-revision").first()


def require_worth_issuing(last: IssuedReport | None, content: dict[str, Any], *, reason: str) -> None:
    """Refuses what has no finished month, what says the same as before, and another issue without a reason."""
    if content["counted_to"] is None:
        raise NothingToReport(year=content["year"])
    if last and _said(last.content) == _said(content):
        raise NothingChanged(symbol=last.symbol)
    if last and not reason.strip():
        raise ReissueReasonMissing


def _said(content: dict[str, Any]) -> tuple[Any, ...]:
    return content["sections"], content["figures"], content["findings"]


@transaction.atomic
def keep_issued(
    ward: Ward,
    *,
    content: dict[str, Any],
    term: Term,
    number: int,
    reason: str,
    docx: Upload,
    pdf: Upload,
    on: date,
    by: Actor,
    at: datetime,
) -> IssuedReport:
    """Keep a report as it is issued, under its number; `reason` says why a year is reported again."""
    last = latest_issued(ward, content["year"])
    require_worth_issuing(last, content, reason=reason)
    issued = IssuedReport.objects.create(
        ward=ward,
        year=content["year"],
        revision=last.revision + 1 if last else 1,
        made_on=on,
        term=term,
        number=number,
        content=content,
        sha256=content_hash(content),
        reason=reason if last else "",
        docx=docx,
        pdf=pdf,
        issued_at=at,
        issued_by_name=by.name,
    )
    after = {"symbol": issued.symbol, "revision": issued.revision, "sha256": issued.sha256, "reason": issued.reason}
    audit.record(ISSUED, issued, by=by, at=at, month=Month.of(on), after=after)
    return issued
