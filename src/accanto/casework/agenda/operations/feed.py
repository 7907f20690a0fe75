"""The secret address of one's own calendar: made, renewed, revoked."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from accanto.casework.agenda.models import CalendarFeed
from accanto.casework.agenda.secret import digest_of, new_secret
from accanto.core.errors import ChangedMeanwhile
from accanto.foundation.audit.operations import record
from accanto.territory.staff.models import User

_NOTED_AFTER = timedelta(minutes=5)


@transaction.atomic
def make_feed(*, by: User, at: datetime, with_initials: bool = False) -> tuple[CalendarFeed, str]:
    """A new address for one's own agenda; the one before opens nothing any more. The secret is told only now."""
    User.objects.select_for_update(of=("self",)).get(pk=by.pk)
    CalendarFeed.objects.filter(user=by, revoked_at=None).update(revoked_at=at)
    prefix, secret = new_secret()
    feed = CalendarFeed.objects.create(
        user=by, prefix=prefix, digest=digest_of(secret), with_initials=with_initials, created_at=at
    )
    record("agenda.feed.made", by=by, at=at, subject=by, important=True)
    return feed, secret


@transaction.atomic
def revoke_feed(*, feed: CalendarFeed, by: User, at: datetime) -> CalendarFeed:
    """:raises ChangedMeanwhile: it was revoked before."""
    row = CalendarFeed.objects.select_for_update(of=("self",)).get(pk=feed.pk, user=by)
    if row.revoked_at is not None:
        raise ChangedMeanwhile(_("This address opens nothing any more already."))
    row.revoked_at = at
    row.save(update_fields=["revoked_at"])
    record("agenda.feed.revoked", by=by, at=at, subject=by, important=True)
    return row


def note_reading(*, feed: CalendarFeed, at: datetime) -> None:
    """Now and then: most readings write nothing."""
    if feed.last_read_at is None or at - feed.last_read_at >= _NOTED_AFTER:
        with transaction.atomic():
            CalendarFeed.objects.filter(pk=feed.pk).update(last_read_at=at)
