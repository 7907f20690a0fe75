from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accanto.access.directory.enums import ENTRY_TRANSITIONS, Change
from accanto.access.directory.models import Entry
from accanto.access.directory.operations.entries import fresh, lock, may_keep, note
from accanto.access.directory.queries.due import keepers_of
from accanto.core.database.context import serving
from accanto.core.errors import ChangedMeanwhile
from accanto.foundation.audit.operations import record
from accanto.foundation.notifications.operations import notify
from accanto.territory.staff.models import User


@transaction.atomic
def assure_entry(*, entry: Entry, expected_version: int, by: User, at: datetime) -> Entry:
    """Somebody read the entry, asked, and says that all of it is still right.

    :raises ChangedMeanwhile: it is no longer what was read.
    :raises OperationRefused: it is not published.
    """
    may_keep(by)
    row = lock(entry)
    row.state = ENTRY_TRANSITIONS.move("assure", row.state)
    if row.version != expected_version:
        raise ChangedMeanwhile(
            _("Somebody changed the entry meanwhile: read it again before you say that all is right.")
        )
    fresh(row, by, at)
    row.save()
    note(row, Change.ASSURED, by, at)
    record("directory.assured", by=by, at=at, subject=row, name=row.name)
    return row


@transaction.atomic
@serving("directory")  # the night's work, in the name of nobody
def remind_keepers(*, at: datetime) -> int:
    """Tell the keepers of entries whose time has come, once for each time; returns how many entries."""
    due = Entry.objects.select_for_update(of=("self",)).due(at.date()).filter(reminded_on=None)
    rows = list(due.select_related("keeper", "keeper_office"))
    told = 0
    for row in rows:
        keepers = keepers_of(row, at.date())
        for user in keepers:
            notify("directory.recheck", user=user, at=at, url=reverse("entry", args=[row.pk]), name=row.name)
        if keepers:
            row.reminded_on = at.date()
            row.save(update_fields=["reminded_on"])
            told += 1
    return told
