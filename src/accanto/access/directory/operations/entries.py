from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from accanto.access.directory.enums import ENTRY_TRANSITIONS, Change, EntryState
from accanto.access.directory.facts import OWN_FIELDS, PLACE_FIELDS, EntryFacts, differences, facts_of
from accanto.access.directory.hours import tidy
from accanto.access.directory.models import Entry, EntryChange, EntryPlace
from accanto.access.directory.rules import check_facts, check_kept
from accanto.access.directory.words import found_by, language_name
from accanto.core.errors import ChangedMeanwhile, NotPermitted, OperationRefused
from accanto.core.working_time import add_months
from accanto.foundation.audit.operations import record
from accanto.people.persons.naming import fold
from accanto.territory.staff.models import User


@transaction.atomic
def write_entry(*, facts: EntryFacts, by: User, at: datetime) -> Entry:
    """A new entry, as a draft: whoever searches does not find it until it is published.

    :raises NotPermitted: whoever does not keep the directory.
    :raises OperationRefused: facts that cannot stand, naming the field.
    """
    may_keep(by)
    check_facts(facts)
    entry = Entry(created_by=by, created_at=at, changed_at=at)
    put(entry, facts)
    note(entry, Change.WRITTEN, by, at)
    record("directory.written", by=by, at=at, subject=entry, name=entry.name)
    return entry


@transaction.atomic
def change_entry(*, entry: Entry, facts: EntryFacts, expected_version: int, by: User, at: datetime) -> Entry:
    """What it says is replaced; what is the same stays, and nothing is noted where nothing changed.

    :raises ChangedMeanwhile: somebody saved another version first: nothing is written.
    :raises OperationRefused: withdrawn; facts that cannot stand.
    """
    may_keep(by)
    row = lock(entry)
    if row.state == EntryState.WITHDRAWN:
        raise OperationRefused(_("The entry was withdrawn: publish it again before changing it."))
    if row.version != expected_version:
        raise ChangedMeanwhile(
            _("Somebody changed this entry while you were writing: nothing of yours is lost, look at both.")
        )
    check_facts(facts)
    if row.state == EntryState.PUBLISHED:
        check_kept(facts, row.origin)
    changed = differences(facts_of(row), facts)
    if not changed:
        return row
    row.version += 1
    row.changed_at = at
    if row.assured_on is not None:
        row.recheck_on = add_months(row.assured_on, facts.check_every)
    put(row, facts)
    note(row, Change.CHANGED, by, at, changed)
    record("directory.changed", by=by, at=at, subject=row, name=row.name)
    return row


@transaction.atomic
def publish_entry(*, entry: Entry, by: User, at: datetime) -> Entry:
    """From now it is found; publishing says that all of it is right today.

    :raises OperationRefused: published already; without a keeper.
    """
    may_keep(by)
    row = lock(entry)
    row.state = ENTRY_TRANSITIONS.move("publish", row.state)
    check_kept(facts_of(row), row.origin)
    row.published_at, row.withdrawn_at, row.withdrawal_reason = at, None, ""
    fresh(row, by, at)
    row.version += 1
    row.changed_at = at
    row.save()
    note(row, Change.PUBLISHED, by, at)
    record("directory.published", by=by, at=at, subject=row, name=row.name)
    return row


@transaction.atomic
def withdraw_entry(*, entry: Entry, reason: str, by: User, at: datetime) -> Entry:
    """It is found no more and stays readable to those who keep the directory.

    :raises OperationRefused: no reason; withdrawn already.
    """
    may_keep(by)
    if not reason.strip():
        raise OperationRefused(
            _("Say why it is withdrawn: whoever looks for it will read it."), field="reason"
        )
    row = lock(entry)
    row.state = ENTRY_TRANSITIONS.move("withdraw", row.state)
    row.withdrawn_at, row.withdrawal_reason = at, reason.strip()[:200]
    row.version += 1
    row.changed_at = at
    row.save()
    note(row, Change.WITHDRAWN, by, at, {"reason": ["", row.withdrawal_reason]})
    record("directory.withdrawn", by=by, at=at, subject=row, name=row.name, reason=row.withdrawal_reason)
    return row


def may_keep(by: User) -> None:
    if not by.may("directory.keep"):
        raise NotPermitted(_("Only those who keep the directory write in it."))


def lock(entry: Entry) -> Entry:
    rows = Entry.objects.select_for_update(of=("self",))
    return rows.select_related("organisation", "keeper", "keeper_office").get(pk=entry.pk)


def fresh(row: Entry, by: User | None, at: datetime) -> None:
    row.assured_on, row.assured_by, row.reminded_on = at.date(), by, None
    row.recheck_on = add_months(row.assured_on, row.check_every)


def note(
    entry: Entry, what: Change, by: User | None, at: datetime, changed: dict[str, Any] | None = None
) -> None:
    EntryChange.objects.create(entry=entry, what=what, fields=changed or {}, by=by, at=at)


def put(entry: Entry, facts: EntryFacts) -> None:
    """Write what the facts say: the row, what it is found by, whom it serves, where it is met."""
    for name in OWN_FIELDS:
        value = getattr(facts, name)
        if isinstance(value, tuple):
            value = list(value)
        setattr(entry, name, value.strip() if isinstance(value, str) else value)
    entry.search_name = fold(entry.name)
    entry.search_words = found_by(_texts(facts), facts.needs)
    entry.save()
    entry.serves.set(facts.serves)
    _put_places(entry, facts)


def _texts(facts: EntryFacts) -> list[str]:
    given_by = facts.organisation.name if facts.organisation else facts.provider
    places = [f"{p.name} {p.municipality.name if p.municipality else p.town}" for p in facts.places]
    spoken = [language_name(code) for code in facts.languages]
    return [facts.name, facts.description, given_by, facts.conditions, facts.way_in, *places, *spoken]


def _put_places(entry: Entry, facts: EntryFacts) -> None:
    standing: dict[UUID, EntryPlace] = {place.pk: place for place in entry.places.all()}
    kept = {place.id for place in facts.places}
    EntryPlace.objects.filter(entry=entry).exclude(pk__in=[pk for pk in kept if pk]).delete()
    # Out of the way first: two places may have changed their order.
    for place in (p for pk, p in standing.items() if pk in kept):
        EntryPlace.objects.filter(pk=place.pk).update(position=place.position + 10_000)
    for position, given in enumerate(facts.places):
        values = {name: getattr(given, name) for name in PLACE_FIELDS} | {"hours": tidy(given.hours)}
        pk = given.id or uuid4()
        row = standing.get(pk) or EntryPlace(pk=pk, entry=entry)
        for name, value in values.items():
            setattr(row, name, value.strip() if isinstance(value, str) else value)
        row.position = position
        row.save(force_insert=pk not in standing, force_update=pk in standing)
