from types import TracebackType
from typing import Self

from django.db import connection

from accanto.foundation.jobs.models import Job


class Progress:
    """Tells how far a job is. It speaks on a connection of its own: the work may be one long transaction, and the
    person who waits must see the bar move before it commits."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self._aside = connection.copy()

    def step(self, percent: int, message: str = "") -> None:
        table = connection.ops.quote_name(Job._meta.db_table)
        self._aside.ensure_connection()
        beside = self._aside.connection
        with beside.transaction(), beside.cursor() as cursor:
            cursor.execute("select set_config('accanto.user', %s, true)", [str(self.job.owner_id)])
            cursor.execute(
                f"update {table} set percent = %s, message = %s where id = %s",  # noqa: S608  (our own table name)
                [max(0, min(100, percent)), message[:300], self.job.pk],
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._aside.close()
