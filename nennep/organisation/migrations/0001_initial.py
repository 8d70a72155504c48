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
            name='Person',
            fields=[
                ('id', models.UUIDField(default=nennep.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('full_name', nennep.core.fields.VietnameseCharField(max_length=120)),
                ('name_key', models.CharField(editable=False, max_length=600)),
                ('search_key', models.CharField(editable=False, max_length=160)),
                ('birth_year', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('birth_date', models.DateField(blank=True, null=True)),
                ('sex', models.CharField(blank=True, choices=[('male', 'Nam'), ('female', 'Nữ')], max_length=6)),
                ('phone', nennep.core.fields.VietnameseCharField(blank=True, max_length=30)),
                ('channel', models.CharField(choices=[('app', 'Xem trên máy'), ('sms', 'Tin nhắn'), ('paper', 'Giấy mời'), ('call', 'Gọi điện')], default='app', max_length=5)),
            ],
        ),
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
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='party_groups', to='organisation.unit')),
                ('ward', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.ward')),
            ],
            options={
                'indexes': [models.Index(fields=['ward', 'kind', 'position'], name='unit_in_fixed_order')],
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='unit_ends_after_it_begins'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'branch'), ('parent__isnull', True)), models.Q(('kind', 'party_group'), ('parent__isnull', False)), _connector='OR'), name='a_party_group_belongs_to_a_branch'), models.CheckConstraint(condition=models.Q(('kind', 'branch'), ('branch_kind', ''), _connector='XOR'), name='branch_kind_exactly_for_branches'), models.UniqueConstraint(condition=models.Q(('kind', 'branch'), ('valid_to__isnull', True)), fields=('ward', 'name'), name='one_branch_per_name')],
            },
        ),
        migrations.CreateModel(
            name='Term',
            fields=[
                ('id', models.UUIDField(default=nennep.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(blank=True, null=True)),
                ('name', nennep.core.fields.VietnameseCharField(max_length=40)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='terms', to='organisation.unit')),
                ('ward', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.ward')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='term_ends_after_it_begins'), models.UniqueConstraint(fields=('ward', 'unit', 'name'), name='one_term_per_name')],
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
        migrations.AddField(
            model_name='person',
            name='ward',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.ward'),
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.UUIDField(default=nennep.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('admitted_on', models.DateField()),
                ('probation_from', models.DateField()),
                ('official_on', models.DateField(blank=True, null=True)),
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
            name='Duty',
            fields=[
                ('id', models.UUIDField(default=nennep.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('year', models.PositiveSmallIntegerField()),
                ('description', nennep.core.fields.VietnameseTextField()),
                ('assigned_on', models.DateField()),
                ('acknowledged_on', models.DateField(blank=True, null=True)),
                ('result', nennep.core.fields.VietnameseTextField(blank=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='duties', to='organisation.person')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='duties', to='organisation.unit')),
                ('ward', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.ward')),
            ],
            options={
                'indexes': [models.Index(fields=['ward', 'year', 'unit'], name='duty_by_year')],
            },
        ),
        migrations.CreateModel(
            name='Charge',
            fields=[
                ('id', models.UUIDField(default=nennep.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(blank=True, null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='charges', to='organisation.person')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='charges', to='organisation.unit')),
                ('ward', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.ward')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='charge_ends_after_it_begins'), models.UniqueConstraint(condition=models.Q(('valid_to__isnull', True)), fields=('ward', 'unit'), name='one_open_charge_per_branch')],
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
        migrations.AddIndex(
            model_name='person',
            index=models.Index(fields=['ward', 'name_key'], name='person_by_given_name'),
        ),
    ]
