"""Documents from above and of one's own (văn bản chỉ đạo), and how they reach every member (quán triệt)."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from nennep.core.fields import VietnameseCharField, VietnameseTextField
from nennep.core.models import Upload
from nennep.core.text import fold
from nennep.decisions.models import DocumentKind
from nennep.organisation.models import Person, Term, Unit, WardModel


class Direction(models.TextChoices):
    RECEIVED = "received", _("Văn bản đến")
    ISSUED = "issued", _("Văn bản đi")


class Field(models.TextChoices):
    """What a document is about, as registers sort it (lĩnh vực)."""

    PARTY_BUILDING = "party_building", _("Xây dựng Đảng")
    PROPAGANDA = "propaganda", _("Tuyên giáo, dân vận")
    INSPECTION = "inspection", _("Kiểm tra, giám sát")
    ECONOMY = "economy", _("Kinh tế, xã hội")
    SECURITY = "security", _("Quốc phòng, an ninh")
    OTHER = "other", _("Lĩnh vực khác")


class Directive(WardModel):
    """A document received or issued (văn bản đến, văn bản đi) by the ward committee, or by the branch in `unit`."""

    direction = models.CharField(max_length=8, choices=Direction.choices)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="directives")
    issuer = VietnameseCharField(max_length=160)
    kind = models.CharField(max_length=4, choices=DocumentKind.choices)
    symbol = VietnameseCharField(max_length=40)
    """Number and signs as written: "11-ĐA/TU"."""
    term = models.ForeignKey(Term, on_delete=models.PROTECT, null=True, related_name="+")
    number = models.PositiveIntegerField(null=True)
    """Of own documents: consecutive per kind and term (domain.md 3.1)."""
    dated_on = models.DateField(null=True, blank=True)
    """Empty where the source does not tell the day."""
    received_on = models.DateField(null=True, blank=True)
    subject = VietnameseCharField(max_length=400)
    field = models.CharField(max_length=14, choices=Field.choices, default=Field.PARTY_BUILDING)
    tasks = VietnameseTextField(blank=True)
    """What it asks for, one task a line."""
    deadline = models.DateField(null=True, blank=True)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="carried_out_by")
    """The document that this one carries out (thực hiện)."""
    replaced_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaces")
    replaced_on = models.DateField(null=True, blank=True)
    summary = VietnameseTextField(blank=True)
    """Five lines at most, for those who read it on a phone."""
    file = models.ForeignKey(Upload, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    pages = models.PositiveIntegerField(null=True)
    text = VietnameseTextField(blank=True)
    """The words of the file; empty for a scan."""
    has_words = models.BooleanField(default=False)
    head_key = models.TextField(editable=False)
    text_key = models.TextField(editable=False, blank=True)
    entered_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(direction="received", number__isnull=True)
                | Q(direction="issued", number__isnull=False, term__isnull=False, dated_on__isnull=False),
                name="own_documents_are_numbered_and_dated",
            ),
            models.UniqueConstraint(
                fields=["ward", "term", "kind", "number"],
                condition=Q(number__isnull=False),
                name="one_directive_per_number",
            ),
            models.UniqueConstraint(
                fields=["ward", "issuer", "symbol", "dated_on"],
                condition=Q(direction="received", unit__isnull=True, dated_on__isnull=False),
                name="a_document_is_received_once",
            ),
            models.UniqueConstraint(
                fields=["ward", "issuer", "symbol"],
                condition=Q(direction="received", unit__isnull=True, dated_on__isnull=True),
                name="an_undated_document_is_received_once",
            ),
            models.CheckConstraint(
                condition=Q(replaced_by__isnull=True, replaced_on__isnull=True)
                | Q(replaced_by__isnull=False, replaced_on__isnull=False),
                name="a_replaced_document_says_when",
            ),
        ]
        indexes = [
            models.Index(fields=["ward", "-dated_on"], name="directives_by_day"),
            models.Index(fields=["ward", "unit"], name="directives_by_unit"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """ "Đề án 11-ĐA/TU"."""
        return f"{self.get_kind_display()} {self.symbol}"

    @property
    def summary_lines(self) -> list[str]:
        return [line.strip() for line in self.summary.splitlines() if line.strip()]

    @property
    def is_scan(self) -> bool:
        """Whether its pages have no words: then it is found by number and subject only."""
        return self.file_id is not None and not self.has_words

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.head_key = fold(" ".join([self.label, self.issuer, self.subject, self.summary]))
        self.text_key = fold(self.text)
        self.has_words = bool(self.text)
        super().save(*args, **kwargs)


def wordy(*paths: str) -> list[str]:
    """The columns that hold the words of whole files, which no list needs: "" for documents, "parent" beside them."""
    columns = ("text", "text_key", "head_key")
    return [f"{path}__{column}" if path else column for path in paths for column in columns]


class Related(WardModel):
    """Two documents that belong together (văn bản liên quan), read from either side."""

    directive = models.ForeignKey(Directive, on_delete=models.PROTECT, related_name="relations")
    other = models.ForeignKey(Directive, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ward", "directive", "other"], name="related_once"),
            models.CheckConstraint(condition=~Q(directive=F("other")), name="not_related_to_itself"),
        ]


class Method(models.TextChoices):
    """How a branch is to pass a document on (hình thức quán triệt)."""

    BRANCH_MEETING = "branch_meeting", _("Sinh hoạt chi bộ")
    GROUPS = "groups", _("Sinh hoạt tổ đảng")
    SELF_READING = "self_reading", _("Đảng viên tự đọc")
    CONFERENCE = "conference", _("Hội nghị của phường")


class EndReason(models.TextChoices):
    REPLACED = "replaced", _("văn bản đã được thay thế")
    DISSOLVED = "dissolved", _("chi bộ đã kết thúc hoạt động")
    WITHDRAWN = "withdrawn", _("phường thôi giao")


class Dissemination(WardModel):
    """One branch has to pass one document on to its members by a day (giao quán triệt)."""

    directive = models.ForeignKey(Directive, on_delete=models.PROTECT, related_name="disseminations")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="disseminations")
    method = models.CharField(max_length=14, choices=Method.choices)
    due_on = models.DateField()
    assigned_on = models.DateField()
    expected = models.PositiveIntegerField(default=0)
    reached = models.PositiveIntegerField(default=0)
    taken_up_on = models.DateField(null=True)
    """When a meeting of the branch took the document up: from then on those who were absent are to make it up."""
    plan_due_on = models.DateField(null=True, blank=True)
    plan = models.ForeignKey(Directive, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    report_due_on = models.DateField(null=True, blank=True)
    report = models.ForeignKey(Directive, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_on = models.DateField(null=True)
    end_reason = models.CharField(max_length=9, choices=EndReason.choices, blank=True)
    urged_on = models.DateField(null=True)
    """When its secretary was last urged by hand."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ward", "directive", "unit"],
                condition=Q(ended_on__isnull=True),
                name="one_open_dissemination_per_branch",
            ),
            models.CheckConstraint(condition=Q(reached__lte=F("expected")), name="no_more_reached_than_expected"),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) ^ ~Q(end_reason=""), name="a_reason_exactly_when_ended"
            ),
            models.CheckConstraint(condition=Q(due_on__gte=F("assigned_on")), name="due_after_it_is_assigned"),
        ]
        indexes = [models.Index(fields=["ward", "unit", "due_on"], name="disseminations_of_a_branch")]

    def __str__(self) -> str:
        return f"{self.directive} → {self.unit}"

    @property
    def waits_for_a_meeting(self) -> bool:
        """Whether the branch has yet to take it up at a meeting, so that nobody is late by himself."""
        return self.method != Method.SELF_READING and self.taken_up_on is None and not self.is_complete

    @property
    def is_complete(self) -> bool:
        """Whether everybody it is meant for was reached."""
        return self.reached == self.expected


class HowReached(models.TextChoices):
    CONFERENCE = "conference", _("dự hội nghị")
    MEETING = "meeting", _("tại sinh hoạt chi bộ")
    GROUP = "group", _("tại sinh hoạt tổ đảng")
    READ = "read", _("tự đọc, đã xác nhận")
    TOLD = "told", _("được truyền đạt lại")


def listed(prefix: str = "", *, on: date | None = None) -> Q:
    """Readers that count in how far a document got (phải được quán triệt), now or as known on a day.

    Those let go without having been reached do not; `prefix` reaches through a relation ("readers__").
    """
    reached = {f"{prefix}reached_on__isnull": False} if on is None else {f"{prefix}reached_on__lte": on}
    here = Q(**{f"{prefix}left_on__isnull": True}) | Q(**reached)
    if on is None:
        return here
    return Q(**{f"{prefix}listed_on__lte": on}) & (here | Q(**{f"{prefix}left_on__gt": on}))


class Reader(WardModel):
    """One member whom a document has to reach through a branch, and how and when it did.

    The list is drawn up when the document is assigned and follows the branch's list until the due day, dated.
    """

    dissemination = models.ForeignKey(Dissemination, on_delete=models.PROTECT, related_name="readers")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="readings")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    group = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    listed_on = models.DateField()
    left_on = models.DateField(null=True)
    """When the reader was let go without having been reached: from then on the branch is not asked for them."""
    reached_on = models.DateField(null=True)
    how = models.CharField(max_length=10, choices=HowReached.choices, blank=True)
    source_address = models.CharField(max_length=300, blank=True)
    """Where the evidence is read: the minutes, the conference's roll."""
    asked = models.PositiveSmallIntegerField(default=0)
    right = models.PositiveSmallIntegerField(default=0)
    """Of the questions put to this reader, how many were answered right; only the reader sees it."""
    urged_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ward", "dissemination", "person"], name="one_reader_per_dissemination"),
            models.CheckConstraint(condition=Q(reached_on__isnull=True) ^ ~Q(how=""), name="reached_readers_say_how"),
            models.CheckConstraint(condition=Q(right__lte=F("asked")), name="no_more_right_than_asked"),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=F("listed_on")), name="readers_leave_after_they_come"
            ),
        ]
        indexes = [
            models.Index(fields=["ward", "person", "reached_on"], name="readings_of_a_person"),
            models.Index(fields=["ward", "dissemination", "group"], name="readers_by_group"),
        ]


class Question(WardModel):
    """A question that helps a reader to see what matters; counted as totals, never by person."""

    directive = models.ForeignKey(Directive, on_delete=models.PROTECT, related_name="questions")
    position = models.PositiveSmallIntegerField()
    text = VietnameseCharField(max_length=300)
    choices = models.JSONField()
    """The answers offered, in order."""
    answer = models.PositiveSmallIntegerField()
    """Which of them is right, from nought."""
    asked = models.PositiveIntegerField(default=0)
    answered_right = models.PositiveIntegerField(default=0)
    removed_at = models.DateTimeField(null=True)

    FEWEST_SHOWN = 5
    """Below so many answers a total would tell who answered how."""

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(answered_right__lte=F("asked")), name="no_more_right_answers_than_asked")
        ]
        indexes = [models.Index(fields=["ward", "directive", "position"], name="questions_in_order")]

    def __str__(self) -> str:
        return self.text

    @property
    def has_total(self) -> bool:
        """Whether enough people answered for the total to be shown."""
        return self.asked >= self.FEWEST_SHOWN


class Conference(WardModel):
    """A conference at which the ward passes documents on to its cadres (hội nghị quán triệt), with its roll."""

    title = VietnameseCharField(max_length=250)
    starts_at = models.DateTimeField()
    place = VietnameseCharField(max_length=160)
    audience = models.JSONField()
    """The positions that are summoned: "committee_member", "secretary"…"""
    listed_count = models.PositiveIntegerField(default=0)
    present_count = models.PositiveIntegerField(default=0)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(present_count__lte=F("listed_count")), name="no_more_seated_than_listed")
        ]
        indexes = [models.Index(fields=["ward", "-starts_at"], name="conferences_by_day")]

    def __str__(self) -> str:
        return self.title


class ConferenceItem(WardModel):
    """A document taken up at a conference."""

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="items")
    directive = models.ForeignKey(Directive, on_delete=models.PROTECT, related_name="conference_items")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ward", "conference", "directive"], name="one_item_per_directive")
        ]


class SeatStatus(models.TextChoices):
    UNKNOWN = "unknown", _("Chưa ghi")
    PRESENT = "present", _("Có mặt")
    ABSENT = "absent", _("Vắng")


class Seat(WardModel):
    """One line of a conference's roll: who is summoned, as what, and whether they came."""

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="seats")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    office = VietnameseCharField(max_length=300)
    """In what position: "Bí thư Chi bộ số 7"."""
    status = models.CharField(max_length=7, choices=SeatStatus.choices, default=SeatStatus.UNKNOWN)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ward", "conference", "person"], name="one_seat_per_person")]
