"""Units, people and what they hold, all dated: history is ended and begun, never overwritten."""

from copy import copy
from datetime import date
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from nennep.core.fields import VietnameseCharField, VietnameseTextField
from nennep.core.models import Row, Upload
from nennep.core.partial import PartialDate, Precision
from nennep.core.text import fold, name_key


class Ward(Row):
    """A ward Party committee (đảng ủy phường): it scopes every row of its own data."""

    code = models.SlugField(unique=True)
    name = VietnameseCharField(max_length=120)
    party_name = VietnameseCharField(max_length=120)
    parent_name = VietnameseCharField(max_length=120)
    parent_code = models.CharField(max_length=50, blank=True)
    """The code of the level above, where it too stands on this machine and takes the ward's figures directly."""
    place = VietnameseCharField(max_length=80)
    office_phone = VietnameseCharField(max_length=30, blank=True)

    def __str__(self) -> str:
        return self.party_name


class WardModel(Row):
    """A row of one ward's own data; the key by which a large installation spreads."""

    ward = models.ForeignKey(Ward, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class Dated(models.Model):
    """Something that holds from a day (included) to a day (excluded), or still holds."""

    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


def holding_on(day: date, prefix: str = "") -> Q:
    """Rows of a `Dated` model that hold on `day`; `prefix` reaches through a relation ("unit__")."""
    begun = Q(**{f"{prefix}valid_from__lte": day})
    not_ended = Q(**{f"{prefix}valid_to__isnull": True}) | Q(**{f"{prefix}valid_to__gt": day})
    return begun & not_ended


def ends_after_it_begins(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name=name)


class UnitKind(models.TextChoices):
    BRANCH = "branch", _("Chi bộ")
    PARTY_GROUP = "party_group", _("Tổ đảng")


class BranchKind(models.TextChoices):
    """Kinds of branch (domain.md 5.3); unstated where the source does not say."""

    STREET_BLOCK = "street_block", _("Tổ dân phố")
    VILLAGE = "village", _("Thôn, xóm")
    RESIDENTIAL = "residential", _("Khu dân cư, chung cư")
    OFFICE = "office", _("Cơ quan")
    SCHOOL = "school", _("Trường học")
    POLICE = "police", _("Công an")
    MILITARY = "military", _("Quân sự")
    HEALTH = "health", _("Trạm y tế")
    STATE_ENTERPRISE = "state_enterprise", _("Doanh nghiệp nhà nước")
    PRIVATE_ENTERPRISE = "private_enterprise", _("Doanh nghiệp tư nhân")
    COOPERATIVE = "cooperative", _("Hợp tác xã")
    MARKET = "market", _("Chợ")
    RETIRED = "retired", _("Hưu trí")
    UNSTATED = "unstated", _("Chưa rõ loại hình")


SECTOR_KINDS = frozenset(
    {BranchKind.OFFICE, BranchKind.SCHOOL, BranchKind.POLICE, BranchKind.MILITARY, BranchKind.HEALTH}
)
"""Branches of sectors (chi bộ ngành)."""


class Unit(WardModel, Dated):
    """A branch (chi bộ), or a party group (tổ đảng) inside one."""

    kind = models.CharField(max_length=20, choices=UnitKind.choices)
    branch_kind = models.CharField(max_length=20, choices=BranchKind.choices, blank=True)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="party_groups")
    name = VietnameseCharField(max_length=120)
    short_name = VietnameseCharField(max_length=40)
    position = models.PositiveSmallIntegerField(default=0)
    former_names = models.JSONField(default=list)
    """The names it had before this one, oldest first: {"until": day, "name": …, "short_name": …}."""

    class Meta:
        constraints = [
            ends_after_it_begins("unit_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(kind="branch", parent__isnull=True) | Q(kind="party_group", parent__isnull=False),
                name="a_party_group_belongs_to_a_branch",
            ),
            models.CheckConstraint(
                condition=Q(kind="branch") ^ Q(branch_kind=""), name="branch_kind_exactly_for_branches"
            ),
            models.UniqueConstraint(
                fields=["ward", "name"],
                condition=Q(valid_to__isnull=True, kind="branch"),
                name="one_branch_per_name",
            ),
        ]
        indexes = [models.Index(fields=["ward", "kind", "position"], name="unit_in_fixed_order")]

    def __str__(self) -> str:
        return self.name

    def as_of(self, day: date) -> "Unit":
        """The unit under the name it had on a day: minutes and reports of a past month keep that name.

        Only to be shown: what is saved is always the unit itself.
        """
        for former in self.former_names:
            if day < date.fromisoformat(former["until"]):
                named = copy(self)
                named.name, named.short_name = former["name"], former["short_name"]
                return named
        return self


class Term(WardModel, Dated):
    """A term of office (nhiệm kỳ) of a branch, or of the ward committee where `unit` is empty.

    Documents are numbered within it.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="terms")
    name = VietnameseCharField(max_length=40)

    class Meta:
        constraints = [
            ends_after_it_begins("term_ends_after_it_begins"),
            models.UniqueConstraint(fields=["ward", "unit", "name"], name="one_term_per_name"),
            models.UniqueConstraint(
                fields=["ward", "name"], condition=Q(unit__isnull=True), name="one_term_of_the_ward_per_name"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Sex(models.TextChoices):
    MALE = "male", _("Nam")
    FEMALE = "female", _("Nữ")


class Channel(models.TextChoices):
    """How a person wants to be told."""

    APP = "app", _("Xem trên máy")
    SMS = "sms", _("Tin nhắn")
    PAPER = "paper", _("Giấy mời")
    CALL = "call", _("Gọi điện")


class Person(WardModel):
    """A person (đồng chí) the ward committee knows: the minimum a meeting needs."""

    full_name = VietnameseCharField(max_length=120)
    name_key = models.CharField(max_length=600, editable=False)
    search_key = models.CharField(max_length=160, editable=False)
    birth_year = models.PositiveSmallIntegerField(null=True, blank=True)
    birth_month = models.PositiveSmallIntegerField(null=True, blank=True)
    birth_date = models.DateField(null=True, blank=True)
    sex = models.CharField(max_length=6, choices=Sex.choices, blank=True)
    phone = VietnameseCharField(max_length=30, blank=True)
    channel = models.CharField(max_length=5, choices=Channel.choices, default=Channel.APP)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged")
    """Who this person turned out to be: entered twice, and put together later."""

    class Meta:
        indexes = [models.Index(fields=["ward", "name_key"], name="person_by_given_name")]

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.compute_keys()
        super().save(*args, **kwargs)

    def compute_keys(self) -> None:
        """Order and search follow the name; bulk creation calls this itself."""
        self.name_key = name_key(self.full_name)
        self.search_key = fold(self.full_name)
        if self.birth_date:
            self.birth_year, self.birth_month = self.birth_date.year, self.birth_date.month

    @property
    def birth(self) -> PartialDate | None:
        """When the person was born, as far as it is known; of older members often only the year."""
        if self.birth_date:
            return PartialDate.of(self.birth_date)
        return PartialDate(self.birth_year, self.birth_month) if self.birth_year else None

    @birth.setter
    def birth(self, born: PartialDate | None) -> None:
        self.birth_year = born.year if born else None
        self.birth_month = born.month if born else None
        self.birth_date = born.first if born and born.day else None


class Membership(WardModel):
    """Belonging to the Party: decision of admission, ceremony (probation begins), official; three dates.

    Of old dates often only the month or the year is known: the day kept is then the first it can be.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    admitted_on = models.DateField()
    admitted_precision = models.CharField(max_length=7, choices=Precision.choices, default=Precision.DAY)
    probation_from = models.DateField()
    official_on = models.DateField(null=True, blank=True)
    official_precision = models.CharField(max_length=7, choices=Precision.choices, default=Precision.DAY)
    card_number = VietnameseCharField(max_length=20, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    end_reason = VietnameseCharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ward", "person"], condition=Q(ended_on__isnull=True), name="one_open_membership_per_person"
            ),
            models.CheckConstraint(
                condition=Q(official_on__isnull=True) | Q(official_on__gte=F("probation_from")),
                name="official_after_probation_begins",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("admitted_on")),
                name="membership_ends_after_it_begins",
            ),
        ]
        indexes = [models.Index(fields=["ward", "person"], name="memberships_of_a_person")]

    def __str__(self) -> str:
        return str(self.person)

    @property
    def admitted(self) -> PartialDate | None:
        """The day of admission (ngày kết nạp), as far as it is known."""
        return PartialDate.of(self.admitted_on, self.admitted_precision)

    @property
    def official(self) -> PartialDate | None:
        """The day of becoming official (ngày chính thức), as far as it is known."""
        return PartialDate.of(self.official_on, self.official_precision) if self.official_on else None


class PlacementKind(models.TextChoices):
    OFFICIAL = "official", _("Sinh hoạt chính thức")
    TEMPORARY = "temporary", _("Sinh hoạt tạm thời")
    GROUP = "group", _("Trong tổ đảng")


class Placement(WardModel, Dated):
    """Where a member takes part: officially in one branch, temporarily in another, in a party group of it."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="placements")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="placements")
    kind = models.CharField(max_length=10, choices=PlacementKind.choices)

    class Meta:
        constraints = [
            ends_after_it_begins("placement_ends_after_it_begins"),
            models.UniqueConstraint(
                fields=["ward", "person", "kind"],
                condition=Q(valid_to__isnull=True),
                name="one_open_placement_per_kind",
            ),
        ]
        indexes = [models.Index(fields=["ward", "unit", "valid_from"], name="placement_by_unit")]


class Grade(models.TextChoices):
    OFFICIAL = "official", _("Chính thức")
    PROBATIONARY = "probationary", _("Dự bị")


class ListedAs(models.TextChoices):
    """On what footing a member stands on the branch's list that day."""

    MEMBER = "member", _("Sinh hoạt tại chi bộ")
    EXEMPT = "exempt", _("Được miễn")
    AWAY = "away", _("Sinh hoạt nơi khác")
    SPECIAL_DUTY = "special_duty", _("Nhiệm vụ đặc thù")
    SUSPENDED = "suspended", _("Đình chỉ")
    TEMPORARY = "temporary", _("Sinh hoạt tạm thời tại chi bộ")


class StandingKind(models.TextChoices):
    EXEMPT = "exempt", _("Được miễn công tác và sinh hoạt")
    SUSPENDED = "suspended", _("Đình chỉ sinh hoạt đảng")
    SPECIAL_DUTY = "special_duty", _("Làm nhiệm vụ đặc thù")
    AWAY = "away", _("Sinh hoạt tạm thời nơi khác")


class ExemptionReason(models.TextChoices):
    """Classes of reason for an exemption; all but the first are for a time (domain.md 1.7)."""

    AGE = "age", _("Tuổi cao, sức yếu")
    TREATMENT = "treatment", _("Điều trị dài ngày")
    FAR = "far", _("Ở nước ngoài, đi làm xa đơn lẻ")
    MOBILE = "mobile", _("Việc làm lưu động dưới 1 năm")
    RETIRING = "retiring", _("Nghỉ chờ hưu")
    MATERNITY = "maternity", _("Nghỉ thai sản")


class Standing(WardModel, Dated):
    """A member's dated exception (miễn, đình chỉ, nhiệm vụ đặc thù, sinh hoạt nơi khác).

    The reason is a class, never a diagnosis. The deciding resolution is cited, not pointed at.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="standings")
    kind = models.CharField(max_length=12, choices=StandingKind.choices)
    reason = models.CharField(max_length=20, blank=True)
    resolution_id = models.UUIDField(null=True, blank=True)
    resolution_label = VietnameseCharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            ends_after_it_begins("standing_ends_after_it_begins"),
            models.UniqueConstraint(
                fields=["ward", "person", "kind"],
                condition=Q(valid_to__isnull=True),
                name="one_open_standing_per_kind",
            ),
        ]
        indexes = [models.Index(fields=["ward", "person"], name="standing_by_person")]


class Position(models.TextChoices):
    """Posts of units, then posts of the ward (domain.md 5.3)."""

    SECRETARY = "secretary", _("Bí thư chi bộ")
    DEPUTY_SECRETARY = "deputy_secretary", _("Phó Bí thư chi bộ")
    BRANCH_COMMITTEE_MEMBER = "branch_committee_member", _("Chi ủy viên")
    GROUP_LEADER = "group_leader", _("Tổ trưởng tổ đảng")
    GROUP_DEPUTY = "group_deputy", _("Tổ phó tổ đảng")
    WARD_SECRETARY = "ward_secretary", _("Bí thư Đảng ủy")
    WARD_DEPUTY_SECRETARY = "ward_deputy_secretary", _("Phó Bí thư Đảng ủy")
    COMMITTEE_MEMBER = "committee_member", _("Đảng ủy viên")
    OFFICE = "office", _("Văn phòng Đảng ủy")
    OPERATOR = "operator", _("Người vận hành hệ thống")
    SUPERIOR_OFFICE = "superior_office", _("Văn phòng cấp ủy cấp trên")
    """Of the level above: sees the figures that wards send, and nothing of any ward's records."""


UNIT_POSITIONS = frozenset(
    {
        Position.SECRETARY,
        Position.DEPUTY_SECRETARY,
        Position.BRANCH_COMMITTEE_MEMBER,
        Position.GROUP_LEADER,
        Position.GROUP_DEPUTY,
    }
)


class Post(WardModel, Dated):
    """A position held (chức vụ): of a unit, or of the ward where `unit` is empty. Rights follow from it."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="posts")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="posts")
    position = models.CharField(max_length=24, choices=Position.choices)

    class Meta:
        constraints = [
            ends_after_it_begins("post_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(unit__isnull=False, position__in=sorted(UNIT_POSITIONS))
                | Q(unit__isnull=True) & ~Q(position__in=sorted(UNIT_POSITIONS)),
                name="unit_posts_have_a_unit",
            ),
            models.UniqueConstraint(
                fields=["ward", "unit", "position"],
                condition=Q(valid_to__isnull=True, position__in=["secretary", "group_leader"]),
                name="one_open_head_per_unit",
            ),
        ]
        indexes = [models.Index(fields=["ward", "person"], name="post_by_person")]


class ChargeKind(models.TextChoices):
    """In the order in which they answer for the branch."""

    MAIN = "main", _("Phụ trách chính")
    SHARED = "shared", _("Cùng phụ trách")
    SUBSTITUTE = "substitute", _("Thay đồng chí phụ trách")


class Charge(WardModel, Dated):
    """A committee member (đảng ủy viên) in charge of a branch (phụ trách chi bộ).

    One may have several branches; a branch has one main charge, and for a time others who share it or stand in.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="charges")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="charges")
    kind = models.CharField(max_length=10, choices=ChargeKind.choices, default=ChargeKind.MAIN)

    class Meta:
        constraints = [
            ends_after_it_begins("charge_ends_after_it_begins"),
            models.UniqueConstraint(
                fields=["ward", "unit"],
                condition=Q(valid_to__isnull=True, kind="main"),
                name="one_open_charge_per_branch",
            ),
            models.CheckConstraint(
                condition=~Q(kind="substitute") | Q(valid_to__isnull=False), name="a_substitute_stands_in_for_a_time"
            ),
        ]


class Duty(WardModel):
    """What a member is assigned for a year (phân công nhiệm vụ đảng viên), and that they know it."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="duties")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="duties")
    year = models.PositiveSmallIntegerField()
    description = VietnameseTextField()
    assigned_on = models.DateField()
    acknowledged_on = models.DateField(null=True, blank=True)
    result = VietnameseTextField(blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)
    """The day on which it was taken back, where it was assigned by mistake."""
    batch = models.UUIDField(null=True)
    """The press of a button that assigned it together with others, so that they are taken back together."""
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["ward", "year", "unit"], name="duty_by_year"),
            models.Index(fields=["ward", "person", "year"], name="duty_by_person"),
        ]

    def __str__(self) -> str:
        return f"{self.year}: {self.description}"


class DutyResult(WardModel):
    """What became of a duty in one month (kết quả thực hiện nhiệm vụ hằng tháng)."""

    duty = models.ForeignKey(Duty, on_delete=models.PROTECT, related_name="results")
    month = models.DateField()
    text = VietnameseTextField()
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ward", "duty", "month"], name="one_result_per_duty_and_month"),
        ]


class WorkingRules(WardModel, Dated):
    """Working regulations of a branch (quy chế làm việc), with the day they are due for review."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="working_rules")
    number = VietnameseCharField(max_length=40)
    issued_on = models.DateField()
    review_on = models.DateField(null=True, blank=True)
    file = models.ForeignKey(Upload, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [ends_after_it_begins("working_rules_end_after_they_begin")]


class Change(WardModel):
    """A decision that changed people or units: by which paper, from which day, and what it did to the register.

    `effects` names every row that began or ended by it, so that a counter-action can take it back: the rows it
    began are closed on their first day, those it ended go on. Nothing is deleted.
    """

    effective_on = models.DateField()
    number = VietnameseCharField(max_length=60, blank=True)
    """Number of the decision, or of the paper of introduction (giấy giới thiệu)."""
    dated_on = models.DateField(null=True, blank=True)
    note = VietnameseCharField(max_length=250, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by_id = models.UUIDField(null=True)
    recorded_by_name = VietnameseCharField(max_length=120)
    effects = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    withdrawn_on = models.DateField(null=True, blank=True)
    """The day on which a counter-action took it back; it stays on the time line."""

    class Meta:
        abstract = True


class UnitChangeKind(models.TextChoices):
    FOUNDED = "founded", _("Thành lập")
    RENAMED = "renamed", _("Đổi tên")
    DIVIDED = "divided", _("Chia tổ đảng")
    MERGED = "merged", _("Hợp nhất, sáp nhập")
    SPLIT = "split", _("Chia tách")
    DISSOLVED = "dissolved", _("Giải thể")
    MOVED_OUT = "moved_out", _("Chuyển về đảng bộ khác")
    CONGRESS = "congress", _("Đại hội chi bộ")
    WITHDRAWN = "withdrawn", _("Rút lại quyết định")


class UnitChange(Change):
    """A change of units (biến động tổ chức): from which to which, by which decision."""

    kind = models.CharField(max_length=10, choices=UnitChangeKind.choices)
    before = VietnameseCharField(max_length=160, blank=True)
    after = VietnameseCharField(max_length=160, blank=True)
    """The names before and after where one was renamed; the other ward where a branch moved."""
    withdraws = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="withdrawn_by"
    )

    class Meta:
        indexes = [models.Index(fields=["ward", "effective_on"], name="unit_change_by_day")]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class Side(models.TextChoices):
    FROM = "from", _("từ")
    TO = "to", _("thành")


class UnitChangePart(WardModel):
    """A unit that a change came from or led to."""

    change = models.ForeignKey(UnitChange, on_delete=models.PROTECT, related_name="parts")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="change_parts")
    side = models.CharField(max_length=4, choices=Side.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ward", "unit", "change", "side"], name="a_unit_once_on_each_side"),
        ]


class MemberChangeKind(models.TextChoices):
    ADMITTED = "admitted", _("Kết nạp")
    RECOGNISED = "recognised", _("Công nhận đảng viên chính thức")
    TRANSFERRED_IN = "transferred_in", _("Chuyển sinh hoạt chính thức đến")
    TRANSFERRED_OUT = "transferred_out", _("Chuyển sinh hoạt chính thức đi")
    MOVED = "moved", _("Chuyển chi bộ trong phường")
    STAY_HERE = "stay_here", _("Sinh hoạt tạm thời đến")
    STAY_AWAY = "stay_away", _("Sinh hoạt tạm thời đi")
    STAY_ENDED = "stay_ended", _("Thôi sinh hoạt tạm thời")
    EXEMPTED = "exempted", _("Miễn công tác và sinh hoạt")
    RETURNED = "returned", _("Trở lại sinh hoạt")
    SUSPENDED = "suspended", _("Đình chỉ sinh hoạt đảng")
    REINSTATED = "reinstated", _("Hết đình chỉ sinh hoạt")
    STRUCK_OFF = "struck_off", _("Xóa tên trong danh sách đảng viên")
    EXPELLED = "expelled", _("Khai trừ")
    DIED = "died", _("Từ trần")
    GROUPED = "grouped", _("Xếp vào tổ đảng")
    WITHDRAWN = "withdrawn", _("Rút lại quyết định")


class MemberChange(Change):
    """A change of one member (biến động đảng viên): a line of the register that a ward has to keep."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=16, choices=MemberChangeKind.choices)
    until = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=20, blank=True)
    unit_from = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    unit_to = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    batch = models.UUIDField(null=True)
    """The press of a button that made it together with others, so that they are taken back together."""
    elsewhere = VietnameseCharField(max_length=160, blank=True)
    """The Party body outside the ward that the person came from or went to."""
    withdraws = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="withdrawn_by"
    )

    class Meta:
        indexes = [
            models.Index(fields=["ward", "person", "effective_on"], name="member_change_by_person"),
            models.Index(fields=["ward", "effective_on"], name="member_change_by_day"),
            models.Index(fields=["ward", "batch"], name="member_change_by_batch"),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class ContactKind(models.TextChoices):
    """Who keeps contact at home, and who only on demand (33-HD/BTCTW 2020; domain.md 1.7)."""

    INTRODUCED = "introduced", _("Giữ mối liên hệ nơi cư trú")
    RELIEVED = "relieved", _("Được giới thiệu, miễn dự sinh hoạt nơi cư trú")


class ResidenceContact(WardModel, Dated):
    """A member who works elsewhere and keeps contact where they live (đảng viên 213): not on the branch's list."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="residence_contacts")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="residence_contacts")
    workplace = VietnameseCharField(max_length=160)
    """The Party body of the workplace that introduced them."""
    kind = models.CharField(max_length=10, choices=ContactKind.choices, default=ContactKind.INTRODUCED)
    number = VietnameseCharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            ends_after_it_begins("contact_ends_after_it_begins"),
            models.UniqueConstraint(
                fields=["ward", "person"], condition=Q(valid_to__isnull=True), name="one_open_contact_per_person"
            ),
        ]
        indexes = [models.Index(fields=["ward", "unit"], name="contact_by_unit")]

    def __str__(self) -> str:
        return str(self.person)


class ResidenceComment(WardModel):
    """What the branch of the residence says of a year (nhận xét đảng viên nơi cư trú)."""

    contact = models.ForeignKey(ResidenceContact, on_delete=models.PROTECT, related_name="comments")
    year = models.PositiveSmallIntegerField()
    sessions_called = models.PositiveSmallIntegerField(default=0)
    sessions_attended = models.PositiveSmallIntegerField(default=0)
    text = VietnameseTextField()
    signed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    signed_on = models.DateField()
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ward", "contact", "year"], name="one_comment_per_contact_and_year"),
            models.CheckConstraint(
                condition=Q(sessions_attended__lte=F("sessions_called")), name="no_more_attended_than_called"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contact}, {self.year}"


from nennep.organisation.imports import records  # noqa: E402, F401  (the tables of imports)
