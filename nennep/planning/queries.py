"""When branches meet."""

from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from nennep.core.periods import Month
from nennep.organisation.models import Unit, holding_on
from nennep.planning.models import MeetingDay


def meeting_days(ward_id: UUID, on: date) -> list[MeetingDay]:
    """The meeting day of every branch that has one, in the fixed order of branches."""
    days = MeetingDay.objects.filter(holding_on(on), holding_on(on, "unit__"), ward=ward_id)
    return list(days.select_related("unit").order_by("unit__position", "unit__name", "pk"))


def planned_moment(meeting_day: MeetingDay, month: Month) -> datetime:
    """When a branch meets in a month: its day, or the last day of a shorter month."""
    day = month.day(meeting_day.day)
    return timezone.make_aware(datetime.combine(day, meeting_day.at), timezone.get_default_timezone())


def meeting_day_of(unit: Unit, on: date) -> MeetingDay | None:
    """The meeting day of one branch, if it has one."""
    return MeetingDay.objects.filter(holding_on(on), ward=unit.ward_id, unit=unit).first()
