"""Two records are one person, or they are not: said by somebody who sees both, and never by merging rows."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accanto.core.errors import NotPermitted, OperationRefused
from accanto.foundation.audit.operations import record
from accanto.people.matching.comparing.reasons import Reason
from accanto.people.matching.enums import PAIR, PairState
from accanto.people.matching.models import NotTheSame, Pair, PersonLink
from accanto.people.matching.queries.known import digest_of, known_of
from accanto.people.matching.queries.links import together_with
from accanto.people.persons.models import Person
from accanto.people.persons.operations.restriction import refuse_restricted
from accanto.territory.staff.models import User


class LinkRefused(OperationRefused):
    """The two are one record, are linked already, or are not both seen."""


@transaction.atomic
def link_people(
    *, one: Person, other: Person, reasons: Sequence[Reason], by: User, at: datetime, note: str = ""
) -> PersonLink:
    """From now both records are one person for whoever sees both; each keeps its own rows.

    :raises NotPermitted: the role does not link.
    :raises LinkRefused: the same record, one that `by` does not see, or joined already.
    :raises OperationRefused: the data of one of them are restricted.
    """
    first, second = _both(one, other, by)
    for person in (first, second):
        refuse_restricted(person, field="note")
    if (first.pk, second.pk) in together_with([first.pk]):
        raise LinkRefused(_("These records are linked already."))
    made = PersonLink.objects.create(
        first=first,
        second=second,
        reasons=[reason.as_row() for reason in reasons],
        note=note.strip()[:200],
        linked_by=by,
        linked_at=at,
    )
    _settle(first, second, "link", by, at)
    _tell("matching.linked", first, second, by, at)
    return made


@transaction.atomic
def unlink_people(*, link: PersonLink, reason: str, by: User, at: datetime) -> PersonLink:
    """They are two people after all: everything is as before the link, and the pair is not proposed again by itself.

    :raises NotPermitted: the role does not link.
    :raises LinkRefused: no reason, or somebody has unlinked them already.
    """
    first, second = _both(link.first, link.second, by)
    row = PersonLink.objects.select_for_update(of=("self",)).get(pk=link.pk)
    if row.ended_at is not None:
        raise LinkRefused(_("Somebody has parted these records already."))
    words = _reason(reason)
    for person in (first, second):
        refuse_restricted(person, field="reason")
    row.ended_at, row.ended_by, row.end_reason = at, by, words
    row.save(update_fields=["ended_at", "ended_by", "end_reason"])
    _remember(first, second, words, by, at)
    _settle(first, second, "part", by, at)
    _tell("matching.unlinked", first, second, by, at, reason=words)
    return row


@transaction.atomic
def part_people(*, one: Person, other: Person, reason: str, by: User, at: datetime) -> NotTheSame:
    """They are not the same person: nobody is asked again, unless something new is known of one of them.

    :raises NotPermitted: the role does not link.
    :raises LinkRefused: no reason, or they are linked: that ends with its own reason.
    """
    first, second = _both(one, other, by)
    words = _reason(reason)
    if (first.pk, second.pk) in together_with([first.pk]):
        raise LinkRefused(_("These records are linked: take the link away, saying why."), field="reason")
    made = _remember(first, second, words, by, at)
    _settle(first, second, "part", by, at)
    _tell("matching.parted", first, second, by, at, reason=words)
    return made


@transaction.atomic
def set_aside(*, pair: Pair, by: User, at: datetime) -> Pair:
    """Nobody can say yet: it leaves the list, and comes back when something new is known.

    :raises NotPermitted: the role does not link.
    """
    _both(pair.first, pair.second, by)
    row = Pair.objects.select_for_update(of=("self",)).get(pk=pair.pk)
    row.state = PAIR.move("leave", row.state)
    row.decided_by, row.decided_at = by, at
    row.save(update_fields=["state", "decided_by", "decided_at"])
    return row


def _both(one: Person, other: Person, by: User) -> tuple[Person, Person]:
    """In the order of the table, locked, and both seen by whoever decides."""
    if not by.may("people.link"):
        raise NotPermitted(_("Your role does not say whether two records are one person."))
    if one.pk == other.pk:
        raise LinkRefused(_("This is one record: choose another."))
    seen = Person.objects.visible_to(by).filter(pk__in=[one.pk, other.pk])
    rows = list(seen.select_for_update(of=("self",)).order_by("pk"))
    if len(rows) != 2:
        raise LinkRefused(_("You see only one of these records: who sees both decides."))
    return rows[0], rows[1]


def _reason(words: str) -> str:
    if not words.strip():
        raise LinkRefused(
            _("Write why they are two people: the next who meets them will read it."), field="reason"
        )
    return words.strip()[:200]


def _remember(first: Person, second: Person, reason: str, by: User, at: datetime) -> NotTheSame:
    # As the night compares them: whoever parts them may not read the telephone of somebody protected.
    known = known_of([first.pk, second.pk])
    return NotTheSame.objects.create(
        first=first,
        second=second,
        reason=reason,
        known=digest_of(known[first.pk], known[second.pk]),
        decided_by=by,
        decided_at=at,
    )


def _settle(first: Person, second: Person, verb: str, by: User, at: datetime) -> None:
    """The proposal that the night made of them, if there is one, is decided too."""
    row = Pair.objects.select_for_update(of=("self",)).filter(first=first, second=second).first()
    if row is None or not PAIR.allows(verb, row.state):
        return
    row.state = PairState(PAIR.move(verb, row.state))
    row.decided_by, row.decided_at = by, at
    row.save(update_fields=["state", "decided_by", "decided_at"])


def _tell(verb: str, first: Person, second: Person, by: User, at: datetime, **params: Any) -> None:
    """In the record of each, so that each tells it on its own."""
    for subject, other in ((first, second), (second, first)):
        record(
            verb, by=by, at=at, subject=subject, important=True, name=str(subject), other=str(other), **params
        )
