"""Rights follow who lives in a household: in every case that runs for it, each behind its own fence."""

from datetime import date, datetime
from uuid import UUID

from django.urls import reverse

from accanto.casework.cases.models import Case, CaseWorker
from accanto.casework.cases.operations.case import refresh_grants
from accanto.casework.cases.operations.fences import running_of
from accanto.casework.cases.seeing import coordinators_on, workers_on
from accanto.core.database.context import serving
from accanto.foundation.notifications.operations import notify
from accanto.people.households.models import Household
from accanto.people.households.queries import members_of
from accanto.people.persons.queries import bars_in_force
from accanto.territory.staff.models import User


@serving(
    "household"
)  # a household may have another case, behind a fence, which whoever writes knows nothing of
def refresh_household(*, case: Case, by: User, at: datetime, on: date) -> None:
    """After somebody came or went. The workers of the other cases are told that something changed, and not by whom.

    :param case: where it was written down: whoever works on it knows already.
    """
    # One at a time: two changes written at once, each from its own case, must not each miss the other's.
    Household.objects.select_for_update(of=("self",)).get(pk=case.household_id)
    for row in running_of(case.household):
        came, gone = refresh_grants(case=row, by=by, at=at, on=on)
        _tell_barred(row, came, at)
        if row.pk != case.pk and (came or gone):
            _tell(row, at)


def _tell_barred(row: Case, came: set[UUID], at: datetime) -> None:
    """Whoever must not see somebody who came has lost the case, and goes on answering for it: another is to be named.

    Which of the people it is only they may know who may see the bar.
    """
    workers = CaseWorker.objects.filter(
        case=row, ends_on=None, user__in=bars_in_force(came, at).values("user")
    )
    members = [member.person_id for member in members_of(row.household, at.date())]
    barred = set(bars_in_force(members, at).values_list("user_id", flat=True))
    told = dict.fromkeys([*coordinators_on(row, at.date()), *workers_on(row, at)])
    for worker in workers.select_related("user").order_by("pk"):
        for user in told:
            if user.pk not in barred:
                notify(
                    "cases.worker_barred", user=user, at=at, context=row.pk, number=row.number,
                    worker=worker.user.get_full_name(), url=reverse("case", args=[row.pk]),
                )  # fmt: skip


def tell_workers(household: Household, by: User, at: datetime) -> None:
    """Of a household in which nobody lives any more: whoever else follows it goes on seeing whom they saw."""
    for row in running_of(household):
        if row.responsible_id != by.pk:
            _tell(row, at)


def _tell(row: Case, at: datetime) -> None:
    if row.responsible is not None:
        notify(
            "cases.household_changed", user=row.responsible, at=at, context=row.pk, number=row.number,
            url=reverse("case_household", args=[row.pk]),
        )  # fmt: skip
