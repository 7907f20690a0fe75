"""Days told from today, and hours that nobody has taken."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from accanto.core.working_time.calendars import calendar_of
from accanto.faces.demo.scribe import at
from accanto.territory.staff.models import User

_ISTAT = "047014"
_HOURS = ((9, 0), (9, 45), (10, 30), (11, 15), (12, 0), (8, 15), (13, 0))
_MEETING = timedelta(minutes=45)


@dataclass
class Diary:
    """`wd(-3)` is three working days ago; `wd(0)` is today, whatever day it is."""

    today: date
    taken: set[tuple[int, datetime]] = field(default_factory=set)

    def wd(self, number: int) -> date:
        if number == 0:
            return self.today
        calendar = calendar_of(_ISTAT)
        total = calendar.total_through(self.today)
        if number < 0 and not calendar.is_working_day(self.today):
            number += 1
        return calendar.day_of_total(total + number)

    def is_working_day(self, day: date) -> bool:
        return calendar_of(_ISTAT).is_working_day(day)

    def slot(self, day: date, *people: User) -> tuple[datetime, datetime]:
        """The first three quarters of an hour of the morning that are free for all; the next working day if none."""
        while True:
            for hour, minute in _HOURS:
                start = at(day, hour, minute)
                if all((user.pk, start) not in self.taken for user in people):
                    self.take(start, *people)
                    return start, start + _MEETING
            day += timedelta(days=1)
            while not self.is_working_day(day):
                day += timedelta(days=1)

    def take(self, start: datetime, *people: User) -> None:
        self.taken |= {(user.pk, start) for user in people}
