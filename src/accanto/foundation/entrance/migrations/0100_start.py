import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from accanto.core.database.beginning import Beginning


class Migration(Beginning):

    replaces = [('entrance', '0001_initial')]

    initial = True

    dependencies = [
        ('staff', '0100_start'),
    ]

    operations = [
        migrations.CreateModel(
            name='Attempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('mark', models.CharField(max_length=64)),
                ('address', models.GenericIPAddressField(null=True)),
                ('succeeded', models.BooleanField(default=False)),
                ('forgiven', models.BooleanField(default=False)),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='attempts', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-at', '-id'],
                'indexes': [models.Index(condition=models.Q(('forgiven', False), ('succeeded', False)), fields=['mark', '-at'], name='attempt_failed_by_mark'), models.Index(condition=models.Q(('succeeded', False)), fields=['address', '-at'], name='attempt_failed_by_address'), models.Index(fields=['user', '-at'], name='attempt_by_user')],
            },
        ),
        migrations.CreateModel(
            name='EntrySession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(blank=True, max_length=40)),
                ('way', models.CharField(choices=[('password', 'with the password'), ('two_steps', 'with the password and a second step'), ('passkey', 'with a passkey'), ('provider', 'through the log-in of the body'), ('demo', 'with one click, in the demonstration')], max_length=12)),
                ('started_at', models.DateTimeField()),
                ('last_seen_at', models.DateTimeField()),
                ('address', models.GenericIPAddressField(null=True)),
                ('agent', models.CharField(blank=True, max_length=300)),
                ('provider_session', models.CharField(blank=True, max_length=255)),
                ('ended_at', models.DateTimeField(null=True)),
                ('end_reason', models.CharField(blank=True, choices=[('logout', 'logged out'), ('idle', 'closed by itself after a pause'), ('limit', 'closed by itself at the end of its time'), ('own', 'closed by the person from another device'), ('administrator', 'closed by the administrator'), ('password', 'closed by a change of password'), ('account', 'closed with the account'), ('contract', 'closed at the end of the contract'), ('provider', 'closed by the log-in of the body')], max_length=14)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='entry_sessions', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-last_seen_at', '-id'],
                'indexes': [models.Index(condition=models.Q(('ended_at', None)), fields=['user', '-last_seen_at'], name='session_open_of_user')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('end_reason', ''), ('ended_at', None)), models.Q(('ended_at__isnull', False), ('key', ''), models.Q(('end_reason', ''), _negated=True)), _connector='OR'), name='session_ended_with_a_reason'), models.UniqueConstraint(condition=models.Q(('key', ''), _negated=True), fields=('key',), name='session_key_once')],
            },
        ),
    ]
