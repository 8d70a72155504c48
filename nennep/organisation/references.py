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
    def is_frozen(self) -> bool:
        """Whether the database itself keeps these rows from changing: signatures under minutes."""
        return bool(getattr(self.model, "IS_FROZEN", False))

    def rows(self, targets: Iterable[UUID]) -> "models.QuerySet[models.Model]":
        return self.model._default_manager.filter(**{f"{self.field}__in": list(targets)})


def pointers_to(model: type[models.Model]) -> Iterator[Pointer]:
    """Every foreign key that leads to `model`, hidden ones and those of many-to-many tables included."""
    for relation in model._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ManyToOneRel) or relation.concrete:
            continue
        yield Pointer(relation.related_model, relation.field.name)
