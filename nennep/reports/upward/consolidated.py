"""The figures of many wards over a period: who sent them, who did not, and what they come to together."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models.fields.json import KT
from django.utils.translation import gettext as _

from nennep.core.refusals import NotFound
from nennep.core.text import fold
from nennep.organisation.models import Ward
from nennep.reports.models import ReceivedPackage, TrustedKey
from nennep.reports.upward.package import PeriodOdd, period_of
from nennep.reports.upward.receiving import hosted_wards


@dataclass(frozen=True)
class Sender:
    """A ward that is expected to send its figures of a period, and what came of it."""

    code: str
    name: str
    is_hosted: bool
    packages: tuple[ReceivedPackage, ...] = ()
    """Every revision, the latest first; without their contents where only the overview is asked for."""

    @property
    def latest(self) -> ReceivedPackage | None:
        return self.packages[0] if self.packages else None


@dataclass(frozen=True)
class Mismatch:
    """What does not add up in a ward, by its own telling."""

    sender: Sender
    title: str
    count: int


@dataclass(frozen=True)
class Overview:
    """Of the wards expected for a period: who has sent, who is missing, who revised, with which findings."""

    level: Ward
    period: str
    is_over: bool
    senders: tuple[Sender, ...]
    mismatches: tuple[Mismatch, ...]

    @property
    def sent(self) -> list[Sender]:
        return [each for each in self.senders if each.latest]

    @property
    def missing(self) -> list[Sender]:
        return [each for each in self.senders if not each.latest]

    @property
    def head(self) -> str:
        """How complete the figures are, to stand above every one of them."""
        told = {"sent": len(self.sent), "all": len(self.senders)}
        words = _("%(sent)s/%(all)s phường đã gửi") % told
        names = ", ".join(each.name for each in self.missing)
        return _("%(head)s; còn thiếu: %(names)s") % {"head": words, "names": names} if names else words


@dataclass(frozen=True)
class Part:
    """What one ward adds to a figure."""

    sender: Sender
    numerator: int
    denominator: int | None


@dataclass(frozen=True)
class Line:
    """An indicator over many wards: the sum of the parts and the sum of the wholes, never a mean of percentages."""

    id: str
    title: str
    part: str
    whole: str | None
    parts: tuple[Part, ...]
    silent: tuple[Sender, ...]
    """Who sent a package without this figure, or with one of another kind, which is not added."""
    otherwise: tuple[Sender, ...]
    """Who counts it by other words than the first ward that tells it."""

    @property
    def impossible(self) -> tuple[Sender, ...]:
        """Who tells a part larger than its whole: shown as it is, never smoothed over."""
        return tuple(
            each.sender for each in self.parts if each.denominator is not None and each.numerator > each.denominator
        )

    @property
    def numerator(self) -> int:
        return sum(each.numerator for each in self.parts)

    @property
    def denominator(self) -> int | None:
        return None if self.whole is None else sum(each.denominator or 0 for each in self.parts)


@dataclass(frozen=True)
class Consolidated:
    """The report over the packages of a period."""

    overview: Overview
    lines: tuple[Line, ...]


def plain_period(key: str) -> str:
    """A period for which wards send packages; any other address is not there."""
    try:
        period_of(key)
    except PeriodOdd as refusal:
        raise NotFound from refusal
    return key


def overview(level: Ward, period: str, *, on: date) -> Overview:
    """Who was expected and what came: the same few database queries for any number of wards."""
    found = ReceivedPackage.objects.filter(ward=level, period=period).order_by("code", "-revision")
    packages = list(found.defer("content").annotate(findings=KT("content__findings")))
    return _overview(level, period, packages, on=on)


def consolidated(level: Ward, period: str, *, on: date) -> Consolidated:
    """The report of a period over the latest package of each ward."""
    packages = list(ReceivedPackage.objects.filter(ward=level, period=period).order_by("code", "-revision"))
    seen = _overview(level, period, packages, on=on)
    return Consolidated(seen, tuple(_lines(seen.sent)))


def line_of(report: Consolidated, indicator: str) -> Line:
    """One figure of the report with what each ward adds to it."""
    found = next((line for line in report.lines if line.id == indicator), None)
    if found is None:
        raise NotFound
    return found


def periods_received(level_id: UUID) -> list[str]:
    """The periods of which anything came, the latest first."""
    found = ReceivedPackage.objects.filter(ward=level_id).values_list("period", flat=True)
    return sorted(set(found.order_by()), key=lambda key: (period_of(key).last, key), reverse=True)


def revisions_of(package: ReceivedPackage) -> list[ReceivedPackage]:
    """Every package of the same ward and period, the latest first."""
    same = ReceivedPackage.objects.filter(ward=package.ward_id, code=package.code, period=package.period)
    return list(same.defer("content").order_by("-revision"))


def before(package: ReceivedPackage) -> ReceivedPackage | None:
    """The revision that stood before a package."""
    same = ReceivedPackage.objects.filter(ward=package.ward_id, code=package.code, period=package.period)
    return same.filter(revision__lt=package.revision).order_by("-revision").first()


@dataclass(frozen=True)
class Difference:
    """A figure that two revisions tell differently; nothing stands where one does not tell it."""

    title: str
    branch: str
    before: tuple[int, int | None] | None
    after: tuple[int, int | None] | None


def differences(old: ReceivedPackage, new: ReceivedPackage) -> list[Difference]:
    """What a revised package says otherwise, in the order of its figures."""
    was, now = _figures(old.content), _figures(new.content)
    titles = {each["id"]: each["title"] for each in [*old.content["indicators"], *new.content["indicators"]]}
    names = {each["code"]: each["name"] for each in [*old.content["branches"], *new.content["branches"]]}
    return [
        Difference(titles.get(indicator, indicator), names.get(branch, branch or ""), was.get(key), now.get(key))
        for key in dict.fromkeys([*now, *was])
        if was.get(key) != now.get(key)
        for indicator, branch in [key]
    ]


def _overview(level: Ward, period: str, packages: Sequence[ReceivedPackage], *, on: date) -> Overview:
    senders = _senders(level, packages)
    found = [
        Mismatch(sender, each["title"], each["count"])
        for sender in senders
        if sender.latest
        for each in _findings(sender.latest)
    ]
    return Overview(level, period, period_of(period).last.last < on, tuple(senders), tuple(found))


def _findings(package: ReceivedPackage) -> list[dict[str, Any]]:
    """Its findings, read alone where the contents were left in the database, which hands them out as text."""
    told: str | None = getattr(package, "findings", None)
    return package.content["findings"] if told is None else json.loads(told)


def _senders(level: Ward, packages: Sequence[ReceivedPackage]) -> list[Sender]:
    """Wards with a key in use, wards on this machine, whoever sent: in the order of names, never of figures."""
    names: dict[str, str] = {}
    for package in reversed(packages):  # the latest revision last: its name stands
        names[package.code] = package.name
    used = TrustedKey.objects.filter(ward=level, withdrawn_at__isnull=True).order_by("entered_at", "pk")
    names |= dict(used.values_list("code", "name"))
    hosted = {ward.code: ward.name for ward in hosted_wards(level)}
    names |= hosted
    return [
        Sender(code, names[code], code in hosted, tuple(each for each in packages if each.code == code))
        for code in sorted(names, key=lambda code: (fold(names[code]), code))
    ]


def _lines(sent: Sequence[Sender]) -> list[Line]:
    """Every indicator that any package tells, in the order in which the first package names it."""
    about: dict[str, dict[str, Any]] = {}
    words: dict[str, dict[str, dict[str, Any]]] = {}
    told: dict[str, dict[str, tuple[int, int | None]]] = {}
    for sender in sent:
        content = _content(sender)
        words[sender.code] = {each["id"]: each for each in content["indicators"]}
        told[sender.code] = {indicator: parts for (indicator, branch), parts in _figures(content).items() if not branch}
        for each in content["indicators"]:
            about.setdefault(each["id"], each)
    return [_line(each, sent, words, told) for each in about.values()]


def _line(
    about: dict[str, Any],
    sent: Sequence[Sender],
    words: dict[str, dict[str, dict[str, Any]]],
    told: dict[str, dict[str, tuple[int, int | None]]],
) -> Line:
    parts, silent, otherwise = list[Part](), list[Sender](), list[Sender]()
    for sender in sent:
        figure = told[sender.code].get(about["id"])
        if figure is None or (figure[1] is None) != (about["denominator"] is None):
            silent.append(sender)
            continue
        parts.append(Part(sender, *figure))
        if words[sender.code].get(about["id"]) != about:
            otherwise.append(sender)
    return Line(
        about["id"],
        about["title"],
        about["numerator"],
        about["denominator"],
        tuple(parts),
        tuple(silent),
        tuple(otherwise),
    )


def _content(sender: Sender) -> dict[str, Any]:
    assert sender.latest is not None, "only wards that sent have contents"
    return sender.latest.content


def _figures(content: dict[str, Any]) -> dict[tuple[str, str | None], tuple[int, int | None]]:
    return {
        (each["indicator"], each["branch"]): (each["numerator"], each["denominator"]) for each in content["figures"]
    }
