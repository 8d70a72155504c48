"""Taking a change back (rút lại quyết định): a counter-action with its own line on the time line, never a deletion.

The rows that the change began are closed on their first day and hold on no day; those it ended go on. The days
before the change are not touched by it, nor by taking it back.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import transaction
from django.db.models import F, Model, Q
from django.utils.translation import gettext_lazy as _

from nennep.core.refusals import Refused
from nennep.organisation.actions.duties import withdraw_duty
from nennep.organisation.actions.members import overlapping
from nennep.organisation.actions.register import (
    NO_PAPER,
    Decision,
    Effects,
    member_change_made_before,
    record_member_change,
    record_unit_change,
    unit_change_made_before,
)
from nennep.organisation.actors import Actor
from nennep.organisation.models import (
    Duty,
    MemberChange,
    MemberChangeKind,
    Membership,
    Placement,
    Side,
    Unit,
    UnitChange,
    UnitChangeKind,
)


class WithdrawnAlready(Refused):
    message = _("Việc này đã được rút lại.")


class CannotWithdraw(Refused):
    message = _("Không rút lại việc rút lại. Ghi lại quyết định mới.")


class BuiltUpon(Refused):
    message = _("Sau việc này đã có thay đổi khác dựa trên nó (%(what)s). Rút lại việc sau trước.")


@transaction.atomic
def withdraw_member_change(
    change: MemberChange,
    *,
    on: date,
    decision: Decision = NO_PAPER,
    note: str = "",
    by: Actor,
    at: datetime,
    id: UUID | None = None,
) -> MemberChange:
    """Take a member's change back, as long as nothing later stands on it."""
    then, words = change.effective_on, {"note": note, "withdraws": change}
    if made := member_change_made_before(
        change.person, MemberChangeKind.WITHDRAWN, id, on=then, decision=decision, **words
    ):
        return made
    change = MemberChange.objects.select_for_update(of=["self"]).get(ward=change.ward_id, pk=change.pk)
    _check(change, change.kind == MemberChangeKind.WITHDRAWN)
    effects = take_back(change.effects, change.ward_id)
    _mark(change, on)
    return record_member_change(
        change.person,
        MemberChangeKind.WITHDRAWN,
        effects,
        on=change.effective_on,
        decision=decision,
        by=by,
        at=at,
        id=id,
        unit_from=change.unit_to,
        unit_to=change.unit_from,
        note=note,
        withdraws=change,
    )


@transaction.atomic
def withdraw_batch(ward_id: UUID, batch: UUID, *, unit: Unit, on: date, by: Actor, at: datetime) -> int:
    """Take back what one press of a button did to several members (hoàn tác); a second press changes nothing."""
    of_batch = {"ward": ward_id, "batch": batch, "withdrawn_on": None}
    changes = list(MemberChange.objects.filter(**of_batch, unit_to__parent=unit))
    for change in changes:
        withdraw_member_change(change, on=on, by=by, at=at)
    duties = list(Duty.objects.filter(**of_batch, unit=unit))
    for duty in duties:
        withdraw_duty(duty, on=on, by=by, at=at)
    return len(changes) + len(duties)


@transaction.atomic
def withdraw_unit_change(
    change: UnitChange,
    *,
    on: date,
    decision: Decision = NO_PAPER,
    note: str = "",
    by: Actor,
    at: datetime,
    id: UUID | None = None,
) -> UnitChange:
    """Take a change of units back, as long as nothing later stands on it."""
    then, words = change.effective_on, {"note": note, "withdraws": change}
    if made := unit_change_made_before([], UnitChangeKind.WITHDRAWN, id, on=then, decision=decision, **words):
        return made
    change = UnitChange.objects.select_for_update(of=["self"]).get(ward=change.ward_id, pk=change.pk)
    _check(change, change.kind == UnitChangeKind.WITHDRAWN)
    effects = take_back(change.effects, change.ward_id)
    _mark(change, on)
    parts = list(change.parts.select_related("unit").order_by("unit__position", "pk"))
    return record_unit_change(
        UnitChangeKind.WITHDRAWN,
        effects,
        come_from=[part.unit for part in parts if part.side == Side.TO],
        led_to=[part.unit for part in parts if part.side == Side.FROM],
        on=change.effective_on,
        decision=decision,
        by=by,
        at=at,
        id=id,
        note=note,
        withdraws=change,
    )


def _check(change: MemberChange | UnitChange, is_withdrawal: bool) -> None:
    if is_withdrawal:
        raise CannotWithdraw
    if change.withdrawn_on:
        raise WithdrawnAlready


def _mark(change: MemberChange | UnitChange, on: date) -> None:
    change.withdrawn_on = on
    change.save(update_fields=["withdrawn_on"])


def take_back(rows: list[dict[str, Any]], ward_id: UUID) -> Effects:
    """Undo what a change did, the last first; refuses where a row is not as the change left it."""
    undone = Effects()
    begun_units: list[Unit] = []
    found = [(row, _found(row, ward_id)) for row in reversed(rows)]
    for row, thing in found:
        if any(_written(thing, name) != _read(thing, name, pair[1]) for name, pair in row["fields"].items()):
            raise BuiltUpon(what=str(thing._meta.verbose_name) if not str(thing) else str(thing))
    for row, thing in found:
        if row.get("began"):
            undone.put(thing, **_closed(thing))
            begun_units += [thing] if isinstance(thing, Unit) else []
    for row, thing in found:
        if not row.get("began"):
            undone.put(thing, **{name: _read(thing, name, pair[0]) for name, pair in row["fields"].items()})
            _check_alone(thing)
    for unit in begun_units:
        _check_empty(unit)
    return undone


def _found(row: dict[str, Any], ward_id: UUID) -> Any:
    return apps.get_model("organisation", row["row"])._default_manager.get(ward=ward_id, pk=row["id"])


def _written(thing: Model, name: str) -> Any:
    return getattr(thing, name, None)


def _read(thing: Model, name: str, value: Any) -> Any:
    """A value of the effects as the column holds it: days come back from text."""
    if value is None or not hasattr(thing, name):
        return None
    return thing._meta.get_field(name).to_python(value)  # type: ignore[union-attr]


def _closed(thing: Any) -> dict[str, Any]:
    """What closes a row on its first day."""
    if isinstance(thing, Membership):
        return {"ended_on": thing.admitted_on, "end_reason": str(MemberChangeKind.WITHDRAWN.label)}
    return {"valid_to": thing.valid_from}


def _check_alone(thing: Any) -> None:
    """A place that goes on must not meet another of its kind that began meanwhile."""
    if not isinstance(thing, Placement) or thing.valid_to == thing.valid_from:
        return
    others = Placement.objects.filter(
        overlapping(thing.valid_from, thing.valid_to), ward=thing.ward_id, person=thing.person_id, kind=thing.kind
    ).exclude(pk=thing.pk)
    if other := others.select_related("unit").first():
        raise BuiltUpon(what=other.unit.name)


def _check_empty(unit: Unit) -> None:
    """A unit that is taken back must hold nobody."""
    places = Placement.objects.filter(Q(unit=unit) | Q(unit__parent=unit), ward=unit.ward_id)
    if places.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from"))).exists():
        raise BuiltUpon(what=unit.name)
