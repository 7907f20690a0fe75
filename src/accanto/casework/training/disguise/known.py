"""What is known of the people of a student's cases, and the words that stand in its place."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from uuid import UUID

from django.utils.translation import gettext as _

from accanto.casework.training.disguise import patterns
from accanto.people.persons.naming import fold, fold_contact

Said = Callable[[str], str]
Rule = tuple[str, Said]
# Words with a capital, one after the other; the one that only begins the sentence is none.
_NAMES = re.compile(r"(?!^[A-ZÀ-Ý][\w’']*\s+[a-zà-ÿ])[A-ZÀ-Ý][\w’']+(?:\s+[A-ZÀ-Ý][\w’']+)*")


@dataclass(frozen=True)
class Known:
    """A person of a chosen case: the true name and the one told; without one told, no name is."""

    person_id: UUID
    household_id: UUID
    first_name: str
    last_name: str
    born: date | None
    told: tuple[str, str] | None


@dataclass(frozen=True)
class Facts:
    """Of everybody together: `codes` (codici fiscali, protocols, decrees), digits of phones, e-mails, streets."""

    codes: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()
    emails: frozenset[str] = frozenset()
    addresses: frozenset[str] = frozenset()
    # Names that stand in papers and are of nobody in the register: representatives, whoever is to be called.
    others: frozenset[str] = frozenset()


@dataclass
class Disguise:
    """The names that one student reads. `households`: of the chosen cases, with their true label.

    `colleagues`: full names of staff that share a first name with somebody; they are told as they are.
    """

    people: list[Known] = field(default_factory=list)
    households: dict[UUID, str] = field(default_factory=dict)
    cases: dict[UUID, UUID] = field(default_factory=dict)
    facts: Facts = field(default_factory=Facts)
    colleagues: frozenset[tuple[str, str]] = frozenset()
    _said: dict[UUID | None, "Words"] = field(default_factory=dict)

    @cached_property
    def _told(self) -> dict[UUID, tuple[str, str]]:
        return {one.person_id: one.told for one in self.people if one.told}

    def name_of(self, person_id: UUID) -> tuple[str, str]:
        return self._told.get(person_id, (_("a person"), ""))

    def label_of(self, household_id: UUID) -> str:
        """The surname told of most of them; people who lead a household come first."""
        return next(
            (one.told[1] for one in self.people if one.household_id == household_id and one.told),
            _("without a name"),
        )

    def words(self, case_id: UUID | None = None) -> "Words":
        """Where two people share a name, that of the case which is being read counts."""
        if case_id not in self._said:
            home = self.cases.get(case_id) if case_id else None
            near = sorted(self.people, key=lambda one: one.household_id != home)
            self._said[case_id] = Words([*_rules(near, self)])
        return self._said[case_id]


class Words:
    """Replaces in one pass; what it wrote is not read again."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        kept = [(pattern, said) for pattern, said in rules if pattern]
        self._said = [said for _pattern, said in kept]
        joined = "|".join(f"({pattern})" for pattern, _said in kept)
        self._found = re.compile(joined, re.IGNORECASE)

    def __call__(self, text: str) -> str:
        if not text or text.isspace():
            return text
        return self._found.sub(self._replace, unicodedata.normalize("NFC", text))

    def _replace(self, match: re.Match[str]) -> str:
        return self._said[(match.lastindex or 1) - 1](match.group())


def _rules(people: list[Known], disguise: Disguise) -> Iterable[Rule]:
    """In the order in which they are tried at each place: the longest first."""
    yield from _numbers(disguise.facts)
    for born in sorted({one.born for one in people if one.born}):
        yield patterns.day(born), _year(born)
    for first, last in sorted(disguise.colleagues):
        yield patterns.name_whole(first, last), str
    for one in people:
        first, last = one.told or (_("[name]"), "")
        yield patterns.name_whole(one.first_name, one.last_name), _like(f"{first} {last}".strip())
        yield patterns.name_whole(one.last_name, one.first_name), _like(f"{last} {first}".strip())
    yield from _labels(people, disguise)
    yield from _parts(people)
    for name in sorted(disguise.facts.others, key=len, reverse=True):
        yield patterns.name_alone(name), _always(_("[name]"))


def _numbers(facts: Facts) -> Iterable[Rule]:
    for mails in (*map(patterns.email, sorted(facts.emails)), patterns.ANY_EMAIL):
        yield mails, _always(_("[e-mail]"))
    for codes in (*map(patterns.code, sorted(facts.codes, key=len, reverse=True)), patterns.ANY_CODE):
        yield codes, _always(_("[code]"))
    yield patterns.ANY_PROTOCOL, _always(_("[code]"))
    for street in (
        *map(patterns.address, sorted(facts.addresses, key=len, reverse=True)),
        patterns.ANY_ADDRESS,
    ):
        yield street, _always(_("[address]"))
    for phones in (*map(patterns.phone, sorted(facts.phones)), patterns.ANY_PHONE):
        yield phones, _always(_("[phone]"))


def _labels(people: list[Known], disguise: Disguise) -> Iterable[Rule]:
    """A household may be called by words that are nobody's surname; «famiglia» is no name."""
    known = {fold(name) for one in people for name in _names_of(one)} | patterns.ordinary_words()
    for household_id, label in sorted(disguise.households.items(), key=lambda pair: -len(pair[1])):
        told = _like(disguise.label_of(household_id))
        for words in (label, *patterns.words_of(label)):
            if fold(words) not in known:
                yield patterns.name_alone(words), told


def _names_of(one: Known) -> list[str]:
    both = (one.last_name, one.first_name)
    return [*both, *(word for name in both for word in patterns.words_of(name))]


def _parts(people: list[Known]) -> Iterable[Rule]:
    """First names, last names and the words of both, longer ones before; the first who bears one gives it."""
    given: dict[str, tuple[str, str]] = {}
    for one in people:
        first, last = one.told or (_("[name]"), _("[name]"))
        for name, told in ((one.last_name, last), (one.first_name, first)):
            for word in (name, *patterns.words_of(name)):
                given.setdefault(fold(word), (word, told))
    for word, told in sorted(given.values(), key=lambda pair: -len(pair[0])):
        yield patterns.name_alone(word), _like(told)


def _like(told: str) -> Said:
    """In capitals where the true one was; letters that stand alone say nothing."""

    def said(found: str) -> str:
        shouted = found.upper() == found and any(len(word) > 1 for word in re.findall(r"[^\W\d_]+", found))
        return told.upper() if shouted else told

    return said


def _always(told: str) -> Said:
    return lambda _found: told


def _year(born: date) -> Said:
    """«il 14 maggio 1988» → «nel 1988»; a day alone → «1988»."""

    def said(found: str) -> str:
        start = fold(found).split(" ", 1)[0]
        if start in {"il", "l", "al", "all"}:
            return f"nel {born.year}"
        return f"in {born.year}" if start == "on" else str(born.year)

    return said


def gathered(
    codes: Iterable[str], contacts: Iterable[str], addresses: Iterable[str], others: Iterable[str]
) -> Facts:
    """Facts as the tables have them: contacts are phones or e-mails, told apart here."""
    reached = [value.strip() for value in contacts if value.strip()]
    return Facts(
        codes=frozenset(value for value in codes if sum(map(str.isalnum, value)) > 4),
        phones=frozenset(fold_contact(value) for value in reached if "@" not in value),
        emails=frozenset(value for value in reached if "@" in value),
        addresses=frozenset(value for value in addresses if len(value.strip()) > 3),
        others=frozenset(name for value in others for name in _proper(value)),
    )


def _proper(value: str) -> list[str]:
    """«sua sorella Carla Finti» → «Carla Finti»: words of every day are nobody's name."""
    found = _NAMES.findall(value)
    return [name for name in found if len(name) > 1]
