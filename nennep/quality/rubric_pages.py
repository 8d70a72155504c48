"""What the pages of rubrics show: the criteria as a table, faults, a trial on a year's meetings."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from nennep.core import written as dates
from nennep.core.components import Cell, Column, DataTable, Fact, TableRow, Tone
from nennep.meetings.models import MeetingKind
from nennep.organisation.models import BranchKind
from nennep.quality.forms import CONFIDENCE_CHOICES, KIND_CHOICES, POLICY_CHOICES
from nennep.quality.measures import MEASURES
from nennep.quality.models import Rubric
from nennep.quality.rubrics import Criterion, Level, Range, Scheme
from nennep.quality.trying import Trial
from nennep.quality.words import written

CONFIDENCE = dict(CONFIDENCE_CHOICES)


def state_of(rubric: Rubric) -> tuple[Tone, str]:
    """Draft, in use from a day, or over."""
    if rubric.valid_from is None:
        return "doing", _("bản thảo")
    if rubric.valid_to:
        return "plain", _("đã thôi từ %(day)s") % {"day": dates.short_date(rubric.valid_to)}
    return "done", _("áp dụng từ %(day)s") % {"day": dates.short_date(rubric.valid_from)}


def facts(rubric: Rubric) -> list[Fact]:
    """Where it comes from and to what it applies."""
    scheme = rubric.scheme
    kinds = ", ".join(str(BranchKind(each).label) for each in scheme.branch_kinds if each in BranchKind.values)
    meetings = ", ".join(str(MeetingKind(each).label) for each in scheme.meeting_kinds if each in MeetingKind.values)
    rows = [
        Fact(_("Cơ quan ban hành"), scheme.issuer),
        Fact(_("Văn bản"), " ".join(filter(None, [scheme.number, _day(scheme)])) or _("không rõ")),
        Fact(_("Nguồn"), scheme.source),
        Fact(_("Độ tin cậy"), f"{scheme.confidence} – {CONFIDENCE.get(scheme.confidence, '')}"),
        Fact(_("Loại hình chi bộ"), kinds or _("mọi loại hình chi bộ")),
        Fact(_("Loại buổi"), meetings),
        Fact(_("Tổng điểm"), written(scheme.total)),
        Fact(_("Mã kiểm tra"), rubric.sha256[:16]),
    ]
    return rows + ([Fact(_("Ghi chú"), scheme.note)] if scheme.note else [])


def _day(scheme: Scheme) -> str:
    return dates.short_date(scheme.issued_on) if scheme.issued_on else ""


def criteria_table(scheme: Scheme) -> DataTable:
    """All criteria under their groups."""
    columns = [
        Column(_("Tiêu chí")),
        Column(_("Tối đa"), number=True),
        Column(_("Cách cho điểm")),
        Column(_("Điều kiện")),
    ]
    rows = []
    for group in scheme.groups:
        most = written(group.most) if group.most is not None else ""
        rows.append(TableRow([Cell(f"{group.key}. {group.title}"), most, "", ""], tone="plain"))
        rows += [_row(each) for each in scheme.criteria if each.group == group.key]
    return DataTable(_("Tiêu chí"), columns, rows)


def _row(criterion: Criterion) -> TableRow:
    kinds = dict(KIND_CHOICES)
    words = str(kinds[criterion.kind])
    if criterion.measure:
        words = f"{words}: {MEASURES[criterion.measure].title}" if criterion.measure in MEASURES else words
    levels = [_level(level) for level in criterion.levels]
    for variant in criterion.variants:
        levels.append(f"{range_words(variant.when)}: " + "; ".join(_level(level) for level in variant.levels))
    most = written(criterion.most) if criterion.weighs else _("điều kiện")
    return TableRow([
        Cell(f"{criterion.key} {criterion.text}", note=criterion.hint),
        most,
        Cell(words, note="; ".join(levels)),
        Cell("; ".join(_conditions(criterion))),
    ])  # fmt: skip


def _level(level: Level) -> str:
    words = level.text or (range_words(level.range) if level.range else "")
    return f"{written(level.points)} – {words}"


def _conditions(criterion: Criterion) -> list[str]:
    found = []
    if criterion.applies:
        policy = dict(POLICY_CHOICES)[criterion.otherwise]
        found.append(
            _("chỉ khi %(range)s; không thì %(policy)s") % {"range": range_words(criterion.applies), "policy": policy}
        )
    for limit in criterion.limits:
        if limit.most is None:
            found.append(_("%(text)s: hệ thống không tính") % {"text": limit.text})
        else:
            found.append(_("%(text)s: tối đa %(most)s") % {"text": limit.text, "most": written(limit.most)})
    return found


def range_words(of: Range) -> str:
    """ "số đảng viên trong danh sách từ 30"."""
    measure = MEASURES.get(of.measure)
    title = str(measure.title).lower() if measure else of.measure
    parts = []
    if of.least is not None:
        parts.append((_("từ %(value)s") if of.least_in else _("trên %(value)s")) % {"value": written(of.least)})
    if of.most is not None:
        parts.append((_("đến %(value)s") if of.most_in else _("dưới %(value)s")) % {"value": written(of.most)})
    return " ".join([title, *parts])


def bands_table(scheme: Scheme) -> DataTable:
    columns = [Column(_("Mức xếp loại")), Column(_("Từ điểm"), number=True), Column(_("Phải đủ điểm ở"))]
    rows = [TableRow([band.name, written(band.least), ", ".join(band.gates)]) for band in scheme.bands]
    return DataTable(_("Mức xếp loại"), columns, rows)


# A trial ----------------------------------------------------------------------------------------------


def trial_table(trial: Trial, year: int) -> DataTable:
    """Each meeting with what the records decide and the sum at best."""
    columns = [
        Column(_("Chi bộ")), Column(_("Tháng")), Column(_("Hệ thống tính"), number=True),
        Column(_("Cộng nếu phần còn lại tối đa"), number=True), Column(_("Xếp loại khi ấy")), Column(_("Mất điểm ở")),
    ]  # fmt: skip
    rows = [
        TableRow([
            Cell(line.meeting.unit.short_name, reverse("meetings:show", args=[line.meeting.pk])),
            dates.month(line.meeting.month),
            f"{written(line.measured)}/{written(line.measurable)}",
            written(line.at_best.points),
            line.at_best.band.name if line.at_best.band else "",
            "; ".join(f"{criterion.key} (−{written(lost)})" for criterion, lost in line.lost),
        ])
        for line in trial.lines
    ]  # fmt: skip
    caption = _("Chấm thử các buổi năm %(year)s") % {"year": year}
    return DataTable(caption, columns, rows, empty=_("Năm này chưa có buổi sinh hoạt nào để chấm thử."))


def named(criteria: Any) -> str:
    return ", ".join(f"{each.key} {each.text}" for each in criteria)
