"""Duties of the year and their results, and the working rules of a branch."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nennep.core.models import Upload
from nennep.core.periods import Month
from nennep.core.refusals import Changed, Refused
from nennep.organisation.actions.movements import NotInThisBranch
from nennep.organisation.actions.register import note, shown
from nennep.organisation.actors import Actor
from nennep.organisation.models import Duty, DutyResult, Person, Unit, WorkingRules
from nennep.organisation.queries import branch_list


class DutyMissing(Refused):
    field = "description"
    message = _("Ghi nhiệm vụ. Nhiệm vụ đã giao không để trống.")


class NotOnesOwnDuty(Refused):
    message = _("Chỉ đồng chí được giao mới bấm nhận nhiệm vụ này.")


class ResultMissing(Refused):
    field = "text"
    message = _("Ghi kết quả của tháng.")


class MonthOutsideDuty(Refused):
    field = "month"
    message = _("Nhiệm vụ của năm %(year)s. Chọn tháng trong năm ấy, đã tới.")


class RulesOutOfOrder(Refused):
    field = "issued_on"
    message = _("Quy chế đang dùng ban hành ngày %(day)s. Quy chế mới phải sau ngày đó.")


class ReviewBeforeIssue(Refused):
    field = "review_on"
    message = _("Ngày xem lại phải sau ngày ban hành %(day)s.")


class RulesNumberMissing(Refused):
    field = "number"
    message = _("Nhập số quy chế.")


@dataclass(frozen=True)
class Assigned:
    """One line of the year's table: whom, what, and the revision that its writer saw."""

    person: Person
    description: str
    seen: int = 0


@transaction.atomic
def assign_duty(
    person: Person,
    unit: Unit,
    *,
    year: int,
    description: str,
    assigned_on: date,
    by: Actor,
    at: datetime,
    batch: UUID | None = None,
) -> Duty:
    """Assign a member their duty for a year (phân công nhiệm vụ đảng viên)."""
    if not description.strip():
        raise DutyMissing
    duty = Duty.objects.create(
        ward_id=person.ward_id,
        person=person,
        unit=unit,
        year=year,
        description=description,
        assigned_on=assigned_on,
        batch=batch,
    )
    note("organisation.duty.assigned", duty, unit.pk, assigned_on, by, at, description)
    return duty


@transaction.atomic
def assign_to_many(
    people: Sequence[Person],
    unit: Unit,
    *,
    year: int,
    description: str,
    on: date,
    batch: UUID,
    by: Actor,
    at: datetime,
) -> list[Duty]:
    """Give several members the same duty of a year at once; the same press of the button again changes nothing."""
    done = list(Duty.objects.filter(ward=unit.ward_id, batch=batch))
    if done:
        return done
    here = {each.person.pk for each in branch_list(unit, on)}
    for person in people:
        if person.pk not in here:
            raise NotInThisBranch(name=person.full_name, unit=unit.name, day=shown(on))
    given = {"year": year, "description": description, "assigned_on": on}
    return [assign_duty(person, unit, **given, batch=batch, by=by, at=at) for person in people]  # type: ignore[arg-type]


@transaction.atomic
def withdraw_duty(duty: Duty, *, on: date, by: Actor, at: datetime) -> Duty:
    """Take back a duty that was assigned by mistake; its row stays."""
    if duty.withdrawn_on is None:
        duty.withdrawn_on = on
        duty.save(update_fields=["withdrawn_on"])
        note("organisation.duty.withdrawn", duty, duty.unit_id, on, by, at, None)
    return duty


@transaction.atomic
def assign_duties(unit: Unit, *, year: int, lines: Sequence[Assigned], on: date, by: Actor, at: datetime) -> list[Duty]:
    """Write the year's table of duties (bảng phân công nhiệm vụ): new ones begin, others get new words.

    Whoever had taken a duty takes it again when its words change. Unchanged lines change nothing; a line that
    somebody else wrote meanwhile refuses the whole table and hands back that duty.
    """
    duties = Duty.objects.select_for_update().filter(ward=unit.ward_id, unit=unit, year=year, withdrawn_on__isnull=True)
    by_person: dict[object, Duty] = {}
    for duty in duties.order_by("assigned_on", "pk"):
        by_person.setdefault(duty.person_id, duty)
    changed = []
    for line in lines:
        now, words = by_person.get(line.person.pk), line.description.strip()
        if now is None and words:
            changed.append(assign_duty(line.person, unit, year=year, description=words, assigned_on=on, by=by, at=at))
        elif now and now.description != words:
            changed.append(_reword(now, words, line.seen, on=on, by=by, at=at))
    return changed


def _reword(duty: Duty, words: str, seen: int, *, on: date, by: Actor, at: datetime) -> Duty:
    if duty.revision != seen:
        raise Changed(duty)
    if not words:
        raise DutyMissing
    duty.description, duty.acknowledged_on, duty.revision = words, None, duty.revision + 1
    duty.save(update_fields=["description", "acknowledged_on", "revision"])
    note("organisation.duty.reworded", duty, duty.unit_id, on, by, at, words)
    return duty


@transaction.atomic
def acknowledge_duty(duty: Duty, *, on: date, by: Actor, at: datetime) -> Duty:
    """The member says they know the duty (đã nhận nhiệm vụ); saying it twice changes nothing."""
    if duty.acknowledged_on is None:
        duty.acknowledged_on = on
        duty.save(update_fields=["acknowledged_on"])
        note("organisation.duty.acknowledged", duty, duty.unit_id, on, by, at, None)
    return duty


@transaction.atomic
def record_duty_result(
    duty: Duty, *, month: Month, text: str, seen: int, by: Actor, at: datetime, on: date
) -> DutyResult:
    """Say what became of a duty in a month (kết quả tháng); another's later words are never overwritten."""
    if month.year != duty.year or month.first > on:
        raise MonthOutsideDuty(year=duty.year)
    if not text.strip():
        raise ResultMissing
    result = DutyResult.objects.select_for_update().filter(ward=duty.ward_id, duty=duty, month=month.first).first()
    if result is None:
        result = DutyResult.objects.create(ward_id=duty.ward_id, duty=duty, month=month.first, text=text, revision=1)
    elif result.text != text:
        if result.revision != seen:
            raise Changed(result)
        result.text, result.revision = text, result.revision + 1
        result.save(update_fields=["text", "revision"])
    else:
        return result
    note("organisation.duty.result", duty, duty.unit_id, month.first, by, at, text)
    return result


@transaction.atomic
def adopt_working_rules(
    unit: Unit,
    *,
    number: str,
    issued_on: date,
    review_on: date | None,
    file: Upload | None = None,
    by: Actor,
    at: datetime,
) -> WorkingRules:
    """Adopt a branch's working regulations (quy chế làm việc); those before them end. Twice changes nothing."""
    if not number.strip():
        raise RulesNumberMissing
    if review_on and review_on <= issued_on:
        raise ReviewBeforeIssue(day=shown(issued_on))
    open_rules = WorkingRules.objects.select_for_update().filter(ward=unit.ward_id, unit=unit, valid_to__isnull=True)
    now = open_rules.order_by("-valid_from").first()
    if now and (now.number, now.issued_on) == (number.strip(), issued_on):
        return now
    if now and issued_on < now.valid_from:
        raise RulesOutOfOrder(day=shown(now.valid_from))
    open_rules.update(valid_to=issued_on)
    rules = WorkingRules.objects.create(
        ward_id=unit.ward_id,
        unit=unit,
        number=number,
        issued_on=issued_on,
        valid_from=issued_on,
        review_on=review_on,
        file=file,
    )
    note("organisation.working_rules.adopted", rules, unit.pk, issued_on, by, at, number)
    return rules
