"""From the names of a list to persons: the exact code recognises, everything else is proposed or created.

Nobody is merged silently. A valid code that nobody holds, with nobody similar in the register, is a new
person; whoever is similar to somebody known, or has no valid code, waits for a person to decide.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection

from accanto.access.outcomes.models import Applicant, Application, Candidate
from accanto.access.outcomes.operations.households import form_households
from accanto.access.outcomes.queries.matching import Proposal, Subject, holders_of, propose
from accanto.people.persons import codes
from accanto.people.persons.appearing import appeared
from accanto.people.persons.enums import Depth, GrantReason, IdentifierKind
from accanto.people.persons.models import Identifier, Person, Residence
from accanto.people.persons.naming import search_name
from accanto.people.persons.operations import grant_many
from accanto.territory.bodies.models import Office
from accanto.territory.staff.models import User

BATCH = 2_000
Named = Application | Applicant


def identify(
    *, applications: Sequence[Application], applicants: Sequence[Applicant], by: User | None, at: datetime
) -> None:
    """Find or create the person of each, propose candidates for the rest, then form the households."""
    named: list[Named] = [*applications, *applicants]
    subjects = [_subject(key, one) for key, one in enumerate(named)]
    found: dict[int, UUID] = {}
    holders = holders_of(one.fiscal_code for one in subjects if one.code_valid)
    for subject in subjects:
        if subject.code_valid and subject.fiscal_code in holders:
            found[subject.key] = holders[subject.fiscal_code]
    unknown = [subject for subject in subjects if subject.key not in found]
    proposals = propose(unknown)
    new = [subject for subject in unknown if _is_new(subject, proposals[subject.key])]
    found |= _create(new, _towns(named, applications), by=by, at=at)
    _keep_candidates(named, found, proposals)
    _link(named, found)
    _let_the_zone_see(set(found.values()), by=by, at=at)
    form_households(
        applications={one.pk for one in applications} | {one.application_id for one in applicants}, at=at
    )


def proposals_for(named: Named) -> list[Proposal]:
    """Whoever may be somebody of a list, as the register is now."""
    return propose([_subject(0, named)])[0]


def keep_proposals(named: Named) -> None:
    """The proposals of `proposals_for`, beside those that stand already."""
    _keep_candidates([named], {}, {0: proposals_for(named)})


def _subject(key: int, one: Named) -> Subject:
    valid = codes.is_valid(one.fiscal_code)
    return Subject(key, one.fiscal_code, valid, one.last_name, one.first_name, one.birth_date)


def _is_new(subject: Subject, proposals: list[Proposal]) -> bool:
    agrees = subject.birth_date is None or codes.agrees_with(subject.fiscal_code, subject.birth_date)
    return subject.code_valid and bool(subject.last_name) and agrees and not proposals


def _towns(named: Sequence[Named], applications: Sequence[Application]) -> dict[int, int]:
    """Key → municipality of the application: the residence of whoever is new."""
    known = {one.pk: one.municipality_id for one in applications}
    missing = {one.application_id for one in named if isinstance(one, Applicant)} - known.keys()
    known |= dict(Application.objects.filter(pk__in=missing).values_list("pk", "municipality_id"))
    return {
        key: known[one.application_id if isinstance(one, Applicant) else one.pk]
        for key, one in enumerate(named)
    }


def _create(
    subjects: Sequence[Subject], towns: dict[int, int], *, by: User | None, at: datetime
) -> dict[int, UUID]:
    """One person for each code, however many rows carry it."""
    by_code: dict[str, list[Subject]] = defaultdict(list)
    for subject in subjects:
        by_code[subject.fiscal_code].append(subject)
    people = {code: _person(code, same, by, at) for code, same in by_code.items()}
    Person.objects.bulk_create(people.values(), batch_size=BATCH)
    Identifier.objects.bulk_create(
        (
            Identifier(
                person=person,
                kind=IdentifierKind.PROVISIONAL if code.isdecimal() else IdentifierKind.CODICE_FISCALE,
                value=code,
                valid_from=at.date(),
            )
            for code, person in people.items()
        ),
        batch_size=BATCH,
    )
    Residence.objects.bulk_create(
        (
            Residence(person=person, municipality_id=towns[by_code[code][0].key])
            for code, person in people.items()
        ),
        batch_size=BATCH,
    )
    appeared([person.pk for person in people.values()])
    return {subject.key: people[code].pk for code, same in by_code.items() for subject in same}


def _person(code: str, same: list[Subject], by: User | None, at: datetime) -> Person:
    """The fullest of the rows that carry the code gives the names."""
    best = max(same, key=lambda one: (one.birth_date is not None, len(one.name)))
    return Person(
        first_name=best.first_name,
        last_name=best.last_name,
        sex=codes.sex(code),
        birth_date=best.birth_date,
        birth_place=codes.birth_place(code),
        search_name=search_name(best.last_name, best.first_name),
        created_at=at,
        created_by=by,
    )


def _keep_candidates(
    named: Sequence[Named], found: dict[int, UUID], proposals: dict[int, list[Proposal]]
) -> None:
    candidates = []
    for key, proposed in proposals.items():
        if key in found:
            continue
        one = named[key]
        applicant = one if isinstance(one, Applicant) else None
        application = one.application_id if isinstance(one, Applicant) else one.pk
        candidates += [
            Candidate(
                application_id=application,
                applicant=applicant,
                person_id=each.person_id,
                strength=each.strength,
                score=each.score,
                reasons=list(each.reasons),
            )
            for each in proposed
        ]
    # «Not the same» was decided once and for all: the row that says so stays and the new one is dropped.
    Candidate.objects.bulk_create(candidates, batch_size=BATCH, ignore_conflicts=True)


def _link(named: Sequence[Named], found: dict[int, UUID]) -> None:
    for table, kind in (("outcomes_application", Application), ("outcomes_applicant", Applicant)):
        pairs = [(named[key].pk, person) for key, person in found.items() if isinstance(named[key], kind)]
        if pairs:
            cast = "uuid" if kind is Application else "bigint"
            with connection.cursor() as cursor:
                cursor.execute(
                    f"update {table} t set person_id = new.person "  # noqa: S608 - constants
                    f"from unnest(%s::{cast}[], %s::uuid[]) as new(id, person) where t.id = new.id",
                    [[pk for pk, _person in pairs], [person for _pk, person in pairs]],
                )


def _let_the_zone_see(people: Iterable[UUID], *, by: User | None, at: datetime) -> None:
    """Those who follow the lists of the zone see a card of whoever is in them."""
    office = Office.objects.filter(kind="zone", parent=None).first()
    if office is not None:
        persons = Person.objects.filter(pk__in=list(people)).only("pk")
        grant_many(
            persons=persons, office=office, depth=Depth.CARD, reason=GrantReason.OUTCOME_LIST, by=by, at=at
        )
