"""The figure beside «Oggi» and «Scadenze»."""

from datetime import timedelta

from django.db.models import QuerySet

from accanto.casework.cases.due import SOON_DAYS, waiting_for
from accanto.casework.cases.models import Deadline
from accanto.core import clock
from accanto.territory.staff.models import User


def soon_for(user: User) -> QuerySet[Deadline]:
    """Open work that is late, due today or within a week."""
    return waiting_for(user).filter(due_on__lte=clock.today() + timedelta(days=SOON_DAYS))
