import django.contrib.auth.validators
import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from accanto.core.database.beginning import Beginning


class Migration(Beginning):

    replaces = [('staff', '0001_initial'), ('staff', '0002_how_people_log_in')]

    initial = True

    dependencies = [
        ('bodies', '0100_start'),
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('username', models.CharField(max_length=60, unique=True, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()])),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('first_name', models.CharField(max_length=80)),
                ('last_name', models.CharField(max_length=80)),
                ('is_active', models.BooleanField(default=True)),
                ('date_joined', models.DateTimeField(auto_now_add=True)),
                ('fiscal_code', models.CharField(blank=True, max_length=16)),
                ('must_change_password', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ['last_name', 'first_name'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('email', ''), _negated=True), fields=('email',), name='user_email_once'), models.UniqueConstraint(condition=models.Q(('fiscal_code', ''), _negated=True), fields=('fiscal_code',), name='user_fiscal_code_once')],
            },
        ),
        migrations.CreateModel(
            name='OfficePost',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField(blank=True, null=True)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='bodies.office')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['starts_on', 'id'],
            },
        ),
        migrations.CreateModel(
            name='RoleGrant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(max_length=30)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField(blank=True, null=True)),
                ('reason', models.CharField(blank=True, max_length=200)),
                ('granted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='role_grants', to='bodies.office')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='role_grants', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ends_on', None)), fields=('user', 'role', 'office'), name='role_once_at_a_time')],
            },
        ),
        migrations.CreateModel(
            name='Operator',
            fields=[
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='operator', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('profession', models.CharField(choices=[('social_worker', 'social worker'), ('employment_consultant', 'employment-centre consultant'), ('tutor', 'third-sector tutor'), ('educator', 'educator'), ('psychologist', 'psychologist'), ('health_social_worker', 'health-service social worker'), ('school_contact', 'school contact person'), ('administrative', 'administrative officer'), ('manager', 'manager'), ('student', 'student')], max_length=30)),
                ('phone', models.CharField(blank=True, max_length=40)),
                ('competences', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, size=None)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='operators', to='bodies.organisation')),
            ],
        ),
        migrations.CreateModel(
            name='Contract',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('permanent', 'permanent'), ('fixed_term', 'fixed term'), ('service', 'through a service contract'), ('agreement', 'under an agreement with the partner')], max_length=12)),
                ('area', models.CharField(choices=[('social', 'social functions'), ('health', 'health and social-health functions'), ('other', 'other functions')], max_length=8)),
                ('weekly_hours', models.DecimalField(decimal_places=1, max_digits=4)),
                ('full_time_hours', models.DecimalField(decimal_places=1, default=36, max_digits=4)),
                ('functions', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, size=None)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField(blank=True, null=True)),
                ('employer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contracts', to='bodies.organisation')),
                ('operator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contracts', to='staff.operator')),
            ],
            options={
                'ordering': ['-starts_on'],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gt', models.F('starts_on')), _connector='OR'), name='contract_ends_after_start'), models.CheckConstraint(condition=models.Q(('weekly_hours__gt', 0), ('weekly_hours__lte', 60)), name='contract_hours_in_a_week')],
            },
        ),
    ]
