"""Whom the service tells when what it does with a person's data changes: who works for them, and other bodies."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse

from accanto.access.outcomes.models import Application
from accanto.casework.cases.models import Case, CaseWorker
from accanto.casework.pathways.models import ServicePact
from accanto.casework.projects.models import Action, Party
from accanto.casework.teams.models import AgendaGuest
from accanto.core.database.context import serving
from accanto.foundation.audit.operations import record
from accanto.foundation.notifications.operations import notify
from accanto.people.persons.models import Person
from accanto.steering.privacy.extracting.subject import told_cases
from accanto.steering.privacy.models import PersonRequest, Recipient
from accanto.territory.staff.models import User


@serving("requests")
def tell_workers(person_id: UUID, kind: str, by: User, at: datetime, **params: Any) -> None:
    """A line in the history of each case and a notice to whoever works on it; also of a fenced case, of which whoever
    answers the request learns nothing. `kind` names both the verb and the notice."""
    person = Person.objects.get(pk=person_id)
    for case in Case.objects.filter(household__members__person=person).distinct():
        record(kind, by=by, at=at, context=case.pk, subject=person, **params)
        for worker in CaseWorker.objects.filter(case=case, ends_on=None).select_related("user"):
            if worker.user_id != by.pk:
                notify(
                    kind,
                    user=worker.user,
                    at=at,
                    url=reverse("case", args=[case.pk]),
                    context=case.pk,
                    name=str(person),
                    **params,
                )


def list_recipients(row: PersonRequest) -> None:
    """The bodies that were told of this person, as far as the cases outside the fences say it (GDPR art. 19)."""
    Recipient.objects.bulk_create(
        [Recipient(request=row, name=name) for name in sorted(_bodies(row.person_id))], ignore_conflicts=True
    )


@serving("requests")
def _bodies(person_id: UUID) -> set[str]:
    cases = told_cases(person_id)
    guests = AgendaGuest.objects.filter(item__pathway__case__in=cases)
    parties = Party.objects.filter(project__case__in=cases).exclude(organisation=None)
    actions = Action.objects.filter(goal__project__case__in=cases).exclude(organisation=None)
    pacts = ServicePact.objects.filter(person=person_id, pathway__case__in=cases)
    names = {
        *guests.values_list("organisation__name", flat=True),
        *parties.values_list("organisation__name", flat=True),
        *actions.values_list("organisation__name", flat=True),
        *pacts.values_list("office__name", flat=True),
    }
    if Application.objects.filter(person=person_id).exists():
        names.add("INPS")
    return names
