"""Dates as far as they are known, and people who turned out to be one."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("organisation", "0002_ward_terms")]
    operations = [
        migrations.AddField(
            model_name="membership",
            name="admitted_precision",
            field=models.CharField(
                choices=[("day", "đến ngày"), ("month", "đến tháng"), ("year", "đến năm"), ("unknown", "chưa rõ ngày")],
                default="day",
                max_length=7,
            ),
        ),
        migrations.AddField(
            model_name="membership",
            name="official_precision",
            field=models.CharField(
                choices=[("day", "đến ngày"), ("month", "đến tháng"), ("year", "đến năm"), ("unknown", "chưa rõ ngày")],
                default="day",
                max_length=7,
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="birth_month",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="person",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merged",
                to="organisation.person",
            ),
        ),
    ]
