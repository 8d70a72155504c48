"""Awards recorded, their recipients named, withdrawn. Nothing is deleted: what was wrong is withdrawn with a reason."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nennep.core import audit
from nennep.core.ids import uuid7
from nennep.core.once import made_before
from nennep.core.periods import Month
from nennep.core.refusals import Refused
from nennep.core.written import short_date
from nennep.organisation.actors import Actor
from nennep.organisation.models import Person, Unit
from nennep.organisation.queries import branch_of
from nennep.recognition.models import Award, Recipient
from nennep.rulebook.awards import award_kinds


class UnknownKind(Refused):
    field = "kind"
    message = _("Chọn hình thức khen thưởng trong danh sách.")


class DecisionMissing(Refused):
    field = "number"
    message = _("Ghi số và ngày quyết định. Nếu chỉ biết qua bài viết, ảnh, sổ cũ thì ghi nguồn ấy ở ô “Nguồn kể lại”.")


class CeremonyBeforeDecision(Refused):
    field = "ceremony_on"
    message = _("Ngày trao %(ceremony)s trước ngày quyết định %(decided)s. Kiểm tra lại hai ngày.")


class NotYetDecided(Refused):
    field = "decided_on"
    message = _("Ngày quyết định %(day)s chưa đến. Ghi khi đã có quyết định.")


class NotForThem(Refused):
    message = _("%(kind)s không dành cho %(name)s. Chọn hình thức khác hoặc người nhận khác.")


class NamedAlready(Refused):
    message = _("%(name)s đã có tên trong lần khen thưởng này.")


class NotOfThisWard(Refused):
    message = _("%(name)s không thuộc phường vào ngày quyết định. Chọn người nhận của phường.")


class AwardWithdrawn(Refused):
    message = _("Lần khen thưởng này đã thu hồi, không ghi thêm được.")


class WithdrawReasonMissing(Refused):
    field = "reason"
    message = _("Ghi lý do thu hồi.")


@transaction.atomic
def record_award(
    ward_id: UUID,
    *,
    year: int,
    kind: str,
    merit: str,
    issuer: str = "",
    number: str = "",
    decided_on: date | None = None,
    told_by: str = "",
    unnamed: str = "",
    ceremony_on: date | None = None,
    ceremony_place: str = "",
    units: Sequence[Unit] = (),
    by: Actor,
    at: datetime,
    id: UUID | None = None,
) -> Award:
    """Record an award of a year (khen thưởng) with its decision, or with where it is told. The same id again
    changes nothing.

    An award may stand without names: "tập thể, cá nhân có thành tích" is all that some sources say (domain.md 4.2).
    """
    words = {
        "year": year,
        "kind": kind,
        "merit": merit,
        "issuer": issuer,
        "number": number,
        "decided_on": decided_on,
        "told_by": told_by,
        "unnamed": unnamed,
        "ceremony_on": ceremony_on,
        "ceremony_place": ceremony_place,
    }
    if existing := made_before(Award, id, ward=ward_id, **words):
        return existing
    if kind not in award_kinds():
        raise UnknownKind
    if not told_by.strip() and not (number.strip() and decided_on):
        raise DecisionMissing
    if decided_on and decided_on > timezone.localdate(at):
        raise NotYetDecided(day=short_date(decided_on))
    if ceremony_on and decided_on and ceremony_on < decided_on:
        raise CeremonyBeforeDecision(ceremony=short_date(ceremony_on), decided=short_date(decided_on))
    award = Award.objects.create(id=id or uuid7(), ward_id=ward_id, recorded_at=at, **words)
    _note("recognition.award.recorded", award, by=by, at=at, after={"kind": kind, "number": number})
    for unit in dict.fromkeys(units):
        commend(award, unit=unit, by=by, at=at)
    return award


@transaction.atomic
def commend(award: Award, *, person: Person | None = None, unit: Unit | None = None, by: Actor, at: datetime) -> None:
    """Name somebody an award goes to: a person, a branch, a party group, if the kind is for such as them.

    A person is kept with the branch they were in on the day of the decision, where they are known to have been in one.
    """
    award = Award.objects.select_for_update().get(pk=award.pk)
    if award.withdrawn_on:
        raise AwardWithdrawn
    whom: Person | Unit | None = person or unit
    assert whom is not None
    name = person.full_name if person else unit.as_of(award.day).name if unit else ""
    if whom.ward_id != award.ward_id:
        raise NotOfThisWard(name=name)
    if ("member" if person else unit.kind if unit else "") not in award.form.recipients:
        raise NotForThem(kind=award.form.title, name=name)
    if person:
        unit = branch_of(person, award.day)
        if unit is None:
            raise NotOfThisWard(name=name)
    others = Recipient.objects.filter(ward=award.ward_id, award=award, person=person)
    if (others if person else others.filter(unit=unit)).exists():
        raise NamedAlready(name=name)
    Recipient.objects.create(ward_id=award.ward_id, award=award, person=person, unit=unit, name=name)
    _note("recognition.award.commended", award, by=by, at=at, unit_id=unit.pk if unit else None, after=name)


@transaction.atomic
def withdraw_award(award: Award, *, reason: str, on: date, by: Actor, at: datetime) -> None:
    """Withdraw an award (thu hồi, hủy bỏ quyết định): it stays to be read, and counts for nothing. Twice is once."""
    award = Award.objects.select_for_update().get(pk=award.pk)
    if not reason.strip():
        raise WithdrawReasonMissing
    if award.withdrawn_on:
        return
    award.withdrawn_on, award.withdraw_reason = on, reason
    award.save(update_fields=["withdrawn_on", "withdraw_reason"])
    _note("recognition.award.withdrawn", award, by=by, at=at, after=reason)


def _note(
    name: str, award: Award, *, by: Actor, at: datetime, unit_id: UUID | None = None, after: object = None
) -> None:
    """The event stands in the year the award is for: that year's report tells it."""
    audit.record(name, award, by=by, at=at, unit_id=unit_id, month=Month(award.year, 12), after=after)
