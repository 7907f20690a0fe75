"""In the morning, and once more when offices open: calls that nobody has taken over, terms that are late."""

from procrastinate.contrib.django import app

from accanto.access.reports import operations
from accanto.core import clock


@app.periodic(cron="0 7,9 * * *")
@app.task(name="accanto.reports_morning", queue="jobs")
def reports_morning(timestamp: int) -> None:
    """`timestamp`: when procrastinate meant to run it; the zone's own clock decides what is late."""
    operations.remind(at=clock.now())
