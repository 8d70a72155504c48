"""Terms, posts and charges: who holds what, from which day, by which congress (domain.md 1.1, 5.3)."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nennep.core.ids import uuid7
from nennep.core.once import made_before
from nennep.core.refusals import Refused
from nennep.organisation.actions.members import overlapping
from nennep.organisation.actions.register import (
    Decision,
    Effects,
    UntilBeforeItBegins,
    branch_id,
    check_order,
    end_row,
    note,
    record_unit_change,
    shown,
    unit_change_made_before,
)
from nennep.organisation.actors import Actor
from nennep.organisation.models import (
    UNIT_POSITIONS,
    Charge,
    ChargeKind,
    Grade,
    Person,
    Position,
    Post,
    Term,
    Unit,
    UnitChange,
    UnitChangeKind,
    holding_on,
)
from nennep.organisation.queries import branch_list
from nennep.rulebook.queries import rules_on

HEADS = frozenset({Position.SECRETARY, Position.GROUP_LEADER})
BRANCH_OFFICERS = (Position.SECRETARY, Position.DEPUTY_SECRETARY, Position.BRANCH_COMMITTEE_MEMBER)


class HeadInPlace(Refused):
    field = "person"
    message = _("%(unit)s đang có %(position)s là đồng chí %(name)s. Kết thúc chức vụ đó trước.")


class WrongPlaceForPost(Refused):
    field = "position"
    message = _("Chức vụ này không thuộc nơi đã chọn. Chọn lại chi bộ hoặc chức vụ.")


class OutsideTerm(Refused):
    field = "valid_from"
    message = _("Ngày %(day)s nằm ngoài nhiệm kỳ của %(unit)s. Chọn ngày trong nhiệm kỳ.")


class PostOutlivesUnit(Refused):
    field = "valid_from"
    message = _("%(unit)s chỉ hoạt động đến ngày %(day)s. Chọn ngày trước đó.")


class TermNameTaken(Refused):
    field = "name"
    message = _("%(unit)s đã có nhiệm kỳ “%(name)s”. Ghi tên khác.")


class TermsOutOfOrder(Refused):
    field = "on"
    message = _("Nhiệm kỳ trước bắt đầu ngày %(day)s. Đại hội phải sau ngày đó.")


class SecretaryMissing(Refused):
    field = "secretary"
    message = _("Chọn đồng chí bí thư do đại hội bầu.")


class ElectedTwice(Refused):
    field = "secretary"
    message = _("Đồng chí %(name)s được chọn vào hai chức vụ. Mỗi đồng chí một chức vụ.")


class NotAnOfficialMemberHere(Refused):
    field = "secretary"
    message = _("Đồng chí %(name)s không phải đảng viên chính thức của %(unit)s ngày %(day)s. Chọn đồng chí khác.")


class CommitteeTooLarge(Refused):
    field = "members"
    message = _("Chi ủy nhiều nhất %(most)s đồng chí, kể cả bí thư và phó bí thư; đang chọn %(count)s.")


class TooFewForACommittee(Refused):
    field = "members"
    message = _(
        "Chi bộ có %(count)s đảng viên chính thức, dưới %(least)s, chỉ bầu bí thư và phó bí thư. Bỏ chọn chi ủy."
    )


class ChargeTaken(Refused):
    field = "person"
    message = _("%(unit)s đang do đồng chí %(name)s phụ trách. Kết thúc phân công đó trước.")


class SubstituteIsInCharge(Refused):
    field = "person"
    message = _("Đồng chí %(name)s đang phụ trách chi bộ này. Chọn người khác phụ trách thay.")


class SubstituteTaken(Refused):
    field = "valid_from"
    message = _("Đồng chí %(name)s đã được cử phụ trách thay từ ngày %(begin)s. Chọn những ngày khác.")


class SubstituteNeedsPeriod(Refused):
    field = "valid_to"
    message = _("Thay đồng chí phụ trách là có thời hạn. Nhập ngày hết thay.")


class ChargedAlready(Refused):
    field = "person"
    message = _("Đồng chí %(name)s đang phụ trách %(unit)s trong thời gian này. Chọn đồng chí khác.")


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
    check_order(valid_from, valid_to)
    term = Term.objects.create(ward_id=ward_id, unit=unit, name=name, valid_from=valid_from, valid_to=valid_to)
    note("organisation.term.begun", term, unit.pk if unit else None, valid_from, by, at, name)
    return term


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
    check_order(valid_from, valid_to)
    if unit:
        require_term(unit, valid_from)
        if unit.valid_to and valid_from >= unit.valid_to:
            raise PostOutlivesUnit(unit=unit.name, day=shown(unit.valid_to))
        _require_free_head(unit, position, valid_from, valid_to)
    post = Post.objects.create(
        ward_id=person.ward_id,
        person=person,
        unit=unit,
        position=position,
        valid_from=valid_from,
        valid_to=valid_to,
    )
    unit_id = branch_id(unit) if unit else None
    note("organisation.post.given", post, unit_id, valid_from, by, at, f"{person.full_name}: {position}")
    return post


@transaction.atomic
def end_post(post: Post, *, on: date, by: Actor, at: datetime) -> Post:
    """End a post; the rights that follow from it end with it."""
    end_row(post, on)
    note("organisation.post.ended", post, post.unit_id, on, by, at, post.position)
    return post


@transaction.atomic
def hold_congress(
    unit: Unit,
    *,
    name: str,
    on: date,
    until: date,
    secretary: Person | None,
    deputies: Sequence[Person] = (),
    members: Sequence[Person] = (),
    decision: Decision,
    by: Actor,
    at: datetime,
    id: UUID | None = None,
) -> UnitChange:
    """Record a branch's congress (đại hội chi bộ): a new term begins with the posts it elected, the old ones end.

    Under nine official members there is no committee; at most seven sit in one. Source: Charter, article 24;
    294-QĐ/TW; the numbers are data of the rulebook.
    """
    if made := unit_change_made_before([unit], UnitChangeKind.CONGRESS, id, on=on, decision=decision, after=name):
        return made
    decision.require(at)
    check_order(on, until, UntilBeforeItBegins)
    if secretary is None:
        raise SecretaryMissing
    elected = [(secretary, Position.SECRETARY), *((each, Position.DEPUTY_SECRETARY) for each in deputies)]
    elected += [(each, Position.BRANCH_COMMITTEE_MEMBER) for each in members]
    _check_elected(unit, elected, on)
    effects = Effects()
    _next_term(unit, name, on, until, effects)
    effects.end(Post.objects.filter(ward=unit.ward_id, unit=unit, position__in=BRANCH_OFFICERS), on)
    for person, position in elected:
        effects.begin(
            Post(id=uuid7(), ward_id=unit.ward_id, person=person, unit=unit, position=position, valid_from=on)
        )
    kind = UnitChangeKind.CONGRESS
    return record_unit_change(kind, effects, led_to=[unit], on=on, decision=decision, by=by, at=at, id=id, after=name)


def _next_term(unit: Unit, name: str, on: date, until: date, effects: Effects) -> None:
    terms = Term.objects.filter(ward=unit.ward_id, unit=unit)
    if terms.filter(name=name).exists():
        raise TermNameTaken(unit=unit.name, name=name)
    last = terms.order_by("-valid_from").first()
    if last and last.valid_from >= on:
        raise TermsOutOfOrder(day=shown(last.valid_from))
    effects.end(terms, on)
    effects.begin(Term(id=uuid7(), ward_id=unit.ward_id, unit=unit, name=name, valid_from=on, valid_to=until))


def _check_elected(unit: Unit, elected: Sequence[tuple[Person, str]], on: date) -> None:
    official = {each.person.pk for each in branch_list(unit, on) if each.grade == Grade.OFFICIAL}
    seen: set[UUID] = set()
    for person, _position in elected:
        if person.pk in seen:
            raise ElectedTwice(name=person.full_name)
        if person.pk not in official:
            raise NotAnOfficialMemberHere(name=person.full_name, unit=unit.name, day=shown(on))
        seen.add(person.pk)
    rules = rules_on(on).unit
    committee = [person for person, position in elected if position == Position.BRANCH_COMMITTEE_MEMBER]
    if committee and len(official) < rules.committee_from_members:
        raise TooFewForACommittee(count=len(official), least=rules.committee_from_members)
    if len(elected) > rules.committee_max:
        raise CommitteeTooLarge(most=rules.committee_max, count=len(elected))


@transaction.atomic
def put_in_charge(
    person: Person,
    unit: Unit,
    *,
    valid_from: date,
    valid_to: date | None = None,
    kind: str = ChargeKind.MAIN,
    by: Actor,
    at: datetime,
) -> Charge:
    """Put a committee member in charge of a branch (phân công phụ trách chi bộ).

    One may have several branches. A branch has one main charge at a time; others may share it for a time, and a
    substitute stands in from a day to a day.
    """
    unit = _locked(unit)
    check_order(valid_from, valid_to)
    if kind == ChargeKind.SUBSTITUTE and valid_to is None:
        raise SubstituteNeedsPeriod
    charges = Charge.objects.filter(overlapping(valid_from, valid_to), ward=unit.ward_id, unit=unit)
    if charges.filter(person=person).exists():
        raise ChargedAlready(name=person.full_name, unit=unit.name)
    other = charges.filter(kind=ChargeKind.MAIN).select_related("person").first()
    if kind == ChargeKind.MAIN and other:
        raise ChargeTaken(unit=unit.name, name=other.person.full_name)
    charge = Charge.objects.create(
        ward_id=unit.ward_id, person=person, unit=unit, kind=kind, valid_from=valid_from, valid_to=valid_to
    )
    note("organisation.charge.given", charge, unit.pk, valid_from, by, at, person.full_name)
    return charge


@transaction.atomic
def stand_in(
    charge: Charge, person: Person, *, valid_from: date, valid_to: date, by: Actor, at: datetime, id: UUID | None = None
) -> Charge:
    """Let somebody else look after a branch for some days (phụ trách thay); whoever is in charge stays so.

    `valid_to` is the first day that no longer counts. The same id again changes nothing.
    """
    _locked(charge.unit)
    words = {"person": person, "kind": ChargeKind.SUBSTITUTE, "valid_from": valid_from, "valid_to": valid_to}
    if existing := made_before(Charge, id, ward=charge.ward_id, unit=charge.unit_id, **words):
        return existing
    check_order(valid_from, valid_to)
    if person.pk == charge.person_id:
        raise SubstituteIsInCharge(name=person.full_name)
    others = Charge.objects.filter(overlapping(valid_from, valid_to), ward=charge.ward_id, unit=charge.unit_id)
    if other := others.filter(kind=ChargeKind.SUBSTITUTE).select_related("person").first():
        raise SubstituteTaken(name=other.person.full_name, begin=shown(other.valid_from))
    substitute = Charge.objects.create(
        id=id or uuid7(),
        ward_id=charge.ward_id,
        person=person,
        unit_id=charge.unit_id,
        kind=ChargeKind.SUBSTITUTE,
        valid_from=valid_from,
        valid_to=valid_to,
    )
    note("organisation.charge.substituted", substitute, charge.unit_id, valid_from, by, at, person.full_name)
    return substitute


@transaction.atomic
def end_charge(charge: Charge, *, on: date, by: Actor, at: datetime) -> Charge:
    """End a charge over a branch."""
    end_row(charge, on)
    note("organisation.charge.ended", charge, charge.unit_id, on, by, at, str(charge.person))
    return charge


def _locked(unit: Unit) -> Unit:
    """The unit, so that two clerks give its charges one after the other and each sees what the other gave."""
    return Unit.objects.select_for_update(no_key=True).get(ward=unit.ward_id, pk=unit.pk)


def require_term(unit: Unit, day: date) -> None:
    if not Term.objects.filter(holding_on(day), ward=unit.ward_id, unit=branch_id(unit)).exists():
        raise OutsideTerm(day=shown(day), unit=unit.name)


def _require_free_head(unit: Unit, position: str, begin: date, end: date | None) -> None:
    if position not in HEADS:
        return
    held = Post.objects.filter(overlapping(begin, end), ward=unit.ward_id, unit=unit, position=position)
    holder = held.select_related("person").first()
    if holder:
        raise HeadInPlace(unit=unit.name, position=holder.get_position_display(), name=holder.person.full_name)
