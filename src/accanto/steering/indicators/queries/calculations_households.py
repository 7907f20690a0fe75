"""Table 1 of the zone plan: size, minors, lone parents, small children of the households with an analysis."""

from accanto.steering.indicators.definitions import definitions
from accanto.steering.indicators.figures import Figure, Scope, Tally, indicator


@indicator("households_by_size")
def households_by_size(_scope: Scope, tally: Tally) -> Figure:
    largest = definitions()["households_by_size"].settings["largest_size"]
    cells: dict[tuple[int, int], int] = {}
    also = {"lone_parents": 0, "with_small_children": 0, "with_minors": 0}
    for size, minors, lone, small, households in tally.profiles:
        key = (min(size, largest), minors)
        cells[key] = cells.get(key, 0) + households
        also["lone_parents"] += households if lone else 0
        also["with_small_children"] += households if small else 0
        also["with_minors"] += households if minors else 0
    rows = tuple(
        {"size": size, "minors": minors, "count": cells[size, minors]} for size, minors in sorted(cells)
    )
    total = sum(cells.values())
    return Figure("households_by_size", total, total, numerator=total, rows=rows, also=also)
