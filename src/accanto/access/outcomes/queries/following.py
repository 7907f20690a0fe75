"""Who follows the household of an application: told to whoever follows the lists, without opening the case."""

from dataclasses import dataclass

from django.db import connection

from accanto.access.outcomes.enums import Outcome
from accanto.access.outcomes.models import Application
from accanto.casework.cases.enums import CaseState
from accanto.territory.bodies.enums import OfficeKind
from accanto.territory.bodies.models import Office
from accanto.territory.staff.models import User


@dataclass(frozen=True)
class Following:
    """`state`: followed, nobody (in charge of a unit, without a worker), waits, unknown or accompanied.

    `office` is where to turn: the unit that has the case, else the office of the zone.
    """

    state: str
    office: Office | None
    worker: User | None = None


def following_of(application: Application) -> Following:
    """Two or three queries."""
    responsible, unit, state = _case_of(application)
    if unit is not None and state != CaseState.CLOSED:
        worker = User.objects.filter(pk=responsible).first() if responsible else None
        office = Office.objects.filter(pk=unit).first()
        return Following("followed" if worker else "nobody", office, worker)
    zone = Office.objects.filter(kind=OfficeKind.ZONE).first()
    return Following(_waiting_state(application), zone)


def _waiting_state(application: Application) -> str:
    if not application.person_id:
        return "unknown"
    return "waits" if application.outcome == Outcome.POSITIVE and not application.case_id else "accompanied"


def _case_of(application: Application) -> tuple[int | None, int | None, str]:
    if not application.case_id:
        return None, None, ""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT responsible_id, unit_id, state FROM acc_followed WHERE application_id = %s",
            [application.pk],
        )
        return cursor.fetchone() or (None, None, "")
