import accanto.territory.bodies.models.hours
import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.db.models.deletion
import uuid
from django.db import migrations, models

from accanto.core.database.beginning import Beginning


class Migration(Beginning):

    replaces = [('bodies', '0001_initial'), ('bodies', '0002_compartments'), ('bodies', '0003_hours'), ('bodies', '0004_courts')]

    initial = True

    dependencies = [
        ('places', '0100_start'),
    ]

    operations = [
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=60, unique=True)),
                ('name', models.CharField(max_length=160)),
                ('kind', models.CharField(choices=[('zone_body', 'zone body'), ('municipality', 'municipality'), ('health_authority', 'health authority'), ('employment_centre', 'employment centre'), ('third_sector', 'third sector'), ('school', 'school'), ('court', 'court'), ('other', 'other body')], max_length=20)),
                ('quota', models.DecimalField(decimal_places=2, help_text='percent, as printed', max_digits=5, null=True)),
                ('valid_from', models.DateField(null=True)),
                ('valid_to', models.DateField(null=True)),
                ('municipality', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='organisations', to='places.municipality')),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Office',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=60, unique=True)),
                ('name', models.CharField(max_length=160)),
                ('kind', models.CharField(choices=[('zone', 'zone office'), ('professional_unit', 'professional social service unit'), ('urp', 'public relations office'), ('social_secretariat', 'social secretariat'), ('planning', 'planning office'), ('employment_centre', 'employment centre'), ('health_service', 'health service'), ('third_sector', 'third-sector seat'), ('school', 'school'), ('facility', 'facility')], max_length=20)),
                ('address', models.CharField(blank=True, max_length=200)),
                ('phone', models.CharField(blank=True, max_length=40)),
                ('hours', models.CharField(blank=True, help_text='opening hours in words', max_length=200)),
                ('valid_from', models.DateField(null=True)),
                ('valid_to', models.DateField(null=True)),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='bodies.office')),
                ('seat', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offices', to='places.municipality')),
                ('serves', models.ManyToManyField(blank=True, related_name='served_by', to='places.municipality')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offices', to='bodies.organisation')),
                ('compartments', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), blank=True, db_default=[], default=list, help_text='fenced compartments that those who coordinate it reach (persons.enums.Compartment)', size=None)),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='OfficeClosure',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField(help_text='first day on which it is open again')),
                ('reason', models.CharField(max_length=200)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='closures', to='bodies.office')),
            ],
            options={
                'ordering': ['starts_on', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__gt', models.F('starts_on'))), name='office_closure_lasts_a_day'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='office_closed_for_a_reason'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('withdrawn_at', None)), expressions=[('office', '='), (accanto.territory.bodies.models.hours._Days(models.F('starts_on'), models.F('ends_on')), '&&')], name='office_closures_do_not_overlap')],
            },
        ),
        migrations.CreateModel(
            name='OfficeHours',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('weekday', models.PositiveSmallIntegerField()),
                ('opens', models.TimeField()),
                ('closes', models.TimeField()),
                ('audience', models.CharField(choices=[('public', 'for everybody'), ('appointment', 'by appointment')], default='public', max_length=12)),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(null=True)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='weekly_hours', to='bodies.office')),
            ],
            options={
                'ordering': ['weekday', 'opens', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('closes__gt', models.F('opens'))), name='office_hours_close_after_opening'), models.CheckConstraint(condition=models.Q(('weekday__lte', 6)), name='office_hours_on_a_weekday'), models.CheckConstraint(condition=models.Q(('valid_to', None), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='office_hours_last_a_day'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('office', '='), ('weekday', '='), ('audience', '='), (accanto.territory.bodies.models.hours._Days(models.F('valid_from'), models.F('valid_to')), '&&'), (accanto.territory.bodies.models.hours._Hours(accanto.territory.bodies.models.hours._Seconds(models.F('opens')), accanto.territory.bodies.models.hours._Seconds(models.F('closes'))), '&&')], name='office_hours_do_not_overlap')],
            },
        ),
    ]
