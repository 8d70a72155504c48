"""A rubric's own contradictions (mâu thuẫn trong bộ tiêu chí), found before anybody is scored by it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from django.utils.translation import gettext as _

from nennep.quality.bands import band_of
from nennep.quality.measures import MEASURES
from nennep.quality.points import Facts, best
from nennep.quality.rubrics import ZERO, Band, Criterion, Level, Range, Scheme
from nennep.quality.words import written


@dataclass(frozen=True)
class Fault:
    """One contradiction in a sentence; an error keeps the rubric from being adopted, a warning is only told."""

    sentence: str
    is_error: bool = True


def faults_of(scheme: Scheme) -> list[Fault]:
    """Everything that does not fit together, errors first."""
    found = [*_names(scheme)]
    if not found:
        found = [*_sums(scheme), *_bands(scheme), *_reach(scheme)]
        for criterion in scheme.criteria:
            found += _criterion(scheme, criterion)
    return sorted(found, key=lambda fault: not fault.is_error)


# Names ----------------------------------------------------------------------------------------------


def _names(scheme: Scheme) -> Iterator[Fault]:
    """Keys that stand twice or nowhere; with these the rest cannot be judged."""
    keys = [criterion.key for criterion in scheme.criteria]
    if not keys:
        yield Fault(_("Bộ tiêu chí chưa có tiêu chí nào."))
    for key, times in Counter(keys).items():
        if times > 1:
            yield Fault(
                _("Mã tiêu chí %(key)s dùng %(times)s lần. Mỗi tiêu chí một mã.") % {"key": key, "times": times}
            )
    groups = {group.key for group in scheme.groups}
    for criterion in scheme.criteria:
        if criterion.group not in groups:
            words = _("Tiêu chí %(key)s thuộc nhóm %(group)s, mà nhóm ấy không có.")
            yield Fault(words % {"key": criterion.key, "group": criterion.group})
        for measure in criterion.measures + ((criterion.applies.measure,) if criterion.applies else ()):
            yield from _measure(measure, criterion.key)
    for cap in scheme.caps:
        if cap.when:
            yield from _measure(cap.when.measure, cap.text)
    named = [(key, cap.text) for cap in scheme.caps for key in cap.over]
    named += [(key, band.name) for band in scheme.bands for key in band.gates]
    for key, where in named:
        if key not in keys:
            yield Fault(_("“%(where)s” nêu tiêu chí %(key)s, mà tiêu chí ấy không có.") % {"where": where, "key": key})


def _measure(measure: str, where: str) -> Iterator[Fault]:
    if measure not in MEASURES:
        known = ", ".join(MEASURES)
        words = _("“%(where)s” dùng số đo “%(measure)s” mà hệ thống không có. Các số đo: %(known)s.")
        yield Fault(words % {"where": where, "measure": measure, "known": known})


# Sums -----------------------------------------------------------------------------------------------


def _sums(scheme: Scheme) -> Iterator[Fault]:
    """The maxima must add up to the rubric's total; a group's own maximum must be its sum."""
    whole = Decimal(0)
    for group in scheme.groups:
        members = [scheme.criterion(key) for key in scheme.members_of(group.key)]
        added = sum((each.most for each in members), Decimal(0))
        if group.most is not None and group.most != added:
            words = _("Nhóm %(key)s ghi tối đa %(most)s điểm, các tiêu chí trong nhóm cộng lại %(sum)s.")
            yield Fault(
                words % {"key": group.key, "most": written(group.most), "sum": written(added)}, added < group.most
            )
        whole += added if group.most is None else min(added, group.most)
    for cap in scheme.caps:
        added = sum((scheme.criterion(key).most for key in cap.over), Decimal(0))
        if cap.when is None and cap.most < added:
            whole -= added - cap.most
        if cap.most >= added:
            words = _("Trần “%(text)s” là %(most)s điểm, các tiêu chí ấy cộng lại chỉ %(sum)s: trần không có tác dụng.")
            yield Fault(words % {"text": cap.text, "most": written(cap.most), "sum": written(added)}, False)
    if whole == scheme.total:
        return
    values = {"sum": written(whole), "total": written(scheme.total), "by": written(abs(whole - scheme.total))}
    if whole > scheme.total:
        yield Fault(_("Các tiêu chí cộng lại %(sum)s điểm, phải đúng %(total)s. Bớt %(by)s điểm.") % values)
    else:
        words = _("Các tiêu chí cộng lại chỉ %(sum)s điểm, không buổi nào đạt %(total)s. Thêm %(by)s điểm.")
        yield Fault(words % values)


def _reach(scheme: Scheme) -> Iterator[Fault]:
    """Meetings that cannot reach the total, whatever they do: nothing for what does not apply, and caps."""
    for criterion in scheme.weighing:
        if criterion.applies is None or criterion.otherwise != ZERO:
            continue
        reach = best(scheme, _outside(criterion.applies))
        words = _("Buổi mà tiêu chí %(name)s không áp dụng chỉ đạt tối đa %(points)s điểm, vì tiêu chí ấy tính 0.")
        yield Fault(words % {"name": scheme.named(criterion.key), "points": written(reach.points)}, False)
    for cap in scheme.caps:
        if cap.when is None or cap.rescaled:
            continue
        reach = best(scheme, _inside(cap.when))
        if reach.points < scheme.total:
            words = _("Khi áp dụng trần “%(text)s”, buổi sinh hoạt chỉ đạt tối đa %(points)s điểm.")
            yield Fault(words % {"text": cap.text, "points": written(reach.points)}, False)


def _inside(of: Range) -> Facts:
    value = of.least if of.least is not None else of.most
    assert value is not None
    return {of.measure: value if of.holds(value) else value + (1 if value == of.least else -1)}


def _outside(of: Range) -> Facts:
    for value in (*(end + step for end in (of.least, of.most) if end is not None for step in (-1, 0, 1)), Fraction(0)):
        if not of.holds(value):
            return {of.measure: value}
    return {}


# Bands ----------------------------------------------------------------------------------------------


def _bands(scheme: Scheme) -> Iterator[Fault]:
    """Every number of points needs one band."""
    if not scheme.bands:
        yield Fault(_("Bộ tiêu chí chưa có mức xếp loại nào."))
        return
    for name, times in Counter(band.name for band in scheme.bands).items():
        if times > 1:
            yield Fault(_("Mức %(name)s ghi %(times)s lần.") % {"name": name, "times": times})
    top = scheme.bands[0]
    if top.least > scheme.total:
        words = _("Mức %(name)s từ %(least)s điểm, trên tổng %(total)s: không buổi nào đạt.")
        yield Fault(words % {"name": top.name, "least": written(top.least), "total": written(scheme.total)})
    lowest = scheme.bands[-1]
    if band_of(scheme, Decimal(0), not_full=[each.key for each in scheme.criteria]) is None:
        words = _("Buổi dưới %(least)s điểm không thuộc mức nào.")
        if lowest.gates:
            words = _("Buổi chưa đạt điều kiện của mức %(name)s không thuộc mức nào.")
        yield Fault(words % {"least": written(lowest.least), "name": lowest.name})
    for above, band in pairwise(scheme.bands):
        yield from _between(above, band)


def _between(above: Band, band: Band) -> Iterator[Fault]:
    values = {"band": band.name, "above": above.name, "from": written(above.least)}
    if above.least == band.least:
        yield Fault(_("Mức %(band)s và mức %(above)s cùng bắt đầu từ %(from)s điểm.") % values)
    if band.below is None or band.below == above.least:
        return
    values["to"] = written(band.below)
    if band.below < above.least:
        yield Fault(_("Từ %(to)s đến dưới %(from)s điểm không thuộc mức nào (giữa %(band)s và %(above)s).") % values)
    else:
        yield Fault(_("Từ %(from)s đến dưới %(to)s điểm thuộc cả hai mức %(band)s và %(above)s.") % values)


# One criterion --------------------------------------------------------------------------------------


def _criterion(scheme: Scheme, criterion: Criterion) -> Iterator[Fault]:
    name = scheme.named(criterion.key)
    sets = [variant.levels for variant in criterion.variants] + ([criterion.levels] if criterion.levels else [])
    if criterion.kind in {"levels", "computed"} and not sets:
        yield Fault(_("Tiêu chí %(name)s chưa có mức điểm nào.") % {"name": name})
    for levels in sets:
        yield from _levels(criterion, levels, name)
    if criterion.variants and not criterion.levels:
        yield from _stretches([variant.when for variant in criterion.variants], name)
    for limit in criterion.limits:
        if limit.most is not None and limit.most > criterion.most:
            words = _("Tiêu chí %(name)s: “%(text)s” cho tối đa %(most)s điểm, hơn điểm của tiêu chí.")
            yield Fault(words % {"name": name, "text": limit.text, "most": written(limit.most)})


def _levels(criterion: Criterion, levels: Sequence[Level], name: str) -> Iterator[Fault]:
    highest = max(level.points for level in levels)
    values = {"name": name, "points": written(highest), "most": written(criterion.most)}
    if highest > criterion.most:
        yield Fault(_("Tiêu chí %(name)s có mức %(points)s điểm, hơn điểm tối đa %(most)s.") % values)
    if highest < criterion.most and criterion.kind != "number":
        yield Fault(_("Tiêu chí %(name)s tối đa %(most)s điểm, nhưng mức cao nhất chỉ %(points)s.") % values)
    if criterion.kind == "computed":
        if any(level.range is None for level in levels):
            yield Fault(_("Tiêu chí %(name)s do hệ thống tính nhưng có mức không ghi khoảng giá trị.") % {"name": name})
        else:
            yield from _stretches([level.range for level in levels if level.range], name)


def _stretches(ranges: Iterable[Range], name: str) -> Iterator[Fault]:
    """Gaps and overlaps of ranges of one measure, from nought to its end."""
    ranges = sorted(ranges, key=lambda each: (each.least or Fraction(-1), not each.least_in))
    if len({each.measure for each in ranges}) > 1:
        yield Fault(_("Tiêu chí %(name)s có các mức theo nhiều số đo khác nhau.") % {"name": name})
        return
    measure = MEASURES[ranges[0].measure]
    unit = str(measure.unit) if measure.unit == "%" else f" {measure.unit}" if measure.unit else ""
    first, last = ranges[0], ranges[-1]
    if first.least is not None and (first.least > 0 or not first.least_in):
        words = _("Tiêu chí %(name)s: dưới %(value)s không thuộc mức nào.")
        yield Fault(words % {"name": name, "value": written(first.least) + unit})
    ends_short = last.most is not None and (
        measure.highest is None or last.most < measure.highest or (last.most == measure.highest and not last.most_in)
    )
    if ends_short:
        words = _("Tiêu chí %(name)s: trên %(value)s không thuộc mức nào.")
        yield Fault(words % {"name": name, "value": written(last.most or Fraction(0)) + unit})
    for before, after in pairwise(ranges):
        yield from _joint(before, after, name, unit)


def _joint(before: Range, after: Range, name: str, unit: str) -> Iterator[Fault]:
    if before.most is None or after.least is None or before.most > after.least:
        from_, to = after.least or Fraction(0), before.most
        values = {"name": name, "from": written(from_) + unit, "to": written(to) + unit if to is not None else "…"}
        yield Fault(_("Tiêu chí %(name)s: từ %(from)s đến %(to)s thuộc hai mức.") % values)
        return
    values = {"name": name, "from": written(before.most) + unit, "to": written(after.least) + unit}
    if before.most < after.least:
        yield Fault(_("Tiêu chí %(name)s: giữa %(from)s và %(to)s không thuộc mức nào.") % values)
    elif before.most_in and after.least_in:
        yield Fault(_("Tiêu chí %(name)s: đúng %(from)s thuộc hai mức.") % values)
    elif not before.most_in and not after.least_in:
        yield Fault(_("Tiêu chí %(name)s: đúng %(from)s không thuộc mức nào.") % values)
