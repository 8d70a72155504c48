import django.db.models.deletion
import nennep.core.fields
import nennep.core.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('core', '0001_initial'),
        ('decisions', '0001_initial'),
        ('organisation', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Meeting',
            fields=[
                ('id', models.UUIDField(default=nennep.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('regular', 'Sinh hoạt thường kỳ'), ('thematic', 'Sinh hoạt chuyên đề')], max_length=10)),
                ('mode', models.CharField(choices=[('in_person', 'Họp trực tiếp'), ('online', 'Họp trực tuyến'), ('hybrid', 'Trực tiếp và trực tuyến'), ('by_groups', 'Sinh hoạt theo tổ đảng')], default='in_person', max_length=10)),
                ('month', models.DateField()),
                ('starts_at', models.DateTimeField()),
                ('place', nennep.core.fields.VietnameseCharField(max_length=160)),
                ('topic', nennep.core.fields.VietnameseCharField(blank=True, max_length=250)),
                ('state', models.CharField(choices=[('planned', 'Đã lên lịch'), ('prepared', 'Đã chuẩn bị'), ('convened', 'Đã mời'), ('in_session', 'Đang họp'), ('closed', 'Đã kết thúc'), ('signed', 'Đã ký'), ('reported', 'Đã báo cáo'), ('scored', 'Đã chấm'), ('settled', 'Đã chốt'), ('cancelled', 'Không họp')], default='planned', max_length=10)),
                ('fee_note', nennep.core.fields.VietnameseCharField(blank=True, max_length=300)),
                ('prepared_at', models.DateTimeField(null=True)),
                ('convened_at', models.DateTimeField(null=True)),
                ('opened_at', models.DateTimeField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('signed_at', models.DateTimeField(null=True)),
                ('reported_at', models.DateTimeField(null=True)),
                ('cancelled_at', models.DateTimeField(null=True)),
                ('cancel_reason', nennep.core.fields.VietnameseCharField(blank=True, max_length=300)),
                ('listed_count', models.PositiveIntegerField(default=0)),
                ('expected_count', models.PositiveIntegerField(default=0)),
                ('present_count', models.PositiveIntegerField(default=0)),
                ('excused_count', models.PositiveIntegerField(default=0)),
                ('unexcused_count', models.PositiveIntegerField(default=0)),
                ('unknown_count', models.PositiveIntegerField(default=0)),
                ('official_present_count', models.PositiveIntegerField(default=0)),
                ('speakers_count', models.PositiveIntegerField(default=0)),
                ('papers_ahead_at', models.DateTimeField(null=True)),
                ('minutes_passed_at', models.DateTimeField(null=True)),
                ('revision', models.PositiveIntegerField(default=0)),
                ('chair', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.person')),
                ('minute_taker', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.person')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='group_meetings', to='meetings.meeting')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='organisation.unit')),
                ('ward', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.ward')),
            ],
            options={
                'indexes': [models.Index(fields=['ward', 'month', 'unit'], name='meeting_by_month'), models.Index(fields=['ward', 'unit', '-starts_at'], name='meeting_by_unit')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('kind', 'regular'), models.Q(('state', 'cancelled'), _negated=True)), fields=('ward', 'unit', 'month', 'kind'), name='one_regular_meeting_a_month'), models.CheckConstraint(condition=models.Q(('state', 'cancelled'), ('cancel_reason', ''), _connector='XOR'), name='a_reason_exactly_when_cancelled'), models.CheckConstraint(condition=models.Q(('present_count__lte', models.F('expected_count'))), name='no_more_present_than_expected'), models.CheckConstraint(condition=models.Q(('expected_count__lte', models.F('listed_count'))), name='no_more_expected_than_listed'), models.CheckConstraint(condition=models.Q(('closed_at__isnull', True), ('closed_at__gte', models.F('opened_at')), _connector='OR'), name='closes_after_opening'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'regular'), _negated=True), ('topic', ''), _connector='OR'), name='topics_are_for_thematic_meetings')],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.UUIDField(default=nennep.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('sent_at', models.DateTimeField()),
                ('reply', models.CharField(choices=[('none', 'Chưa trả lời'), ('coming', 'Sẽ dự'), ('late', 'Đến muộn'), ('excuse', 'Xin vắng')], default='none', max_length=8)),
                ('reason', models.CharField(blank=True, choices=[('sick', 'Ốm'), ('on_duty', 'Bận công tác, ca trực'), ('travel', 'Đi xa'), ('family', 'Việc gia đình'), ('other', 'Lý do khác')], max_length=8)),
                ('replied_at', models.DateTimeField(null=True)),
                ('wants_to_speak', models.BooleanField(default=False)),
                ('words_ahead', nennep.core.fields.VietnameseTextField(blank=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='organisation.person')),
                ('ward', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.ward')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='meetings.meeting')),
            ],
            options={
                'indexes': [models.Index(fields=['ward', 'person', 'sent_at'], name='invitation_by_person')],
                'constraints': [models.UniqueConstraint(fields=('ward', 'meeting', 'person'), name='one_invitation_per_person'), models.CheckConstraint(condition=models.Q(('reply', 'excuse'), ('reason', ''), _connector='XOR'), name='an_excuse_exactly_has_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='Guest',
            fields=[
                ('id', models.UUIDField(default=nennep.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('name', nennep.core.fields.VietnameseCharField(max_length=120)),
                ('office', nennep.core.fields.VietnameseCharField(blank=True, max_length=160)),
                ('removed_at', models.DateTimeField(null=True)),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.person')),
                ('ward', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.ward')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='guests', to='meetings.meeting')),
            ],
            options={
                'indexes': [models.Index(fields=['ward', 'meeting'], name='guest_by_meeting')],
            },
        ),
        migrations.CreateModel(
            name='Attendance',
            fields=[
                ('id', models.UUIDField(default=nennep.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveSmallIntegerField()),
                ('grade', models.CharField(choices=[('official', 'Chính thức'), ('probationary', 'Dự bị')], max_length=12)),
                ('listed_as', models.CharField(choices=[('member', 'Sinh hoạt tại chi bộ'), ('exempt', 'Được miễn'), ('away', 'Sinh hoạt nơi khác'), ('special_duty', 'Nhiệm vụ đặc thù'), ('suspended', 'Đình chỉ'), ('temporary', 'Sinh hoạt tạm thời tại chi bộ')], max_length=12)),
                ('status', models.CharField(choices=[('unknown', 'Chưa ghi'), ('present', 'Có mặt'), ('excused', 'Vắng có lý do'), ('unexcused', 'Vắng không lý do'), ('exempt', 'Được miễn'), ('elsewhere', 'Sinh hoạt nơi khác')], default='unknown', max_length=9)),
                ('reason', models.CharField(blank=True, choices=[('sick', 'Ốm'), ('on_duty', 'Bận công tác, ca trực'), ('travel', 'Đi xa'), ('family', 'Việc gia đình'), ('other', 'Lý do khác')], max_length=8)),
                ('recorded_at', models.DateTimeField(null=True)),
                ('recorded_by_id', models.UUIDField(null=True)),
                ('revision', models.PositiveIntegerField(default=0)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attendances', to='organisation.person')),
                ('ward', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.ward')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='roll', to='meetings.meeting')),
                ('root', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='whole_roll', to='meetings.meeting')),
            ],
            options={
                'indexes': [models.Index(fields=['ward', 'root', 'number'], name='roll_in_order'), models.Index(fields=['ward', 'meeting', 'status'], name='roll_by_meeting'), models.Index(fields=['ward', 'person', 'root'], name='roll_by_person')],
                'constraints': [models.UniqueConstraint(fields=('ward', 'root', 'person'), name='one_line_per_listed_person'), models.UniqueConstraint(fields=('ward', 'root', 'number'), name='one_line_per_number'), models.CheckConstraint(condition=models.Q(('status', 'excused'), ('reason', ''), _connector='XOR'), name='a_reason_exactly_when_excused'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'exempt'), _negated=True), ('listed_as', 'exempt'), _connector='OR'), name='only_the_exempt_are_exempt'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'elsewhere'), _negated=True), ('listed_as__in', ['away', 'special_duty', 'suspended']), _connector='OR'), name='only_those_elsewhere_are_elsewhere')],
            },
        ),
        migrations.CreateModel(
            name='AgendaItem',
            fields=[
                ('id', models.UUIDField(default=nennep.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('position', models.PositiveSmallIntegerField()),
                ('part', models.CharField(max_length=24)),
                ('title', nennep.core.fields.VietnameseCharField(max_length=250)),
                ('minutes_planned', models.PositiveSmallIntegerField(default=5)),
                ('content', nennep.core.fields.VietnameseTextField(blank=True)),
                ('conclusion', nennep.core.fields.VietnameseTextField(blank=True)),
                ('started_at', models.DateTimeField(null=True)),
                ('finished_at', models.DateTimeField(null=True)),
                ('removed_at', models.DateTimeField(null=True)),
                ('revision', models.PositiveIntegerField(default=0)),
                ('presenter', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.person')),
                ('ward', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.ward')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='agenda', to='meetings.meeting')),
            ],
            options={
                'indexes': [models.Index(fields=['ward', 'meeting', 'position'], name='agenda_in_order')],
            },
        ),
        migrations.CreateModel(
            name='Minutes',
            fields=[
                ('id', models.UUIDField(default=nennep.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField()),
                ('content', models.JSONField()),
                ('sha256', models.CharField(max_length=64)),
                ('closed_at', models.DateTimeField()),
                ('frozen_at', models.DateTimeField(null=True)),
                ('meeting', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='minutes', to='meetings.meeting')),
                ('passed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='decisions.motion')),
                ('ward', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.ward')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Addendum',
            fields=[
                ('id', models.UUIDField(default=nennep.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveSmallIntegerField()),
                ('text', nennep.core.fields.VietnameseTextField()),
                ('reason', nennep.core.fields.VietnameseCharField(max_length=250)),
                ('written_at', models.DateTimeField()),
                ('sha256', models.CharField(max_length=64)),
                ('ward', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.ward')),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.person')),
                ('minutes', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='addenda', to='meetings.minutes')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('ward', 'minutes', 'number'), name='addenda_are_numbered')],
            },
        ),
        migrations.CreateModel(
            name='Opinion',
            fields=[
                ('id', models.UUIDField(default=nennep.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('opinion', 'Ý kiến'), ('reserved', 'Ý kiến bảo lưu'), ('guest', 'Ý kiến của khách'), ('praise', 'Biểu dương'), ('reminder', 'Nhắc nhở')], default='opinion', max_length=8)),
                ('text', nennep.core.fields.VietnameseTextField()),
                ('said_at', models.DateTimeField()),
                ('recorded_by_id', models.UUIDField(null=True)),
                ('removed_at', models.DateTimeField(null=True)),
                ('revision', models.PositiveIntegerField(default=0)),
                ('guest', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='opinions', to='meetings.guest')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='opinions', to='meetings.agendaitem')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='opinions', to='meetings.meeting')),
                ('root', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='all_opinions', to='meetings.meeting')),
                ('speaker', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.person')),
                ('ward', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.ward')),
            ],
            options={
                'indexes': [models.Index(fields=['ward', 'root', 'said_at'], name='opinions_in_order')],
                'constraints': [models.CheckConstraint(condition=models.Q(('speaker__isnull', True), ('guest__isnull', True), _connector='XOR'), name='an_opinion_is_a_members_or_a_guests')],
            },
        ),
        migrations.CreateModel(
            name='Paper',
            fields=[
                ('id', models.UUIDField(default=nennep.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('title', nennep.core.fields.VietnameseCharField(max_length=250)),
                ('published_at', models.DateTimeField()),
                ('removed_at', models.DateTimeField(null=True)),
                ('file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.upload')),
                ('item', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='meetings.agendaitem')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='meetings.meeting')),
                ('ward', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.ward')),
            ],
            options={
                'indexes': [models.Index(fields=['ward', 'meeting'], name='paper_by_meeting')],
            },
        ),
        migrations.CreateModel(
            name='Signature',
            fields=[
                ('id', models.UUIDField(default=nennep.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('role', models.CharField(choices=[('minute_taker', 'Người ghi biên bản'), ('chair', 'Chủ trì hội nghị')], max_length=12)),
                ('signed_at', models.DateTimeField()),
                ('sha256', models.CharField(max_length=64)),
                ('minutes', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signatures', to='meetings.minutes')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.person')),
                ('scan', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.upload')),
                ('ward', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.ward')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('ward', 'minutes', 'role'), name='one_signature_per_role')],
            },
        ),
    ]
