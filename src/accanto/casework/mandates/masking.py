"""What the parties do not read in their copy of a report: words that the writer marked, and protected whereabouts.

Parties see and copy reports (Code of civil procedure, art. 473-bis.27). The writer puts between [[ and ]] what regards
third persons and the law protects; addresses and contacts of protected persons go by themselves, marked or not.
"""

import re
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from accanto.core.database.context import serving
from accanto.people.persons.enums import ProtectionKind
from accanto.people.persons.models import ContactPoint, Person, Residence, SafeContact
from accanto.people.persons.whereabouts import protection_on

_MARKED = re.compile(r"\[\[(.*?)\]\]", re.DOTALL)
_BETWEEN = r"[\W_]+(?:(?:n|nr|num|numero|civ|civico)[\W_]+)?"
_SHORTEST_NUMBER = 6


def badly_marked(text: str) -> bool:
    """A mark opened and not closed, closed and not opened, or one within another."""
    rest = _MARKED.sub("", text)
    return "[[" in rest or "]]" in rest or any("[[" in inner for inner in _MARKED.findall(text))


def for_the_court(text: str) -> str:
    """Everything, without the marks."""
    return _MARKED.sub(r"\1", text)


def for_the_parties(text: str, protected: Iterable[re.Pattern[str]]) -> str:
    """The marked words and every protected address or number become «[omissis]»."""
    told = _MARKED.sub(_left_out(), text)
    for pattern in protected:
        told = pattern.sub(_left_out(), told)
    return told


def _left_out() -> str:
    return _("[left out]")


@serving("mandates.copy")  # whoever signs may not see where everybody named in the order lives
def protected_words(people: Iterable[UUID], on: date) -> list[re.Pattern[str]]:
    """How addresses and contacts of the protected among `people` may be written in a text, longest first."""
    rows = Person.objects.filter(pk__in=list(people)).annotate(protection=protection_on(on, person="pk"))
    kinds = {row.pk: row.protection for row in rows if row.protection}  # type: ignore[attr-defined]
    told: set[str] = set()
    for home in Residence.objects.filter(person__in=kinds, ends_on=None).select_related("municipality"):
        told |= {home.address, _street(home.address)}
        if kinds[home.person_id] != ProtectionKind.ADDRESS:
            told.add(home.municipality.name)
    contacts = list(
        ContactPoint.objects.filter(person__in=kinds, ends_on=None).values_list("value", flat=True)
    )
    for safe in SafeContact.objects.filter(person__in=kinds, ends_on=None):
        contacts += [safe.who, safe.how, safe.post_to]
    patterns = [_written(text) for text in sorted(told, key=len, reverse=True)]
    return [one for one in [*patterns, *map(_contact, contacts)] if one is not None]


def _street(address: str) -> str:
    """The street without its number; nothing when it is one word, that would hide a common one."""
    words = re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)?", address)
    return " ".join(words) if len(words) > 1 else ""


def _written(text: str) -> re.Pattern[str] | None:
    pieces = [re.escape(piece) for piece in re.findall(r"\w+", text)]
    return re.compile(rf"\b{_BETWEEN.join(pieces)}\b", re.IGNORECASE) if pieces else None


def _contact(value: str) -> re.Pattern[str] | None:
    digits = re.sub(r"\D", "", value)
    if len(digits) >= _SHORTEST_NUMBER and len(digits) >= len(re.sub(r"\W", "", value)) - 3:
        return re.compile(r"(?<!\d)" + r"[\s./-]*".join(digits) + r"(?!\d)")
    return _written(value) if len(value) >= _SHORTEST_NUMBER else None
