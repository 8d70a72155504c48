"""What reports remember: summaries provable from the facts, what sources stated, what does not add up."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nennep.core.documents import wording
from nennep.core.fields import VietnameseCharField, VietnameseTextField
from nennep.core.models import Upload
from nennep.decisions.models import DocumentKind
from nennep.organisation.models import Person, Position, Term, Unit, Ward, WardModel
from nennep.rulebook.queries import rules_on


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


AUDIENCE = (
    Position.WARD_SECRETARY,
    Position.WARD_DEPUTY_SECRETARY,
    Position.OFFICE,
    Position.COMMITTEE_MEMBER,
    Position.SECRETARY,
)
"""Who sits at a briefing, in the order of the list: the committee, its office, the secretaries of branches."""


class BriefingState(models.TextChoices):
    DRAFT = "draft", _("Đang chuẩn bị")
    IN_SESSION = "in_session", _("Đang họp")
    CLOSED = "closed", _("Đã kết thúc")


class Briefing(WardModel):
    """The ward's monthly briefing (hội nghị giao ban): its pack of figures, its roll, its minutes, then frozen."""

    FROZEN = Q(frozen_at__isnull=False)

    month = models.DateField()
    state = models.CharField(max_length=10, choices=BriefingState.choices, default=BriefingState.DRAFT)
    figures_on = models.DateField()
    """The day on which the figures of the pack were taken."""
    starts_at = models.DateTimeField(null=True)
    place = VietnameseCharField(max_length=160, blank=True)
    chair = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    minute_taker = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField(null=True)
    course = VietnameseTextField(blank=True)
    """What was said (diễn biến), one paragraph a line."""
    closed_at = models.DateTimeField(null=True)
    term = models.ForeignKey(Term, on_delete=models.PROTECT, null=True, related_name="+")
    number = models.PositiveIntegerField(null=True)
    content = models.JSONField(null=True)
    """Everything the minutes say, as it was when the briefing was closed."""
    sha256 = models.CharField(max_length=64, blank=True)
    chair_signed_at = models.DateTimeField(null=True)
    taker_signed_at = models.DateTimeField(null=True)
    frozen_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ward", "month"], name="one_briefing_a_month"),
            models.UniqueConstraint(
                fields=["ward", "term", "number"],
                condition=models.Q(number__isnull=False),
                name="one_briefing_per_number",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="closed")
                | models.Q(closed_at__isnull=False, number__isnull=False, content__isnull=False),
                name="closed_briefings_are_numbered",
            ),
            models.CheckConstraint(
                condition=models.Q(frozen_at__isnull=True)
                | models.Q(chair_signed_at__isnull=False, taker_signed_at__isnull=False, state="closed"),
                name="frozen_briefings_are_signed",
            ),
        ]

    def __str__(self) -> str:
        return f"Giao ban tháng {self.month:%m/%Y}"


class BriefingSection(WardModel):
    """One section of the pack: figures as they were taken, and the office's words beside them."""

    briefing = models.ForeignKey(Briefing, on_delete=models.PROTECT, related_name="sections")
    key = models.CharField(max_length=20)
    content = models.JSONField(default=list)
    """Sentences and tables with their figures; nobody types here."""
    made_at = models.DateTimeField(null=True)
    words = VietnameseTextField(blank=True)
    frozen_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ward", "briefing", "key"], name="one_section_per_key")]

    def __str__(self) -> str:
        return self.key


class BriefingSeat(WardModel):
    """Somebody summoned to a briefing, with the office held, and whether they came."""

    briefing = models.ForeignKey(Briefing, on_delete=models.PROTECT, related_name="seats")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    office = VietnameseCharField(max_length=300)
    is_present = models.BooleanField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ward", "briefing", "person"], name="one_seat_at_a_briefing")]


class IssuedReport(WardModel):
    """A year report as it was issued (báo cáo đã ban hành): number, data and files stand for ever.

    A later issue of the same year is a new document with the next revision; the older one stays beside it.
    """

    year = models.PositiveSmallIntegerField()
    revision = models.PositiveSmallIntegerField()
    made_on = models.DateField()
    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    """All that the report says, with every figure and the ids of its rows; no names."""
    sha256 = models.CharField(max_length=64)
    reason = VietnameseTextField(blank=True)
    """Why it was issued again."""
    docx = models.ForeignKey(Upload, on_delete=models.PROTECT, related_name="+")
    pdf = models.ForeignKey(Upload, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()
    issued_by_name = VietnameseCharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ward", "year", "revision"], name="one_report_per_revision"),
            models.UniqueConstraint(fields=["ward", "term", "number"], name="one_report_per_number"),
            models.CheckConstraint(condition=Q(revision=1) | ~Q(reason=""), name="issued_again_for_a_reason"),
        ]

    def __str__(self) -> str:
        return f"Báo cáo số {self.symbol} năm {self.year}"

    @property
    def symbol(self) -> str:
        """ "05-BC/ĐU"."""
        return wording.symbol(self.number, DocumentKind.REPORT, "ĐU", rules_on(self.made_on).document.number_digits)


class ReportTemplate(WardModel):
    """How the office arranges the year report (mẫu báo cáo): its sections, their parts, its own words."""

    name = VietnameseCharField(max_length=120)
    pieces = models.JSONField()
    """In the order of reading: {kind: "section", heading}, {kind: "part", key}, {kind: "text", heading, words}."""
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ward", "name"], name="one_report_template_per_name"),
            models.CheckConstraint(condition=~Q(name=""), name="report_templates_are_named"),
        ]

    def __str__(self) -> str:
        return self.name


class YearTask(WardModel):
    """A task that the ward committee set for a year (nhiệm vụ trọng tâm), and the figures that show its progress.

    Last year's report announces it, the year's own report says how far it is (domain.md 8, fact 27).
    """

    year = models.PositiveSmallIntegerField()
    place = models.PositiveSmallIntegerField()
    text = VietnameseTextField()
    shown_by = models.JSONField(default=list)
    """Ids of indicators, chosen by the office; empty where no record shows it."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ward", "year", "place"], name="one_year_task_per_place"),
            models.CheckConstraint(condition=~Q(text=""), name="year_tasks_say_what"),
        ]

    def __str__(self) -> str:
        return self.text[:120]


class TrustedKey(WardModel):
    """The public key with which a ward below signs its packages, entered by the level above (`ward` is the level).

    A ward may have several: after a change of keys the older one still proves what it signed.
    """

    code = models.CharField(max_length=50)
    name = VietnameseCharField(max_length=120)
    public = models.CharField(max_length=60)
    key_id = models.CharField(max_length=16)
    entered_at = models.DateTimeField()
    entered_by_name = VietnameseCharField(max_length=120)
    withdrawn_at = models.DateTimeField(null=True)
    """From when nothing signed with it is accepted any more; what was received before stays."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ward", "key_id"], name="one_row_per_trusted_key"),
            models.CheckConstraint(condition=~Q(code="") & ~Q(name=""), name="trusted_keys_belong_to_a_ward"),
        ]
        indexes = [models.Index(fields=["ward", "code"], name="trusted_keys_of_a_ward")]

    def __str__(self) -> str:
        return f"{self.name} ({self.key_id})"


class ReceivedPackage(WardModel):
    """A ward's figures of a period as the level above received them (gói số liệu đã nhận); `ward` is the level.

    A later package of the same ward and period is a row with a higher revision; the older one stays beside it. The
    figures of a ward on the same machine are taken directly: without key and signature, otherwise the same.
    """

    code = models.CharField(max_length=50)
    name = VietnameseCharField(max_length=120)
    period = models.CharField(max_length=7)
    revision = models.PositiveSmallIntegerField()
    content = models.JSONField()
    """What the ward says, of the published shape (`data/package.schema.json`)."""
    sha256 = models.CharField(max_length=64)
    signature = models.JSONField(null=True)
    key = models.ForeignKey(TrustedKey, on_delete=models.PROTECT, null=True, related_name="+")
    received_at = models.DateTimeField()
    received_by_name = VietnameseCharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ward", "code", "period", "revision"], name="one_package_per_revision"),
            models.CheckConstraint(
                condition=Q(key__isnull=True, signature__isnull=True) | Q(key__isnull=False, signature__isnull=False),
                name="packages_are_signed_with_a_key",
            ),
        ]
        indexes = [models.Index(fields=["ward", "period"], name="packages_of_a_period")]

    def __str__(self) -> str:
        return f"{self.name}, kỳ {self.period}, lần {self.revision}"
