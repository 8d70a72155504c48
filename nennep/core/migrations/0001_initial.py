import nennep.core.fields
import nennep.core.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='AuditHead',
            fields=[
                ('ward_id', models.UUIDField(primary_key=True, serialize=False)),
                ('sequence', models.BigIntegerField(default=0)),
                ('hash', models.CharField(default='', max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name='Lease',
            fields=[
                ('name', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('holder', models.CharField(max_length=60)),
                ('until', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='SearchHead',
            fields=[
                ('ward_id', models.UUIDField(primary_key=True, serialize=False)),
                ('sequence', models.BigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='AuditEvent',
            fields=[
                ('id', models.UUIDField(default=nennep.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('ward_id', models.UUIDField()),
                ('sequence', models.BigIntegerField()),
                ('at', models.DateTimeField()),
                ('name', models.CharField(max_length=80)),
                ('by_id', models.UUIDField(null=True)),
                ('by_name', nennep.core.fields.VietnameseCharField(max_length=120)),
                ('object_kind', models.CharField(max_length=60)),
                ('object_id', models.UUIDField()),
                ('object_label', nennep.core.fields.VietnameseCharField(blank=True, max_length=200)),
                ('unit_id', models.UUIDField(null=True)),
                ('month', models.DateField(null=True)),
                ('before', models.JSONField(null=True)),
                ('after', models.JSONField(null=True)),
                ('previous_hash', models.CharField(max_length=64)),
                ('hash', models.CharField(max_length=64)),
            ],
            options={
                'indexes': [models.Index(fields=['ward_id', 'object_id', 'sequence'], name='audit_by_object')],
                'constraints': [models.UniqueConstraint(fields=('ward_id', 'sequence'), name='audit_one_place_per_event')],
            },
        ),
        migrations.CreateModel(
            name='ListExport',
            fields=[
                ('id', models.UUIDField(default=nennep.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('ward_id', models.UUIDField()),
                ('at', models.DateTimeField()),
                ('by_id', models.UUIDField(null=True)),
                ('by_name', nennep.core.fields.VietnameseCharField(max_length=120)),
                ('list_name', nennep.core.fields.VietnameseCharField(max_length=200)),
                ('address', models.CharField(max_length=500)),
                ('format', models.CharField(max_length=4)),
                ('row_count', models.PositiveIntegerField()),
                ('reason', nennep.core.fields.VietnameseCharField(blank=True, max_length=300)),
            ],
            options={
                'indexes': [models.Index(fields=['ward_id', '-at'], name='exports_by_time')],
            },
        ),
        migrations.CreateModel(
            name='OutboxMessage',
            fields=[
                ('id', models.UUIDField(default=nennep.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('ward_id', models.UUIDField()),
                ('key', models.CharField(max_length=120)),
                ('person_id', models.UUIDField()),
                ('channel', models.CharField(max_length=8)),
                ('words', nennep.core.fields.VietnameseCharField(max_length=300)),
                ('written_at', models.DateTimeField()),
                ('delivered_at', models.DateTimeField(null=True)),
                ('delivered_by_id', models.UUIDField(null=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('delivered_at__isnull', True)), fields=['ward_id', 'written_at'], name='outbox_waiting')],
                'constraints': [models.UniqueConstraint(fields=('ward_id', 'key'), name='one_message_per_key')],
            },
        ),
        migrations.CreateModel(
            name='SearchEntry',
            fields=[
                ('id', models.UUIDField(default=nennep.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('ward_id', models.UUIDField()),
                ('kind', models.CharField(max_length=12)),
                ('object_id', models.UUIDField()),
                ('number', models.BigIntegerField()),
                ('tokens', models.TextField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('ward_id', 'kind', 'object_id'), name='one_entry_per_thing'), models.UniqueConstraint(fields=('ward_id', 'number'), name='one_place_per_entry')],
            },
        ),
        migrations.CreateModel(
            name='Upload',
            fields=[
                ('id', models.UUIDField(default=nennep.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('ward_id', models.UUIDField()),
                ('name', nennep.core.fields.VietnameseCharField(max_length=200)),
                ('media_type', models.CharField(max_length=100)),
                ('size', models.PositiveIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('uploaded_by_id', models.UUIDField(null=True)),
                ('uploaded_at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['ward_id', 'sha256'], name='upload_by_content')],
            },
        ),
    ]
