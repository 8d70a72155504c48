"""A ward's figures for a period as data without names: what is signed, and what the level above adds up."""

import re
from collections import Counter
from datetime import date
from typing import Any

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from nennep.core.documents.xlsx import Sheet, render_xlsx
from nennep.core.periods import Month, Period
from nennep.core.refusals import Refused
from nennep.organisation.models import Unit, Ward
from nennep.reports import actions
from nennep.reports.findings import findings
from nennep.reports.indicators import INDICATORS, Indicator
from nennep.reports.records import Records
from nennep.rulebook.queries import rules_on

FORMAT, VERSION = "nennep-package", 1
_PERIOD = re.compile(r"\d{4}(-(Q[1-4]|H[12]|\d{2}))?")
_OF_PEOPLE = frozenset({"attendance", "speaking_share", "reach", "duties", "duties_assigned", "members", "opinions"})
_NEED_A_CHOICE = frozenset({"branches_of_kind", "visit_seen"})
"""Indicators that say nothing until something is chosen; kinds are told with each branch."""
TOLD: tuple[Indicator, ...] = tuple(each for each in INDICATORS if each.id not in _NEED_A_CHOICE)


class PeriodOdd(Refused):
    field = "period"
    message = _("Không có kỳ “%(period)s”. Ghi năm, nửa năm, quý hoặc tháng: 2022, 2022-H1, 2022-Q1, 2022-05.")


class PeriodNotOver(Refused):
    field = "period"
    message = _("Kỳ %(period)s chưa kết thúc nên chưa gửi số liệu được. Gửi từ ngày đầu của tháng sau kỳ ấy.")


def period_of(key: str) -> Period:
    """Read "2022", "2022-H1", "2022-Q1" or "2022-05"."""
    try:
        if not _PERIOD.fullmatch(key):
            raise ValueError(key)
        year, _dash, half = key.partition("-H")
        if not half:
            return Period.parse(key)
        first = Month(int(year), 1 if half == "1" else 7)
        return Period(first, Month(first.year, first.number + 5))
    except ValueError as fault:
        raise PeriodOdd(period=key) from fault


def figures_of(ward: Ward, key: str, *, on: date) -> dict[str, Any]:
    """What a ward tells of a period, in a package or directly where the level above hosts it: the same function."""
    period = period_of(key)
    if period.last.last >= on:
        raise PeriodNotOver(period=key)
    with translation.override("vi"):
        actions.refresh(ward.pk, until=on)
        records = Records(ward, period, on=on)
        withheld = _too_small(records)
        return {
            "counted_to": str(period.last),
            "branches": [
                {"code": str(unit.pk), "name": unit.name, "kind": unit.branch_kind} for unit in records.branches
            ],
            "withheld": sorted(str(unit.pk) for unit in withheld),
            "indicators": [_about(each) for each in TOLD],
            "figures": _figures(records, withheld),
            "findings": _findings(records),
        }


def _about(indicator: Indicator) -> dict[str, Any]:
    whole = str(indicator.whole) or None
    return {"id": indicator.id, "title": str(indicator.title), "numerator": str(indicator.part), "denominator": whole}


def _figures(records: Records, withheld: list[Unit]) -> list[dict[str, Any]]:
    told = []
    for unit in [None, *records.branches]:
        for indicator in TOLD:
            if unit in withheld and indicator.id in _OF_PEOPLE:
                continue
            figure = records.figure(indicator.id, unit.pk if unit else None)
            parts = {"numerator": figure.numerator, "denominator": figure.denominator}
            told.append({"indicator": indicator.id, "branch": str(unit.pk) if unit else None, **parts})
    return told


def _too_small(records: Records) -> list[Unit]:
    """Branches whose figures about people would tell of each; never one alone, the ward's sum would give it away.

    Source: domain.md 3.8; how few is too few stands in the rulebook.
    """
    smallest = rules_on(records.period.last.last).privacy.smallest_group
    by_size = sorted(records.branches, key=lambda unit: len(records.members.get(unit.pk, [])))
    count = sum(len(records.members.get(unit.pk, [])) < smallest for unit in by_size)
    return by_size[: max(count, 2) if count else 0]


def _findings(records: Records) -> list[dict[str, Any]]:
    """What does not add up, by kind; sentences stay at home where they could name people."""
    found = Counter(each.sentence if each.stated else str(each.title) for each in findings(records))
    return [{"title": title, "count": count} for title, count in found.items()]


def workbook(content: dict[str, Any]) -> bytes:
    """The package to read: its figures, branches and findings, with revision and period."""
    names = {each["code"]: each["name"] for each in content["branches"]}
    titles = {each["id"]: each["title"] for each in content["indicators"]}
    rows = [
        (
            names.get(each["branch"], "Toàn Đảng bộ"),
            each["indicator"],
            titles[each["indicator"]],
            each["numerator"],
            each["denominator"],
        )
        for each in content["figures"]
    ]
    title = f"{content['ward']['name']}: số liệu kỳ {content['period']}, lần {content['revision']}"
    head = ("Chi bộ", "Mã chỉ tiêu", "Chỉ tiêu", "Tử số", "Mẫu số")
    note = "Bản để đọc; bản có chữ ký là tệp JSON."
    found = [(each["title"], each["count"]) for each in content["findings"]]
    return render_xlsx(
        [
            Sheet("Số liệu", title, head, rows, (30, 22, 40, 10, 10), (note,)),
            Sheet("Chưa khớp", "Số liệu chưa khớp", ("Nội dung", "Số việc"), found, (90, 10)),
        ]
    )
