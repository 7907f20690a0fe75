from accanto.territory.bodies.operations.hours import (
    WeeklyOpening,
    close_office,
    set_office_hours,
    withdraw_closure,
)
from accanto.territory.bodies.operations.loading import load_bodies

__all__ = ["WeeklyOpening", "close_office", "load_bodies", "set_office_hours", "withdraw_closure"]
