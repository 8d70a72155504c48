import django.core.serializers.json
import django.db.models.deletion
import nennep.core.fields
import nennep.core.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('core', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Ward',
            fields=[
                ('id', models.UUIDField(default=nennep.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('code', models.SlugField(unique=True)),
                ('name', nennep.core.fields.VietnameseCharField(max_length=120)),
                ('party_name', nennep.core.fields.VietnameseCharField(max_length=120)),
                ('parent_name', nennep.core.fields.VietnameseCharField(max_length=120)),
                ('place', nennep.core.fields.VietnameseCharField(max_length=80)),
                ('office_phone', nennep.core.fields.VietnameseCharField(blank=True, max_length=30)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.UUIDField(default=nennep.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('full_name', nennep.core.fields.VietnameseCharField(max_length=120)),
                ('name_key', models.CharField(editable=False, max_length=600)),
                ('search_key', models.CharField(editable=False, max_length=160)),
                ('birth_year', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('birth_month', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('birth_date', models.DateField(blank=True, null=True)),
                ('sex', models.CharField(blank=True, choices=[('male', 'Nam'), ('female', 'Nữ')], max_length=6)),
                ('phone', nennep.core.fields.VietnameseCharField(blank=True, max_length=30)),
                ('channel', models.CharField(choices=[('app', 'Xem trên máy'), ('sms', 'Tin nhắn'), ('paper', 'Giấy mời'), ('call', 'Gọi điện')], default='app', max_length=5)),
                ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='organisation.person')),
                ('ward', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.ward')),
            ],
            options={
                'indexes': [models.Index(fields=['ward', 'name_key'], name='person_by_given_name')],
            },
        ),
        migrations.CreateModel(
            name='Unit',
            fields=[
                ('id', models.UUIDField(default=nennep.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(blank=True, null=True)),
                ('kind', models.CharField(choices=[('branch', 'Chi bộ'), ('party_group', 'Tổ đảng')], max_length=20)),
                ('branch_kind', models.CharField(blank=True, choices=[('street_block', 'Tổ dân phố'), ('village', 'Thôn, xóm'), ('residential', 'Khu dân cư, chung cư'), ('office', 'Cơ quan'), ('school', 'Trường học'), ('police', 'Công an'), ('military', 'Quân sự'), ('health', 'Trạm y tế'), ('state_enterprise', 'Doanh nghiệp nhà nước'), ('private_enterprise', 'Doanh nghiệp tư nhân'), ('cooperative', 'Hợp tác xã'), ('market', 'Chợ'), ('retired', 'Hưu trí'), ('unstated', 'Chưa rõ loại hình')], max_length=20)),
                ('name', nennep.core.fields.VietnameseCharField(max_length=120)),
                ('short_name', nennep.core.fields.VietnameseCharField(max_length=40)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('former_names', models.JSONField(default=list)),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='party_groups', to='organisation.unit')),
                ('ward', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.ward')),
            ],
            options={
                'indexes': [models.Index(fields=['ward', 'kind', 'position'], name='unit_in_fixed_order')],
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='unit_ends_after_it_begins'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'branch'), ('parent__isnull', True)), models.Q(('kind', 'party_group'), ('parent__isnull', False)), _connector='OR'), name='a_party_group_belongs_to_a_branch'), models.CheckConstraint(condition=models.Q(('kind', 'branch'), ('branch_kind', ''), _connector='XOR'), name='branch_kind_exactly_for_branches'), models.UniqueConstraint(condition=models.Q(('kind', 'branch'), ('valid_to__isnull', True)), fields=('ward', 'name'), name='one_branch_per_name')],
            },
        ),
        migrations.CreateModel(
            name='Duty',
            fields=[
                ('id', models.UUIDField(default=nennep.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('year', models.PositiveSmallIntegerField()),
                ('description', nennep.core.fields.VietnameseTextField()),
                ('assigned_on', models.DateField()),
                ('acknowledged_on', models.DateField(blank=True, null=True)),
                ('result', nennep.core.fields.VietnameseTextField(blank=True)),
                ('withdrawn_on', models.DateField(blank=True, null=True)),
                ('batch', models.UUIDField(null=True)),
                ('revision', models.PositiveIntegerField(default=0)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='duties', to='organisation.person')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='duties', to='organisation.unit')),
                ('ward', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.ward')),
            ],
            options={
                'indexes': [models.Index(fields=['ward', 'year', 'unit'], name='duty_by_year'), models.Index(fields=['ward', 'person', 'year'], name='duty_by_person')],
            },
        ),
        migrations.CreateModel(
            name='UnitChange',
            fields=[
                ('id', models.UUIDField(default=nennep.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('effective_on', models.DateField()),
                ('number', nennep.core.fields.VietnameseCharField(blank=True, max_length=60)),
                ('dated_on', models.DateField(blank=True, null=True)),
                ('note', nennep.core.fields.VietnameseCharField(blank=True, max_length=250)),
                ('recorded_at', models.DateTimeField()),
                ('recorded_by_id', models.UUIDField(null=True)),
                ('recorded_by_name', nennep.core.fields.VietnameseCharField(max_length=120)),
                ('effects', models.JSONField(default=list, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ('withdrawn_on', models.DateField(blank=True, null=True)),
                ('kind', models.CharField(choices=[('founded', 'Thành lập'), ('renamed', 'Đổi tên'), ('divided', 'Chia tổ đảng'), ('merged', 'Hợp nhất, sáp nhập'), ('split', 'Chia tách'), ('dissolved', 'Giải thể'), ('moved_out', 'Chuyển về đảng bộ khác'), ('congress', 'Đại hội chi bộ'), ('withdrawn', 'Rút lại quyết định')], max_length=10)),
                ('before', nennep.core.fields.VietnameseCharField(blank=True, max_length=160)),
                ('after', nennep.core.fields.VietnameseCharField(blank=True, max_length=160)),
                ('withdraws', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='withdrawn_by', to='organisation.unitchange')),
                ('ward', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.ward')),
            ],
            options={
                'indexes': [models.Index(fields=['ward', 'effective_on'], name='unit_change_by_day')],
            },
        ),
        migrations.CreateModel(
            name='Term',
            fields=[
                ('id', models.UUIDField(default=nennep.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(blank=True, null=True)),
                ('name', nennep.core.fields.VietnameseCharField(max_length=40)),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='terms', to='organisation.unit')),
                ('ward', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.ward')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='term_ends_after_it_begins'), models.UniqueConstraint(fields=('ward', 'unit', 'name'), name='one_term_per_name'), models.UniqueConstraint(condition=models.Q(('unit__isnull', True)), fields=('ward', 'name'), name='one_term_of_the_ward_per_name')],
            },
        ),
        migrations.CreateModel(
            name='Standing',
            fields=[
                ('id', models.UUIDField(default=nennep.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(blank=True, null=True)),
                ('kind', models.CharField(choices=[('exempt', 'Được miễn công tác và sinh hoạt'), ('suspended', 'Đình chỉ sinh hoạt đảng'), ('special_duty', 'Làm nhiệm vụ đặc thù'), ('away', 'Sinh hoạt tạm thời nơi khác')], max_length=12)),
                ('reason', models.CharField(blank=True, max_length=20)),
                ('resolution_id', models.UUIDField(blank=True, null=True)),
                ('resolution_label', nennep.core.fields.VietnameseCharField(blank=True, max_length=120)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='standings', to='organisation.person')),
                ('ward', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.ward')),
            ],
            options={
                'indexes': [models.Index(fields=['ward', 'person'], name='standing_by_person')],
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='standing_ends_after_it_begins'), models.UniqueConstraint(condition=models.Q(('valid_to__isnull', True)), fields=('ward', 'person', 'kind'), name='one_open_standing_per_kind')],
            },
        ),
        migrations.CreateModel(
            name='ResidenceContact',
            fields=[
                ('id', models.UUIDField(default=nennep.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(blank=True, null=True)),
                ('workplace', nennep.core.fields.VietnameseCharField(max_length=160)),
                ('kind', models.CharField(choices=[('introduced', 'Giữ mối liên hệ nơi cư trú'), ('relieved', 'Được giới thiệu, miễn dự sinh hoạt nơi cư trú')], default='introduced', max_length=10)),
                ('number', nennep.core.fields.VietnameseCharField(blank=True, max_length=60)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='residence_contacts', to='organisation.person')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='residence_contacts', to='organisation.unit')),
                ('ward', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.ward')),
            ],
            options={
                'indexes': [models.Index(fields=['ward', 'unit'], name='contact_by_unit')],
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='contact_ends_after_it_begins'), models.UniqueConstraint(condition=models.Q(('valid_to__isnull', True)), fields=('ward', 'person'), name='one_open_contact_per_person')],
            },
        ),
        migrations.CreateModel(
            name='ResidenceComment',
            fields=[
                ('id', models.UUIDField(default=nennep.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('year', models.PositiveSmallIntegerField()),
                ('sessions_called', models.PositiveSmallIntegerField(default=0)),
                ('sessions_attended', models.PositiveSmallIntegerField(default=0)),
                ('text', nennep.core.fields.VietnameseTextField()),
                ('signed_on', models.DateField()),
                ('revision', models.PositiveIntegerField(default=0)),
                ('signed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.person')),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='organisation.residencecontact')),
                ('ward', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.ward')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('ward', 'contact', 'year'), name='one_comment_per_contact_and_year'), models.CheckConstraint(condition=models.Q(('sessions_attended__lte', models.F('sessions_called'))), name='no_more_attended_than_called')],
            },
        ),
        migrations.CreateModel(
            name='Post',
            fields=[
                ('id', models.UUIDField(default=nennep.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(blank=True, null=True)),
                ('position', models.CharField(choices=[('secretary', 'Bí thư chi bộ'), ('deputy_secretary', 'Phó Bí thư chi bộ'), ('branch_committee_member', 'Chi ủy viên'), ('group_leader', 'Tổ trưởng tổ đảng'), ('group_deputy', 'Tổ phó tổ đảng'), ('ward_secretary', 'Bí thư Đảng ủy'), ('ward_deputy_secretary', 'Phó Bí thư Đảng ủy'), ('committee_member', 'Đảng ủy viên'), ('office', 'Văn phòng Đảng ủy'), ('operator', 'Người vận hành hệ thống')], max_length=24)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='organisation.person')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='organisation.unit')),
                ('ward', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.ward')),
            ],
            options={
                'indexes': [models.Index(fields=['ward', 'person'], name='post_by_person')],
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='post_ends_after_it_begins'), models.CheckConstraint(condition=models.Q(models.Q(('position__in', ['branch_committee_member', 'deputy_secretary', 'group_deputy', 'group_leader', 'secretary']), ('unit__isnull', False)), models.Q(('unit__isnull', True), models.Q(('position__in', ['branch_committee_member', 'deputy_secretary', 'group_deputy', 'group_leader', 'secretary']), _negated=True)), _connector='OR'), name='unit_posts_have_a_unit'), models.UniqueConstraint(condition=models.Q(('position__in', ['secretary', 'group_leader']), ('valid_to__isnull', True)), fields=('ward', 'unit', 'position'), name='one_open_head_per_unit')],
            },
        ),
        migrations.CreateModel(
            name='Placement',
            fields=[
                ('id', models.UUIDField(default=nennep.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(blank=True, null=True)),
                ('kind', models.CharField(choices=[('official', 'Sinh hoạt chính thức'), ('temporary', 'Sinh hoạt tạm thời'), ('group', 'Trong tổ đảng')], max_length=10)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='placements', to='organisation.person')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='placements', to='organisation.unit')),
                ('ward', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.ward')),
            ],
            options={
                'indexes': [models.Index(fields=['ward', 'unit', 'valid_from'], name='placement_by_unit')],
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='placement_ends_after_it_begins'), models.UniqueConstraint(condition=models.Q(('valid_to__isnull', True)), fields=('ward', 'person', 'kind'), name='one_open_placement_per_kind')],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.UUIDField(default=nennep.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('admitted_on', models.DateField()),
                ('admitted_precision', models.CharField(choices=[('day', 'đến ngày'), ('month', 'đến tháng'), ('year', 'đến năm'), ('unknown', 'chưa rõ ngày')], default='day', max_length=7)),
                ('probation_from', models.DateField()),
                ('official_on', models.DateField(blank=True, null=True)),
                ('official_precision', models.CharField(choices=[('day', 'đến ngày'), ('month', 'đến tháng'), ('year', 'đến năm'), ('unknown', 'chưa rõ ngày')], default='day', max_length=7)),
                ('card_number', nennep.core.fields.VietnameseCharField(blank=True, max_length=20)),
                ('ended_on', models.DateField(blank=True, null=True)),
                ('end_reason', nennep.core.fields.VietnameseCharField(blank=True, max_length=120)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='organisation.person')),
                ('ward', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.ward')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_on__isnull', True)), fields=('ward', 'person'), name='one_open_membership_per_person'), models.CheckConstraint(condition=models.Q(('official_on__isnull', True), ('official_on__gte', models.F('probation_from')), _connector='OR'), name='official_after_probation_begins'), models.CheckConstraint(condition=models.Q(('ended_on__isnull', True), ('ended_on__gte', models.F('admitted_on')), _connector='OR'), name='membership_ends_after_it_begins')],
            },
        ),
        migrations.CreateModel(
            name='MemberImport',
            fields=[
                ('id', models.UUIDField(default=nennep.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('state', models.CharField(choices=[('columns', 'Xem các cột'), ('reading', 'Đang đọc'), ('rows', 'Xem từng dòng'), ('taking', 'Đang nhận'), ('taken', 'Đã nhận'), ('undone', 'Đã hoàn tác'), ('dropped', 'Đã bỏ')], default='columns', max_length=8)),
                ('on', models.DateField()),
                ('corrections', models.JSONField(default=dict)),
                ('about', models.JSONField(default=dict)),
                ('counts', models.JSONField(default=dict)),
                ('brought_by_id', models.UUIDField(null=True)),
                ('brought_by_name', nennep.core.fields.VietnameseCharField(max_length=120)),
                ('brought_at', models.DateTimeField()),
                ('taken_at', models.DateTimeField(blank=True, null=True)),
                ('undone_at', models.DateTimeField(blank=True, null=True)),
                ('fault', nennep.core.fields.VietnameseTextField(blank=True)),
                ('upload', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.upload')),
                ('default_unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.unit')),
                ('ward', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.ward')),
            ],
            options={
                'indexes': [models.Index(fields=['ward', 'brought_at'], name='import_by_time')],
            },
        ),
        migrations.CreateModel(
            name='MemberChange',
            fields=[
                ('id', models.UUIDField(default=nennep.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('effective_on', models.DateField()),
                ('number', nennep.core.fields.VietnameseCharField(blank=True, max_length=60)),
                ('dated_on', models.DateField(blank=True, null=True)),
                ('note', nennep.core.fields.VietnameseCharField(blank=True, max_length=250)),
                ('recorded_at', models.DateTimeField()),
                ('recorded_by_id', models.UUIDField(null=True)),
                ('recorded_by_name', nennep.core.fields.VietnameseCharField(max_length=120)),
                ('effects', models.JSONField(default=list, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ('withdrawn_on', models.DateField(blank=True, null=True)),
                ('kind', models.CharField(choices=[('admitted', 'Kết nạp'), ('recognised', 'Công nhận đảng viên chính thức'), ('transferred_in', 'Chuyển sinh hoạt chính thức đến'), ('transferred_out', 'Chuyển sinh hoạt chính thức đi'), ('moved', 'Chuyển chi bộ trong phường'), ('stay_here', 'Sinh hoạt tạm thời đến'), ('stay_away', 'Sinh hoạt tạm thời đi'), ('stay_ended', 'Thôi sinh hoạt tạm thời'), ('exempted', 'Miễn công tác và sinh hoạt'), ('returned', 'Trở lại sinh hoạt'), ('suspended', 'Đình chỉ sinh hoạt đảng'), ('reinstated', 'Hết đình chỉ sinh hoạt'), ('struck_off', 'Xóa tên trong danh sách đảng viên'), ('expelled', 'Khai trừ'), ('died', 'Từ trần'), ('grouped', 'Xếp vào tổ đảng'), ('withdrawn', 'Rút lại quyết định')], max_length=16)),
                ('until', models.DateField(blank=True, null=True)),
                ('reason', models.CharField(blank=True, max_length=20)),
                ('batch', models.UUIDField(null=True)),
                ('elsewhere', nennep.core.fields.VietnameseCharField(blank=True, max_length=160)),
                ('withdraws', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='withdrawn_by', to='organisation.memberchange')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='organisation.person')),
                ('unit_from', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.unit')),
                ('unit_to', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.unit')),
                ('ward', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.ward')),
            ],
            options={
                'indexes': [models.Index(fields=['ward', 'person', 'effective_on'], name='member_change_by_person'), models.Index(fields=['ward', 'effective_on'], name='member_change_by_day'), models.Index(fields=['ward', 'batch'], name='member_change_by_batch')],
            },
        ),
        migrations.CreateModel(
            name='ImportRow',
            fields=[
                ('id', models.UUIDField(default=nennep.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField()),
                ('fate', models.CharField(max_length=8)),
                ('raw', models.JSONField()),
                ('mended', models.JSONField(default=dict)),
                ('words', models.JSONField()),
                ('problems', models.JSONField(default=list)),
                ('differences', models.JSONField(default=list)),
                ('twin_rows', models.JSONField(default=list)),
                ('twin_people', models.JSONField(default=list)),
                ('unit_id', models.UUIDField(null=True)),
                ('person_id', models.UUIDField(null=True)),
                ('choice', models.CharField(blank=True, choices=[('leave', 'Bỏ qua'), ('apart', 'Hai người khác nhau'), ('merge', 'Là một người')], max_length=6)),
                ('made', models.JSONField(default=dict)),
                ('member_import', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='organisation.memberimport')),
                ('ward', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.ward')),
            ],
            options={
                'indexes': [models.Index(fields=['ward', 'member_import', 'fate', 'number'], name='import_rows_by_fate')],
                'constraints': [models.UniqueConstraint(fields=('ward', 'member_import', 'number'), name='one_fate_per_row')],
            },
        ),
        migrations.CreateModel(
            name='DutyResult',
            fields=[
                ('id', models.UUIDField(default=nennep.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('month', models.DateField()),
                ('text', nennep.core.fields.VietnameseTextField()),
                ('revision', models.PositiveIntegerField(default=0)),
                ('duty', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='results', to='organisation.duty')),
                ('ward', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.ward')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('ward', 'duty', 'month'), name='one_result_per_duty_and_month')],
            },
        ),
        migrations.CreateModel(
            name='ColumnMemory',
            fields=[
                ('id', models.UUIDField(default=nennep.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('signature', models.CharField(max_length=64)),
                ('corrections', models.JSONField()),
                ('used_at', models.DateTimeField()),
                ('ward', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.ward')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('ward', 'signature'), name='one_memory_per_heading'), models.CheckConstraint(condition=models.Q(('signature', ''), _negated=True), name='memory_has_a_heading')],
            },
        ),
        migrations.CreateModel(
            name='Charge',
            fields=[
                ('id', models.UUIDField(default=nennep.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(blank=True, null=True)),
                ('kind', models.CharField(choices=[('main', 'Phụ trách chính'), ('shared', 'Cùng phụ trách'), ('substitute', 'Thay đồng chí phụ trách')], default='main', max_length=10)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='charges', to='organisation.person')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='charges', to='organisation.unit')),
                ('ward', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.ward')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='charge_ends_after_it_begins'), models.UniqueConstraint(condition=models.Q(('kind', 'main'), ('valid_to__isnull', True)), fields=('ward', 'unit'), name='one_open_charge_per_branch'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'substitute'), _negated=True), ('valid_to__isnull', False), _connector='OR'), name='a_substitute_stands_in_for_a_time')],
            },
        ),
        migrations.CreateModel(
            name='WorkingRules',
            fields=[
                ('id', models.UUIDField(default=nennep.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(blank=True, null=True)),
                ('number', nennep.core.fields.VietnameseCharField(max_length=40)),
                ('issued_on', models.DateField()),
                ('review_on', models.DateField(blank=True, null=True)),
                ('file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.upload')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='working_rules', to='organisation.unit')),
                ('ward', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.ward')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='working_rules_end_after_they_begin')],
            },
        ),
        migrations.CreateModel(
            name='UnitChangePart',
            fields=[
                ('id', models.UUIDField(default=nennep.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('side', models.CharField(choices=[('from', 'từ'), ('to', 'thành')], max_length=4)),
                ('change', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='organisation.unitchange')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='change_parts', to='organisation.unit')),
                ('ward', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.ward')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('ward', 'unit', 'change', 'side'), name='a_unit_once_on_each_side')],
            },
        ),
    ]
