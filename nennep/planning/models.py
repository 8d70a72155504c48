"""When branches meet: each branch's own rule for its meeting day."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from nennep.core.fields import VietnameseCharField
from nennep.organisation.models import Dated, Unit, WardModel, ends_after_it_begins


class MeetingDay(WardModel, Dated):
    """A branch's meeting day (ngày sinh hoạt): "the 3rd, 19:30, hall 2"; the 31st is a short month's last day."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="meeting_days")
    day = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(31)])
    at = models.TimeField()
    place = VietnameseCharField(max_length=160)

    class Meta:
        constraints = [
            ends_after_it_begins("meeting_day_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(day__gte=1, day__lte=31), name="meeting_day_is_a_day"),
            models.UniqueConstraint(
                fields=["ward", "unit"], condition=Q(valid_to__isnull=True), name="one_open_meeting_day_per_unit"
            ),
        ]
