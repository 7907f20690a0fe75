"""The only way to write entries of the directory, their places and their history."""

from accanto.access.directory.operations.assuring import assure_entry, remind_keepers
from accanto.access.directory.operations.entries import (
    change_entry,
    publish_entry,
    withdraw_entry,
    write_entry,
)
from accanto.access.directory.operations.importing import Report, import_hsds
from accanto.access.directory.operations.sending import send_slip

__all__ = [
    "Report",
    "assure_entry",
    "change_entry",
    "import_hsds",
    "publish_entry",
    "remind_keepers",
    "send_slip",
    "withdraw_entry",
    "write_entry",
]
