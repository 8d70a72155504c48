"""How points and measures are written in sentences."""

from decimal import Decimal
from fractions import Fraction

from nennep.core.documents.wording import number


def written(value: Fraction | Decimal) -> str:
    """ "87,5", "100": at most two decimals, none where there are none."""
    exact = Decimal(value.numerator) / Decimal(value.denominator) if isinstance(value, Fraction) else value
    text = f"{round(exact, 2):f}"
    return number(Decimal(text.rstrip("0").rstrip(".") if "." in text else text))
