"""Which function does which kind of long work. Rooms register theirs with `@long_job` in their `jobs.py`."""

from collections.abc import Callable
from typing import Protocol


class Step(Protocol):
    def step(self, percent: int, message: str = "") -> None: ...


LongJob = Callable[..., str]
_jobs: dict[str, LongJob] = {}


class UnknownJob(KeyError):
    """Nobody registered this kind of work."""


def long_job(kind: str) -> Callable[[LongJob], LongJob]:
    """The function takes the progress first and then the arguments given to `start_job`; it returns the page of
    its result, or an empty text."""

    def keep(function: LongJob) -> LongJob:
        _jobs[kind] = function
        return function

    return keep


def job_function(kind: str) -> LongJob:
    try:
        return _jobs[kind]
    except KeyError as error:
        raise UnknownJob(kind) from error
