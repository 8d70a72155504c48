"""Consolidation in the words and parts that pages are built from: wards in one fixed order, never by their figures."""

from collections.abc import Sequence
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nennep.core import written
from nennep.core.components import Cell, Column, DataTable, Fact, TableRow
from nennep.core.periods import Period
from nennep.reports.models import ReceivedPackage, TrustedKey
from nennep.reports.upward import keys
from nennep.reports.upward.consolidated import Consolidated, Difference, Line, Overview, Sender
from nennep.reports.upward.package import period_of

YEARS_BACK = 3


def periods_to_choose(on: date, received: Sequence[str]) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """The periods that are over, year by year: words, address, and whether anything came."""
    came = set(received)
    years = [(year, _periods_of(year)) for year in range(on.year, on.year - YEARS_BACK, -1)]
    offered = {period.key for _year, periods in years for period in periods}
    older = [period_of(key) for key in received if key not in offered]
    told = [(str(year), [each for each in periods if each.last.last < on]) for year, periods in years]
    return [
        (title, [(each.label, reverse("reports:superior_period", args=[each]), _came(each, came)) for each in periods])
        for title, periods in [*told, (_("Kỳ khác"), older)]
        if periods
    ]


def _periods_of(year: int) -> list[Period]:
    return [
        Period.year(year),
        *(Period.half(year, half) for half in (1, 2)),
        *(Period.quarter(year, quarter) for quarter in (1, 2, 3, 4)),
    ]


def _came(period: Period, came: set[str]) -> str:
    return _("đã có gói") if period.key in came else ""


def keys_table(found: Sequence[TrustedKey]) -> DataTable:
    """Whose key, its fingerprint, since when, until when."""
    columns = [Column(_("Phường")), Column(_("Mã")), Column(_("Dấu khóa")), Column(_("Nhập")), Column(_("Dùng"))]
    rows = [
        TableRow([each.name, each.code, keys.fingerprint(keys.read(each.public)), _entered(each), _use(each)])
        for each in found
    ]
    return DataTable(_("Khóa của các phường"), columns, rows, empty=_("Chưa có khóa nào."))


def _entered(key: TrustedKey) -> str:
    return _("%(name)s, lúc %(moment)s") % {"name": key.entered_by_name, "moment": _moment(key.entered_at)}


def _use(key: TrustedKey) -> Cell:
    if key.withdrawn_at is None:
        return Cell(_("đang dùng"), tone="done")
    return Cell(_("thôi dùng từ %(moment)s") % {"moment": _moment(key.withdrawn_at)}, tone="missing")


def senders_table(seen: Overview) -> DataTable:
    """Every ward expected, what came of it, how often it was revised, how much does not add up."""
    counts: dict[str, int] = {}
    for each in seen.mismatches:
        counts[each.sender.code] = counts.get(each.sender.code, 0) + each.count
    columns = [Column(_("Phường")), Column(_("Gói")), Column(_("Sửa lại")), Column(_("Chưa khớp"))]
    rows = [
        TableRow([each.name, _state(each), _revised(each), _odd(counts.get(each.code, 0))]) for each in seen.senders
    ]
    empty = _("Chưa có phường nào. Nhập khóa của các phường trước.")
    return DataTable(_("Các phường phải gửi"), columns, rows, empty=empty)


def _state(sender: Sender) -> Cell:
    package = sender.latest
    if package is None:
        return Cell(_("chưa lấy") if sender.is_hosted else _("chưa gửi"), tone="missing")
    words = _("lấy trực tiếp") if sender.is_hosted else _("đã gửi")
    return Cell(
        words, reverse("reports:superior_package", args=[package.pk]), "done", note=_moment(package.received_at)
    )


def _revised(sender: Sender) -> Cell:
    package = sender.latest
    if package is None or package.revision == 1:
        return Cell("")
    address = reverse("reports:superior_package", args=[package.pk])
    return Cell(_("lần %(revision)s") % {"revision": package.revision}, address, "doing")


def _odd(count: int) -> Cell:
    return (
        Cell(ngettext("%(count)s việc", "%(count)s việc", count) % {"count": count}, tone="finding")
        if count
        else Cell("")
    )


def mismatches_table(seen: Overview) -> DataTable:
    """What does not add up, ward by ward, as the packages tell it."""
    columns = [Column(_("Phường")), Column(_("Nội dung")), Column(_("Số việc"), number=True)]
    rows = [TableRow([each.sender.name, each.title, str(each.count)]) for each in seen.mismatches]
    return DataTable(_("Số liệu chưa khớp ở các phường"), columns, rows)


def totals_table(report: Consolidated) -> DataTable:
    """Each indicator over all wards that tell it; the figure leads to the wards' parts."""
    columns = [
        Column(_("Chỉ tiêu")),
        Column(_("Tổng"), number=True),
        Column(_("Tử số/mẫu số"), number=True),
        Column(_("Phường"), number=True),
    ]
    rows = [
        TableRow(
            [
                Cell(line.title, note=_notes(line)),
                Cell(_shown(line.numerator, line.denominator), _rows_url(report.overview, line)),
                _parts(line.numerator, line.denominator),
                f"{len(line.parts)}/{len(report.overview.senders)}",
            ]
        )
        for line in report.lines
    ]
    return DataTable(_("Tổng các phường đã gửi"), columns, rows, empty=_("Chưa có gói nào của kỳ này."))


def _rows_url(seen: Overview, line: Line) -> str:
    return reverse("reports:superior_rows", args=[period_of(seen.period), line.id])


def _notes(line: Line) -> str:
    """Which wards could not be added, count otherwise, or tell more than can be."""
    told = (
        (_("không cộng được: %(names)s"), line.silent),
        (_("ghi cách tính khác: %(names)s"), line.otherwise),
        (_("tử số lớn hơn mẫu số: %(names)s"), line.impossible),
    )
    return "; ".join(words % {"names": ", ".join(each.name for each in wards)} for words, wards in told if wards)


def parts_table(line: Line) -> DataTable:
    """What each ward adds to a figure; each ward leads to its package, whose hash stands beside."""
    columns = [
        Column(_("Phường")),
        Column(_("Số liệu"), number=True),
        Column(_("Tử số/mẫu số"), number=True),
        Column(_("Gói")),
    ]
    rows = [
        TableRow(
            [
                each.sender.name,
                _shown(each.numerator, each.denominator),
                _parts(each.numerator, each.denominator),
                _hash(each.sender),
            ]
        )
        for each in line.parts
    ]
    foot = TableRow([_("Tổng"), _shown(line.numerator, line.denominator), _parts(line.numerator, line.denominator), ""])
    return DataTable(line.title, columns, rows, foot=foot)


def _hash(sender: Sender) -> Cell:
    package = sender.latest
    assert package is not None, "a part comes from a package"
    words = _("lần %(revision)s · %(hash)s…") % {"revision": package.revision, "hash": package.sha256[:12]}
    return Cell(words, reverse("reports:superior_package", args=[package.pk]))


def package_facts(package: ReceivedPackage) -> list[Fact]:
    """Which revision, how it came, its hash and key, and why it was sent again."""
    asked = {"name": package.received_by_name, "moment": _moment(package.received_at)}
    key = package.key
    facts = [
        Fact(_("Kỳ"), period_of(package.period).label),
        Fact(_("Lần"), str(package.revision)),
        Fact(_("Nhận"), _("%(name)s, lúc %(moment)s") % asked),
        Fact(_("Khóa ký"), key.key_id if key else _("không ký: lấy trực tiếp từ phường trên máy này")),
        Fact(_("Mã kiểm tra SHA-256"), package.sha256),
        Fact(_("Phần mềm của phường"), package.content["software"]),
    ]
    reason = package.content["reason"]
    return facts + [Fact(_("Lý do sửa lại"), reason)] * bool(reason)


def differences_table(found: Sequence[Difference]) -> DataTable:
    """What a revised package tells otherwise than the one before."""
    columns = [Column(_("Chỉ tiêu")), Column(_("Chi bộ")), Column(_("Trước")), Column(_("Nay"))]
    rows = [
        TableRow([each.title, each.branch or _("toàn phường"), _both(each.before), _both(each.after)]) for each in found
    ]
    return DataTable(_("Khác với lần trước"), columns, rows)


def package_table(package: ReceivedPackage) -> DataTable:
    """The ward's own figures in a package; those of single branches are in the file."""
    titles = {each["id"]: each["title"] for each in package.content["indicators"]}
    columns = [Column(_("Chỉ tiêu")), Column(_("Số liệu"), number=True), Column(_("Tử số/mẫu số"), number=True)]
    rows = [
        TableRow(
            [
                titles.get(each["indicator"], each["indicator"]),
                _shown(each["numerator"], each["denominator"]),
                _parts(each["numerator"], each["denominator"]),
            ]
        )
        for each in package.content["figures"]
        if each["branch"] is None
    ]
    return DataTable(_("Số liệu của phường"), columns, rows)


def revision_links(found: Sequence[ReceivedPackage], shown: ReceivedPackage) -> list[tuple[str, str]]:
    """The other revisions of the same ward and period."""
    return [
        (
            _("Lần %(revision)s, nhận %(moment)s") % {"revision": each.revision, "moment": _moment(each.received_at)},
            reverse("reports:superior_package", args=[each.pk]),
        )
        for each in found
        if each.pk != shown.pk
    ]


def _both(told: tuple[int, int | None] | None) -> str:
    if told is None:
        return _("không nêu")
    numerator, denominator = told
    return written.number(numerator) if denominator is None else written.share(numerator, denominator)


def _shown(numerator: int, denominator: int | None) -> str:
    return written.number(numerator) if denominator is None else written.percent(numerator, denominator)


def _parts(numerator: int, denominator: int | None) -> str:
    return "" if denominator is None else f"{written.number(numerator)}/{written.number(denominator)}"


def _moment(at: datetime) -> str:
    return written.moment(timezone.localtime(at))
