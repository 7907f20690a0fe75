"""Every waiting household with who should take it and why: a fixed number of queries, whatever the numbers."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from accanto.access.assignment.queries.waiting import waiting_for
from accanto.access.assignment.queries.workers import units_of, workers_on
from accanto.access.assignment.rules import Proposal, Standing, Waiting, Worker, propose_all, weights_on
from accanto.access.outcomes.models import Applicant, Application
from accanto.casework.cases.enums import CaseState, Compartment
from accanto.casework.cases.models import Case
from accanto.casework.projects.enums import ProjectState
from accanto.casework.projects.models import Project
from accanto.core.database.context import serving
from accanto.core.working_time import add_months
from accanto.people.households.models import Member
from accanto.people.persons.queries import bars_in_force
from accanto.territory.bodies.models import Office
from accanto.territory.staff.models import User

_ADULT_MONTHS = 18 * 12


@dataclass(frozen=True)
class Row:
    """A waiting household with its proposal and who else could take it."""

    application: Application
    proposal: Proposal
    members: int
    minors: int
    candidates: list[Worker]


@dataclass(frozen=True)
class Board:
    rows: list[Row]
    workers: list[Worker]
    units: dict[int, Office]


@serving("assignment")
def proposals(user: User, on: date) -> Board:
    """All that waits, oldest outcome first."""
    applications = list(waiting_for(user).select_related("municipality", "household", "person"))
    units = units_of(on)
    weights = weights_on(on)
    workers = workers_on(on, units)
    serving = _serving(units.values())
    sizes = _sizes(applications, on)
    standing = _standing(applications)
    barred = _barred(applications, on)
    waiting = [_waiting(one, serving, sizes, standing, barred) for one in applications]
    proposed = propose_all(waiting, workers, weights)
    rows = [
        Row(
            application=application,
            proposal=proposal,
            members=sizes[application.pk][0],
            minors=sizes[application.pk][1],
            candidates=[w for w in workers if proposal.waiting.may_have(w)],
        )
        for application, proposal in zip(applications, proposed, strict=True)
    ]
    return Board(rows, workers, units)


def _waiting(
    one: Application,
    serving: dict[int, frozenset[int]],
    sizes: dict[UUID, tuple[int, int]],
    standing: dict[UUID, Standing],
    barred: dict[UUID, frozenset[int]],
) -> Waiting:
    return Waiting(
        id=one.pk,
        units=serving.get(one.municipality_id, frozenset()),
        needs=frozenset({"minors"}) if sizes[one.pk][1] else frozenset(),
        standing=standing.get(one.pk),
        identified=one.person_id is not None,
        barred=barred.get(one.pk, frozenset()),
    )


def _serving(units: Iterable[Office]) -> dict[int, frozenset[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for unit in units:
        for municipality in unit.serves.all():
            found[municipality.pk].add(unit.pk)
    return {key: frozenset(value) for key, value in found.items()}


def _sizes(applications: Sequence[Application], on: date) -> dict[UUID, tuple[int, int]]:
    """Members and minors: those of the household where it is known, else those that the list names."""
    households = [one.household_id for one in applications if one.household_id]
    born: dict[UUID, list[date | None]] = defaultdict(list)
    rows = Member.objects.filter(household__in=households, ends_on=None)
    for household, birth in rows.values_list("household_id", "person__birth_date"):
        born[household].append(birth)
    named = Applicant.objects.filter(application__in=[one.pk for one in applications])
    for application, birth in named.values_list("application_id", "birth_date"):
        born[application].append(birth)
    found = {}
    for one in applications:
        known, listed = born.get(one.household_id, []) if one.household_id else [], born.get(one.pk, [])
        births = known if len(known) >= len(listed) else listed
        births = births or [one.birth_date]
        minors = sum(1 for birth in births if birth and add_months(birth, _ADULT_MONTHS) > on)
        found[one.pk] = (len(births), minors)
    return found


def _barred(applications: Sequence[Application], on: date) -> dict[UUID, frozenset[int]]:
    """Who must not see the person who applied, or somebody in the household."""
    people: dict[UUID, set[UUID]] = defaultdict(set)
    for one in applications:
        if one.person_id:
            people[one.person_id].add(one.pk)
    homes = {one.household_id: one.pk for one in applications if one.household_id}
    living = Member.objects.filter(household__in=homes, ends_on=None)
    for household, person in living.values_list("household_id", "person_id"):
        people[person].add(homes[household])
    found: dict[UUID, set[int]] = defaultdict(set)
    evening = timezone.make_aware(datetime.combine(on, time.max))
    for user, person in bars_in_force(people, evening).values_list("user_id", "person_id"):
        for application in people[person]:
            found[application].add(user)
    return {key: frozenset(users) for key, users in found.items()}


def _standing(applications: Sequence[Application]) -> dict[UUID, Standing]:
    """The case in which the household, or the person who applied, is or was followed. Closed compartments stay so."""
    living = Project.objects.filter(case=OuterRef("pk")).exclude(
        state__in=[ProjectState.CLOSED, ProjectState.DRAFT]
    )
    people = {one.person_id for one in applications if one.person_id}
    households = {one.household_id for one in applications if one.household_id}
    base = Case.objects.filter(compartment=Compartment.ORDINARY).annotate(project=Exists(living))
    base = base.select_related("responsible")
    by_household = base.filter(household__in=households).annotate(key=F("household_id"))
    by_person = base.filter(household__members__person__in=people, household__members__ends_on=None)
    by_person = by_person.annotate(key=F("household__members__person_id"))
    known: dict[UUID, Case] = {}
    for case in sorted([*by_person, *by_household], key=lambda c: (c.state != CaseState.CLOSED, c.opened_on)):
        known[case.key] = case  # type: ignore[attr-defined]  # the last one wins: an open case, else the most recent
    found = {}
    for one in applications:
        choices = [known[key] for key in (one.person_id, one.household_id) if key in known]
        if choices:
            found[one.pk] = _as_standing(
                max(choices, key=lambda c: (c.state != CaseState.CLOSED, c.opened_on))
            )
    return found


def _as_standing(case: Case) -> Standing:
    return Standing(
        case=case.pk,
        number=case.number,
        open=case.state != CaseState.CLOSED,
        worker=case.responsible_id,
        worker_name=str(case.responsible) if case.responsible else "",
        unit=case.unit_id,
        until=case.closed_on,
        project=case.project,  # type: ignore[attr-defined]
    )
