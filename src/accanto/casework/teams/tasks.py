"""Every morning at six: reminders of tomorrow's meetings, clocks not opened yet, access that outlived its reason."""

from procrastinate.contrib.django import app

from accanto.casework.teams import operations
from accanto.core import clock


@app.periodic(cron="0 6 * * *")
@app.task(name="accanto.teams_daily", queue="jobs")
def teams_daily(timestamp: int) -> None:
    """`timestamp`: when procrastinate meant to run it; the zone's own clock decides which day it is."""
    now = clock.now()
    operations.remind_of_meetings(at=now)
    operations.open_missing_deadlines(at=now)
    operations.end_stale_access(at=now)
