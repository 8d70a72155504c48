"""When branches meet and on which themes: meeting days, the ward's orientation, yearly thematic plans."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nennep.core.fields import VietnameseCharField, VietnameseTextField
from nennep.core.models import Upload
from nennep.organisation.models import BranchKind, Dated, Person, Unit, WardModel, ends_after_it_begins


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


class Shortcoming(WardModel):
    """Something that did not go well in a year (tồn tại, hạn chế), told by the rooms that measured it.

    `source` names what was measured, so that telling it again replaces it; `address` leads to its rows.
    """

    year = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=60)
    text = VietnameseTextField()
    address = models.CharField(max_length=300, blank=True)
    told_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ward", "year", "source"], name="one_shortcoming_per_source_and_year"),
        ]

    def __str__(self) -> str:
        return self.text


class Basis(models.TextChoices):
    """On what the ward suggests a theme (domain.md 3.9, 8 fact 20)."""

    POLITICAL_TASK = "political_task", _("Nhiệm vụ chính trị trong năm")
    SHORTCOMING = "shortcoming", _("Hạn chế, tồn tại của năm trước")
    TOPICAL = "topical", _("Vấn đề thời sự")


class TopicOrientation(WardModel):
    """A theme the ward suggests for a year (gợi ý, định hướng chuyên đề), with what it rests on."""

    year = models.PositiveSmallIntegerField()
    title = VietnameseCharField(max_length=250)
    basis = models.CharField(max_length=14, choices=Basis.choices)
    grounds = VietnameseTextField(blank=True)
    """The words behind the basis: which task, which figure, which event."""
    shortcoming = models.ForeignKey(Shortcoming, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    branch_kinds = models.JSONField(default=list)
    """The kinds of branch it suits; empty means all."""
    issued_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(shortcoming__isnull=True) | Q(basis="shortcoming"),
                name="a_shortcoming_is_the_basis_it_says",
            ),
        ]
        indexes = [models.Index(fields=["ward", "year"], name="orientation_by_year")]

    def __str__(self) -> str:
        return self.title

    def suits(self, branch_kind: str) -> bool:
        return not self.branch_kinds or branch_kind in self.branch_kinds


class PlanState(models.TextChoices):
    DRAFT = "draft", _("Đang soạn")
    SUBMITTED = "submitted", _("Chờ phường duyệt")
    RETURNED = "returned", _("Phường trả lại")
    APPROVED = "approved", _("Đã duyệt")


class ThematicPlan(WardModel):
    """A branch's thematic plan for a year (kế hoạch sinh hoạt chuyên đề)."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="thematic_plans")
    year = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=9, choices=PlanState.choices, default=PlanState.DRAFT)
    remark = VietnameseTextField(blank=True)
    """What the ward said when it returned the plan, or when it approved it."""
    submitted_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(null=True)
    """When it was last changed after being approved."""
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ward", "unit", "year"], name="one_thematic_plan_per_branch_and_year"),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "returned"]) | Q(decided_at__isnull=False),
                name="a_decided_plan_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit.name}, {self.year}"


class PlannedTopic(WardModel):
    """A theme in a branch's plan: in which quarter, by whom, when; later what was said and concluded."""

    plan = models.ForeignKey(ThematicPlan, on_delete=models.PROTECT, related_name="topics")
    quarter = models.PositiveSmallIntegerField()
    title = VietnameseCharField(max_length=250)
    suggestion = models.ForeignKey(
        TopicOrientation, on_delete=models.PROTECT, null=True, blank=True, related_name="topics"
    )
    author = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    draft_due = models.DateField(null=True, blank=True)
    meets_on = models.DateField(null=True, blank=True)
    draft = models.ForeignKey(Upload, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    drafted_at = models.DateTimeField(null=True)
    remarks = VietnameseTextField(blank=True)
    """What the branch committee asks the author to mend."""
    final = models.ForeignKey(Upload, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    finished_at = models.DateTimeField(null=True)
    held_on = models.DateField(null=True)
    conclusion = VietnameseTextField(blank=True)
    record_address = models.CharField(max_length=300, blank=True)
    """Where the minutes of the meeting that held it are read."""
    removed_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(quarter__gte=1, quarter__lte=4), name="a_year_has_four_quarters"),
            models.CheckConstraint(
                condition=Q(held_on__isnull=True) | Q(removed_at__isnull=True), name="a_held_topic_stays_in_the_plan"
            ),
        ]
        indexes = [models.Index(fields=["ward", "plan", "quarter"], name="topics_of_a_plan")]

    def __str__(self) -> str:
        return self.title


class ContentLibrary(WardModel):
    """The ward's own agenda and points of attention for a kind of branch, version by version.

    Where the ward has written none, the one shipped with the program stands (planning.agendas).
    """

    branch_kind = models.CharField(max_length=20, choices=BranchKind.choices)
    meeting_kind = models.CharField(max_length=10)
    version = models.PositiveSmallIntegerField()
    items = models.JSONField()
    """A list of {"part", "title", "minutes", "hint"}, in order."""
    focus = models.JSONField(default=list)
    note = VietnameseCharField(max_length=300, blank=True)
    valid_from = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ward", "branch_kind", "meeting_kind", "version"], name="one_content_per_version"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_branch_kind_display()} {self.version}"
