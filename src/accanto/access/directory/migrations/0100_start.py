import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from accanto.core.database.beginning import Beginning


class Migration(Beginning):

    replaces = [('directory', '0001_initial')]

    initial = True

    dependencies = [
        ('bodies', '0100_start'),
        ('places', '0100_start'),
        ('staff', '0100_start'),
    ]

    operations = [
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=160)),
                ('description', models.TextField(help_text='what it does, as one would say it to the person')),
                ('provider', models.CharField(blank=True, help_text='who gives it, where not a known body', max_length=160)),
                ('own', models.BooleanField(default=False, help_text='given by the zone itself')),
                ('needs', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=30), default=list, help_text='codes of data/needs.yaml', size=None)),
                ('targets', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('families', 'families with children'), ('minors', 'children and young people'), ('adults', 'adults'), ('elderly', 'elderly people'), ('disabled', 'people with a disability'), ('women', 'women'), ('foreigners', 'people from other countries'), ('homeless', 'people without a home'), ('caregivers', 'those who care for a relative')], max_length=12), default=list, size=None)),
                ('conditions', models.TextField(blank=True, help_text='who may have it')),
                ('documents', models.TextField(blank=True, help_text='what to bring, one line each')),
                ('way_in', models.TextField(blank=True, help_text='how one gets in: by appointment, from whom, waiting')),
                ('fee', models.CharField(choices=[('unknown', 'nobody has asked yet'), ('free', 'free'), ('paid', 'to be paid'), ('by_isee', 'depends on the ISEE')], default='unknown', max_length=8)),
                ('fee_words', models.CharField(blank=True, max_length=300)),
                ('fee_from', models.DecimalField(decimal_places=2, max_digits=8, null=True)),
                ('fee_to', models.DecimalField(decimal_places=2, max_digits=8, null=True)),
                ('languages', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=3), default=list, help_text='ISO 639, besides none', size=None)),
                ('accessibility', models.CharField(blank=True, max_length=300)),
                ('telephone', models.CharField(blank=True, max_length=80)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('web', models.URLField(blank=True, max_length=300)),
                ('check_every', models.PositiveSmallIntegerField(default=6, help_text='months between two checks')),
                ('assured_on', models.DateField(help_text='last day on which somebody said that all is right', null=True)),
                ('assurer_email', models.EmailField(blank=True, help_text='of an office, published with the entry', max_length=254)),
                ('recheck_on', models.DateField(help_text='first day on which it is no longer fresh', null=True)),
                ('reminded_on', models.DateField(help_text='the keeper was told since the last check', null=True)),
                ('origin', models.CharField(blank=True, help_text='the directory it was imported from', max_length=160)),
                ('state', models.CharField(choices=[('draft', 'draft'), ('published', 'published'), ('withdrawn', 'withdrawn')], default='draft', max_length=10)),
                ('published_at', models.DateTimeField(null=True)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('withdrawal_reason', models.CharField(blank=True, max_length=200)),
                ('version', models.PositiveIntegerField(default=1, help_text='counts up at every change')),
                ('created_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField()),
                ('search_name', models.TextField(blank=True, default='')),
                ('search_words', models.TextField(blank=True, default='')),
                ('search', models.GeneratedField(db_persist=True, expression=django.contrib.postgres.search.CombinedSearchVector(django.contrib.postgres.search.SearchVector('search_name', config='italian', weight='A'), '||', django.contrib.postgres.search.SearchVector('search_words', config='italian', weight='C'), django.contrib.postgres.search.SearchConfig('italian')), output_field=django.contrib.postgres.search.SearchVectorField())),
                ('assured_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('keeper', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('keeper_office', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='bodies.office')),
                ('organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='directory_entries', to='bodies.organisation')),
                ('serves', models.ManyToManyField(help_text='none: the whole zone', related_name='directory_entries', to='places.municipality')),
            ],
            options={
                'verbose_name_plural': 'entries',
                'ordering': ['name', 'id'],
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['search'], name='entry_search'), django.contrib.postgres.indexes.GinIndex(fields=['needs'], name='entry_needs'), models.Index(fields=['state', 'recheck_on'], name='entry_state_recheck')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state', 'draft'), ('withdrawn_at', None)), models.Q(('published_at__isnull', False), ('state', 'published'), ('withdrawn_at', None)), models.Q(('state', 'withdrawn'), ('withdrawn_at__isnull', False), models.Q(('withdrawal_reason', ''), _negated=True)), _connector='OR'), name='entry_state_has_its_facts'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'published'), _negated=True), models.Q(('assured_on__isnull', False), ('recheck_on__isnull', False), models.Q(('keeper__isnull', False), ('keeper_office__isnull', False), models.Q(('origin', ''), _negated=True), _connector='OR')), _connector='OR'), name='published_entry_is_kept'), models.CheckConstraint(condition=models.Q(('keeper', None), ('keeper_office', None), _connector='OR'), name='entry_one_keeper'), models.CheckConstraint(condition=models.Q(('organisation__isnull', False), models.Q(('provider', ''), _negated=True), _connector='OR'), name='entry_given_by_somebody'), models.CheckConstraint(condition=models.Q(models.Q(('fee', 'free'), _negated=True), models.Q(('fee_from', None), ('fee_to', None)), _connector='OR'), name='entry_free_costs_nothing'), models.CheckConstraint(condition=models.Q(('fee_from', None), models.Q(('fee_from__gte', 0), models.Q(('fee_to', None), ('fee_to__gte', models.F('fee_from')), _connector='OR')), _connector='OR'), name='entry_fee_from_to'), models.CheckConstraint(condition=models.Q(('check_every__gte', 1), ('check_every__lte', 36)), name='entry_checked_in_time'), models.CheckConstraint(condition=models.Q(models.Q(('assured_on', None), ('recheck_on', None)), ('recheck_on__gt', models.F('assured_on')), _connector='OR'), name='entry_fresh_until_after_check')],
            },
        ),
        migrations.CreateModel(
            name='EntryChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(choices=[('written', 'written down'), ('changed', 'changed'), ('assured', 'checked: all still right'), ('published', 'published'), ('withdrawn', 'withdrawn'), ('imported', 'taken over from another directory')], max_length=10)),
                ('fields', models.JSONField(default=dict, help_text='field → [before, after]')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='directory.entry')),
            ],
            options={
                'ordering': ['-at', '-id'],
                'indexes': [models.Index(fields=['entry', '-at'], name='entry_change_at')],
            },
        ),
        migrations.CreateModel(
            name='EntryPlace',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('name', models.CharField(blank=True, help_text='of the seat, where it has one', max_length=160)),
                ('address', models.CharField(blank=True, max_length=200)),
                ('postal_code', models.CharField(blank=True, max_length=10)),
                ('town', models.CharField(blank=True, help_text='as written, where not a known municipality', max_length=120)),
                ('secret', models.BooleanField(default=False, help_text='the address is told to nobody, and not kept here')),
                ('hours', models.JSONField(default=list, help_text='[[weekday 1–7, opens, closes], …]; past midnight allowed')),
                ('hours_words', models.CharField(blank=True, max_length=300)),
                ('by_appointment', models.BooleanField(default=False)),
                ('closed_on_holidays', models.BooleanField(default=True)),
                ('accessible', models.BooleanField(help_text='without steps; not known where empty', null=True)),
                ('telephone', models.CharField(blank=True, help_text='of this seat, where it has its own', max_length=80)),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='places', to='directory.entry')),
                ('municipality', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.municipality')),
            ],
            options={
                'ordering': ['position', 'id'],
                'constraints': [models.UniqueConstraint(fields=('entry', 'position'), name='entry_place_position'), models.CheckConstraint(condition=models.Q(('secret', False), models.Q(('address', ''), ('name', ''), ('postal_code', '')), _connector='OR'), name='secret_address_is_not_kept')],
            },
        ),
    ]
