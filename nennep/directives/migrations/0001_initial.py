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
            name='Conference',
            fields=[
                ('id', models.UUIDField(default=nennep.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('title', nennep.core.fields.VietnameseCharField(max_length=250)),
                ('starts_at', models.DateTimeField()),
                ('place', nennep.core.fields.VietnameseCharField(max_length=160)),
                ('audience', models.JSONField()),
                ('listed_count', models.PositiveIntegerField(default=0)),
                ('present_count', models.PositiveIntegerField(default=0)),
                ('closed_at', models.DateTimeField(null=True)),
                ('ward', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.ward')),
            ],
            options={
                'indexes': [models.Index(fields=['ward', '-starts_at'], name='conferences_by_day')],
                'constraints': [models.CheckConstraint(condition=models.Q(('present_count__lte', models.F('listed_count'))), name='no_more_seated_than_listed')],
            },
        ),
        migrations.CreateModel(
            name='Directive',
            fields=[
                ('id', models.UUIDField(default=nennep.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('direction', models.CharField(choices=[('received', 'Văn bản đến'), ('issued', 'Văn bản đi')], max_length=8)),
                ('issuer', nennep.core.fields.VietnameseCharField(max_length=160)),
                ('kind', models.CharField(choices=[('NQ', 'Nghị quyết'), ('CT', 'Chỉ thị'), ('KL', 'Kết luận'), ('QĐ', 'Quyết định'), ('QĐi', 'Quy định'), ('QC', 'Quy chế'), ('ĐA', 'Đề án'), ('CTr', 'Chương trình'), ('KH', 'Kế hoạch'), ('HD', 'Hướng dẫn'), ('BC', 'Báo cáo'), ('TB', 'Thông báo'), ('TTr', 'Tờ trình'), ('CV', 'Công văn'), ('BB', 'Biên bản')], max_length=4)),
                ('symbol', nennep.core.fields.VietnameseCharField(max_length=40)),
                ('number', models.PositiveIntegerField(null=True)),
                ('dated_on', models.DateField(blank=True, null=True)),
                ('received_on', models.DateField(blank=True, null=True)),
                ('subject', nennep.core.fields.VietnameseCharField(max_length=400)),
                ('field', models.CharField(choices=[('party_building', 'Xây dựng Đảng'), ('propaganda', 'Tuyên giáo, dân vận'), ('inspection', 'Kiểm tra, giám sát'), ('economy', 'Kinh tế, xã hội'), ('security', 'Quốc phòng, an ninh'), ('other', 'Lĩnh vực khác')], default='party_building', max_length=14)),
                ('tasks', nennep.core.fields.VietnameseTextField(blank=True)),
                ('deadline', models.DateField(blank=True, null=True)),
                ('replaced_on', models.DateField(blank=True, null=True)),
                ('summary', nennep.core.fields.VietnameseTextField(blank=True)),
                ('pages', models.PositiveIntegerField(null=True)),
                ('text', nennep.core.fields.VietnameseTextField(blank=True)),
                ('has_words', models.BooleanField(default=False)),
                ('head_key', models.TextField(editable=False)),
                ('text_key', models.TextField(blank=True, editable=False)),
                ('entered_at', models.DateTimeField()),
                ('revision', models.PositiveIntegerField(default=0)),
                ('file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.upload')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='carried_out_by', to='directives.directive')),
                ('replaced_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaces', to='directives.directive')),
                ('term', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.term')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='directives', to='organisation.unit')),
                ('ward', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.ward')),
            ],
            options={
                'indexes': [models.Index(fields=['ward', '-dated_on'], name='directives_by_day'), models.Index(fields=['ward', 'unit'], name='directives_by_unit')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('direction', 'received'), ('number__isnull', True)), models.Q(('dated_on__isnull', False), ('direction', 'issued'), ('number__isnull', False), ('term__isnull', False)), _connector='OR'), name='own_documents_are_numbered_and_dated'), models.UniqueConstraint(condition=models.Q(('number__isnull', False)), fields=('ward', 'term', 'kind', 'number'), name='one_directive_per_number'), models.UniqueConstraint(condition=models.Q(('dated_on__isnull', False), ('direction', 'received'), ('unit__isnull', True)), fields=('ward', 'issuer', 'symbol', 'dated_on'), name='a_document_is_received_once'), models.UniqueConstraint(condition=models.Q(('dated_on__isnull', True), ('direction', 'received'), ('unit__isnull', True)), fields=('ward', 'issuer', 'symbol'), name='an_undated_document_is_received_once'), models.CheckConstraint(condition=models.Q(models.Q(('replaced_by__isnull', True), ('replaced_on__isnull', True)), models.Q(('replaced_by__isnull', False), ('replaced_on__isnull', False)), _connector='OR'), name='a_replaced_document_says_when')],
            },
        ),
        migrations.CreateModel(
            name='ConferenceItem',
            fields=[
                ('id', models.UUIDField(default=nennep.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('conference', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='directives.conference')),
                ('ward', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.ward')),
                ('directive', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='conference_items', to='directives.directive')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('ward', 'conference', 'directive'), name='one_item_per_directive')],
            },
        ),
        migrations.CreateModel(
            name='Dissemination',
            fields=[
                ('id', models.UUIDField(default=nennep.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('method', models.CharField(choices=[('branch_meeting', 'Sinh hoạt chi bộ'), ('groups', 'Sinh hoạt tổ đảng'), ('self_reading', 'Đảng viên tự đọc'), ('conference', 'Hội nghị của phường')], max_length=14)),
                ('due_on', models.DateField()),
                ('assigned_on', models.DateField()),
                ('expected', models.PositiveIntegerField(default=0)),
                ('reached', models.PositiveIntegerField(default=0)),
                ('taken_up_on', models.DateField(null=True)),
                ('plan_due_on', models.DateField(blank=True, null=True)),
                ('report_due_on', models.DateField(blank=True, null=True)),
                ('ended_on', models.DateField(null=True)),
                ('end_reason', models.CharField(blank=True, choices=[('replaced', 'văn bản đã được thay thế'), ('dissolved', 'chi bộ đã kết thúc hoạt động'), ('withdrawn', 'phường thôi giao')], max_length=9)),
                ('urged_on', models.DateField(null=True)),
                ('directive', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='disseminations', to='directives.directive')),
                ('plan', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directives.directive')),
                ('report', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directives.directive')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='disseminations', to='organisation.unit')),
                ('ward', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.ward')),
            ],
            options={
                'indexes': [models.Index(fields=['ward', 'unit', 'due_on'], name='disseminations_of_a_branch')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_on__isnull', True)), fields=('ward', 'directive', 'unit'), name='one_open_dissemination_per_branch'), models.CheckConstraint(condition=models.Q(('reached__lte', models.F('expected'))), name='no_more_reached_than_expected'), models.CheckConstraint(condition=models.Q(('ended_on__isnull', True), models.Q(('end_reason', ''), _negated=True), _connector='XOR'), name='a_reason_exactly_when_ended'), models.CheckConstraint(condition=models.Q(('due_on__gte', models.F('assigned_on'))), name='due_after_it_is_assigned')],
            },
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.UUIDField(default=nennep.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('position', models.PositiveSmallIntegerField()),
                ('text', nennep.core.fields.VietnameseCharField(max_length=300)),
                ('choices', models.JSONField()),
                ('answer', models.PositiveSmallIntegerField()),
                ('asked', models.PositiveIntegerField(default=0)),
                ('answered_right', models.PositiveIntegerField(default=0)),
                ('removed_at', models.DateTimeField(null=True)),
                ('directive', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='questions', to='directives.directive')),
                ('ward', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.ward')),
            ],
            options={
                'indexes': [models.Index(fields=['ward', 'directive', 'position'], name='questions_in_order')],
                'constraints': [models.CheckConstraint(condition=models.Q(('answered_right__lte', models.F('asked'))), name='no_more_right_answers_than_asked')],
            },
        ),
        migrations.CreateModel(
            name='Reader',
            fields=[
                ('id', models.UUIDField(default=nennep.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('listed_on', models.DateField()),
                ('left_on', models.DateField(null=True)),
                ('reached_on', models.DateField(null=True)),
                ('how', models.CharField(blank=True, choices=[('conference', 'dự hội nghị'), ('meeting', 'tại sinh hoạt chi bộ'), ('group', 'tại sinh hoạt tổ đảng'), ('read', 'tự đọc, đã xác nhận'), ('told', 'được truyền đạt lại')], max_length=10)),
                ('source_address', models.CharField(blank=True, max_length=300)),
                ('asked', models.PositiveSmallIntegerField(default=0)),
                ('right', models.PositiveSmallIntegerField(default=0)),
                ('urged_on', models.DateField(null=True)),
                ('dissemination', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='readers', to='directives.dissemination')),
                ('group', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.unit')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='readings', to='organisation.person')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.unit')),
                ('ward', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.ward')),
            ],
            options={
                'indexes': [models.Index(fields=['ward', 'person', 'reached_on'], name='readings_of_a_person'), models.Index(fields=['ward', 'dissemination', 'group'], name='readers_by_group')],
                'constraints': [models.UniqueConstraint(fields=('ward', 'dissemination', 'person'), name='one_reader_per_dissemination'), models.CheckConstraint(condition=models.Q(('reached_on__isnull', True), models.Q(('how', ''), _negated=True), _connector='XOR'), name='reached_readers_say_how'), models.CheckConstraint(condition=models.Q(('right__lte', models.F('asked'))), name='no_more_right_than_asked'), models.CheckConstraint(condition=models.Q(('left_on__isnull', True), ('left_on__gte', models.F('listed_on')), _connector='OR'), name='readers_leave_after_they_come')],
            },
        ),
        migrations.CreateModel(
            name='Related',
            fields=[
                ('id', models.UUIDField(default=nennep.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('directive', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='relations', to='directives.directive')),
                ('other', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directives.directive')),
                ('ward', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.ward')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('ward', 'directive', 'other'), name='related_once'), models.CheckConstraint(condition=models.Q(('directive', models.F('other')), _negated=True), name='not_related_to_itself')],
            },
        ),
        migrations.CreateModel(
            name='Seat',
            fields=[
                ('id', models.UUIDField(default=nennep.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('office', nennep.core.fields.VietnameseCharField(max_length=300)),
                ('status', models.CharField(choices=[('unknown', 'Chưa ghi'), ('present', 'Có mặt'), ('absent', 'Vắng')], default='unknown', max_length=7)),
                ('conference', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seats', to='directives.conference')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.person')),
                ('ward', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.ward')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('ward', 'conference', 'person'), name='one_seat_per_person')],
            },
        ),
    ]
