"""Counts of what desks did, through the pseudonymous views of the reports: who asks sees no contact."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from accanto.core.database.context import zone_report

# One contact counts once for each of its needs and outcomes; everywhere else once. All by access point.
_IN = "happened_at >= %(since)s AND happened_at < %(until)s"
_ROME = "happened_at AT TIME ZONE 'Europe/Rome'"
_COUNTS = f"""
WITH told AS (SELECT * FROM desk_contact WHERE {_IN})
SELECT point_id, 'all' AS what, '' AS key, '' AS other, COUNT(*) AS n FROM told GROUP BY point_id
UNION ALL SELECT point_id, 'need', need, '', COUNT(*) FROM told, unnest(needs) AS need GROUP BY point_id, need
UNION ALL SELECT point_id, 'channel', channel, '', COUNT(*) FROM told GROUP BY point_id, channel
UNION ALL SELECT point_id, 'nationality', nationality, '', COUNT(*) FROM told GROUP BY point_id, nationality
UNION ALL SELECT point_id, 'language', language, '', COUNT(*) FROM told GROUP BY point_id, language
UNION ALL SELECT point_id, 'identity', identity, '', COUNT(*) FROM told GROUP BY point_id, identity
UNION ALL SELECT point_id, 'weekday', (EXTRACT(ISODOW FROM {_ROME}))::int::text, '', COUNT(*) FROM told GROUP BY 1, 3
UNION ALL SELECT point_id, 'hour', (EXTRACT(HOUR FROM {_ROME}))::int::text, '', COUNT(*) FROM told GROUP BY 1, 3
UNION ALL SELECT point_id, 'outcome', came.kind, '', COUNT(DISTINCT contact_id)
  FROM desk_contactoutcome came JOIN told ON told.id = contact_id WHERE came.state <> 'dropped' GROUP BY 1, 3
UNION ALL SELECT point_id, 'unmet', unmet.need, unmet.reason, COUNT(*)
  FROM desk_unmetdemand unmet JOIN told ON told.id = contact_id GROUP BY 1, 3, 4
UNION ALL SELECT point_id, 'mediator', language, state, COUNT(*) FROM desk_mediatorcall
  WHERE asked_at >= %(since)s AND asked_at < %(until)s GROUP BY 1, 3, 4
UNION ALL SELECT point_id, 'minutes', 'median', '',
  COALESCE(ROUND(percentile_cont(0.5) WITHIN GROUP (ORDER BY minutes)), 0)
  FROM told WHERE minutes IS NOT NULL GROUP BY GROUPING SETS ((), (point_id))
"""  # noqa: S608 - made of constants


@dataclass(frozen=True)
class Counts:
    """By kind of count, then by key; `unmet` and `mediator` have two keys."""

    found: Mapping[str, Mapping[tuple[str, str], int]]

    def of(self, what: str) -> dict[str, int]:
        return {key: n for (key, _other), n in self.found.get(what, {}).items()}

    def pairs(self, what: str) -> Mapping[tuple[str, str], int]:
        return self.found.get(what, {})

    @property
    def total(self) -> int:
        return self.of("all").get("", 0)

    @property
    def median_minutes(self) -> int:
        return self.of("minutes").get("median", 0)


@dataclass(frozen=True)
class ByPoint:
    """The counts of each access point, and the median of them all."""

    points: Mapping[int, Counts]
    median: int

    def one(self, point: int) -> Counts:
        return self.points.get(point, Counts({}))

    def together(self) -> Counts:
        found: dict[str, dict[tuple[str, str], int]] = {}
        for counts_of in self.points.values():
            for what, numbers in counts_of.found.items():
                sums = found.setdefault(what, {})
                for key, n in numbers.items():
                    sums[key] = sums.get(key, 0) + n
        found["point"] = {(str(point), ""): one.total for point, one in self.points.items() if one.total}
        found["minutes"] = {("median", ""): self.median}
        return Counts(found)


def counts(since: datetime, until: datetime) -> ByPoint:
    """One query, from the first moment to the last (half-open)."""
    found: dict[int, dict[str, dict[tuple[str, str], int]]] = {}
    median = 0
    with zone_report("desk"), connection.cursor() as cursor:
        cursor.execute(_COUNTS, {"since": since, "until": until})
        for point, what, key, other, n in cursor.fetchall():
            if point is None:
                median = int(n)
            else:
                found.setdefault(point, {}).setdefault(what, {})[key, other] = int(n)
    return ByPoint({point: Counts(told) for point, told in found.items()}, median)
