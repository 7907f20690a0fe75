"""Measuring: medians of server time, one request at a time."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

ROUNDS, WARM = 40, 4


@dataclass(frozen=True)
class Times:
    """Milliseconds."""

    median: float
    p95: float


def times(work: Callable[[], Any], rounds: int = ROUNDS) -> Times:
    for _ in range(WARM):
        work()
    taken = []
    for _ in range(rounds):
        start = perf_counter()
        work()
        taken.append((perf_counter() - start) * 1000)
    return Times(median(taken), quantiles(taken, n=20)[-1])


def queries_of(work: Callable[[], Any]) -> int:
    """Statements that ask or write; the beginning and the end of the request's transaction are not counted."""
    with CaptureQueriesContext(connection) as caught:
        work()
    return sum(query["sql"] not in {"BEGIN", "COMMIT"} for query in caught.captured_queries)


def memory() -> float:
    """Megabytes of this process in memory now."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmRSS"))
