"""What reports remember: summaries provable from the facts, what sources stated, what does not add up."""

from django.db import models

from nennep.core.fields import VietnameseCharField, VietnameseTextField
from nennep.organisation.models import Unit, Ward, WardModel


class Counts(models.Model):
    """The countable facts of a period: numerators and denominators of the indicators."""

    regular_due = models.PositiveIntegerField(default=0)
    regular_held = models.PositiveIntegerField(default=0)
    thematic_held = models.PositiveIntegerField(default=0)
    expected = models.PositiveIntegerField(default=0)
    present = models.PositiveIntegerField(default=0)
    with_papers = models.PositiveIntegerField(default=0)
    papers_ahead = models.PositiveIntegerField(default=0)
    on_time_records = models.PositiveIntegerField(default=0)
    held = models.PositiveIntegerField(default=0)
    speakers = models.PositiveIntegerField(default=0)
    with_resolution = models.PositiveIntegerField(default=0)
    motions_passed = models.PositiveIntegerField(default=0)
    motions_unanimous = models.PositiveIntegerField(default=0)
    opinions = models.PositiveIntegerField(default=0)
    tasks_due = models.PositiveIntegerField(default=0)
    tasks_on_time = models.PositiveIntegerField(default=0)
    tasks_late = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True


class BranchMonth(WardModel, Counts):
    """One branch in one month, recomputed from the facts whenever they change."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    month = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ward", "unit", "month"], name="one_row_per_branch_and_month")]
        indexes = [models.Index(fields=["ward", "month"], name="branch_month_by_month")]


class WardMonth(WardModel, Counts):
    """The ward in one month: the sum of its branch-months."""

    month = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ward", "month"], name="one_row_per_ward_and_month")]


class Seen(models.Model):
    """Up to which audit event the summaries of a ward are computed."""

    ward = models.OneToOneField(Ward, on_delete=models.PROTECT, primary_key=True, related_name="+")
    sequence = models.BigIntegerField(default=0)


class SourceStatement(WardModel):
    """What a source said of the ward, in its own words, with the figure it states; kept even if wrong."""

    source = VietnameseCharField(max_length=250)
    published_on = models.DateField()
    sentence = VietnameseTextField()
    figure = models.CharField(max_length=40)
    """What the figure counts: "branches", "branches.street_block", "branches.sector", "members"…"""
    value = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ward", "source", "figure"], name="one_statement_per_figure")]
