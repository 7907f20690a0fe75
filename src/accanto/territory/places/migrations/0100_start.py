import django.db.models.deletion
from django.db import migrations, models

from accanto.core.database.beginning import Beginning


class Migration(Beginning):

    replaces = [('places', '0001_initial')]

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='District',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(unique=True)),
                ('name', models.CharField(max_length=120)),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Municipality',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('istat_code', models.CharField(max_length=6, unique=True)),
                ('belfiore', models.CharField(max_length=4, unique=True)),
                ('name', models.CharField(max_length=120)),
                ('province', models.CharField(max_length=2)),
                ('in_zone', models.BooleanField(default=False)),
                ('exists_from', models.DateField(null=True)),
                ('exists_to', models.DateField(null=True)),
                ('district', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='municipalities', to='places.district')),
                ('replaced_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaces', to='places.municipality')),
            ],
            options={
                'verbose_name_plural': 'municipalities',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Zone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120)),
                ('legal_name', models.CharField(max_length=200)),
                ('fiscal_code', models.CharField(max_length=11)),
                ('address', models.CharField(blank=True, max_length=200)),
                ('seat', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.municipality')),
            ],
        ),
        migrations.CreateModel(
            name='ResidentCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField()),
                ('residents', models.PositiveIntegerField()),
                ('source', models.CharField(max_length=200)),
                ('municipality', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='resident_counts', to='places.municipality')),
            ],
            options={
                'ordering': ['-on'],
                'constraints': [models.UniqueConstraint(fields=('municipality', 'on'), name='resident_count_once', nulls_distinct=False)],
            },
        ),
    ]
