"""Which kinds of documents stand in a register, and which of them a branch may issue itself (domain.md 3.1)."""

from nennep.decisions.models import DocumentKind
from nennep.organisation.models import Unit

NOT_FOR_BRANCHES = frozenset({DocumentKind.REGULATION, DocumentKind.GUIDANCE, DocumentKind.DIRECTIVE})
KINDS = tuple(kind for kind in DocumentKind if kind != DocumentKind.MINUTES)
"""Minutes have a room of their own."""


def kinds_issued_by(unit: Unit | None) -> tuple[DocumentKind, ...]:
    """The kinds that a branch, or the ward committee where there is no branch, may issue."""
    return KINDS if unit is None else tuple(kind for kind in KINDS if kind not in NOT_FOR_BRANCHES)
