"""What the ward commends: awards (khen thưởng) and who received them."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

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


class CapBase(models.TextChoices):
    """Of whom the cap on the top class is a share: the rule can be read both ways (domain.md 4.1)."""

    GOOD = "good", _("Số xếp loại hoàn thành tốt")
    GOOD_AND_EXCELLENT = "good_and_excellent", _("Số hoàn thành tốt và hoàn thành xuất sắc")


class RatingYear(WardModel):
    """A ward's yearly rating (đợt đánh giá, xếp loại), with the reading of the cap that the ward follows."""

    year = models.PositiveSmallIntegerField()
    cap_base = models.CharField(max_length=20, choices=CapBase.choices, default=CapBase.GOOD)
    exception = VietnameseCharField(max_length=200, blank=True)
    """The paper by which the competent level allows the higher cap."""
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ward", "year"], name="one_rating_per_year")]

    def __str__(self) -> str:
        return str(self.year)


class RatingBallot(WardModel):
    """The count of a branch's secret ballot on paper: totals only, nobody's ballot (security.md 3.4, level V0)."""

    rating_year = models.ForeignKey(RatingYear, on_delete=models.PROTECT, related_name="ballots")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="rating_ballots")
    held_on = models.DateField()
    summoned = models.PositiveSmallIntegerField()
    present = models.PositiveSmallIntegerField()
    issued = models.PositiveSmallIntegerField()
    cast = models.PositiveSmallIntegerField()
    valid = models.PositiveSmallIntegerField()
    tellers = VietnameseTextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ward", "rating_year", "unit"], name="one_rating_ballot_per_branch"),
            models.CheckConstraint(
                condition=Q(valid__lte=models.F("cast"))
                & Q(cast__lte=models.F("issued"))
                & Q(issued__lte=models.F("present"))
                & Q(present__lte=models.F("summoned")),
                name="rating_ballots_are_no_more_than_voters",
            ),
        ]


class Rating(WardModel):
    """What a member, or a branch where `person` is empty, is rated for a year: from the own view to the decision."""

    rating_year = models.ForeignKey(RatingYear, on_delete=models.PROTECT, related_name="ratings")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="ratings")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="ratings")
    form = models.CharField(max_length=2)
    self_class = models.CharField(max_length=10, blank=True)
    points = models.PositiveSmallIntegerField(null=True, blank=True)
    statement = VietnameseTextField(blank=True)
    votes = models.JSONField(default=dict)
    """Ballots for each class; totals only."""
    decided = models.CharField(max_length=10, blank=True)
    number = VietnameseCharField(max_length=40, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    reason = VietnameseTextField(blank=True)
    """Why it was rated again."""
    is_current = models.BooleanField(default=True)
    """Not so once it was rated again; the earlier one stays to be read."""
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ward", "rating_year", "person"],
                condition=Q(person__isnull=False, is_current=True),
                name="a_member_is_rated_once_a_year",
            ),
            models.UniqueConstraint(
                fields=["ward", "rating_year", "unit"],
                condition=Q(person__isnull=True, is_current=True),
                name="a_branch_is_rated_once_a_year",
            ),
            models.CheckConstraint(condition=Q(points__isnull=True) | Q(points__lte=100), name="points_up_to_100"),
            models.CheckConstraint(
                condition=Q(decided="", number="", decided_on__isnull=True)
                | ~Q(decided="") & ~Q(number="") & Q(decided_on__isnull=False),
                name="a_class_exactly_with_its_decision",
            ),
        ]
        indexes = [models.Index(fields=["ward", "person"], name="ratings_of_a_person")]

    def __str__(self) -> str:
        return f"{self.person or self.unit}, {self.rating_year.year}"
