"""Whoever must not see a case any more cannot hand it over: those who coordinate its unit are told to."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from accanto.casework.cases.enums import CaseState
from accanto.casework.cases.models import CaseWorker
from accanto.core.database.context import serving
from accanto.foundation.notifications.models import Notification
from accanto.foundation.notifications.operations import notify
from accanto.people.persons.models import Bar
from accanto.territory.staff.models import User
from accanto.territory.staff.queries import holders_of

KIND = "privacy.hand_over"


@serving("declaration")
@transaction.atomic
def tell_who_hands_over(*, at: datetime) -> int:
    """Once for each worker and case; says how many were told. In a fenced case only whoever sees it reads it."""
    barred = Bar.objects.filter(Q(ends_at=None) | Q(ends_at__gt=at), declaration__isnull=False)
    pairs = set(barred.values_list("user_id", "person_id"))
    if not pairs:
        return 0
    works = CaseWorker.objects.filter(
        user__in={user for user, _person in pairs},
        ends_on=None,
        case__household__members__person__in={person for _user, person in pairs},
        case__household__members__ends_on=None,
    ).exclude(case__state=CaseState.CLOSED)
    found = works.values_list("pk", "user_id", "case__household__members__person")
    rows = {pk for pk, user, person in found if (user, person) in pairs}
    coordinators = list(holders_of("people.coordinate", at.date())) if rows else []
    told = 0
    for row in CaseWorker.objects.filter(pk__in=rows).select_related("case", "user").order_by("pk"):
        told += sum(_tell(row, user, at) for user in coordinators if _is_for(row, user))
    return told


def _is_for(row: CaseWorker, user: User) -> bool:
    return user.pk != row.user_id and row.case.unit_id in user.access.coordinates


def _tell(row: CaseWorker, user: User, at: datetime) -> bool:
    worker = row.user.get_full_name()
    known = Notification.objects.filter(kind=KIND, user=user, context=row.case_id, params__worker=worker)
    if known.exists():
        return False
    notify(
        KIND,
        user=user,
        at=at,
        url=reverse("case_access", args=[row.case_id]),
        context=row.case_id,
        worker=worker,
        number=row.case.number,
    )
    return True
