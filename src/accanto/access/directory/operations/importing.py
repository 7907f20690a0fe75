from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accanto.access.directory.enums import Change, EntryState
from accanto.access.directory.facts import differences, facts_of
from accanto.access.directory.hsds.faults import Fault, Faults
from accanto.access.directory.hsds.reading import Reader, Told, package_in
from accanto.access.directory.models import Entry, EntryPlace
from accanto.access.directory.operations.entries import may_keep, note, put
from accanto.access.directory.rules import check_facts
from accanto.core.errors import OperationRefused
from accanto.core.working_time import add_months
from accanto.foundation.audit.operations import record
from accanto.territory.staff.models import User


@dataclass(frozen=True)
class Report:
    """What a file brings. Nothing was written where `written` is false: a trial, or a grave fault."""

    read: int
    created: int
    updated: int
    unchanged: int
    faults: tuple[Fault, ...]
    written: bool

    @property
    def refused(self) -> bool:
        return any(one.grave for one in self.faults)


@transaction.atomic
def import_hsds(*, content: bytes, origin: str, dry_run: bool, by: User | None, at: datetime) -> Report:
    """Take over the services of another directory: all of them, or none when one of them cannot stand.

    The same file twice changes nothing the second time. What this zone keeps itself is never overwritten.

    :raises OperationRefused: without the name of the directory; no file of HSDS 3.
    """
    if by is not None:  # else the command line, on the machine itself
        may_keep(by)
    if not origin.strip():
        raise OperationRefused(_("Say from which directory the file comes."), field="origin")
    faults = Faults()
    taking = _Taking(origin.strip()[:160], by, at, faults)
    services = Reader(package_in(content), faults).services()
    taking.look_at(services)
    if not faults.grave and not dry_run:
        taking.write()
    counted = taking.counted()
    if not faults.grave and not dry_run:
        record(
            "directory.imported", by=by, at=at, origin=taking.origin, created=counted["created"],
            updated=counted["updated"], unchanged=counted["unchanged"],
        )  # fmt: skip
    return Report(
        len(services), **counted, faults=tuple(faults.rows), written=not faults.grave and not dry_run
    )


class _Taking:
    def __init__(self, origin: str, by: User | None, at: datetime, faults: Faults) -> None:
        self.origin, self.by, self.at, self.faults = origin, by, at, faults
        self.plan: list[tuple[str, Entry | None, Told]] = []

    def look_at(self, services: list[Told]) -> None:
        """Decide of each what becomes of it, before anything is written."""
        rows = Entry.objects.select_for_update(of=("self",)).filter(pk__in=[one.id for one in services])
        rows = rows.select_related("organisation", "keeper", "keeper_office").order_by("pk")
        standing = {row.pk: row for row in rows.prefetch_related("places__municipality", "serves")}
        places = {place.id: one.id for one in services for place in one.facts.places}
        taken = dict(EntryPlace.objects.filter(pk__in=list(places)).values_list("pk", "entry"))
        for told in services:
            if any(taken.get(place.id, told.id) != told.id for place in told.facts.places if place.id):
                self._fault(
                    told,
                    "id",
                    _("One of its places is here already, in another entry."),
                    _("Give the row of service_at_location an id of its own."),
                )
            try:
                check_facts(told.facts)
            except OperationRefused as refusal:
                self._fault(told, refusal.field or "", str(refusal), _("Correct it in the file."))
            self.plan.append(self._fate(standing.get(told.id), told))

    def _fate(self, row: Entry | None, told: Told) -> tuple[str, Entry | None, Told]:
        if row is None:
            if told.active and told.assured_on is None:
                self._fault(
                    told,
                    "assured_date",
                    _("Nobody says when it was last checked."),
                    _("It is taken over as a draft: check it, then publish it."),
                    grave=False,
                )
            return ("created" if told.active else "unchanged"), None, told
        kept = replace(told.facts, own=row.own, keeper=row.keeper, keeper_office=row.keeper_office)
        told = replace(told, facts=kept)
        if not _differs(row, told):
            return "unchanged", row, told
        if not row.origin:
            self._fault(
                told,
                "id",
                _("This zone keeps the entry itself: it is not overwritten."),
                _("Take the service out of the file, or change the entry here."),
            )
        return "updated", row, told

    def write(self) -> None:
        for fate, row, told in self.plan:
            if fate == "created":
                self._write(
                    Entry(pk=told.id, created_by=self.by, created_at=self.at, changed_at=self.at), told, {}
                )
            elif fate == "updated" and row is not None:
                row.version += 1
                row.changed_at = self.at
                self._write(row, told, differences(facts_of(row), told.facts))

    def _write(self, row: Entry, told: Told, changed: dict[str, list[object]]) -> None:
        row.origin = self.origin
        if told.assured_on is not None:
            row.assured_on, row.assured_by = told.assured_on, None
        if row.assured_on is not None:
            row.recheck_on = add_months(row.assured_on, told.facts.check_every)
        if not told.active:
            row.state, row.withdrawn_at = EntryState.WITHDRAWN, self.at
            row.withdrawal_reason = _("No longer active in «%(origin)s».") % {"origin": self.origin[:120]}
        elif row.assured_on is not None:
            row.state, row.withdrawn_at, row.withdrawal_reason = EntryState.PUBLISHED, None, ""
            row.published_at = row.published_at or self.at
        put(row, told.facts)
        note(row, Change.IMPORTED, self.by, self.at, changed)

    def counted(self) -> dict[str, int]:
        return {
            fate: sum(1 for one in self.plan if one[0] == fate)
            for fate in ("created", "updated", "unchanged")
        }

    def _fault(self, told: Told, field: str, reason: str, remedy: str, *, grave: bool = True) -> None:
        self.faults.add("service", {"id": told.id}, field, reason, remedy, grave=grave)


def _differs(row: Entry, told: Told) -> bool:
    newer = told.assured_on is not None and told.assured_on != row.assured_on
    stands = row.state != EntryState.WITHDRAWN
    return bool(differences(facts_of(row), told.facts)) or newer or stands != told.active
