import django.contrib.postgres.fields
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from accanto.core.database.beginning import Beginning


class Migration(Beginning):

    replaces = [('offers', '0001_initial'), ('offers', '0002_revision_of_an_offer')]

    initial = True

    dependencies = [
        ('bodies', '0100_start'),
        ('cases', '0100_start'),
        ('documents', '0100_start'),
        ('places', '0100_start'),
        ('staff', '0100_start'),
    ]

    operations = [
        migrations.CreateModel(
            name='Giver',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('person', 'a person'), ('body', 'an association or a body')], max_length=10)),
                ('name', models.CharField(max_length=160)),
                ('contact', models.CharField(blank=True, help_text='of a body: whom to ask for', max_length=120)),
                ('phone', models.CharField(blank=True, max_length=40)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('informed_on', models.DateField(help_text='told how the data are used (GDPR art. 13)')),
                ('registered_at', models.DateTimeField()),
                ('forgotten_at', models.DateTimeField(null=True)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.municipality')),
                ('organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='bodies.organisation')),
                ('registered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['name', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('phone', ''), _negated=True), models.Q(('email', ''), _negated=True), ('forgotten_at__isnull', False), _connector='OR'), name='giver_can_be_reached'), models.CheckConstraint(condition=models.Q(('organisation', None), ('kind', 'body'), _connector='OR'), name='giver_body_alone_is_of_the_network'), models.CheckConstraint(condition=models.Q(('forgotten_at', None), models.Q(('contact', ''), ('email', ''), ('phone', '')), _connector='OR'), name='giver_forgotten_has_no_contacts')],
            },
        ),
        migrations.CreateModel(
            name='GiverCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(help_text='key of data/checks.yaml', max_length=40)),
                ('done_on', models.DateField()),
                ('last_day', models.DateField(help_text='last day on which it holds; none: for good', null=True)),
                ('note', models.CharField(blank=True, max_length=200)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('giver', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='checks', to='offers.giver')),
            ],
            options={
                'ordering': ['-done_on', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('last_day', None), ('last_day__gte', models.F('done_on')), _connector='OR'), name='giver_check_holds_after_it_is_done')],
            },
        ),
        migrations.CreateModel(
            name='Need',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(help_text='key of data/kinds.yaml', max_length=40)),
                ('what', models.CharField(max_length=300)),
                ('pieces', models.PositiveSmallIntegerField(default=1, help_text='of goods; of time always one')),
                ('minors', models.BooleanField(default=False, help_text='there are minors where the service is done')),
                ('weekdays', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), default=list, help_text='1 Monday – 7 Sunday', size=None)),
                ('starts', models.TimeField(null=True)),
                ('ends', models.TimeField(null=True)),
                ('first_day', models.DateField()),
                ('last_day', models.DateField(null=True)),
                ('urgency', models.CharField(choices=[('ordinary', 'when it is possible'), ('soon', 'within this week'), ('urgent', 'at once')], default='ordinary', max_length=10)),
                ('first_name', models.CharField(blank=True, help_text='told to the volunteer', max_length=60)),
                ('meeting_place', models.CharField(blank=True, help_text='told to the volunteer', max_length=200)),
                ('sheltered', models.BooleanField(default=False)),
                ('state', models.CharField(choices=[('open', 'looking for somebody'), ('covered', 'somebody does it'), ('met', 'met'), ('withdrawn', 'withdrawn')], default='open', max_length=10)),
                ('withdrawal', models.CharField(blank=True, choices=[('nobody', 'nobody was found'), ('otherwise', 'it was solved in another way'), ('no_longer', 'it is no longer needed')], max_length=10)),
                ('closed_at', models.DateTimeField(null=True)),
                ('written_at', models.DateTimeField()),
                ('case', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='volunteer_needs', to='cases.case')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.municipality')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='bodies.office')),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-written_at', 'id'],
                'indexes': [models.Index(fields=['kind', 'state'], name='need_kind_state')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('state__in', ['open', 'covered']), ('withdrawal', '')), models.Q(('closed_at__isnull', False), ('state', 'met'), ('withdrawal', '')), models.Q(('closed_at__isnull', False), ('state', 'withdrawn'), models.Q(('withdrawal', ''), _negated=True)), _connector='OR'), name='need_state_has_its_facts'), models.CheckConstraint(condition=models.Q(models.Q(('ends', None), ('starts', None), ('weekdays', [])), models.Q(('ends__gt', models.F('starts')), ('starts__isnull', False), models.Q(('weekdays', []), _negated=True)), _connector='OR'), name='need_hours_of_one_day'), models.CheckConstraint(condition=models.Q(('last_day', None), ('last_day__gte', models.F('first_day')), _connector='OR'), name='need_days_in_order'), models.CheckConstraint(condition=models.Q(('pieces__gte', 1)), name='need_of_something'), models.CheckConstraint(condition=models.Q(('case__isnull', False), ('first_name', ''), _connector='OR'), name='need_without_a_case_names_nobody'), models.CheckConstraint(condition=models.Q(('sheltered', False), models.Q(('meeting_place', ''), _negated=True), _connector='OR'), name='sheltered_need_meets_outside_home')],
            },
        ),
        migrations.CreateModel(
            name='Offer',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(help_text='key of data/kinds.yaml', max_length=40)),
                ('what', models.CharField(max_length=300)),
                ('capacity', models.PositiveSmallIntegerField(default=1)),
                ('taken', models.PositiveSmallIntegerField(default=0)),
                ('first_day', models.DateField()),
                ('last_day', models.DateField(help_text='last day on which it holds', null=True)),
                ('notes', models.TextField(blank=True)),
                ('state', models.CharField(choices=[('open', 'open'), ('ended', 'ended')], default='open', max_length=10)),
                ('ended_at', models.DateTimeField(null=True)),
                ('end_reason', models.CharField(blank=True, max_length=200)),
                ('registered_at', models.DateTimeField()),
                ('giver', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offers', to='offers.giver')),
                ('municipalities', models.ManyToManyField(related_name='+', to='places.municipality')),
                ('registered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('revision', models.PositiveIntegerField(db_default=1, default=1)),
            ],
            options={
                'ordering': ['-registered_at', 'id'],
                'indexes': [models.Index(fields=['kind', 'state'], name='offer_kind_state')],
                'constraints': [models.CheckConstraint(condition=models.Q(('capacity__gte', 1), ('taken__lte', models.F('capacity'))), name='never_more_taken_than_offered'), models.CheckConstraint(condition=models.Q(('last_day', None), ('last_day__gte', models.F('first_day')), _connector='OR'), name='offer_days_in_order'), models.CheckConstraint(condition=models.Q(models.Q(('end_reason', ''), ('ended_at', None), ('state', 'open')), models.Q(('ended_at__isnull', False), ('state', 'ended'), models.Q(('end_reason', ''), _negated=True)), _connector='OR'), name='offer_end_has_its_facts')],
            },
        ),
        migrations.CreateModel(
            name='Match',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('units', models.PositiveSmallIntegerField(default=1)),
                ('state', models.CharField(choices=[('proposed', 'to be asked'), ('accepted', 'accepted'), ('declined', 'declined'), ('finished', 'finished')], default='proposed', max_length=10)),
                ('kept', models.BooleanField(default=False)),
                ('proposed_at', models.DateTimeField()),
                ('answered_on', models.DateField(help_text='when the volunteer said yes or no', null=True)),
                ('answer_note', models.CharField(blank=True, max_length=300)),
                ('finished_at', models.DateTimeField(null=True)),
                ('end_note', models.CharField(blank=True, max_length=300)),
                ('answered_by', models.ForeignKey(help_text='who wrote it down', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('need', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='matches', to='offers.need')),
                ('offer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='matches', to='offers.offer')),
            ],
            options={
                'verbose_name_plural': 'matches',
                'ordering': ['-proposed_at', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('answered_by', None), ('answered_on', None), ('finished_at', None), ('state', 'proposed')), models.Q(('finished_at', None), ('state__in', ['accepted', 'declined']), ('answered_by__isnull', False), ('answered_on__isnull', False)), models.Q(('answered_on__isnull', False), ('finished_at__isnull', False), ('state', 'finished')), _connector='OR'), name='match_state_has_its_facts'), models.CheckConstraint(condition=models.Q(('kept', False), ('state', 'finished'), _connector='OR'), name='match_keeps_what_was_given'), models.UniqueConstraint(condition=models.Q(('state', 'accepted')), fields=('need',), name='need_accepted_once'), models.UniqueConstraint(condition=models.Q(('state__in', ['proposed', 'accepted'])), fields=('need', 'offer'), name='match_proposed_once')],
            },
        ),
        migrations.CreateModel(
            name='OfferHours',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('weekday', models.PositiveSmallIntegerField(help_text='1 Monday – 7 Sunday')),
                ('starts', models.TimeField()),
                ('ends', models.TimeField()),
                ('offer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='hours', to='offers.offer')),
            ],
            options={
                'verbose_name_plural': 'offer hours',
                'ordering': ['weekday', 'starts'],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends__gt', models.F('starts'))), name='offer_hours_of_one_day'), models.CheckConstraint(condition=models.Q(('weekday__gte', 1), ('weekday__lte', 7)), name='offer_hours_on_a_weekday')],
            },
        ),
        migrations.CreateModel(
            name='Thanks',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('first_day', models.DateField()),
                ('last_day', models.DateField()),
                ('minutes', models.PositiveIntegerField(help_text='of the services that it thanks for')),
                ('times', models.PositiveSmallIntegerField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document')),
                ('giver', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='thanks', to='offers.giver')),
            ],
            options={
                'verbose_name_plural': 'thanks',
                'ordering': ['-at'],
                'constraints': [models.CheckConstraint(condition=models.Q(('last_day__gte', models.F('first_day'))), name='thanks_for_days_in_order')],
            },
        ),
        migrations.CreateModel(
            name='Visit',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('day', models.DateField()),
                ('starts', models.TimeField(null=True)),
                ('ends', models.TimeField(null=True)),
                ('state', models.CharField(choices=[('planned', 'planned'), ('done', 'done'), ('missed', 'not done')], default='planned', max_length=10)),
                ('minutes', models.PositiveSmallIntegerField(null=True)),
                ('told', models.CharField(blank=True, help_text='how it went, or why not', max_length=400)),
                ('settled_at', models.DateTimeField(null=True)),
                ('match', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='visits', to='offers.match')),
                ('settled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('thanks', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='offers.thanks')),
            ],
            options={
                'ordering': ['day', 'starts', 'id'],
                'indexes': [models.Index(fields=['day', 'state'], name='visit_day_state')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('minutes', None), ('settled_at', None), ('settled_by', None), ('state', 'planned'), ('thanks', None)), models.Q(('minutes__isnull', False), ('settled_at__isnull', False), ('settled_by__isnull', False), ('state', 'done')), models.Q(('minutes', None), ('state', 'missed'), ('thanks', None), ('settled_at__isnull', False), ('settled_by__isnull', False), models.Q(('told', ''), _negated=True)), _connector='OR'), name='visit_state_has_its_facts'), models.UniqueConstraint(fields=('match', 'day'), name='visit_once_a_day')],
            },
        ),
    ]
