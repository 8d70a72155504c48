"""The level above the ward: keys of its wards, packages received, who has sent, and what they come to together."""

import json
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nennep.core import audit, clock, responses
from nennep.core.answers import attempt, done, sent, status_of
from nennep.core.periods import Period
from nennep.core.refusals import Refused
from nennep.core.rights import open_to
from nennep.reports import access
from nennep.reports.upward import consolidated, files, level_pages, receiving, sealing, trust
from nennep.reports.upward.forms import KeyForm, PackagesForm
from nennep.reports.upward.package import period_of


@open_to("reports.superior")
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The periods of which wards send their figures."""
    access.require_consolidating(request.actor)
    received = consolidated.periods_received(request.actor.ward_id)
    context = {"years": level_pages.periods_to_choose(clock.today(), received)}
    return render(request, "reports/superior.html", context)


@open_to("reports.superior")
@require_http_methods(["GET", "POST"])
def ward_keys(request: HttpRequest) -> HttpResponse:
    """The keys that are trusted; entering one more."""
    access.require_consolidating(request.actor)
    level, form = request.user.person.ward, KeyForm(sent(request), request.FILES if request.method == "POST" else None)
    made: list[Any] = []
    words = {"by": request.actor, "at": clock.now()}
    if request.method == "POST" and attempt(form, lambda typed: made.append(trust.enter_key(level, **typed, **words))):
        told = _("Đã nhập khóa của %(name)s. Gọi cho phường, đọc dấu khóa để so.") % {"name": made[0].name}
        return done(request, told, "reports:superior_keys")
    found = trust.trusted_keys(level.pk)
    used = [each for each in found if each.withdrawn_at is None]
    context = {"form": form, "table": level_pages.keys_table(found), "used": used}
    return render(request, "reports/superior_keys.html", context, status=status_of(form))


@open_to("reports.superior_key")
@require_POST
def withdraw_key(request: HttpRequest, trusted_id: UUID) -> HttpResponse:
    """Accept nothing more that is signed with a key."""
    key = access.get_trusted_key(request.actor, trusted_id)
    trust.withdraw_key(key, by=request.actor, at=clock.now())
    return done(request, _("Thôi dùng khóa của %(name)s.") % {"name": key.name}, "reports:superior_keys")


@open_to("reports.superior")
@require_http_methods(["GET", "POST"])
def receive(request: HttpRequest) -> HttpResponse:
    """Take in one package or many; what was refused is said file by file, what was taken stays taken."""
    access.require_consolidating(request.actor)
    form = PackagesForm(sent(request), request.FILES if request.method == "POST" else None)
    receipts: list[receiving.Receipt] = []
    if request.method == "POST" and form.is_valid():
        for file in form.cleaned_data["file"]:
            try:
                receipts.append(_receive(request, file))
            except Refused as refusal:
                form.add_error("file", f"{file.name}: {refusal.sentence}")
    if receipts and not form.errors:
        told = " ".join(receipt.sentence for receipt in receipts)
        return done(request, told, "reports:superior_period", period_of(receipts[-1].package.period))
    context = {"form": form, "receipts": receipts}
    return render(request, "reports/superior_receive.html", context, status=status_of(form))


def _receive(request: HttpRequest, file: Any) -> receiving.Receipt:
    if getattr(file, "refused_as_too_large", False):
        raise sealing.TooBig(limit=sealing.MOST_BYTES // 1024 // 1024)
    return receiving.receive(request.user.person.ward, file.read(), by=request.actor, at=clock.now())


@open_to("reports.superior")
@require_GET
def period(request: HttpRequest, period: Period) -> HttpResponse:
    """Who has sent, who is missing, who revised, what does not add up, and what to do next."""
    access.require_consolidating(request.actor)
    level, key = request.user.person.ward, consolidated.plain_period(period.key)
    seen = consolidated.overview(level, key, on=clock.today())
    context = {
        "period": period,
        "seen": seen,
        "away": [each for each in seen.missing if not each.is_hosted],
        "untaken": [each for each in seen.missing if each.is_hosted],
        "hosted": any(each.is_hosted for each in seen.senders),
        "table": level_pages.senders_table(seen),
        "odd": level_pages.mismatches_table(seen),
    }
    return render(request, "reports/superior_period.html", context)


@open_to("reports.superior")
@require_POST
def take_hosted(request: HttpRequest, period: Period) -> HttpResponse:
    """Take the figures of the wards on this machine directly."""
    access.require_consolidating(request.actor)
    level, key = request.user.person.ward, consolidated.plain_period(period.key)
    words = {"on": clock.today(), "by": request.actor, "at": clock.now()}
    try:
        receipts = receiving.take_hosted(level, key, **words)
    except Refused as refusal:
        return done(request, refusal.sentence, "reports:superior_period", period)
    count = sum(receipt.is_new for receipt in receipts)
    told = ngettext("Đã lấy số liệu mới của %(count)s phường.", "Đã lấy số liệu mới của %(count)s phường.", count)
    return done(request, told % {"count": count}, "reports:superior_period", period)


@open_to("reports.superior")
@require_GET
def report(request: HttpRequest, period: Period) -> HttpResponse:
    """What the wards come to together."""
    access.require_consolidating(request.actor)
    found = _report(request, period)
    context = {
        "period": period,
        "seen": found.overview,
        "table": level_pages.totals_table(found),
        "formats": files.FORMATS,
    }
    return render(request, "reports/superior_report.html", context)


@open_to("reports.superior")
@require_GET
def rows(request: HttpRequest, period: Period, indicator_id: str) -> HttpResponse:
    """What each ward adds to one figure."""
    access.require_consolidating(request.actor)
    found = _report(request, period)
    line = consolidated.line_of(found, indicator_id)
    context = {"period": period, "seen": found.overview, "line": line, "table": level_pages.parts_table(line)}
    return render(request, "reports/superior_rows.html", context)


@open_to("reports.superior")
@require_GET
def report_file(request: HttpRequest, period: Period, format: str) -> HttpResponseBase:
    """The consolidated report as a file; its words are Vietnamese in every language of the interface."""
    access.require_consolidating(request.actor)
    with translation.override("vi"):
        found = _report(request, period)
        name, content = files.file_name(found, format), files.render(found, format)
    audit.taken_out(found.overview.level, name, by=request.actor, at=clock.now())
    return responses.download(content, name)


@open_to("reports.superior_package")
@require_GET
def package(request: HttpRequest, received_id: UUID) -> HttpResponse:
    """One package: its hash and key, what it says otherwise than the one before, the ward's figures."""
    found = access.get_received(request.actor, received_id)
    before = consolidated.before(found)
    changed = consolidated.differences(before, found) if before else []
    context = {
        "package": found,
        "period": period_of(found.period),
        "facts": level_pages.package_facts(found),
        "before": before,
        "changes": level_pages.differences_table(changed) if changed else None,
        "others": level_pages.revision_links(consolidated.revisions_of(found), found),
        "table": level_pages.package_table(found),
    }
    return render(request, "reports/superior_package.html", context)


@open_to("reports.superior_package")
@require_GET
def package_file(request: HttpRequest, received_id: UUID) -> HttpResponseBase:
    """A package as it was signed, so that anybody with the key can check it again."""
    found = access.get_received(request.actor, received_id)
    told = {"content": found.content, "sha256": found.sha256, "signature": found.signature}
    content = json.dumps(told, ensure_ascii=False, indent=1).encode()
    name = f"{found.code}-{found.period}-lan-{found.revision}.json"
    audit.taken_out(found, name, by=request.actor, at=clock.now())
    return responses.download(content, name)


def _report(request: HttpRequest, period: Period) -> consolidated.Consolidated:
    key = consolidated.plain_period(period.key)
    return consolidated.consolidated(request.user.person.ward, key, on=clock.today())
