import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from accanto.core.database.beginning import Beginning


class Migration(Beginning):

    replaces = [('outcomes', '0001_initial'), ('outcomes', '0002_import_state_words'), ('outcomes', '0003_strength_of_a_proposal')]

    initial = True

    dependencies = [
        ('cases', '0100_start'),
        ('documents', '0100_start'),
        ('households', '0100_start'),
        ('jobs', '0100_start'),
        ('persons', '0100_start'),
        ('places', '0100_start'),
        ('staff', '0100_start'),
    ]

    operations = [
        migrations.CreateModel(
            name='OutcomeSource',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, unique=True)),
                ('mapping', models.JSONField(default=dict)),
                ('updated_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='OutcomeImport',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('measure', models.CharField(choices=[('rei', 'Reddito di inclusione'), ('rdc', 'Reddito di cittadinanza'), ('adi', 'Assegno di inclusione')], max_length=4)),
                ('filename', models.CharField(max_length=200)),
                ('state', models.CharField(choices=[('uploaded', 'uploaded'), ('mapped', 'columns confirmed'), ('running', 'running'), ('done', 'imported'), ('failed', 'refused')], default='uploaded', max_length=10)),
                ('reading', models.JSONField(default=dict, help_text='encoding, separator, sheets, formats, mapping')),
                ('read', models.PositiveIntegerField(default=0)),
                ('created', models.PositiveIntegerField(default=0)),
                ('updated', models.PositiveIntegerField(default=0)),
                ('unchanged', models.PositiveIntegerField(default=0)),
                ('rejected', models.PositiveIntegerField(default=0)),
                ('uploaded_at', models.DateTimeField()),
                ('finished_at', models.DateTimeField(null=True)),
                ('refusal', models.CharField(blank=True, max_length=400)),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document')),
                ('job', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='jobs.job')),
                ('uploaded_by', models.ForeignKey(help_text='null: the command line', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='imports', to='outcomes.outcomesource')),
            ],
            options={
                'ordering': ['-uploaded_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('finished_at__isnull', False), ('state__in', ['done', 'failed'])), models.Q(models.Q(('state__in', ['done', 'failed']), _negated=True), ('finished_at', None)), _connector='OR'), name='import_over_has_a_time')],
            },
        ),
        migrations.CreateModel(
            name='Application',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('measure', models.CharField(choices=[('rei', 'Reddito di inclusione'), ('rdc', 'Reddito di cittadinanza'), ('adi', 'Assegno di inclusione')], max_length=4)),
                ('protocol', models.CharField(max_length=60)),
                ('submitted_on', models.DateField(null=True)),
                ('fiscal_code', models.CharField(blank=True, max_length=20)),
                ('last_name', models.CharField(blank=True, max_length=80)),
                ('first_name', models.CharField(blank=True, max_length=80)),
                ('birth_date', models.DateField(null=True)),
                ('outcome', models.CharField(choices=[('positive', 'positive'), ('lapsed', 'lapsed'), ('suspended', 'suspended'), ('in_process', 'in process'), ('rejected', 'rejected')], max_length=10)),
                ('outcome_on', models.DateField(null=True)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('pad_signed_on', models.DateField(null=True)),
                ('created_at', models.DateTimeField()),
                ('case', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='applications', to='cases.case')),
                ('household', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='applications', to='households.household')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='applications', to='places.municipality')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='applications', to='persons.person')),
                ('outcome_import', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='applications', to='outcomes.outcomeimport')),
            ],
            options={
                'ordering': ['-outcome_on', 'protocol'],
                'indexes': [models.Index(fields=['measure', 'outcome', 'municipality'], name='application_tally'), models.Index(fields=['fiscal_code'], name='application_fiscal_code'), models.Index(condition=models.Q(('case', None), ('outcome', 'positive')), fields=['outcome_on'], name='application_to_assign')],
                'constraints': [models.UniqueConstraint(fields=('measure', 'protocol'), name='application_protocol_once'), models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'positive'), _negated=True), ('outcome_on__isnull', False), _connector='OR'), name='positive_application_has_a_date')],
            },
        ),
        migrations.CreateModel(
            name='Applicant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fiscal_code', models.CharField(blank=True, max_length=20)),
                ('last_name', models.CharField(blank=True, max_length=80)),
                ('first_name', models.CharField(blank=True, max_length=80)),
                ('birth_date', models.DateField(null=True)),
                ('relation', models.CharField(blank=True, help_text='a households.Relation value', max_length=12)),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='persons.person')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='applicants', to='outcomes.application')),
            ],
            options={
                'ordering': ['id'],
                'indexes': [models.Index(condition=models.Q(('person', None)), fields=['application'], name='applicant_to_identify')],
            },
        ),
        migrations.CreateModel(
            name='Accompaniment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('text', models.TextField()),
                ('done', models.BooleanField(default=False, help_text='nothing more to do')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='accompaniments', to='outcomes.application')),
            ],
            options={
                'ordering': ['-at'],
            },
        ),
        migrations.CreateModel(
            name='Candidate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('score', models.PositiveSmallIntegerField(help_text='points of the rule that compared them')),
                ('reasons', models.JSONField(default=list)),
                ('state', models.CharField(choices=[('open', 'to be decided'), ('same', 'the same person'), ('different', 'another person')], default='open', max_length=10)),
                ('decided_at', models.DateTimeField(null=True)),
                ('applicant', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='candidates', to='outcomes.applicant')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='candidates', to='outcomes.application')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='persons.person')),
                ('strength', models.CharField(blank=True, choices=[('same', 'the same'), ('very_alike', 'very alike'), ('alike', 'alike')], help_text='empty where the list had a rule of its own', max_length=12)),
            ],
            options={
                'ordering': ['-score'],
                'constraints': [models.UniqueConstraint(fields=('application', 'applicant', 'person'), name='candidate_once', nulls_distinct=False)],
            },
        ),
        migrations.CreateModel(
            name='ListTotal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('outcome', models.CharField(blank=True, choices=[('positive', 'positive'), ('lapsed', 'lapsed'), ('suspended', 'suspended'), ('in_process', 'in process'), ('rejected', 'rejected')], max_length=10)),
                ('stated', models.PositiveIntegerField()),
                ('computed', models.PositiveIntegerField()),
                ('municipality', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.municipality')),
                ('outcome_import', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='totals', to='outcomes.outcomeimport')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('outcome_import', 'municipality', 'outcome'), name='list_total_once', nulls_distinct=False)],
            },
        ),
        migrations.CreateModel(
            name='ApplicationEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('outcome', models.CharField(choices=[('positive', 'positive'), ('lapsed', 'lapsed'), ('suspended', 'suspended'), ('in_process', 'in process'), ('rejected', 'rejected')], max_length=10)),
                ('outcome_on', models.DateField(null=True)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('known_on', models.DateField()),
                ('at', models.DateTimeField()),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='events', to='outcomes.application')),
                ('outcome_import', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='outcomes.outcomeimport')),
            ],
            options={
                'ordering': ['known_on', 'id'],
                'indexes': [models.Index(fields=['application', 'known_on'], name='event_application_known')],
            },
        ),
        migrations.CreateModel(
            name='RejectedRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sheet', models.CharField(blank=True, max_length=80)),
                ('row', models.PositiveIntegerField()),
                ('column', models.CharField(blank=True, max_length=80)),
                ('value', models.CharField(blank=True, max_length=300)),
                ('reason', models.CharField(max_length=300)),
                ('cells', models.JSONField(default=list)),
                ('outcome_import', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rejected_rows', to='outcomes.outcomeimport')),
            ],
            options={
                'ordering': ['sheet', 'row', 'id'],
            },
        ),
    ]
