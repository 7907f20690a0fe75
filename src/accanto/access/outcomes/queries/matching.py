"""Who may already be known: candidates found in sets, scored one by one, decided by a person.

Somebody in a fenced compartment is recognised by nobody: to who imports, they are unknown.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

from accanto.people.matching.comparing.reasons import Reason, words_of
from accanto.people.matching.comparing.scoring import Known, judge
from accanto.people.matching.enums import Strength
from accanto.people.persons import codes
from accanto.people.persons.compartments import fenced
from accanto.people.persons.enums import IdentifierKind
from accanto.people.persons.models import Identifier
from accanto.people.persons.naming import search_name

MOST_PROPOSED = 5
KINDS = (IdentifierKind.CODICE_FISCALE, IdentifierKind.PROVISIONAL)


@dataclass(frozen=True, slots=True)
class Subject:
    """Somebody named in a list. `key` is the caller's own."""

    key: int
    fiscal_code: str
    code_valid: bool
    last_name: str
    first_name: str
    birth_date: date | None

    @property
    def name(self) -> str:
        return search_name(self.last_name, self.first_name)

    @property
    def known(self) -> Known:
        """As the register compares people: a valid code says sex and place of birth too."""
        code = self.fiscal_code if self.code_valid else ""
        return Known(
            last_name=self.last_name,
            first_name=self.first_name,
            sex=codes.sex(code),
            birth_date=self.birth_date,
            birth_place=codes.birth_place(code),
            codes=frozenset(filter(None, [self.fiscal_code])),
        )


@dataclass(frozen=True, slots=True)
class Proposal:
    """`reasons` are codes of `matching.comparing.reasons`, without the names: see `reason_words`."""

    person_id: UUID
    strength: Strength
    score: int
    reasons: tuple[str, ...]


def holders_of(wanted: Iterable[str]) -> dict[str, UUID]:
    """Code in force → person, undoing omocodia on neither side: only the exact code recognises by itself."""
    rows = Identifier.objects.filter(value__in=list(set(wanted)), valid_to=None, kind__in=KINDS, hidden=False)
    return dict(rows.values_list("value", "person_id"))


def propose(subjects: Sequence[Subject]) -> dict[int, list[Proposal]]:
    """For each subject the people who may be the same, best first; nobody is missing from the answer."""
    found: dict[int, dict[UUID, Known]] = {subject.key: {} for subject in subjects}
    for key, person, known in _same_birth_date_or_name(subjects):
        found[key][person] = known
    for key, person, known in _similar_names([one for one in subjects if not one.code_valid]):
        found[key][person] = known
    return {subject.key: _best(subject, found[subject.key]) for subject in subjects}


def _best(subject: Subject, known: Mapping[UUID, Known]) -> list[Proposal]:
    scored = [compare(subject, person, one) for person, one in known.items()]
    good = [one for one in scored if one is not None]
    return sorted(good, key=lambda one: (-one.score, str(one.person_id)))[:MOST_PROPOSED]


def compare(subject: Subject, person: UUID, known: Known) -> Proposal | None:
    """By the one rule of the zone (`people.matching`); nothing where they are two people.

    A row with a valid code is held up only by somebody very alike: the code speaks for itself, and the nightly look at
    the whole register finds the others. A row without one waits for a person anyhow, and is told of whoever is alike.
    """
    judgement = judge(subject.known, known)
    if judgement.strength is None or (subject.code_valid and judgement.strength == Strength.ALIKE):
        return None
    reasons = tuple(reason.code for reason in judgement.reasons)
    return Proposal(person, judgement.strength, max(0, round(judgement.points)), reasons)


# How reasons were called before the register had one rule: old proposals are kept as they were made.
_FORMER = {
    "same_birth_date": "same_birth",
    "birth_date_swapped": "birth_swapped",
    "birth_date_close": "birth_part",
}


def reason_words(code: str) -> str:
    """The reason as a person reads it, without the names: they may be of somebody whom one does not see."""
    return words_of(Reason(_FORMER.get(code, code))).partition(":")[0]


_CODE = """
    left join lateral (
        select value from persons_identifier i
        where i.person_id = p.id and i.valid_to is null and i.kind in ('codice_fiscale', 'provisional')
        order by kind limit 1
    ) code on true
"""
_EQUAL = f"""
    with wanted as (
        select * from unnest(%s::int[], %s::text[], %s::date[]) as w(key, name, born)
    ), pairs as (
        select w.key, p.id from wanted w join persons_person p on p.birth_date = w.born
        union
        select w.key, p.id from wanted w join persons_person p on p.search_name = w.name and w.name <> ''
    )
    select pairs.key, p.id, p.last_name, p.first_name, p.sex, p.birth_date, p.birth_place, coalesce(code.value, '')
    from pairs join persons_person p on p.id = pairs.id {_CODE}
    where p.compartment <> all(%s::text[])
"""  # noqa: S608 - made of constants
_SIMILAR = f"""
    select w.key, p.id, p.last_name, p.first_name, p.sex, p.birth_date, p.birth_place, coalesce(code.value, '')
    from unnest(%s::int[], %s::text[]) as w(key, name)
    cross join lateral (
        select * from persons_person where search_name %% w.name and compartment <> all(%s::text[])
        order by similarity(search_name, w.name) desc limit 20
    ) p {_CODE}
"""  # noqa: S608 - made of constants


def _same_birth_date_or_name(subjects: Sequence[Subject]) -> Iterable[tuple[int, UUID, Known]]:
    if not subjects:
        return
    values = (
        [one.key for one in subjects],
        [one.name for one in subjects],
        [one.birth_date for one in subjects],
        fenced(),
    )
    with connection.cursor() as cursor:
        cursor.execute(_EQUAL, values)
        for row in cursor.fetchall():
            yield _read(*row)


def _similar_names(subjects: Sequence[Subject]) -> Iterable[tuple[int, UUID, Known]]:
    """By trigrams, only for those without a valid code: they are few, and each costs a search."""
    named = [one for one in subjects if one.name]
    if not named:
        return
    with connection.cursor() as cursor:
        cursor.execute(_SIMILAR, ([one.key for one in named], [one.name for one in named], fenced()))
        for row in cursor.fetchall():
            yield _read(*row)


def _read(
    key: int, person: UUID, last: str, first: str, sex: str, born: date | None, place: str, code: str
) -> tuple[int, UUID, Known]:
    return key, person, Known(last, first, sex, born, place, frozenset(filter(None, [code])))
