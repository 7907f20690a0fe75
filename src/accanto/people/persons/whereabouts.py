"""Where a person is and how they are reached: the one rule through which every address and telephone is told.

A page, a letter or a list never reads `Residence` or `ContactPoint` for what it tells: it annotates its query with
`with_whereabouts` and tells what `told_address` gives back.
"""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from accanto.people.persons.enums import ContactKind, Depth, ProtectionKind
from accanto.people.persons.models import ContactPoint, Protection, Residence, SafeContact
from accanto.people.persons.told_names import teller


class Output(StrEnum):
    """Where the words go: a screen is read by whoever has the right, what leaves is read by anybody."""

    SCREEN = "screen"
    LEAVES = "leaves"


@dataclass(frozen=True)
class Whereabouts:
    """What one output may tell of a person. `protection` says why the rest is empty."""

    town: str = ""
    address: str = ""
    phone: str = ""
    phone_note: str = ""
    email: str = ""
    protection: str = ""
    safe_contact: str = ""
    post_to: str = ""

    @property
    def protected(self) -> bool:
        return bool(self.protection)


def told_address(known: Whereabouts, *, depth: int, output: Output) -> Whereabouts:
    """What may be told to somebody who sees the person's case so deeply, in this output.

    Of a protected person only those who work on the case read address and contacts, and only on a screen. Where the
    whereabouts are protected the town is not told either. Of anybody else, addresses are read from `Depth.READ` on.
    Whoever is told invented names reads the town alone.
    """
    if teller() is not None:
        depth = min(depth, Depth.CARD)
    if known.protected:
        if depth >= Depth.WORK and output is Output.SCREEN:
            return known
        hidden = Whereabouts(protection=known.protection)
        if known.protection == ProtectionKind.ADDRESS:
            hidden = replace(hidden, town=known.town)
        # A letter may go where the person said that it is safe; nothing else of it leaves.
        return replace(hidden, post_to=known.post_to) if depth >= Depth.WORK else hidden
    if depth >= Depth.READ:
        return known
    return Whereabouts(town=known.town)


def with_whereabouts(rows: QuerySet[Any], on: date, *, person: str = "person") -> QuerySet[Any]:
    """The rows with what `whereabouts_of` reads, in the same query. `person` leads from a row to the person's id."""
    residence = Residence.objects.filter(person=OuterRef(person), ends_on=None)
    contacts = ContactPoint.objects.filter(person=OuterRef(person), ends_on=None).order_by("-id")
    phone = contacts.filter(kind=ContactKind.PHONE)
    safe = SafeContact.objects.filter(_in_force(on), person=OuterRef(person)).order_by("-starts_on", "-id")
    told: QuerySet[Any] = rows.annotate(
        lives_town=Subquery(residence.annotate(town=F("municipality__name")).values("town")[:1]),
        lives_address=Subquery(residence.values("address")[:1]),
        reach_phone=Subquery(phone.values("value")[:1]),
        reach_phone_note=Subquery(phone.values("note")[:1]),
        reach_email=Subquery(contacts.filter(kind=ContactKind.EMAIL).values("value")[:1]),
        protection=protection_on(on, person=person),
        safe_who=Subquery(safe.values("who")[:1]),
        safe_how=Subquery(safe.values("how")[:1]),
        safe_when=Subquery(safe.values("when")[:1]),
        safe_post=Subquery(safe.values("post_to")[:1]),
    )
    return told


def whereabouts_of(row: Any) -> Whereabouts:
    """All that is known of an annotated row: not to be told without `told_address`."""
    return Whereabouts(
        town=row.lives_town or "",
        address=row.lives_address or "",
        phone=row.reach_phone or "",
        phone_note=row.reach_phone_note or "",
        email=row.reach_email or "",
        protection=row.protection or "",
        safe_contact=" · ".join(filter(None, [row.safe_who, row.safe_how, row.safe_when])),
        post_to=row.safe_post or "",
    )


def sheltered(found: list[Whereabouts]) -> list[Whereabouts]:
    """Of people who live together: whoever lives where a protected person lives is protected like them.

    A reader to whom the database does not tell where that is cannot be told who lives there too: all are protected.
    """
    homes = {
        (one.town, plain_address(one.address)): one.protection
        for one in found
        if one.protected and one.address
    }
    untold = next((one.protection for one in found if one.protected and not one.address), "")
    return [
        one
        if one.protected
        else replace(one, protection=homes.get((one.town, plain_address(one.address))) or untold)
        for one in found
    ]


def protection_on(on: date, *, person: str = "person") -> Coalesce:
    """The kind of protection of a row's person on a day: declared, or written on the present residence; or none."""
    declared = Protection.objects.filter(_in_force(on), person=OuterRef(person)).order_by("-starts_on")
    residence = Residence.objects.filter(person=OuterRef(person), ends_on=None, protected=True)
    marked = Case(When(Exists(residence), then=Value(ProtectionKind.ADDRESS.value)), output_field=CharField())
    return Coalesce(Subquery(declared.values("kind")[:1]), marked)


def _in_force(on: date) -> Q:
    return Q(starts_on__lte=on) & (Q(ends_on=None) | Q(ends_on__gt=on))


def plain_address(address: str) -> str:
    """To compare two, however they were typed."""
    return "".join(letter for letter in address.casefold() if letter.isalnum())
