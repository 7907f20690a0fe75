"""What a codice fiscale says, field by field, beside what was typed of the person."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from accanto.core.errors import OperationRefused
from accanto.core.templatetags.accanto_ui import date_words
from accanto.people.matching.given import Given
from accanto.people.persons import codes
from accanto.people.persons.birthplaces import called, missing_then
from accanto.people.persons.enums import IdentifierKind, Sex


@dataclass(frozen=True)
class Said:
    """`agrees`: yes, no, or nothing where there is nothing to compare with."""

    label: str
    words: str
    agrees: bool | None = None


def agreement(given: Given) -> list[Said]:
    """Nothing without a codice fiscale of sixteen characters that is valid."""
    read = codes.decode(given.code)
    if read is None:
        return list(_other_kind(given.code))
    return [
        Said(
            _("Surname"),
            _("the letters %(letters)s") % {"letters": read.surname},
            codes.surname_letters(given.last_name) == read.surname if given.last_name else None,
        ),
        Said(
            _("First name"),
            _("the letters %(letters)s") % {"letters": read.name},
            codes.name_letters(given.first_name) == read.name if given.first_name else None,
        ),
        Said(
            _("Sex"),
            str(Sex(read.sex).label),
            read.sex == given.sex if given.sex in {Sex.FEMALE, Sex.MALE} else None,
        ),
        _born(given, read),
        _place(given, read.place),
        *(
            [Said(_("Homonymy"), _("some digits are letters: somebody else had this code first"))]
            if read.omocode
            else []
        ),
    ]


def disagreements(given: Given) -> list[str]:
    """The names of the fields that the code contradicts."""
    return [one.label for one in agreement(given) if one.agrees is False]


def refuse_unchecked(given: Given, checked: bool) -> None:
    """A code that says otherwise is written only by whoever says that they have seen the document.

    :raises OperationRefused: at `code_checked`, which every form with a codice fiscale has.
    """
    fields = disagreements(given)
    if fields and not checked:
        raise OperationRefused(
            _("The code says otherwise of: %(fields)s. Correct them, or say that you have seen the document.")
            % {"fields": ", ".join(fields).lower()},
            field="code_checked",
        )


def place_note(given: Given) -> str:
    """Why nobody was born in that town on that day; empty where one may be."""
    if not given.birth_place or given.birth_date is None:
        return ""
    return missing_then(given.birth_place, given.birth_date)


def _born(given: Given, read: codes.Decoded) -> Said:
    day = f"{read.day:02d}/{read.month:02d}/{read.year:02d}"
    agrees = None if given.birth_date is None else codes.agrees_with(given.code, given.birth_date)
    return Said(_("Born on"), _("%(day)s, the century is not in the code") % {"day": day}, agrees)


def _place(given: Given, code: str) -> Said:
    place = called(code, given.birth_date)
    words = str(place) if place else _("%(code)s, a code that nobody knows") % {"code": code}
    agrees = given.birth_place == code if given.birth_place else None
    return Said(_("Born in"), words, agrees if place else False)


def _other_kind(code: str) -> Iterator[Said]:
    kind = codes.kind_of(code)
    if kind in {IdentifierKind.STP, IdentifierKind.ENI}:
        yield Said(
            str(IdentifierKind(kind).label),
            _("it is no codice fiscale: it is not sent where one is due"),
        )
    elif kind == IdentifierKind.PROVISIONAL:
        yield Said(str(IdentifierKind(kind).label), _("it says nothing of names and birth"))


def century_choices(code: str, today: date) -> list[tuple[str, str]]:
    """The days of birth between which only the person can choose; nothing where there is one."""
    days = codes.births_of(code, today)
    if len(days) < 2:
        return []
    return [
        (day.isoformat(), _("%(day)s (%(age)s years)") % {"day": date_words(day), "age": _age(day, today)})
        for day in days
    ]


def _age(day: date, today: date) -> int:
    return today.year - day.year - ((today.month, today.day) < (day.month, day.day))
