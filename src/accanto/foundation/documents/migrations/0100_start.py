import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from accanto.core.database.beginning import Beginning


class Migration(Beginning):

    replaces = [('documents', '0001_initial'), ('documents', '0002_sealed_and_versions'), ('documents', '0003_court_papers'), ('documents', '0004_reports_and_dossiers')]

    initial = True

    dependencies = [
        ('staff', '0100_start'),
    ]

    operations = [
        migrations.CreateModel(
            name='Document',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('outcome_list', 'outcome list'), ('convocation_letter', 'convocation letter'), ('proof_of_sending', 'proof of sending'), ('service_pact', 'service pact'), ('team_minutes', 'team minutes'), ('project', 'personalised project'), ('signature', 'signature'), ('court_order', 'order of a court'), ('court_report', 'report to a court'), ('attachment', 'attachment'), ('social_report', 'social report'), ('dossier', 'printed dossier')], max_length=30)),
                ('title', models.CharField(max_length=200)),
                ('file', models.FileField(upload_to='documents/%Y/%m/')),
                ('media_type', models.CharField(max_length=100)),
                ('size', models.PositiveBigIntegerField(help_text='bytes')),
                ('sha256', models.CharField(max_length=64)),
                ('version', models.PositiveIntegerField(default=1)),
                ('frozen', models.BooleanField(default=False)),
                ('context', models.UUIDField(db_index=True, null=True)),
                ('created_at', models.DateTimeField()),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('filename', models.CharField(blank=True, help_text='as the sender called it, made harmless', max_length=130)),
                ('key_name', models.CharField(blank=True, max_length=30)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('replaces', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='documents.document')),
                ('wrapped_key', models.BinaryField(null=True)),
            ],
            options={
                'ordering': ['-created_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('key_name', ''), ('wrapped_key', None)), models.Q(('wrapped_key__isnull', False), models.Q(('key_name', ''), _negated=True)), _connector='OR'), name='document_key_named'), models.CheckConstraint(condition=models.Q(('replaces', None), models.Q(('reason', ''), _negated=True), _connector='OR'), name='document_new_version_says_why')],
            },
        ),
    ]
