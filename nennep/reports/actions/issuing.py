"""Issuing a year report: it gets a number, and stands as it was issued."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nennep.core import audit, uploads
from nennep.core.digests import content_hash
from nennep.core.periods import Month
from nennep.core.refusals import Refused
from nennep.decisions import actions as decisions
from nennep.decisions.models import DocumentKind
from nennep.organisation.actors import Actor
from nennep.organisation.models import Ward
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


@transaction.atomic
def issue_report(
    ward: Ward,
    *,
    content: dict[str, Any],
    print_paper: Callable[[str], tuple[bytes, bytes]],
    reason: str,
    on: date,
    by: Actor,
    at: datetime,
) -> IssuedReport:
    """Issue a year report (ban hành báo cáo): it gets the next number, and its words, figures and files stand.

    `print_paper` makes DOCX and PDF that bear the number. Refused where no month is over, where the last issue says
    the same, and without a `reason` where the year was reported before. Two at once wait for each other.
    """
    ward = Ward.objects.select_for_update().get(pk=ward.pk)
    last = latest_issued(ward, content["year"])
    _require_worth_issuing(last, content, reason)
    term, number = decisions.next_ward_number(ward, DocumentKind.REPORT, on=on)
    issued = IssuedReport(
        ward=ward,
        year=content["year"],
        revision=last.revision + 1 if last else 1,
        made_on=on,
        term=term,
        number=number,
        content=content,
        sha256=content_hash(content),
        reason=reason if last else "",
        issued_at=at,
        issued_by_name=by.name,
    )
    papers = zip(("docx", "pdf"), print_paper(issued.symbol), strict=True)
    for format, paper in papers:
        name = f"bao-cao-{issued.year}.{format}"
        setattr(issued, format, uploads.accept_bytes(paper, name, ward_id=ward.pk, by=by, at=at))
    issued.save(force_insert=True)
    after = {"symbol": issued.symbol, "revision": issued.revision, "sha256": issued.sha256, "reason": issued.reason}
    audit.record(ISSUED, issued, by=by, at=at, month=Month.of(on), after=after)
    return issued


def _require_worth_issuing(last: IssuedReport | None, content: dict[str, Any], reason: str) -> None:
    if content["counted_to"] is None:
        raise NothingToReport(year=content["year"])
    if last and _said(last.content) == _said(content):
        raise NothingChanged(symbol=last.symbol)
    if last and not reason.strip():
        raise ReissueReasonMissing


def _said(content: dict[str, Any]) -> tuple[Any, ...]:
    return content["sections"], content["figures"], content["findings"]
