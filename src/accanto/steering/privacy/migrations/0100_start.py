import django.contrib.postgres.fields
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from accanto.core.database.beginning import Beginning


class Migration(Beginning):

    replaces = [('privacy', '0001_initial'), ('privacy', '0002_retention_and_holds'), ('privacy', '0003_requests'), ('privacy', '0004_extracts'), ('privacy', '0005_erasures'), ('privacy', '0006_rectifications'), ('privacy', '0010_declarations')]

    initial = True

    dependencies = [
        ('cases', '0100_start'),
        ('documents', '0100_start'),
        ('persons', '0100_start'),
        ('places', '0100_start'),
        ('staff', '0100_start'),
    ]

    operations = [
        migrations.CreateModel(
            name='Finding',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('rule', models.CharField(max_length=30)),
                ('day', models.DateField()),
                ('evidence', models.JSONField(default=list)),
                ('people', models.PositiveIntegerField(help_text='how many different cases and persons')),
                ('state', models.CharField(choices=[('to_review', 'to be reviewed'), ('justified', 'justified'), ('follow_up', 'to be followed up')], default='to_review', max_length=10)),
                ('found_at', models.DateTimeField()),
                ('due_on', models.DateField()),
                ('reviewed_at', models.DateTimeField(null=True)),
                ('reviewed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['due_on', '-day', 'id'],
                'indexes': [models.Index(fields=['state', 'due_on'], name='finding_state_due')],
                'constraints': [models.UniqueConstraint(fields=('rule', 'user', 'day'), name='one_finding_per_rule_user_day'), models.CheckConstraint(condition=models.Q(('state', 'to_review'), models.Q(('reviewed_at__isnull', False), ('reviewed_by__isnull', False)), _connector='OR'), name='finding_reviewed_by_somebody')],
            },
        ),
        migrations.CreateModel(
            name='OperatorHome',
            fields=[
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='home', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('codice_fiscale', models.CharField(blank=True, max_length=16)),
                ('address', models.CharField(blank=True, max_length=200)),
                ('given_at', models.DateTimeField()),
                ('municipality', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.municipality')),
            ],
        ),
        migrations.CreateModel(
            name='Review',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('outcome', models.CharField(choices=[('to_review', 'to be reviewed'), ('justified', 'justified'), ('follow_up', 'to be followed up')], max_length=10)),
                ('note', models.TextField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('finding', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reviews', to='privacy.finding')),
            ],
            options={
                'ordering': ['-at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='CourtHold',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('authority', models.CharField(max_length=200)),
                ('reason', models.TextField()),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField(help_text='first day without the hold', null=True)),
                ('placed_at', models.DateTimeField()),
                ('lifted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='court_holds', to='persons.person')),
                ('placed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-starts_on', '-placed_at', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='hold_ends_after_it_starts')],
            },
        ),
        migrations.CreateModel(
            name='RetentionReview',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number', models.CharField(help_text='of the case: who reviews may not see the case itself', max_length=12)),
                ('closed_on', models.DateField()),
                ('term', models.CharField(help_text='key in data/retention.yaml', max_length=30)),
                ('due_on', models.DateField(help_text='first day after the term')),
                ('held', models.BooleanField(default=False, help_text='a court hold covers somebody of the household')),
                ('state', models.CharField(choices=[('to_review', 'to be reviewed'), ('kept', 'kept until a day'), ('to_erase', 'to be erased')], default='to_review', max_length=10)),
                ('keep_until', models.DateField(null=True)),
                ('reason', models.TextField(blank=True)),
                ('found_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(null=True)),
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='retention_review', to='cases.case')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['due_on', 'number'],
                'indexes': [models.Index(fields=['state', 'due_on'], name='retention_state_due')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('keep_until__isnull', False), ('state', 'kept')), models.Q(models.Q(('state', 'kept'), _negated=True), ('keep_until', None)), _connector='OR'), name='retention_kept_until_a_day'), models.CheckConstraint(condition=models.Q(('state', 'to_review'), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='retention_decided_by_somebody')],
            },
        ),
        migrations.CreateModel(
            name='PersonRequest',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('access', 'access to the data (art. 15)'), ('rectification', 'rectification (art. 16)'), ('erasure', 'erasure (art. 17)'), ('restriction', 'restriction (art. 18)')], max_length=15)),
                ('received_on', models.DateField()),
                ('identity', models.CharField(choices=[('document', 'identity document seen'), ('known', 'known in person by the service'), ('digital', 'SPID, CIE or signed message'), ('proxy', 'through somebody with a written mandate')], max_length=10)),
                ('asked', models.TextField(help_text="in the person's words")),
                ('due_on', models.DateField(help_text='last day for the answer')),
                ('state', models.CharField(choices=[('open', 'to be answered'), ('extended', 'extended, to be answered'), ('answered', 'answered'), ('refused', 'refused with a reason')], default='open', max_length=10)),
                ('extension_reason', models.TextField(blank=True)),
                ('extended_at', models.DateTimeField(null=True)),
                ('answer', models.TextField(blank=True)),
                ('answered_at', models.DateTimeField(null=True)),
                ('recorded_at', models.DateTimeField()),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='privacy_requests', to='persons.person')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['due_on', 'received_on', 'id'],
                'indexes': [models.Index(fields=['state', 'due_on'], name='request_state_due')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', False), ('answered_by__isnull', False), ('state__in', ('answered', 'refused'))), models.Q(('answered_at', None), ('state__in', ('open', 'extended'))), _connector='OR'), name='request_answered_by_somebody'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'extended'), _negated=True), ('extended_at__isnull', False), _connector='OR'), name='request_extended_with_a_day'), models.CheckConstraint(condition=models.Q(('due_on__gte', models.F('received_on'))), name='request_due_after_received')],
            },
        ),
        migrations.CreateModel(
            name='Extract',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('covered', models.TextField(blank=True, help_text='further names to hide, one a line; emptied when it is issued')),
                ('prepared_at', models.DateTimeField()),
                ('issued_at', models.DateTimeField(null=True)),
                ('fingerprint', models.CharField(blank=True, help_text='SHA-256 of what was told', max_length=64)),
                ('data', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document')),
                ('issued_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('paper', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document')),
                ('prepared_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('request', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='extract', to='privacy.personrequest')),
            ],
            options={
                'ordering': ['-prepared_at', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('fingerprint', ''), ('issued_at', None), ('issued_by', None)), models.Q(('covered', ''), ('issued_at__isnull', False), ('issued_by__isnull', False), models.Q(('fingerprint', ''), _negated=True)), _connector='OR'), name='extract_issued_by_somebody')],
            },
        ),
        migrations.CreateModel(
            name='ExtractOmission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('section', models.CharField(help_text='code of a section (`persons.extracts`)', max_length=30)),
                ('ground', models.CharField(help_text='key in data/extract_grounds.yaml', max_length=30)),
                ('reason', models.TextField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('extract', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='omissions', to='privacy.extract')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('extract', 'section'), name='section_left_out_once'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='section_left_out_with_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='Erasure',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('ground', models.CharField(help_text='key in data/erasure_grounds.yaml', max_length=30)),
                ('reason', models.TextField()),
                ('state', models.CharField(choices=[('proposed', 'proposed, to be confirmed by somebody else'), ('withdrawn', 'withdrawn'), ('done', 'carried out')], default='proposed', max_length=10)),
                ('cases', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None)),
                ('shared', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None)),
                ('proposed_at', models.DateTimeField()),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('request', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='erasure', to='privacy.personrequest')),
                ('review', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='erasure', to='privacy.retentionreview')),
            ],
            options={
                'ordering': ['-proposed_at', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('request', None), ('review__isnull', False)), models.Q(('request__isnull', False), ('review', None)), _connector='OR'), name='erasure_from_one_thing'), models.CheckConstraint(condition=models.Q(models.Q(('confirmed_at__isnull', False), ('confirmed_by__isnull', False), ('state', 'done'), models.Q(('confirmed_by', models.F('proposed_by')), _negated=True)), models.Q(models.Q(('state', 'done'), _negated=True), ('confirmed_at', None), ('confirmed_by', None)), _connector='OR'), name='erasure_confirmed_by_another')],
            },
        ),
        migrations.CreateModel(
            name='ErasedPerson',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('pseudonym', models.CharField(help_text='«Persona K7Q2XM»', max_length=20, unique=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='erasures', to='persons.person')),
                ('erasure', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='people', to='privacy.erasure')),
            ],
            options={
                'verbose_name_plural': 'erased people',
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('erasure', 'person'), name='person_erased_once_each_time')],
            },
        ),
        migrations.CreateModel(
            name='Recipient',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200)),
                ('told_on', models.DateField(null=True)),
                ('how', models.CharField(blank=True, max_length=200)),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='recipients', to='privacy.personrequest')),
                ('told_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['name', 'id'],
                'constraints': [models.UniqueConstraint(fields=('request', 'name'), name='recipient_once'), models.CheckConstraint(condition=models.Q(models.Q(('told_by', None), ('told_on', None)), models.Q(('told_by__isnull', False), ('told_on__isnull', False)), _connector='OR'), name='recipient_told_by_somebody')],
            },
        ),
        migrations.CreateModel(
            name='Rectification',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fact', models.CharField(choices=[('first_name', 'name'), ('last_name', 'surname'), ('sex', 'sex'), ('birth_date', 'date of birth'), ('birth_place', 'place of birth'), ('codice_fiscale', 'codice fiscale'), ('residence', 'residence'), ('phone', 'telephone'), ('email', 'e-mail')], max_length=15)),
                ('before', models.TextField(blank=True)),
                ('after', models.TextField(blank=True)),
                ('reason', models.TextField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rectifications', to='privacy.personrequest')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='rectification_has_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='Declaration',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('codice_fiscale', models.CharField(blank=True, max_length=16)),
                ('first_name', models.CharField(blank=True, max_length=80)),
                ('last_name', models.CharField(blank=True, max_length=80)),
                ('search_name', models.CharField(blank=True, editable=False, max_length=180)),
                ('birth_date', models.DateField(null=True)),
                ('case_number', models.CharField(blank=True, max_length=12)),
                ('reason', models.CharField(choices=[('alleged_offender', 'alleged offender, or close to the alleged offender'), ('relative', 'relative'), ('neighbour', 'neighbour or acquaintance'), ('conflict', 'conflict of interest')], max_length=20)),
                ('source', models.CharField(blank=True, max_length=200)),
                ('at', models.DateTimeField()),
                ('ends_at', models.DateTimeField(null=True)),
                ('state', models.CharField(choices=[('declared', 'in force, to be looked at'), ('confirmed', 'in force'), ('lifted', 'lifted')], default='declared', max_length=10)),
                ('decided_at', models.DateTimeField(null=True)),
                ('decision', models.CharField(blank=True, max_length=300)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='declarations', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-at', 'id'],
                'indexes': [models.Index(fields=['codice_fiscale'], name='declaration_code'), models.Index(fields=['birth_date', 'search_name'], name='declaration_name'), models.Index(fields=['state', 'at'], name='declaration_state')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('codice_fiscale', ''), _negated=True), models.Q(models.Q(('search_name', ''), _negated=True), ('birth_date__isnull', False)), models.Q(('case_number', ''), _negated=True), _connector='OR'), name='declaration_says_whom'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None), ('state', 'declared')), models.Q(models.Q(('state', 'declared'), _negated=True), ('decided_at__isnull', False), models.Q(('decided_by', models.F('user')), _negated=True)), _connector='OR'), name='declaration_decided_by_somebody_else'), models.CheckConstraint(condition=models.Q(('ends_at', None), ('ends_at__gte', models.F('at')), _connector='OR'), name='declaration_ends_after_start')],
            },
        ),
    ]
