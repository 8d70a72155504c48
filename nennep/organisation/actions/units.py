"""Units as they change: founded, renamed, divided, merged, split, dissolved, moved to another ward.

The days before stay as they were: places close on the day of the change and open in the new unit on the same day.
Source: Charter, articles 21 and 24; domain.md 1.1, 1.9; design.md 9 (transfers as close-and-open).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from nennep.core.ids import uuid7
from nennep.core.once import made_before
from nennep.core.refusals import Refused
from nennep.organisation.actions.movements import NotInThisBranch
from nennep.organisation.actions.register import (
    NO_PAPER,
    Decision,
    Effects,
    ends_after,
    record_unit_change,
    shown,
    unit_change_made_before,
)
from nennep.organisation.actors import Actor
from nennep.organisation.models import (
    BranchKind,
    Charge,
    Membership,
    Person,
    Placement,
    PlacementKind,
    Post,
    Standing,
    StandingKind,
    Term,
    Unit,
    UnitChange,
    UnitChangeKind,
    UnitKind,
    Ward,
    WorkingRules,
    holding_on,
)


class UnitNameMissing(Refused):
    field = "name"
    message = _("Nhập tên tổ chức.")


class NameTaken(Refused):
    field = "name"
    message = _("Phường đang có %(name)s. Đặt tên khác.")


class SameName(Refused):
    field = "name"
    message = _("%(name)s là tên đang dùng. Nhập tên mới.")


class RenamedLater(Refused):
    field = "on"
    message = _("Tên hiện nay dùng từ ngày %(day)s. Đổi tên lần này phải sau ngày đó.")


class NotThereThen(Refused):
    field = "on"
    message = _("Ngày %(day)s chưa có hoặc không còn %(unit)s. Chọn ngày khác.")


class NothingToDivide(Refused):
    field = "groups"
    message = _("Ghi tên ít nhất hai tổ đảng, mỗi tổ một dòng.")


class GroupTwice(Refused):
    field = "groups"
    message = _("Tên “%(name)s” có hai lần. Mỗi tổ một tên.")


class MergedIntoItself(Refused):
    field = "units"
    message = _("%(unit)s không thể nhập vào chính mình. Chọn các chi bộ khác để nhập vào.")


class NothingToMerge(Refused):
    field = "units"
    message = _("Chọn ít nhất hai chi bộ để hợp nhất, hoặc một chi bộ để sáp nhập vào chi bộ khác.")


class OnlyBranchesMerge(Refused):
    field = "units"
    message = _("%(unit)s là tổ đảng, không phải chi bộ. Bỏ chọn tổ ấy.")


class NobodyToSplitOff(Refused):
    field = "people"
    message = _("Chọn các đồng chí về chi bộ mới.")


class EverybodySplitOff(Refused):
    field = "people"
    message = _("Đã chọn hết đảng viên của %(unit)s. Để lại ít nhất một đồng chí, hoặc dùng “Đổi tên”.")


class MembersLeft(Refused):
    field = "on"
    message = _("%(unit)s còn %(count)s đảng viên từ ngày %(day)s. Chuyển các đồng chí đi trước khi giải thể.")


class WardMissing(Refused):
    field = "ward"
    message = _("Ghi tên đảng bộ nhận chi bộ này.")


@dataclass(frozen=True)
class NewUnit:
    """The name and kind of a branch that a change founds."""

    name: str
    short_name: str
    branch_kind: str = BranchKind.UNSTATED

    def short(self) -> str:
        """The short name, made from the name where none was given."""
        made = self.name.strip().replace("Chi bộ ", "").replace("Tổ đảng số", "Tổ")[:40]
        return self.short_name.strip() or made

    def kind_of_branch(self, kind: str) -> str:
        return (self.branch_kind or BranchKind.UNSTATED) if kind == UnitKind.BRANCH else ""


# Founding, renaming, dividing ---------------------------------------------------------------------


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
    decision: Decision = NO_PAPER,
    by: Actor,
    at: datetime,
    id: UUID | None = None,
) -> Unit:
    """Found a branch (thành lập chi bộ) or a party group inside one. The same id again changes nothing."""
    new = NewUnit(name, short_name, branch_kind)
    words = {"name": name, "short_name": new.short(), "branch_kind": new.kind_of_branch(kind), "kind": kind}
    if existing := made_before(Unit, id, ward=ward_id, parent=parent, valid_from=valid_from, **words):
        return existing
    effects = Effects()
    unit = _found(ward_id, new, effects, valid_from, kind=kind, parent=parent, position=position, id=id)
    founded = UnitChangeKind.FOUNDED
    record_unit_change(founded, effects, led_to=[unit], on=valid_from, decision=decision, by=by, at=at)
    return unit


@transaction.atomic
def rename_unit(
    unit: Unit,
    *,
    name: str,
    short_name: str,
    on: date,
    decision: Decision,
    by: Actor,
    at: datetime,
    id: UUID | None = None,
) -> UnitChange:
    """Give a unit another name from a day on (đổi tên); before that day it goes on being called as it was."""
    if made := unit_change_made_before([unit], UnitChangeKind.RENAMED, id, on=on, decision=decision, after=name):
        return made
    unit = _locked(unit)
    decision.require(at)
    _require_there(unit, on)
    name, short_name = name.strip(), short_name.strip() or name.strip()[:40]
    if (name, short_name) == (unit.name, unit.short_name):
        raise SameName(name=name)
    if unit.former_names and on <= date.fromisoformat(unit.former_names[-1]["until"]):
        raise RenamedLater(day=shown(date.fromisoformat(unit.former_names[-1]["until"])))
    if name != unit.name:
        _require_free_name(unit.ward_id, name)
    before = unit.name
    former = {"until": on.isoformat(), "name": unit.name, "short_name": unit.short_name}
    effects = Effects()
    effects.put(unit, name=name, short_name=short_name, former_names=[*unit.former_names, former])
    kind = UnitChangeKind.RENAMED
    return record_unit_change(
        kind, effects, led_to=[unit], on=on, decision=decision, by=by, at=at, id=id, before=before, after=name
    )


@transaction.atomic
def divide_into_groups(
    unit: Unit,
    *,
    groups: Sequence[str],
    on: date,
    decision: Decision,
    by: Actor,
    at: datetime,
    id: UUID | None = None,
) -> UnitChange:
    """Divide a branch into party groups (chia tổ đảng); who is in which group is recorded next.

    Source: Charter, article 24.1; domain.md 1.5.
    """
    if made := unit_change_made_before([unit], UnitChangeKind.DIVIDED, id, on=on, decision=decision):
        return made
    unit = _locked(unit)
    decision.require(at)
    _require_there(unit, on)
    names = [name.strip() for name in groups if name.strip()]
    there = set(unit.party_groups.filter(ends_after(on)).values_list("name", flat=True))
    if len(names) + len(there) < 2:
        raise NothingToDivide
    for place, name in enumerate(names):
        if name in names[:place] or name in there:
            raise GroupTwice(name=name)
    effects = Effects()
    made_groups = [
        _found(
            unit.ward_id,
            NewUnit(name, ""),
            effects,
            on,
            kind=UnitKind.PARTY_GROUP,
            parent=unit,
            position=len(there) + place,
        )
        for place, name in enumerate(names, start=1)
    ]
    kind = UnitChangeKind.DIVIDED
    return record_unit_change(
        kind, effects, come_from=[unit], led_to=made_groups, on=on, decision=decision, by=by, at=at, id=id
    )


# Merging, splitting, ending -----------------------------------------------------------------------


@transaction.atomic
def merge_units(
    units: Sequence[Unit],
    *,
    into: Unit | None = None,
    new: NewUnit | None = None,
    on: date,
    decision: Decision,
    by: Actor,
    at: datetime,
    id: UUID | None = None,
) -> UnitChange:
    """Merge branches from a day on: into a new one (hợp nhất) or into one of the ward's (sáp nhập).

    Members go along on that day, the exempt and those staying for a time too. Party groups, posts, charges and
    working rules of the branches that end, end with them; a new branch takes over the running term.
    """
    sources = list({unit.pk: unit for unit in units}.values())
    if made := unit_change_made_before(
        [*sources, *([into] if into else [])], UnitChangeKind.MERGED, id, on=on, decision=decision
    ):
        return made
    decision.require(at)
    sources, into = [_locked(unit) for unit in sources], _locked(into) if into else None
    _check_merge(sources, into, on)
    effects = Effects()
    target = into
    if target is None:
        target = _found(by.ward_id, new or NewUnit("", ""), effects, on, position=min(u.position for u in sources))
        _take_over_term(sources, target, effects, on)
    _move_everybody(Placement.objects.filter(ward=by.ward_id, unit__in=sources), target, effects, on)
    for unit in sources:
        _end_unit(unit, effects, on)
    kind = UnitChangeKind.MERGED
    return record_unit_change(
        kind, effects, come_from=sources, led_to=[target], on=on, decision=decision, by=by, at=at, id=id
    )


@transaction.atomic
def split_unit(
    unit: Unit,
    *,
    new: NewUnit,
    people: Sequence[Person],
    on: date,
    decision: Decision,
    by: Actor,
    at: datetime,
    id: UUID | None = None,
) -> UnitChange:
    """Split a new branch off (chia tách): the chosen members go there on a day, the others stay."""
    if made := unit_change_made_before([unit], UnitChangeKind.SPLIT, id, on=on, decision=decision):
        return made
    unit = _locked(unit)
    decision.require(at)
    _require_there(unit, on)
    if not people:
        raise NobodyToSplitOff
    places = Placement.objects.filter(ward=unit.ward_id, unit=unit).exclude(kind=PlacementKind.GROUP)
    here = set(places.filter(holding_on(on)).values_list("person", flat=True))
    for person in people:
        if person.pk not in here:
            raise NotInThisBranch(name=person.full_name, unit=unit.name, day=shown(on))
    if here == {person.pk for person in people}:
        raise EverybodySplitOff(unit=unit.name)
    effects = Effects()
    branch = _found(unit.ward_id, new, effects, on, position=unit.position)
    _take_over_term([unit], branch, effects, on)
    of_people = Q(person__in=[person.pk for person in people])
    effects.end(Placement.objects.filter(of_people, ward=unit.ward_id, unit__parent=unit), on)
    in_branch = Q(unit=unit) | Q(unit__parent=unit)
    effects.end(Post.objects.filter(of_people & in_branch, ward=unit.ward_id), on)
    _move_everybody(places.filter(of_people), branch, effects, on)
    kind = UnitChangeKind.SPLIT
    return record_unit_change(
        kind, effects, come_from=[unit], led_to=[unit, branch], on=on, decision=decision, by=by, at=at, id=id
    )


@transaction.atomic
def dissolve_unit(
    unit: Unit,
    *,
    on: date,
    decision: Decision = NO_PAPER,
    by: Actor,
    at: datetime,
    id: UUID | None = None,
) -> Unit:
    """Dissolve a unit (giải thể) from a day on; its history stays. Members must have gone before."""
    if unit_change_made_before([unit], UnitChangeKind.DISSOLVED, id, on=on, decision=decision):
        return unit
    unit = _locked(unit)
    _require_there(unit, on)
    left = _members_from(unit, on)
    if left and unit.kind == UnitKind.BRANCH:
        raise MembersLeft(unit=unit.name, count=left, day=shown(on))
    effects = Effects()
    _end_unit(unit, effects, on)
    kind = UnitChangeKind.DISSOLVED
    record_unit_change(kind, effects, come_from=[unit], on=on, decision=decision, by=by, at=at, id=id)
    return unit


@transaction.atomic
def move_unit_out(
    unit: Unit,
    *,
    ward: str,
    on: date,
    decision: Decision,
    by: Actor,
    at: datetime,
    id: UUID | None = None,
) -> UnitChange:
    """Hand a branch over to another ward committee (chuyển về đảng bộ khác): everything of it closes here that day.

    Rows never change their ward (design.md 9): the other ward founds the branch in its own register and takes the
    members in there.
    """
    if made := unit_change_made_before([unit], UnitChangeKind.MOVED_OUT, id, on=on, decision=decision, after=ward):
        return made
    unit = _locked(unit)
    decision.require(at)
    if not ward.strip():
        raise WardMissing
    _require_there(unit, on)
    effects = Effects()
    gone = [each.person_id for each in effects.end(_placements_of(unit), on) if each.kind == PlacementKind.OFFICIAL]
    for membership in Membership.objects.filter(ward=unit.ward_id, person__in=gone, ended_on__isnull=True):
        ended_on = max(on, membership.admitted_on)
        effects.put(membership, ended_on=ended_on, end_reason=str(UnitChangeKind.MOVED_OUT.label))
    _end_unit(unit, effects, on)
    kind = UnitChangeKind.MOVED_OUT
    return record_unit_change(
        kind, effects, come_from=[unit], on=on, decision=decision, by=by, at=at, id=id, after=ward
    )


# What they share ----------------------------------------------------------------------------------


def _found(
    ward_id: UUID,
    new: NewUnit,
    effects: Effects,
    on: date,
    *,
    kind: str = UnitKind.BRANCH,
    parent: Unit | None = None,
    position: int = 0,
    id: UUID | None = None,
) -> Unit:
    name = new.name.strip()
    if not name:
        raise UnitNameMissing
    if kind == UnitKind.BRANCH:
        _require_free_name(ward_id, name)
    unit = Unit(
        id=id or uuid7(),
        ward_id=ward_id,
        name=name,
        short_name=new.short(),
        kind=kind,
        branch_kind=new.kind_of_branch(kind),
        parent=parent,
        position=position,
        valid_from=on,
    )
    effects.begin(unit)
    return unit


def _require_free_name(ward_id: UUID, name: str) -> None:
    taken = Unit.objects.filter(ward=ward_id, kind=UnitKind.BRANCH, name=name, valid_to__isnull=True)
    if taken.exists():
        raise NameTaken(name=name)


def _locked(unit: Unit) -> Unit:
    Ward.objects.select_for_update(no_key=True).get(pk=unit.ward_id)  # units of a ward change one after the other
    return Unit.objects.get(ward=unit.ward_id, pk=unit.pk)


def _require_there(unit: Unit, on: date) -> None:
    """The unit stands on that day, and no end of it is recorded yet."""
    if unit.valid_to is not None or on < unit.valid_from:
        raise NotThereThen(unit=unit.name, day=shown(on))


def _check_merge(sources: Sequence[Unit], into: Unit | None, on: date) -> None:
    if len(sources) < (1 if into else 2):
        raise NothingToMerge
    for unit in [*sources, *([into] if into else [])]:
        if unit.kind != UnitKind.BRANCH:
            raise OnlyBranchesMerge(unit=unit.name)
        _require_there(unit, on)
    if into and into.pk in {unit.pk for unit in sources}:
        raise MergedIntoItself(unit=into.name)


def _placements_of(unit: Unit) -> QuerySet[Placement]:
    return Placement.objects.filter(Q(unit=unit) | Q(unit__parent=unit), ward=unit.ward_id)


def _members_from(unit: Unit, on: date) -> int:
    """How many people have a place in a unit on a day or later."""
    places = Placement.objects.filter(ends_after(on), ward=unit.ward_id, unit=unit)
    return sum(place.valid_to is None or place.valid_to > place.valid_from for place in places)


def _move_everybody(going: QuerySet[Placement], target: Unit, effects: Effects, on: date) -> None:
    """Places close on a day and open in another unit on the same day, with the end they had.

    Whoever stayed for a time in one of the branches and is at home in another is at home now: the stay is over.
    """
    going = going.exclude(kind=PlacementKind.GROUP)
    ends = dict(going.values_list("pk", "valid_to"))
    there = Placement.objects.filter(ends_after(on), ward=target.ward_id, unit=target)
    closed = effects.end(going, on)
    moving = {place.person_id for place in closed if place.kind == PlacementKind.OFFICIAL}
    at_home = moving | set(there.filter(kind=PlacementKind.OFFICIAL).values_list("person", flat=True))
    stays = {place.person_id for place in closed if place.kind == PlacementKind.TEMPORARY} & at_home
    over = effects.end(there.filter(kind=PlacementKind.TEMPORARY, person__in=moving), on)
    stays |= {place.person_id for place in over}
    away = Standing.objects.filter(ward=target.ward_id, person__in=stays, kind=StandingKind.AWAY)
    effects.end(away, on)
    for place in closed:
        if place.kind == PlacementKind.OFFICIAL or place.person_id not in at_home:
            _open_again(place, ends[place.pk], target, effects, on)


def _open_again(place: Placement, end: date | None, target: Unit, effects: Effects, on: date) -> None:
    effects.begin(
        Placement(
            id=uuid7(),
            ward_id=place.ward_id,
            person_id=place.person_id,
            unit=target,
            kind=place.kind,
            valid_from=max(on, place.valid_from),
            valid_to=end,
        )
    )


def _end_unit(unit: Unit, effects: Effects, on: date) -> None:
    """A unit ends with what it holds: its party groups and who is in them, posts, charges, rules, term."""
    inside = Q(unit=unit) | Q(unit__parent=unit)
    effects.end(Placement.objects.filter(inside, ward=unit.ward_id, kind=PlacementKind.GROUP), on)
    effects.end(Post.objects.filter(inside, ward=unit.ward_id), on)
    effects.end(Charge.objects.filter(ward=unit.ward_id, unit=unit), on)
    effects.end(WorkingRules.objects.filter(ward=unit.ward_id, unit=unit), on)
    effects.end(Term.objects.filter(ward=unit.ward_id, unit=unit), on)
    effects.end(Unit.objects.filter(ward=unit.ward_id, parent=unit), on)
    effects.end(Unit.objects.filter(ward=unit.ward_id, pk=unit.pk), on)


def _take_over_term(sources: Iterable[Unit], target: Unit, effects: Effects, on: date) -> None:
    """A new branch goes on in the running term of those it came from, so that it can number and elect."""
    running = Term.objects.filter(holding_on(on), ward=target.ward_id, unit__in=[unit.pk for unit in sources])
    term = running.order_by("-valid_to", "pk").first()
    if term:
        effects.begin(
            Term(
                id=uuid7(),
                ward_id=target.ward_id,
                unit=target,
                name=term.name,
                valid_from=on,
                valid_to=term.valid_to,
            )
        )
