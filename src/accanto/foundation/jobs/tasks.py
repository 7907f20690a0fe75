"""The one task of the worker: rooms register kinds of work, not tasks. And every night, forgetting sent forms."""

from typing import Any
from uuid import UUID

from django.db.utils import InterfaceError, OperationalError
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from psycopg import OperationalError as DriverError

from accanto.core import clock
from accanto.foundation.jobs.operations import TASK, perform_job
from accanto.foundation.jobs.operations.forms import forget_forms

# The database went away under it: nothing was kept, and in a moment it may be done from the start.
_AGAIN = RetryStrategy(
    max_attempts=5, wait=10, retry_exceptions={OperationalError, InterfaceError, DriverError}
)


@app.task(name=TASK, queue="jobs", retry=_AGAIN)
def run_job(job_id: str, arguments: dict[str, Any]) -> None:
    perform_job(job_id=UUID(job_id), arguments=arguments, at=clock.now())


@app.periodic(cron="15 3 * * *")
@app.task(name="accanto.forget_forms", queue="jobs")
def forget_sent_forms(timestamp: int) -> None:
    """`timestamp`: when procrastinate meant to run it; forms sent more than a day ago are forgotten."""
    forget_forms(at=clock.now())
