"""Before something is activated: what runs already for the same people is said, and going on asks for a reason."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from accanto.casework.cases import running
from accanto.casework.cases.running import Running
from accanto.core.errors import OperationRefused
from accanto.foundation.audit.operations import record
from accanto.people.households.queries import members_of
from accanto.territory.staff.models import User


class RunsAlready(OperationRefused):
    """Something like it runs for the same people; `missing` says what, whose it is and until when."""


def running_beside(*, new: Sequence[Running], by: User, on: date, elsewhere: bool = False) -> list[str]:
    """Sentences on what runs already, in any case that `by` reads; nothing of any other.

    Of one thing changed, what it was does not count (`Running.key`). All of `new` is of one case; `elsewhere`: only
    what runs in others.
    """
    if not new:
        return []
    home = frozenset(member.person_id for member in members_of(new[0].case.household, on))
    wanted = [one if one.people else running.for_people(one, home) for one in new]
    rows = running.running_for(home.union(*(one.people for one in wanted)), by, on)
    found: list[str] = []
    for one in wanted:
        others = [
            row
            for row in rows
            if not (one.key and row.key == one.key) and not (elsewhere and row.case.pk == one.case.pk)
        ]
        found += [running.sentence(overlap.first) for overlap in running.beside(one, others, on)]
    return list(dict.fromkeys(found))


def refuse_unsaid(found: Sequence[str], beside: str | None) -> None:
    """:raises RunsAlready: something runs beside, and nobody has said why it is done all the same."""
    if found and not (beside or "").strip():
        raise RunsAlready(
            _("It runs already: %(what)s. Write why you add it all the same.") % {"what": "; ".join(found)},
            missing=list(found),
            field="beside",
        )


def confirm_beside(
    *, found: Sequence[str], beside: str | None, case: UUID, subject: Any, by: User, at: datetime
) -> None:
    """Who went on, and why, stands in the story of the case."""
    if found:
        record(
            "cases.overlap.confirmed", by=by, at=at, context=case, subject=subject, important=True,
            what="; ".join(found)[:300], reason=" ".join((beside or "").split())[:300],
        )  # fmt: skip
