"""Households with a positive outcome that nobody follows yet."""

from django.db.models import Q, QuerySet

from accanto.access.outcomes.enums import Outcome
from accanto.access.outcomes.models import Application
from accanto.territory.bodies.enums import OfficeKind
from accanto.territory.bodies.models import Office
from accanto.territory.staff.models import User


def waiting_for(user: User) -> QuerySet[Application]:
    """Those that this coordinator decides about: of the towns of one's units, and of towns that no unit serves."""
    units = Office.objects.filter(kind=OfficeKind.PROFESSIONAL_UNIT)
    mine = units.filter(pk__in=user.access.coordinates)
    rows = Application.objects.visible_to(user).filter(outcome=Outcome.POSITIVE, case=None)
    return rows.filter(
        Q(municipality__in=mine.values("serves"))
        | ~Q(municipality__in=units.exclude(serves=None).values("serves"))
    ).order_by("outcome_on", "protocol")
