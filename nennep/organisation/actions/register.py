"""What every change shares: the paper behind it, the rows it begins and ends, its line on the time line."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Model, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nennep.core import audit
from nennep.core.ids import uuid7
from nennep.core.once import SentBefore, made_before
from nennep.core.periods import Month
from nennep.core.refusals import Refused
from nennep.organisation.actors import Actor
from nennep.organisation.models import (
    Dated,
    MemberChange,
    Person,
    Side,
    Unit,
    UnitChange,
    UnitChangePart,
    WardModel,
)


class NumberMissing(Refused):
    field = "number"
    message = _("Nhập số quyết định hoặc số giấy giới thiệu.")


class DateOfPaperMissing(Refused):
    field = "dated_on"
    message = _("Nhập ngày ký quyết định hoặc giấy giới thiệu.")


class PaperNotYetSigned(Refused):
    field = "dated_on"
    message = _("Ngày ký %(day)s chưa tới. Ghi ngày trên văn bản đã ký.")


class EndsBeforeItBegins(Refused):
    field = "valid_to"
    message = _("Ngày kết thúc %(end)s trước ngày bắt đầu %(begin)s. Kiểm tra lại hai ngày.")


class UntilBeforeItBegins(EndsBeforeItBegins):
    field = "until"


@dataclass(frozen=True)
class Decision:
    """The paper behind a change: a decision, a resolution of the branch, a paper of introduction."""

    number: str = ""
    dated_on: date | None = None

    def require(self, at: datetime) -> None:
        """Refuse a change without a number and a day of signing that has come."""
        if not self.number.strip():
            raise NumberMissing
        if self.dated_on is None:
            raise DateOfPaperMissing
        if self.dated_on > timezone.localdate(at):
            raise PaperNotYetSigned(day=shown(self.dated_on))


NO_PAPER = Decision()


@dataclass
class Effects:
    """What one change does to the register, row by row, so that it can be taken back."""

    rows: list[dict[str, Any]] = field(default_factory=list)

    def begin(self, row: Model) -> None:
        """A row begins by this change."""
        row.save(force_insert=True)
        self.rows.append(_named(row) | {"began": True, "fields": {"valid_to": [None, getattr(row, "valid_to", None)]}})

    def put(self, row: Model, **values: Any) -> None:
        """A row goes on with other values: a membership ends, a member becomes official, a unit is renamed."""
        fields = {name: [getattr(row, name), value] for name, value in values.items()}
        for name, value in values.items():
            setattr(row, name, value)
        row.save(update_fields=list(values))
        self.rows.append(_named(row) | {"fields": fields})

    def end(self, rows: QuerySet[Any], on: date) -> list[Any]:
        """Whatever of `rows` would still hold on a day or begin after it ends there; the ended rows come back."""
        ending = [row for row in rows.filter(ends_after(on)) if row.valid_to is None or row.valid_to > row.valid_from]
        for row in ending:
            before, row.valid_to = row.valid_to, max(on, row.valid_from)
            self.rows.append(_named(row) | {"fields": {"valid_to": [before, row.valid_to]}})
        if ending:
            rows.model._default_manager.bulk_update(ending, ["valid_to"], batch_size=200)
        return ending


def _named(row: Model) -> dict[str, Any]:
    return {"row": row._meta.model_name, "id": str(row.pk)}


def ends_after(on: date) -> Q:
    """Rows that still hold on a day, or begin later."""
    return Q(valid_to__isnull=True) | Q(valid_to__gt=on)


def member_change_made_before(
    person: Person, kind: str, id: UUID | None, *, on: date, decision: Decision = NO_PAPER, **more: Any
) -> MemberChange | None:
    """The change of this person that an earlier sending recorded, if it said the same; anything else is refused."""
    words = {"kind": kind, "effective_on": on, "number": decision.number, "dated_on": decision.dated_on}
    return made_before(MemberChange, id, ward=person.ward_id, person=person, **words, **more)


def unit_change_made_before(
    units: Iterable[Unit], kind: str, id: UUID | None, *, on: date, decision: Decision = NO_PAPER, **more: Any
) -> UnitChange | None:
    """The change of these units that an earlier sending recorded, if it said the same; anything else is refused."""
    words = {"kind": kind, "effective_on": on, "number": decision.number, "dated_on": decision.dated_on}
    change = made_before(UnitChange, id, **words, **more)
    if change and {unit.pk for unit in units} - set(change.parts.values_list("unit", flat=True)):
        raise SentBefore
    return change


def locked(person: Person) -> Person:
    """The person, so that two clerks change them one after the other."""
    return Person.objects.select_for_update().get(ward=person.ward_id, pk=person.pk)


def record_member_change(
    person: Person,
    kind: str,
    effects: Effects,
    *,
    on: date,
    decision: Decision = NO_PAPER,
    by: Actor,
    at: datetime,
    id: UUID | None = None,
    unit_from: Unit | None = None,
    unit_to: Unit | None = None,
    **more: Any,
) -> MemberChange:
    """Write the change to the register of members, with what it did, and to the audit log."""
    change = MemberChange.objects.create(
        id=id or uuid7(),
        ward_id=person.ward_id,
        person=person,
        kind=kind,
        unit_from=unit_from,
        unit_to=unit_to,
        effects=effects.rows,
        **_of_paper(on, decision, by, at),
        **more,
    )
    unit = unit_to or unit_from
    note(f"organisation.member.{kind}", change, branch_id(unit) if unit else None, on, by, at, person.full_name)
    return change


def record_unit_change(
    kind: str,
    effects: Effects,
    *,
    come_from: Iterable[Unit] = (),
    led_to: Iterable[Unit] = (),
    on: date,
    decision: Decision = NO_PAPER,
    by: Actor,
    at: datetime,
    id: UUID | None = None,
    **more: Any,
) -> UnitChange:
    """Write the change to the register of units; each unit's months are looked at again by the reports."""
    sides = [(unit, Side.FROM) for unit in come_from] + [(unit, Side.TO) for unit in led_to]
    ward_id = sides[0][0].ward_id
    change = UnitChange.objects.create(
        id=id or uuid7(),
        ward_id=ward_id,
        kind=kind,
        effects=effects.rows,
        **_of_paper(on, decision, by, at),
        **more,
    )
    UnitChangePart.objects.bulk_create(
        UnitChangePart(ward_id=ward_id, change=change, unit=unit, side=side) for unit, side in sides
    )
    for unit in {unit.pk: unit for unit, _side in sides}.values():
        note(f"organisation.unit.{kind}", unit, branch_id(unit), on, by, at, unit.name)
    return change


def _of_paper(on: date, decision: Decision, by: Actor, at: datetime) -> dict[str, Any]:
    return {
        "effective_on": on,
        "number": decision.number,
        "dated_on": decision.dated_on,
        "recorded_at": at,
        "recorded_by_id": by.person_id,
        "recorded_by_name": by.name,
    }


def branch_id(unit: Unit) -> UUID:
    """The branch that a unit is, or is a party group of."""
    return unit.parent_id or unit.pk


def check_order(begin: date, end: date | None, refusal: type[EndsBeforeItBegins] = EndsBeforeItBegins) -> None:
    if end is not None and end < begin:
        raise refusal(begin=shown(begin), end=shown(end))


def end_row(row: Dated, on: date) -> None:
    check_order(row.valid_from, on)
    row.valid_to = on
    row.save(update_fields=["valid_to"])


def note(name: str, thing: WardModel, unit_id: UUID | None, day: date, by: Actor, at: datetime, after: Any) -> None:
    audit.record(name, thing, by=by, at=at, unit_id=unit_id, month=Month.of(day), after=after)


def shown(day: date) -> str:
    return day.strftime("%d/%m/%Y")


def add_months(day: date, months: int) -> date:
    """The same day so many months later, or the last of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    return Month(day.year + years, month + 1).day(day.day)
