from accanto.territory.bodies.queries.opening import (
    ClosedDay,
    Opening,
    Timetable,
    closed_on,
    hours_on,
    is_open,
    next_opening,
    timetables,
)

__all__ = [
    "ClosedDay",
    "Opening",
    "Timetable",
    "closed_on",
    "hours_on",
    "is_open",
    "next_opening",
    "timetables",
]
