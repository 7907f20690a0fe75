"""What projects do by themselves: the essential levels are looked at before people arrive."""

from procrastinate.contrib.django import app

from accanto.casework.projects import operations
from accanto.core import clock


@app.periodic(cron="30 5 * * *")
@app.task(name="accanto.projects_watches", queue="jobs")
def watch_essential_levels(timestamp: int) -> None:
    operations.refresh_all_watches(at=clock.now())
