"""What an entry says, as one value: what forms, imports and the demo zone give to the operations."""

from dataclasses import dataclass, field, fields
from decimal import Decimal
from typing import Any
from uuid import UUID

from accanto.access.directory.enums import Fee
from accanto.access.directory.hours import Hours
from accanto.access.directory.models import Entry, EntryPlace
from accanto.territory.bodies.models import Office, Organisation
from accanto.territory.places.models import Municipality
from accanto.territory.staff.models import User


@dataclass(frozen=True)
class PlaceFacts:
    id: UUID | None = None
    name: str = ""
    address: str = ""
    postal_code: str = ""
    municipality: Municipality | None = None
    town: str = ""
    secret: bool = False
    hours: Hours = field(default_factory=list)
    hours_words: str = ""
    by_appointment: bool = False
    closed_on_holidays: bool = True
    accessible: bool | None = None
    telephone: str = ""


@dataclass(frozen=True)
class EntryFacts:
    name: str
    description: str
    organisation: Organisation | None = None
    provider: str = ""
    own: bool = False
    needs: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    serves: tuple[Municipality, ...] = ()
    conditions: str = ""
    documents: str = ""
    way_in: str = ""
    fee: str = Fee.UNKNOWN
    fee_words: str = ""
    fee_from: Decimal | None = None
    fee_to: Decimal | None = None
    languages: tuple[str, ...] = ()
    accessibility: str = ""
    telephone: str = ""
    email: str = ""
    web: str = ""
    keeper: User | None = None
    keeper_office: Office | None = None
    check_every: int = 6
    assurer_email: str = ""
    places: tuple[PlaceFacts, ...] = ()


# Columns of the entry's own row, and of a place's.
OWN_FIELDS = tuple(one.name for one in fields(EntryFacts) if one.name not in {"serves", "places"})
PLACE_FIELDS = tuple(one.name for one in fields(PlaceFacts) if one.name != "id")
_LISTS = frozenset({"needs", "targets", "languages"})


def facts_of(entry: Entry) -> EntryFacts:
    own = {name: getattr(entry, name) for name in OWN_FIELDS}
    own |= {name: tuple(own[name]) for name in _LISTS}
    return EntryFacts(
        **own,
        serves=tuple(sorted(entry.serves.all(), key=lambda one: one.name)),
        places=tuple(place_facts(place) for place in entry.places.all()),
    )


def place_facts(place: EntryPlace) -> PlaceFacts:
    return PlaceFacts(id=place.pk, **{name: getattr(place, name) for name in PLACE_FIELDS})


def told(facts: EntryFacts) -> dict[str, Any]:
    """Plain words, by field: what two versions are compared by, and what the history keeps."""
    said = {name: _plain(getattr(facts, name)) for name in OWN_FIELDS}
    said["serves"] = sorted(one.name for one in facts.serves)
    said["places"] = [{name: _plain(getattr(place, name)) for name in PLACE_FIELDS} for place in facts.places]
    return said


def differences(before: EntryFacts, after: EntryFacts) -> dict[str, list[Any]]:
    """Field → [before, after], of what is not the same."""
    old, new = told(before), told(after)
    return {name: [old[name], new[name]] for name in new if old[name] != new[name]}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return sorted(value)
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    if value is None or isinstance(value, bool | int | str | list):
        return value
    return str(value)
