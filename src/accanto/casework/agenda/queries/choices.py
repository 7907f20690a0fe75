"""What somebody may choose from when they give an appointment."""

from datetime import date

from django.db.models import Q, QuerySet

from accanto.casework.cases.enums import CaseState
from accanto.casework.cases.models import Case
from accanto.people.persons.enums import Depth
from accanto.territory.bodies.models import Office
from accanto.territory.staff.models import User


def offices_of(user: User) -> QuerySet[Office]:
    """In which one works, and which one coordinates."""
    ids = user.access.offices | user.access.coordinates
    return Office.objects.filter(pk__in=ids).order_by("name")


def colleagues_of(user: User, on: date) -> QuerySet[User]:
    """Who works in those offices, oneself among them."""
    ids = user.access.offices | user.access.coordinates
    running = Q(role_grants__starts_on__lte=on) & (
        Q(role_grants__ends_on=None) | Q(role_grants__ends_on__gt=on)
    )
    rows = User.objects.filter(running, role_grants__office__in=ids, is_active=True)
    return User.objects.filter(Q(pk__in=rows.values("pk")) | Q(pk=user.pk)).order_by(
        "last_name", "first_name"
    )


def cases_of(user: User) -> QuerySet[Case]:
    """Those on which one works, by the name of the household."""
    rows = Case.objects.visible_to(user, depth=Depth.WORK).exclude(state=CaseState.CLOSED)
    return rows.select_related("household").order_by("household__label", "pk")
