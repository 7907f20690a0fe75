from accanto.casework.agenda.queries.slots import (
    free_slots,
    public_hours_at,
    to_be_called,
    with_operators_free,
)
from accanto.casework.agenda.queries.told import told_places

__all__ = ["free_slots", "public_hours_at", "to_be_called", "told_places", "with_operators_free"]
