import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from accanto.core.database.beginning import Beginning


class Migration(Beginning):

    replaces = [('assessment', '0001_initial'), ('assessment', '0002_undone_closings'), ('assessment', '0003_interrupted_assessments')]

    initial = True

    dependencies = [
        ('cases', '0100_start'),
        ('pathways', '0100_start'),
        ('persons', '0100_start'),
        ('staff', '0100_start'),
    ]

    operations = [
        migrations.CreateModel(
            name='InstrumentVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=30)),
                ('version', models.PositiveSmallIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('published_on', models.DateField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('code', 'version'), name='instrument_version_once')],
            },
        ),
        migrations.CreateModel(
            name='Assessment',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('section_a', 'Section A: preliminary analysis'), ('section_b', 'Section B: in-depth framework'), ('six_areas', 'Six areas')], max_length=10)),
                ('moment', models.CharField(choices=[('entry', 'at entry'), ('review', 'during'), ('exit', 'at exit')], default='entry', max_length=6)),
                ('state', models.CharField(choices=[('open', 'being filled'), ('closed', 'closed'), ('stopped', 'interrupted')], default='open', max_length=8)),
                ('opened_on', models.DateField()),
                ('closed_on', models.DateField(null=True)),
                ('proposed_way', models.CharField(blank=True, choices=[('work_only', 'work only'), ('social_only', 'social only'), ('complex', 'complex need'), ('specialist', 'specialist service')], max_length=12)),
                ('decided_way', models.CharField(blank=True, choices=[('work_only', 'work only'), ('social_only', 'social only'), ('complex', 'complex need'), ('specialist', 'specialist service')], max_length=12)),
                ('decision_reason', models.TextField(blank=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='assessments', to='cases.case')),
                ('closed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('pathway', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='assessments', to='pathways.pathway')),
                ('instrument', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assessments', to='assessment.instrumentversion')),
                ('interrupted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('interrupted_on', models.DateField(null=True)),
                ('interruption_reason', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'ordering': ['-opened_on', 'id'],
                'indexes': [models.Index(fields=['kind', 'closed_on'], name='assessment_kind_closed')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind', 'section_a'), ('state', 'closed'), _negated=True), models.Q(('decided_way', ''), _negated=True), _connector='OR'), name='section_a_closed_has_a_way'), models.CheckConstraint(condition=models.Q(models.Q(('closed_by__isnull', False), ('closed_on__isnull', False), ('state', 'closed')), models.Q(('closed_by', None), ('closed_on', None), ('state__in', ['open', 'stopped'])), _connector='OR'), name='assessment_closed_has_who_and_when'), models.CheckConstraint(condition=models.Q(models.Q(('interrupted_by__isnull', False), ('interrupted_on__isnull', False), ('state', 'stopped'), models.Q(('interruption_reason', ''), _negated=True)), models.Q(models.Q(('state', 'stopped'), _negated=True), ('interrupted_by', None), ('interrupted_on', None), ('interruption_reason', '')), _connector='OR'), name='assessment_interrupted_has_who_when_and_why'), models.CheckConstraint(condition=models.Q(('interrupted_on', None), ('interrupted_on__gte', models.F('opened_on')), _connector='OR'), name='assessment_interrupted_after_it_was_begun'), models.UniqueConstraint(condition=models.Q(('moment', 'entry'), models.Q(('state', 'stopped'), _negated=True)), fields=('pathway', 'kind'), name='one_assessment_at_entry')],
            },
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('item', models.CharField(max_length=60)),
                ('value', models.JSONField(null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('updated_at', models.DateTimeField()),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='persons.person')),
                ('assessment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='assessment.assessment')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('assessment', 'item', 'person'), name='answer_once', nulls_distinct=False)],
            },
        ),
        migrations.CreateModel(
            name='AnswerRevision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('value', models.JSONField(null=True)),
                ('version', models.PositiveIntegerField()),
                ('at', models.DateTimeField()),
                ('answer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='revisions', to='assessment.answer')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-version'],
                'indexes': [models.Index(fields=['at'], name='answer_revision_at')],
                'constraints': [models.UniqueConstraint(fields=('answer', 'version'), name='answer_revision_once')],
            },
        ),
        migrations.CreateModel(
            name='MemberOutcome',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('activability', models.CharField(blank=True, choices=[('', 'to be decided'), ('activable', 'can be activated to work'), ('exempt', 'exempt'), ('not_activable', 'cannot be activated now')], max_length=14)),
                ('exemption', models.CharField(blank=True, help_text='code in data/exemptions.yaml', max_length=40)),
                ('note', models.CharField(blank=True, max_length=300)),
                ('decided_at', models.DateTimeField()),
                ('assessment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='member_outcomes', to='assessment.assessment')),
                ('decided_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='persons.person')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('assessment', 'person'), name='member_outcome_once'), models.CheckConstraint(condition=models.Q(models.Q(('activability', 'exempt'), _negated=True), models.Q(('exemption', ''), _negated=True), _connector='OR'), name='exempt_has_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='UndoneClosing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('closed_on', models.DateField()),
                ('decided_way', models.CharField(blank=True, choices=[('work_only', 'work only'), ('social_only', 'social only'), ('complex', 'complex need'), ('specialist', 'specialist service')], max_length=12)),
                ('reopened_on', models.DateField()),
                ('reason', models.CharField(max_length=300)),
                ('assessment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='undone_closings', to='assessment.assessment')),
                ('closed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('reopened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-reopened_on', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('reopened_on__gte', models.F('closed_on'))), name='closing_undone_after_it_was_done')],
            },
        ),
    ]
