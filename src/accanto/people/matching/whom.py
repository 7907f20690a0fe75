"""The step between a form and a new record, for every room that writes people down: who may be them is shown first."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, TypeVar
from uuid import UUID

from django.utils.translation import gettext as _

from accanto.core.errors import OperationRefused
from accanto.people.matching.given import Given
from accanto.people.matching.operations import SearchFirst, note_search
from accanto.people.matching.queries import people_elsewhere, similar_people
from accanto.people.persons.models import Person
from accanto.territory.staff.models import User
from accanto.territory.staff.requests import StaffRequest

Done = TypeVar("Done")


class SearchingForm(Protocol):
    """A form that says of whom it speaks."""

    def given(self) -> Given: ...

    def refuse(self, refusal: OperationRefused) -> None: ...


@dataclass(frozen=True)
class Whom:
    """`person`: somebody known, chosen; else `search` allows a new record; else `asked` is shown, nothing is written.

    `asked` is what `matching/parts/which.html` reads.
    """

    person: Person | None = None
    search: UUID | None = None
    asked: dict[str, Any] = field(default_factory=dict)


def look(*, given: Given, by: User, at: datetime) -> dict[str, Any]:
    """Whoever may be them, and the search that allows a new record.

    :raises NotPermitted: the role writes nobody down.
    """
    alike, elsewhere = similar_people(by, given, at.date()), people_elsewhere(given)
    search = note_search(given=given, shown=len(alike) + len(elsewhere), by=by, at=at)
    return {"searched": True, "likenesses": alike, "elsewhere": elsewhere, "search": search}


def whom(request: StaffRequest, given: Given, at: datetime) -> Whom:
    """What a form answers about who somebody is; sent the first time it looks, and asks only where somebody is alike.

    :raises OperationRefused: somebody was alike and nothing was chosen; the person chosen is no longer seen.
    """
    by = request.user
    search = _id(request.POST.get("search"))
    if search is None:
        found = look(given=given, by=by, at=at)
        alone = not found["likenesses"] and not found["elsewhere"]
        return Whom(search=found["search"].pk) if alone else Whom(asked=found)
    if "person" not in request.POST:
        raise SearchFirst(_("Somebody is alike: choose whether it is them, or write a new record."))
    chosen = request.POST["person"]
    if not chosen:
        return Whom(search=search)
    pk = _id(chosen)
    person = Person.objects.visible_to(by).filter(pk=pk).first() if pk else None
    if person is None:
        raise OperationRefused(_("The person chosen is no longer among those you see: look again."))
    return Whom(person=person)


def settle(
    request: StaffRequest, form: SearchingForm, act: Callable[[Whom], Done], at: datetime
) -> tuple[Done | None, dict[str, Any]]:
    """What `act` made of it; or nothing yet, and what the page shows inside the form. A refusal stands in the form."""
    try:
        found = whom(request, form.given(), at)
        return (None, found.asked) if found.asked else (act(found), {})
    except SearchFirst as refusal:
        form.refuse(refusal)
        return None, look(given=form.given(), by=request.user, at=at)
    except OperationRefused as refusal:
        form.refuse(refusal)
        return None, {}


def _id(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None
