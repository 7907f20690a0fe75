"""The worker's own loop: jobs one at a time, and those that a dead worker left in the middle are begun again."""

import asyncio
import contextlib
import logging
import signal
from collections.abc import Callable
from datetime import datetime
from typing import Any

from asgiref.sync import sync_to_async
from procrastinate import PsycopgConnector
from procrastinate.contrib.django import app
from procrastinate.contrib.django.utils import connector_params
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Status

from accanto.foundation.jobs.operations import abandon_job

Now = Callable[[], datetime]
log = logging.getLogger(__name__)
_LOOK_EVERY = 20.0
_SILENT_FOR = 30.0
# A job under which the worker died this often is the reason why it dies.
_MOST_ATTEMPTS = 5


def work(*, once: bool, now: Now) -> bool:
    """Do queued jobs; True when asked to stop (or, `once`, when none is left), False when it stopped by itself.

    :raises ConnectorException: the database went away.
    """
    # Lost connections are looked for at once, not after the longer and longer pauses that are the pool's own way.
    connector = PsycopgConnector(kwargs=connector_params(), timeout=5, reconnect_timeout=2)
    with app.replace_connector(connector) as working:
        return asyncio.run(_work(working, once=once, now=now))


async def resume(working: Any, *, at: datetime) -> int:
    """Queue again what silent workers were doing; says how many. Work in one transaction was undone with them."""
    count = 0
    for job in await working.job_manager.get_stalled_jobs(seconds_since_heartbeat=_SILENT_FOR):
        if job.attempts < _MOST_ATTEMPTS:
            await working.job_manager.retry_job(job)
            count += 1
            continue
        await working.job_manager.finish_job(job, Status.FAILED, delete_job=False)
        if job_id := job.task_kwargs.get("job_id"):
            await sync_to_async(abandon_job)(job_id=job_id, at=at)
    return count


async def _work(working: Any, *, once: bool, now: Now) -> bool:
    asked = False
    async with working.open_async():
        # One job at a time: two cores are shared with the web pages.
        options = {"concurrency": 1, "shutdown_graceful_timeout": 20, "install_signal_handlers": False}
        worker = asyncio.create_task(working.run_worker_async(wait=not once, **options))
        resuming = asyncio.create_task(_keep_resuming(working, now))

        def stop() -> None:
            nonlocal asked
            asked = True
            worker.cancel()

        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, stop)
        try:
            with contextlib.suppress(asyncio.CancelledError):
                await worker
        finally:
            resuming.cancel()
    return asked or once


async def _keep_resuming(working: Any, now: Now) -> None:
    while True:
        try:
            if count := await resume(working, at=now()):
                log.warning("jobs left in the middle by a worker that died, begun again: %s", count)
        except ConnectorException:
            log.info("the database is away: stalled jobs are looked for later")
        await asyncio.sleep(_LOOK_EVERY)
