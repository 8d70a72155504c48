"""Whose turn it is (đến lượt ai) with what is not in order: the office that takes the next step, never a name."""

from collections import defaultdict
from collections.abc import Collection
from enum import Enum
from uuid import UUID

from django.db.models import CharField, Value
from django.utils.translation import gettext as _

from nennep.meetings.models import Signature, SignatureRole
from nennep.organisation.actors import CHARGE, OFFICERS
from nennep.organisation.models import Charge, Position, Post, holding_on
from nennep.reports.records import Records


class Step(Enum):
    """What has to happen next."""

    PLAN = "plan"
    """Put a meeting on the calendar."""
    PREPARE = "prepare"
    """Papers and invitations of a meeting that comes near."""
    END = "end"
    """Close a meeting whose day has passed, move it, or say that it was not held."""
    SIGN = "sign"
    REPORT = "report"
    ATTEND = "attend"
    """Bring attendance back over the line."""
    TASKS = "tasks"
    LAPSED = "lapsed"
    """A month or a quarter is over without its meeting: the branch cannot hold it any more."""


def whose_turn(step: Step, *, held: Collection[str], signed: Collection[str] = ()) -> str:
    """Whose turn the next step is (đến lượt ai), as the names of offices.

    `held` are the offices somebody holds in the branch today, `signed` the roles that have signed the minutes. A step
    is for whoever has the right to it (`meetings.access`): the branch's secretary, or the deputy where there is no
    secretary; the chair and the minute taker sign. Of a month that is over, the committee member in charge takes
    account. Where nobody holds the office, the ward office sees to it that somebody does.
    """
    if step is Step.TASKS:
        return _("Người được giao nhiệm vụ")
    missing = [str(role.label) for role in SignatureRole if role not in signed]
    if step is Step.SIGN and missing:
        return ", ".join(missing)
    if step is Step.LAPSED:
        return _("Đảng ủy viên phụ trách") if CHARGE in held else str(Position.OFFICE.label)
    officer = next((position for position in OFFICERS if position in held), Position.OFFICE)
    return str(Position(officer).label)


def offices_held(records: Records) -> dict[UUID, set[str]]:
    """Which offices somebody holds today in each branch, the charge of it among them: one query."""
    ids = [unit.pk for unit in records.branches]
    now = holding_on(records.on)
    posts = Post.objects.filter(now, ward=records.ward, unit__in=ids, position__in=OFFICERS)
    charges = Charge.objects.filter(now, ward=records.ward, unit__in=ids)
    charge = Value(CHARGE, output_field=CharField())
    held: dict[UUID, set[str]] = defaultdict(set)
    rows = posts.order_by().values_list("position", "unit").union(charges.order_by().values_list(charge, "unit"))
    for position, unit_id in rows:
        held[unit_id].add(position)
    return held


def signed_roles(records: Records, meeting_ids: Collection[UUID]) -> dict[UUID, set[str]]:
    """Which of the two signatures stand under the minutes of some meetings: one query, none without meetings."""
    signed: dict[UUID, set[str]] = defaultdict(set)
    if meeting_ids:
        rows = Signature.objects.filter(ward=records.ward, minutes__meeting__in=meeting_ids)
        for meeting_id, role in rows.values_list("minutes__meeting", "role"):
            signed[meeting_id].add(role)
    return signed
