"""The only way to write personal notes, families, social reports and printed dossiers."""

from accanto.casework.record.operations.dossier import (
    dossier_name,
    order_dossier,
    print_dossier,
    store_dossier,
)
from accanto.casework.record.operations.family import (
    Pair,
    add_relative,
    end_bond,
    end_relationship,
    say_bond,
    say_relationship,
    take_relative_away,
)
from accanto.casework.record.operations.network import change_contact, end_contact
from accanto.casework.record.operations.notes import delete_note, promote_note, rewrite_note, write_note
from accanto.casework.record.operations.reports import (
    correct_report,
    drop_report,
    merge_again,
    open_report,
    save_report,
    sign_report,
)

__all__ = [
    "Pair",
    "add_relative",
    "change_contact",
    "correct_report",
    "delete_note",
    "dossier_name",
    "drop_report",
    "end_bond",
    "end_contact",
    "end_relationship",
    "merge_again",
    "open_report",
    "order_dossier",
    "print_dossier",
    "promote_note",
    "rewrite_note",
    "save_report",
    "say_bond",
    "say_relationship",
    "sign_report",
    "store_dossier",
    "take_relative_away",
    "write_note",
]
