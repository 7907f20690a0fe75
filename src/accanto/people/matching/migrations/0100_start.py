import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from accanto.core.database.beginning import Beginning


class Migration(Beginning):

    replaces = [('matching', '0001_initial')]

    initial = True

    dependencies = [
        ('persons', '0100_start'),
        ('staff', '0100_start'),
    ]

    operations = [
        migrations.CreateModel(
            name='NotTheSame',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=200)),
                ('known', models.CharField(help_text='digest of names, birth, codes and contacts of both', max_length=64)),
                ('decided_at', models.DateTimeField()),
                ('decided_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('first', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='persons.person')),
                ('second', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='persons.person')),
            ],
            options={
                'verbose_name_plural': 'not the same',
                'ordering': ['-decided_at', '-id'],
                'indexes': [models.Index(fields=['first', 'second'], name='parted_pair')],
                'constraints': [models.CheckConstraint(condition=models.Q(('first__lt', models.F('second'))), name='parted_in_one_order'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='parted_with_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='Pair',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('strength', models.CharField(choices=[('same', 'the same'), ('very_alike', 'very alike'), ('alike', 'alike')], max_length=12)),
                ('points', models.FloatField()),
                ('reasons', models.JSONField(default=list)),
                ('known', models.CharField(help_text='digest of what was known of both', max_length=64)),
                ('found_at', models.DateTimeField()),
                ('state', models.CharField(choices=[('open', 'to be looked at'), ('left', 'set aside'), ('same', 'the same person'), ('different', 'two people')], default='open', max_length=12)),
                ('decided_at', models.DateTimeField(null=True)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('first', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='persons.person')),
                ('second', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='persons.person')),
            ],
            options={
                'ordering': ['-points', 'id'],
                'indexes': [models.Index(fields=['state', '-points'], name='pair_to_look_at')],
                'constraints': [models.CheckConstraint(condition=models.Q(('first__lt', models.F('second'))), name='pair_in_one_order'), models.UniqueConstraint(fields=('first', 'second'), name='pair_once'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None), ('state', 'open')), models.Q(models.Q(('state', 'open'), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='pair_state_has_its_facts')],
            },
        ),
        migrations.CreateModel(
            name='PersonLink',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('reasons', models.JSONField(default=list, help_text='what was shown of their likeness when it was decided')),
                ('note', models.CharField(blank=True, max_length=200)),
                ('linked_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('end_reason', models.CharField(blank=True, max_length=200)),
                ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('first', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='persons.person')),
                ('linked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('second', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='persons.person')),
            ],
            options={
                'ordering': ['-linked_at', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('first__lt', models.F('second'))), name='link_in_one_order'), models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('first', 'second'), name='linked_once'), models.CheckConstraint(condition=models.Q(models.Q(('end_reason', ''), ('ended_at', None), ('ended_by', None)), models.Q(('ended_at__gte', models.F('linked_at')), ('ended_by__isnull', False), models.Q(('end_reason', ''), _negated=True)), _connector='OR'), name='link_ends_with_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='PersonSearch',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('given', models.CharField(max_length=64)),
                ('shown', models.PositiveSmallIntegerField(help_text='likenesses that were shown')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='persons.person')),
            ],
            options={
                'verbose_name_plural': 'person searches',
                'indexes': [models.Index(fields=['at'], name='person_search_at')],
            },
        ),
    ]
