"""By what meetings are judged, and how: rubrics version by version, score sheets with every point's reason."""

from functools import lru_cache
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from nennep.core.fields import VietnameseCharField, VietnameseTextField
from nennep.decisions.models import Motion
from nennep.meetings.models import Meeting
from nennep.organisation.models import Person, WardModel, ends_after_it_begins
from nennep.quality.points import Standing
from nennep.quality.rubrics import Scheme, parse


class Rubric(WardModel):
    """One version of a rubric (bộ tiêu chí) of a ward: a draft, or adopted and from then on unchangeable.

    `content` is what was read from the file or written in the editor; groups, criteria and bands are in it.
    """

    code = VietnameseCharField(max_length=60)
    version = models.PositiveSmallIntegerField()
    title = VietnameseCharField(max_length=200)
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    branch_kinds = models.JSONField(default=list)
    """The kinds of branch it applies to; empty means all."""
    meeting_kinds = models.JSONField(default=list)
    entered_at = models.DateTimeField()
    adopted_at = models.DateTimeField(null=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ward", "code", "version"], name="one_rubric_per_version"),
            models.CheckConstraint(
                condition=Q(adopted_at__isnull=True, valid_from__isnull=True)
                | Q(adopted_at__isnull=False, valid_from__isnull=False),
                name="an_adopted_rubric_says_from_when",
            ),
            ends_after_it_begins("rubric_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.version})"

    @property
    def scheme(self) -> Scheme:
        """What it says, as arithmetic reads it."""
        return _scheme(self.sha256, _Content(self.content))

    def suits(self, branch_kind: str, meeting_kind: str) -> bool:
        return meeting_kind in self.meeting_kinds and (not self.branch_kinds or branch_kind in self.branch_kinds)


class _Content:
    """The data of a rubric as a key that is told apart by its hash alone."""

    def __init__(self, data: Any) -> None:
        self.data = data

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Content)

    def __hash__(self) -> int:
        return 0


@lru_cache(maxsize=64)
def _scheme(_sha256: str, content: _Content) -> Scheme:
    return parse(content.data)


class Side(models.TextChoices):
    """Who scores a meeting."""

    BRANCH = "branch", _("Chi bộ tự chấm")
    CHARGE = "charge", _("Cấp ủy viên chấm")
    WARD = "ward", _("Phường chốt")


class ScoreSheet(WardModel):
    """A score sheet (phiếu chấm điểm) of a meeting by one side, under one version of a rubric.

    `points` and `band` stand as soon as every criterion is judged. Once the ward has decided, all sheets of the
    meeting are frozen: in the actions, and by a trigger in the database.
    """

    FROZEN = Q(settled_at__isnull=False)

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="score_sheets")
    rubric = models.ForeignKey(Rubric, on_delete=models.PROTECT, related_name="sheets")
    side = models.CharField(max_length=6, choices=Side.choices)
    scorer = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """Whom the branch assigned to follow and score, or who scored."""
    points = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    total = models.DecimalField(max_digits=6, decimal_places=2, default=100)
    band = VietnameseCharField(max_length=40, blank=True)
    shortcomings = VietnameseTextField(blank=True)
    """What to mend next time: written into the minutes, or remarked by the committee member."""
    motion = models.ForeignKey(Motion, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """The branch's vote on its own score."""
    submitted_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ward", "meeting", "side"], name="one_score_sheet_per_side"),
            models.CheckConstraint(
                condition=Q(points__isnull=True) | Q(points__gte=0, points__lte=F("total")),
                name="no_more_points_than_the_total",
            ),
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=True) | Q(points__isnull=False), name="a_submitted_sheet_is_complete"
            ),
        ]
        indexes = [models.Index(fields=["ward", "side", "settled_at"], name="sheets_by_side")]

    def __str__(self) -> str:
        return f"{self.get_side_display()}: {self.meeting}"


class Score(WardModel):
    """The points of one criterion on a sheet: given, measured, and why a point was lost."""

    sheet = models.ForeignKey(ScoreSheet, on_delete=models.PROTECT, related_name="scores")
    key = VietnameseCharField(max_length=20)
    standing = models.CharField(max_length=8, choices=[(each, each) for each in Standing], default=Standing.COUNTS)
    most = models.DecimalField(max_digits=6, decimal_places=2)
    points = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    measured = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    """What the records gave when it was written."""
    reason = VietnameseCharField(max_length=500, blank=True)
    evidence = models.JSONField(default=list)
    """What the records said then: a list of {"measure", "words", "address"}."""
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ward", "sheet", "key"], name="one_score_per_criterion"),
            models.CheckConstraint(
                condition=Q(points__isnull=True) | Q(points__gte=0, points__lte=F("most")),
                name="no_more_points_than_the_criterion_has",
            ),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True) | ~Q(standing="counts") | Q(points=F("most")) | ~Q(reason=""),
                name="a_settled_lost_point_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def lost(self) -> bool:
        return self.standing == Standing.COUNTS and self.points is not None and self.points < self.most
