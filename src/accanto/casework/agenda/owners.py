"""Appointments that another room follows to their end (a convocation, a team meeting, a hearing): it says which, and
where.

Of these the agenda shows the page of that room and settles nothing itself.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from accanto.casework.cases.enums import AppointmentKind
from accanto.casework.cases.models import Appointment


@dataclass(frozen=True)
class Page:
    """Where it is followed. An appointment that names no case is told by `title` and `case` to those who see them.

    `tag` (words, tone) is what became of it, where its state alone does not say.
    """

    url: str
    title: str = ""
    case: UUID | None = None
    tag: tuple[str, str] = ("", "")


# Ids of appointments → the page that follows each of those which are its own and that whoever acts sees; one query.
Owner = Callable[[list[UUID]], dict[UUID, Page]]
_owners: list[Owner] = []
# Even to whoever does not see the page: the time is theirs, what becomes of it is not.
_ALWAYS = (AppointmentKind.HEARING,)


def register_owner(owner: Owner) -> None:
    _owners.append(owner)


def pages_of(appointments: Iterable[UUID]) -> dict[UUID, Page]:
    ids = list(appointments)
    found: dict[UUID, Page] = {}
    for owner in _owners if ids else ():
        found |= owner(ids)
    return found


def followed_elsewhere(appointment: Appointment) -> bool:
    return appointment.kind in _ALWAYS or bool(pages_of([appointment.pk]))
