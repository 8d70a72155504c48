import django.core.validators
import django.db.models.deletion
import nennep.core.fields
import nennep.core.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('core', '0001_initial'),
        ('organisation', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Shortcoming',
            fields=[
                ('id', models.UUIDField(default=nennep.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('year', models.PositiveSmallIntegerField()),
                ('source', models.CharField(max_length=60)),
                ('text', nennep.core.fields.VietnameseTextField()),
                ('address', models.CharField(blank=True, max_length=300)),
                ('told_at', models.DateTimeField()),
                ('ward', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.ward')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('ward', 'year', 'source'), name='one_shortcoming_per_source_and_year')],
            },
        ),
        migrations.CreateModel(
            name='ThematicPlan',
            fields=[
                ('id', models.UUIDField(default=nennep.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('year', models.PositiveSmallIntegerField()),
                ('state', models.CharField(choices=[('draft', 'Đang soạn'), ('submitted', 'Chờ phường duyệt'), ('returned', 'Phường trả lại'), ('approved', 'Đã duyệt')], default='draft', max_length=9)),
                ('remark', nennep.core.fields.VietnameseTextField(blank=True)),
                ('submitted_at', models.DateTimeField(null=True)),
                ('decided_at', models.DateTimeField(null=True)),
                ('changed_at', models.DateTimeField(null=True)),
                ('revision', models.PositiveIntegerField(default=0)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='thematic_plans', to='organisation.unit')),
                ('ward', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.ward')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('ward', 'unit', 'year'), name='one_thematic_plan_per_branch_and_year'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['approved', 'returned']), _negated=True), ('decided_at__isnull', False), _connector='OR'), name='a_decided_plan_says_when')],
            },
        ),
        migrations.CreateModel(
            name='TopicOrientation',
            fields=[
                ('id', models.UUIDField(default=nennep.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('year', models.PositiveSmallIntegerField()),
                ('title', nennep.core.fields.VietnameseCharField(max_length=250)),
                ('basis', models.CharField(choices=[('political_task', 'Nhiệm vụ chính trị trong năm'), ('shortcoming', 'Hạn chế, tồn tại của năm trước'), ('topical', 'Vấn đề thời sự')], max_length=14)),
                ('grounds', nennep.core.fields.VietnameseTextField(blank=True)),
                ('branch_kinds', models.JSONField(default=list)),
                ('issued_at', models.DateTimeField(null=True)),
                ('removed_at', models.DateTimeField(null=True)),
                ('revision', models.PositiveIntegerField(default=0)),
                ('shortcoming', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='planning.shortcoming')),
                ('ward', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.ward')),
            ],
            options={
                'indexes': [models.Index(fields=['ward', 'year'], name='orientation_by_year')],
                'constraints': [models.CheckConstraint(condition=models.Q(('shortcoming__isnull', True), ('basis', 'shortcoming'), _connector='OR'), name='a_shortcoming_is_the_basis_it_says')],
            },
        ),
        migrations.CreateModel(
            name='PlannedTopic',
            fields=[
                ('id', models.UUIDField(default=nennep.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('quarter', models.PositiveSmallIntegerField()),
                ('title', nennep.core.fields.VietnameseCharField(max_length=250)),
                ('draft_due', models.DateField(blank=True, null=True)),
                ('meets_on', models.DateField(blank=True, null=True)),
                ('drafted_at', models.DateTimeField(null=True)),
                ('remarks', nennep.core.fields.VietnameseTextField(blank=True)),
                ('finished_at', models.DateTimeField(null=True)),
                ('held_on', models.DateField(null=True)),
                ('conclusion', nennep.core.fields.VietnameseTextField(blank=True)),
                ('record_address', models.CharField(blank=True, max_length=300)),
                ('removed_at', models.DateTimeField(null=True)),
                ('revision', models.PositiveIntegerField(default=0)),
                ('author', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.person')),
                ('draft', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.upload')),
                ('final', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.upload')),
                ('ward', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.ward')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='topics', to='planning.thematicplan')),
                ('suggestion', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='topics', to='planning.topicorientation')),
            ],
            options={
                'indexes': [models.Index(fields=['ward', 'plan', 'quarter'], name='topics_of_a_plan')],
                'constraints': [models.CheckConstraint(condition=models.Q(('quarter__gte', 1), ('quarter__lte', 4)), name='a_year_has_four_quarters'), models.CheckConstraint(condition=models.Q(('held_on__isnull', True), ('removed_at__isnull', True), _connector='OR'), name='a_held_topic_stays_in_the_plan')],
            },
        ),
        migrations.CreateModel(
            name='ContentLibrary',
            fields=[
                ('id', models.UUIDField(default=nennep.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('branch_kind', models.CharField(choices=[('street_block', 'Tổ dân phố'), ('village', 'Thôn, xóm'), ('residential', 'Khu dân cư, chung cư'), ('office', 'Cơ quan'), ('school', 'Trường học'), ('police', 'Công an'), ('military', 'Quân sự'), ('health', 'Trạm y tế'), ('state_enterprise', 'Doanh nghiệp nhà nước'), ('private_enterprise', 'Doanh nghiệp tư nhân'), ('cooperative', 'Hợp tác xã'), ('market', 'Chợ'), ('retired', 'Hưu trí'), ('unstated', 'Chưa rõ loại hình')], max_length=20)),
                ('meeting_kind', models.CharField(max_length=10)),
                ('version', models.PositiveSmallIntegerField()),
                ('items', models.JSONField()),
                ('focus', models.JSONField(default=list)),
                ('note', nennep.core.fields.VietnameseCharField(blank=True, max_length=300)),
                ('valid_from', models.DateField()),
                ('ward', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.ward')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('ward', 'branch_kind', 'meeting_kind', 'version'), name='one_content_per_version')],
            },
        ),
        migrations.CreateModel(
            name='MeetingDay',
            fields=[
                ('id', models.UUIDField(default=nennep.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(blank=True, null=True)),
                ('day', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(31)])),
                ('at', models.TimeField()),
                ('place', nennep.core.fields.VietnameseCharField(max_length=160)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='meeting_days', to='organisation.unit')),
                ('ward', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.ward')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='meeting_day_ends_after_it_begins'), models.CheckConstraint(condition=models.Q(('day__gte', 1), ('day__lte', 31)), name='meeting_day_is_a_day'), models.UniqueConstraint(condition=models.Q(('valid_to__isnull', True)), fields=('ward', 'unit'), name='one_open_meeting_day_per_unit')],
            },
        ),
    ]
