"""What an import remembers: the file, how it was understood, each row with its fate, and what was made of it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nennep.core.fields import VietnameseCharField, VietnameseTextField
from nennep.core.models import Upload
from nennep.organisation.models import Unit, WardModel


class ImportState(models.TextChoices):
    COLUMNS = "columns", _("Xem các cột")
    READING = "reading", _("Đang đọc")
    ROWS = "rows", _("Xem từng dòng")
    TAKING = "taking", _("Đang nhận")
    TAKEN = "taken", _("Đã nhận")
    UNDONE = "undone", _("Đã hoàn tác")
    DROPPED = "dropped", _("Đã bỏ")


class MemberImport(WardModel):
    """One file of members on its way in (lần nhập), from the upload to the moment it is taken, or taken back."""

    upload = models.ForeignKey(Upload, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=ImportState.choices, default=ImportState.COLUMNS)
    on = models.DateField()
    """The day for which the list holds: from then on the new members are placed."""
    default_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    corrections = models.JSONField(default=dict)
    """What the reader said otherwise than was guessed: page, header, columns, encodings."""
    about = models.JSONField(default=dict)
    """How the file was understood: encoding, header_row, mapping, names of branches, lines left out."""
    counts = models.JSONField(default=dict)
    brought_by_id = models.UUIDField(null=True)
    brought_by_name = VietnameseCharField(max_length=120)
    brought_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    fault = VietnameseTextField(blank=True)
    """Why reading or taking did not come to an end, in a sentence."""

    class Meta:
        indexes = [models.Index(fields=["ward", "brought_at"], name="import_by_time")]

    def __str__(self) -> str:
        return self.upload.name

    @property
    def is_open(self) -> bool:
        """Whether rows can still be mended and chosen."""
        return self.state in {ImportState.COLUMNS, ImportState.ROWS}


class Choice(models.TextChoices):
    """What the reader decided about a row; empty where the fate itself says it."""

    LEAVE = "leave", _("Bỏ qua")
    APART = "apart", _("Hai người khác nhau")
    MERGE = "merge", _("Là một người")


class ImportRow(WardModel):
    """One row of a file with its fate (dòng): what stands there, what it says, what the reader decided."""

    member_import = models.ForeignKey(MemberImport, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    fate = models.CharField(max_length=8)
    raw = models.JSONField()
    mended = models.JSONField(default=dict)
    words = models.JSONField()
    problems = models.JSONField(default=list)
    differences = models.JSONField(default=list)
    twin_rows = models.JSONField(default=list)
    twin_people = models.JSONField(default=list)
    unit_id = models.UUIDField(null=True)
    person_id = models.UUIDField(null=True)
    """Whom the row is about beyond doubt, or whom it was merged with."""
    choice = models.CharField(max_length=6, choices=Choice.choices, blank=True)
    made = models.JSONField(default=dict)
    """What taking the row made and changed, for taking it back."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ward", "member_import", "number"], name="one_fate_per_row"),
        ]
        indexes = [models.Index(fields=["ward", "member_import", "fate", "number"], name="import_rows_by_fate")]

    def __str__(self) -> str:
        return f"{self.number}"


class ColumnMemory(WardModel):
    """Which column was which, the last time this ward imported a file with these headings."""

    signature = models.CharField(max_length=64)
    corrections = models.JSONField()
    used_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ward", "signature"], name="one_memory_per_heading"),
            models.CheckConstraint(condition=~Q(signature=""), name="memory_has_a_heading"),
        ]
