"""Who is proposed for a household, and why."""

from collections import Counter
from datetime import date
from decimal import Decimal
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from accanto.access.assignment.rules import (
    Proposal,
    Standing,
    Waiting,
    Weights,
    Worker,
    propose_all,
    weights_on,
)
from accanto.casework.cases import workload

WEIGHTS = Weights(1.0, 1.5, 0.85, "prova", from_memory=True)
NORTH, SOUTH, QUARRATA = 1, 2, 3


def worker(number: int, *units: int, hours: int = 36, cases: int = 0, skills: tuple[str, ...] = ()) -> Worker:
    return Worker(
        id=number,
        name=f"Prova {number}",
        units=frozenset(units),
        hours=Decimal(hours),
        cases=cases,
        weight=float(cases),
        competences=frozenset(skills),
    )


def waiting(number: int, *units: int, **more: object) -> Waiting:
    return Waiting(id=UUID(int=number), units=frozenset(units), **more)  # type: ignore[arg-type]


def one(case: Waiting, *workers: Worker) -> Proposal:
    return propose_all([case], workers, WEIGHTS)[0]


def test_who_is_in_charge_stays_with_the_own_worker_whatever_the_load() -> None:
    standing = Standing(UUID(int=9), "2025/0123", True, 1, "Prova 1", NORTH)
    found = one(waiting(1, NORTH, standing=standing), worker(1, NORTH, cases=90), worker(2, NORTH))
    assert (found.why, found.worker, found.unit) == ("in_charge", 1, NORTH)


def test_who_was_known_goes_back_to_the_same_worker_if_still_there() -> None:
    former = Standing(UUID(int=9), "2023/0123", False, 1, "Prova 1", NORTH, date(2024, 1, 1))
    assert (
        one(waiting(1, NORTH, standing=former), worker(1, NORTH, cases=50), worker(2, NORTH)).why == "known"
    )
    gone = one(waiting(1, NORTH, standing=former), worker(2, NORTH))
    assert (gone.why, gone.worker) == ("load", 2)


def test_new_households_go_to_the_lowest_load_for_the_hours_worked() -> None:
    # 31 cases on 36 hours are less than 28 on 30
    found = one(waiting(1, NORTH), worker(1, NORTH, cases=31), worker(2, NORTH, hours=30, cases=28))
    assert (found.why, found.worker, found.cases, found.lowest) == ("load", 1, 31, True)


def test_competence_counts_when_loads_are_near() -> None:
    skilled, other = worker(2, NORTH, cases=33, skills=("minors",)), worker(1, NORTH, cases=31)
    found = one(waiting(1, NORTH, needs=frozenset({"minors"})), other, skilled)
    assert (found.worker, found.competence, found.lowest) == (2, "minors", False)
    assert one(waiting(1, NORTH), other, skilled).worker == 1


def test_each_proposal_adds_to_the_load_that_the_next_ones_see() -> None:
    found = propose_all(
        [waiting(n, NORTH) for n in range(3)], [worker(1, NORTH), worker(2, NORTH, cases=2)], WEIGHTS
    )
    assert [p.worker for p in found] == [1, 1, 2]
    assert [p.cases for p in found] == [0, 1, 2]


def test_nobody_without_hours_and_nobody_from_elsewhere() -> None:
    assert one(waiting(1, NORTH), worker(1, NORTH, hours=0), worker(2, QUARRATA)).why == "nobody"
    assert one(waiting(1, NORTH, identified=False), worker(1, NORTH)).why == "unidentified"


def test_weights_are_data_and_say_that_they_are_the_zones_choice() -> None:
    weights = weights_on(date(2026, 11, 23))
    assert weights.from_memory
    assert weights.first_contact > weights.case > workload.weights_on(date(2026, 11, 23)).suspended


units = st.frozensets(st.sampled_from([NORTH, SOUTH, QUARRATA]), max_size=2)
workers = st.lists(
    st.builds(
        worker,
        st.integers(1, 10_000),
        st.sampled_from([NORTH, SOUTH, QUARRATA]),
        hours=st.integers(6, 38),
        cases=st.integers(0, 60),
    ),
    max_size=12,
    unique_by=lambda w: w.id,
)


@settings(max_examples=150)
@given(places=st.lists(units, max_size=60), staff=workers)
def test_every_household_is_proposed_to_somebody_who_works_where_it_lives(
    places: list[frozenset[int]], staff: list[Worker]
) -> None:
    cases = [Waiting(id=UUID(int=n), units=place) for n, place in enumerate(places)]
    found = propose_all(cases, staff, WEIGHTS)
    by_id = {w.id: w for w in staff}
    assert [p.waiting for p in found] == cases
    for proposal in found:
        serving = [w for w in staff if w.units & proposal.waiting.units]
        assert (proposal.worker is not None) == bool(serving)
        if proposal.worker is not None:
            assert by_id[proposal.worker].units & proposal.waiting.units
            assert proposal.unit in by_id[proposal.worker].units & proposal.waiting.units


@settings(max_examples=60)
@given(staff=workers.filter(bool), many=st.integers(1, 300))
def test_load_is_shared_out(staff: list[Worker], many: int) -> None:
    """Nobody ends with more, by one household, than the least loaded would have had."""
    same = [worker(w.id, NORTH, hours=int(w.hours), cases=w.cases) for w in staff]
    found = propose_all([waiting(n, NORTH) for n in range(many)], same, WEIGHTS)
    given_to = Counter(p.worker for p in found)
    final = {w.id: (w.weight + given_to[w.id] * WEIGHTS.first_contact) / float(w.hours) for w in same}
    for w in same:
        if given_to[w.id]:
            before_last = final[w.id] - WEIGHTS.first_contact / float(w.hours)
            assert before_last <= min(final.values()) + 1e-9
