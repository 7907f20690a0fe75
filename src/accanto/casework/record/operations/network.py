"""People of the network, for whoever works on the case: one may be near somebody of the household who has left, whom
the worker sees no longer. What is known of that contact is changed and ended all the same."""

from datetime import date, datetime

from accanto.casework.cases import operations as cases
from accanto.casework.cases.models import NetworkContact
from accanto.casework.cases.operations import Contact
from accanto.core.database.context import serving
from accanto.territory.staff.models import User


@serving("record.network")
def change_contact(
    *, contact: NetworkContact, facts: Contact, expected: int, by: User, at: datetime
) -> NetworkContact:
    """:raises ChangedMeanwhile: as `change_network_contact`. :raises OperationRefused: likewise."""
    return cases.change_network_contact(contact=contact, facts=facts, expected=expected, by=by, at=at)


@serving("record.network")
def end_contact(
    *, contact: NetworkContact, ends_on: date, reason: str, by: User, at: datetime
) -> NetworkContact:
    """:raises OperationRefused: as `end_network_contact`."""
    return cases.end_network_contact(contact=contact, ends_on=ends_on, reason=reason, by=by, at=at)
