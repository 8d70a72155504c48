"""What following up remembers: each reminder, to whom, why, and what became of it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nennep.core.fields import VietnameseCharField
from nennep.organisation.models import Person, Unit, WardModel


class Reminder(WardModel):
    """One person was reminded of one thing at one step of a rule (nhắc việc, đôn đốc)."""

    rule = models.CharField(max_length=20)
    step = models.SmallIntegerField()
    """Days after the deadline; negative before it."""
    subject_id = models.UUIDField()
    text = VietnameseCharField(max_length=300)
    why = VietnameseCharField(max_length=300)
    address = models.CharField(max_length=300)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="reminders")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="reminders")
    due_on = models.DateField()
    reminded_on = models.DateField()
    settled_on = models.DateField(null=True)
    """When the thing was no longer outstanding; empty while it is."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ward", "rule", "subject_id", "person", "step"], name="one_reminder_a_step_and_person"
            ),
        ]
        indexes = [
            models.Index(fields=["ward", "person", "-reminded_on"], name="reminders_of_a_person"),
            models.Index(fields=["ward", "rule"], condition=Q(settled_on__isnull=True), name="reminders_open"),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def outcome(self) -> str:
        if self.settled_on is None:
            return str(_("còn chờ"))
        if self.settled_on > self.due_on:
            return str(_("xong sau hạn"))
        return str(_("xong đúng hạn"))
