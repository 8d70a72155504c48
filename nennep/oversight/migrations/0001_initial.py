import django.db.models.deletion
import nennep.core.fields
import nennep.core.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('core', '0001_initial'),
        ('meetings', '0001_initial'),
        ('organisation', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Inspection',
            fields=[
                ('id', models.UUIDField(default=nennep.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('year', models.PositiveSmallIntegerField()),
                ('kind', models.CharField(choices=[('inspection', 'Kiểm tra'), ('supervision', 'Giám sát')], max_length=12)),
                ('title', nennep.core.fields.VietnameseCharField(max_length=250)),
                ('scope', nennep.core.fields.VietnameseTextField()),
                ('begins_on', models.DateField()),
                ('ends_on', models.DateField()),
                ('state', models.CharField(choices=[('planned', 'Trong chương trình'), ('under_way', 'Đang tiến hành'), ('concluded', 'Đã kết luận'), ('dropped', 'Không tiến hành')], default='planned', max_length=10)),
                ('conclusion', nennep.core.fields.VietnameseTextField(blank=True)),
                ('concluded_on', models.DateField(null=True)),
                ('drop_reason', nennep.core.fields.VietnameseCharField(blank=True, max_length=300)),
                ('revision', models.PositiveIntegerField(default=0)),
                ('ward', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.ward')),
            ],
            options={
                'indexes': [models.Index(fields=['ward', 'year', 'begins_on'], name='inspections_of_a_year')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('begins_on'))), name='inspection_ends_after_begin'), models.CheckConstraint(condition=models.Q(models.Q(('concluded_on__isnull', False), ('state', 'concluded'), models.Q(('conclusion', ''), _negated=True)), models.Q(models.Q(('state', 'concluded'), _negated=True), ('concluded_on__isnull', True)), _connector='OR'), name='concluded_inspections_say_what'), models.CheckConstraint(condition=models.Q(('state', 'dropped'), ('drop_reason', ''), _connector='XOR'), name='a_reason_exactly_when_dropped')],
            },
        ),
        migrations.CreateModel(
            name='InspectedUnit',
            fields=[
                ('id', models.UUIDField(default=nennep.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='inspections', to='organisation.unit')),
                ('ward', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.ward')),
                ('inspection', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='units', to='oversight.inspection')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('ward', 'inspection', 'unit'), name='a_branch_inspected_once')],
            },
        ),
        migrations.CreateModel(
            name='Found',
            fields=[
                ('id', models.UUIDField(default=nennep.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('strength', 'Ưu điểm, cách làm hay'), ('shortcoming', 'Hạn chế, thiếu sót')], max_length=12)),
                ('text', nennep.core.fields.VietnameseTextField()),
                ('found_at', models.DateTimeField()),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.unit')),
                ('ward', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.ward')),
                ('inspection', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='found', to='oversight.inspection')),
            ],
            options={
                'indexes': [models.Index(fields=['ward', 'inspection'], name='found_by_inspection')],
            },
        ),
        migrations.CreateModel(
            name='InspectionDocument',
            fields=[
                ('id', models.UUIDField(default=nennep.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('title', nennep.core.fields.VietnameseCharField(max_length=250)),
                ('added_at', models.DateTimeField()),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.upload')),
                ('inspection', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='oversight.inspection')),
                ('ward', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.ward')),
            ],
            options={
                'indexes': [models.Index(fields=['ward', 'inspection'], name='documents_by_inspection')],
            },
        ),
        migrations.CreateModel(
            name='Inspector',
            fields=[
                ('id', models.UUIDField(default=nennep.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('is_head', models.BooleanField(default=False)),
                ('inspection', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='team', to='oversight.inspection')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.person')),
                ('ward', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.ward')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('ward', 'inspection', 'person'), name='one_place_in_the_team'), models.UniqueConstraint(condition=models.Q(('is_head', True)), fields=('ward', 'inspection'), name='one_head_of_the_team')],
            },
        ),
        migrations.CreateModel(
            name='Opening',
            fields=[
                ('id', models.UUIDField(default=nennep.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('told', models.JSONField(default=list)),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='meetings.agendaitem')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='meetings.meeting')),
                ('ward', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.ward')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('ward', 'meeting'), name='one_opening_per_meeting')],
            },
        ),
        migrations.CreateModel(
            name='Reminder',
            fields=[
                ('id', models.UUIDField(default=nennep.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('rule', models.CharField(max_length=20)),
                ('step', models.SmallIntegerField()),
                ('subject_id', models.UUIDField()),
                ('text', nennep.core.fields.VietnameseCharField(max_length=300)),
                ('why', nennep.core.fields.VietnameseCharField(max_length=300)),
                ('address', models.CharField(max_length=300)),
                ('due_on', models.DateField()),
                ('reminded_on', models.DateField()),
                ('settled_on', models.DateField(null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reminders', to='organisation.person')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reminders', to='organisation.unit')),
                ('ward', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.ward')),
            ],
            options={
                'indexes': [models.Index(fields=['ward', 'person', '-reminded_on'], name='reminders_of_a_person'), models.Index(condition=models.Q(('settled_on__isnull', True)), fields=['ward', 'rule'], name='reminders_open')],
                'constraints': [models.UniqueConstraint(fields=('ward', 'rule', 'subject_id', 'person', 'step'), name='one_reminder_a_step_and_person')],
            },
        ),
        migrations.CreateModel(
            name='Sample',
            fields=[
                ('id', models.UUIDField(default=nennep.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('first_month', models.DateField()),
                ('last_month', models.DateField()),
                ('size', models.PositiveSmallIntegerField()),
                ('seed', models.PositiveIntegerField()),
                ('population', models.PositiveIntegerField()),
                ('checklist', models.CharField(max_length=20)),
                ('drawn_at', models.DateTimeField()),
                ('drawn_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.person')),
                ('ward', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.ward')),
            ],
            options={
                'indexes': [models.Index(fields=['ward', '-drawn_at'], name='samples_by_day')],
                'constraints': [models.CheckConstraint(condition=models.Q(('last_month__gte', models.F('first_month'))), name='sample_ends_after_it_begins'), models.CheckConstraint(condition=models.Q(('size__gte', 1), ('size__lte', models.F('population'))), name='no_more_drawn_than_there_are')],
            },
        ),
        migrations.CreateModel(
            name='Drawn',
            fields=[
                ('id', models.UUIDField(default=nennep.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('position', models.PositiveSmallIntegerField()),
                ('ticked', models.JSONField(default=list)),
                ('remark', nennep.core.fields.VietnameseTextField(blank=True)),
                ('checked_at', models.DateTimeField(null=True)),
                ('revision', models.PositiveIntegerField(default=0)),
                ('checked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.person')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='meetings.meeting')),
                ('ward', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.ward')),
                ('sample', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='drawn', to='oversight.sample')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('ward', 'sample', 'meeting'), name='a_meeting_is_drawn_once'), models.UniqueConstraint(fields=('ward', 'sample', 'position'), name='one_place_in_the_sample')],
            },
        ),
        migrations.CreateModel(
            name='Visit',
            fields=[
                ('id', models.UUIDField(default=nennep.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('checklist', models.CharField(max_length=20)),
                ('ticked', models.JSONField(default=list)),
                ('remarks', nennep.core.fields.VietnameseTextField(blank=True)),
                ('problems', nennep.core.fields.VietnameseTextField(blank=True)),
                ('came_at', models.TimeField(null=True)),
                ('left_at', models.TimeField(null=True)),
                ('attended_at', models.DateTimeField()),
                ('sent_at', models.DateTimeField(null=True)),
                ('noted_at', models.DateTimeField(null=True)),
                ('revision', models.PositiveIntegerField(default=0)),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='meetings.meeting')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='organisation.person')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='organisation.unit')),
                ('ward', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.ward')),
            ],
            options={
                'indexes': [models.Index(fields=['ward', 'unit', '-attended_at'], name='visits_by_unit'), models.Index(fields=['ward', 'person', '-attended_at'], name='visits_by_person')],
                'constraints': [models.UniqueConstraint(fields=('ward', 'meeting', 'person'), name='one_visit_per_person_and_meeting')],
            },
        ),
        migrations.CreateModel(
            name='Petition',
            fields=[
                ('id', models.UUIDField(default=nennep.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('petition', 'Kiến nghị'), ('difficulty', 'Khó khăn'), ('problem', 'Vướng mắc')], default='petition', max_length=10)),
                ('raised_in', models.CharField(choices=[('meeting', 'tại buổi sinh hoạt'), ('visit', 'qua buổi dự của đảng ủy viên'), ('member', 'đảng viên gửi')], max_length=8)),
                ('text', nennep.core.fields.VietnameseTextField()),
                ('raised_on', models.DateField()),
                ('addressee', models.CharField(choices=[('branch', 'Chi ủy, bí thư chi bộ'), ('ward', 'Đảng ủy phường'), ('government', 'Ủy ban nhân dân phường'), ('above', 'Cấp trên của phường')], default='ward', max_length=10)),
                ('due_on', models.DateField()),
                ('answer', nennep.core.fields.VietnameseTextField(blank=True)),
                ('answered_on', models.DateField(null=True)),
                ('verdict', models.CharField(blank=True, choices=[('', 'chưa đánh giá'), ('satisfied', 'đồng tình với trả lời'), ('again', 'kiến nghị lại')], default='', max_length=10)),
                ('verdict_on', models.DateField(null=True)),
                ('entered_at', models.DateTimeField()),
                ('revision', models.PositiveIntegerField(default=0)),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.person')),
                ('meeting', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='petitions', to='meetings.meeting')),
                ('opinion', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='meetings.opinion')),
                ('previous', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='raised_again', to='oversight.petition')),
                ('raised_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='petitions', to='organisation.person')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='petitions', to='organisation.unit')),
                ('ward', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.ward')),
                ('visit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='petitions', to='oversight.visit')),
            ],
            options={
                'indexes': [models.Index(fields=['ward', 'unit', '-raised_on'], name='petitions_by_unit'), models.Index(condition=models.Q(('answered_on__isnull', True)), fields=['ward', 'due_on'], name='petitions_open')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_on__isnull', True)), models.Q(('answered_on__isnull', False), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='an_answer_has_words_and_a_day'), models.CheckConstraint(condition=models.Q(models.Q(('verdict', ''), ('verdict_on__isnull', True)), models.Q(models.Q(('verdict', ''), _negated=True), ('answered_on__isnull', False), ('verdict_on__isnull', False)), _connector='OR'), name='only_answers_are_judged'), models.UniqueConstraint(fields=('ward', 'previous'), name='a_petition_is_raised_again_once'), models.UniqueConstraint(fields=('ward', 'opinion'), name='words_are_taken_up_once')],
            },
        ),
    ]
