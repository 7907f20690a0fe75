from django.db import migrations

# The recommended day of the first meeting had a deadline of its own; now the binding one tells it.
FOLD = """
UPDATE cases_deadline binding
SET params = binding.params || jsonb_build_object('advised_on', recommended.due_on)
FROM cases_deadline recommended
WHERE binding.code = 'pathways.first_meeting' AND binding.state = 'open'
  AND recommended.code = 'pathways.first_meeting_recommended' AND recommended.state = 'open'
  AND recommended.subject = binding.subject;
DELETE FROM cases_deadline WHERE code = 'pathways.first_meeting_recommended' AND state = 'open';
"""


class Migration(migrations.Migration):
    dependencies = [("pathways", "0001_initial"), ("cases", "0002_newest_in_charge")]
    operations = [migrations.RunSQL(FOLD, migrations.RunSQL.noop)]
