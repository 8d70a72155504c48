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
            name='Award',
            fields=[
                ('id', models.UUIDField(default=nennep.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('year', models.PositiveSmallIntegerField()),
                ('kind', models.CharField(max_length=20)),
                ('merit', nennep.core.fields.VietnameseTextField()),
                ('issuer', nennep.core.fields.VietnameseCharField(blank=True, max_length=150)),
                ('number', nennep.core.fields.VietnameseCharField(blank=True, max_length=40)),
                ('decided_on', models.DateField(blank=True, null=True)),
                ('told_by', nennep.core.fields.VietnameseCharField(blank=True, max_length=200)),
                ('unnamed', nennep.core.fields.VietnameseCharField(blank=True, max_length=200)),
                ('ceremony_on', models.DateField(blank=True, null=True)),
                ('ceremony_place', nennep.core.fields.VietnameseCharField(blank=True, max_length=150)),
                ('recorded_at', models.DateTimeField()),
                ('withdrawn_on', models.DateField(blank=True, null=True)),
                ('withdraw_reason', nennep.core.fields.VietnameseCharField(blank=True, max_length=300)),
                ('ward', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.ward')),
            ],
            options={
                'indexes': [models.Index(fields=['ward', 'year', 'recorded_at'], name='awards_of_a_year')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(models.Q(('number', ''), _negated=True), ('decided_on__isnull', False)), models.Q(('told_by', ''), _negated=True), _connector='OR'), name='an_award_has_a_decision_or_a_source'), models.CheckConstraint(condition=models.Q(('ceremony_on__isnull', True), ('decided_on__isnull', True), ('ceremony_on__gte', models.F('decided_on')), _connector='OR'), name='no_ceremony_before_the_decision'), models.CheckConstraint(condition=models.Q(('withdrawn_on__isnull', True), models.Q(('withdraw_reason', ''), _negated=True), _connector='XOR'), name='a_reason_exactly_when_withdrawn')],
            },
        ),
        migrations.CreateModel(
            name='Recipient',
            fields=[
                ('id', models.UUIDField(default=nennep.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('name', nennep.core.fields.VietnameseCharField(max_length=150)),
                ('award', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='recipients', to='recognition.award')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='awards', to='organisation.person')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='awards', to='organisation.unit')),
                ('ward', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.ward')),
            ],
            options={
                'indexes': [models.Index(fields=['ward', 'person'], name='awards_of_a_person')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('person__isnull', False)), fields=('ward', 'award', 'person'), name='a_person_once_an_award'), models.UniqueConstraint(condition=models.Q(('person__isnull', True)), fields=('ward', 'award', 'unit'), name='a_unit_once_an_award'), models.CheckConstraint(condition=models.Q(('person__isnull', False), ('unit__isnull', False), _connector='OR'), name='a_recipient_is_somebody')],
            },
        ),
    ]
