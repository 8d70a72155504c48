"""Exemption, suspension and the way back: decided, dated, with a class of reason and never a diagnosis.

Source: Charter, article 7; 12-HD/BTCTW (2022); domain.md 1.7.
"""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nennep.core.refusals import Refused
from nennep.organisation.actions.movements import official_place, set_standing_by, standings_of
from nennep.organisation.actions.register import (
    NO_PAPER,
    Decision,
    Effects,
    UntilBeforeItBegins,
    check_order,
    locked,
    member_change_made_before,
    record_member_change,
    shown,
)
from nennep.organisation.actors import Actor
from nennep.organisation.models import (
    ExemptionReason,
    MemberChange,
    MemberChangeKind,
    Person,
    StandingKind,
    holding_on,
)


class NotHere(Refused):
    field = "on"
    message = _("Ngày %(day)s đồng chí %(name)s không sinh hoạt ở chi bộ nào của phường. Chọn ngày khác.")


class ReasonMissing(Refused):
    field = "reason"
    message = _("Chọn lý do miễn công tác và sinh hoạt.")


class ExemptionNeedsPeriod(Refused):
    field = "until"
    message = _("Miễn với lý do “%(reason)s” phải có thời hạn. Nhập ngày hết miễn.")


class NotExemptThen(Refused):
    field = "on"
    message = _("Ngày %(day)s đồng chí %(name)s không thuộc diện được miễn. Chọn ngày khác.")


class NotSuspendedThen(Refused):
    field = "on"
    message = _("Ngày %(day)s đồng chí %(name)s không bị đình chỉ sinh hoạt. Chọn ngày khác.")


@transaction.atomic
def exempt_member(
    person: Person,
    *,
    on: date,
    until: date | None = None,
    reason: str,
    decision: Decision,
    by: Actor,
    at: datetime,
    id: UUID | None = None,
) -> MemberChange:
    """Exempt a member from work and meetings (miễn công tác và sinh hoạt đảng), by the branch's resolution.

    Old age and weak health need no period; every other reason does.
    """
    if not reason:
        raise ReasonMissing
    if until is None and reason != ExemptionReason.AGE:
        raise ExemptionNeedsPeriod(reason=ExemptionReason(reason).label)
    kinds = (MemberChangeKind.EXEMPTED, StandingKind.EXEMPT)
    return _except(person, kinds, on=on, until=until, reason=reason, decision=decision, by=by, at=at, id=id)


@transaction.atomic
def suspend_member(
    person: Person,
    *,
    on: date,
    until: date | None = None,
    decision: Decision,
    by: Actor,
    at: datetime,
    id: UUID | None = None,
) -> MemberChange:
    """Suspend a member from Party life (đình chỉ sinh hoạt đảng), for a time or until it is lifted."""
    kinds = (MemberChangeKind.SUSPENDED, StandingKind.SUSPENDED)
    return _except(person, kinds, on=on, until=until, decision=decision, by=by, at=at, id=id)


@transaction.atomic
def return_member(
    person: Person,
    *,
    on: date,
    decision: Decision = NO_PAPER,
    by: Actor,
    at: datetime,
    id: UUID | None = None,
) -> MemberChange:
    """An exempt member takes part again (trở lại sinh hoạt) from day `on`; asking for it is enough."""
    kinds = (MemberChangeKind.RETURNED, StandingKind.EXEMPT)
    return _lift(person, kinds, NotExemptThen, on=on, decision=decision, by=by, at=at, id=id)


@transaction.atomic
def reinstate_member(
    person: Person, *, on: date, decision: Decision, by: Actor, at: datetime, id: UUID | None = None
) -> MemberChange:
    """A suspension is lifted (hết đình chỉ sinh hoạt) from day `on`."""
    decision.require(at)
    kinds = (MemberChangeKind.REINSTATED, StandingKind.SUSPENDED)
    return _lift(person, kinds, NotSuspendedThen, on=on, decision=decision, by=by, at=at, id=id)


def _except(
    person: Person,
    kinds: tuple[MemberChangeKind, StandingKind],
    *,
    on: date,
    until: date | None,
    reason: str = "",
    decision: Decision,
    by: Actor,
    at: datetime,
    id: UUID | None,
) -> MemberChange:
    if made := member_change_made_before(person, kinds[0], id, on=on, decision=decision, until=until, reason=reason):
        return made
    person = locked(person)
    decision.require(at)
    check_order(on, until, UntilBeforeItBegins)
    home = official_place(person, on)
    if home is None:
        raise NotHere(name=person.full_name, day=shown(on))
    effects = Effects()
    label = f"{decision.number}, {shown(decision.dated_on)}" if decision.dated_on else decision.number
    set_standing_by(person, kinds[1], effects, on, until, reason=reason, resolution_label=label)
    return record_member_change(
        person,
        kinds[0],
        effects,
        on=on,
        until=until,
        reason=reason,
        decision=decision,
        by=by,
        at=at,
        id=id,
        unit_to=home.unit,
    )


def _lift(
    person: Person,
    kinds: tuple[MemberChangeKind, StandingKind],
    refusal: type[Refused],
    *,
    on: date,
    decision: Decision,
    by: Actor,
    at: datetime,
    id: UUID | None,
) -> MemberChange:
    if made := member_change_made_before(person, kinds[0], id, on=on, decision=decision):
        return made
    person = locked(person)
    holding = standings_of(person, kinds[1]).filter(holding_on(on))
    if not holding.exists():
        raise refusal(name=person.full_name, day=shown(on))
    effects, home = Effects(), official_place(person, on)
    effects.end(holding, on)
    return record_member_change(
        person,
        kinds[0],
        effects,
        on=on,
        decision=decision,
        by=by,
        at=at,
        id=id,
        unit_to=home.unit if home else None,
    )
