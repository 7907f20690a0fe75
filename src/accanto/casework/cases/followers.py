"""Who follows a person, as the minimal card says it: that a service does, and whom to call. Never why."""

from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from accanto.territory.bodies.models import Office
from accanto.territory.staff.models import User

# A view of the owner's: the case itself is not seen by whoever has only the card (cases/row_policies.py).
_FOLLOWERS = """SELECT case_id, unit_id, responsible_id FROM acc_follower
WHERE person_id = %s ORDER BY opened_on DESC, case_id"""


@dataclass(frozen=True)
class Follower:
    """`case_id` serves to ask to see it, and tells nothing by itself."""

    case_id: UUID
    unit: Office
    worker: User | None

    @property
    def phone(self) -> str:
        """The worker's own, else the office's."""
        operator = getattr(self.worker, "operator", None) if self.worker else None
        return (operator.phone if operator else "") or self.unit.phone

    @property
    def email(self) -> str:
        return self.worker.email if self.worker else ""


def followers_of(person_id: UUID) -> list[Follower]:
    """Of whoever acts, in their own name: nothing for whom one does not see at all. Three queries at most."""
    with connection.cursor() as cursor:
        cursor.execute(_FOLLOWERS, [person_id])
        found = cursor.fetchall()
    if not found:
        return []
    offices = Office.objects.in_bulk([unit for _case, unit, _worker in found])
    wanted = [worker for _case, _unit, worker in found if worker]
    workers = User.objects.select_related("operator").in_bulk(wanted)
    return [Follower(case, offices[unit], workers.get(worker)) for case, unit, worker in found]


def follower_of(person_id: UUID, case_id: UUID) -> Follower | None:
    return next((one for one in followers_of(person_id) if one.case_id == case_id), None)
