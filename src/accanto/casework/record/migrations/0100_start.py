import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from accanto.core.database.beginning import Beginning


class Migration(Beginning):

    replaces = [('record', '0001_initial'), ('record', '0002_notes_apart')]

    initial = True

    dependencies = [
        ('cases', '0100_start'),
        ('documents', '0100_start'),
        ('persons', '0100_start'),
        ('staff', '0100_start'),
    ]

    operations = [
        migrations.CreateModel(
            name='Relative',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80)),
                ('sex', models.CharField(blank=True, choices=[('f', 'female'), ('m', 'male'), ('x', 'other'), ('', 'not known')], max_length=1)),
                ('birth_year', models.PositiveSmallIntegerField(null=True)),
                ('deceased', models.BooleanField(default=False)),
                ('note', models.CharField(blank=True, max_length=300)),
                ('mistaken', models.BooleanField(default=False, help_text='taken away: it was written by mistake')),
                ('written_at', models.DateTimeField()),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='relatives', to='cases.case')),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='relative_has_a_name')],
            },
        ),
        migrations.CreateModel(
            name='Relationship',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_on', models.DateField(null=True)),
                ('ends_on', models.DateField(null=True)),
                ('end_reason', models.CharField(blank=True, max_length=200)),
                ('mistaken', models.BooleanField(default=False)),
                ('written_at', models.DateTimeField()),
                ('kind', models.CharField(choices=[('parent', 'parent of'), ('spouse', 'married to'), ('partner', 'lives as a couple with'), ('separated', 'separated from'), ('sibling', 'brother or sister of'), ('guardian', 'guardian of'), ('other', 'close to, without being a relative of')], max_length=10)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='cases.case')),
                ('one_person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='persons.person')),
                ('other_person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='persons.person')),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('one_relative', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='record.relative')),
                ('other_relative', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='record.relative')),
            ],
            options={
                'ordering': ['id'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(models.Q(('one_person__isnull', False), ('one_relative', None)), models.Q(('one_person', None), ('one_relative__isnull', False)), _connector='OR'), models.Q(models.Q(('other_person__isnull', False), ('other_relative', None)), models.Q(('other_person', None), ('other_relative__isnull', False)), _connector='OR')), name='relationship_has_two_ends'), models.CheckConstraint(condition=models.Q(models.Q(('one_person', None), ('other_person', None), models.Q(('one_person', models.F('other_person')), _negated=True), _connector='OR'), models.Q(('one_relative', None), ('other_relative', None), models.Q(('one_relative', models.F('other_relative')), _negated=True), _connector='OR')), name='relationship_ends_are_two_people'), models.CheckConstraint(condition=models.Q(('ends_on', None), ('starts_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='relationship_ends_after_start'), models.CheckConstraint(condition=models.Q(models.Q(('ends_on', None), ('mistaken', False)), models.Q(('end_reason', ''), _negated=True), _connector='OR'), name='relationship_ended_for_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='Bond',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_on', models.DateField(null=True)),
                ('ends_on', models.DateField(null=True)),
                ('end_reason', models.CharField(blank=True, max_length=200)),
                ('mistaken', models.BooleanField(default=False)),
                ('written_at', models.DateTimeField()),
                ('quality', models.CharField(choices=[('close', 'very close'), ('conflict', 'in conflict'), ('interrupted', 'interrupted'), ('violence', 'violence')], max_length=12)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='cases.case')),
                ('one_person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='persons.person')),
                ('other_person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='persons.person')),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('one_relative', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='record.relative')),
                ('other_relative', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='record.relative')),
            ],
            options={
                'ordering': ['id'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(models.Q(('one_person__isnull', False), ('one_relative', None)), models.Q(('one_person', None), ('one_relative__isnull', False)), _connector='OR'), models.Q(models.Q(('other_person__isnull', False), ('other_relative', None)), models.Q(('other_person', None), ('other_relative__isnull', False)), _connector='OR')), name='bond_has_two_ends'), models.CheckConstraint(condition=models.Q(models.Q(('one_person', None), ('other_person', None), models.Q(('one_person', models.F('other_person')), _negated=True), _connector='OR'), models.Q(('one_relative', None), ('other_relative', None), models.Q(('one_relative', models.F('other_relative')), _negated=True), _connector='OR')), name='bond_ends_are_two_people'), models.CheckConstraint(condition=models.Q(('ends_on', None), ('starts_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='bond_ends_after_start'), models.CheckConstraint(condition=models.Q(models.Q(('ends_on', None), ('mistaken', False)), models.Q(('end_reason', ''), _negated=True), _connector='OR'), name='bond_ended_for_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='SocialReport',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('template', models.CharField(help_text='key in data/report_templates.yaml', max_length=30)),
                ('template_since', models.DateField(help_text='from which day the version of the template holds')),
                ('title', models.CharField(max_length=160)),
                ('addressee', models.CharField(blank=True, max_length=200)),
                ('state', models.CharField(choices=[('draft', 'being written'), ('signed', 'signed'), ('replaced', 'replaced by a new version'), ('dropped', 'not finished')], default='draft', max_length=10)),
                ('number', models.PositiveSmallIntegerField(default=1)),
                ('change_reason', models.CharField(blank=True, max_length=300)),
                ('revision', models.PositiveIntegerField(default=1)),
                ('proposals', models.JSONField(default=dict, help_text='by section: what the data say, and of when they are')),
                ('content', models.JSONField(default=dict, help_text='by section: what the writer kept or wrote')),
                ('merged_at', models.DateTimeField()),
                ('created_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField()),
                ('signed_at', models.DateTimeField(null=True)),
                ('fingerprint', models.CharField(blank=True, help_text='SHA-256 of what was printed', max_length=64)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='social_reports', to='cases.case')),
                ('changed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('document', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document')),
                ('replaces', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='record.socialreport')),
                ('signed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-created_at', 'id'],
                'indexes': [models.Index(fields=['case', 'state'], name='social_report_case_state')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('document__isnull', False), ('signed_at__isnull', False), ('signed_by__isnull', False), ('state__in', ['signed', 'replaced']), models.Q(('fingerprint', ''), _negated=True)), models.Q(('document', None), ('signed_at', None), ('signed_by', None), ('state__in', ['draft', 'dropped'])), _connector='OR'), name='signed_report_has_who_when_and_paper'), models.CheckConstraint(condition=models.Q(models.Q(('number', 1), ('replaces', None)), models.Q(('number__gt', 1), models.Q(('change_reason', ''), _negated=True)), _connector='OR'), name='new_version_of_a_report_has_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='PersonalNote',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('text', models.TextField()),
                ('written_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField(null=True)),
                ('promoted_at', models.DateTimeField(null=True)),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='personal_notes', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='personal_notes', to='cases.case')),
                ('entry', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.diaryentry')),
            ],
            options={
                'ordering': ['-written_at', 'id'],
                'indexes': [models.Index(fields=['case', 'author'], name='personal_note_case_author')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('entry', None), ('promoted_at', None)), models.Q(('entry__isnull', False), ('promoted_at__isnull', False)), _connector='OR'), name='promoted_note_has_its_entry')],
            },
        ),
    ]
