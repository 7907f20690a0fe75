"""Who may already be known: candidates found in sets, scored one by one, decided by a person.

Somebody in a fenced compartment is recognised by nobody: to who imports, they are unknown.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _
from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from accanto.people.matching.comparing.births import BirthLikeness, compare_births
from accanto.people.persons import codes
from accanto.people.persons.compartments import fenced
from accanto.people.persons.enums import IdentifierKind
from accanto.people.persons.models import Identifier
from accanto.people.persons.naming import search_name

PROPOSED_FROM = 80
"""Score (0–100) from which somebody is proposed as perhaps the same person."""
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


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody in the register, as far as matching needs."""

    person_id: UUID
    name: str
    birth_date: date | None
    code: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """`reasons` are codes: see `reason_words`."""

    person_id: UUID
    score: int
    reasons: tuple[str, ...]


def holders_of(wanted: Iterable[str]) -> dict[str, UUID]:
    """Code in force → person, undoing omocodia on neither side: only the exact code recognises by itself."""
    rows = Identifier.objects.filter(value__in=list(set(wanted)), valid_to=None, kind__in=KINDS, hidden=False)
    return dict(rows.values_list("value", "person_id"))


def propose(subjects: Sequence[Subject]) -> dict[int, list[Proposal]]:
    """For each subject the people who may be the same, best first; nobody is missing from the answer."""
    found: dict[int, dict[UUID, Known]] = {subject.key: {} for subject in subjects}
    for key, known in _same_birth_date_or_name(subjects):
        found[key][known.person_id] = known
    for key, known in _similar_names([one for one in subjects if not one.code_valid]):
        found[key][known.person_id] = known
    return {subject.key: _best(subject, found[subject.key].values()) for subject in subjects}


def _best(subject: Subject, known: Iterable[Known]) -> list[Proposal]:
    scored = [score(subject, one) for one in known]
    good = [one for one in scored if one.score >= PROPOSED_FROM]
    return sorted(good, key=lambda one: (-one.score, str(one.person_id)))[:MOST_PROPOSED]


def score(subject: Subject, known: Known) -> Proposal:
    """How likely it is that both are one person, 0–100, and why.

    Half of it is the name, the rest the birth date and the code; a different valid code weighs against,
    because two codes are usually two people (a correction or omocodia being the exceptions).
    """
    reasons: list[str] = []
    likeness = fuzz.token_sort_ratio(subject.name, known.name)
    total = likeness * 0.6
    if likeness >= 99.5:
        reasons.append("same_name")
    elif likeness >= 80:
        reasons.append("similar_name")
    total += _birth_points(subject.birth_date, known.birth_date, reasons)
    total += _code_points(subject, known.code, reasons)
    if likeness < 60:
        total = min(total, PROPOSED_FROM - 1) if "same_code_variant" not in reasons else total
    return Proposal(known.person_id, max(0, min(100, round(total))), tuple(reasons))


_BIRTH = {
    BirthLikeness.UNKNOWN: (20, ""),
    BirthLikeness.SAME: (35, "same_birth_date"),
    BirthLikeness.SWAPPED: (28, "birth_date_swapped"),
    BirthLikeness.ONE_DIGIT: (22, "birth_date_close"),
    BirthLikeness.TWO_PARTS: (22, "birth_date_close"),
    BirthLikeness.OTHER: (0, ""),
}


def _birth_points(one: date | None, other: date | None, reasons: list[str]) -> float:
    points, reason = _BIRTH[compare_births(one, other)]
    if reason:
        reasons.append(reason)
    return points


def _code_points(subject: Subject, code: str, reasons: list[str]) -> float:
    if not code or not subject.fiscal_code:
        return 5
    if codes.plain(subject.fiscal_code) == codes.plain(code):
        reasons.append("same_code_variant")
        return 40
    distance = Levenshtein.distance(subject.fiscal_code, code, score_cutoff=2)
    if distance <= 2 and not subject.code_valid:
        reasons.append("code_mistyped")
        return 15
    return -15 if subject.code_valid else 0


def reason_words(code: str) -> str:
    """The reason as a person reads it."""
    return {
        "same_name": _("same name"),
        "similar_name": _("similar name"),
        "same_birth_date": _("same date of birth"),
        "birth_date_swapped": _("day and month of birth swapped"),
        "birth_date_close": _("date of birth nearly the same"),
        "same_code_variant": _("same code but for homonymy letters"),
        "code_mistyped": _("codice fiscale differs by one or two characters"),
    }.get(code, code)


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
    select pairs.key, p.id, p.search_name, p.birth_date, coalesce(code.value, '')
    from pairs join persons_person p on p.id = pairs.id {_CODE}
    where p.compartment <> all(%s::text[])
"""  # noqa: S608 - made of constants
_SIMILAR = f"""
    select w.key, p.id, p.search_name, p.birth_date, coalesce(code.value, '')
    from unnest(%s::int[], %s::text[]) as w(key, name)
    cross join lateral (
        select * from persons_person where search_name %% w.name and compartment <> all(%s::text[])
        order by similarity(search_name, w.name) desc limit 20
    ) p {_CODE}
"""  # noqa: S608 - made of constants


def _same_birth_date_or_name(subjects: Sequence[Subject]) -> Iterable[tuple[int, Known]]:
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
        for key, person, name, born, code in cursor.fetchall():
            yield key, Known(person, name, born, code)


def _similar_names(subjects: Sequence[Subject]) -> Iterable[tuple[int, Known]]:
    """By trigrams, only for those without a valid code: they are few, and each costs a search."""
    named = [one for one in subjects if one.name]
    if not named:
        return
    with connection.cursor() as cursor:
        cursor.execute(_SIMILAR, ([one.key for one in named], [one.name for one in named], fenced()))
        for key, person, name, born, code in cursor.fetchall():
            yield key, Known(person, name, born, code)
