"""The arithmetic of a score sheet (chấm điểm): what applies, what the records suggest, what it adds up to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from enum import StrEnum
from fractions import Fraction

from nennep.quality.bands import band_of
from nennep.quality.rubrics import Band, Cap, Criterion, Level, Scheme

Facts = Mapping[str, Fraction | None]
"""What the records say, by measure; None where they do not say it (yet)."""

CENT = Decimal("0.01")


class Standing(StrEnum):
    """Whether a criterion counts in a meeting, and what it is worth where it does not apply."""

    COUNTS = "counts"
    FULL = "full"
    EXCLUDED = "excluded"
    ZERO = "zero"


@dataclass(frozen=True)
class Line:
    """One criterion in one meeting: `points` None is not judged yet."""

    criterion: Criterion
    standing: Standing
    points: Decimal | None

    @property
    def lost(self) -> Decimal:
        if self.points is None or self.standing != Standing.COUNTS:
            return Decimal(0)
        return self.criterion.most - self.points


@dataclass(frozen=True)
class Result:
    """A sheet added up: `points` of the rubric's total, rounded down; `possible` before re-scaling."""

    lines: tuple[Line, ...]
    earned: Decimal
    possible: Decimal
    points: Decimal
    band: Band | None
    capped: tuple[Cap, ...]
    is_rescaled: bool

    @property
    def open_keys(self) -> list[str]:
        """The criteria that nobody has judged yet."""
        return [line.criterion.key for line in self.lines if line.points is None]

    @property
    def is_complete(self) -> bool:
        return not self.open_keys


def standing_of(criterion: Criterion, facts: Facts) -> Standing:
    """Whether a criterion applies; where the records do not say, it does."""
    if criterion.applies is None:
        return Standing.COUNTS
    value = facts.get(criterion.applies.measure)
    if value is None or criterion.applies.holds(value):
        return Standing.COUNTS
    return Standing(criterion.otherwise)


def levels_of(criterion: Criterion, facts: Facts) -> tuple[Level, ...]:
    """The levels by which a criterion is judged in this meeting."""
    for variant in criterion.variants:
        value = facts.get(variant.when.measure)
        if value is not None and variant.when.holds(value):
            return variant.levels
    return criterion.levels


def suggested(criterion: Criterion, facts: Facts) -> Decimal | None:
    """The points that the records give, or None where they do not decide (hệ thống tính)."""
    points = None
    for level in levels_of(criterion, facts):
        value = facts.get(level.range.measure) if level.range else None
        if level.range and value is not None and level.range.holds(value):
            points = level.points
            break
    if points is None:
        return None
    for limit in criterion.limits:
        value = facts.get(limit.when.measure)
        if value is not None and limit.when.holds(value):
            if limit.most is None:
                return None
            points = min(points, limit.most)
    return points


def judge(scheme: Scheme, facts: Facts, given: Mapping[str, Decimal | None]) -> Result:
    """Add up a sheet from what was given for each criterion that counts.

    Criteria that do not apply are worth what the rubric says. Groups and caps hold down what counts; what is left out
    re-scales the rest to the rubric's total. Points are rounded down to a hundredth, so that nobody crosses a line
    by rounding.
    """
    lines = tuple(_line(criterion, facts, given) for criterion in scheme.criteria)
    weighing = [line for line in lines if line.criterion.weighs and line.standing != Standing.EXCLUDED]
    earned = {line.criterion.key: line.points or Decimal(0) for line in weighing}
    possible = {line.criterion.key: line.criterion.most for line in weighing}
    for group in scheme.groups:
        if group.most is not None:
            _hold_down(earned, scheme.members_of(group.key), group.most)
            _hold_down(possible, scheme.members_of(group.key), group.most)
    capped, rescaled = [], len(weighing) < len(scheme.weighing)
    for cap in scheme.caps:
        if not _holds(cap, facts):
            continue
        capped.append(cap)
        _hold_down(earned, cap.over, cap.most)
        if cap.rescaled:
            rescaled = _hold_down(possible, cap.over, cap.most) or rescaled
    sums = sum(earned.values(), Decimal(0)), sum(possible.values(), Decimal(0))
    points = _scaled(*sums, scheme.total) if rescaled else sums[0]
    not_full = {line.criterion.key for line in lines if line.lost > 0 or line.standing == Standing.ZERO}
    band = band_of(scheme, points, not_full=not_full)
    return Result(lines, *sums, points, band, tuple(capped), rescaled)


def best(scheme: Scheme, facts: Facts) -> Result:
    """What a meeting can reach at most under these facts."""
    return judge(scheme, facts, {criterion.key: criterion.most for criterion in scheme.criteria})


def _line(criterion: Criterion, facts: Facts, given: Mapping[str, Decimal | None]) -> Line:
    standing = standing_of(criterion, facts)
    if standing == Standing.COUNTS:
        return Line(criterion, standing, given.get(criterion.key))
    return Line(criterion, standing, criterion.most if standing == Standing.FULL else Decimal(0))


def _holds(cap: Cap, facts: Facts) -> bool:
    if cap.when is None:
        return True
    value = facts.get(cap.when.measure)
    return value is not None and cap.when.holds(value)


def _hold_down(points: dict[str, Decimal], over: Sequence[str], most: Decimal) -> bool:
    """Take what is above `most` away, from the last criterion on; whether there was anything to take."""
    excess = sum((points.get(key, Decimal(0)) for key in over), Decimal(0)) - most
    if excess <= 0:
        return False
    for key in reversed(over):
        taken = min(points.get(key, Decimal(0)), excess)
        if taken:
            points[key] -= taken
            excess -= taken
    return True


def _scaled(earned: Decimal, possible: Decimal, total: Decimal) -> Decimal:
    if not possible:
        return Decimal(0)
    exact = Fraction(earned) * Fraction(total) / Fraction(possible)
    return (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(CENT, ROUND_DOWN)
