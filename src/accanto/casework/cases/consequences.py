"""What a change in a household touches; rooms above register what of theirs, and how it is mended.

Nothing is done by itself: each thing is a proposal, to be accepted or left one by one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from accanto.casework.cases.enums import ChangeKind
from accanto.casework.cases.models import HouseholdChange
from accanto.core.database.context import purpose
from accanto.people.households.models import Member
from accanto.territory.staff.models import User


@dataclass(frozen=True)
class Proposal:
    """One thing that the change touches. `subject` names it for good; `act` is what accepting does, in a verb.

    With a `url` it is done on that page, and accepting only says that it was seen to.
    """

    subject: str
    title: str
    text: str
    act: str
    url: str = ""
    code: str = ""


LAST = "membership"
Provider = Callable[[HouseholdChange, User, datetime], list[Proposal]]
Act = Callable[[HouseholdChange, str, User, datetime], object]
_providers: dict[str, tuple[Provider, Act | None]] = {}


def register(code: str, provider: Provider, act: Act | None = None) -> None:
    """:param act: what accepting does, given the change, the proposal's subject, who and when; None for pages."""
    _providers[code] = (provider, act)


def proposals(change: HouseholdChange, user: User, at: datetime) -> list[Proposal]:
    """All that is still to be decided, in the order of the rooms, that somebody no longer stands there last; nothing of
    what was taken back."""
    if change.taken_back_at is not None:
        return []
    answered = {(row.code, row.subject) for row in change.answers.all()}
    found = [
        Proposal(p.subject, p.title, p.text, p.act, p.url, code)
        for code, (provider, _act) in _providers.items()
        for p in provider(change, user, at)
    ]
    left = [p for p in found if (p.code, p.subject) not in answered]
    # Once who died is out of the household, what hangs on them is found less easily: it is decided before.
    return sorted(left, key=lambda p: p.code == LAST)


def gone(change: HouseholdChange) -> list[UUID]:
    """Ids of whom it takes away, also once whoever works on the case no longer sees them."""
    if change.person_id is not None:
        return [change.person_id]
    if change.kind != ChangeKind.SPLIT:
        return []
    with purpose("household"):
        return list(
            Member.objects.filter(household=change.other_id).values_list("person", flat=True).distinct()
        )


def act_of(code: str) -> Act | None:
    return _providers[code][1]
