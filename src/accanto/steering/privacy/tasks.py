"""Every night at half past two: the openings of yesterday and of tonight are compared with the rules, and cases whose
term of retention has passed are put on the list of what is to be reviewed. Every hour: who has to hand a case over."""

from datetime import timedelta

from procrastinate.contrib.django import app

from accanto.core import clock
from accanto.steering.privacy import operations


@app.periodic(cron="30 2 * * *")
@app.task(name="accanto.privacy_nightly", queue="jobs")
def privacy_nightly(timestamp: int) -> None:
    """`timestamp`: when procrastinate meant to run it; the zone's own clock decides which day it is."""
    now = clock.now()
    operations.look_for_findings(since=now - timedelta(days=1), at=now)
    operations.look_for_ended_terms(at=now)
    operations.match_declarations(at=now)


@app.periodic(cron="5 * * * *")
@app.task(name="accanto.privacy_hourly", queue="jobs")
def privacy_hourly(timestamp: int) -> None:
    """Not when a declaration is made: the answer to it must take the same time whoever is named."""
    operations.tell_who_hands_over(at=clock.now())
