import django.db.models.deletion
from django.db import migrations, models

import nennep.core.fields
import nennep.core.ids


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0002_outbox"),
        ("organisation", "0003_partial_dates_and_merged_people"),
    ]

    operations = [
        migrations.CreateModel(
            name="MemberImport",
            fields=[
                (
                    "id",
                    models.UUIDField(default=nennep.core.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("columns", "Xem các cột"),
                            ("reading", "Đang đọc"),
                            ("rows", "Xem từng dòng"),
                            ("taking", "Đang nhận"),
                            ("taken", "Đã nhận"),
                            ("undone", "Đã hoàn tác"),
                            ("dropped", "Đã bỏ"),
                        ],
                        default="columns",
                        max_length=8,
                    ),
                ),
                ("on", models.DateField()),
                ("corrections", models.JSONField(default=dict)),
                ("about", models.JSONField(default=dict)),
                ("counts", models.JSONField(default=dict)),
                ("brought_by_id", models.UUIDField(null=True)),
                ("brought_by_name", nennep.core.fields.VietnameseCharField(max_length=120)),
                ("brought_at", models.DateTimeField()),
                ("taken_at", models.DateTimeField(blank=True, null=True)),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                ("fault", nennep.core.fields.VietnameseTextField(blank=True)),
                (
                    "default_unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.unit",
                    ),
                ),
                (
                    "upload",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.upload"),
                ),
                (
                    "ward",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.ward"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["ward", "brought_at"], name="import_by_time")],
            },
        ),
        migrations.CreateModel(
            name="ImportRow",
            fields=[
                (
                    "id",
                    models.UUIDField(default=nennep.core.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("number", models.PositiveIntegerField()),
                ("fate", models.CharField(max_length=8)),
                ("raw", models.JSONField()),
                ("mended", models.JSONField(default=dict)),
                ("words", models.JSONField()),
                ("problems", models.JSONField(default=list)),
                ("differences", models.JSONField(default=list)),
                ("twin_rows", models.JSONField(default=list)),
                ("twin_people", models.JSONField(default=list)),
                ("unit_id", models.UUIDField(null=True)),
                ("person_id", models.UUIDField(null=True)),
                (
                    "choice",
                    models.CharField(
                        blank=True,
                        choices=[("leave", "Bỏ qua"), ("apart", "Hai người khác nhau"), ("merge", "Là một người")],
                        max_length=6,
                    ),
                ),
                ("made", models.JSONField(default=dict)),
                (
                    "ward",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.ward"
                    ),
                ),
                (
                    "member_import",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rows", to="organisation.memberimport"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["ward", "member_import", "fate", "number"], name="import_rows_by_fate")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("ward", "member_import", "number"), name="one_fate_per_row")
                ],
            },
        ),
        migrations.CreateModel(
            name="ColumnMemory",
            fields=[
                (
                    "id",
                    models.UUIDField(default=nennep.core.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("signature", models.CharField(max_length=64)),
                ("corrections", models.JSONField()),
                ("used_at", models.DateTimeField()),
                (
                    "ward",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.ward"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("ward", "signature"), name="one_memory_per_heading"),
                    models.CheckConstraint(
                        condition=models.Q(("signature", ""), _negated=True), name="memory_has_a_heading"
                    ),
                ],
            },
        ),
    ]
