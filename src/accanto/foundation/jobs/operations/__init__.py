"""Starting and finishing long work; keeping and dropping drafts."""

import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from accanto.core.database.away import database_is_away
from accanto.core.database.context import acting, acting_for, purpose, serving
from accanto.core.errors import OperationRefused
from accanto.foundation.jobs.enums import JobState
from accanto.foundation.jobs.models import Draft, Job
from accanto.foundation.jobs.progress import Progress
from accanto.foundation.jobs.registry import job_function

log = logging.getLogger(__name__)
MAX_DRAFT = 600_000
TASK = "accanto.run_job"  # defined in tasks.py, which imports this module


@transaction.atomic
def start_job(*, kind: str, title: str, by: models.Model, at: datetime, **arguments: Any) -> Job:
    """Queue work in the same transaction as what it belongs to. Arguments must be plain JSON values.

    :raises UnknownJob: no room registered `kind`.
    """
    job_function(kind)
    job = Job.objects.create(kind=kind, title=title, owner_id=by.pk, created_at=at)
    app.configure_task(TASK, queue="jobs").defer(job_id=str(job.pk), arguments=arguments)
    return job


def perform_job(*, job_id: UUID, arguments: Mapping[str, Any], at: datetime) -> Job:
    """What the worker does. A refusal is told to the person in its own words; any other fault is logged."""
    with purpose("jobs"):
        job = Job.objects.select_related("owner").get(pk=job_id)
        if job.state in (JobState.DONE, JobState.FAILED):
            return job
        Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING)
    try:
        url = _done(job, arguments, at)
    except OperationRefused as refusal:
        return _finish(job, JobState.FAILED, str(refusal), "", at)
    except Exception as error:
        if database_is_away(error):
            raise  # it is done again when the database is back: see tasks.py
        log.exception("job %s failed", job.pk)
        _finish(job, JobState.FAILED, _("It stopped for a fault of the system; nothing was changed."), "", at)
        raise
    return _finish(job, JobState.DONE, "", url or "", at)


def _done(job: Job, arguments: Mapping[str, Any], at: datetime) -> str:
    """In the name of its owner. What the work itself noted of a failure is kept: its operations undid their own."""
    fault: Exception | None = None
    url = ""
    with Progress(job) as progress, acting(acting_for(job.owner, at=at)):
        try:
            url = job_function(job.kind)(progress, **arguments)
        except Exception as error:  # noqa: BLE001 - told again below, once what was noted is safe
            fault = error
    if fault is not None:
        raise fault
    return url


@serving("jobs")
def abandon_job(*, job_id: UUID, at: datetime) -> None:
    """Give up a job that stops the worker each time it is begun."""
    job = Job.objects.get(pk=job_id)
    if job.state not in (JobState.DONE, JobState.FAILED):
        _finish(job, JobState.FAILED, _("It stopped for a fault of the system; nothing was changed."), "", at)


@serving("jobs")
def _finish(job: Job, state: str, message: str, url: str, at: datetime) -> Job:
    job.refresh_from_db()
    job.state, job.result_url, job.finished_at = state, url, at
    job.message = message[:300] or job.message
    job.percent = 100 if state == JobState.DONE else job.percent
    job.save(update_fields=["state", "message", "result_url", "finished_at", "percent"])
    return job


@transaction.atomic
def keep_draft(*, user: models.Model, key: str, data: Mapping[str, Any], at: datetime) -> Draft:
    """:raises OperationRefused: more text than a draft may hold (600,000 characters)."""
    if sum(len(str(value)) for value in data.values()) > MAX_DRAFT:
        raise OperationRefused(
            _("This text is too long to be kept as a draft: register it or attach a document.")
        )
    draft, _created = Draft.objects.update_or_create(
        user_id=user.pk, key=key[:120], defaults={"data": dict(data), "updated_at": at}
    )
    return draft


@transaction.atomic
def discard_draft(*, user: models.Model, key: str) -> None:
    Draft.objects.filter(user_id=user.pk, key=key[:120]).delete()
