"""Members come, go and move (chuyển sinh hoạt): each by a paper, from a day, without touching the days before.

Source: 29-QĐ/TW (2016) and 24-QĐ/TW (2021), section 6; Charter, articles 4 and 5; domain.md 1.1, 1.7.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from nennep.core.ids import uuid7
from nennep.core.refusals import Refused
from nennep.organisation.actions.members import (
    AlreadyAMember,
    OfficialBeforeProbation,
    require_free_place,
    require_no_standing,
)
from nennep.organisation.actions.register import (
    NO_PAPER,
    Decision,
    Effects,
    UntilBeforeItBegins,
    add_months,
    check_order,
    locked,
    member_change_made_before,
    record_member_change,
    shown,
)
from nennep.organisation.actors import Actor
from nennep.organisation.models import (
    UNIT_POSITIONS,
    Charge,
    MemberChange,
    MemberChangeKind,
    Membership,
    Person,
    Placement,
    PlacementKind,
    Post,
    Standing,
    StandingKind,
    Unit,
    UnitKind,
    holding_on,
)
from nennep.rulebook.queries import rules_on


class NotInABranchThen(Refused):
    field = "on"
    message = _("Ngày %(day)s đồng chí %(name)s không sinh hoạt chính thức ở chi bộ nào của phường. Chọn ngày khác.")


class NotAMember(Refused):
    field = "person"
    message = _("Đồng chí %(name)s không còn trong danh sách đảng viên. Tiếp nhận đồng chí trước.")


class UnitNotThere(Refused):
    field = "unit"
    message = _("Ngày %(day)s chưa có hoặc không còn %(unit)s. Chọn chi bộ khác hoặc ngày khác.")


class UnitEnds(Refused):
    field = "unit"
    message = _("%(unit)s chỉ hoạt động đến ngày %(day)s. Chọn chi bộ khác.")


class NotABranch(Refused):
    field = "unit"
    message = _("%(unit)s là tổ đảng. Chọn một chi bộ.")


class SameBranch(Refused):
    field = "unit"
    message = _("Đồng chí %(name)s đang sinh hoạt chính thức tại %(unit)s. Chọn chi bộ khác.")


class DestinationMissing(Refused):
    field = "elsewhere"
    message = _("Ghi tên tổ chức đảng nơi đi hoặc nơi đến.")


class CeremonyBeforeDecision(Refused):
    field = "on"
    message = _("Lễ kết nạp ngày %(day)s trước ngày ký quyết định %(decided)s. Kiểm tra lại hai ngày.")


class AlreadyOfficial(Refused):
    message = _("Đồng chí %(name)s đã là đảng viên chính thức từ ngày %(day)s.")


class ProbationNotOver(Refused):
    field = "on"
    message = _("Đồng chí %(name)s hết thời gian dự bị %(months)s tháng vào ngày %(day)s. Chọn từ ngày đó trở đi.")


class StayTooShort(Refused):
    field = "until"
    message = _(
        "Chuyển sinh hoạt tạm thời khi đi từ %(months)s tháng trở lên, ít nhất đến ngày %(day)s. "
        "Đi ngắn hơn thì báo cáo chi bộ, ghi vắng có lý do."
    )


class StayTooLong(Refused):
    field = "until"
    message = _(
        "Sinh hoạt tạm thời không quá %(months)s tháng, chậm nhất đến ngày %(day)s. Đi lâu hơn thì chuyển chính thức."
    )


class NoStayThen(Refused):
    field = "on"
    message = _("Ngày %(day)s đồng chí %(name)s không sinh hoạt tạm thời ở đâu. Chọn ngày khác.")


class NotInThisBranch(Refused):
    field = "people"
    message = _("Ngày %(day)s đồng chí %(name)s không sinh hoạt tại %(unit)s. Bỏ chọn đồng chí ấy.")


@dataclass(frozen=True)
class Dates:
    """The three dates of a membership that came from elsewhere, and the number of the card."""

    admitted_on: date
    probation_from: date | None = None
    official_on: date | None = None
    card_number: str = ""


# Coming -------------------------------------------------------------------------------------------


@transaction.atomic
def admit_to_party(
    person: Person, unit: Unit, *, on: date, decision: Decision, by: Actor, at: datetime, id: UUID | None = None
) -> MemberChange:
    """Admit somebody to the Party (kết nạp đảng viên): probation runs from the ceremony on day `on`.

    Party age counts from the day of the decision. Source: Charter, articles 4 and 5.
    """
    if made := member_change_made_before(person, MemberChangeKind.ADMITTED, id, on=on, decision=decision, unit_to=unit):
        return made
    person = locked(person)
    decision.require(at)
    assert decision.dated_on is not None
    if on < decision.dated_on:
        raise CeremonyBeforeDecision(day=shown(on), decided=shown(decision.dated_on))
    effects = Effects()
    _join(person, Dates(decision.dated_on, on), effects, on)
    _place(person, unit, PlacementKind.OFFICIAL, effects, on)
    return record_member_change(
        person, MemberChangeKind.ADMITTED, effects, on=on, decision=decision, by=by, at=at, id=id, unit_to=unit
    )


@transaction.atomic
def recognise_member(
    person: Person, *, on: date, decision: Decision, by: Actor, at: datetime, id: UUID | None = None
) -> MemberChange:
    """Recognise a probationary member as official (công nhận đảng viên chính thức) from day `on`.

    Twelve months after the ceremony at the earliest; a late meeting of the branch does not delay the day, so the
    decision may be dated after it. Source: Charter, article 5; 208-QĐ/TW.
    """
    if made := member_change_made_before(person, MemberChangeKind.RECOGNISED, id, on=on, decision=decision):
        return made
    person = locked(person)
    decision.require(at)
    membership, unit = _membership(person, on), _official(person, on).unit
    if membership.official_on:
        raise AlreadyOfficial(name=person.full_name, day=shown(membership.official_on))
    months = rules_on(on).membership.probation_months
    over = add_months(membership.probation_from, months)
    if on < over:
        raise ProbationNotOver(name=person.full_name, months=months, day=shown(over))
    effects = Effects()
    effects.put(membership, official_on=on)
    kind = MemberChangeKind.RECOGNISED
    return record_member_change(person, kind, effects, on=on, decision=decision, by=by, at=at, id=id, unit_to=unit)


@transaction.atomic
def transfer_in(
    person: Person,
    unit: Unit,
    *,
    on: date,
    elsewhere: str,
    dates: Dates,
    decision: Decision,
    by: Actor,
    at: datetime,
    id: UUID | None = None,
) -> MemberChange:
    """Take in a member who comes for good (chuyển sinh hoạt chính thức đến), by a paper of introduction."""
    if made := member_change_made_before(
        person, MemberChangeKind.TRANSFERRED_IN, id, on=on, decision=decision, unit_to=unit, elsewhere=elsewhere
    ):
        return made
    person = locked(person)
    decision.require(at)
    _require_named(elsewhere)
    effects = Effects()
    _join(person, dates, effects, on)
    _place(person, unit, PlacementKind.OFFICIAL, effects, on)
    return record_member_change(
        person,
        MemberChangeKind.TRANSFERRED_IN,
        effects,
        on=on,
        decision=decision,
        by=by,
        at=at,
        id=id,
        unit_to=unit,
        elsewhere=elsewhere,
    )


@transaction.atomic
def stay_here(
    person: Person,
    unit: Unit,
    *,
    on: date,
    until: date,
    elsewhere: str,
    dates: Dates,
    decision: Decision,
    by: Actor,
    at: datetime,
    id: UUID | None = None,
) -> MemberChange:
    """Take in a member of another Party body for a time (sinh hoạt tạm thời đến); votes stay at home."""
    if made := member_change_made_before(
        person, MemberChangeKind.STAY_HERE, id, on=on, decision=decision, until=until, unit_to=unit, elsewhere=elsewhere
    ):
        return made
    person = locked(person)
    decision.require(at)
    _require_named(elsewhere)
    _check_length(on, until)
    effects = Effects()
    _join(person, dates, effects, on)
    _place(person, unit, PlacementKind.TEMPORARY, effects, on, until)
    return record_member_change(
        person,
        MemberChangeKind.STAY_HERE,
        effects,
        on=on,
        until=until,
        decision=decision,
        by=by,
        at=at,
        id=id,
        unit_to=unit,
        elsewhere=elsewhere,
    )


# Moving -------------------------------------------------------------------------------------------


@transaction.atomic
def move_member(
    person: Person, unit: Unit, *, on: date, decision: Decision, by: Actor, at: datetime, id: UUID | None = None
) -> MemberChange:
    """Move a member to another branch of the ward: one place closes, the other opens on the same day.

    The party group and the posts in the old branch end with it; exemption and suspension go along.
    """
    if made := member_change_made_before(person, MemberChangeKind.MOVED, id, on=on, decision=decision, unit_to=unit):
        return made
    person = locked(person)
    decision.require(at)
    here = _official(person, on)
    if here.unit_id == unit.pk:
        raise SameBranch(name=person.full_name, unit=unit.name)
    effects = Effects()
    effects.end(Placement.objects.filter(ward=person.ward_id, pk=here.pk), on)
    _leave_group_and_posts(person, here.unit, effects, on)
    staying = Placement.objects.filter(ward=person.ward_id, person=person, unit=unit, kind=PlacementKind.TEMPORARY)
    if effects.end(staying, on):  # who stayed there for a time is at home there now
        effects.end(standings_of(person, StandingKind.AWAY), on)
    _place(person, unit, PlacementKind.OFFICIAL, effects, on)
    return record_member_change(
        person,
        MemberChangeKind.MOVED,
        effects,
        on=on,
        decision=decision,
        by=by,
        at=at,
        id=id,
        unit_from=here.unit,
        unit_to=unit,
    )


@transaction.atomic
def stay_elsewhere(
    person: Person,
    *,
    on: date,
    until: date,
    unit: Unit | None = None,
    elsewhere: str = "",
    decision: Decision,
    by: Actor,
    at: datetime,
    id: UUID | None = None,
) -> MemberChange:
    """Send a member to meet elsewhere for a time (sinh hoạt tạm thời đi): another branch of the ward, or outside.

    Votes, elections and the yearly rating stay at home. From three months on; shorter absences are excused.
    """
    if made := member_change_made_before(
        person,
        MemberChangeKind.STAY_AWAY,
        id,
        on=on,
        decision=decision,
        until=until,
        unit_to=unit,
        elsewhere="" if unit else elsewhere,
    ):
        return made
    person = locked(person)
    decision.require(at)
    here = _official(person, on)
    if unit is None:
        _require_named(elsewhere)
    elif unit.pk == here.unit_id:
        raise SameBranch(name=person.full_name, unit=unit.name)
    _check_length(on, until)
    effects = Effects()
    set_standing_by(person, StandingKind.AWAY, effects, on, until)
    if unit:
        _place(person, unit, PlacementKind.TEMPORARY, effects, on, until)
    return record_member_change(
        person,
        MemberChangeKind.STAY_AWAY,
        effects,
        on=on,
        until=until,
        decision=decision,
        by=by,
        at=at,
        id=id,
        unit_from=here.unit,
        unit_to=unit,
        elsewhere="" if unit else elsewhere,
    )


@transaction.atomic
def end_stay(
    person: Person,
    *,
    on: date,
    decision: Decision = NO_PAPER,
    by: Actor,
    at: datetime,
    id: UUID | None = None,
) -> MemberChange:
    """End a temporary stay before its day (thôi sinh hoạt tạm thời)."""
    if made := member_change_made_before(person, MemberChangeKind.STAY_ENDED, id, on=on, decision=decision):
        return made
    person = locked(person)
    staying = Placement.objects.filter(ward=person.ward_id, person=person, kind=PlacementKind.TEMPORARY)
    away = standings_of(person, StandingKind.AWAY)
    there = staying.filter(holding_on(on)).select_related("unit").first()
    if there is None and not away.filter(holding_on(on)).exists():
        raise NoStayThen(name=person.full_name, day=shown(on))
    effects = Effects()
    effects.end(staying, on)
    effects.end(away, on)
    home = official_place(person, on)
    return record_member_change(
        person,
        MemberChangeKind.STAY_ENDED,
        effects,
        on=on,
        decision=decision,
        by=by,
        at=at,
        id=id,
        unit_from=there.unit if there else None,
        unit_to=home.unit if home else None,
    )


@transaction.atomic
def put_in_group(
    people: Iterable[Person], group: Unit, *, on: date, by: Actor, at: datetime, batch: UUID | None = None
) -> list[MemberChange]:
    """Put members into a party group of their branch (xếp vào tổ đảng); who is in it already stays.

    `batch` names the press of the button: the same one again changes nothing.
    """
    assert group.kind == UnitKind.PARTY_GROUP and group.parent_id
    if batch:
        done = MemberChange.objects.filter(ward=group.ward_id, batch=batch)
        if done.exists():
            return list(done)
    changes = [_put_in_group(person, group, on, by, at, batch) for person in people]
    return [change for change in changes if change]


def _put_in_group(
    person: Person, group: Unit, on: date, by: Actor, at: datetime, batch: UUID | None
) -> MemberChange | None:
    person = locked(person)
    _require_there(group, on)
    places = Placement.objects.filter(ward=person.ward_id, person=person)
    in_branch = places.filter(holding_on(on), unit=group.parent_id).exclude(kind=PlacementKind.GROUP)
    if not in_branch.exists():
        raise NotInThisBranch(name=person.full_name, unit=str(group.parent), day=shown(on))
    groups = places.filter(kind=PlacementKind.GROUP)
    now = groups.filter(holding_on(on)).select_related("unit").first()
    if now and now.unit_id == group.pk:
        return None
    effects = Effects()
    effects.end(groups.filter(valid_from__lte=on), on)
    _place(person, group, PlacementKind.GROUP, effects, on)
    return record_member_change(
        person,
        MemberChangeKind.GROUPED,
        effects,
        on=on,
        by=by,
        at=at,
        batch=batch,
        unit_from=now.unit if now else None,
        unit_to=group,
    )


# Leaving ------------------------------------------------------------------------------------------


@transaction.atomic
def transfer_out(
    person: Person,
    *,
    on: date,
    elsewhere: str,
    decision: Decision,
    by: Actor,
    at: datetime,
    id: UUID | None = None,
) -> MemberChange:
    """Let a member go for good (chuyển sinh hoạt chính thức đi) with a paper of introduction."""
    _require_named(elsewhere)
    decision.require(at)
    kind = MemberChangeKind.TRANSFERRED_OUT
    return _leave(person, kind, on=on, decision=decision, elsewhere=elsewhere, by=by, at=at, id=id)


@transaction.atomic
def strike_off(
    person: Person, *, on: date, decision: Decision, by: Actor, at: datetime, id: UUID | None = None
) -> MemberChange:
    """Strike a name off the list (xóa tên trong danh sách đảng viên). Source: Charter, article 8."""
    decision.require(at)
    return _leave(person, MemberChangeKind.STRUCK_OFF, on=on, decision=decision, by=by, at=at, id=id)


@transaction.atomic
def expel_member(
    person: Person, *, on: date, decision: Decision, by: Actor, at: datetime, id: UUID | None = None
) -> MemberChange:
    """Expel a member (khai trừ). Source: Charter, articles 35 and 39."""
    decision.require(at)
    return _leave(person, MemberChangeKind.EXPELLED, on=on, decision=decision, by=by, at=at, id=id)


@transaction.atomic
def record_death(person: Person, *, on: date, by: Actor, at: datetime, id: UUID | None = None) -> MemberChange:
    """Record that a member died (từ trần) on day `on`; no decision is needed."""
    return _leave(person, MemberChangeKind.DIED, on=on, by=by, at=at, id=id)


def _leave(
    person: Person,
    kind: MemberChangeKind,
    *,
    on: date,
    decision: Decision = NO_PAPER,
    elsewhere: str = "",
    by: Actor,
    at: datetime,
    id: UUID | None,
) -> MemberChange:
    """Everything a member holds ends on a day: membership, places, posts, charges, exceptions."""
    if made := member_change_made_before(person, kind, id, on=on, decision=decision, elsewhere=elsewhere):
        return made
    person = locked(person)
    membership = _membership(person, on)
    home = _official(person, on)
    effects = Effects()
    effects.put(membership, ended_on=max(on, membership.admitted_on), end_reason=str(kind.label))
    for table in (Placement, Post, Charge, Standing):
        effects.end(table._default_manager.filter(ward=person.ward_id, person=person), on)
    return record_member_change(
        person,
        kind,
        effects,
        on=on,
        decision=decision,
        by=by,
        at=at,
        id=id,
        unit_from=home.unit,
        elsewhere=elsewhere,
    )


# What they share ----------------------------------------------------------------------------------


def official_place(person: Person, on: date) -> Placement | None:
    """Where a person takes part officially on a day."""
    places = Placement.objects.filter(holding_on(on), ward=person.ward_id, person=person, kind=PlacementKind.OFFICIAL)
    return places.select_related("unit").first()


def _official(person: Person, on: date) -> Placement:
    place = official_place(person, on)
    if place is None:
        raise NotInABranchThen(name=person.full_name, day=shown(on))
    return place


def _not_ended(person: Person, on: date) -> QuerySet[Membership]:
    still = Q(ended_on__isnull=True) | Q(ended_on__gt=on)
    return Membership.objects.filter(still, ward=person.ward_id, person=person).order_by("admitted_on")


def _membership(person: Person, on: date) -> Membership:
    membership = _not_ended(person, on).first()
    if membership is None:
        raise NotAMember(name=person.full_name)
    return membership


def _join(person: Person, dates: Dates, effects: Effects, on: date) -> None:
    """Membership begins, or goes on in this ward's register."""
    begun = dates.probation_from or dates.admitted_on
    if _not_ended(person, on).exists():
        raise AlreadyAMember(name=person.full_name)
    if dates.official_on and dates.official_on < begun:
        raise OfficialBeforeProbation(official=shown(dates.official_on), probation=shown(begun))
    effects.begin(
        Membership(
            id=uuid7(),
            ward_id=person.ward_id,
            person=person,
            admitted_on=dates.admitted_on,
            probation_from=begun,
            official_on=dates.official_on,
            card_number=dates.card_number,
        )
    )


def _place(person: Person, unit: Unit, kind: str, effects: Effects, on: date, until: date | None = None) -> Placement:
    if kind != PlacementKind.GROUP and unit.kind != UnitKind.BRANCH:
        raise NotABranch(unit=unit.name)
    _require_there(unit, on, until)
    require_free_place(person, kind, on, until)
    place = Placement(
        id=uuid7(), ward_id=person.ward_id, person=person, unit=unit, kind=kind, valid_from=on, valid_to=until
    )
    effects.begin(place)
    return place


def set_standing_by(person: Person, kind: str, effects: Effects, on: date, until: date | None, **more: str) -> None:
    require_no_standing(person, kind, on, until)
    effects.begin(
        Standing(id=uuid7(), ward_id=person.ward_id, person=person, kind=kind, valid_from=on, valid_to=until, **more)
    )


def standings_of(person: Person, kind: str) -> QuerySet[Standing]:
    return Standing.objects.filter(ward=person.ward_id, person=person, kind=kind)


def _leave_group_and_posts(person: Person, unit: Unit, effects: Effects, on: date) -> None:
    """What a member held inside a branch ends: the party group, the posts of branch and group."""
    inside = Placement.objects.filter(ward=person.ward_id, person=person, kind=PlacementKind.GROUP, unit__parent=unit)
    effects.end(inside, on)
    posts = Post.objects.filter(ward=person.ward_id, person=person, position__in=UNIT_POSITIONS)
    effects.end(posts.filter(unit=unit) | posts.filter(unit__parent=unit), on)


def _require_there(unit: Unit, on: date, until: date | None = None) -> None:
    if not unit.holds_on(on):
        raise UnitNotThere(unit=unit.name, day=shown(on))
    if unit.valid_to and (until is None or until > unit.valid_to):
        raise UnitEnds(unit=unit.name, day=shown(unit.valid_to))


def _require_named(elsewhere: str) -> None:
    if not elsewhere.strip():
        raise DestinationMissing


def _check_length(on: date, until: date) -> None:
    """The three-month rule: a temporary transfer is for stays of three months and more, and not for ever."""
    check_order(on, until, UntilBeforeItBegins)
    rules = rules_on(on).membership
    shortest = add_months(on, rules.temporary_stay_min_months)
    longest = add_months(on, rules.temporary_stay_max_months)
    if until < shortest:
        raise StayTooShort(months=rules.temporary_stay_min_months, day=shown(shortest))
    if until > longest:
        raise StayTooLong(months=rules.temporary_stay_max_months, day=shown(longest))
