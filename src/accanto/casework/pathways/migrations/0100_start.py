import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from accanto.core.database.beginning import Beginning


class Migration(Beginning):

    replaces = [('pathways', '0001_initial'), ('pathways', '0002_one_row_for_the_first_meeting')]

    initial = True

    dependencies = [
        ('bodies', '0100_start'),
        ('cases', '0100_start'),
        ('documents', '0100_start'),
        ('persons', '0100_start'),
        ('places', '0100_start'),
        ('staff', '0100_start'),
    ]

    operations = [
        migrations.CreateModel(
            name='Pathway',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('measure', models.CharField(choices=[('rei', 'Reddito di inclusione'), ('rdc', 'Reddito di cittadinanza'), ('adi', 'Assegno di inclusione')], max_length=4)),
                ('source', models.UUIDField(unique=True)),
                ('protocol', models.CharField(max_length=60)),
                ('outcome_on', models.DateField()),
                ('submitted_on', models.DateField(help_text='day of the application, where the list told it', null=True)),
                ('clock_starts_on', models.DateField()),
                ('clock_from', models.CharField(choices=[('pad', 'signature of the household’s digital activation pact'), ('sending', 'sending of the application to the municipality'), ('application', 'application'), ('outcome', 'positive outcome')], default='outcome', max_length=12)),
                ('state', models.CharField(choices=[('running', 'running'), ('suspended', 'suspended'), ('closed', 'closed')], default='running', max_length=10)),
                ('stage', models.CharField(choices=[('outcome', 'Outcome received'), ('assigned', 'Assigned'), ('convoked', 'Convoked'), ('analysis', 'Preliminary analysis'), ('service_pact', 'Service pact'), ('team', 'Multidisciplinary team'), ('project', 'Project signed'), ('started', 'Started'), ('review', 'Review'), ('closed', 'Closed')], max_length=14)),
                ('way', models.CharField(blank=True, choices=[('work_only', 'work only'), ('social_only', 'social only'), ('complex', 'complex need'), ('specialist', 'specialist service')], max_length=12)),
                ('closed_on', models.DateField(null=True)),
                ('closed_reason', models.CharField(blank=True, max_length=200)),
                ('created_at', models.DateTimeField()),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pathways', to='cases.case')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pathways', to='places.municipality')),
            ],
            options={
                'ordering': ['-outcome_on', '-created_at'],
                'indexes': [models.Index(fields=['case', 'state'], name='pathway_case_state'), models.Index(fields=['measure', 'outcome_on'], name='pathway_measure_outcome'), models.Index(fields=['stage', 'state'], name='pathway_stage_state')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('closed_on__isnull', False), ('state', 'closed')), models.Q(models.Q(('state', 'closed'), _negated=True), ('closed_on', None)), _connector='OR'), name='pathway_closed_has_a_date')],
            },
        ),
        migrations.CreateModel(
            name='Convocation',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('purpose', models.CharField(choices=[('first', 'first meeting'), ('periodic', 'periodic meeting'), ('renewal', 'first meeting after renewal')], max_length=10)),
                ('state', models.CharField(choices=[('planned', 'to be sent'), ('sent', 'sent'), ('held', 'meeting held'), ('absent_justified', 'justified absence'), ('absent', 'absent without a reason'), ('cancelled', 'cancelled')], default='planned', max_length=18)),
                ('channel', models.CharField(blank=True, choices=[('sms', 'SMS'), ('email', 'e-mail'), ('letter', 'letter'), ('phone', 'phone call'), ('by_hand', 'by hand')], max_length=8)),
                ('sent_at', models.DateTimeField(null=True)),
                ('proof', models.CharField(blank=True, help_text='receipt number, message id, who handed it over', max_length=200)),
                ('decided_at', models.DateTimeField(null=True)),
                ('justification', models.CharField(blank=True, max_length=300)),
                ('created_at', models.DateTimeField()),
                ('appointment', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='convocation', to='cases.appointment')),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('letter', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document')),
                ('proof_document', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document')),
                ('pathway', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='convocations', to='pathways.pathway')),
            ],
            options={
                'ordering': ['-created_at'],
                'indexes': [models.Index(fields=['pathway', 'state'], name='convocation_pathway_state')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['planned', 'sent'])), fields=('pathway',), name='one_open_convocation_per_pathway'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['sent', 'absent', 'absent_justified']), _negated=True), models.Q(('sent_at__isnull', False), models.Q(('channel', ''), _negated=True)), _connector='OR'), name='convocation_sent_has_channel_and_time'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['held', 'absent', 'absent_justified']), _negated=True), ('decided_at__isnull', False), _connector='OR'), name='convocation_decided_has_a_time'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'absent_justified'), _negated=True), models.Q(('justification', ''), _negated=True), _connector='OR'), name='justified_absence_has_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='Consequence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('lapse_reported', 'lapse reported to the agency'), ('not_reported', 'nothing reported'), ('suspended', 'benefit suspended'), ('resumed', 'benefit resumed')], max_length=16)),
                ('decided_on', models.DateField()),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('rule', models.CharField(blank=True, max_length=200)),
                ('recorded_at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('convocation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='consequences', to='pathways.convocation')),
                ('pathway', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='consequences', to='pathways.pathway')),
            ],
            options={
                'ordering': ['recorded_at', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind', 'not_reported'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='not_reported_has_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='Renewal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('pad_signed_on', models.DateField()),
                ('recorded_at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('pathway', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='renewals', to='pathways.pathway')),
            ],
            options={
                'ordering': ['pad_signed_on', 'id'],
                'constraints': [models.UniqueConstraint(fields=('pathway', 'pad_signed_on'), name='renewal_once')],
            },
        ),
        migrations.CreateModel(
            name='ServicePact',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('signed_on', models.DateField()),
                ('number', models.CharField(blank=True, max_length=60)),
                ('state', models.CharField(choices=[('recorded', 'recorded'), ('checked', 'checked'), ('ended', 'ended')], default='recorded', max_length=10)),
                ('recorded_at', models.DateTimeField()),
                ('checked_at', models.DateTimeField(null=True)),
                ('check_note', models.CharField(blank=True, max_length=300)),
                ('checked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('document', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='bodies.office')),
                ('pathway', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='service_pacts', to='pathways.pathway')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='service_pacts', to='persons.person')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-signed_on'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state', 'checked'), _negated=True), models.Q(('checked_at__isnull', False), ('checked_by__isnull', False)), _connector='OR'), name='pact_checked_has_who_and_when'), models.UniqueConstraint(condition=models.Q(('state', 'ended'), _negated=True), fields=('pathway', 'person'), name='one_running_pact_per_person')],
            },
        ),
        migrations.CreateModel(
            name='StageEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stage', models.CharField(choices=[('outcome', 'Outcome received'), ('assigned', 'Assigned'), ('convoked', 'Convoked'), ('analysis', 'Preliminary analysis'), ('service_pact', 'Service pact'), ('team', 'Multidisciplinary team'), ('project', 'Project signed'), ('started', 'Started'), ('review', 'Review'), ('closed', 'Closed')], max_length=14)),
                ('entered_on', models.DateField()),
                ('recorded_at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('pathway', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='stages', to='pathways.pathway')),
            ],
            options={
                'verbose_name_plural': 'stage entries',
                'ordering': ['entered_on', 'id'],
                'indexes': [models.Index(fields=['stage', 'entered_on'], name='stage_entered')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('stage', 'review'), _negated=True), fields=('pathway', 'stage'), name='stage_entered_once')],
            },
        ),
    ]
