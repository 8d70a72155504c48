"""A citation: how something names its origin without a key upwards."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Citation:
    """Kind, id and the label to show of whatever something came from."""

    kind: str
    id: UUID
    label: str
