"""Everything that changes units and people: one begins, another ends, nothing is overwritten."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nennep.core import audit
from nennep.core.ids import uuid7
from nennep.core.once import made_before, once_more
from nennep.core.periods import Month
from nennep.core.refusals import Refused
from nennep.organisation.actors import Actor
from nennep.organisation.models import (
    UNIT_POSITIONS,
    BranchKind,
    Channel,
    Charge,
    Dated,
    Duty,
    Membership,
    Person,
    Placement,
    PlacementKind,
    Post,
    Standing,
    Term,
    Unit,
    UnitKind,
    WardModel,
    WorkingRules,
    holding_on,
)


class NameMissing(Refused):
    field = "full_name"
    message = _("Nhập họ và tên.")


class AlreadyAMember(Refused):
    message = _("Đồng chí %(name)s đã có trong danh sách đảng viên.")


class OfficialBeforeProbation(Refused):
    field = "official_on"
    message = _("Ngày chính thức %(official)s trước ngày kết nạp %(probation)s. Kiểm tra lại hai ngày.")


class PlacedElsewhere(Refused):
    field = "unit"
    message = _("Đồng chí %(name)s đang sinh hoạt tại %(unit)s. Kết thúc ở đó rồi chuyển đến.")


class HeadInPlace(Refused):
    field = "person"
    message = _("%(unit)s đang có %(position)s là đồng chí %(name)s. Kết thúc chức vụ đó trước.")


class WrongPlaceForPost(Refused):
    field = "position"
    message = _("Chức vụ này không thuộc nơi đã chọn. Chọn lại chi bộ hoặc chức vụ.")


class OutsideTerm(Refused):
    field = "valid_from"
    message = _("Ngày %(day)s nằm ngoài nhiệm kỳ của %(unit)s. Chọn ngày trong nhiệm kỳ.")


class EndsBeforeItBegins(Refused):
    field = "valid_to"
    message = _("Ngày kết thúc %(end)s trước ngày bắt đầu %(begin)s. Kiểm tra lại hai ngày.")


class ChargeTaken(Refused):
    field = "unit"
    message = _("%(unit)s đang do đồng chí %(name)s phụ trách. Kết thúc phân công đó trước.")


class SubstituteIsInCharge(Refused):
    field = "person"
    message = _("Đồng chí %(name)s đang phụ trách chi bộ này. Chọn người khác phụ trách thay.")


class SubstituteTaken(Refused):
    field = "valid_from"
    message = _("Đồng chí %(name)s đã được cử phụ trách thay từ ngày %(begin)s. Chọn những ngày khác.")


@transaction.atomic
def found_unit(
    ward_id: UUID,
    *,
    name: str,
    short_name: str,
    kind: str = UnitKind.BRANCH,
    branch_kind: str = "",
    parent: Unit | None = None,
    position: int = 0,
    valid_from: date,
    by: Actor,
    at: datetime,
) -> Unit:
    """Found a branch (thành lập chi bộ) or a party group inside one."""
    if kind == UnitKind.BRANCH and not branch_kind:
        branch_kind = BranchKind.UNSTATED
    unit = Unit.objects.create(
        ward_id=ward_id,
        name=name,
        short_name=short_name,
        kind=kind,
        branch_kind=branch_kind,
        parent=parent,
        position=position,
        valid_from=valid_from,
    )
    _note("organisation.unit.founded", unit, unit.parent_id or unit.pk, valid_from, by, at, name)
    return unit


@transaction.atomic
def dissolve_unit(unit: Unit, *, on: date, by: Actor, at: datetime) -> Unit:
    """Dissolve a unit (giải thể) from a day on; its history stays."""
    _end(unit, on)
    _note("organisation.unit.dissolved", unit, unit.parent_id or unit.pk, on, by, at, unit.name)
    return unit


@transaction.atomic
def begin_term(unit: Unit, *, name: str, valid_from: date, valid_to: date, by: Actor, at: datetime) -> Term:
    """Begin a term of office (nhiệm kỳ) of a branch: documents are numbered within it."""
    return _begin_term(unit.ward_id, unit, name, valid_from, valid_to, by, at)


@transaction.atomic
def begin_ward_term(ward_id: UUID, *, name: str, valid_from: date, valid_to: date, by: Actor, at: datetime) -> Term:
    """Begin a term of the ward committee: its own documents are numbered within it."""
    return _begin_term(ward_id, None, name, valid_from, valid_to, by, at)


def _begin_term(
    ward_id: UUID, unit: Unit | None, name: str, valid_from: date, valid_to: date, by: Actor, at: datetime
) -> Term:
    _check_order(valid_from, valid_to)
    term = Term.objects.create(ward_id=ward_id, unit=unit, name=name, valid_from=valid_from, valid_to=valid_to)
    _note("organisation.term.begun", term, unit.pk if unit else None, valid_from, by, at, name)
    return term


@once_more
@transaction.atomic
def register_person(
    ward_id: UUID,
    *,
    full_name: str,
    birth_year: int | None = None,
    birth_date: date | None = None,
    sex: str = "",
    phone: str = "",
    channel: str = Channel.APP,
    by: Actor,
    at: datetime,
    id: UUID | None = None,
) -> Person:
    """Enter a person. The same id again changes nothing."""
    words = {"full_name": full_name, "birth_year": birth_year, "birth_date": birth_date, "sex": sex, "phone": phone}
    existing = made_before(Person, id, ward=ward_id, **words)
    if existing:
        return existing
    if not full_name.strip():
        raise NameMissing
    person = Person.objects.create(
        id=id or uuid7(),
        ward_id=ward_id,
        full_name=full_name,
        birth_year=birth_year,
        birth_date=birth_date,
        sex=sex,
        phone=phone,
        channel=channel,
    )
    audit.record("organisation.person.registered", person, by=by, at=at, after=full_name)
    return person


@transaction.atomic
def admit_member(
    person: Person,
    *,
    admitted_on: date,
    probation_from: date,
    official_on: date | None = None,
    card_number: str = "",
    by: Actor,
    at: datetime,
) -> Membership:
    """Record membership with its three dates: decision, ceremony (probation begins), official."""
    if Membership.objects.filter(ward=person.ward_id, person=person, ended_on__isnull=True).exists():
        raise AlreadyAMember(name=person.full_name)
    if official_on and official_on < probation_from:
        raise OfficialBeforeProbation(official=_day(official_on), probation=_day(probation_from))
    membership = Membership.objects.create(
        ward_id=person.ward_id,
        person=person,
        admitted_on=admitted_on,
        probation_from=probation_from,
        official_on=official_on,
        card_number=card_number,
    )
    audit.record("organisation.member.admitted", membership, by=by, at=at, after=admitted_on)
    return membership


@transaction.atomic
def place_member(
    person: Person,
    unit: Unit,
    *,
    kind: str = PlacementKind.OFFICIAL,
    valid_from: date,
    by: Actor,
    at: datetime,
) -> Placement:
    """Place a member in a branch, officially or temporarily, or in a party group. One official place on any day."""
    other = (
        Placement.objects.filter(ward=person.ward_id, person=person, kind=kind, valid_to__isnull=True)
        .select_related("unit")
        .first()
    )
    if other:
        raise PlacedElsewhere(name=person.full_name, unit=other.unit.name)
    overlapping = Placement.objects.filter(
        holding_on(valid_from), ward=person.ward_id, person=person, kind=kind
    ).select_related("unit")
    for placement in overlapping:
        raise PlacedElsewhere(name=person.full_name, unit=placement.unit.name)
    placement = Placement.objects.create(
        ward_id=person.ward_id, person=person, unit=unit, kind=kind, valid_from=valid_from
    )
    _note("organisation.member.placed", placement, unit.parent_id or unit.pk, valid_from, by, at, unit.name)
    return placement


@transaction.atomic
def end_placement(placement: Placement, *, on: date, by: Actor, at: datetime) -> Placement:
    """End a placement on a day: the first day on which it no longer holds."""
    _end(placement, on)
    unit = placement.unit
    _note("organisation.member.left", placement, unit.parent_id or unit.pk, on, by, at, unit.name)
    return placement


@transaction.atomic
def set_standing(
    person: Person,
    *,
    kind: str,
    valid_from: date,
    valid_to: date | None = None,
    reason: str = "",
    resolution_id: UUID | None = None,
    resolution_label: str = "",
    by: Actor,
    at: datetime,
) -> Standing:
    """Record a member as exempt, suspended, on special duty or away; with the resolution that decided it."""
    _check_order(valid_from, valid_to)
    standing = Standing.objects.create(
        ward_id=person.ward_id,
        person=person,
        kind=kind,
        valid_from=valid_from,
        valid_to=valid_to,
        reason=reason,
        resolution_id=resolution_id,
        resolution_label=resolution_label,
    )
    audit.record("organisation.standing.set", standing, by=by, at=at, after=kind)
    return standing


@transaction.atomic
def appoint(
    person: Person,
    position: str,
    *,
    unit: Unit | None = None,
    valid_from: date,
    valid_to: date | None = None,
    by: Actor,
    at: datetime,
) -> Post:
    """Give a person a post (chức vụ) in a unit or in the ward. One secretary, one group leader at a time."""
    if (position in UNIT_POSITIONS) != (unit is not None):
        raise WrongPlaceForPost
    _check_order(valid_from, valid_to)
    if unit:
        _require_term(unit, valid_from)
        _require_free_head(unit, position)
    post = Post.objects.create(
        ward_id=person.ward_id,
        person=person,
        unit=unit,
        position=position,
        valid_from=valid_from,
        valid_to=valid_to,
    )
    unit_id = (unit.parent_id or unit.pk) if unit else None
    _note("organisation.post.given", post, unit_id, valid_from, by, at, f"{person.full_name}: {position}")
    return post


@transaction.atomic
def end_post(post: Post, *, on: date, by: Actor, at: datetime) -> Post:
    """End a post; the rights that follow from it end with it."""
    _end(post, on)
    _note("organisation.post.ended", post, post.unit_id, on, by, at, post.position)
    return post


@transaction.atomic
def put_in_charge(person: Person, unit: Unit, *, valid_from: date, by: Actor, at: datetime) -> Charge:
    """Put a committee member in charge of a branch (phân công phụ trách chi bộ)."""
    other = Charge.objects.filter(ward=unit.ward_id, unit=unit, valid_to__isnull=True).select_related("person").first()
    if other:
        raise ChargeTaken(unit=unit.name, name=other.person.full_name)
    charge = Charge.objects.create(ward_id=unit.ward_id, person=person, unit=unit, valid_from=valid_from)
    _note("organisation.charge.given", charge, unit.pk, valid_from, by, at, person.full_name)
    return charge


@transaction.atomic
def end_charge(charge: Charge, *, on: date, by: Actor, at: datetime) -> Charge:
    """End a charge over a branch."""
    _end(charge, on)
    _note("organisation.charge.ended", charge, charge.unit_id, on, by, at, str(charge.person))
    return charge


@transaction.atomic
def stand_in(
    charge: Charge, person: Person, *, valid_from: date, valid_to: date, by: Actor, at: datetime, id: UUID | None = None
) -> Charge:
    """Let somebody else look after a branch for some days (phụ trách thay); whoever is in charge stays so.

    `valid_to` is the first day that no longer counts. The same id again changes nothing.
    """
    existing = Charge.objects.filter(ward=charge.ward_id, pk=id).first() if id else None
    if existing:
        return existing
    _check_order(valid_from, valid_to)
    if person.pk == charge.person_id:
        raise SubstituteIsInCharge(name=person.full_name)
    others = charge.substitutes.filter(valid_from__lt=valid_to, valid_to__gt=valid_from).select_related("person")
    if other := others.first():
        raise SubstituteTaken(name=other.person.full_name, begin=_day(other.valid_from))
    substitute = Charge.objects.create(
        id=id or uuid7(),
        ward_id=charge.ward_id,
        person=person,
        unit_id=charge.unit_id,
        stands_in_for=charge,
        valid_from=valid_from,
        valid_to=valid_to,
    )
    _note("organisation.charge.substituted", substitute, charge.unit_id, valid_from, by, at, person.full_name)
    return substitute


@transaction.atomic
def assign_duty(
    person: Person, unit: Unit, *, year: int, description: str, assigned_on: date, by: Actor, at: datetime
) -> Duty:
    """Assign a member their duty for a year (phân công nhiệm vụ đảng viên)."""
    duty = Duty.objects.create(
        ward_id=person.ward_id,
        person=person,
        unit=unit,
        year=year,
        description=description,
        assigned_on=assigned_on,
    )
    _note("organisation.duty.assigned", duty, unit.pk, assigned_on, by, at, description)
    return duty


@transaction.atomic
def acknowledge_duty(duty: Duty, *, on: date, by: Actor, at: datetime) -> Duty:
    """The member says they know the duty (đã nhận nhiệm vụ); saying it twice changes nothing."""
    if duty.acknowledged_on is None:
        duty.acknowledged_on = on
        duty.save(update_fields=["acknowledged_on"])
        _note("organisation.duty.acknowledged", duty, duty.unit_id, on, by, at, None)
    return duty


@transaction.atomic
def adopt_working_rules(
    unit: Unit, *, number: str, issued_on: date, review_on: date | None, by: Actor, at: datetime
) -> WorkingRules:
    """Adopt a branch's working regulations (quy chế làm việc); those before them end."""
    WorkingRules.objects.filter(ward=unit.ward_id, unit=unit, valid_to__isnull=True).update(valid_to=issued_on)
    rules = WorkingRules.objects.create(
        ward_id=unit.ward_id,
        unit=unit,
        number=number,
        issued_on=issued_on,
        valid_from=issued_on,
        review_on=review_on,
    )
    _note("organisation.working_rules.adopted", rules, unit.pk, issued_on, by, at, number)
    return rules


def _require_term(unit: Unit, day: date) -> None:
    branch_id = unit.parent_id or unit.pk
    if not Term.objects.filter(holding_on(day), ward=unit.ward_id, unit=branch_id).exists():
        raise OutsideTerm(day=_day(day), unit=unit.name)


def _require_free_head(unit: Unit, position: str) -> None:
    if position not in {"secretary", "group_leader"}:
        return
    holder = (
        Post.objects.filter(ward=unit.ward_id, unit=unit, position=position, valid_to__isnull=True)
        .select_related("person")
        .first()
    )
    if holder:
        raise HeadInPlace(unit=unit.name, position=holder.get_position_display(), name=holder.person.full_name)


def _check_order(begin: date, end: date | None) -> None:
    if end is not None and end < begin:
        raise EndsBeforeItBegins(begin=_day(begin), end=_day(end))


def _end(thing: Dated, on: date) -> None:
    _check_order(thing.valid_from, on)
    thing.valid_to = on
    thing.save(update_fields=["valid_to"])


def _note(name: str, thing: WardModel, unit_id: UUID | None, day: date, by: Actor, at: datetime, after: Any) -> None:
    audit.record(name, thing, by=by, at=at, unit_id=unit_id, month=Month.of(day), after=after)


def _day(day: date) -> str:
    return day.strftime("%d/%m/%Y")
