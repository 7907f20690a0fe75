"""Every morning at half past six: requests to see a case that nobody answered go to the coordinators, or lapse."""

from procrastinate.contrib.django import app

from accanto.casework.cases import operations
from accanto.core import clock


@app.periodic(cron="30 6 * * *")
@app.task(name="accanto.cases_requests", queue="jobs")
def requests_daily(timestamp: int) -> None:
    """`timestamp`: when procrastinate meant to run it; the zone's own clock decides which day it is."""
    operations.lapse_requests(at=clock.now())
