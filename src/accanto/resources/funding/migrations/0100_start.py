import django.db.models.deletion
from django.db import migrations, models

from accanto.core.database.beginning import Beginning


class Migration(Beginning):

    replaces = [('funding', '0001_initial')]

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Fund',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=60, unique=True)),
                ('name', models.CharField(max_length=160)),
                ('source', models.CharField(max_length=120)),
                ('amount', models.DecimalField(decimal_places=2, max_digits=12, null=True)),
                ('note', models.CharField(blank=True, max_length=300)),
                ('valid_from', models.DateField(null=True)),
                ('valid_to', models.DateField(null=True)),
                ('retired_on', models.DateField(help_text='no longer in the reference file; never deleted', null=True)),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='PlanLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=10)),
                ('objective', models.PositiveSmallIntegerField()),
                ('priority', models.PositiveSmallIntegerField()),
                ('expenditure_code', models.CharField(blank=True, max_length=10)),
                ('title', models.CharField(max_length=200)),
                ('amount', models.DecimalField(decimal_places=2, max_digits=12, null=True)),
                ('procurement', models.CharField(blank=True, max_length=60)),
                ('note', models.CharField(blank=True, max_length=300)),
                ('retired_on', models.DateField(null=True)),
                ('fund', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='plan_lines', to='funding.fund')),
            ],
            options={
                'ordering': ['objective', 'code'],
                'constraints': [models.UniqueConstraint(fields=('fund', 'code'), name='plan_line_once_per_fund')],
            },
        ),
    ]
