"""The one task of the worker: rooms register kinds of work, not tasks."""

from typing import Any
from uuid import UUID

from procrastinate.contrib.django import app

from accanto.core import clock
from accanto.foundation.jobs.operations import perform_job


@app.task(name="accanto.run_job", queue="jobs")
def run_job(job_id: str, arguments: dict[str, Any]) -> None:
    perform_job(job_id=UUID(job_id), arguments=arguments, at=clock.now())
