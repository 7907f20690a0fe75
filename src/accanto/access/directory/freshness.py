"""Whether an entry may be trusted: when somebody last said that all is right, and when it must be asked again."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accanto.access.directory.models import Entry

_SOON = timedelta(days=30)
_FEW_DAYS, _MONTH = 60, 30


@dataclass(frozen=True)
class Freshness:
    tone: str
    label: str


def freshness(entry: Entry, on: date) -> Freshness:
    if entry.assured_on is None or entry.recheck_on is None:
        return Freshness("soon", _("never checked"))
    ago = _ago((on - entry.assured_on).days)
    if entry.recheck_on <= on:
        return Freshness("late", _("to be checked again: last time %(ago)s") % {"ago": ago})
    return Freshness(
        "soon" if entry.recheck_on - on <= _SOON else "fine", _("checked %(ago)s") % {"ago": ago}
    )


def _ago(days: int) -> str:
    if days <= 0:
        return _("today")
    if days == 1:
        return _("yesterday")
    if days < _FEW_DAYS:
        return ngettext("%(n)d day ago", "%(n)d days ago", days) % {"n": days}
    months = days // _MONTH
    return ngettext("%(n)d month ago", "%(n)d months ago", months) % {"n": months}
