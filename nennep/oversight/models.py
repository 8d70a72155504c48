"""What watching over branches remembers: reminders, visits, petitions with their answers, inspections, samples."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nennep.core.fields import VietnameseCharField, VietnameseTextField
from nennep.core.models import Upload
from nennep.meetings.models import AgendaItem, Meeting, Opinion
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


class Visit(WardModel):
    """A committee member was at a meeting of the branch they look after, with their sheet (phiếu dự sinh hoạt)."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="visits")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="visits")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="visits")
    checklist = models.CharField(max_length=20)
    """Which list of questions the sheet was written by: lists change, old sheets keep theirs."""
    ticked = models.JSONField(default=list)
    """The keys of what was seen; what is not ticked on a sheet that was sent was not seen."""
    remarks = VietnameseTextField(blank=True)
    """What was said to the branch at the meeting."""
    problems = VietnameseTextField(blank=True)
    """What the ward is to know and settle."""
    came_at = models.TimeField(null=True)
    left_at = models.TimeField(null=True)
    attended_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    noted_at = models.DateTimeField(null=True)
    """When the office took note of a visit whose meeting was called off."""
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ward", "meeting", "person"], name="one_visit_per_person_and_meeting")
        ]
        indexes = [
            models.Index(fields=["ward", "unit", "-attended_at"], name="visits_by_unit"),
            models.Index(fields=["ward", "person", "-attended_at"], name="visits_by_person"),
        ]

    def __str__(self) -> str:
        return str(self.person)


class PetitionKind(models.TextChoices):
    PETITION = "petition", _("Kiến nghị")
    DIFFICULTY = "difficulty", _("Khó khăn")
    PROBLEM = "problem", _("Vướng mắc")


class Addressee(models.TextChoices):
    """Who is to answer."""

    BRANCH = "branch", _("Chi ủy, bí thư chi bộ")
    WARD = "ward", _("Đảng ủy phường")
    GOVERNMENT = "government", _("Ủy ban nhân dân phường")
    ABOVE = "above", _("Cấp trên của phường")


class RaisedIn(models.TextChoices):
    MEETING = "meeting", _("tại buổi sinh hoạt")
    VISIT = "visit", _("qua buổi dự của đảng ủy viên")
    MEMBER = "member", _("đảng viên gửi")


class Verdict(models.TextChoices):
    NONE = "", _("chưa đánh giá")
    SATISFIED = "satisfied", _("đồng tình với trả lời")
    AGAIN = "again", _("kiến nghị lại")


class Petition(WardModel):
    """Something a branch or member asks to have settled (kiến nghị, khó khăn, vướng mắc); never deleted."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="petitions")
    kind = models.CharField(max_length=10, choices=PetitionKind.choices, default=PetitionKind.PETITION)
    raised_in = models.CharField(max_length=8, choices=RaisedIn.choices)
    text = VietnameseTextField()
    raised_on = models.DateField()
    raised_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="petitions")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="petitions")
    opinion = models.ForeignKey(Opinion, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """The words in the minutes from which it was taken up."""
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, null=True, blank=True, related_name="petitions")
    addressee = models.CharField(max_length=10, choices=Addressee.choices, default=Addressee.WARD)
    due_on = models.DateField()
    answer = VietnameseTextField(blank=True)
    answered_on = models.DateField(null=True)
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    verdict = models.CharField(max_length=10, choices=Verdict.choices, blank=True, default=Verdict.NONE)
    verdict_on = models.DateField(null=True)
    previous = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="raised_again")
    """The petition whose answer did not satisfy."""
    entered_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True, answer="") | Q(answered_on__isnull=False) & ~Q(answer=""),
                name="an_answer_has_words_and_a_day",
            ),
            models.CheckConstraint(
                condition=Q(verdict="", verdict_on__isnull=True)
                | ~Q(verdict="") & Q(verdict_on__isnull=False, answered_on__isnull=False),
                name="only_answers_are_judged",
            ),
            models.UniqueConstraint(fields=["ward", "previous"], name="a_petition_is_raised_again_once"),
            models.UniqueConstraint(fields=["ward", "opinion"], name="words_are_taken_up_once"),
        ]
        indexes = [
            models.Index(fields=["ward", "unit", "-raised_on"], name="petitions_by_unit"),
            models.Index(fields=["ward", "due_on"], condition=Q(answered_on__isnull=True), name="petitions_open"),
        ]

    def __str__(self) -> str:
        return self.text[:120]

    def is_late(self, on: date) -> bool:
        """Whether it waits for an answer after the day by which one was due."""
        return self.answered_on is None and self.due_on < on


class Opening(WardModel):
    """The item of a meeting's agenda that tells what became of the branch's petitions."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="+")
    told = models.JSONField(default=list)
    """The lines written so far: what a secretary struck out is not written a second time."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ward", "meeting"], name="one_opening_per_meeting")]


class InspectionKind(models.TextChoices):
    INSPECTION = "inspection", _("Kiểm tra")
    SUPERVISION = "supervision", _("Giám sát")


class InspectionState(models.TextChoices):
    PLANNED = "planned", _("Trong chương trình")
    UNDER_WAY = "under_way", _("Đang tiến hành")
    CONCLUDED = "concluded", _("Đã kết luận")
    DROPPED = "dropped", _("Không tiến hành")


class Inspection(WardModel):
    """One line of the year's programme (chương trình kiểm tra, giám sát) and what came of it."""

    year = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=InspectionKind.choices)
    title = VietnameseCharField(max_length=250)
    scope = VietnameseTextField()
    """What is looked at, over which time."""
    begins_on = models.DateField()
    ends_on = models.DateField()
    state = models.CharField(max_length=10, choices=InspectionState.choices, default=InspectionState.PLANNED)
    conclusion = VietnameseTextField(blank=True)
    concluded_on = models.DateField(null=True)
    drop_reason = VietnameseCharField(max_length=300, blank=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=models.F("begins_on")), name="inspection_ends_after_begin"),
            models.CheckConstraint(
                condition=Q(state="concluded", concluded_on__isnull=False) & ~Q(conclusion="")
                | ~Q(state="concluded") & Q(concluded_on__isnull=True),
                name="concluded_inspections_say_what",
            ),
            models.CheckConstraint(
                condition=Q(state="dropped") ^ Q(drop_reason=""), name="a_reason_exactly_when_dropped"
            ),
        ]
        indexes = [models.Index(fields=["ward", "year", "begins_on"], name="inspections_of_a_year")]

    def __str__(self) -> str:
        return self.title


class InspectedUnit(WardModel):
    """A branch that an inspection looks at."""

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="units")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="inspections")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ward", "inspection", "unit"], name="a_branch_inspected_once")]


class Inspector(WardModel):
    """A member of the team (đoàn, tổ kiểm tra)."""

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="team")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    is_head = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ward", "inspection", "person"], name="one_place_in_the_team"),
            models.UniqueConstraint(
                fields=["ward", "inspection"], condition=Q(is_head=True), name="one_head_of_the_team"
            ),
        ]


class FoundKind(models.TextChoices):
    STRENGTH = "strength", _("Ưu điểm, cách làm hay")
    SHORTCOMING = "shortcoming", _("Hạn chế, thiếu sót")


class Found(WardModel):
    """What an inspection found at one branch."""

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="found")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=FoundKind.choices)
    text = VietnameseTextField()
    found_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["ward", "inspection"], name="found_by_inspection")]

    def __str__(self) -> str:
        return self.text[:120]


class InspectionDocument(WardModel):
    """A document of an inspection: plan, outline, self-report, working minutes… (domain.md 3.9: links only)."""

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="documents")
    title = VietnameseCharField(max_length=250)
    file = models.ForeignKey(Upload, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["ward", "inspection"], name="documents_by_inspection")]

    def __str__(self) -> str:
        return self.title


class Sample(WardModel):
    """A regular look at some signed minutes, drawn by chance (kiểm tra hồ sơ theo mẫu ngẫu nhiên).

    Seed and population are kept: the same draw can be made again and must give the same minutes.
    """

    first_month = models.DateField()
    last_month = models.DateField()
    size = models.PositiveSmallIntegerField()
    seed = models.PositiveIntegerField()
    population = models.PositiveIntegerField()
    checklist = models.CharField(max_length=20)
    drawn_at = models.DateTimeField()
    drawn_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(last_month__gte=models.F("first_month")), name="sample_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(size__gte=1, size__lte=models.F("population")), name="no_more_drawn_than_there_are"
            ),
        ]
        indexes = [models.Index(fields=["ward", "-drawn_at"], name="samples_by_day")]

    def __str__(self) -> str:
        return f"{self.first_month:%m/%Y}–{self.last_month:%m/%Y}"


class Drawn(WardModel):
    """One meeting's minutes in a sample, and what was found in them."""

    sample = models.ForeignKey(Sample, on_delete=models.PROTECT, related_name="drawn")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    ticked = models.JSONField(default=list)
    remark = VietnameseTextField(blank=True)
    checked_at = models.DateTimeField(null=True)
    checked_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ward", "sample", "meeting"], name="a_meeting_is_drawn_once"),
            models.UniqueConstraint(fields=["ward", "sample", "position"], name="one_place_in_the_sample"),
        ]

    def __str__(self) -> str:
        return str(self.meeting)
