"""Loading the zone's places; rows are keyed by code and never deleted."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from accanto.territory.places.models import District, Municipality, ResidentCount, Zone


@transaction.atomic
def load_places(
    *,
    zone: Mapping[str, Any],
    districts: Sequence[Mapping[str, Any]],
    municipalities: Sequence[Mapping[str, Any]],
    residents: Sequence[Mapping[str, Any]],
) -> None:
    """Idempotent: the same data twice changes nothing. Mergers name their successor by Belfiore code."""
    parts = {d["code"]: District.objects.update_or_create(code=d["code"], defaults=d)[0] for d in districts}
    for entry in municipalities:
        values = {k: v for k, v in entry.items() if k not in {"istat_code", "district", "replaced_by"}}
        values["district"] = parts.get(entry.get("district", ""))
        Municipality.objects.update_or_create(istat_code=entry["istat_code"], defaults=values)
    towns = {m.belfiore: m for m in Municipality.objects.all()}
    for entry in municipalities:
        if entry.get("replaced_by"):
            Municipality.objects.filter(istat_code=entry["istat_code"]).update(
                replaced_by=towns[entry["replaced_by"]]
            )
    for count in residents:
        ResidentCount.objects.update_or_create(
            municipality=towns.get(count.get("belfiore", "")),
            on=count["day"],
            defaults={"residents": count["residents"], "source": count["source"]},
        )
    values = {k: v for k, v in zone.items() if k != "seat"} | {"seat": towns[zone["seat"]]}
    Zone.objects.update_or_create(pk=1, defaults=values)
