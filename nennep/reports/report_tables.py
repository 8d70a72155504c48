"""The tables at the end of a report: by branch, by month, and beside the period before."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from django.utils import translation

from nennep.core.periods import Period
from nennep.organisation.models import Unit
from nennep.reports.indicators import BY_ID, Figure
from nennep.reports.records import Records
from nennep.reports.sentences import ReportTable, Said

RUNNING_NUMBER = "TT"
"""Head of the column that counts the rows on paper."""
COMPARED = (
    "regular_held",
    "attendance",
    "papers",
    "papers_ahead",
    "on_time_record",
    "speaking_share",
    "resolutions",
    "unanimous",
    "follow_up",
)
"""Shares that are set beside those of the period before."""


def branch_table(records: Records) -> ReportTable:
    """Who belongs, who met, who came, who is in charge: branches in their fixed order."""
    keys = ("members", "regular_held", "thematic_coverage", "attendance")
    rows: list[tuple[str | Said, ...]] = []
    for number, unit in enumerate(records.branches, start=1):
        charge = records.charges.get(unit.pk)
        rows.append((str(number), unit.name, *_cells(records, keys, unit), charge.person.full_name if charge else "–"))
    rows.append(("", "Toàn Đảng bộ", *_cells(records, keys, None), ""))
    return ReportTable(
        f"Biểu 1. Chi bộ, đảng viên và nền nếp sinh hoạt {records.period.document_label}",
        (RUNNING_NUMBER, "Chi bộ", "Đảng viên", "Thường kỳ", "Chuyên đề", "Tỷ lệ dự", "Đảng ủy viên phụ trách"),
        tuple(rows),
        (7, 25, 9, 11, 11, 25, 22),
        (2, 3, 4, 5),
    )


def record_table(records: Records) -> ReportTable:
    keys = ("papers", "papers_ahead", "on_time_record", "resolutions", "unanimous", "opinions")
    rows: list[tuple[str | Said, ...]] = [
        (str(number), unit.name, *_cells(records, keys, unit)) for number, unit in enumerate(records.branches, start=1)
    ]
    rows.append(("", "Toàn Đảng bộ", *_cells(records, keys, None)))
    return ReportTable(
        f"Biểu 2. Tài liệu, biên bản, nghị quyết và ý kiến {records.period.document_label}",
        (
            RUNNING_NUMBER,
            "Chi bộ",
            "Có tài liệu",
            "Gửi trước",
            "Biên bản đúng hạn",
            "Ra nghị quyết",
            "Nhất trí",
            "Ý kiến",
        ),
        tuple(rows),
        (7, 27, 12, 12, 13, 12, 12, 9),
        (2, 3, 4, 5, 6, 7),
    )


def month_table(records: Records) -> ReportTable:
    rows: list[tuple[str | Said, ...]] = []
    for month in records.counted.months if records.counted else ():
        period = Period.month(month)
        figures = [records.figure(key, None, period) for key in ("regular_held", "attendance", "on_time_record")]
        regular, attendance, on_time = (Said(figure) for figure in figures)
        rows.append((month.first.strftime("%m/%Y"), regular, attendance, on_time))
    return ReportTable(
        f"Biểu 3. Nền nếp sinh hoạt từng tháng {records.period.document_label}",
        ("Tháng", "Thường kỳ", "Tỷ lệ dự", "Biên bản đúng hạn"),
        tuple(rows),
        (12, 25, 30, 30),
        (1, 2, 3),
    )


def _cells(records: Records, keys: Sequence[str], unit: Unit | None) -> Iterator[Said]:
    """Narrow columns show parts only; attendance has room for its share too."""
    for key in keys:
        figure = records.figure(key, unit.pk if unit else None)
        yield Said(figure, "text" if key == "attendance" else "parts")


def comparison(records: Records) -> Iterator[ReportTable]:
    """The shares of the period beside those of as many months right before; nothing where no meeting is on record then.

    While the period runs, its finished months stand beside the same months of the one before.
    """
    before = records.before
    if before is None:
        return
    rows: list[tuple[str | Said, ...]] = []
    with translation.override("vi"):
        for key in COMPARED:
            now, then = records.figure(key), before.figure(key)
            if now.has_data or then.has_data:
                rows.append((str(BY_ID[key].title), Said(now), Said(then), _beside(now, then)))
    yield ReportTable(
        f"Biểu 4. So sánh với {before.period.document_label}",
        ("Chỉ tiêu", "Kỳ này", "Kỳ trước", "So với kỳ trước"),
        tuple(rows),
        (34, 26, 26, 14),
        (1, 2),
    )


def _beside(now: Figure, then: Figure) -> str:
    """Compared as fractions: a share that only rounds alike is still higher or lower."""
    if not (now.denominator and then.denominator):
        return "–"
    left, right = Fraction(now.numerator, now.denominator), Fraction(then.numerator, then.denominator)
    return "cao hơn" if left > right else "thấp hơn" if left < right else "bằng"
