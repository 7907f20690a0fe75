import django.contrib.postgres.fields
from django.db import migrations, models

from accanto.core.database.beginning import Beginning


class Migration(Beginning):

    replaces = [('catalogue', '0001_initial')]

    initial = True

    dependencies = [
        ('funding', '0100_start'),
    ]

    operations = [
        migrations.CreateModel(
            name='Service',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=60, unique=True)),
                ('name', models.CharField(max_length=160)),
                ('description', models.CharField(blank=True, max_length=400)),
                ('mode', models.CharField(choices=[('stay', 'stay'), ('attendance', 'attendance'), ('hours', 'hours'), ('units', 'units'), ('encounter', 'encounter'), ('benefit', 'benefit'), ('placement', 'placement'), ('device', 'device')], max_length=12)),
                ('siuss_code', models.CharField(blank=True, max_length=10)),
                ('leps', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, size=None)),
                ('in_national_plan', models.BooleanField(default=False)),
                ('parenting_support', models.BooleanField(default=False)),
                ('holder', models.CharField(blank=True, help_text='who runs it, in words', max_length=160)),
                ('referral', models.CharField(blank=True, help_text='who sends people there', max_length=60)),
                ('valid_from', models.DateField(null=True)),
                ('retired_on', models.DateField(null=True)),
                ('funds', models.ManyToManyField(blank=True, related_name='services', to='funding.fund')),
                ('plan_lines', models.ManyToManyField(blank=True, related_name='services', to='funding.planline')),
            ],
            options={
                'ordering': ['name'],
            },
        ),
    ]
