import django.db.models.deletion
import nennep.core.fields
import nennep.core.ids
import nennep.quality.points
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('decisions', '0001_initial'),
        ('meetings', '0001_initial'),
        ('organisation', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Rubric',
            fields=[
                ('id', models.UUIDField(default=nennep.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('code', nennep.core.fields.VietnameseCharField(max_length=60)),
                ('version', models.PositiveSmallIntegerField()),
                ('title', nennep.core.fields.VietnameseCharField(max_length=200)),
                ('content', models.JSONField()),
                ('sha256', models.CharField(max_length=64)),
                ('branch_kinds', models.JSONField(default=list)),
                ('meeting_kinds', models.JSONField(default=list)),
                ('entered_at', models.DateTimeField()),
                ('adopted_at', models.DateTimeField(null=True)),
                ('valid_from', models.DateField(null=True)),
                ('valid_to', models.DateField(null=True)),
                ('revision', models.PositiveIntegerField(default=0)),
                ('ward', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.ward')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('ward', 'code', 'version'), name='one_rubric_per_version'), models.CheckConstraint(condition=models.Q(models.Q(('adopted_at__isnull', True), ('valid_from__isnull', True)), models.Q(('adopted_at__isnull', False), ('valid_from__isnull', False)), _connector='OR'), name='an_adopted_rubric_says_from_when'), models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='rubric_ends_after_it_begins')],
            },
        ),
        migrations.CreateModel(
            name='ScoreSheet',
            fields=[
                ('id', models.UUIDField(default=nennep.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('side', models.CharField(choices=[('branch', 'Chi bộ tự chấm'), ('charge', 'Cấp ủy viên chấm'), ('ward', 'Phường chốt')], max_length=6)),
                ('points', models.DecimalField(decimal_places=2, max_digits=6, null=True)),
                ('total', models.DecimalField(decimal_places=2, default=100, max_digits=6)),
                ('band', nennep.core.fields.VietnameseCharField(blank=True, max_length=40)),
                ('shortcomings', nennep.core.fields.VietnameseTextField(blank=True)),
                ('submitted_at', models.DateTimeField(null=True)),
                ('settled_at', models.DateTimeField(null=True)),
                ('revision', models.PositiveIntegerField(default=0)),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='score_sheets', to='meetings.meeting')),
                ('motion', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='decisions.motion')),
                ('rubric', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sheets', to='quality.rubric')),
                ('scorer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.person')),
                ('ward', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.ward')),
            ],
            options={
                'indexes': [models.Index(fields=['ward', 'side', 'settled_at'], name='sheets_by_side')],
                'constraints': [models.UniqueConstraint(fields=('ward', 'meeting', 'side'), name='one_score_sheet_per_side'), models.CheckConstraint(condition=models.Q(('points__isnull', True), models.Q(('points__gte', 0), ('points__lte', models.F('total'))), _connector='OR'), name='no_more_points_than_the_total'), models.CheckConstraint(condition=models.Q(('submitted_at__isnull', True), ('points__isnull', False), _connector='OR'), name='a_submitted_sheet_is_complete')],
            },
        ),
        migrations.CreateModel(
            name='Score',
            fields=[
                ('id', models.UUIDField(default=nennep.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('key', nennep.core.fields.VietnameseCharField(max_length=20)),
                ('standing', models.CharField(choices=[(nennep.quality.points.Standing['COUNTS'], nennep.quality.points.Standing['COUNTS']), (nennep.quality.points.Standing['FULL'], nennep.quality.points.Standing['FULL']), (nennep.quality.points.Standing['EXCLUDED'], nennep.quality.points.Standing['EXCLUDED']), (nennep.quality.points.Standing['ZERO'], nennep.quality.points.Standing['ZERO'])], default=nennep.quality.points.Standing['COUNTS'], max_length=8)),
                ('most', models.DecimalField(decimal_places=2, max_digits=6)),
                ('points', models.DecimalField(decimal_places=2, max_digits=6, null=True)),
                ('measured', models.DecimalField(decimal_places=2, max_digits=6, null=True)),
                ('reason', nennep.core.fields.VietnameseCharField(blank=True, max_length=500)),
                ('evidence', models.JSONField(default=list)),
                ('settled_at', models.DateTimeField(null=True)),
                ('ward', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.ward')),
                ('sheet', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scores', to='quality.scoresheet')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('ward', 'sheet', 'key'), name='one_score_per_criterion'), models.CheckConstraint(condition=models.Q(('points__isnull', True), models.Q(('points__gte', 0), ('points__lte', models.F('most'))), _connector='OR'), name='no_more_points_than_the_criterion_has'), models.CheckConstraint(condition=models.Q(('settled_at__isnull', True), models.Q(('standing', 'counts'), _negated=True), ('points', models.F('most')), models.Q(('reason', ''), _negated=True), _connector='OR'), name='a_settled_lost_point_has_a_reason')],
            },
        ),
    ]
