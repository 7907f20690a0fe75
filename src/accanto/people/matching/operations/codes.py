from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accanto.core.errors import NotPermitted, OperationRefused
from accanto.foundation.audit.operations import record
from accanto.people.persons import codes
from accanto.people.persons.enums import IdentifierKind
from accanto.people.persons.models import Identifier, Person
from accanto.people.persons.operations import give_health_code, set_codice_fiscale
from accanto.territory.staff.models import User


@transaction.atomic
def give_code(*, person: Person, code: str, on: date, by: User, at: datetime) -> Identifier:
    """A codice fiscale (also provisional), an STP or an ENI; the same STP or ENI given again is renewed from that day.

    :raises NotPermitted: the role writes nobody down.
    :raises OperationRefused: no code, one that is not valid, or in force for another record.
    """
    if not by.may("people.create"):
        raise NotPermitted(_("Your role does not write people down."))
    plain = codes.normalise(code)
    kind = codes.kind_of(plain)
    if not plain:
        raise OperationRefused(_("Write the code."), field="code")
    try:
        if kind in {IdentifierKind.STP, IdentifierKind.ENI} or plain.startswith(("STP", "ENI")):
            given = give_health_code(person=person, value=plain, on=on, at=at)
        else:
            given = set_codice_fiscale(person=person, value=plain, on=on)
    except OperationRefused as refusal:
        field = "given_on" if refusal.field == "given_on" else "code"
        raise OperationRefused(str(refusal), field=field) from refusal
    record(
        "matching.code.given", by=by, at=at, subject=person, name=str(person), kind=given.get_kind_display()
    )
    return given
