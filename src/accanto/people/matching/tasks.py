"""Every night at three: records that may be one person; searches of long ago are forgotten."""

from procrastinate.contrib.django import app

from accanto.core import clock
from accanto.people.matching import operations


@app.periodic(cron="0 3 * * *")
@app.task(name="accanto.matching_nightly", queue="jobs")
def matching_nightly(timestamp: int) -> None:
    """`timestamp`: when procrastinate meant to run it; the zone's own clock decides which day it is."""
    now = clock.now()
    operations.look_for_pairs(at=now)
    operations.forget_searches(at=now)
