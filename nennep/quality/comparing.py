"""Two sheets of one meeting side by side (đối chiếu hai phiếu): where they differ, whether the ward may just agree."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from nennep.quality.points import Facts, Standing, standing_of
from nennep.quality.rubrics import Criterion, Scheme


@dataclass(frozen=True)
class Given:
    """What one side gave for a criterion, and why it took points off."""

    points: Decimal | None
    reason: str = ""


Sheet = Mapping[str, Given]
NOTHING = Given(None)


@dataclass(frozen=True)
class Compared:
    """One criterion with what each side gave and what the records say now."""

    criterion: Criterion
    standing: Standing
    branch: Given
    charge: Given
    measured: Decimal | None

    @property
    def differs(self) -> bool:
        """Whether the two sides gave different points."""
        both = self.branch.points is not None and self.charge.points is not None
        return both and self.branch.points != self.charge.points

    @property
    def against_records(self) -> bool:
        """Whether both agree on points that the records contradict, without saying why."""
        if self.measured is None or self.differs:
            return False
        given = self.charge if self.charge.points is not None else self.branch
        return given.points is not None and given.points != self.measured and not given.reason

    @property
    def proposed(self) -> Given:
        """What the ward starts from: what both say, else the committee member's, else the branch's, else the records'.

        Where the records contradict both, the records.
        """
        if self.standing != Standing.COUNTS:
            return NOTHING
        if self.against_records:
            return Given(self.measured)
        for given in (self.charge, self.branch):
            if given.points is not None:
                return given if given.reason or given.points == self.criterion.most else self.branch
        return Given(self.measured)


def compare(
    scheme: Scheme, branch: Sheet, charge: Sheet, *, facts: Facts, measured: Mapping[str, Decimal | None]
) -> list[Compared]:
    """All criteria in order, with both sides and the records."""
    return [
        Compared(
            criterion,
            standing_of(criterion, facts),
            branch.get(criterion.key, NOTHING),
            charge.get(criterion.key, NOTHING),
            measured.get(criterion.key),
        )
        for criterion in scheme.criteria
    ]


def is_undisputed(lines: list[Compared]) -> bool:
    """Whether both sides are there, agree on every criterion, and the records do not contradict them."""
    counted = [line for line in lines if line.standing == Standing.COUNTS]
    return all(
        line.branch.points is not None
        and line.charge.points is not None
        and not line.differs
        and not line.against_records
        for line in counted
    )
