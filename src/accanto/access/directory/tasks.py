"""Every morning before work: keepers are told which entries are to be checked again."""

from procrastinate.contrib.django import app

from accanto.access.directory import operations
from accanto.core import clock


@app.periodic(cron="40 5 * * *")
@app.task(name="accanto.directory_nightly", queue="jobs")
def directory_nightly(timestamp: int) -> None:
    """`timestamp`: when procrastinate meant to run it; the zone's own clock decides which day it is."""
    operations.remind_keepers(at=clock.now())
