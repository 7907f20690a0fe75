import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from accanto.core.database.beginning import Beginning


class Migration(Beginning):

    replaces = [('projects', '0001_initial'), ('projects', '0002_legal_representatives')]

    initial = True

    dependencies = [
        ('assessment', '0100_start'),
        ('bodies', '0100_start'),
        ('cases', '0100_start'),
        ('catalogue', '0100_start'),
        ('documents', '0100_start'),
        ('funding', '0100_start'),
        ('pathways', '0100_start'),
        ('persons', '0100_start'),
        ('staff', '0100_start'),
    ]

    operations = [
        migrations.CreateModel(
            name='Project',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('social', 'project of the social service'), ('complex', 'project of the multidisciplinary team')], max_length=8)),
                ('state', models.CharField(choices=[('draft', 'being written'), ('proposed', 'to be signed'), ('signed', 'signed'), ('running', 'running'), ('suspended', 'suspended'), ('closed', 'closed')], default='draft', max_length=10)),
                ('summary', models.TextField(blank=True)),
                ('revision', models.PositiveIntegerField(default=1)),
                ('version', models.PositiveIntegerField(default=0)),
                ('change_reason', models.CharField(blank=True, help_text='why the next version is being written', max_length=300)),
                ('defined_on', models.DateField(help_text='day of the last signature of the first version', null=True)),
                ('started_on', models.DateField(null=True)),
                ('next_review_on', models.DateField(null=True)),
                ('created_at', models.DateTimeField()),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='projects', to='cases.case')),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('pathway', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='projects', to='pathways.pathway')),
            ],
            options={
                'ordering': ['-created_at'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'closed'), _negated=True), fields=('case',), name='one_living_project_per_case'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['signed', 'running', 'suspended']), _negated=True), ('defined_on__isnull', False), _connector='OR'), name='signed_project_has_a_date'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['running', 'suspended']), _negated=True), ('started_on__isnull', False), _connector='OR'), name='running_project_has_started')],
            },
        ),
        migrations.CreateModel(
            name='Commitment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('removed_at', models.DateTimeField(null=True)),
                ('text', models.CharField(max_length=400)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='persons.person')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='commitments', to='projects.project')),
            ],
            options={
                'ordering': ['position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Party',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('removed_at', models.DateTimeField(null=True)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='bodies.organisation')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='persons.person')),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parties', to='projects.project')),
                ('decree_authority', models.CharField(blank=True, max_length=120)),
                ('decree_number', models.CharField(blank=True, max_length=40)),
                ('decree_on', models.DateField(null=True)),
                ('representative', models.CharField(blank=True, max_length=160)),
                ('representative_role', models.CharField(blank=True, choices=[('support', 'support administrator'), ('guardian', 'guardian'), ('curator', 'curator')], max_length=10)),
            ],
            options={
                'verbose_name_plural': 'parties',
                'ordering': ['position', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('person__isnull', False), ('user', None)), models.Q(('organisation__isnull', False), ('person', None), ('user__isnull', False)), _connector='OR'), name='party_is_a_member_or_an_operator'), models.UniqueConstraint(condition=models.Q(('removed_at', None)), fields=('project', 'person', 'user'), name='party_once', nulls_distinct=False), models.CheckConstraint(condition=models.Q(models.Q(('decree_authority', ''), ('decree_number', ''), ('decree_on', None), ('representative', ''), ('representative_role', '')), models.Q(('decree_on__isnull', False), ('person__isnull', False), models.Q(('representative', ''), ('representative_role', ''), ('decree_authority', ''), ('decree_number', ''), _connector='OR', _negated=True)), _connector='OR'), name='party_represented_by_a_whole_decree')],
            },
        ),
        migrations.CreateModel(
            name='Goal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('removed_at', models.DateTimeField(null=True)),
                ('area', models.CharField(help_text='code in the six-areas instrument', max_length=30)),
                ('text', models.CharField(max_length=400)),
                ('expected_result', models.CharField(blank=True, max_length=400)),
                ('expected_by', models.DateField(null=True)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='goals', to='projects.project')),
            ],
            options={
                'ordering': ['position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='ProjectChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('revision', models.PositiveIntegerField()),
                ('what', models.CharField(choices=[('summary', 'wrote the summary again'), ('goal_added', 'added the goal «%(text)s»'), ('goal_changed', 'changed the goal «%(text)s»'), ('goal_removed', 'took away the goal «%(text)s»'), ('action_added', 'added the action «%(text)s»'), ('action_changed', 'changed the action «%(text)s»'), ('action_removed', 'took away the action «%(text)s»'), ('commitment_added', 'added the commitment «%(text)s»'), ('commitment_changed', 'changed the commitment «%(text)s»'), ('commitment_removed', 'took away the commitment «%(text)s»'), ('support_added', 'added the support «%(text)s»'), ('support_changed', 'changed the support «%(text)s»'), ('support_removed', 'took away the support «%(text)s»'), ('party_added', 'asked %(text)s to sign'), ('party_removed', 'no longer asks %(text)s to sign'), ('represented', 'wrote who signs for %(text)s'), ('unrepresented', 'wrote that %(text)s signs in person'), ('extended', 'carried the project on into a new application')], max_length=20)),
                ('text', models.CharField(blank=True, max_length=400)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='projects.project')),
            ],
            options={
                'ordering': ['revision'],
                'constraints': [models.UniqueConstraint(fields=('project', 'revision'), name='revision_once')],
            },
        ),
        migrations.CreateModel(
            name='ProjectExtension',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField()),
                ('reason', models.CharField(max_length=300)),
                ('recorded_at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('from_pathway', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pathways.pathway')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='extensions', to='projects.project')),
                ('to_pathway', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='project_extension', to='pathways.pathway')),
            ],
            options={
                'ordering': ['on', 'id'],
            },
        ),
        migrations.CreateModel(
            name='ProjectSuspension',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField(null=True)),
                ('reason', models.CharField(max_length=300)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='suspensions', to='projects.project')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ends_on', None)), fields=('project',), name='one_suspension_at_a_time'), models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='suspension_ends_after_start')],
            },
        ),
        migrations.CreateModel(
            name='ProjectVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('revision', models.PositiveIntegerField()),
                ('frozen_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('completed_on', models.DateField(null=True)),
                ('change_note', models.CharField(blank=True, max_length=300)),
                ('content', models.JSONField(default=dict, help_text='what was printed, as data: differences are read from it')),
                ('fingerprint', models.CharField(help_text='SHA-256 of the content, printed on every page', max_length=64)),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document')),
                ('frozen_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='projects.project')),
            ],
            options={
                'ordering': ['-number'],
                'constraints': [models.UniqueConstraint(fields=('project', 'number'), name='project_version_once')],
            },
        ),
        migrations.CreateModel(
            name='Review',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('held_on', models.DateField()),
                ('notes', models.TextField(blank=True)),
                ('next_review_on', models.DateField(null=True)),
                ('recorded_at', models.DateTimeField()),
                ('assessment', models.OneToOneField(help_text='the six areas then', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='review', to='assessment.assessment')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reviews', to='projects.project')),
            ],
            options={
                'ordering': ['-held_on', '-id'],
            },
        ),
        migrations.CreateModel(
            name='GoalReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('progress', models.CharField(choices=[('not_started', 'not started'), ('under_way', 'making headway'), ('reached', 'reached'), ('dropped', 'dropped')], max_length=12)),
                ('note', models.CharField(blank=True, max_length=300)),
                ('goal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='projects.goal')),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='goals', to='projects.review')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('review', 'goal'), name='goal_reviewed_once')],
            },
        ),
        migrations.CreateModel(
            name='CommitmentReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fulfilment', models.CharField(choices=[('yes', 'kept'), ('partly', 'partly kept'), ('no', 'not kept')], max_length=6)),
                ('note', models.CharField(blank=True, max_length=300)),
                ('commitment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='projects.commitment')),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='commitments', to='projects.review')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('review', 'commitment'), name='commitment_reviewed_once')],
            },
        ),
        migrations.CreateModel(
            name='Signature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('paper', 'on paper, scanned'), ('drawn', 'drawn on screen'), ('typed', 'name typed on screen')], max_length=6)),
                ('signed_on', models.DateField()),
                ('signed_name', models.CharField(max_length=160)),
                ('recorded_at', models.DateTimeField()),
                ('collected_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('document', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document')),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signatures', to='projects.party')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='signatures', to='projects.projectversion')),
            ],
            options={
                'ordering': ['recorded_at', 'id'],
                'constraints': [models.UniqueConstraint(fields=('version', 'party'), name='party_signs_a_version_once'), models.CheckConstraint(condition=models.Q(('kind', 'typed'), ('document__isnull', False), _connector='OR'), name='signature_has_its_document')],
            },
        ),
        migrations.CreateModel(
            name='Support',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('removed_at', models.DateTimeField(null=True)),
                ('quantity', models.CharField(blank=True, help_text='in words: 3 hours a week', max_length=120)),
                ('starts_on', models.DateField(null=True)),
                ('ends_on', models.DateField(null=True)),
                ('note', models.CharField(blank=True, max_length=300)),
                ('fund', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='funding.fund')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='persons.person')),
                ('plan_line', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='funding.planline')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='supports', to='projects.project')),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.service')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on', None), ('starts_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='support_ends_after_start')],
            },
        ),
        migrations.CreateModel(
            name='Action',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('removed_at', models.DateTimeField(null=True)),
                ('text', models.CharField(max_length=400)),
                ('due_on', models.DateField(null=True)),
                ('state', models.CharField(choices=[('open', 'to do'), ('done', 'carried out'), ('cancelled', 'cancelled')], default='open', max_length=10)),
                ('done_on', models.DateField(null=True)),
                ('cancel_reason', models.CharField(blank=True, max_length=300)),
                ('organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='bodies.organisation')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='persons.person')),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('goal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='actions', to='projects.goal')),
            ],
            options={
                'ordering': ['due_on', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('organisation', None), ('person__isnull', False), ('user', None)), models.Q(('organisation', None), ('person', None), ('user__isnull', False)), models.Q(('organisation__isnull', False), ('person', None), ('user', None)), _connector='OR'), name='action_by_exactly_one'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'done'), _negated=True), ('done_on__isnull', False), _connector='OR'), name='action_done_has_a_date'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'cancelled'), _negated=True), models.Q(('cancel_reason', ''), _negated=True), _connector='OR'), name='action_cancelled_has_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='ProjectClosure',
            fields=[
                ('project', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='closure', serialize=False, to='projects.project')),
                ('closed_on', models.DateField()),
                ('outcome', models.CharField(choices=[('autonomy', 'autonomy reached'), ('partial', 'goals partly reached'), ('other_path', 'continues in another pathway'), ('moved', 'moved away'), ('withdrawn', 'withdrawn by the household'), ('benefit_ended', 'benefit ended'), ('death', 'death'), ('abandoned', 'not carried on')], max_length=14)),
                ('evaluation', models.TextField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
    ]
