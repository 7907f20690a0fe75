"""A zone of any size: invented residents, and ten years of work for one household in twenty."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from time import perf_counter

from accanto.casework.pathways.models import Pathway
from accanto.casework.pathways.operations import follow_clock
from accanto.faces.demo.homes import Shape, any_shape, compose
from accanto.faces.demo.life import Lives
from accanto.faces.demo.loading import load_zone_with_staff, refuse_unless_empty
from accanto.faces.demo.people import Inventor, Town, zone_towns
from accanto.faces.demo.profile import largest_remainder
from accanto.faces.demo.scribe import Scribe
from accanto.foundation.audit.maintenance import loading_in_bulk
from accanto.territory.places.models import ResidentCount

Progress = Callable[[str], None]
IN_CHARGE = 0.05
_BLOCK = 1_000


@dataclass
class Summary:
    """What a simulation wrote; `rows` by table."""

    residents: int = 0
    households: int = 0
    cases: int = 0
    seconds: float = 0.0
    rows: dict[str, int] = field(default_factory=dict)


def simulate(*, residents: int, seed: int, at: datetime, progress: Progress) -> Summary:
    """Every block of households is a transaction of its own: half a simulation is a zone too, only smaller.

    :raises NotEmpty: there are people already.
    """
    refuse_unless_empty()
    begun = perf_counter()
    load_zone_with_staff(at)
    towns = zone_towns()
    scribe = Scribe(Inventor(seed, towns))
    summary, lives = Summary(), Lives.prepare(scribe, at)
    for town, wanted in _residents_of(towns, residents):
        for block in _blocks(scribe, town, wanted):
            with loading_in_bulk():
                _settle(scribe, lives, town, block, at, summary)
            progress(
                f"{summary.residents:,} residents, {summary.cases:,} cases, {town.name}".replace(",", " ")
            )
    with loading_in_bulk():
        lives.finish()
    _start_clocks(at, progress)
    summary.seconds = round(perf_counter() - begun, 1)
    summary.rows = dict(sorted(scribe.ledger.written.items()))
    return summary


def _residents_of(towns: list[Town], total: int) -> list[tuple[Town, int]]:
    """In the proportions of the last census."""
    rows = ResidentCount.objects.exclude(municipality=None).values_list("municipality_id", "residents")
    census: dict[int, float] = dict(rows.order_by("on"))
    shares = largest_remainder({town: census[town.id] for town in towns}, total)
    return [(town, shares[town]) for town in towns]


def _blocks(scribe: Scribe, town: Town, wanted: int) -> "list[list[Shape]]":
    shapes: list[Shape] = []
    while wanted:
        shape = any_shape(scribe.inventor.random)
        if shape.size > wanted:
            shape = Shape(1)
        shapes.append(shape)
        wanted -= shape.size
    return [shapes[start : start + _BLOCK] for start in range(0, len(shapes), _BLOCK)]


def _settle(
    scribe: Scribe, lives: Lives, town: Town, shapes: list[Shape], at: datetime, summary: Summary
) -> None:
    random = scribe.inventor.random
    for shape in shapes:
        home = scribe.home(compose(random, shape), town=town, on=at.date())
        if random.random() < IN_CHARGE:
            lives.live(home)
            summary.cases += 1
        else:
            lives.apply_in_vain(home)
        summary.residents += shape.size
        summary.households += 1
    scribe.ledger.write()


def _start_clocks(at: datetime, progress: Progress) -> None:
    """The worklists of what is running, told by the clock itself."""
    running = Pathway.objects.filter(state="running").select_related("case__responsible", "municipality")
    progress("Starting the clocks of what is running")
    with loading_in_bulk():
        for pathway in running.iterator(chunk_size=500):
            follow_clock(pathway=pathway, on=at.date(), at=at)
