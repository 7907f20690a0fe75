"""What the page of a person says of other records of theirs, and of codes that have expired."""

from datetime import date
from typing import Any

from accanto.people.matching.queries.links import links_of
from accanto.people.persons.models import Identifier, Person
from accanto.people.persons.panels import Panel
from accanto.people.persons.queries import expiry_of
from accanto.people.persons.told_names import teller
from accanto.territory.staff.models import User


def links_panel(user: User, person: Person, on: date) -> Panel | None:
    """«The same person as …», for whoever may see both; whoever links also where there is nothing yet."""
    if teller() is not None:
        return None
    linked = links_of(user, person)
    may = user.may("people.link")
    if not linked and not may:
        return None
    return Panel(30, "matching/parts/linked.html", {"linked": linked, "may": may, "person": person})


def codes_panel(user: User, person: Person, on: date) -> Panel | None:
    """STP and ENI with their expiry; whoever writes people down adds a code here."""
    if teller() is not None:
        return None
    may = user.may("people.create")
    health = Identifier.objects.filter(person=person, valid_to=None, kind__in=["stp", "eni"])
    told = [_told(code, on) for code in health.order_by("kind")]
    if not told and not may:
        return None
    return Panel(40, "matching/parts/codes.html", {"codes": told, "may": may, "person": person})


def _told(code: Identifier, on: date) -> dict[str, Any]:
    until = expiry_of(code)
    return {"code": code, "until": until, "expired": until is not None and until <= on}
