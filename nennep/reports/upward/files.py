"""The consolidated report as files: data with the hash of every package behind it, and a workbook."""

import json
from typing import Any

from django.utils.translation import gettext_lazy as _

from nennep.core.digests import content_hash
from nennep.core.documents.xlsx import Sheet, render_xlsx
from nennep.core.refusals import NotFound, Refused
from nennep.core.written import percent
from nennep.reports.upward.consolidated import Consolidated, Line, Sender

FORMAT, VERSION = "nennep-consolidated", 1
FORMATS = ("xlsx", "json")


class NoSuchFormat(Refused):
    message = _("Tệp phải có đuôi .xlsx hoặc .json, hoặc ghi --format.")


def format_of(name: str) -> str:
    """The format that a file's ending names."""
    ending = name.rpartition(".")[2].lower()
    if ending not in FORMATS:
        raise NoSuchFormat
    return ending


def as_data(report: Consolidated) -> dict[str, Any]:
    """The report as data: every total with the wards' parts, every part with the hash of its package."""
    seen = report.overview
    content = {
        "format": FORMAT,
        "version": VERSION,
        "level": {"code": seen.level.code, "name": seen.level.party_name},
        "period": seen.period,
        "head": seen.head,
        "expected": len(seen.senders),
        "sent": len(seen.sent),
        "missing": [{"code": each.code, "name": each.name} for each in seen.missing],
        "packages": [_about(each) for each in seen.sent],
        "figures": [_told(line) for line in report.lines],
        "findings": [{"ward": each.sender.code, "title": each.title, "count": each.count} for each in seen.mismatches],
    }
    return {"content": content, "sha256": content_hash(content)}


def _about(sender: Sender) -> dict[str, Any]:
    package = sender.latest
    assert package is not None
    return {
        "code": sender.code,
        "name": sender.name,
        "revision": package.revision,
        "sha256": package.sha256,
        "key_id": package.signature["key_id"] if package.signature else None,
        "received_at": package.received_at.isoformat(timespec="seconds"),
    }


def _told(line: Line) -> dict[str, Any]:
    return {
        "indicator": line.id,
        "title": line.title,
        "numerator": line.numerator,
        "denominator": line.denominator,
        "wards": [
            {
                "ward": each.sender.code,
                "numerator": each.numerator,
                "denominator": each.denominator,
                "package": each.sender.latest.sha256 if each.sender.latest else None,
            }
            for each in line.parts
        ],
        "without": [each.code for each in line.silent],
        "counted_otherwise": [each.code for each in line.otherwise],
        "part_larger_than_whole": [each.code for each in line.impossible],
    }


def render(report: Consolidated, format: str) -> bytes:
    """The report in one of its formats; any other is not there."""
    if format == "json":
        return json.dumps(as_data(report), ensure_ascii=False, indent=1).encode()
    if format == "xlsx":
        return workbook(report)
    raise NotFound


def file_name(report: Consolidated, format: str) -> str:
    return f"tong-hop-{report.overview.level.code}-{report.overview.period}.{format}"


def workbook(report: Consolidated) -> bytes:
    """Totals, what each ward adds, which packages stand behind them, and what does not add up in each ward."""
    seen = report.overview
    head = f"Kỳ {seen.period}: {seen.head}"
    notes = (head, "Tỷ lệ tính từ tổng tử số và tổng mẫu số, không phải trung bình các tỷ lệ.")
    totals = [
        (line.title, line.part, line.numerator, line.whole, line.denominator, _share(line.numerator, line.denominator))
        for line in report.lines
    ]
    parts = [
        (line.title, each.sender.name, each.numerator, each.denominator, _share(each.numerator, each.denominator))
        for line in report.lines
        for each in line.parts
    ]
    found = [(each.sender.name, each.title, each.count) for each in seen.mismatches]
    title = f"{seen.level.party_name}: số liệu tổng hợp. {head}"
    shares = ("Chỉ tiêu", "Tử số là", "Tử số", "Mẫu số là", "Mẫu số", "Tỷ lệ")
    return render_xlsx(
        [
            Sheet("Tổng hợp", title, shares, totals, (34, 34, 10, 34, 10, 10), notes),
            Sheet("Từng phường", head, ("Chỉ tiêu", "Phường", "Tử số", "Mẫu số", "Tỷ lệ"), parts, (40, 30, 10, 10, 10)),
            Sheet("Gói đã nhận", head, ("Phường", "Lần", "SHA-256 của gói"), _packages(seen.senders), (30, 10, 70)),
            Sheet("Chưa khớp", "Số liệu chưa khớp", ("Phường", "Nội dung", "Số việc"), found, (30, 80, 10)),
        ]
    )


def _packages(senders: tuple[Sender, ...]) -> list[tuple[str, int | None, str]]:
    return [
        (each.name, each.latest.revision, each.latest.sha256) if each.latest else (each.name, None, "chưa gửi")
        for each in senders
    ]


def _share(part: int, whole: int | None) -> str:
    return percent(part, whole) if whole else ""
