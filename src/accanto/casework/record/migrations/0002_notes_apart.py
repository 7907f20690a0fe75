"""Personal notes that stood in the diary get a place of their own; what they said is no part of the record."""

from django.db import migrations

_MOVE = """
SELECT set_config('accanto.erasing', 'on', TRUE);
INSERT INTO record_personalnote (id, case_id, author_id, text, written_at)
SELECT gen_random_uuid(), case_id, author_id, text, written_at FROM cases_diaryentry WHERE kind = 'personal';
DELETE FROM cases_diaryentry WHERE kind = 'personal';
SELECT set_config('accanto.erasing', '', TRUE);
"""


class Migration(migrations.Migration):
    dependencies = [("record", "0001_initial")]
    operations = [migrations.RunSQL(_MOVE, migrations.RunSQL.noop)]
