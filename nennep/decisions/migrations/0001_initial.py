import django.db.models.deletion
import django.db.models.expressions
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
            name='Motion',
            fields=[
                ('id', models.UUIDField(default=nennep.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('origin_kind', models.CharField(max_length=40)),
                ('origin_id', models.UUIDField()),
                ('origin_label', nennep.core.fields.VietnameseCharField(max_length=200)),
                ('matter', models.CharField(max_length=30)),
                ('text', nennep.core.fields.VietnameseTextField()),
                ('method', models.CharField(choices=[('show_of_hands', 'Giơ tay'), ('paper', 'Phiếu giấy')], default='show_of_hands', max_length=16)),
                ('threshold', models.CharField(max_length=30)),
                ('electorate_count', models.PositiveIntegerField()),
                ('present_count', models.PositiveIntegerField()),
                ('in_favour', models.PositiveIntegerField(default=0)),
                ('against', models.PositiveIntegerField(default=0)),
                ('abstained', models.PositiveIntegerField(default=0)),
                ('state', models.CharField(choices=[('open', 'Đang biểu quyết'), ('settled', 'Đã chốt')], default='open', max_length=8)),
                ('passed', models.BooleanField(null=True)),
                ('opened_at', models.DateTimeField()),
                ('settled_at', models.DateTimeField(null=True)),
                ('revision', models.PositiveIntegerField(default=0)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='motions', to='organisation.unit')),
                ('ward', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.ward')),
            ],
            options={
                'indexes': [models.Index(fields=['ward', 'origin_id', 'opened_at'], name='motion_by_origin')],
                'constraints': [models.CheckConstraint(condition=models.Q(('present_count__gte', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('in_favour'), '+', models.F('against')), '+', models.F('abstained')))), name='no_more_votes_than_voters_present'), models.CheckConstraint(condition=models.Q(('present_count__lte', models.F('electorate_count'))), name='voters_present_are_in_the_electorate'), models.CheckConstraint(condition=models.Q(models.Q(('passed__isnull', True), ('state', 'open')), models.Q(('passed__isnull', False), ('state', 'settled')), _connector='OR'), name='settled_motions_have_a_result')],
            },
        ),
        migrations.CreateModel(
            name='NumberSeries',
            fields=[
                ('id', models.UUIDField(default=nennep.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('NQ', 'Nghị quyết'), ('CT', 'Chỉ thị'), ('KL', 'Kết luận'), ('QĐ', 'Quyết định'), ('QĐi', 'Quy định'), ('QC', 'Quy chế'), ('ĐA', 'Đề án'), ('CTr', 'Chương trình'), ('KH', 'Kế hoạch'), ('HD', 'Hướng dẫn'), ('BC', 'Báo cáo'), ('TB', 'Thông báo'), ('TTr', 'Tờ trình'), ('CV', 'Công văn'), ('BB', 'Biên bản')], max_length=4)),
                ('last', models.PositiveIntegerField(default=0)),
                ('term', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.term')),
                ('ward', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.ward')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('ward', 'term', 'kind'), name='one_series_per_kind_and_term')],
            },
        ),
        migrations.CreateModel(
            name='Resolution',
            fields=[
                ('id', models.UUIDField(default=nennep.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('origin_kind', models.CharField(max_length=40)),
                ('origin_id', models.UUIDField()),
                ('origin_label', nennep.core.fields.VietnameseCharField(max_length=200)),
                ('kind', models.CharField(choices=[('NQ', 'Nghị quyết'), ('CT', 'Chỉ thị'), ('KL', 'Kết luận'), ('QĐ', 'Quyết định'), ('QĐi', 'Quy định'), ('QC', 'Quy chế'), ('ĐA', 'Đề án'), ('CTr', 'Chương trình'), ('KH', 'Kế hoạch'), ('HD', 'Hướng dẫn'), ('BC', 'Báo cáo'), ('TB', 'Thông báo'), ('TTr', 'Tờ trình'), ('CV', 'Công văn'), ('BB', 'Biên bản')], default='NQ', max_length=4)),
                ('number', models.PositiveIntegerField(null=True)),
                ('subject', nennep.core.fields.VietnameseCharField(max_length=200)),
                ('review', nennep.core.fields.VietnameseTextField(blank=True)),
                ('direction', nennep.core.fields.VietnameseTextField(blank=True)),
                ('implementation', nennep.core.fields.VietnameseTextField(blank=True)),
                ('state', models.CharField(choices=[('draft', 'Dự thảo'), ('adopted', 'Đã thông qua'), ('rejected', 'Không thông qua')], default='draft', max_length=8)),
                ('adopted_on', models.DateField(null=True)),
                ('revision', models.PositiveIntegerField(default=0)),
                ('motion', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='resolutions', to='decisions.motion')),
                ('term', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.term')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='resolutions', to='organisation.unit')),
                ('ward', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.ward')),
            ],
            options={
                'indexes': [models.Index(fields=['ward', 'origin_id'], name='resolution_by_origin')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('number__isnull', False)), fields=('ward', 'unit', 'term', 'kind', 'number'), name='one_document_per_number'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'adopted'), _negated=True), models.Q(('adopted_on__isnull', False), ('number__isnull', False)), _connector='OR'), name='adopted_resolutions_are_numbered')],
            },
        ),
        migrations.CreateModel(
            name='Tally',
            fields=[
                ('id', models.UUIDField(default=nennep.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('electorate_count', models.PositiveIntegerField()),
                ('present_count', models.PositiveIntegerField()),
                ('in_favour', models.PositiveIntegerField()),
                ('against', models.PositiveIntegerField()),
                ('abstained', models.PositiveIntegerField()),
                ('motion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tallies', to='decisions.motion')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.unit')),
                ('ward', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.ward')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('ward', 'motion', 'unit'), name='one_tally_per_unit'), models.CheckConstraint(condition=models.Q(('present_count__gte', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('in_favour'), '+', models.F('against')), '+', models.F('abstained')))), name='tally_no_more_votes_than_voters')],
            },
        ),
        migrations.CreateModel(
            name='Task',
            fields=[
                ('id', models.UUIDField(default=nennep.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('origin_kind', models.CharField(max_length=40)),
                ('origin_id', models.UUIDField()),
                ('origin_label', nennep.core.fields.VietnameseCharField(max_length=200)),
                ('description', nennep.core.fields.VietnameseTextField()),
                ('expected_result', nennep.core.fields.VietnameseTextField(blank=True)),
                ('assigned_on', models.DateField()),
                ('due_on', models.DateField()),
                ('state', models.CharField(choices=[('open', 'Chưa làm'), ('under_way', 'Đang làm'), ('done', 'Đã xong'), ('dropped', 'Thôi không làm')], default='open', max_length=10)),
                ('finished_on', models.DateField(null=True)),
                ('result', nennep.core.fields.VietnameseTextField(blank=True)),
                ('revision', models.PositiveIntegerField(default=0)),
                ('assignee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to='organisation.person')),
                ('resolution', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to='decisions.resolution')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to='organisation.unit')),
                ('ward', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.ward')),
            ],
            options={
                'indexes': [models.Index(fields=['ward', 'unit', 'assigned_on'], name='task_by_unit'), models.Index(fields=['ward', 'assignee', 'state'], name='task_by_assignee'), models.Index(fields=['ward', 'origin_id'], name='task_by_origin')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('finished_on__isnull', False), ('state', 'done')), models.Q(models.Q(('state', 'done'), _negated=True), ('finished_on__isnull', True)), _connector='OR'), name='done_tasks_have_a_day'), models.CheckConstraint(condition=models.Q(('due_on__gte', models.F('assigned_on'))), name='tasks_are_due_after_assigned')],
            },
        ),
        migrations.CreateModel(
            name='TaskReport',
            fields=[
                ('id', models.UUIDField(default=nennep.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('text', nennep.core.fields.VietnameseTextField()),
                ('state', models.CharField(choices=[('open', 'Chưa làm'), ('under_way', 'Đang làm'), ('done', 'Đã xong'), ('dropped', 'Thôi không làm')], max_length=10)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.person')),
                ('task', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='decisions.task')),
                ('ward', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.ward')),
            ],
            options={
                'abstract': False,
            },
        ),
    ]
