"""Every night: records of the zone that may be one person, put before whoever sees both."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction

from accanto.core.database.context import serving
from accanto.people.matching.comparing.scoring import Judgement, Known, judge
from accanto.people.matching.enums import PAIR, PairState, Strength
from accanto.people.matching.models import NotTheSame, Pair, PersonSearch
from accanto.people.matching.queries.known import digest_of, known_of
from accanto.people.matching.queries.links import together_with
from accanto.people.persons.compartments import fenced

PROPOSED = {Strength.SAME, Strength.VERY_ALIKE}
KEPT = timedelta(days=730)
"""How long it is kept that somebody searched: as the other readings."""
_LOCK = 4_710_025
_BATCH = 2_000
# Same code but for homonymy is found by the name or by the day of birth, like the rest: codes are made of both. Whoever
# is kept apart, or has data restricted (GDPR art. 18), is not looked at.
_PAIRS = """
WITH looked AS MATERIALIZED (
  SELECT id, birth_date, search_name FROM persons_person
  WHERE compartment <> ALL(%(fenced)s) AND NOT pseudonymous
    AND NOT EXISTS (SELECT FROM persons_restriction r WHERE r.person_id = persons_person.id AND r.ends_at IS NULL)
    AND NOT EXISTS (
      SELECT FROM persons_accessgrant g WHERE g.person_id = persons_person.id
        AND (NOT g.reaches OR g.compartment = ANY(%(fenced)s)))
)
SELECT DISTINCT LEAST(a.id, b.id), GREATEST(a.id, b.id) FROM looked a JOIN looked b
  ON b.birth_date = a.birth_date AND b.id > a.id AND (
    similarity(a.search_name, b.search_name) > 0.3 OR word_similarity(a.search_name, b.search_name) > 0.5)
UNION
SELECT LEAST(a.id, b.id), GREATEST(a.id, b.id) FROM looked a JOIN looked b
  ON b.search_name = a.search_name AND b.id > a.id
UNION
SELECT LEAST(a.id, b.id), GREATEST(a.id, b.id) FROM looked a JOIN looked b
  ON extract(day FROM a.birth_date) <= 12 AND extract(day FROM a.birth_date) <> extract(month FROM a.birth_date)
  AND b.birth_date = make_date(extract(year FROM a.birth_date)::int, extract(day FROM a.birth_date)::int,
    extract(month FROM a.birth_date)::int)
  AND similarity(a.search_name, b.search_name) > 0.45
UNION
SELECT LEAST(a.id, b.id), GREATEST(a.id, b.id)
FROM persons_contactpoint x JOIN persons_contactpoint y ON y.folded = x.folded AND y.person_id > x.person_id
JOIN looked a ON a.id = x.person_id JOIN looked b ON b.id = y.person_id
WHERE x.folded <> '' AND x.ends_on IS NULL AND y.ends_on IS NULL
  AND similarity(a.search_name, b.search_name) > 0.45
UNION
SELECT LEAST(a.id, b.id), GREATEST(a.id, b.id)
FROM persons_identifier x JOIN persons_identifier y ON y.value = x.value AND y.person_id > x.person_id
JOIN looked a ON a.id = x.person_id JOIN looked b ON b.id = y.person_id
"""


@transaction.atomic
@serving("people_alike")
def look_for_pairs(*, at: datetime) -> int:
    """Says how many pairs are new, or came back because something new is known. Looking twice changes nothing.

    Proposals that wait and speak of somebody who is now kept apart are taken away.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        cursor.execute(_PAIRS, {"fenced": fenced()})
        found = [(one, other) for one, other in cursor.fetchall()]
    looked = set(found)
    waiting = Pair.objects.filter(state__in=[PairState.OPEN, PairState.LEFT])
    gone = [row.pk for row in waiting if (row.first_id, row.second_id) not in looked]
    Pair.objects.filter(pk__in=gone).delete()
    return sum(_propose(found[start : start + _BATCH], at) for start in range(0, len(found), _BATCH))


@transaction.atomic
@serving("people_alike")
def forget_searches(*, at: datetime) -> int:
    """That somebody searched long ago is not kept."""
    gone, _by_table = PersonSearch.objects.filter(at__lt=at - KEPT).delete()
    return gone


def _propose(pairs: list[tuple[UUID, UUID]], at: datetime) -> int:
    known = known_of({pk for pair in pairs for pk in pair})
    firsts = {one for one, _other in pairs}
    standing = {(row.first_id, row.second_id): row for row in Pair.objects.filter(first__in=firsts)}
    # The last judgement counts: they come in the order in which they were given.
    judged = NotTheSame.objects.filter(first__in=firsts).order_by("decided_at", "pk")
    parted = {(row.first_id, row.second_id): row.known for row in judged}
    linked = set(together_with(sorted(firsts)))
    new: list[Pair] = []
    again = 0
    for pair, judgement, digest in _judged(pairs, known):
        if pair in linked or parted.get(pair) == digest:
            continue
        row = standing.get(pair)
        if row is None:
            new.append(_made(pair, judgement, digest, at))
        elif row.known != digest and (row.state != PairState.OPEN or row.points != judgement.points):
            again += _renew(row, judgement, digest, at)
    Pair.objects.bulk_create(new)
    return len(new) + again


def _judged(
    pairs: list[tuple[UUID, UUID]], known: dict[UUID, Known]
) -> Iterator[tuple[tuple[UUID, UUID], Judgement, str]]:
    for one, other in pairs:
        judgement = judge(known[one], known[other])
        if judgement.strength in PROPOSED:
            yield (one, other), judgement, digest_of(known[one], known[other])


def _made(pair: tuple[UUID, UUID], judgement: Judgement, digest: str, at: datetime) -> Pair:
    return Pair(
        first_id=pair[0],
        second_id=pair[1],
        strength=judgement.strength or Strength.ALIKE,
        points=judgement.points,
        reasons=[reason.as_row() for reason in judgement.reasons],
        known=digest,
        found_at=at,
    )


def _renew(row: Pair, judgement: Judgement, digest: str, at: datetime) -> int:
    """Something new is known: it is shown as it is now, and asked again if somebody had decided."""
    back = PAIR.allows("reopen", row.state)
    row.strength, row.points, row.known = judgement.strength or row.strength, judgement.points, digest
    row.reasons = [reason.as_row() for reason in judgement.reasons]
    if back:
        row.state, row.decided_at, row.decided_by = PairState(PAIR.move("reopen", row.state)), None, None
        row.found_at = at
    row.save()
    return int(back)
