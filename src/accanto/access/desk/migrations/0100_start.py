import django.contrib.postgres.fields
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from accanto.core.database.beginning import Beginning


class Migration(Beginning):

    replaces = [('desk', '0001_initial'), ('desk', '0002_outcome_results')]

    initial = True

    dependencies = [
        ('bodies', '0100_start'),
        ('cases', '0100_start'),
        ('directory', '0100_start'),
        ('persons', '0100_start'),
        ('places', '0100_start'),
        ('staff', '0100_start'),
    ]

    operations = [
        migrations.CreateModel(
            name='MediatorService',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=60, unique=True)),
                ('organisation', models.CharField(max_length=160)),
                ('languages', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=3), size=None)),
                ('phone', models.CharField(max_length=40)),
                ('hours', models.CharField(blank=True, help_text='in words', max_length=200)),
                ('mode', models.CharField(choices=[('in_person', 'in person'), ('phone', 'by telephone')], max_length=10)),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(null=True)),
            ],
            options={
                'ordering': ['organisation', 'mode'],
            },
        ),
        migrations.CreateModel(
            name='AccessPoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('urp', 'public relations office'), ('social_secretariat', 'social secretariat'), ('social_desk', 'social desk of a unit or district'), ('immigrants', 'immigrants’ desk'), ('multi_purpose', 'multi-purpose desk'), ('family_centre', 'family centre')], max_length=20)),
                ('windows', models.PositiveSmallIntegerField(default=1, help_text='where people are received at one time')),
                ('languages', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=3), blank=True, default=list, help_text='spoken at the desk without a mediator', size=None)),
                ('valid_from', models.DateField(null=True)),
                ('valid_to', models.DateField(null=True)),
                ('office', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='access_point', to='bodies.office')),
                ('partners', models.ManyToManyField(blank=True, help_text='bodies that sit here too', related_name='+', to='bodies.organisation')),
                ('unit', models.ForeignKey(help_text='proposed for taking in charge', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='bodies.office')),
            ],
            options={
                'ordering': ['office__name'],
                'constraints': [models.CheckConstraint(condition=models.Q(('windows__gte', 1), ('windows__lte', 30)), name='point_has_a_window')],
            },
        ),
        migrations.CreateModel(
            name='DeskPost',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField(null=True)),
                ('assigned_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('point', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='posts', to='desk.accesspoint')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='desk_posts', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['starts_on', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gt', models.F('starts_on')), _connector='OR'), name='desk_post_ends_after_start'), models.UniqueConstraint(condition=models.Q(('ends_on', None)), fields=('point', 'user'), name='desk_post_once_at_a_time')],
            },
        ),
        migrations.CreateModel(
            name='Ticket',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('day', models.DateField()),
                ('number', models.PositiveSmallIntegerField()),
                ('words', models.CharField(blank=True, help_text='first words, never a full name', max_length=80)),
                ('language', models.CharField(blank=True, max_length=3)),
                ('priority', models.CharField(blank=True, choices=[('', 'in turn'), ('infant', 'pregnant, or with a small child'), ('disability', 'disability or illness'), ('elderly', 'elderly person'), ('urgent', 'something that cannot wait'), ('appointment', 'has an appointment')], max_length=12)),
                ('state', models.CharField(choices=[('arrived', 'arrived before opening'), ('waiting', 'waiting'), ('called', 'called'), ('serving', 'being received'), ('done', 'received'), ('left', 'gone away')], default='waiting', max_length=8)),
                ('arrived_at', models.DateTimeField()),
                ('called_at', models.DateTimeField(null=True)),
                ('served_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('window', models.PositiveSmallIntegerField(null=True)),
                ('calls', models.PositiveSmallIntegerField(default=0)),
                ('called_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('point', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tickets', to='desk.accesspoint')),
            ],
            options={
                'ordering': ['day', 'number'],
                'indexes': [models.Index(fields=['point', 'day', 'state'], name='ticket_point_day_state')],
                'constraints': [models.UniqueConstraint(fields=('point', 'day', 'number'), name='ticket_number_of_a_day'), models.CheckConstraint(condition=models.Q(models.Q(('called_by', None), ('ended_at', None), ('served_at', None), ('state__in', ['arrived', 'waiting'])), models.Q(('called_at__isnull', False), ('called_by__isnull', False), ('ended_at', None), ('state', 'called')), models.Q(('called_by__isnull', False), ('ended_at', None), ('served_at__isnull', False), ('state', 'serving')), models.Q(('called_by__isnull', False), ('ended_at__isnull', False), ('state', 'done')), models.Q(('ended_at__isnull', False), ('state', 'left')), _connector='OR'), name='ticket_state_has_its_facts'), models.UniqueConstraint(condition=models.Q(('state__in', ('called', 'serving'))), fields=('called_by', 'day'), name='one_ticket_in_hand')],
            },
        ),
        migrations.CreateModel(
            name='Contact',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('key', models.UUIDField(help_text='of the form that it came from: sent twice, it is kept once', unique=True)),
                ('happened_at', models.DateTimeField()),
                ('channel', models.CharField(choices=[('in_person', 'at the desk'), ('phone', 'by telephone'), ('email', 'by e-mail'), ('video', 'by video call'), ('outside', 'outside: street, home, other services')], max_length=12)),
                ('identity', models.CharField(choices=[('anonymous', 'anonymous'), ('name', 'a name only'), ('person', 'a known person')], max_length=10)),
                ('name', models.CharField(blank=True, help_text='where only a name is told', max_length=120)),
                ('for_whom', models.CharField(choices=[('self', 'for oneself'), ('child', 'for a child'), ('parent', 'for a parent'), ('partner', 'for a husband, wife or partner'), ('relative', 'for another relative'), ('neighbour', 'for a neighbour or friend'), ('client', 'for somebody whom one follows by profession')], default='self', max_length=10)),
                ('language', models.CharField(default='ita', help_text='ISO 639-3, lower case', max_length=3)),
                ('nationality', models.CharField(blank=True, choices=[('', 'not asked'), ('italian', 'Italian'), ('eu', 'of another country of the Union'), ('non_eu', 'of a country outside the Union'), ('stateless', 'stateless')], max_length=10)),
                ('needs', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=24), size=None)),
                ('request', models.TextField(blank=True, help_text='what was asked', max_length=8000)),
                ('minutes', models.PositiveSmallIntegerField(null=True)),
                ('created_at', models.DateTimeField()),
                ('about', models.ForeignKey(help_text='for whom it is asked', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='persons.person')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(help_text='that it became, or belongs to', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('municipality', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.municipality')),
                ('person', models.ForeignKey(help_text='who asks', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='persons.person')),
                ('point', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contacts', to='desk.accesspoint')),
                ('ticket', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='contact', to='desk.ticket')),
            ],
            options={
                'ordering': ['-happened_at', 'id'],
                'indexes': [models.Index(fields=['point', '-happened_at'], name='contact_point_when'), models.Index(condition=models.Q(('person__isnull', False)), fields=['person'], name='contact_person'), models.Index(condition=models.Q(('case__isnull', False)), fields=['case'], name='contact_case')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('about', None), ('case', None), ('identity', 'anonymous'), ('name', ''), ('person', None)), models.Q(('identity', 'name'), ('person', None), models.Q(('name', ''), _negated=True)), models.Q(('identity', 'person'), ('name', ''), ('person__isnull', False)), _connector='OR'), name='contact_identity_has_its_facts'), models.CheckConstraint(condition=models.Q(('needs__len__gte', 1)), name='contact_has_a_need'), models.CheckConstraint(condition=models.Q(('about', None), ('person', None), models.Q(('about', models.F('person')), _negated=True), _connector='OR'), name='contact_about_somebody_else')],
            },
        ),
        migrations.CreateModel(
            name='ContactOutcome',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('information', 'information'), ('signposting', 'signposting to a service'), ('form_help', 'help with a form'), ('appointment', 'appointment'), ('application', 'application'), ('report', 'report'), ('case', 'taking in charge')], max_length=12)),
                ('state', models.CharField(choices=[('done', 'done'), ('to_do', 'to do'), ('dropped', 'given up')], max_length=8)),
                ('words', models.CharField(blank=True, max_length=300)),
                ('slip', models.CharField(blank=True, choices=[('', 'no slip'), ('printed', 'printed'), ('email', 'sent by e-mail'), ('sms', 'sent by message')], max_length=8)),
                ('slip_at', models.DateTimeField(null=True)),
                ('result', models.UUIDField(null=True)),
                ('settled_at', models.DateTimeField(null=True)),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='outcomes', to='desk.contact')),
                ('entry', models.ForeignKey(help_text='of a signposting', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.entry')),
                ('settled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['id'],
                'indexes': [models.Index(condition=models.Q(('state', 'to_do')), fields=['state'], name='desk_outcome_to_do'), models.Index(condition=models.Q(('result__isnull', False)), fields=['result'], name='desk_outcome_result')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('settled_at', None), ('settled_by', None), ('state', 'to_do')), models.Q(('settled_at__isnull', False), ('settled_by__isnull', False), ('state', 'done')), models.Q(('settled_at__isnull', False), ('settled_by__isnull', False), ('state', 'dropped'), models.Q(('words', ''), _negated=True)), _connector='OR'), name='desk_outcome_state_has_its_facts'), models.CheckConstraint(condition=models.Q(models.Q(models.Q(('kind', 'signposting'), _negated=True), ('entry', None)), models.Q(('kind', 'signposting'), models.Q(('entry__isnull', False), models.Q(('words', ''), _negated=True), _connector='OR')), _connector='OR'), name='signposting_says_where'), models.CheckConstraint(condition=models.Q(models.Q(('slip', ''), ('slip_at', None)), models.Q(models.Q(('slip', ''), _negated=True), ('slip_at__isnull', False)), _connector='OR'), name='slip_has_a_moment')],
            },
        ),
        migrations.CreateModel(
            name='ChargeRequest',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('words', models.TextField(help_text='why it is asked', max_length=2000)),
                ('state', models.CharField(choices=[('proposed', 'to be decided'), ('accepted', 'accepted'), ('refused', 'refused')], default='proposed', max_length=8)),
                ('asked_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(null=True)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('point', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='charge_requests', to='desk.accesspoint')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='bodies.office')),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='charge_requests', to='desk.contact')),
                ('outcome', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='charge_requests', to='desk.contactoutcome')),
            ],
            options={
                'ordering': ['-asked_at', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('case', None), ('decided_at', None), ('decided_by', None), ('state', 'proposed')), models.Q(('case__isnull', False), ('decided_at__isnull', False), ('decided_by__isnull', False), ('state', 'accepted')), models.Q(('case', None), ('decided_at__isnull', False), ('decided_by__isnull', False), ('state', 'refused'), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='charge_state_has_its_facts'), models.UniqueConstraint(condition=models.Q(('state', 'proposed')), fields=('contact',), name='one_open_charge_request')],
            },
        ),
        migrations.CreateModel(
            name='ListeningNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(max_length=8000)),
                ('written_at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('contact', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='listening', to='desk.contact')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='listening_has_words')],
            },
        ),
        migrations.CreateModel(
            name='MediatorCall',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(max_length=3)),
                ('mode', models.CharField(choices=[('in_person', 'in person'), ('phone', 'by telephone')], max_length=10)),
                ('state', models.CharField(choices=[('asked', 'asked for'), ('present', 'here, or on the telephone'), ('done', 'done'), ('unavailable', 'not available')], default='asked', max_length=12)),
                ('asked_at', models.DateTimeField()),
                ('arrived_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('minutes', models.PositiveSmallIntegerField(null=True)),
                ('reason', models.CharField(blank=True, choices=[('nobody', 'nobody for this language'), ('busy', 'nobody free now'), ('no_answer', 'nobody answers'), ('not_wanted', 'the person does not want a mediator')], max_length=12)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('contact', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='mediator_calls', to='desk.contact')),
                ('point', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mediator_calls', to='desk.accesspoint')),
                ('service', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='calls', to='desk.mediatorservice')),
                ('ticket', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='mediator_calls', to='desk.ticket')),
            ],
            options={
                'ordering': ['-asked_at', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('arrived_at', None), ('ended_at', None), ('minutes', None), ('reason', ''), ('state', 'asked')), models.Q(('arrived_at__isnull', False), ('ended_at', None), ('minutes', None), ('reason', ''), ('state', 'present')), models.Q(('arrived_at__isnull', False), ('ended_at__isnull', False), ('minutes__gte', 1), ('reason', ''), ('state', 'done')), models.Q(('arrived_at', None), ('ended_at__isnull', False), ('minutes', None), ('state', 'unavailable'), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='mediator_state_has_its_facts')],
            },
        ),
        migrations.CreateModel(
            name='UnmetDemand',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('need', models.CharField(max_length=24)),
                ('reason', models.CharField(choices=[('no_service', 'no service does this'), ('no_place', 'no place free'), ('not_entitled', 'has no right to it'), ('too_far', 'too far, no transport'), ('language', 'nobody speaks the language'), ('hours', 'hours that cannot be kept'), ('cost', 'costs too much'), ('documents', 'documents that are missing'), ('refused', 'the person does not want it')], max_length=14)),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='unmet', to='desk.contact')),
            ],
            options={
                'verbose_name_plural': 'unmet demand',
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('contact', 'need'), name='unmet_once_for_a_need')],
            },
        ),
    ]
