"""What the ward commends: awards (khen thưởng) and who received them."""

from datetime import date

from django.db import models
from django.db.models import Q

from nennep.core.fields import VietnameseCharField, VietnameseTextField
from nennep.organisation.models import Person, Unit, WardModel
from nennep.rulebook.awards import AwardKind, award_kinds


class Award(WardModel):
    """One decision to commend, for a year: by which paper, for what, handed over when and where.

    What is only told somewhere (a photo of people receiving awards) is kept too, with where it is told.
    """

    year = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20)
    """A key of the rulebook's kinds of awards."""
    merit = VietnameseTextField()
    issuer = VietnameseCharField(max_length=150, blank=True)
    number = VietnameseCharField(max_length=40, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    told_by = VietnameseCharField(max_length=200, blank=True)
    """Where it is told, if no decision is at hand."""
    unnamed = VietnameseCharField(max_length=200, blank=True)
    """Who received it, where the source gives no names."""
    ceremony_on = models.DateField(null=True, blank=True)
    ceremony_place = VietnameseCharField(max_length=150, blank=True)
    recorded_at = models.DateTimeField()
    withdrawn_on = models.DateField(null=True, blank=True)
    withdraw_reason = VietnameseCharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(number="") & Q(decided_on__isnull=False) | ~Q(told_by=""),
                name="an_award_has_a_decision_or_a_source",
            ),
            models.CheckConstraint(
                condition=Q(ceremony_on__isnull=True)
                | Q(decided_on__isnull=True)
                | Q(ceremony_on__gte=models.F("decided_on")),
                name="no_ceremony_before_the_decision",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) ^ ~Q(withdraw_reason=""),
                name="a_reason_exactly_when_withdrawn",
            ),
        ]
        indexes = [models.Index(fields=["ward", "year", "recorded_at"], name="awards_of_a_year")]

    def __str__(self) -> str:
        return f"{self.form.title}, {self.year}"

    @property
    def day(self) -> date:
        """The day whose lists and names count: that of the decision, else the last of the year it is for."""
        return self.decided_on or date(self.year, 12, 31)

    @property
    def form(self) -> AwardKind:
        """The kind of award as the rulebook has it."""
        return award_kinds()[self.kind]


class Recipient(WardModel):
    """A person, a branch or a party group that received an award, under the name of that day."""

    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="recipients")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="awards")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="awards")
    """The unit commended; of a person the branch they were in when it was decided."""
    name = VietnameseCharField(max_length=150)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ward", "award", "person"], condition=Q(person__isnull=False), name="a_person_once_an_award"
            ),
            models.UniqueConstraint(
                fields=["ward", "award", "unit"], condition=Q(person__isnull=True), name="a_unit_once_an_award"
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(unit__isnull=False), name="a_recipient_is_somebody"
            ),
        ]
        indexes = [models.Index(fields=["ward", "person"], name="awards_of_a_person")]

    def __str__(self) -> str:
        return self.name
