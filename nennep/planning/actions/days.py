"""Setting the day on which a branch meets."""

from datetime import date, datetime, time

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nennep.core import audit
from nennep.core.refusals import Refused
from nennep.organisation.actors import Actor
from nennep.organisation.models import Unit
from nennep.planning.models import MeetingDay


class NotADayOfTheMonth(Refused):
    field = "day"
    message = _("Ngày sinh hoạt là số từ 1 đến 31.")


@transaction.atomic
def set_meeting_day(
    unit: Unit, *, day: int, at_time: time, place: str, valid_from: date, by: Actor, at: datetime
) -> MeetingDay:
    """Set a branch's meeting day (ngày sinh hoạt) from a date on; the rule before it ends there."""
    if not 1 <= day <= 31:
        raise NotADayOfTheMonth
    before = MeetingDay.objects.select_for_update().filter(ward=unit.ward_id, unit=unit, valid_to__isnull=True).first()
    if before and (before.day, before.at, before.place) == (day, at_time, place):
        return before
    if before:
        before.valid_to = max(valid_from, before.valid_from)
        before.save(update_fields=["valid_to"])
    rule = MeetingDay.objects.create(
        ward_id=unit.ward_id, unit=unit, day=day, at=at_time, place=place, valid_from=valid_from
    )
    after = {"day": day, "at": at_time, "place": place, "valid_from": valid_from}
    audit.record("planning.meeting_day.set", rule, by=by, at=at, unit_id=unit.pk, after=after)
    return rule
