from django.db import migrations, models

from accanto.core.database.beginning import Beginning


class Migration(Beginning):

    replaces = [('limits', '0001_initial')]

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Allowance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20)),
                ('who', models.CharField(max_length=40)),
                ('full_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('kind', 'who'), name='allowance_of_one')],
            },
        ),
        # What a crash forgets forgives everybody: no log of it is written ahead.
        migrations.RunSQL(
            sql='ALTER TABLE limits_allowance SET UNLOGGED',
            reverse_sql='ALTER TABLE limits_allowance SET LOGGED',
        ),
    ]
