"""Municipalities as the importer needs them."""

from accanto.access.outcomes.lists.places import Town, Towns
from accanto.territory.places.models import Municipality


def load_towns() -> Towns:
    """Every municipality, old ones leading to the one that replaced them; one query."""
    rows = list(
        Municipality.objects.values_list("id", "name", "istat_code", "belfiore", "in_zone", "replaced_by")
    )
    replaced = {row[0]: row[5] for row in rows}
    return Towns(Town(*row[:5], now=_present(row[0], replaced)) for row in rows)


def _present(town: int, replaced: dict[int, int | None]) -> int:
    seen: set[int] = set()
    while (following := replaced.get(town)) and town not in seen:
        seen.add(town)
        town = following
    return town
