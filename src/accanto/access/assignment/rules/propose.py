"""The proposal for each waiting household: own worker, known worker, or the least loaded of the territory."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from accanto.access.assignment.rules.load import Weights, share


@dataclass(frozen=True)
class Worker:
    """A social worker as load sees them. `weight` is the sum over `cases` open cases."""

    id: int
    name: str
    units: frozenset[int]
    hours: Decimal
    cases: int = 0
    weight: float = 0.0
    competences: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Standing:
    """A case that the household has or had: `open` decides whether it is continued."""

    case: UUID
    number: str
    open: bool
    worker: int | None
    worker_name: str
    unit: int
    until: date | None = None
    project: bool = False


@dataclass(frozen=True)
class Waiting:
    """A household with a positive outcome and no case. `units` serve its municipality; `needs` are competences.

    `barred` must not see somebody in it, and are never proposed.
    """

    id: UUID
    units: frozenset[int]
    needs: frozenset[str] = frozenset()
    standing: Standing | None = None
    identified: bool = True
    barred: frozenset[int] = frozenset()

    def may_have(self, worker: Worker) -> bool:
        return bool(worker.units & self.units) and worker.id not in self.barred


@dataclass(frozen=True)
class Proposal:
    """`why`: in_charge, known, load, nobody, unidentified. `lowest`: nobody of the unit has a lower load."""

    waiting: Waiting
    why: str
    worker: int | None = None
    unit: int | None = None
    cases: int = 0
    lowest: bool = False
    competence: str = ""


@dataclass
class _Loads:
    """Loads as they become while proposals are made."""

    weights: Weights
    workers: dict[int, Worker]
    added: dict[int, float] = field(default_factory=dict)
    counted: dict[int, int] = field(default_factory=dict)

    def of(self, worker: Worker, needs: frozenset[str]) -> float:
        load = share(worker.weight + self.added.get(worker.id, 0.0), worker.hours)
        return load * self.weights.competence if worker.competences & needs else load

    def give(self, worker: int, weight: float) -> None:
        if worker in self.workers:
            self.added[worker] = self.added.get(worker, 0.0) + weight
            self.counted[worker] = self.counted.get(worker, 0) + 1

    def cases(self, worker: Worker) -> int:
        return worker.cases + self.counted.get(worker.id, 0)


def propose_all(waiting: Sequence[Waiting], workers: Sequence[Worker], weights: Weights) -> list[Proposal]:
    """One proposal for each, in the same order; each proposal adds to the load that the next ones see."""
    loads = _Loads(weights, {worker.id: worker for worker in workers})
    return [_propose(one, loads) for one in waiting]


def _propose(waiting: Waiting, loads: _Loads) -> Proposal:
    if not waiting.identified:
        return Proposal(waiting, "unidentified")
    standing = waiting.standing
    if standing and standing.open and standing.worker is not None:
        loads.give(standing.worker, loads.weights.case)
        return Proposal(waiting, "in_charge", standing.worker, standing.unit)
    candidates = [w for w in loads.workers.values() if waiting.may_have(w) and w.hours > 0]
    if not candidates:
        return Proposal(waiting, "nobody", unit=standing.unit if standing and standing.open else None)
    if standing and not standing.open:
        known = next((w for w in candidates if w.id == standing.worker), None)
        if known:
            return _given(Proposal(waiting, "known", known.id), known, loads)
    best = min(candidates, key=lambda w: (loads.of(w, waiting.needs), w.id))
    lowest = all(loads.of(best, frozenset()) <= loads.of(w, frozenset()) for w in candidates)
    competence = min(best.competences & waiting.needs, default="")
    return _given(Proposal(waiting, "load", best.id, lowest=lowest, competence=competence), best, loads)


def _given(proposal: Proposal, worker: Worker, loads: _Loads) -> Proposal:
    standing = proposal.waiting.standing
    unit = standing.unit if standing and standing.open else min(worker.units & proposal.waiting.units)
    done = replace(proposal, unit=unit, cases=loads.cases(worker))
    loads.give(worker.id, loads.weights.first_contact)
    return done
