"""The one task of the worker: rooms register kinds of work, not tasks."""

from typing import Any
from uuid import UUID

from procrastinate.contrib.django import app

from accanto.core import clock
from accanto.foundation.jobs.operations import TASK, perform_job


@app.task(name=TASK, queue="jobs")
def run_job(job_id: str, arguments: dict[str, Any]) -> None:
    perform_job(job_id=UUID(job_id), arguments=arguments, at=clock.now())
