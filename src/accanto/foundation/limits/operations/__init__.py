"""Spending what a limit allows."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from django.db import connection

from accanto.foundation.limits.models import Allowance
from accanto.foundation.limits.rules import Limit

# One statement and no lock held beyond it. `full_at` moves one step ahead for each request and never further than the
# window: who asks evenly never meets the limit, who asks at once gets `times`.
_SPEND = """
insert into {table} as used (kind, who, full_at)
select %s, asked.who, %s + asked.step from unnest(%s::text[], %s::interval[]) as asked(who, step) order by asked.who
on conflict (kind, who) do update set full_at = greatest(used.full_at, %s) + (excluded.full_at - %s)
where greatest(used.full_at, %s) + (excluded.full_at - %s) <= %s + %s
returning who
"""


def spend(*, limit: Limit, who: Mapping[str, int], at: datetime) -> int:
    """One request of everybody in `who` (name → how many times the limit they have).

    Answers with the seconds to wait: 0 when it is allowed. Must run outside a transaction, so that nobody waits for
    somebody else's slow page.
    """
    table = connection.ops.quote_name(Allowance._meta.db_table)
    names = sorted(who)
    steps = [timedelta(seconds=limit.step / who[name]) for name in names]
    window = timedelta(seconds=limit.seconds, milliseconds=1)  # steps are rounded to the microsecond
    given: list[Any] = [limit.key, at, names, steps, at, at, at, at, at, window]
    with connection.cursor() as cursor:
        cursor.execute(_SPEND.format(table=table), given)
        allowed = {row[0] for row in cursor.fetchall()}
    held = [name for name in names if name not in allowed]
    if not held:
        return 0
    used = dict(Allowance.objects.filter(kind=limit.key, who__in=held).values_list("who", "full_at"))
    waits = (used[name] + step - window - at for name, step in zip(names, steps, strict=True) if name in used)
    return max([1, *(ceil(wait.total_seconds()) for wait in waits)])


def forget(*, at: datetime) -> int:
    """Drop what was given back long ago; how many rows."""
    return Allowance.objects.filter(full_at__lt=at - timedelta(days=1)).delete()[0]
