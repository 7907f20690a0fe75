"""Counts of what desks did, through the pseudonymous views of the reports: who asks sees no contact."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from accanto.core.database.context import zone_report

# One contact counts once for each of its needs and outcomes; everywhere else once.
_IN = "happened_at >= %(since)s AND happened_at < %(until)s AND (%(point)s::bigint IS NULL OR point_id = %(point)s)"
_ROME = "happened_at AT TIME ZONE 'Europe/Rome'"
_COUNTS = f"""
WITH told AS (SELECT * FROM desk_contact WHERE {_IN})
SELECT 'all' AS what, '' AS key, '' AS other, COUNT(*) AS n FROM told
UNION ALL SELECT 'need', need, '', COUNT(*) FROM told, unnest(needs) AS need GROUP BY need
UNION ALL SELECT 'channel', channel, '', COUNT(*) FROM told GROUP BY channel
UNION ALL SELECT 'nationality', nationality, '', COUNT(*) FROM told GROUP BY nationality
UNION ALL SELECT 'language', language, '', COUNT(*) FROM told GROUP BY language
UNION ALL SELECT 'identity', identity, '', COUNT(*) FROM told GROUP BY identity
UNION ALL SELECT 'point', point_id::text, '', COUNT(*) FROM told GROUP BY point_id
UNION ALL SELECT 'weekday', (EXTRACT(ISODOW FROM {_ROME}))::int::text, '', COUNT(*) FROM told GROUP BY 2
UNION ALL SELECT 'hour', (EXTRACT(HOUR FROM {_ROME}))::int::text, '', COUNT(*) FROM told GROUP BY 2
UNION ALL SELECT 'outcome', kind, '', COUNT(DISTINCT contact_id) FROM desk_contactoutcome
  WHERE contact_id IN (SELECT id FROM told) AND state <> 'dropped' GROUP BY kind
UNION ALL SELECT 'unmet', need, reason, COUNT(*) FROM desk_unmetdemand
  WHERE contact_id IN (SELECT id FROM told) GROUP BY need, reason
UNION ALL SELECT 'minutes', 'median', '', COALESCE(ROUND(percentile_cont(0.5) WITHIN GROUP (ORDER BY minutes)), 0)
  FROM told WHERE minutes IS NOT NULL
UNION ALL SELECT 'mediator', language, state, COUNT(*) FROM desk_mediatorcall
  WHERE asked_at >= %(since)s AND asked_at < %(until)s AND (%(point)s::bigint IS NULL OR point_id = %(point)s)
  GROUP BY language, state
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


def counts(point_id: int | None, since: datetime, until: datetime) -> Counts:
    """One query, from the first moment to the last (half-open)."""
    given: dict[str, Any] = {"point": point_id, "since": since, "until": until}
    found: dict[str, dict[tuple[str, str], int]] = {}
    with zone_report("desk"), connection.cursor() as cursor:
        cursor.execute(_COUNTS, given)
        for what, key, other, n in cursor.fetchall():
            found.setdefault(what, {})[key, other] = int(n)
    return Counts(found)
