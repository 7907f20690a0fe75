"""The figure beside «Oggi» and «Scadenze»."""

from datetime import timedelta

from django.db.models import QuerySet

from accanto.casework.cases.due import SOON_DAYS, falling_by, waiting_for
from accanto.casework.cases.models import Deadline
from accanto.core import clock
from accanto.territory.staff.models import User


def soon_for(user: User) -> QuerySet[Deadline]:
    """Open work that is late, due today or within a week, or that the law recommends to have done by then."""
    return falling_by(waiting_for(user), clock.today() + timedelta(days=SOON_DAYS))
