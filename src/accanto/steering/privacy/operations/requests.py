"""What people ask about their own data: received, extended, answered or refused, within the term of law."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accanto.core.database.context import serving
from accanto.core.dated_rules import rule_at
from accanto.core.errors import OperationRefused
from accanto.core.working_time import add_months
from accanto.steering.privacy.enums import REQUEST, RequestState
from accanto.steering.privacy.models import PersonRequest
from accanto.steering.privacy.operations.naming import must_govern, people_named
from accanto.territory.staff.models import User

_TERMS = "privacy.request_terms"


@serving("requests")
def receive_request(
    *, whom: str, kind: str, identity: str, asked: str, received_on: date, by: User, at: datetime
) -> PersonRequest:
    """Write a request down; its term runs from the day it was received.

    :raises OperationRefused: nobody has this codice fiscale among those whom `by` may name, or the day is to come.
    """
    must_govern(by)
    if received_on > at.date():
        raise OperationRefused(_("It was received today or before."), field="received_on")
    people = list(people_named(whom, by)[:2])
    if len(people) != 1 or "/" in whom:
        raise OperationRefused(
            _("Nobody is found with this codice fiscale: check it letter by letter."), field="whom"
        )
    return PersonRequest.objects.create(
        person=people[0],
        kind=kind,
        identity=identity,
        asked=asked.strip(),
        received_on=received_on,
        due_on=add_months(received_on, rule_at(_TERMS, received_on, "answer").value),
        recorded_by=by,
        recorded_at=at,
    )


@transaction.atomic
def extend_request(*, request: PersonRequest, reason: str, by: User, at: datetime) -> PersonRequest:
    """Once, within the first term, telling the person why.

    :raises OperationRefused: no reason, or the first term has passed.
    :raises TransitionRefused: it has been extended or answered already.
    """
    must_govern(by)
    row = PersonRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    state = REQUEST.move("extend", row.state)
    if not reason.strip():
        raise OperationRefused(_("Write the reason: the person must be told it."), field="reason")
    if at.date() > row.due_on:
        raise OperationRefused(_("The first term has passed: it can be answered late, no longer extended."))
    more = (
        rule_at(_TERMS, row.received_on, "answer").value + rule_at(_TERMS, row.received_on, "extension").value
    )
    row.state, row.due_on = state, add_months(row.received_on, more)
    row.extension_reason, row.extended_at = reason.strip(), at
    row.save(update_fields=["state", "due_on", "extension_reason", "extended_at"])
    return row


@transaction.atomic
def answer_request(
    *, request: PersonRequest, outcome: str, answer: str, by: User, at: datetime
) -> PersonRequest:
    """:raises OperationRefused: nothing is written of the answer, or of why it is refused.

    :raises TransitionRefused: it has been answered already.
    """
    must_govern(by)
    row = PersonRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    row.state = REQUEST.move("refuse" if outcome == RequestState.REFUSED else "answer", row.state)
    if not answer.strip():
        raise OperationRefused(
            _("Write what was answered; if it is refused, why, and that the person may turn to the Garante."),
            field="answer",
        )
    row.answer, row.answered_by, row.answered_at = answer.strip(), by, at
    row.save(update_fields=["state", "answer", "answered_by", "answered_at"])
    return row
