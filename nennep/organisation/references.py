"""Which rows of the whole house point at something of this room, without knowing the rooms above.

A lower room cannot name higher ones; Django's own list of foreign keys can.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db import models


@dataclass(frozen=True)
class Pointer:
    """One foreign key somewhere in the house that leads to a table of this room."""

    model: type[models.Model]
    field: str

    @property
    def frozen(self) -> models.Q | None:
        """Which rows the database itself keeps from changing, as their table says: signatures, decided scores."""
        return getattr(self.model, "FROZEN", None)

    def rows(self, targets: Iterable[UUID]) -> "models.QuerySet[models.Model]":
        return self.model._default_manager.filter(**{f"{self.field}__in": list(targets)})

    def loose_rows(self, targets: Iterable[UUID]) -> "models.QuerySet[models.Model]":
        """Those that may still point elsewhere."""
        rows = self.rows(targets)
        return rows if self.frozen is None else rows.exclude(self.frozen)


def pointers_to(model: type[models.Model]) -> Iterator[Pointer]:
    """Every foreign key that leads to `model`, hidden ones and those of many-to-many tables included."""
    for relation in model._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ManyToOneRel) or relation.concrete:
            continue
        yield Pointer(relation.related_model, relation.field.name)
