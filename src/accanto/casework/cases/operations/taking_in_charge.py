"""A worker takes somebody in charge: a household that they know by a card, or a person who lives alone."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accanto.casework.cases.enums import CaseState, Compartment
from accanto.casework.cases.handover import terms_on, units_on, workers_of
from accanto.casework.cases.models import Case
from accanto.casework.cases.operations.case import open_case
from accanto.core.database.context import purpose, serving
from accanto.core.errors import NotPermitted, OperationRefused
from accanto.people.households.enums import Relation
from accanto.people.households.models import Household
from accanto.people.households.operations import create_household
from accanto.people.households.queries import members_of
from accanto.people.persons.compartments import fenced
from accanto.people.persons.models import Person
from accanto.people.persons.queries import bars_in_force
from accanto.territory.bodies.models import Office
from accanto.territory.staff.models import User


class AlreadyFollowed(OperationRefused):
    """A service follows the household already; which one, only the card says."""


def homes_of(person: Person, by: User) -> QuerySet[Household]:
    """The households of the person that `by` may take in charge: none that only a fence knows which they do not pass.

    Taking it in charge would show everybody who lives there.
    """
    homes = Household.objects.filter(members__person=person, members__ends_on=None).distinct()
    with purpose("taking_in_charge"):
        followed = Case.objects.filter(household__in=homes)
        told = followed.exclude(compartment__in=fenced()) | followed.filter(
            pk__in=Case.objects.visible_to(by).values("pk")
        )
        untold = set(followed.values_list("household", flat=True)) - set(
            told.values_list("household", flat=True)
        )
    return homes.exclude(pk__in=untold)


@serving("taking_in_charge")
@transaction.atomic
def take_in_charge(
    *,
    person: Person,
    household: Household | None,
    unit: Office,
    responsible: User,
    source: str,
    reason: str,
    by: User,
    at: datetime,
) -> Case:
    """Open a case for the household of a person whom `by` sees; or, without one, for the person alone.

    :raises NotPermitted: the role does not work on cases, or the person is not seen.
    :raises AlreadyFollowed: a case runs already, or somebody has just opened one.
    :raises OperationRefused: a unit that is not one's own, a worker of another one, no reason.
    """
    _check_taker(person, unit, by, at)
    if len(" ".join(reason.split())) < terms_on(at.date()).shortest_reason:
        raise OperationRefused(_("Write why: at least a sentence."), field="reason")
    if not workers_of([unit.pk], at.date()).filter(pk=responsible.pk).exists():
        raise OperationRefused(
            _("%(name)s does not work on cases in «%(unit)s»: choose somebody who does.")
            % {"name": responsible, "unit": unit},
            field="responsible",
        )
    Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    home = household or _alone(person, by, at)
    present = members_of(home, at.date())
    if person.pk not in {member.person_id for member in present}:
        raise OperationRefused(_("The person does not live in this household."), field="household")
    if bars_in_force([m.person_id for m in present], at).filter(user__in=[by, responsible]).exists():
        raise OperationRefused(
            _("This colleague cannot follow this household: choose another one."), field="responsible"
        )
    Household.objects.select_for_update(of=("self",)).get(pk=home.pk)
    # One person, one ordinary case: also where they are followed in another household.
    lives = Q(household__members__person=person, household__members__ends_on=None)
    running = Case.objects.filter(Q(household=home) | lives, compartment=Compartment.ORDINARY)
    if running.exclude(state=CaseState.CLOSED).exists():
        raise AlreadyFollowed(
            _("A service already follows this household: ask to see it."), field="household"
        )
    return open_case(
        household=home, unit=unit, responsible=responsible, source=source, reason=reason, by=by, at=at,
        on=at.date(),
    )  # fmt: skip


def _check_taker(person: Person, unit: Office, by: User, at: datetime) -> None:
    if not by.may("cases.work"):
        raise NotPermitted(_("Your role does not take households in charge."))
    if not Person.objects.visible_to(by).filter(pk=person.pk).exists():
        raise NotPermitted(_("You do not see this person."))
    if person.died_on is not None:
        raise OperationRefused(_("This person has died: nobody is taken in charge."))
    if not units_on(at.date()).filter(pk=unit.pk).exists():
        raise OperationRefused(_("«%(unit)s» is closed, or takes no cases.") % {"unit": unit}, field="unit")
    if unit.pk not in by.access.offices | by.access.coordinates:
        raise OperationRefused(
            _("«%(unit)s» is not your unit: write to whoever coordinates it.") % {"unit": unit}, field="unit"
        )


def _alone(person: Person, by: User, at: datetime) -> Household:
    """For whoever lives in no household that is written down."""
    if homes_of(person, by).exists():
        raise OperationRefused(_("The person lives in a household: choose it."), field="household")
    return create_household(
        label=person.last_name or person.first_name, members=[(person, Relation.REFERENCE)], by=by, at=at
    )
