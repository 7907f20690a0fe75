"""A worker that died in the middle of a job: somebody else begins it again, but not for ever."""

import asyncio
from collections.abc import Iterator

import pytest
from django.db import connection
from procrastinate import PsycopgConnector
from procrastinate.contrib.django import app
from procrastinate.contrib.django.utils import connector_params

from accanto.foundation.jobs.models import Job
from accanto.foundation.jobs.operations import start_job
from accanto.foundation.jobs.registry import Step, long_job
from accanto.foundation.jobs.working import resume, work
from tests import cast, database
from tests.scenarios import NOW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture(autouse=True)
def loop_of_its_own() -> Iterator[None]:
    """Once a browser was opened, Playwright's loop counts as running in this thread even between its calls.

    Django keeps connections of its own for code under a loop: none may stay behind on either side.
    """
    running = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    database.close_connections()
    yield
    database.close_connections()
    asyncio._set_running_loop(running)


@long_job("test.resumed")
def finish(_progress: Step) -> str:
    return "/fatto/"


def _left_in_the_middle(attempts: int) -> Job:
    # The queue is no model of ours: what other tests queued is still in it.
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    job = start_job(kind="test.resumed", title="Riprende", by=cast.user(cast.CARLA), at=NOW)
    Job.objects.filter(pk=job.pk).update(state="running")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', attempts = %s", [attempts])
    return job


def _resume() -> int:
    async def once() -> int:
        async with app.open_async():
            return await resume(app, at=NOW)

    with app.replace_connector(PsycopgConnector(kwargs=connector_params())):
        return asyncio.run(once())


def test_a_job_left_in_the_middle_is_done_by_the_next_worker() -> None:
    job = _left_in_the_middle(attempts=1)
    assert _resume() == 1
    with connection.cursor() as cursor:  # the test's clock is ahead of the server's
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = NULL")
    assert work(once=True, now=lambda: NOW) is True
    job.refresh_from_db()
    assert (job.state, job.result_url) == ("done", "/fatto/")


def test_a_job_that_stops_every_worker_is_given_up_in_words() -> None:
    job = _left_in_the_middle(attempts=5)
    assert _resume() == 0
    job.refresh_from_db()
    assert (job.state, job.message) == (
        "failed",
        "Si è fermato per un guasto del sistema; nulla è cambiato.",
    )
