"""Figures about fewer than five people (`accanto.core.small_numbers`), by the name that this room knows them by."""

from accanto.core.small_numbers import (
    COMPLEMENT,
    FEW,
    LEAST,
    Cell,
    Hidden,
    Table,
    betrays,
    table,
    too_few,
)

__all__ = ["COMPLEMENT", "FEW", "LEAST", "Cell", "Hidden", "Table", "betrays", "table", "too_few"]
