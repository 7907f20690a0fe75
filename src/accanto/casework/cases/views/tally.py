"""The figure beside «Oggi» and «Scadenze»."""

from datetime import timedelta

from accanto.casework.cases.due import SOON_DAYS, waiting_for
from accanto.core import clock
from accanto.territory.staff.models import User

_KEPT = "_deadlines_waiting"


def tally(user: User) -> int:
    """Open work that is late, due today or within a week; counted once per request."""
    if not hasattr(user, _KEPT):
        last = clock.today() + timedelta(days=SOON_DAYS)
        remember_tally(user, waiting_for(user).filter(due_on__lte=last).select_related(None).count())
    return int(getattr(user, _KEPT))


def remember_tally(user: User, waiting: int) -> None:
    """A page that has read the rows spares the rail a query."""
    setattr(user, _KEPT, waiting)
