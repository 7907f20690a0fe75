import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from accanto.core.database.beginning import Beginning


class Migration(Beginning):

    replaces = [('reports', '0001_initial')]

    initial = True

    dependencies = [
        ('bodies', '0100_start'),
        ('cases', '0100_start'),
        ('documents', '0100_start'),
        ('persons', '0100_start'),
        ('staff', '0100_start'),
    ]

    operations = [
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number', models.CharField(help_text='year/progressive', max_length=12, unique=True)),
                ('kind', models.CharField(max_length=40)),
                ('state', models.CharField(choices=[('received', 'received'), ('evaluating', 'in evaluation'), ('answered', 'answered'), ('closed', 'closed')], default='received', max_length=12)),
                ('urgency', models.CharField(choices=[('ordinary', 'ordinary'), ('urgent', 'urgent'), ('immediate', 'immediate')], default='ordinary', max_length=10)),
                ('compartment', models.CharField(choices=[('ordinary', 'ordinary'), ('child_protection', 'child protection'), ('adoption', 'adoption'), ('violence', 'violence'), ('justice', 'justice'), ('health', 'health')], default='ordinary', max_length=20)),
                ('channel', models.CharField(choices=[('phone', 'phone'), ('pec', 'certified e-mail'), ('email', 'e-mail'), ('in_person', 'in person'), ('post', 'post')], max_length=10)),
                ('received_at', models.DateTimeField(help_text='when it reached the service')),
                ('registered_at', models.DateTimeField()),
                ('reporter_kind', models.CharField(choices=[('police', 'police'), ('judicial_police', 'judicial police'), ('prosecutor', 'prosecutor'), ('court', 'court'), ('helpline_114', '114 child emergency'), ('helpline_1522', '1522 violence and stalking'), ('hospital', 'hospital'), ('health_agency', 'health agency'), ('school', 'school'), ('other_town', 'social service of another town'), ('institution', 'other institution'), ('citizen', 'citizen')], max_length=20)),
                ('reporter_body', models.CharField(blank=True, help_text='body or office, in words', max_length=160)),
                ('reporter_name', models.CharField(blank=True, help_text='who signs or calls', max_length=160)),
                ('reporter_contact', models.CharField(blank=True, max_length=160)),
                ('covered', models.BooleanField(default=False, help_text='the person who reports asks not to be named')),
                ('sender_protocol', models.CharField(blank=True, max_length=60)),
                ('sender_date', models.DateField(null=True)),
                ('text', models.TextField()),
                ('placed_at', models.DateTimeField(help_text='when the minor was placed (art. 403 c.c.)', null=True)),
                ('taken_at', models.DateTimeField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('case', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='cases.case')),
                ('evaluator', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='bodies.office')),
                ('received_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-received_at', '-number'],
                'indexes': [models.Index(fields=['office', 'state', '-received_at'], name='report_office_state'), models.Index(fields=['evaluator', 'state'], name='report_evaluator_state')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('state', 'received'), ('taken_at', None)), models.Q(('closed_at', None), ('evaluator__isnull', False), ('state__in', ['evaluating', 'answered']), ('taken_at__isnull', False)), models.Q(('closed_at__isnull', False), ('evaluator__isnull', False), ('state', 'closed'), ('taken_at__isnull', False)), _connector='OR'), name='report_state_has_its_facts'), models.CheckConstraint(condition=models.Q(('case', None), ('state', 'closed'), _connector='OR'), name='report_joins_a_case_when_closed'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='report_says_something')],
            },
        ),
        migrations.CreateModel(
            name='DutyShift',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('state', models.CharField(choices=[('open', 'under way'), ('closed', 'closed')], default='open', max_length=8)),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField(null=True)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='duty_shifts', to='bodies.office')),
                ('worker', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='duty_shifts', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-starts_at'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('worker',), name='one_open_shift'), models.CheckConstraint(condition=models.Q(models.Q(('ends_at', None), ('state', 'open')), models.Q(('ends_at__isnull', False), ('state', 'closed')), _connector='OR'), name='shift_closed_has_a_time')],
            },
        ),
        migrations.CreateModel(
            name='EmergencyCall',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('state', models.CharField(choices=[('waiting', 'waits to be handed over'), ('handed_over', 'handed over')], default='waiting', max_length=12)),
                ('called_at', models.DateTimeField()),
                ('happened', models.TextField(help_text='what happened, as told at the telephone')),
                ('measures', models.TextField(blank=True)),
                ('placed_at', models.DateTimeField(null=True)),
                ('place', models.CharField(blank=True, max_length=200)),
                ('until', models.CharField(blank=True, help_text='until when, in words', max_length=160)),
                ('accompanied_by', models.CharField(blank=True, max_length=160)),
                ('handed_things', models.CharField(blank=True, max_length=300)),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='calls', to='reports.report')),
                ('shift', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='calls', to='reports.dutyshift')),
                ('worker', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-called_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(('placed_at', None), models.Q(('place', ''), _negated=True), _connector='OR'), name='placement_has_its_place')],
            },
        ),
        migrations.CreateModel(
            name='Handover',
            fields=[
                ('call', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='handover', serialize=False, to='reports.emergencycall')),
                ('note', models.TextField(blank=True, help_text='what is left to do, from whoever was on duty')),
                ('accepted_at', models.DateTimeField(null=True)),
                ('reminded_at', models.DateTimeField(null=True)),
                ('accepted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('accepted_at', None), ('accepted_by', None)), models.Q(('accepted_at__isnull', False), ('accepted_by__isnull', False)), _connector='OR'), name='handover_accepted_by_somebody')],
            },
        ),
        migrations.CreateModel(
            name='EvictionMeasure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40)),
                ('note', models.CharField(blank=True, max_length=300)),
                ('done_on', models.DateField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='measures', to='reports.report')),
            ],
            options={
                'ordering': ['done_on', 'id'],
            },
        ),
        migrations.CreateModel(
            name='NamedPerson',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('last_name', models.CharField(blank=True, max_length=80)),
                ('first_name', models.CharField(blank=True, max_length=80)),
                ('birth_date', models.DateField(null=True)),
                ('known', models.CharField(blank=True, help_text='what is known of somebody without a name', max_length=300)),
                ('part', models.CharField(choices=[('minor', 'the minor'), ('victim', 'who suffered it'), ('alleged', 'who is said to have done it'), ('parent', 'parent'), ('household', 'lives with them'), ('concerned', 'the person concerned'), ('other', 'other')], default='concerned', max_length=12)),
                ('search_name', models.CharField(blank=True, editable=False, max_length=180)),
                ('recognised_at', models.DateTimeField(null=True)),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='named_in_reports', to='persons.person')),
                ('recognised_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='named', to='reports.report')),
            ],
            options={
                'ordering': ['id'],
                'indexes': [models.Index(fields=['search_name'], name='named_search_name')],
                'constraints': [models.CheckConstraint(condition=models.Q(('first_name', ''), ('known', ''), ('last_name', ''), _negated=True), name='named_somehow'), models.CheckConstraint(condition=models.Q(models.Q(('person', None), ('recognised_at', None), ('recognised_by', None)), models.Q(('person__isnull', False), ('recognised_at__isnull', False), ('recognised_by__isnull', False)), _connector='OR'), name='recognised_by_somebody'), models.UniqueConstraint(condition=models.Q(('person__isnull', False)), fields=('report', 'person'), name='named_once')],
            },
        ),
        migrations.CreateModel(
            name='ReportAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('body', models.TextField()),
                ('written_at', models.DateTimeField()),
                ('sent_at', models.DateTimeField(null=True)),
                ('sent_channel', models.CharField(blank=True, choices=[('phone', 'phone'), ('pec', 'certified e-mail'), ('email', 'e-mail'), ('in_person', 'in person'), ('post', 'post')], max_length=10)),
                ('proof', models.CharField(blank=True, help_text='protocol or receipt of the sending', max_length=120)),
                ('document', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='report_answer', to='documents.document')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='reports.report')),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['written_at', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('sent_at', None), ('sent_channel', '')), models.Q(('sent_at__isnull', False), models.Q(('sent_channel', ''), _negated=True)), _connector='OR'), name='answer_sent_somehow')],
            },
        ),
        migrations.CreateModel(
            name='ReportClock',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('code', models.CharField(max_length=40)),
                ('label', models.CharField(max_length=160)),
                ('owner', models.CharField(choices=[('service', 'the service'), ('prosecutor', 'the prosecutor'), ('court', 'the court')], max_length=12)),
                ('position', models.PositiveSmallIntegerField()),
                ('starts_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('whole_days', models.BooleanField(default=False, help_text='it ends with a day, not at an hour')),
                ('provisional', models.BooleanField(default=False, help_text='counted from the latest moment of an act that is not known yet')),
                ('rule', models.CharField(max_length=200)),
                ('from_memory', models.BooleanField(default=False)),
                ('done_at', models.DateTimeField(null=True)),
                ('note', models.CharField(blank=True, max_length=300)),
                ('dropped_at', models.DateTimeField(help_text='the term no longer matters, `note` says why', null=True)),
                ('done_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='clocks', to='reports.report')),
            ],
            options={
                'ordering': ['position', 'due_at'],
                'indexes': [models.Index(condition=models.Q(('done_at', None), ('dropped_at', None)), fields=['due_at'], name='clock_running')],
                'constraints': [models.UniqueConstraint(fields=('report', 'code'), name='one_clock_of_a_kind'), models.CheckConstraint(condition=models.Q(('due_at__gte', models.F('starts_at'))), name='clock_does_not_run_backwards'), models.CheckConstraint(condition=models.Q(('done_at', None), ('dropped_at', None), _connector='OR'), name='clock_ends_once'), models.CheckConstraint(condition=models.Q(('dropped_at', None), models.Q(('note', ''), _negated=True), _connector='OR'), name='clock_dropped_for_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='CourtRequest',
            fields=[
                ('report', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='court_request', serialize=False, to='reports.report')),
                ('court', models.CharField(max_length=160)),
                ('proceeding', models.CharField(help_text='number of the proceeding', max_length=60)),
                ('hearing_on', models.DateField(null=True)),
                ('due_on', models.DateField(help_text='last day for the report, as the order says', null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('due_on__isnull', False), ('hearing_on__isnull', False), _connector='OR'), name='order_has_a_term')],
            },
        ),
        migrations.CreateModel(
            name='Evaluation',
            fields=[
                ('report', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='evaluation', serialize=False, to='reports.report')),
                ('facts', models.TextField(blank=True)),
                ('statements', models.TextField(blank=True)),
                ('assessment', models.TextField(blank=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('written_at', models.DateTimeField()),
                ('signed_at', models.DateTimeField(null=True)),
                ('signed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('signed_at', None), ('signed_by', None)), models.Q(('signed_at__isnull', False), ('signed_by__isnull', False), models.Q(('facts', ''), _negated=True), models.Q(('assessment', ''), _negated=True)), _connector='OR'), name='evaluation_signed_by_somebody')],
            },
        ),
        migrations.CreateModel(
            name='Eviction',
            fields=[
                ('report', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='eviction', serialize=False, to='reports.report')),
                ('execution_on', models.DateField()),
                ('address', models.CharField(blank=True, max_length=200)),
                ('members', models.PositiveSmallIntegerField(null=True)),
                ('minors', models.PositiveSmallIntegerField(null=True)),
                ('over_65', models.PositiveSmallIntegerField(null=True)),
                ('disabled', models.PositiveSmallIntegerField(null=True)),
                ('end', models.CharField(blank=True, choices=[('carried_out', 'it was carried out'), ('postponed', 'it was postponed to another day'), ('solved', 'it was not needed: a solution was found before')], max_length=12)),
                ('end_note', models.TextField(blank=True)),
                ('ended_on', models.DateField(null=True)),
                ('postponed_to', models.DateField(null=True)),
                ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('end', ''), ('ended_by', None), ('ended_on', None), ('postponed_to', None)), models.Q(('end', 'postponed'), ('ended_by__isnull', False), ('ended_on__isnull', False), ('postponed_to__isnull', False)), models.Q(('end__in', ['carried_out', 'solved']), ('ended_on__isnull', False), ('postponed_to', None), ('ended_by__isnull', False)), _connector='OR'), name='eviction_end_has_its_facts')],
            },
        ),
        migrations.CreateModel(
            name='ReportOutcome',
            fields=[
                ('report', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='outcome', serialize=False, to='reports.report')),
                ('kind', models.CharField(choices=[('new_case', 'a new case is opened'), ('existing_case', 'it joins a case that is open'), ('other_body', 'it goes to the body that is competent'), ('archived', 'it is archived, with a reason')], max_length=14)),
                ('reason', models.TextField(blank=True)),
                ('body', models.CharField(blank=True, help_text='the body that is competent', max_length=160)),
                ('decided_at', models.DateTimeField()),
                ('decided_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['new_case', 'existing_case']), models.Q(('kind', 'archived'), models.Q(('reason', ''), _negated=True)), models.Q(('kind', 'other_body'), models.Q(('body', ''), _negated=True)), _connector='OR'), name='outcome_has_its_reason')],
            },
        ),
    ]
