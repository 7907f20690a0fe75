"""Every night just after midnight: traineeships begin and end on their day."""

from procrastinate.contrib.django import app

from accanto.casework.training import operations
from accanto.core import clock


@app.periodic(cron="5 0 * * *")
@app.task(name="accanto.training_nightly", queue="jobs")
def training_nightly(timestamp: int) -> None:
    """`timestamp`: when procrastinate meant to run it; the zone's own clock decides which day it is."""
    operations.keep_time(at=clock.now())
