"""Tools for whoever decides something: motions and their counts, resolutions, numbers, tasks."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from nennep.core.fields import VietnameseCharField, VietnameseTextField
from nennep.decisions.thresholds import Electorate, base_of
from nennep.organisation.models import Person, Term, Unit, WardModel


class Cited(models.Model):
    """Where something came from: kind, id and a label to show, without a key upwards."""

    origin_kind = models.CharField(max_length=40)
    origin_id = models.UUIDField()
    origin_label = VietnameseCharField(max_length=200)

    class Meta:
        abstract = True


class MotionState(models.TextChoices):
    OPEN = "open", _("Đang biểu quyết")
    SETTLED = "settled", _("Đã chốt")


class VoteMethod(models.TextChoices):
    SHOW_OF_HANDS = "show_of_hands", _("Giơ tay")
    PAPER = "paper", _("Phiếu giấy")


class Motion(WardModel, Cited):
    """A matter put to the vote (biểu quyết), its electorate frozen when it is opened."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="motions")
    matter = models.CharField(max_length=30)
    """What the count is for: the threshold's key in the rulebook, or "minutes" and "agenda"."""
    text = VietnameseTextField()
    method = models.CharField(max_length=16, choices=VoteMethod.choices, default=VoteMethod.SHOW_OF_HANDS)
    threshold = models.CharField(max_length=30)
    electorate_count = models.PositiveIntegerField()
    present_count = models.PositiveIntegerField()
    in_favour = models.PositiveIntegerField(default=0)
    against = models.PositiveIntegerField(default=0)
    abstained = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=8, choices=MotionState.choices, default=MotionState.OPEN)
    passed = models.BooleanField(null=True)
    opened_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(present_count__gte=F("in_favour") + F("against") + F("abstained")),
                name="no_more_votes_than_voters_present",
            ),
            models.CheckConstraint(
                condition=Q(present_count__lte=F("electorate_count")),
                name="voters_present_are_in_the_electorate",
            ),
            models.CheckConstraint(
                condition=Q(state="open", passed__isnull=True) | Q(state="settled", passed__isnull=False),
                name="settled_motions_have_a_result",
            ),
        ]
        indexes = [models.Index(fields=["ward", "origin_id", "opened_at"], name="motion_by_origin")]

    def __str__(self) -> str:
        return self.text[:120]

    @property
    def voters(self) -> Electorate:
        """Who was entitled and here when it was opened."""
        return Electorate(self.electorate_count, self.present_count)

    @property
    def base_count(self) -> int:
        """Of how many the votes in favour are a share: of those entitled, or of those here in matters of procedure."""
        return base_of(self.threshold, self.voters)


class Tally(WardModel):
    """One unit's part of a count (a party group's sub-total); the parts add up to the motion."""

    motion = models.ForeignKey(Motion, on_delete=models.PROTECT, related_name="tallies")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    electorate_count = models.PositiveIntegerField()
    present_count = models.PositiveIntegerField()
    in_favour = models.PositiveIntegerField()
    against = models.PositiveIntegerField()
    abstained = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ward", "motion", "unit"], name="one_tally_per_unit"),
            models.CheckConstraint(
                condition=Q(present_count__gte=F("in_favour") + F("against") + F("abstained")),
                name="tally_no_more_votes_than_voters",
            ),
        ]


class DocumentKind(models.TextChoices):
    """Kinds of Party documents; the value is the code in the number (domain.md 3.1)."""

    RESOLUTION = "NQ", _("Nghị quyết")
    DIRECTIVE = "CT", _("Chỉ thị")
    CONCLUSION = "KL", _("Kết luận")
    DECISION = "QĐ", _("Quyết định")
    REGULATION = "QĐi", _("Quy định")
    RULES = "QC", _("Quy chế")
    SCHEME = "ĐA", _("Đề án")
    PROGRAMME = "CTr", _("Chương trình")
    PLAN = "KH", _("Kế hoạch")
    GUIDANCE = "HD", _("Hướng dẫn")
    REPORT = "BC", _("Báo cáo")
    NOTICE = "TB", _("Thông báo")
    SUBMISSION = "TTr", _("Tờ trình")
    LETTER = "CV", _("Công văn")
    MINUTES = "BB", _("Biên bản")


class NumberSeries(WardModel):
    """The last number given to one kind of document in a term of a branch or of the ward committee."""

    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=4, choices=DocumentKind.choices)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ward", "term", "kind"], name="one_series_per_kind_and_term")]


class ResolutionState(models.TextChoices):
    DRAFT = "draft", _("Dự thảo")
    ADOPTED = "adopted", _("Đã thông qua")
    REJECTED = "rejected", _("Không thông qua")


class Resolution(WardModel, Cited):
    """A resolution or conclusion (nghị quyết, kết luận): drafted before, passed at the meeting, then frozen."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="resolutions")
    kind = models.CharField(max_length=4, choices=DocumentKind.choices, default=DocumentKind.RESOLUTION)
    term = models.ForeignKey(Term, on_delete=models.PROTECT, null=True, related_name="+")
    number = models.PositiveIntegerField(null=True)
    subject = VietnameseCharField(max_length=200)
    review = VietnameseTextField(blank=True)
    """I. What was done last month: results, shortcomings and causes; one paragraph a line."""
    direction = VietnameseTextField(blank=True)
    """II. What is to be done: one paragraph a line."""
    implementation = VietnameseTextField(blank=True)
    """III. Who carries it out and checks it."""
    state = models.CharField(max_length=8, choices=ResolutionState.choices, default=ResolutionState.DRAFT)
    motion = models.ForeignKey(Motion, on_delete=models.PROTECT, null=True, related_name="resolutions")
    adopted_on = models.DateField(null=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ward", "unit", "term", "kind", "number"],
                condition=Q(number__isnull=False),
                name="one_document_per_number",
            ),
            models.CheckConstraint(
                condition=~Q(state="adopted") | Q(number__isnull=False, adopted_on__isnull=False),
                name="adopted_resolutions_are_numbered",
            ),
        ]
        indexes = [models.Index(fields=["ward", "origin_id"], name="resolution_by_origin")]

    def __str__(self) -> str:
        return f"{self.symbol} {self.subject}"

    @property
    def symbol(self) -> str:
        """Its number as written: "05-NQ/CB"; empty for a draft."""
        return f"{self.number:02d}-{self.kind}/CB" if self.number else ""


class TaskState(models.TextChoices):
    OPEN = "open", _("Chưa làm")
    UNDER_WAY = "under_way", _("Đang làm")
    DONE = "done", _("Đã xong")
    DROPPED = "dropped", _("Thôi không làm")


class Task(WardModel, Cited):
    """What somebody is to do by when (nhiệm vụ), from the meeting that decided it to the result."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="tasks")
    resolution = models.ForeignKey(Resolution, on_delete=models.PROTECT, null=True, related_name="tasks")
    description = VietnameseTextField()
    expected_result = VietnameseTextField(blank=True)
    assignee = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="tasks")
    assigned_on = models.DateField()
    due_on = models.DateField()
    state = models.CharField(max_length=10, choices=TaskState.choices, default=TaskState.OPEN)
    finished_on = models.DateField(null=True)
    result = VietnameseTextField(blank=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="done", finished_on__isnull=False) | ~Q(state="done") & Q(finished_on__isnull=True),
                name="done_tasks_have_a_day",
            ),
            models.CheckConstraint(condition=Q(due_on__gte=F("assigned_on")), name="tasks_are_due_after_assigned"),
        ]
        indexes = [
            models.Index(fields=["ward", "unit", "assigned_on"], name="task_by_unit"),
            models.Index(fields=["ward", "assignee", "state"], name="task_by_assignee"),
            models.Index(fields=["ward", "origin_id"], name="task_by_origin"),
        ]

    def __str__(self) -> str:
        return self.description[:120]


class TaskReport(WardModel):
    """What the assignee or the secretary said about a task, and when."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="reports")
    text = VietnameseTextField()
    state = models.CharField(max_length=10, choices=TaskState.choices)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
