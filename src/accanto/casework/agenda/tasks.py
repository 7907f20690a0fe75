"""Every night places are written ahead and invitations lapse; during the day reminders leave."""

from procrastinate.contrib.django import app

from accanto.casework.agenda import operations
from accanto.core import clock


@app.periodic(cron="20 1 * * *")
@app.task(name="accanto.agenda_nightly", queue="jobs")
def agenda_nightly(timestamp: int) -> None:
    """`timestamp`: when procrastinate meant to run it; the zone's own clock decides which day it is."""
    now = clock.now()
    operations.lapse_invitations(at=now)
    operations.extend_all(at=now)


@app.periodic(cron="15 8-18 * * *")
@app.task(name="accanto.agenda_reminders", queue="jobs")
def agenda_reminders(timestamp: int) -> None:
    """By daylight only: nobody is woken by a reminder."""
    operations.send_reminders(at=clock.now())
