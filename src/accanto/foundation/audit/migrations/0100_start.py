import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from accanto.core.database.beginning import Beginning


class Migration(Beginning):

    replaces = [('audit', '0001_initial'), ('audit', '0002_history_readings_chain')]

    initial = True

    dependencies = [
        ('staff', '0100_start'),
    ]

    operations = [
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('verb', models.CharField(max_length=80)),
                ('context', models.UUIDField(null=True)),
                ('subject_kind', models.CharField(blank=True, max_length=60)),
                ('subject', models.CharField(blank=True, max_length=40)),
                ('params', models.JSONField(default=dict)),
                ('important', models.BooleanField(default=False)),
                ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-at', '-id'],
                'indexes': [models.Index(fields=['context', '-at'], name='event_context_at'), models.Index(fields=['subject', '-at'], name='event_subject_at')],
            },
        ),
        migrations.CreateModel(
            name='Seal',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('number', models.BigIntegerField()),
                ('horizon', models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='Change',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('xid', models.BigIntegerField()),
                ('table_name', models.CharField(max_length=63)),
                ('row_key', models.CharField(blank=True, max_length=40)),
                ('operation', models.CharField(choices=[('I', 'row written'), ('U', 'row changed'), ('D', 'row removed'), ('B', 'loaded in bulk, without single lines'), ('E', 'words erased from the record')], max_length=1)),
                ('person', models.UUIDField(null=True)),
                ('context', models.UUIDField(null=True)),
                ('before', models.JSONField(null=True)),
                ('after', models.JSONField(null=True)),
                ('salt', models.UUIDField(null=True)),
                ('content', models.BinaryField()),
                ('actor', models.IntegerField(null=True)),
                ('role', models.CharField(help_text='role that was connected to the database', max_length=63)),
                ('request', models.CharField(blank=True, max_length=40)),
                ('reason', models.TextField(blank=True)),
                ('purpose', models.CharField(blank=True, max_length=60)),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.BrinIndex(autosummarize=True, fields=['xid'], name='change_xid', pages_per_range=32), models.Index(fields=['row_key'], name='change_row'), models.Index(condition=models.Q(('context__isnull', False)), fields=['context', 'id'], name='change_context'), models.Index(condition=models.Q(('person__isnull', False)), fields=['person', 'id'], name='change_person')],
            },
        ),
        migrations.CreateModel(
            name='Link',
            fields=[
                ('number', models.BigIntegerField(primary_key=True, serialize=False)),
                ('kind', models.PositiveSmallIntegerField(choices=[(1, 'writing'), (2, 'reading')])),
                ('record', models.BigIntegerField()),
                ('digest', models.BinaryField()),
                ('hash', models.BinaryField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('kind', 'record'), name='record_sealed_once')],
            },
        ),
        migrations.CreateModel(
            name='Reading',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('xid', models.BigIntegerField()),
                ('kind', models.CharField(choices=[('opened', 'opened'), ('listed', 'seen in a list'), ('searched', 'found by a search'), ('taken', 'taken away as a file'), ('revealed', 'name shown for a review')], max_length=8)),
                ('page', models.CharField(help_text='name of the address', max_length=60)),
                ('context', models.UUIDField(null=True)),
                ('subjects', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None)),
                ('hits', models.IntegerField(default=0)),
                ('query', models.CharField(blank=True, help_text='keyed hash of the words searched for', max_length=64)),
                ('right', models.CharField(blank=True, help_text='reason of the grant that opened it', max_length=20)),
                ('depth', models.PositiveSmallIntegerField(default=0)),
                ('reason', models.TextField(blank=True, help_text='what the reader wrote, where a reason is asked')),
                ('address', models.GenericIPAddressField(null=True)),
                ('request', models.CharField(blank=True, max_length=40)),
                ('user', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.BrinIndex(autosummarize=True, fields=['xid'], name='reading_xid', pages_per_range=32), models.Index(fields=['user', 'at'], name='reading_user_at'), models.Index(condition=models.Q(('context__isnull', False)), fields=['context', 'at'], name='reading_context_at'), models.Index(fields=['at'], name='reading_at'), django.contrib.postgres.indexes.GinIndex(fields=['subjects'], name='reading_subjects')],
            },
        ),
    ]
