"""Issued year reports: composed, rendered and kept in one step; what has changed since, and why."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import translation

from nennep.core.digests import content_hash
from nennep.core.documents.docx import render_docx
from nennep.core.documents.pdf import render_pdf
from nennep.core.models import AuditEvent
from nennep.core.periods import Period
from nennep.organisation.actors import Actor
from nennep.organisation.models import Unit, Ward
from nennep.reports import actions, documents
from nennep.reports.actions.issuing import ISSUED
from nennep.reports.indicators import BY_ID
from nennep.reports.models import IssuedReport
from nennep.reports.records import Records
from nennep.reports.year_report import YearReport, year_report

EVENTS_SHOWN = 30


def issue(ward: Ward, year: int, *, reason: str = "", on: date, by: Actor, at: datetime) -> IssuedReport:
    """Compose the report of a year as the records stand on a day, and issue it (`actions.issue_report`)."""
    with translation.override("vi"):
        actions.refresh(ward.pk, until=on)
        report, content = _composed(ward, year, on)

        def print_paper(symbol: str) -> tuple[bytes, bytes]:
            paper = documents.official_document(report, symbol)
            return render_docx(paper), render_pdf(paper)

        return actions.issue_report(ward, content=content, print_paper=print_paper, reason=reason, on=on, by=by, at=at)


def _composed(ward: Ward, year: int, on: date) -> tuple[YearReport, dict[str, Any]]:
    report = year_report(Records(ward, Period.year(year), on=on))
    return report, json.loads(json.dumps(documents.report_data(report)))


def issued_of(ward_id: UUID, year: int) -> list[IssuedReport]:
    """Every issue of a year's report, the latest first."""
    return list(IssuedReport.objects.filter(ward=ward_id, year=year).order_by("-revision"))


# What changed since -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Change:
    """One figure that says something else now: what it counts, of whom and when, then and now."""

    title: str
    unit: str
    period: str
    before: str
    after: str


@dataclass(frozen=True)
class Since:
    """What is different from an issued report today, and what was recorded in between."""

    changes: list[Change]
    other_words: bool
    """Sentences differ although no figure does."""
    events: list[AuditEvent]


def since(issued: IssuedReport, ward: Ward, *, on: date) -> Since:
    """What the records say otherwise than an issued report, figure by figure, and the log entries about its year."""
    with translation.override("vi"):
        actions.refresh(ward.pk, until=on)
        _report, now = _composed(ward, issued.year, on)
    names = dict(Unit.objects.filter(ward=ward).values_list("pk", "short_name"))
    changes = changed_figures(issued.content, now, {str(key): name for key, name in names.items()})
    first, last = date(issued.year, 1, 1), date(issued.year, 12, 31)
    issuing = AuditEvent.objects.get(ward_id=ward.pk, object_id=issued.pk, name=ISSUED)
    events = AuditEvent.objects.filter(
        ward_id=ward.pk, sequence__gt=issuing.sequence, month__gte=first, month__lte=last
    ).order_by("-sequence")
    other_words = not changes and issued.content["sections"] != now["sections"]
    return Since(changes, other_words, list(events[:EVENTS_SHOWN]) if changes or other_words else [])


def changed_figures(before: dict[str, Any], after: dict[str, Any], names: dict[str, str]) -> list[Change]:
    """The figures of two reports that differ, in the order of the later one; one that is gone comes last."""
    then, now = _by_key(before), _by_key(after)
    return [
        Change(
            str(BY_ID[key[0]].title) if key[0] in BY_ID else key[0],
            names.get(key[2] or "", ""),
            key[3],
            then.get(key, "–"),
            now.get(key, "–"),
        )
        for key in [*now, *(key for key in then if key not in now)]
        if then.get(key) != now.get(key)
    ]


Key = tuple[str, str, str | None, str, str]


def _by_key(content: dict[str, Any]) -> dict[Key, str]:
    """Each figure under what it counts: two kinds of branches, or two bases of themes, are two figures."""
    return {
        (each["indicator"], each["counts"], each["unit"], each["period"], each.get("choice", "")): each["text"]
        for each in content["figures"]
    }


def reports_that_do_not_fit(ward_id: UUID) -> list[str]:
    """Issued reports whose content no longer gives their hash: for `nennep verify`."""
    issued = IssuedReport.objects.filter(ward=ward_id).order_by("year", "revision")
    return [str(each) for each in issued.iterator() if content_hash(each.content) != each.sha256]
