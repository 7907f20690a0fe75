import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from accanto.core.database.beginning import Beginning


class Migration(Beginning):

    replaces = [('training', '0001_initial')]

    initial = True

    dependencies = [
        ('cases', '0100_start'),
        ('persons', '0100_start'),
        ('staff', '0100_start'),
    ]

    operations = [
        migrations.CreateModel(
            name='Traineeship',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('body', models.CharField(help_text='university or school, and the course', max_length=160)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField(help_text='first day on which it no longer lasts')),
                ('hours', models.PositiveSmallIntegerField(help_text='agreed with the university, in all', null=True)),
                ('note', models.TextField(blank=True)),
                ('state', models.CharField(choices=[('planned', 'planned'), ('running', 'under way'), ('ended', 'ended'), ('interrupted', 'interrupted')], default='planned', max_length=12)),
                ('begun_at', models.DateTimeField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('closing_reason', models.CharField(blank=True, max_length=200)),
                ('created_at', models.DateTimeField()),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('student', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='traineeships', to=settings.AUTH_USER_MODEL)),
                ('tutor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='students', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-starts_on', '-created_at'],
                'indexes': [models.Index(fields=['tutor', 'state'], name='traineeship_tutor_state')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__gt', models.F('starts_on'))), name='traineeship_ends_after_start'), models.CheckConstraint(condition=models.Q(('student', models.F('tutor')), _negated=True), name='nobody_is_their_own_tutor'), models.CheckConstraint(condition=models.Q(models.Q(('begun_at', None), ('closed_at', None), ('state', 'planned')), models.Q(('begun_at__isnull', False), ('closed_at', None), ('state', 'running')), models.Q(('begun_at__isnull', False), ('closed_at__isnull', False), ('state', 'ended')), models.Q(('closed_at__isnull', False), ('state', 'interrupted'), models.Q(('closing_reason', ''), _negated=True)), _connector='OR'), name='traineeship_state_has_its_facts'), models.UniqueConstraint(condition=models.Q(('state__in', ['planned', 'running'])), fields=('student',), name='one_open_traineeship')],
            },
        ),
        migrations.CreateModel(
            name='TraineeCase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=200)),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField(null=True)),
                ('end_reason', models.CharField(blank=True, max_length=200)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='trainee_cases', to='cases.case')),
                ('traineeship', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='cases', to='training.traineeship')),
            ],
            options={
                'ordering': ['starts_at', 'id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ends_at', None)), fields=('traineeship', 'case'), name='case_chosen_once'), models.CheckConstraint(condition=models.Q(('ends_at', None), ('ends_at__gte', models.F('starts_at')), _connector='OR'), name='trainee_case_ends_after_start'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='case_chosen_for_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='Pseudonym',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first_name', models.CharField(max_length=80)),
                ('last_name', models.CharField(max_length=80)),
                ('given_at', models.DateTimeField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='persons.person')),
                ('traineeship', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pseudonyms', to='training.traineeship')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('traineeship', 'person'), name='one_pseudonym'), models.UniqueConstraint(fields=('traineeship', 'first_name', 'last_name'), name='pseudonym_names_one')],
            },
        ),
    ]
