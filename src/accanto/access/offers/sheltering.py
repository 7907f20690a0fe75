"""What of a household the words for volunteers must not hold, and when they meet outside home."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from accanto.access.offers.models import Need
from accanto.casework.cases.models import Case
from accanto.casework.record.shelter import shelter_of
from accanto.core.database.context import purpose
from accanto.core.errors import OperationRefused
from accanto.people.households.models import Member
from accanto.people.persons.compartments import fenced
from accanto.people.persons.naming import fold
from accanto.people.persons.whereabouts import protection_on

_SHORTEST = 3


def is_sheltered(case: Case, on: date) -> bool:
    """Somebody in the household is protected, or the case lies behind a fence."""
    return bool(_sheltered([case], on))


def no_longer_at_home(needs: Iterable[Need], on: date) -> frozenset[UUID]:
    """Those written when home could still be told, of households that are sheltered now: no place to meet, or home.

    One query; of those with a place to meet, what is protected is read too.
    """
    before = [one for one in needs if one.case is not None and not one.sheltered]
    now = _sheltered([one.case for one in before if one.case], on)
    return frozenset(one.pk for one in before if one.case_id in now and not _met_elsewhere(one, on))


def _met_elsewhere(need: Need, on: date) -> bool:
    if need.case is None or not need.meeting_place:
        return False
    return not shelter_of(need.case, on).secrets_in(need.meeting_place)


def _sheltered(cases: list[Case], on: date) -> set[UUID]:
    if not cases:
        return set()
    apart = fenced()
    with purpose("offers.shelter"):
        rows = Member.objects.filter(household__in={one.household_id for one in cases})
        found = rows.annotate(protection=protection_on(on)).exclude(protection=None)
        protected = set(found.values_list("household", flat=True))
    return {one.pk for one in cases if one.compartment in apart or one.household_id in protected}


def refuse_names(case: Case, words: dict[str, str], on: date) -> None:
    """`words`: field → text. In `first_name` and `meeting_place` only surnames are refused.

    :raises OperationRefused: somebody of the household is named, or a protected address or telephone is told.
    """
    shelter = shelter_of(case, on)
    names = _names(case)
    for field, text in words.items():
        if shelter.secrets_in(text):
            raise OperationRefused(
                _(
                    "A protected address or telephone stands here: a volunteer must not learn it. Take it out."
                ),
                field=field,
            )
        if shelter.names_restricted(text):
            raise OperationRefused(
                _("The data of somebody named here are restricted (GDPR art. 18): take the name out."),
                field=field,
            )
        told = f" {fold(text)} "
        for first, last in names:
            forbidden = (last,) if field in ("first_name", "meeting_place") else (last, first)
            named = next((one for one in forbidden if len(one) >= _SHORTEST and f" {one} " in told), "")
            if named:
                raise OperationRefused(
                    _(
                        "The words name «%(name)s»: say what is needed without names. The volunteer is told only"
                        " the first name that you write below."
                    )
                    % {"name": named.title()},
                    field=field,
                )


def _names(case: Case) -> list[tuple[str, str]]:
    """First and last name of everybody in the household, as they are compared, whoever sees them."""
    with purpose("offers.names"):
        rows = Member.objects.filter(household=case.household_id, ends_on=None).select_related("person")
        return [(fold(row.person.first_name), fold(row.person.last_name)) for row in rows]
