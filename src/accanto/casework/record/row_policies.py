"""Family and reports are of whoever reads the case; a personal note is its author's alone, while they read it."""

from accanto.casework.cases.row_policies import seen
from accanto.core.database.policies import protect

for _table in ("record_relative", "record_relationship", "record_socialreport"):
    protect(_table, see=seen(_table, depth=30))
protect(
    "record_bond",
    see=f"({seen('record_bond', depth=30)}) AND (quality <> 'violence' OR {seen('record_bond', depth=40)})",
)
protect("record_personalnote", see=f"author_id = acc_user() AND ({seen('record_personalnote', depth=30)})")
