"""Terms of law and durations: calendar days, months, hours, and working days of the right municipality.

The day on which a term starts never counts (dies a quo); the day on which it ends does.
"""

from accanto.core.working_time.calendars import (
    OutsideCalendar,
    WorkingCalendar,
    calendar_of,
    holiday_on,
    is_working_day,
    next_working_day,
    patron_of,
)
from accanto.core.working_time.terms import (
    Unit,
    add_calendar_days,
    add_hours,
    add_months,
    add_working_days,
    deadline,
    working_days_between,
    working_days_of_pairs,
)

__all__ = [
    "OutsideCalendar",
    "Unit",
    "WorkingCalendar",
    "add_calendar_days",
    "add_hours",
    "add_months",
    "add_working_days",
    "calendar_of",
    "deadline",
    "holiday_on",
    "is_working_day",
    "next_working_day",
    "patron_of",
    "working_days_between",
    "working_days_of_pairs",
]
