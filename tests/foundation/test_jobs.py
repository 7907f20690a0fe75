"""Long work: queued in the caller's transaction, told truthfully when it fails."""

import json
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from accanto.core.errors import OperationRefused
from accanto.foundation.jobs.models import Draft, Job
from accanto.foundation.jobs.operations import discard_draft, keep_draft, perform_job, start_job
from accanto.foundation.jobs.queries import draft_data
from accanto.foundation.jobs.registry import Step, UnknownJob, long_job
from tests import cast
from tests.scenarios import NOW

pytestmark = pytest.mark.django_db


@long_job("test.counting")
def count(progress: Step, *, up_to: int) -> str:
    for number in range(up_to):
        progress.step(number * 100 // up_to, f"{number}")
    return "/fatto/"


@long_job("test.refusing")
def refuse(progress: Step) -> str:
    raise OperationRefused("La riga 7 non ha il protocollo.")


@long_job("test.breaking")
def break_down(progress: Step) -> str:
    raise ZeroDivisionError


def queued() -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute("select args from procrastinate_jobs where task_name = 'accanto.run_job' order by id")
        return [json.loads(row[0]) for row in cursor.fetchall()]


def test_starting_queues_one_task_for_the_job() -> None:
    job = start_job(kind="test.counting", title="Conta", by=cast.user(cast.CARLA), at=NOW, up_to=3)
    assert queued() == [{"job_id": str(job.pk), "arguments": {"up_to": 3}}]
    assert (job.state, job.percent) == ("queued", 0)


def test_an_unknown_kind_is_refused_and_leaves_nothing() -> None:
    with pytest.raises(UnknownJob):
        start_job(kind="test.nobody", title="?", by=cast.user(cast.CARLA), at=NOW)
    assert Job.objects.count() == 0


def test_finished_work_says_where_its_result_is() -> None:
    job = start_job(kind="test.counting", title="Conta", by=cast.user(cast.CARLA), at=NOW, up_to=3)
    done = perform_job(job_id=job.pk, arguments={"up_to": 3}, at=NOW)
    assert (done.state, done.percent, done.result_url, done.finished_at) == ("done", 100, "/fatto/", NOW)


def test_a_refusal_is_told_in_its_own_words() -> None:
    job = start_job(kind="test.refusing", title="Rifiuta", by=cast.user(cast.CARLA), at=NOW)
    done = perform_job(job_id=job.pk, arguments={}, at=NOW)
    assert (done.state, done.message) == ("failed", "La riga 7 non ha il protocollo.")


def test_a_fault_is_raised_for_the_log_and_the_person_reads_a_sentence() -> None:
    job = start_job(kind="test.breaking", title="Rompe", by=cast.user(cast.CARLA), at=NOW)
    with pytest.raises(ZeroDivisionError):
        perform_job(job_id=job.pk, arguments={}, at=NOW)
    job.refresh_from_db()
    assert job.state == "failed"
    assert "ZeroDivisionError" not in job.message


def test_a_job_that_is_over_is_not_done_twice() -> None:
    job = start_job(kind="test.counting", title="Conta", by=cast.user(cast.CARLA), at=NOW, up_to=1)
    perform_job(job_id=job.pk, arguments={"up_to": 1}, at=NOW)
    again = perform_job(job_id=job.pk, arguments={"up_to": "not a number"}, at=NOW)
    assert again.state == "done"


def test_a_draft_is_one_per_person_and_key_and_can_be_thrown_away() -> None:
    anna, luca = cast.user(cast.ANNA), cast.user(cast.LUCA)
    key = f"nota:{uuid4()}"
    keep_draft(user=anna, key=key, data={"text": "prima"}, at=NOW)
    keep_draft(user=anna, key=key, data={"text": "poi"}, at=NOW)
    keep_draft(user=luca, key=key, data={"text": "di Luca"}, at=NOW)
    assert draft_data(anna, key) == {"text": "poi"}
    discard_draft(user=anna, key=key)
    assert draft_data(anna, key) == {}
    assert draft_data(luca, key) == {"text": "di Luca"}


def test_a_draft_beyond_measure_is_refused_and_the_former_stays() -> None:
    anna = cast.user(cast.ANNA)
    keep_draft(user=anna, key="k", data={"text": "tengo"}, at=NOW)
    with pytest.raises(OperationRefused):
        keep_draft(user=anna, key="k", data={"text": "x" * 600_001}, at=NOW)
    assert Draft.objects.get(user=anna, key="k").data == {"text": "tengo"}
