import accanto.casework.agenda.models.room
import accanto.casework.agenda.models.slot
import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from accanto.core.database.beginning import Beginning


class Migration(Beginning):

    replaces = [('agenda', '0001_initial'), ('agenda', '0002_moved_places'), ('agenda', '0003_appointments_in_places')]

    initial = True

    dependencies = [
        ('bodies', '0100_start'),
        ('cases', '0100_start'),
        ('households', '0100_start'),
        ('persons', '0100_start'),
        ('staff', '0100_start'),
    ]

    operations = [
        migrations.CreateModel(
            name='Room',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80)),
                ('capacity', models.PositiveSmallIntegerField(help_text='people, the operator included')),
                ('accessible', models.BooleanField(default=False, help_text='reached and used on a wheelchair')),
                ('note', models.CharField(blank=True, max_length=160)),
                ('retired_at', models.DateTimeField(null=True)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rooms', to='bodies.office')),
            ],
            options={
                'ordering': ['name'],
                'constraints': [models.UniqueConstraint(fields=('office', 'name'), name='room_named_once'), models.CheckConstraint(condition=models.Q(('capacity__gte', 1)), name='room_holds_somebody'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='room_has_a_name')],
            },
        ),
        migrations.CreateModel(
            name='SlotSeries',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('information', 'information and guidance'), ('first_meeting', 'first meeting'), ('interview', 'interview'), ('follow_up', 'follow-up meeting'), ('group', 'group meeting')], max_length=16)),
                ('rule', models.CharField(max_length=120)),
                ('opens', models.TimeField()),
                ('closes', models.TimeField()),
                ('minutes', models.PositiveSmallIntegerField()),
                ('capacity', models.PositiveSmallIntegerField(default=1)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField(null=True)),
                ('except_on', django.contrib.postgres.fields.ArrayField(base_field=models.DateField(), blank=True, default=list, size=None)),
                ('created_at', models.DateTimeField()),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='slot_series', to='bodies.office')),
                ('operator', models.ForeignKey(help_text='who receives; null: whoever is at the desk', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='slot_series', to=settings.AUTH_USER_MODEL)),
                ('room', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='slot_series', to='agenda.room')),
            ],
            options={
                'verbose_name_plural': 'slot series',
                'ordering': ['starts_on', 'opens', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('closes__gt', models.F('opens'))), name='slot_series_closes_later'), models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='slot_series_ends_after_start'), models.CheckConstraint(condition=models.Q(('capacity__gte', 1), ('minutes__gte', 5)), name='slot_series_has_places')],
            },
        ),
        migrations.CreateModel(
            name='Slot',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('information', 'information and guidance'), ('first_meeting', 'first meeting'), ('interview', 'interview'), ('follow_up', 'follow-up meeting'), ('group', 'group meeting')], max_length=16)),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('capacity', models.PositiveSmallIntegerField()),
                ('taken', models.SmallIntegerField(db_default=0, default=0, editable=False)),
                ('state', models.CharField(choices=[('open', 'open'), ('cancelled', 'cancelled')], default='open', max_length=10)),
                ('cancelled_at', models.DateTimeField(null=True)),
                ('cancel_reason', models.CharField(blank=True, max_length=200)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='slots', to='bodies.office')),
                ('operator', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='slots', to=settings.AUTH_USER_MODEL)),
                ('room', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='slots', to='agenda.room')),
                ('series', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='slots', to='agenda.slotseries')),
            ],
            options={
                'ordering': ['starts_at', 'id'],
                'indexes': [models.Index(fields=['office', 'starts_at'], name='slot_office_start'), models.Index(fields=['operator', 'starts_at'], name='slot_operator_start')],
                'constraints': [models.UniqueConstraint(fields=('series', 'starts_at'), name='slot_once_in_its_series'), models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='slot_ends_after_start'), models.CheckConstraint(condition=models.Q(('taken__gte', 0), ('taken__lte', models.F('capacity'))), name='never_more_people_than_places'), models.CheckConstraint(condition=models.Q(models.Q(('cancel_reason', ''), ('cancelled_at', None), ('state', 'open')), models.Q(('cancelled_at__isnull', False), ('state', 'cancelled'), models.Q(('cancel_reason', ''), _negated=True)), _connector='OR'), name='slot_cancelled_for_a_reason'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('operator__isnull', False), ('state', 'open')), expressions=[('operator', '='), (accanto.casework.agenda.models.slot._Moments(models.F('starts_at'), models.F('ends_at')), '&&')], name='one_slot_at_a_time_for_an_operator')],
            },
        ),
        migrations.CreateModel(
            name='RoomUse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('released_at', models.DateTimeField(null=True)),
                ('appointment', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='room_use', to='cases.appointment')),
                ('room', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='uses', to='agenda.room')),
                ('slot', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='room_use', to='agenda.slot')),
            ],
            options={
                'ordering': ['starts_at', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='room_use_ends_after_start'), models.CheckConstraint(condition=models.Q(models.Q(('appointment', None), ('slot__isnull', False)), models.Q(('appointment__isnull', False), ('slot', None)), _connector='OR'), name='room_used_by_one'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('released_at', None)), expressions=[('room', '='), (accanto.casework.agenda.models.room._Moments(models.F('starts_at'), models.F('ends_at')), '&&')], name='no_two_meetings_in_a_room')],
            },
        ),
        migrations.CreateModel(
            name='Place',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(blank=True, help_text='of whoever is not registered', max_length=120)),
                ('contact', models.CharField(blank=True, help_text='to be called if the slot is cancelled', max_length=120)),
                ('note', models.CharField(blank=True, max_length=200)),
                ('state', models.CharField(choices=[('invited', 'invited'), ('booked', 'booked'), ('came', 'came'), ('missed', 'did not come'), ('cancelled', 'cancelled'), ('lapsed', 'no reply')], default='booked', max_length=10)),
                ('reply_by', models.DateField(null=True)),
                ('remind', models.BooleanField(default=True)),
                ('taken_at', models.DateTimeField()),
                ('settled_at', models.DateTimeField(null=True)),
                ('reason', models.CharField(blank=True, max_length=200)),
                ('case', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='places', to='cases.case')),
                ('household', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='places', to='households.household')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='places', to='persons.person')),
                ('settled_by', models.ForeignKey(help_text='null: the term', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('taken_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('slot', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='places', to='agenda.slot')),
                ('moved_to', models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='moved_from', to='agenda.place')),
                ('appointment', models.OneToOneField(help_text='that of another room (a convocation): what becomes of it becomes of the place', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='public_place', to='cases.appointment')),
            ],
            options={
                'ordering': ['slot__starts_at', 'taken_at', 'id'],
                'indexes': [models.Index(fields=['case', 'state'], name='place_case_state'), models.Index(condition=models.Q(('state', 'invited')), fields=['reply_by'], name='place_invited')],
                'constraints': [models.CheckConstraint(condition=models.Q(('case__isnull', False), ('person__isnull', False), ('household__isnull', False), models.Q(('name', ''), _negated=True), _connector='OR'), name='place_is_somebodys'), models.CheckConstraint(condition=models.Q(models.Q(('reply_by__isnull', False), ('settled_at', None), ('state', 'invited')), models.Q(('settled_at', None), ('state', 'booked')), models.Q(('settled_at__isnull', False), ('state__in', ['came', 'missed', 'lapsed'])), models.Q(('settled_at__isnull', False), ('state', 'cancelled'), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='place_state_has_its_facts'), models.UniqueConstraint(condition=models.Q(('state__in', ['invited', 'booked', 'came', 'missed'])), fields=('slot', 'person'), name='one_place_for_a_person'), models.UniqueConstraint(condition=models.Q(('person', None), ('state__in', ['invited', 'booked', 'came', 'missed'])), fields=('slot', 'case'), name='one_place_for_a_case'), models.UniqueConstraint(condition=models.Q(('person', None), ('state__in', ['invited', 'booked', 'came', 'missed'])), fields=('slot', 'household'), name='one_place_for_a_household'), models.UniqueConstraint(condition=models.Q(('case', None), ('household', None), ('person', None), ('state__in', ['invited', 'booked', 'came', 'missed'])), fields=('slot', 'name'), name='one_place_for_a_name')],
            },
        ),
        migrations.CreateModel(
            name='SlotMeeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('appointment', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='slot_meeting', to='cases.appointment')),
                ('slot', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='meeting', to='agenda.slot')),
            ],
        ),
        migrations.CreateModel(
            name='CalendarFeed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('prefix', models.CharField(max_length=8, unique=True)),
                ('digest', models.CharField(max_length=64)),
                ('with_initials', models.BooleanField(default=False)),
                ('created_at', models.DateTimeField()),
                ('last_read_at', models.DateTimeField(null=True)),
                ('revoked_at', models.DateTimeField(null=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='calendar_feeds', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-created_at', '-id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('revoked_at', None)), fields=('user',), name='one_calendar_address')],
            },
        ),
        migrations.CreateModel(
            name='Reminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(blank=True, choices=[('email', 'e-mail'), ('sms', 'text message')], max_length=6)),
                ('contact', models.CharField(blank=True, help_text='masked', max_length=60)),
                ('text', models.TextField(blank=True)),
                ('state', models.CharField(choices=[('sending', 'being sent'), ('sent', 'sent'), ('failed', 'not delivered'), ('withheld', 'not sent')], max_length=10)),
                ('why', models.CharField(blank=True, choices=[('restricted', 'the data are restricted (GDPR art. 18)'), ('call_safely', 'only as the safe contact says: call'), ('protected', 'contacts are not used: nothing is sent'), ('no_contact', 'no e-mail and no mobile telephone'), ('no_sender', 'text messages are not switched on here'), ('not_wanted', 'no reminder was wanted')], max_length=12)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('problem', models.CharField(blank=True, help_text='what the sender answered', max_length=200)),
                ('created_at', models.DateTimeField()),
                ('sent_at', models.DateTimeField(null=True)),
                ('reference', models.CharField(blank=True, help_text='the sender’s own number', max_length=80)),
                ('appointment', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='reminder', to='cases.appointment')),
                ('place', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='reminder', to='agenda.place')),
            ],
            options={
                'ordering': ['-created_at', '-id'],
                'indexes': [models.Index(condition=models.Q(('state', 'failed')), fields=['state'], name='reminder_failed')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('appointment', None), ('place__isnull', False)), models.Q(('appointment__isnull', False), ('place', None)), _connector='OR'), name='reminder_of_one_thing'), models.CheckConstraint(condition=models.Q(models.Q(('sent_at', None), ('state', 'withheld'), models.Q(('why', ''), _negated=True)), models.Q(('sent_at__isnull', False), ('state', 'sent'), ('why', ''), models.Q(('channel', ''), _negated=True)), models.Q(('sent_at', None), ('state__in', ['sending', 'failed']), ('why', ''), models.Q(('channel', ''), _negated=True)), _connector='OR'), name='reminder_state_has_its_facts')],
            },
        ),
    ]
