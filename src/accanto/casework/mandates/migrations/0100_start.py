import django.contrib.postgres.fields
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from accanto.core.database.beginning import Beginning


class Migration(Beginning):

    replaces = [('mandates', '0001_initial'), ('mandates', '0002_later_orders'), ('mandates', '0003_hearing_time')]

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
            name='Measure',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=40)),
                ('register_number', models.CharField(blank=True, help_text='of the proceedings (R.G.)', max_length=40)),
                ('order_number', models.CharField(blank=True, max_length=40)),
                ('order_on', models.DateField()),
                ('received_at', models.DateTimeField(help_text='when the order was notified to the service')),
                ('begun_on', models.DateField(null=True)),
                ('mandate', models.TextField(help_text='what the court asks of the service, in the words of the order')),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField(null=True)),
                ('duration_words', models.CharField(blank=True, max_length=200)),
                ('state', models.CharField(choices=[('in_force', 'in force'), ('ended', 'ended')], default='in_force', max_length=10)),
                ('ended_on', models.DateField(null=True)),
                ('ended_how', models.CharField(blank=True, choices=[('expired', 'Its term has passed'), ('revoked', 'The court revoked it'), ('replaced', 'Another measure takes its place'), ('fulfilled', 'What it asked for was done')], max_length=10)),
                ('end_reason', models.CharField(blank=True, max_length=300)),
                ('signalled_on', models.DateField(help_text='the prosecutor was told that a placement is ending', null=True)),
                ('created_at', models.DateTimeField()),
                ('authority', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='bodies.organisation')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='measures', to='cases.case')),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('document', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document')),
                ('replaced_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaces', to='mandates.measure')),
            ],
            options={
                'ordering': ['-order_on', '-created_at'],
                'indexes': [models.Index(fields=['case', 'state'], name='measure_case_state')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('end_reason', ''), ('ended_how', ''), ('ended_on', None), ('state', 'in_force')), models.Q(('ended_on__isnull', False), ('state', 'ended'), models.Q(('ended_how', ''), _negated=True), models.Q(('end_reason', ''), _negated=True)), _connector='OR'), name='measure_state_has_its_facts'), models.CheckConstraint(condition=models.Q(models.Q(('ended_how', 'replaced'), ('replaced_by__isnull', False)), models.Q(models.Q(('ended_how', 'replaced'), _negated=True), ('replaced_by', None)), _connector='OR'), name='measure_replaced_names_the_other'), models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gt', models.F('starts_on')), _connector='OR'), name='measure_ends_after_start'), models.UniqueConstraint(condition=models.Q(('order_number', ''), _negated=True), fields=('case', 'authority', 'order_number', 'order_on', 'kind'), name='measure_registered_once')],
            },
        ),
        migrations.CreateModel(
            name='EntrustmentTerms',
            fields=[
                ('measure', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='entrustment', serialize=False, to='mandates.measure')),
                ('placed_with', models.CharField(help_text='(a)', max_length=200)),
                ('service_acts', models.TextField(blank=True, help_text='(b)')),
                ('placement_acts', models.TextField(blank=True, help_text='(c)')),
                ('parents_acts', models.TextField(blank=True, help_text='(d)')),
                ('curator_acts', models.TextField(blank=True, help_text='(e)')),
                ('service_tasks', models.TextField(help_text='(f)')),
                ('duration_months', models.PositiveSmallIntegerField(help_text='(g)', null=True)),
                ('reporting_months', models.PositiveSmallIntegerField(help_text='(h)', null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Concerned',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(blank=True, max_length=160)),
                ('role', models.CharField(choices=[('minor', 'minor'), ('parent', 'parent'), ('holder', 'holder of parental responsibility'), ('curator', 'special curator'), ('adult', 'adult')], max_length=10)),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='persons.person')),
                ('measure', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='concerned', to='mandates.measure')),
            ],
            options={
                'verbose_name_plural': 'concerned',
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('name', ''), ('person__isnull', False)), models.Q(('person', None), models.Q(('name', ''), _negated=True)), _connector='OR'), name='concerned_is_a_person_or_a_name'), models.UniqueConstraint(condition=models.Q(('person__isnull', False)), fields=('measure', 'person', 'role'), name='concerned_once')],
            },
        ),
        migrations.CreateModel(
            name='Hearing',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('starts_at', models.DateTimeField()),
                ('place', models.CharField(max_length=200)),
                ('about', models.CharField(blank=True, max_length=300)),
                ('state', models.CharField(choices=[('planned', 'fixed'), ('held', 'held'), ('postponed', 'postponed'), ('cancelled', 'cancelled')], default='planned', max_length=10)),
                ('outcome', models.TextField(blank=True)),
                ('settled_at', models.DateTimeField(null=True)),
                ('created_at', models.DateTimeField()),
                ('measure', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='hearings', to='mandates.measure')),
                ('moved_to', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='moved_from', to='mandates.hearing')),
                ('appointment', models.OneToOneField(help_text='the time of those who go; it names no case', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='hearing', to='cases.appointment')),
            ],
            options={
                'ordering': ['starts_at', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('outcome', ''), ('settled_at', None), ('state', 'planned')), models.Q(models.Q(('state', 'planned'), _negated=True), ('settled_at__isnull', False), models.Q(('outcome', ''), _negated=True)), _connector='OR'), name='settled_hearing_says_how'), models.UniqueConstraint(fields=('measure', 'starts_at'), name='hearing_once')],
            },
        ),
        migrations.CreateModel(
            name='HearingOperator',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hearing', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='operators', to='mandates.hearing')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('hearing', 'user'), name='operator_goes_once')],
            },
        ),
        migrations.CreateModel(
            name='Prescription',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('addressee', models.CharField(max_length=160)),
                ('text', models.TextField()),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('measure', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='prescriptions', to='mandates.measure')),
                ('added_by_order', models.CharField(blank=True, max_length=160)),
                ('added_on', models.DateField(help_text='day of the later order that adds it; null: the order itself', null=True)),
                ('lifted_by_order', models.CharField(blank=True, max_length=160)),
                ('lifted_on', models.DateField(help_text='day of the later order that lifts it', null=True)),
            ],
            options={
                'ordering': ['position', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('text', ''), _negated=True), models.Q(('addressee', ''), _negated=True)), name='prescription_says_what_and_to_whom'), models.CheckConstraint(condition=models.Q(models.Q(('added_on', None), models.Q(('added_by_order', ''), _negated=True), _connector='OR'), models.Q(('lifted_on', None), models.Q(('lifted_by_order', ''), _negated=True), _connector='OR')), name='later_orders_of_a_prescription_have_a_day')],
            },
        ),
        migrations.CreateModel(
            name='PrescriptionCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kept', models.CharField(choices=[('yes', 'kept'), ('partly', 'partly kept'), ('no', 'not kept')], max_length=6)),
                ('seen_on', models.DateField()),
                ('note', models.CharField(blank=True, max_length=300)),
                ('recorded_at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('prescription', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='checks', to='mandates.prescription')),
            ],
            options={
                'ordering': ['-seen_on', '-id'],
            },
        ),
        migrations.CreateModel(
            name='ReportTerm',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('from_on', models.DateField()),
                ('every_months', models.PositiveSmallIntegerField(null=True)),
                ('words', models.CharField(blank=True, help_text='as the order says it', max_length=300)),
                ('by_law', models.BooleanField(default=False)),
                ('sent', models.PositiveSmallIntegerField(default=0)),
                ('due_on', models.DateField(null=True)),
                ('state', models.CharField(choices=[('open', 'running'), ('done', 'no report is due any more')], default='open', max_length=6)),
                ('created_at', models.DateTimeField()),
                ('measure', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='terms', to='mandates.measure')),
                ('changed_by_order', models.CharField(blank=True, max_length=160)),
                ('changed_on', models.DateField(help_text='day of the later order that changed it', null=True)),
            ],
            options={
                'ordering': ['created_at', 'id'],
                'indexes': [models.Index(condition=models.Q(('state', 'open')), fields=['due_on'], name='report_term_due')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('due_on__isnull', False), ('state', 'open')), models.Q(('due_on', None), ('state', 'done')), _connector='OR'), name='open_term_has_a_day'), models.CheckConstraint(condition=models.Q(('every_months', None), ('every_months__gte', 1), _connector='OR'), name='term_interval_is_a_month_at_least'), models.CheckConstraint(condition=models.Q(('changed_on', None), models.Q(('state', 'done'), models.Q(('changed_by_order', ''), _negated=True)), _connector='OR'), name='changed_term_names_the_order')],
            },
        ),
        migrations.CreateModel(
            name='CourtReport',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('term_due_on', models.DateField(help_text='which of the terms it answers', null=True)),
                ('version', models.PositiveSmallIntegerField(default=1)),
                ('change_reason', models.CharField(blank=True, max_length=300)),
                ('facts', models.TextField(blank=True)),
                ('nobody_heard', models.CharField(blank=True, help_text='why there are no statements', max_length=300)),
                ('evaluations', models.TextField(blank=True)),
                ('personality', models.BooleanField(default=False, help_text='the evaluations judge somebody’s personality')),
                ('instruments', models.TextField(blank=True, help_text='objective data and protocols on which they rest')),
                ('state', models.CharField(choices=[('draft', 'being written'), ('signed', 'signed, to be sent'), ('sent', 'sent')], default='draft', max_length=6)),
                ('revision', models.PositiveIntegerField(default=1)),
                ('saved_at', models.DateTimeField()),
                ('signed_at', models.DateTimeField(null=True)),
                ('fingerprint', models.CharField(blank=True, help_text='SHA-256 of the content', max_length=64)),
                ('sent_on', models.DateField(null=True)),
                ('channel', models.CharField(blank=True, choices=[('telematic', 'online filing'), ('certified_mail', 'certified e-mail'), ('by_hand', 'handed in at the registry')], max_length=14)),
                ('protocol', models.CharField(blank=True, max_length=60)),
                ('created_at', models.DateTimeField()),
                ('copy', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document')),
                ('document', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document')),
                ('replaces', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='mandates.courtreport')),
                ('saved_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('signed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('measure', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reports', to='mandates.measure')),
                ('term', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='mandates.reportterm')),
            ],
            options={
                'ordering': ['-created_at', '-version'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('copy', None), ('document', None), ('sent_on', None), ('signed_at', None), ('state', 'draft')), models.Q(('document__isnull', False), ('sent_on', None), ('signed_at__isnull', False), ('state', 'signed')), models.Q(('document__isnull', False), ('sent_on__isnull', False), ('signed_at__isnull', False), ('state', 'sent'), models.Q(('channel', ''), _negated=True)), _connector='OR'), name='court_report_state_has_its_facts'), models.CheckConstraint(condition=models.Q(('replaces', None), models.Q(('change_reason', ''), _negated=True), _connector='OR'), name='corrected_report_says_why'), models.UniqueConstraint(condition=models.Q(('state', 'draft'), ('term__isnull', False)), fields=('term',), name='one_draft_for_a_term')],
            },
        ),
        migrations.CreateModel(
            name='ServiceResponsible',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('named_on', models.DateField()),
                ('told', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('court', 'the judge'), ('parents', 'the parents'), ('holders', 'who holds parental responsibility'), ('curator', 'the special curator'), ('placed_with', 'whoever the child lives with'), ('prosecutor', 'the public prosecutor')], max_length=12), default=list, size=None)),
                ('told_on', models.DateField(null=True)),
                ('ends_on', models.DateField(null=True)),
                ('recorded_at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('measure', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='responsibles', to='mandates.measure')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-named_on', '-id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ends_on', None)), fields=('measure',), name='one_responsible_of_a_measure'), models.CheckConstraint(condition=models.Q(models.Q(('told', []), ('told_on', None)), models.Q(models.Q(('told', []), _negated=True), ('told_on__isnull', False)), _connector='OR'), name='responsible_told_on_a_day')],
            },
        ),
        migrations.CreateModel(
            name='Statement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('who', models.CharField(max_length=160)),
                ('speaker', models.CharField(choices=[('party', 'a party'), ('minor', 'the minor'), ('third', 'a third person')], default='party', max_length=6)),
                ('said_on', models.DateField(null=True)),
                ('text', models.TextField()),
                ('withheld', models.BooleanField(default=False)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='statements', to='mandates.courtreport')),
            ],
            options={
                'ordering': ['position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='SupportAdministrator',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('office', models.CharField(choices=[('support', 'support administrator'), ('guardian', 'guardian'), ('curator', 'curator')], max_length=8)),
                ('holder', models.CharField(help_text='name and surname, or the body', max_length=160)),
                ('phone', models.CharField(blank=True, max_length=40)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('address', models.CharField(blank=True, max_length=200)),
                ('decree_number', models.CharField(max_length=40)),
                ('decree_on', models.DateField()),
                ('powers_alone', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('income', 'collects pension and other income'), ('accounts', 'manages accounts and ordinary expenses'), ('benefits', 'applies for benefits and services'), ('care', 'signs contracts of care and admission to a facility'), ('housing', 'manages the home and its contracts'), ('health', 'gives consent to treatment'), ('taxes', 'deals with taxes and public offices'), ('property', 'sells or buys property, authorised by the judge'), ('lawsuits', 'goes to court, authorised by the judge')], max_length=10), default=list, size=None)),
                ('powers_assisted', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('income', 'collects pension and other income'), ('accounts', 'manages accounts and ordinary expenses'), ('benefits', 'applies for benefits and services'), ('care', 'signs contracts of care and admission to a facility'), ('housing', 'manages the home and its contracts'), ('health', 'gives consent to treatment'), ('taxes', 'deals with taxes and public offices'), ('property', 'sells or buys property, authorised by the judge'), ('lawsuits', 'goes to court, authorised by the judge')], max_length=10), default=list, size=None)),
                ('words_alone', models.TextField(blank=True)),
                ('words_assisted', models.TextField(blank=True)),
                ('words_beneficiary', models.TextField(blank=True)),
                ('every_months', models.PositiveSmallIntegerField(null=True)),
                ('report_from_on', models.DateField(null=True)),
                ('reports_made', models.PositiveSmallIntegerField(default=0)),
                ('next_report_on', models.DateField(null=True)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField(null=True)),
                ('end_reason', models.CharField(blank=True, max_length=300)),
                ('warned', models.BooleanField(default=False, help_text='the warning of art. 408 was read and set aside')),
                ('created_at', models.DateTimeField()),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='administrators', to='cases.case')),
                ('court', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='bodies.organisation')),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('holder_body', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='bodies.organisation')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='administrators', to='persons.person')),
            ],
            options={
                'ordering': ['-starts_on', '-created_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('end_reason', ''), ('ends_on', None)), models.Q(('ends_on__gt', models.F('starts_on')), models.Q(('end_reason', ''), _negated=True)), _connector='OR'), name='administrator_ends_for_a_reason'), models.CheckConstraint(condition=models.Q(('every_months', None), models.Q(('every_months__gte', 1), ('report_from_on__isnull', False)), _connector='OR'), name='interval_counts_from_a_day'), models.UniqueConstraint(condition=models.Q(('ends_on', None)), fields=('person', 'office'), name='one_administrator_at_a_time')],
            },
        ),
        migrations.CreateModel(
            name='AdministratorReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due_on', models.DateField(null=True)),
                ('made_on', models.DateField()),
                ('note', models.CharField(blank=True, max_length=300)),
                ('recorded_at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('administrator', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='accounts', to='mandates.supportadministrator')),
            ],
            options={
                'ordering': ['-made_on', '-id'],
            },
        ),
    ]
