import django.contrib.postgres.indexes
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from accanto.core.database.beginning import Beginning


class Migration(Beginning):

    replaces = [('persons', '0001_initial'), ('persons', '0002_compartments'), ('persons', '0003_protection_and_bars'), ('persons', '0004_asked_grants'), ('persons', '0005_training'), ('persons', '0006_bars_declared'), ('persons', '0007_protected_homes'), ('persons', '0008_restriction'), ('persons', '0009_doubled_codes'), ('persons', '0010_transfer_grants')]

    initial = True

    dependencies = [
        # The libraries first: each change of theirs reads again whatever is related to users by then.
        ('auth', '0012_alter_user_first_name_max_length'),
        ('mfa', '0003_authenticator_type_uniq'),
        ('socialaccount', '0006_alter_socialaccount_extra_data'),
        ('bodies', '0100_start'),
        ('places', '0100_start'),
        ('staff', '0100_start'),
    ]

    operations = [
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('first_name', models.CharField(blank=True, max_length=80)),
                ('last_name', models.CharField(max_length=80)),
                ('sex', models.CharField(blank=True, choices=[('f', 'female'), ('m', 'male'), ('x', 'other'), ('', 'not known')], max_length=1)),
                ('birth_date', models.DateField(null=True)),
                ('birth_place', models.CharField(blank=True, help_text='Belfiore code of town or foreign state', max_length=4)),
                ('identity_level', models.CharField(choices=[('declared', 'declared'), ('documented', 'documented'), ('verified', 'verified')], default='declared', max_length=12)),
                ('pseudonymous', models.BooleanField(default=False)),
                ('died_on', models.DateField(null=True)),
                ('search_name', models.CharField(editable=False, help_text='folded «last first», for matching', max_length=180)),
                ('created_at', models.DateTimeField()),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('compartment', models.CharField(choices=[('ordinary', 'ordinary'), ('child_protection', 'child protection'), ('adoption', 'adoption'), ('violence', 'violence'), ('justice', 'justice'), ('health', 'health')], db_default='ordinary', default='ordinary', help_text='of the whole person (an adoption, a refuge), beside that of a case', max_length=20)),
            ],
            options={
                'ordering': ['last_name', 'first_name', 'id'],
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['search_name'], name='person_search_trgm', opclasses=['gin_trgm_ops']), models.Index(fields=['birth_date'], name='person_birth_date'), models.Index(condition=models.Q(('compartment', 'ordinary'), _negated=True), fields=['compartment'], name='person_kept_apart')],
            },
        ),
        migrations.CreateModel(
            name='Identifier',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('codice_fiscale', 'codice fiscale'), ('provisional', 'provisional codice fiscale'), ('stp', 'STP code'), ('eni', 'ENI code')], max_length=16)),
                ('value', models.CharField(max_length=20)),
                ('valid_from', models.DateField(null=True)),
                ('valid_to', models.DateField(null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='identifiers', to='persons.person')),
                ('hidden', models.BooleanField(db_default=False, default=False, editable=False, help_text='kept by the database: the person lies in a fenced compartment, and the code betrays nobody')),
                ('doubled', models.BooleanField(db_default=False, default=False, editable=False, help_text='another record, of which its writer may learn nothing, holds the code too')),
            ],
            options={
                'indexes': [models.Index(fields=['value'], name='identifier_value')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('doubled', False), ('hidden', False), ('valid_to', None)), fields=('kind', 'value'), name='identifier_in_force_once')],
            },
        ),
        migrations.CreateModel(
            name='ContactPoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('phone', 'phone'), ('email', 'e-mail')], max_length=8)),
                ('value', models.CharField(max_length=120)),
                ('folded', models.CharField(editable=False, help_text='digits of a phone, lower-case e-mail', max_length=120)),
                ('note', models.CharField(blank=True, max_length=120)),
                ('starts_on', models.DateField(null=True)),
                ('ends_on', models.DateField(null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contact_points', to='persons.person')),
            ],
            options={
                'indexes': [models.Index(fields=['folded'], name='contact_folded')],
            },
        ),
        migrations.CreateModel(
            name='Citizenship',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('country', models.CharField(help_text='ISO 3166 numeric; Italy is 380', max_length=3)),
                ('starts_on', models.DateField(null=True)),
                ('ends_on', models.DateField(null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='citizenships', to='persons.person')),
            ],
            options={
                'verbose_name_plural': 'citizenships',
            },
        ),
        migrations.CreateModel(
            name='AccessGrant',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('depth', models.PositiveSmallIntegerField(choices=[(10, 'minimal card'), (20, 'the sections meant for the team'), (30, 'read'), (40, 'work')])),
                ('reason', models.CharField(choices=[('assignment', 'responsible for the case'), ('co_work', 'works on the case'), ('coordination', 'coordination of the unit'), ('mini_team', 'mini-team'), ('team', 'multidisciplinary team'), ('outcome_list', 'outcome list of the zone'), ('break_glass', 'urgent access with a reason'), ('asked', 'let in on request'), ('training', 'student in training, chosen by the tutor'), ('registered', 'written down by the office'), ('transfer', 'handover of the case')], max_length=20)),
                ('note', models.CharField(blank=True, max_length=200)),
                ('context', models.UUIDField(null=True)),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField(null=True)),
                ('granted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('office', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='access_grants', to='bodies.office')),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='access_grants', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='access_grants', to='persons.person')),
                ('compartment', models.CharField(choices=[('ordinary', 'ordinary'), ('child_protection', 'child protection'), ('adoption', 'adoption'), ('violence', 'violence'), ('justice', 'justice'), ('health', 'health')], db_default='ordinary', default='ordinary', max_length=20)),
                ('reaches', models.BooleanField(db_default=True, default=True, editable=False, help_text='kept by the database: false when person or case lie in a fenced compartment not carried')),
            ],
            options={
                'indexes': [models.Index(fields=['person', 'user'], name='grant_person_user'), models.Index(fields=['person', 'office'], name='grant_person_office'), models.Index(fields=['context', 'user'], name='grant_context_user'), models.Index(fields=['context', 'office'], name='grant_context_office'), models.Index(fields=['user', 'context'], name='grant_user_context')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('office__isnull', False), ('user', None)), models.Q(('office', None), ('user__isnull', False)), _connector='OR'), name='grant_to_a_user_or_an_office'), models.CheckConstraint(condition=models.Q(('ends_at', None), ('ends_at__gte', models.F('starts_at')), _connector='OR'), name='grant_ends_after_start')],
            },
        ),
        migrations.CreateModel(
            name='Pregnancy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('declared_on', models.DateField()),
                ('expected_on', models.DateField()),
                ('ended_on', models.DateField(null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pregnancies', to='persons.person')),
            ],
            options={
                'verbose_name_plural': 'pregnancies',
            },
        ),
        migrations.CreateModel(
            name='Residence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.CharField(blank=True, max_length=200)),
                ('protected', models.BooleanField(default=False)),
                ('starts_on', models.DateField(null=True)),
                ('ends_on', models.DateField(null=True)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.municipality')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='residences', to='persons.person')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('ends_on', None), ('protected', True)), fields=['person'], name='residence_protected')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ends_on', None)), fields=('person',), name='one_present_residence'), models.CheckConstraint(condition=models.Q(('ends_on', None), ('starts_on', None), ('ends_on__gt', models.F('starts_on')), _connector='OR'), name='residence_ends_after_start')],
            },
        ),
        migrations.CreateModel(
            name='Bar',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(choices=[('alleged_offender', 'alleged offender, or close to the alleged offender'), ('relative', 'relative'), ('neighbour', 'neighbour or acquaintance'), ('conflict', 'conflict of interest')], max_length=20)),
                ('source', models.CharField(max_length=200)),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField(null=True)),
                ('end_reason', models.CharField(blank=True, max_length=200)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='bars', to='persons.person')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bars', to=settings.AUTH_USER_MODEL)),
                ('written_by', models.ForeignKey(help_text='null: the operator’s own declaration', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('declaration', models.UUIDField(help_text='privacy.Declaration that it comes from; null: written on a case', null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ends_at', None)), fields=('user', 'person'), name='one_present_bar'), models.CheckConstraint(condition=models.Q(('user', models.F('written_by')), _negated=True), name='nobody_bars_themselves'), models.CheckConstraint(condition=models.Q(('ends_at', None), ('ends_at__gte', models.F('starts_at')), _connector='OR'), name='bar_ends_after_start')],
                'indexes': [models.Index(condition=models.Q(('declaration', None), _negated=True), fields=['declaration'], name='bar_declared')],
            },
        ),
        migrations.CreateModel(
            name='Protection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('address', 'address and contacts'), ('whereabouts', 'address, contacts and every place where the person can be found')], max_length=12)),
                ('reason', models.CharField(choices=[('court_order', 'order of a court'), ('violence_centre', 'request of an anti-violence centre'), ('police', 'report of the police'), ('service', 'assessment of the service'), ('person', 'the person asked for it')], max_length=20)),
                ('source', models.CharField(max_length=200)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField(null=True)),
                ('end_reason', models.CharField(blank=True, max_length=200)),
                ('written_at', models.DateTimeField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='protections', to='persons.person')),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ends_on', None)), fields=('person',), name='one_present_protection'), models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='protection_ends_after_start')],
            },
        ),
        migrations.CreateModel(
            name='SafeContact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('who', models.CharField(max_length=120)),
                ('how', models.CharField(max_length=160)),
                ('when', models.CharField(blank=True, max_length=160)),
                ('post_to', models.CharField(blank=True, help_text='empty: letters are handed over in person', max_length=200)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField(null=True)),
                ('written_at', models.DateTimeField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='safe_contacts', to='persons.person')),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ends_on', None)), fields=('person',), name='one_present_safe_contact'), models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='safe_contact_ends_after_start')],
            },
        ),
        migrations.CreateModel(
            name='Restriction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ground', models.CharField(choices=[('accuracy', 'the person says that the data are wrong, until it is verified (letter a)'), ('unlawful', 'the processing is unlawful and the person does not want erasure (letter b)'), ('claim', 'the data are no longer needed, but the person needs them for a claim (letter c)'), ('objection', 'the person objects, until it is weighed (letter d)')], max_length=12)),
                ('reason', models.TextField()),
                ('request', models.UUIDField(help_text='privacy.PersonRequest that it answers')),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField(null=True)),
                ('end_reason', models.TextField(blank=True)),
                ('told_on', models.DateField(help_text='when the person was told that it ends', null=True)),
                ('told_how', models.CharField(blank=True, max_length=200)),
                ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='restrictions', to='persons.person')),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-starts_at', 'id'],
                'indexes': [models.Index(fields=['request'], name='restriction_request')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ends_at', None)), fields=('person',), name='one_present_restriction'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='restriction_has_a_reason'), models.CheckConstraint(condition=models.Q(models.Q(('ended_by', None), ('ends_at', None), ('told_on', None)), models.Q(('ended_by__isnull', False), ('ends_at__gte', models.F('starts_at')), ('told_on__isnull', False), models.Q(('end_reason', ''), _negated=True), models.Q(('told_how', ''), _negated=True)), _connector='OR'), name='restriction_ends_when_told')],
            },
        ),
    ]
