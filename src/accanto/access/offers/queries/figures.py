"""Counts of what was offered, needed and given, through the pseudonymous views of the reports."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from accanto.core.database.context import zone_report

# Open are those of now; needs written and services done, of the days asked for. A need is unmet while nobody does it,
# and when it was withdrawn because nobody was found.
_COUNTS = """
SELECT 'offers' AS what, kind, COUNT(*) AS n FROM offers_offer
  WHERE state = 'open' AND (last_day IS NULL OR last_day >= %(today)s) GROUP BY kind
UNION ALL SELECT CASE
    WHEN state = 'met' THEN 'met' WHEN state = 'covered' THEN 'covered'
    WHEN state = 'open' OR withdrawal = 'nobody' THEN 'unmet' ELSE 'other' END, kind, COUNT(*) FROM offers_need
  WHERE (written_at AT TIME ZONE 'Europe/Rome')::date BETWEEN %(first)s AND %(last)s GROUP BY 1, kind
UNION ALL SELECT 'times', need.kind, COUNT(*) FROM offers_visit visit
  JOIN offers_match made ON made.id = visit.match_id JOIN offers_need need ON need.id = made.need_id
  WHERE visit.state = 'done' AND visit.day BETWEEN %(first)s AND %(last)s GROUP BY need.kind
UNION ALL SELECT 'minutes', need.kind, COALESCE(SUM(visit.minutes), 0) FROM offers_visit visit
  JOIN offers_match made ON made.id = visit.match_id JOIN offers_need need ON need.id = made.need_id
  WHERE visit.state = 'done' AND visit.day BETWEEN %(first)s AND %(last)s GROUP BY need.kind
UNION ALL SELECT 'served', need.kind, COUNT(DISTINCT need.id) FROM offers_visit visit
  JOIN offers_match made ON made.id = visit.match_id JOIN offers_need need ON need.id = made.need_id
  WHERE visit.state = 'done' AND visit.day BETWEEN %(first)s AND %(last)s GROUP BY need.kind
"""


@dataclass(frozen=True)
class Counts:
    """By what is counted, then by kind. `served`: needs for which something was done."""

    found: Mapping[str, Mapping[str, int]]

    def of(self, what: str) -> Mapping[str, int]:
        return self.found.get(what, {})

    def total(self, what: str) -> int:
        return sum(self.of(what).values())


def counts(first: date, last: date, today: date) -> Counts:
    """One query; both days included."""
    given: dict[str, Any] = {"first": first, "last": last, "today": today}
    found: dict[str, dict[str, int]] = {}
    with zone_report("offers"), connection.cursor() as cursor:
        cursor.execute(_COUNTS, given)
        for what, kind, n in cursor.fetchall():
            found.setdefault(what, {})[kind] = int(n)
    return Counts(found)
