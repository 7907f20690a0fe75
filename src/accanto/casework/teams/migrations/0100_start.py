import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from accanto.core.database.beginning import Beginning


class Migration(Beginning):

    replaces = [('teams', '0001_initial')]

    initial = True

    dependencies = [
        ('bodies', '0100_start'),
        ('cases', '0100_start'),
        ('documents', '0100_start'),
        ('pathways', '0100_start'),
        ('staff', '0100_start'),
    ]

    operations = [
        migrations.CreateModel(
            name='Team',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(unique=True)),
                ('name', models.CharField(max_length=120)),
                ('place', models.CharField(blank=True, help_text='where it usually meets', max_length=160)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='teams', to='bodies.office')),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='TeamMeeting',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('state', models.CharField(choices=[('planned', 'planned'), ('held', 'concluded'), ('cancelled', 'cancelled')], default='planned', max_length=10)),
                ('held_at', models.DateTimeField(null=True)),
                ('cancelled_at', models.DateTimeField(null=True)),
                ('cancel_reason', models.CharField(blank=True, max_length=300)),
                ('notes', models.TextField(blank=True, help_text='for the minutes: nothing about a single household')),
                ('appointment', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='team_meeting', to='cases.appointment')),
                ('minutes', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document')),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='teams.team')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('held_at__isnull', False), ('state', 'held')), models.Q(models.Q(('state', 'held'), _negated=True), ('held_at', None)), _connector='OR'), name='meeting_held_has_a_time'), models.CheckConstraint(condition=models.Q(models.Q(('cancelled_at__isnull', False), ('state', 'cancelled'), models.Q(('cancel_reason', ''), _negated=True)), models.Q(models.Q(('state', 'cancelled'), _negated=True), ('cancel_reason', ''), ('cancelled_at', None)), _connector='OR'), name='meeting_cancelled_has_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='Attendance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('present', models.BooleanField()),
                ('hours', models.DecimalField(decimal_places=2, max_digits=4)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='bodies.organisation')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attendances', to='teams.teammeeting')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('meeting', 'user'), name='attendance_once'), models.CheckConstraint(condition=models.Q(models.Q(('hours__gt', 0), ('present', True)), models.Q(('hours', 0), ('present', False)), _connector='OR'), name='absent_gives_no_hours')],
            },
        ),
        migrations.CreateModel(
            name='AgendaItem',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('position', models.PositiveSmallIntegerField()),
                ('question', models.CharField(blank=True, help_text='what the team is asked', max_length=300)),
                ('put_at', models.DateTimeField()),
                ('state', models.CharField(choices=[('waiting', 'to be discussed'), ('discussed', 'discussed'), ('postponed', 'postponed'), ('dropped', 'taken off the agenda')], default='waiting', max_length=10)),
                ('decision', models.CharField(blank=True, choices=[('project', 'write the project'), ('extend', 'confirm or extend the running project'), ('deepen', 'deepen the assessment'), ('specialist', 'refer to a specialist service'), ('social_only', 'continue with the social service alone'), ('close', 'close')], max_length=12)),
                ('decision_text', models.TextField(blank=True)),
                ('decided_at', models.DateTimeField(null=True)),
                ('way_before', models.CharField(blank=True, choices=[('work_only', 'work only'), ('social_only', 'social only'), ('complex', 'complex need'), ('specialist', 'specialist service')], help_text='restored when the decision is corrected', max_length=12)),
                ('reason', models.CharField(blank=True, help_text='why it was postponed or taken off', max_length=300)),
                ('work_ended_at', models.DateTimeField(null=True)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('extract', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document')),
                ('pathway', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='agenda_items', to='pathways.pathway')),
                ('put_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='teams.teammeeting')),
            ],
            options={
                'ordering': ['position', 'id'],
                'indexes': [models.Index(fields=['pathway', 'state'], name='item_pathway_state')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'waiting')), fields=('pathway',), name='household_waits_for_one_meeting'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', False), ('state', 'discussed'), models.Q(('decision', ''), _negated=True)), models.Q(models.Q(('state', 'discussed'), _negated=True), ('decided_at', None), ('decision', '')), _connector='OR'), name='item_discussed_has_a_decision'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['postponed', 'dropped']), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='item_put_aside_has_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='TeamMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('membership', models.CharField(choices=[('basic', 'basic member'), ('extended', 'called by need')], max_length=10)),
                ('need', models.CharField(blank=True, choices=[('mental_health', 'mental health'), ('addictions', 'addictions'), ('disability', 'disability and dependency'), ('school', 'school'), ('housing', 'home'), ('other', 'another need')], max_length=14)),
                ('hours_from', models.DecimalField(decimal_places=1, help_text='a month', max_digits=5, null=True)),
                ('hours_to', models.DecimalField(decimal_places=1, help_text='a month', max_digits=5, null=True)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField(null=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='bodies.organisation')),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='members', to='teams.team')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='team_memberships', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['membership', 'id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ends_on', None)), fields=('team', 'user'), name='team_member_once'), models.CheckConstraint(condition=models.Q(models.Q(('hours_from', None), ('hours_to', None)), models.Q(('hours_from__gt', 0), ('hours_to__gte', models.F('hours_from'))), _connector='OR'), name='team_member_hours_in_order'), models.CheckConstraint(condition=models.Q(models.Q(('membership', 'basic'), ('need', '')), models.Q(('membership', 'extended'), models.Q(('need', ''), _negated=True)), _connector='OR'), name='team_member_called_for_a_need')],
            },
        ),
        migrations.CreateModel(
            name='TeamReader',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField(null=True)),
                ('pathway', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='team_readers', to='pathways.pathway')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ends_at', None)), fields=('pathway', 'user'), name='team_reader_once'), models.CheckConstraint(condition=models.Q(('ends_at', None), ('ends_at__gte', models.F('starts_at')), _connector='OR'), name='team_reader_ends_after_start')],
            },
        ),
        migrations.CreateModel(
            name='AgendaGuest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('need', models.CharField(choices=[('mental_health', 'mental health'), ('addictions', 'addictions'), ('disability', 'disability and dependency'), ('school', 'school'), ('housing', 'home'), ('other', 'another need')], default='other', max_length=14)),
                ('reason', models.CharField(blank=True, max_length=200)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='bodies.organisation')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='guests', to='teams.agendaitem')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('item', 'user'), name='guest_once_per_item')],
            },
        ),
    ]
