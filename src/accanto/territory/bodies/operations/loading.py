"""Loading bodies and offices; rows are keyed by code and never deleted."""

from collections.abc import Mapping, Sequence
from datetime import time
from typing import Any

from django.db import transaction

from accanto.territory.bodies.enums import Audience
from accanto.territory.bodies.models import Office, OfficeHours, Organisation
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
            k: v
            for k, v in entry.items()
            if k not in {"code", "organisation", "parent", "seat", "serves", "week", "week_from"}
        }
        values |= {"organisation": bodies[entry["organisation"]], "seat": towns[entry["seat"]]}
        values["parent"] = known[entry["parent"]] if entry.get("parent") else None
        office, _created = Office.objects.update_or_create(code=entry["code"], defaults=values)
        office.serves.set([towns[code] for code in entry.get("serves", [])])
        known[office.code] = office
        _load_week(office, entry)


def _load_week(office: Office, entry: Mapping[str, Any]) -> None:
    """`week` [{days: [0, 1], opens: "9:00", closes: "13:00", audience}] from `week_from`; what stands is left alone."""
    if not entry.get("week") or office.weekly_hours.exists():
        return
    OfficeHours.objects.bulk_create(
        OfficeHours(
            office=office,
            weekday=day,
            opens=time.fromisoformat(each["opens"]),
            closes=time.fromisoformat(each["closes"]),
            audience=each.get("audience", Audience.PUBLIC),
            valid_from=entry["week_from"],
        )
        for each in entry["week"]
        for day in each["days"]
    )
