"""A service in few words: for a card of the list, and for the slip that a person takes away."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accanto.access.directory.enums import Fee, Target
from accanto.access.directory.freshness import Freshness, freshness
from accanto.access.directory.hours import in_words, opening
from accanto.access.directory.models import Entry, EntryPlace
from accanto.access.directory.words import language_name, need_label
from accanto.core.templatetags.accanto_ui import euro


@dataclass(frozen=True)
class PlaceCard:
    where: str
    hours: str
    open_words: str
    open_now: bool
    telephone: str
    accessible: str


@dataclass(frozen=True)
class Card:
    """Everything in words. `documents`: one each."""

    id: Any
    name: str
    description: str
    given_by: str
    own: bool
    needs: list[str]
    targets: str
    serves: str
    conditions: str
    documents: list[str]
    way_in: str
    fee: str
    languages: str
    accessibility: str
    telephone: str
    email: str
    web: str
    places: list[PlaceCard]
    freshness: Freshness
    assured_on: date | None


def card(entry: Entry, *, at: datetime) -> Card:
    """What a slip says of an entry; `at` decides what is open and how fresh it is. Two queries."""
    places = [_raw(place) for place in entry.places.select_related("municipality")]
    serves = [one.name for one in entry.serves.all()]
    return card_of(entry, places, serves, at=at)


def found_card(entry: Any, *, at: datetime) -> Card:
    """The same of a row of `search_entries`, which brings its places along."""
    return card_of(entry, entry.shown_places, entry.shown_serves, at=at)


def card_of(entry: Entry, places: list[dict[str, Any]], serves: list[str], *, at: datetime) -> Card:
    now = localtime(at)
    return Card(
        id=entry.pk,
        name=entry.name,
        description=entry.description,
        given_by=entry.given_by,
        own=entry.own,
        needs=[need_label(code) for code in entry.needs],
        targets=", ".join(str(Target(code).label) for code in entry.targets) or _("everybody"),
        serves=", ".join(serves) or _("the whole zone"),
        conditions=entry.conditions,
        documents=[line.strip() for line in entry.documents.splitlines() if line.strip()],
        way_in=entry.way_in,
        fee=fee_words(entry),
        languages=", ".join(language_name(code) for code in entry.languages),
        accessibility=entry.accessibility,
        telephone=entry.telephone,
        email=entry.email,
        web=entry.web,
        places=[_place(place, now) for place in places],
        freshness=freshness(entry, now.date()),
        assured_on=entry.assured_on,
    )


def fee_words(entry: Entry) -> str:
    """«gratuito», «da 5,00 € a 12,00 €: per pasto», or nothing where nobody has asked."""
    amounts = ""
    if entry.fee_from is not None:
        amounts = euro(entry.fee_from)
        if entry.fee_to is not None and entry.fee_to != entry.fee_from:
            amounts = _("from %(low)s to %(high)s") % {"low": amounts, "high": euro(entry.fee_to)}
    label = "" if entry.fee == Fee.UNKNOWN else str(Fee(entry.fee).label)
    if entry.fee == Fee.PAID and (amounts or entry.fee_words):
        label = ""
    return ": ".join(part for part in (label, amounts, entry.fee_words) if part)


def _raw(place: EntryPlace) -> dict[str, Any]:
    known = place.municipality
    return {
        **vars(place),
        "municipality": known.name if known else None,
        "istat": known.istat_code if known else "",
    }


def _place(place: dict[str, Any], now: datetime) -> PlaceCard:
    town = place["municipality"] or place["town"]
    where = (
        _("secret address: it is told by telephone")
        if place["secret"]
        else ", ".join(part for part in (place["name"], place["address"], town) if part)
    )
    found = opening(
        place["hours"], now, closed_on_holidays=place["closed_on_holidays"], istat=place["istat"] or ""
    )
    said = [in_words(place["hours"]), place["hours_words"]]
    if place["by_appointment"]:
        said.append(_("by appointment"))
    return PlaceCard(
        where=where,
        hours="; ".join(part for part in said if part),
        open_words=found.words(now.date()),
        open_now=found.until is not None,
        telephone=place["telephone"],
        accessible={True: _("without steps"), False: _("with steps")}.get(place["accessible"], ""),
    )
