"""Rights follow who lives in a household: in every case that runs for it, each behind its own fence."""

from datetime import date, datetime

from django.urls import reverse

from accanto.casework.cases.models import Case
from accanto.casework.cases.operations.case import refresh_grants
from accanto.casework.cases.operations.fences import running_of
from accanto.core.database.context import serving
from accanto.foundation.notifications.operations import notify
from accanto.people.households.models import Household
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
        if row.pk != case.pk and (came or gone):
            _tell(row, at)


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
