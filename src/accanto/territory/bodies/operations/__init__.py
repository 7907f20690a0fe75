"""Loading bodies and offices; rows are keyed by code and never deleted."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from accanto.territory.bodies.models import Office, Organisation
from accanto.territory.places.models import Municipality


@transaction.atomic
def load_bodies(*, organisations: Sequence[Mapping[str, Any]], offices: Sequence[Mapping[str, Any]]) -> None:
    """Idempotent. An office may name a parent that stands before it, its seat and the towns it serves by Belfiore."""
    towns = {m.belfiore: m for m in Municipality.objects.all()}
    for entry in organisations:
        values = {k: v for k, v in entry.items() if k not in {"code", "municipality"}}
        values["municipality"] = towns.get(entry.get("municipality", ""))
        Organisation.objects.update_or_create(code=entry["code"], defaults=values)
    bodies = {o.code: o for o in Organisation.objects.all()}
    known = {o.code: o for o in Office.objects.all()}
    for entry in offices:
        values = {
            k: v for k, v in entry.items() if k not in {"code", "organisation", "parent", "seat", "serves"}
        }
        values |= {"organisation": bodies[entry["organisation"]], "seat": towns[entry["seat"]]}
        values["parent"] = known[entry["parent"]] if entry.get("parent") else None
        office, _created = Office.objects.update_or_create(code=entry["code"], defaults=values)
        office.serves.set([towns[code] for code in entry.get("serves", [])])
        known[office.code] = office
