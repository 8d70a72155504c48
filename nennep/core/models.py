"""What every room stands on: keys made by the application, the audit log, uploaded files."""

from django.db import models

from nennep.core.fields import VietnameseCharField
from nennep.core.ids import uuid7


class Row(models.Model):
    """A row whose key is a UUIDv7 made by whoever creates it, a phone without network included."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)

    class Meta:
        abstract = True


class AuditEvent(Row):
    """Who did what: appended, never changed, each entry carrying the hash of the one before (nhật ký)."""

    ward_id = models.UUIDField()
    sequence = models.BigIntegerField()
    at = models.DateTimeField()
    name = models.CharField(max_length=80)
    by_id = models.UUIDField(null=True)
    by_name = VietnameseCharField(max_length=120)
    object_kind = models.CharField(max_length=60)
    object_id = models.UUIDField()
    object_label = VietnameseCharField(max_length=200, blank=True)
    unit_id = models.UUIDField(null=True)
    month = models.DateField(null=True)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ward_id", "sequence"], name="audit_one_place_per_event"),
        ]
        indexes = [models.Index(fields=["ward_id", "object_id", "sequence"], name="audit_by_object")]


class AuditHead(models.Model):
    """The last entry of a ward's audit chain: where the next one is hung."""

    ward_id = models.UUIDField(primary_key=True)
    sequence = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="")


class Upload(Row):
    """A file that passed the door: checked by content, kept under its own hash."""

    ward_id = models.UUIDField()
    name = VietnameseCharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    uploaded_by_id = models.UUIDField(null=True)
    uploaded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["ward_id", "sha256"], name="upload_by_content")]


class OutboxMessage(Row):
    """One message to one person by one channel (hộp thư đi): delivered at least once, shown once."""

    ward_id = models.UUIDField()
    key = models.CharField(max_length=120)
    person_id = models.UUIDField()
    channel = models.CharField(max_length=8)
    words = VietnameseCharField(max_length=300)
    written_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)
    delivered_by_id = models.UUIDField(null=True)
    """Who of the office told the person, where no gateway did."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ward_id", "key"], name="one_message_per_key")]
        indexes = [
            models.Index(
                fields=["ward_id", "written_at"], condition=models.Q(delivered_at__isnull=True), name="outbox_waiting"
            ),
        ]


class Lease(models.Model):
    """Who of several processes does a piece of background work, and until when."""

    name = models.CharField(primary_key=True, max_length=40)
    holder = models.CharField(max_length=60)
    until = models.DateTimeField()


class SearchEntry(Row):
    """One thing that can be found, as the words it is found by: computed from the facts, never a fact itself.

    `number` orders what is found of one kind and is the row's place in the full-text index.
    """

    ward_id = models.UUIDField()
    kind = models.CharField(max_length=12)
    object_id = models.UUIDField()
    number = models.BigIntegerField()
    tokens = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ward_id", "kind", "object_id"], name="one_entry_per_thing"),
            models.UniqueConstraint(fields=["ward_id", "number"], name="one_place_per_entry"),
        ]


class SearchHead(models.Model):
    """Up to which audit event a ward's search index has read."""

    ward_id = models.UUIDField(primary_key=True)
    sequence = models.BigIntegerField(default=0)


class ListExport(Row):
    """A list that somebody took out as a file: which, how many rows, why."""

    ward_id = models.UUIDField()
    at = models.DateTimeField()
    by_id = models.UUIDField(null=True)
    by_name = VietnameseCharField(max_length=120)
    list_name = VietnameseCharField(max_length=200)
    address = models.CharField(max_length=500)
    format = models.CharField(max_length=4)
    row_count = models.PositiveIntegerField()
    reason = VietnameseCharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["ward_id", "-at"], name="exports_by_time")]

    def __str__(self) -> str:
        return f"{self.list_name} ({self.format})"
