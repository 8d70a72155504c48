"""Shares of the field, kept exact: 85 of 100, more than half, at least two thirds."""

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Share:
    """A part of a whole that must be reached (`inclusive`) or passed."""

    fraction: Fraction
    inclusive: bool

    def is_met(self, part: int, whole: int) -> bool:
        """Whether `part` of `whole` is enough; nothing of nothing is not."""
        if whole <= 0:
            return False
        share = Fraction(part, whole)
        return share >= self.fraction if self.inclusive else share > self.fraction

    def least(self, whole: int) -> int:
        """The smallest number that is enough: what the page shows as "cần ít nhất"."""
        exact = self.fraction * whole
        least = -(-exact.numerator // exact.denominator)
        return least if self.inclusive or least > exact else least + 1

    @classmethod
    def parse(cls, text: str, *, inclusive: bool) -> "Share":
        return cls(Fraction(text), inclusive)
