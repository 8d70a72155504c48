"""A meeting from plan to signed minutes: agenda, papers, invitations, roll call, opinions, minutes."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from nennep.core.fields import VietnameseCharField, VietnameseTextField
from nennep.core.models import Upload
from nennep.core.periods import Month
from nennep.decisions.models import Motion
from nennep.directives.models import Directive
from nennep.organisation.models import Grade, ListedAs, Person, Unit, WardModel
from nennep.planning.models import PlannedTopic


class MeetingKind(models.TextChoices):
    REGULAR = "regular", _("Sinh hoạt thường kỳ")
    THEMATIC = "thematic", _("Sinh hoạt chuyên đề")


class MeetingMode(models.TextChoices):
    IN_PERSON = "in_person", _("Họp trực tiếp")
    ONLINE = "online", _("Họp trực tuyến")
    HYBRID = "hybrid", _("Trực tiếp và trực tuyến")
    BY_GROUPS = "by_groups", _("Sinh hoạt theo tổ đảng")


class MeetingState(models.TextChoices):
    PLANNED = "planned", _("Đã lên lịch")
    PREPARED = "prepared", _("Đã chuẩn bị")
    CONVENED = "convened", _("Đã mời")
    IN_SESSION = "in_session", _("Đang họp")
    CLOSED = "closed", _("Đã kết thúc")
    SIGNED = "signed", _("Đã ký")
    REPORTED = "reported", _("Đã báo cáo")
    SCORED = "scored", _("Đã chấm")
    SETTLED = "settled", _("Đã chốt")
    CANCELLED = "cancelled", _("Không họp")


HELD_STATES = frozenset(
    {
        MeetingState.CLOSED,
        MeetingState.SIGNED,
        MeetingState.REPORTED,
        MeetingState.SCORED,
        MeetingState.SETTLED,
    }
)


class Meeting(WardModel):
    """One meeting of a branch, or the part of it that one party group holds (`parent` set)."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="meetings")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="group_meetings")
    kind = models.CharField(max_length=10, choices=MeetingKind.choices)
    mode = models.CharField(max_length=10, choices=MeetingMode.choices, default=MeetingMode.IN_PERSON)
    month = models.DateField()
    starts_at = models.DateTimeField()
    place = VietnameseCharField(max_length=160)
    topic = VietnameseCharField(max_length=250, blank=True)
    planned_topic = models.ForeignKey(
        PlannedTopic, on_delete=models.PROTECT, null=True, blank=True, related_name="meetings"
    )
    """The theme of the branch's yearly plan that a thematic meeting takes up."""
    state = models.CharField(max_length=10, choices=MeetingState.choices, default=MeetingState.PLANNED)
    chair = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    minute_taker = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    fee_note = VietnameseCharField(max_length=300, blank=True)
    prepared_at = models.DateTimeField(null=True)
    convened_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    signed_at = models.DateTimeField(null=True)
    reported_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    cancel_reason = VietnameseCharField(max_length=300, blank=True)
    listed_count = models.PositiveIntegerField(default=0)
    expected_count = models.PositiveIntegerField(default=0)
    present_count = models.PositiveIntegerField(default=0)
    excused_count = models.PositiveIntegerField(default=0)
    unexcused_count = models.PositiveIntegerField(default=0)
    unknown_count = models.PositiveIntegerField(default=0)
    official_present_count = models.PositiveIntegerField(default=0)
    heads_counted = models.PositiveIntegerField(null=True)
    """Members counted in the hall by eye, to be compared with the roll where members recorded themselves."""
    heads_remark = VietnameseCharField(max_length=300, blank=True)
    speakers_count = models.PositiveIntegerField(default=0)
    papers_ahead_at = models.DateTimeField(null=True)
    """When the last paper was published; empty while none is."""
    minutes_passed_at = models.DateTimeField(null=True)
    """When the minutes were read and passed: from here the record waits only for closing."""
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ward", "unit", "month", "kind"],
                condition=Q(kind="regular") & ~Q(state="cancelled"),
                name="one_regular_meeting_a_month",
            ),
            models.CheckConstraint(
                condition=Q(state="cancelled") ^ Q(cancel_reason=""), name="a_reason_exactly_when_cancelled"
            ),
            models.CheckConstraint(
                condition=Q(present_count__lte=F("expected_count")), name="no_more_present_than_expected"
            ),
            models.CheckConstraint(
                condition=Q(expected_count__lte=F("listed_count")), name="no_more_expected_than_listed"
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=F("opened_at")),
                name="closes_after_opening",
            ),
            models.CheckConstraint(condition=~Q(kind="regular") | Q(topic=""), name="topics_are_for_thematic_meetings"),
        ]
        indexes = [
            models.Index(fields=["ward", "month", "unit"], name="meeting_by_month"),
            models.Index(fields=["ward", "unit", "-starts_at"], name="meeting_by_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {Month.of(self.month)}"

    @property
    def root_id(self):  # type: ignore[no-untyped-def]
        """The branch meeting that this one is, or is a part of."""
        return self.parent_id or self.pk

    @property
    def period(self) -> Month:
        return Month.of(self.month)


class AgendaItem(WardModel):
    """One item of the agenda (mục chương trình) of a branch meeting, worked through in order."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="agenda")
    position = models.PositiveSmallIntegerField()
    part = models.CharField(max_length=24)
    """What the item is for, by the template's key: "roll_call", "last_month", "discussion"…"""
    title = VietnameseCharField(max_length=250)
    minutes_planned = models.PositiveSmallIntegerField(default=5)
    presenter = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    directive = models.ForeignKey(Directive, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """The document that is passed on under this item: whoever was present was reached by it."""
    content = VietnameseTextField(blank=True)
    conclusion = VietnameseTextField(blank=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["ward", "meeting", "position"], name="agenda_in_order")]

    def __str__(self) -> str:
        return self.title


class Paper(WardModel):
    """A paper of a meeting (tài liệu sinh hoạt), declared and found unclassified at the door."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="papers")
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, null=True, blank=True, related_name="papers")
    title = VietnameseCharField(max_length=250)
    file = models.ForeignKey(Upload, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["ward", "meeting"], name="paper_by_meeting")]

    def __str__(self) -> str:
        return self.title


class AbsenceReason(models.TextChoices):
    """Classes of reasons; never words about an illness."""

    SICK = "sick", _("Ốm")
    ON_DUTY = "on_duty", _("Bận công tác, ca trực")
    TRAVEL = "travel", _("Đi xa")
    FAMILY = "family", _("Việc gia đình")
    OTHER = "other", _("Lý do khác")


class Reply(models.TextChoices):
    NONE = "none", _("Chưa trả lời")
    COMING = "coming", _("Sẽ dự")
    LATE = "late", _("Đến muộn")
    EXCUSE = "excuse", _("Xin vắng")


class Invitation(WardModel):
    """An invitation (giấy mời) to one person and the reply; words sent ahead travel with it."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="invitations")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="invitations")
    sent_at = models.DateTimeField()
    reply = models.CharField(max_length=8, choices=Reply.choices, default=Reply.NONE)
    reason = models.CharField(max_length=8, choices=AbsenceReason.choices, blank=True)
    replied_at = models.DateTimeField(null=True)
    wants_to_speak = models.BooleanField(default=False)
    words_ahead = VietnameseTextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ward", "meeting", "person"], name="one_invitation_per_person"),
            models.CheckConstraint(condition=Q(reply="excuse") ^ Q(reason=""), name="an_excuse_exactly_has_a_reason"),
        ]
        indexes = [models.Index(fields=["ward", "person", "sent_at"], name="invitation_by_person")]


class AttendanceStatus(models.TextChoices):
    UNKNOWN = "unknown", _("Chưa ghi")
    PRESENT = "present", _("Có mặt")
    EXCUSED = "excused", _("Vắng có lý do")
    UNEXCUSED = "unexcused", _("Vắng không lý do")
    EXEMPT = "exempt", _("Được miễn")
    ELSEWHERE = "elsewhere", _("Sinh hoạt nơi khác")


class HowRecorded(models.TextChoices):
    """How a line of the roll was written."""

    HAND = "hand", _("ghi tay")
    CODE = "code", _("tự quét mã")
    CARD = "card", _("quét thẻ")


class Attendance(WardModel):
    """One line of the roll call (điểm danh): a member on the branch's list that day, frozen at convening.

    `meeting` is where the person sits (the branch's meeting or a group's), `root` the branch meeting.
    """

    root = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="whole_roll")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="roll")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="attendances")
    number = models.PositiveSmallIntegerField()
    """Place on the list by given name: what a phone sends instead of a long key."""
    grade = models.CharField(max_length=12, choices=Grade.choices)
    listed_as = models.CharField(max_length=12, choices=ListedAs.choices)
    status = models.CharField(max_length=9, choices=AttendanceStatus.choices, default=AttendanceStatus.UNKNOWN)
    reason = models.CharField(max_length=8, choices=AbsenceReason.choices, blank=True)
    recorded_at = models.DateTimeField(null=True)
    recorded_by_id = models.UUIDField(null=True)
    how = models.CharField(max_length=4, choices=HowRecorded.choices, default=HowRecorded.HAND)
    device = models.CharField(max_length=16, blank=True)
    """Which device said so by the hall's code; its mark means nothing outside this meeting."""
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ward", "root", "person"], name="one_line_per_listed_person"),
            models.UniqueConstraint(fields=["ward", "root", "number"], name="one_line_per_number"),
            models.CheckConstraint(condition=Q(status="excused") ^ Q(reason=""), name="a_reason_exactly_when_excused"),
            models.CheckConstraint(
                condition=~Q(status="exempt") | Q(listed_as="exempt"), name="only_the_exempt_are_exempt"
            ),
            models.CheckConstraint(
                condition=~Q(status="elsewhere") | Q(listed_as__in=["away", "special_duty", "suspended"]),
                name="only_those_elsewhere_are_elsewhere",
            ),
            models.CheckConstraint(condition=Q(how="code") | Q(device=""), name="a_device_only_where_a_code_was_read"),
        ]
        indexes = [
            models.Index(fields=["ward", "root", "number"], name="roll_in_order"),
            models.Index(fields=["ward", "meeting", "status"], name="roll_by_meeting"),
            models.Index(fields=["ward", "person", "root"], name="roll_by_person"),
        ]

    def __str__(self) -> str:
        return str(self.person)


class Guest(WardModel):
    """Somebody present who is not on the list: from above, or invited (khách mời)."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="guests")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    name = VietnameseCharField(max_length=120)
    office = VietnameseCharField(max_length=160, blank=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["ward", "meeting"], name="guest_by_meeting")]

    def __str__(self) -> str:
        return self.name


class OpinionKind(models.TextChoices):
    OPINION = "opinion", _("Ý kiến")
    RESERVED = "reserved", _("Ý kiến bảo lưu")
    PETITION = "petition", _("Kiến nghị")
    GUEST = "guest", _("Ý kiến của khách")
    PRAISE = "praise", _("Biểu dương")
    REMINDER = "reminder", _("Nhắc nhở")


SPOKEN = (OpinionKind.OPINION, OpinionKind.RESERVED, OpinionKind.PETITION)
"""What members say themselves; praise and reminders are said of them."""


class Opinion(WardModel):
    """What somebody said under an item, under their name; a reserved opinion (bảo lưu) may go upward."""

    root = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="all_opinions")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="opinions")
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="opinions")
    speaker = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    guest = models.ForeignKey(Guest, on_delete=models.PROTECT, null=True, blank=True, related_name="opinions")
    kind = models.CharField(max_length=8, choices=OpinionKind.choices, default=OpinionKind.OPINION)
    text = VietnameseTextField()
    said_at = models.DateTimeField()
    recorded_by_id = models.UUIDField(null=True)
    removed_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(speaker__isnull=True) ^ Q(guest__isnull=True),
                name="an_opinion_is_a_members_or_a_guests",
            ),
        ]
        indexes = [models.Index(fields=["ward", "root", "said_at"], name="opinions_in_order")]

    def __str__(self) -> str:
        return self.text[:120]


class Minutes(WardModel):
    """The minutes (biên bản): read and passed before closing, signed by two, then frozen with a hash."""

    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, related_name="minutes")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    passed_by = models.ForeignKey(Motion, on_delete=models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField()
    frozen_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.meeting)


class SelfScore(WardModel):
    """What a branch says its own meeting is worth (điểm tự chấm), with the vote on it; the minutes repeat it.

    How the points came about is the business of whoever judges meetings; here only what was voted on.
    """

    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, related_name="self_score")
    points = models.DecimalField(max_digits=6, decimal_places=2)
    total = models.DecimalField(max_digits=6, decimal_places=2)
    band = VietnameseCharField(max_length=40)
    rubric = VietnameseCharField(max_length=250)
    """By which rubric, in words."""
    shortcomings = VietnameseTextField(blank=True)
    """What to mend next time, a line each."""
    motion = models.ForeignKey(Motion, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(points__gte=0, points__lte=F("total")), name="a_self_score_in_its_range")
        ]

    def __str__(self) -> str:
        return f"{self.points} {self.band}"


class SignatureRole(models.TextChoices):
    MINUTE_TAKER = "minute_taker", _("Người ghi biên bản")
    CHAIR = "chair", _("Chủ trì hội nghị")


class Signature(WardModel):
    """One of the two signatures under the minutes: over this hash, by log-in or on paper with a scan."""

    FROZEN = Q(pk__isnull=False)

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="signatures")
    role = models.CharField(max_length=12, choices=SignatureRole.choices)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()
    sha256 = models.CharField(max_length=64)
    scan = models.ForeignKey(Upload, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ward", "minutes", "role"], name="one_signature_per_role")]


class Addendum(WardModel):
    """A correction after signing (phần bổ sung biên bản): the minutes themselves never change."""

    FROZEN = Q(pk__isnull=False)

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="addenda")
    number = models.PositiveSmallIntegerField()
    text = VietnameseTextField()
    reason = VietnameseCharField(max_length=250)
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ward", "minutes", "number"], name="addenda_are_numbered")]
