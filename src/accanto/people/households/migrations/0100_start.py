import accanto.people.households.models.household
import django.contrib.postgres.constraints
import django.db.models.deletion
import uuid
from django.db import migrations, models

from accanto.core.database.beginning import Beginning


class Migration(Beginning):

    replaces = [('households', '0001_initial'), ('households', '0002_not_twice_at_once')]

    initial = True

    dependencies = [
        ('persons', '0100_start'),
    ]

    operations = [
        migrations.CreateModel(
            name='Household',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('label', models.CharField(help_text='surname(s) that name the household', max_length=120)),
                ('kind', models.CharField(choices=[('registry', 'registry household'), ('isee', 'ISEE household')], default='registry', max_length=10)),
                ('created_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['label', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Member',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('relation', models.CharField(choices=[('reference', 'reference person'), ('spouse', 'spouse'), ('partner', 'partner'), ('child', 'child'), ('parent', 'parent'), ('sibling', 'brother or sister'), ('grandparent', 'grandparent'), ('grandchild', 'grandchild'), ('other', 'other member')], max_length=12)),
                ('starts_on', models.DateField(null=True)),
                ('ends_on', models.DateField(null=True)),
                ('household', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='members', to='households.household')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='persons.person')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ends_on', None)), fields=('household', 'person'), name='member_once_at_a_time'), models.UniqueConstraint(condition=models.Q(('ends_on', None), ('relation', 'reference')), fields=('household',), name='one_reference_person'), models.CheckConstraint(condition=models.Q(('ends_on', None), ('starts_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='member_ends_after_start'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('household', '='), ('person', '='), (accanto.people.households.models.household._Days(models.F('starts_on'), models.F('ends_on')), '&&')], name='member_not_twice_at_once')],
            },
        ),
    ]
