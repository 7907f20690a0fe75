"""Whether an access point receives now, in the words that its page says."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accanto.access.desk.models import AccessPoint
from accanto.core.templatetags.accanto_ui import date_words
from accanto.territory.bodies.queries import Timetable, timetables

_AHEAD = 30


@dataclass(frozen=True)
class Door:
    """`until`: when it closes, where it is open; `opens_at`: the next opening, where it is closed.

    `known`: somebody wrote the hours; where nobody did, the door counts as open.
    """

    known: bool
    open: bool
    until: datetime | None = None
    opens_at: datetime | None = None
    why: str = ""

    def opens_later(self, at: datetime) -> bool:
        """Still today: numbers may be given already."""
        return self.opens_at is not None and timezone.localdate(self.opens_at) == timezone.localdate(at)

    def words(self, at: datetime) -> str:
        if not self.known:
            return _("hours not written yet")
        if self.open and self.until:
            return _("open until %(time)s") % {"time": _hour(self.until)}
        if self.opens_at is None:
            return _("closed")
        if self.opens_later(at):
            return _("closed, opens at %(time)s") % {"time": _hour(self.opens_at)}
        day = date_words(self.opens_at, timezone.localdate(at))
        return _("closed, opens %(day)s at %(time)s") % {"day": day, "time": _hour(self.opens_at)}


def door_of(point: AccessPoint, at: datetime) -> Door:
    """Three queries, whatever the hours."""
    first = timezone.localdate(at)
    return door_from(timetables([point.office], first, first + timedelta(days=_AHEAD))[point.office_id], at)


def door_from(table: Timetable, at: datetime) -> Door:
    first = timezone.localdate(at)
    if not table.known:
        return Door(known=False, open=table.closed_on(first) is None)
    for ahead in range(_AHEAD + 1):
        for opening in table.hours_on(first + timedelta(days=ahead)):
            if at in opening:
                return Door(True, True, until=opening.ends_at)
            if opening.starts_at > at:
                closed = table.closed_on(first)
                return Door(True, False, opens_at=opening.starts_at, why=closed.words if closed else "")
    return Door(known=True, open=False)


def _hour(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "G:i")
