"""The register of people: entering a person, their membership, where they take part, their exceptions."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from nennep.core import audit
from nennep.core.ids import uuid7
from nennep.core.once import made_before, once_more
from nennep.core.refusals import Refused
from nennep.organisation.actions.register import branch_id, check_order, end_row, note, shown
from nennep.organisation.actors import Actor
from nennep.organisation.models import Channel, Membership, Person, Placement, PlacementKind, Standing, Unit


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


class PlacedLater(Refused):
    field = "on"
    message = _(
        "Đồng chí %(name)s đã được ghi sinh hoạt tại %(unit)s từ ngày %(day)s. Rút lại việc ấy trước, "
        "hoặc chọn ngày sau."
    )


class StandingOverlaps(Refused):
    field = "on"
    message = _("Đồng chí %(name)s đang thuộc diện “%(kind)s” trong thời gian này. Kết thúc diện đó trước.")


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
        raise OfficialBeforeProbation(official=shown(official_on), probation=shown(probation_from))
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
    require_free_place(person, kind, valid_from)
    placement = Placement.objects.create(
        ward_id=person.ward_id, person=person, unit=unit, kind=kind, valid_from=valid_from
    )
    note("organisation.member.placed", placement, branch_id(unit), valid_from, by, at, unit.name)
    return placement


@transaction.atomic
def end_placement(placement: Placement, *, on: date, by: Actor, at: datetime) -> Placement:
    """End a placement on a day: the first day on which it no longer holds."""
    end_row(placement, on)
    unit = placement.unit
    note("organisation.member.left", placement, branch_id(unit), on, by, at, unit.name)
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
    check_order(valid_from, valid_to)
    require_no_standing(person, kind, valid_from, valid_to)
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


def overlapping(begin: date, end: date | None = None) -> Q:
    """Rows that hold on any day from `begin` (to `end`, excluded): those closed on their first day hold on none."""
    still = Q(valid_to__isnull=True) | Q(valid_to__gt=begin) & Q(valid_to__gt=F("valid_from"))
    return still & Q(valid_from__lt=end) if end else still


def require_free_place(person: Person, kind: str, begin: date, end: date | None = None) -> None:
    """One official place on any day, one temporary, one party group: refuses a second, now or later."""
    taken = Placement.objects.filter(overlapping(begin, end), ward=person.ward_id, person=person, kind=kind)
    other = taken.select_related("unit").order_by("valid_from", "pk").first()
    if other and other.valid_from > begin:
        raise PlacedLater(name=person.full_name, unit=other.unit.name, day=shown(other.valid_from))
    if other:
        raise PlacedElsewhere(name=person.full_name, unit=other.unit.name)


def require_no_standing(person: Person, kind: str, begin: date, end: date | None = None) -> None:
    """One exception of a kind at a time."""
    taken = Standing.objects.filter(overlapping(begin, end), ward=person.ward_id, person=person, kind=kind)
    other = taken.first()
    if other:
        raise StandingOverlaps(name=person.full_name, kind=other.get_kind_display())
