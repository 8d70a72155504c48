"""Units, people and what they hold, all dated: history is ended and begun, never overwritten."""

from datetime import date
from typing import Any

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


class Charge(WardModel, Dated):
    """A committee member (đảng ủy viên) in charge of a branch (phụ trách chi bộ), or standing in for one a while."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="charges")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="charges")
    stands_in_for = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="substitutes"
    )
    """The charge this one replaces for its days (phụ trách thay); it gives the same rights."""

    class Meta:
        constraints = [
            ends_after_it_begins("charge_ends_after_it_begins"),
            models.UniqueConstraint(
                fields=["ward", "unit"], condition=Q(valid_to__isnull=True), name="one_open_charge_per_branch"
            ),
            models.CheckConstraint(
                condition=Q(stands_in_for__isnull=True) | Q(valid_to__isnull=False), name="a_substitute_has_a_last_day"
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

    class Meta:
        indexes = [models.Index(fields=["ward", "year", "unit"], name="duty_by_year")]


class WorkingRules(WardModel, Dated):
    """Working regulations of a branch (quy chế làm việc), with the day they are due for review."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="working_rules")
    number = VietnameseCharField(max_length=40)
    issued_on = models.DateField()
    review_on = models.DateField(null=True, blank=True)
    file = models.ForeignKey(Upload, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [ends_after_it_begins("working_rules_end_after_they_begin")]


from nennep.organisation.imports import records  # noqa: E402, F401  (the tables of imports)
