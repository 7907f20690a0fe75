from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from accanto.core.database.context import purpose
from accanto.core.dated_rules import rule_at
from accanto.core.working_time import add_working_days
from accanto.steering.privacy.enums import FindingState
from accanto.steering.privacy.models import Finding
from accanto.steering.privacy.patterns import FILE, Opening, Pattern, patterns_of
from accanto.steering.privacy.queries import seats_of

_LOCK = 1_094_927_444


@transaction.atomic
def look_for_findings(*, since: datetime, at: datetime) -> int:
    """Compare every opening from the beginning of the day of `since` with the rules; says how many findings are new or
    have grown.

    Looking twice changes nothing. A finding that was reviewed opens again when the same day has brought more.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        start = timezone.localtime(since).replace(hour=0, minute=0, second=0, microsecond=0)
        with purpose("accesses_out_of_pattern"):
            cursor.execute("SELECT * FROM privacy_openings(%s, %s)", [start, at])
            openings = [Opening(*row) for row in cursor.fetchall()]
    known = _namesakes()
    asked = [
        replace(one, same_surname=False) if (one.user_id, str(one.whom)) in known else one for one in openings
    ]
    found = patterns_of(asked, seats_of({opening.user_id for opening in openings}, at.date()))
    return sum(_keep(pattern, at) for pattern in found)


def _namesakes() -> set[tuple[int, str]]:
    """Operators and cases whose equal surname was looked at and justified: nobody asks again every day."""
    rows = Finding.objects.filter(rule="same_surname", state=FindingState.JUSTIFIED)
    return {
        (user, entry["context"] or entry["subject"])
        for user, evidence in rows.values_list("user_id", "evidence")
        for entry in evidence
    }


def _keep(pattern: Pattern, at: datetime) -> bool:
    evidence = [_told(opening) for opening in pattern.openings]
    row = (
        Finding.objects.select_for_update(of=("self",))
        .filter(rule=pattern.rule, user_id=pattern.user_id, day=pattern.day)
        .first()
    )
    if row is None:
        Finding.objects.create(
            rule=pattern.rule,
            user_id=pattern.user_id,
            day=pattern.day,
            evidence=evidence,
            people=pattern.people,
            found_at=at,
            due_on=_due(pattern.rule, at.date()),
        )
        return True
    if len(evidence) <= len(row.evidence):
        return False
    row.evidence, row.people = evidence, pattern.people
    if row.state != FindingState.TO_REVIEW:
        row.state, row.due_on = FindingState.TO_REVIEW, _due(pattern.rule, at.date())
    row.save(update_fields=["evidence", "people", "state", "due_on"])
    return True


def _due(rule: str, on: date) -> date:
    days = rule_at(FILE, on, rule).get("working_days") or rule_at(FILE, on, "review_term")["working_days"]
    return add_working_days(on, days)


def _told(opening: Opening) -> dict[str, Any]:
    return {
        "at": opening.at.isoformat(),
        "context": str(opening.context) if opening.context else "",
        "subject": str(opening.subject) if opening.subject else "",
        "page": opening.page,
        "kind": opening.kind,
        "right": opening.right,
        "depth": opening.depth,
        "address": opening.address or "",
    }
