import django.db.models.deletion
import nennep.core.fields
import nennep.core.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organisation', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Seen',
            fields=[
                ('ward', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='organisation.ward')),
                ('sequence', models.BigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='Briefing',
            fields=[
                ('id', models.UUIDField(default=nennep.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('month', models.DateField()),
                ('state', models.CharField(choices=[('draft', 'Đang chuẩn bị'), ('in_session', 'Đang họp'), ('closed', 'Đã kết thúc')], default='draft', max_length=10)),
                ('figures_on', models.DateField()),
                ('starts_at', models.DateTimeField(null=True)),
                ('place', nennep.core.fields.VietnameseCharField(blank=True, max_length=160)),
                ('opened_at', models.DateTimeField(null=True)),
                ('course', nennep.core.fields.VietnameseTextField(blank=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('number', models.PositiveIntegerField(null=True)),
                ('content', models.JSONField(null=True)),
                ('sha256', models.CharField(blank=True, max_length=64)),
                ('chair_signed_at', models.DateTimeField(null=True)),
                ('taker_signed_at', models.DateTimeField(null=True)),
                ('frozen_at', models.DateTimeField(null=True)),
                ('revision', models.PositiveIntegerField(default=0)),
                ('chair', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.person')),
                ('minute_taker', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.person')),
                ('term', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.term')),
                ('ward', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.ward')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('ward', 'month'), name='one_briefing_a_month'), models.UniqueConstraint(condition=models.Q(('number__isnull', False)), fields=('ward', 'term', 'number'), name='one_briefing_per_number'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'closed'), _negated=True), models.Q(('closed_at__isnull', False), ('content__isnull', False), ('number__isnull', False)), _connector='OR'), name='closed_briefings_are_numbered'), models.CheckConstraint(condition=models.Q(('frozen_at__isnull', True), models.Q(('chair_signed_at__isnull', False), ('state', 'closed'), ('taker_signed_at__isnull', False)), _connector='OR'), name='frozen_briefings_are_signed')],
            },
        ),
        migrations.CreateModel(
            name='BriefingSeat',
            fields=[
                ('id', models.UUIDField(default=nennep.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('office', nennep.core.fields.VietnameseCharField(max_length=300)),
                ('is_present', models.BooleanField(null=True)),
                ('briefing', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seats', to='reports.briefing')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.person')),
                ('ward', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.ward')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('ward', 'briefing', 'person'), name='one_seat_at_a_briefing')],
            },
        ),
        migrations.CreateModel(
            name='BriefingSection',
            fields=[
                ('id', models.UUIDField(default=nennep.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('key', models.CharField(max_length=20)),
                ('content', models.JSONField(default=list)),
                ('made_at', models.DateTimeField(null=True)),
                ('words', nennep.core.fields.VietnameseTextField(blank=True)),
                ('frozen_at', models.DateTimeField(null=True)),
                ('revision', models.PositiveIntegerField(default=0)),
                ('briefing', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sections', to='reports.briefing')),
                ('ward', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.ward')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('ward', 'briefing', 'key'), name='one_section_per_key')],
            },
        ),
        migrations.CreateModel(
            name='SourceStatement',
            fields=[
                ('id', models.UUIDField(default=nennep.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('source', nennep.core.fields.VietnameseCharField(max_length=250)),
                ('published_on', models.DateField()),
                ('sentence', nennep.core.fields.VietnameseTextField()),
                ('figure', models.CharField(max_length=40)),
                ('value', models.PositiveIntegerField()),
                ('ward', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.ward')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('ward', 'source', 'figure'), name='one_statement_per_figure')],
            },
        ),
        migrations.CreateModel(
            name='WardMonth',
            fields=[
                ('id', models.UUIDField(default=nennep.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('regular_due', models.PositiveIntegerField(default=0)),
                ('regular_held', models.PositiveIntegerField(default=0)),
                ('thematic_held', models.PositiveIntegerField(default=0)),
                ('expected', models.PositiveIntegerField(default=0)),
                ('present', models.PositiveIntegerField(default=0)),
                ('with_papers', models.PositiveIntegerField(default=0)),
                ('papers_ahead', models.PositiveIntegerField(default=0)),
                ('on_time_records', models.PositiveIntegerField(default=0)),
                ('held', models.PositiveIntegerField(default=0)),
                ('speakers', models.PositiveIntegerField(default=0)),
                ('with_resolution', models.PositiveIntegerField(default=0)),
                ('motions_passed', models.PositiveIntegerField(default=0)),
                ('motions_unanimous', models.PositiveIntegerField(default=0)),
                ('opinions', models.PositiveIntegerField(default=0)),
                ('tasks_due', models.PositiveIntegerField(default=0)),
                ('tasks_on_time', models.PositiveIntegerField(default=0)),
                ('tasks_late', models.PositiveIntegerField(default=0)),
                ('month', models.DateField()),
                ('ward', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.ward')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('ward', 'month'), name='one_row_per_ward_and_month')],
            },
        ),
        migrations.CreateModel(
            name='BranchMonth',
            fields=[
                ('id', models.UUIDField(default=nennep.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('regular_due', models.PositiveIntegerField(default=0)),
                ('regular_held', models.PositiveIntegerField(default=0)),
                ('thematic_held', models.PositiveIntegerField(default=0)),
                ('expected', models.PositiveIntegerField(default=0)),
                ('present', models.PositiveIntegerField(default=0)),
                ('with_papers', models.PositiveIntegerField(default=0)),
                ('papers_ahead', models.PositiveIntegerField(default=0)),
                ('on_time_records', models.PositiveIntegerField(default=0)),
                ('held', models.PositiveIntegerField(default=0)),
                ('speakers', models.PositiveIntegerField(default=0)),
                ('with_resolution', models.PositiveIntegerField(default=0)),
                ('motions_passed', models.PositiveIntegerField(default=0)),
                ('motions_unanimous', models.PositiveIntegerField(default=0)),
                ('opinions', models.PositiveIntegerField(default=0)),
                ('tasks_due', models.PositiveIntegerField(default=0)),
                ('tasks_on_time', models.PositiveIntegerField(default=0)),
                ('tasks_late', models.PositiveIntegerField(default=0)),
                ('month', models.DateField()),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.unit')),
                ('ward', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.ward')),
            ],
            options={
                'indexes': [models.Index(fields=['ward', 'month'], name='branch_month_by_month')],
                'constraints': [models.UniqueConstraint(fields=('ward', 'unit', 'month'), name='one_row_per_branch_and_month')],
            },
        ),
    ]
