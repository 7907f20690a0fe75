"""The only way to write the catalogue: from its reference file."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from accanto.resources.catalogue.enums import DeliveryMode
from accanto.resources.catalogue.models import Service
from accanto.resources.funding.models import Fund, PlanLine
from accanto.resources.funding.operations import sync_funds
from accanto.resources.funding.reference import Change, ReferenceFileError, read_entries, sync_rows

FILE = Path(__file__).resolve().parents[1] / "data" / "services.yaml"
_FIELDS = ("description", "siuss_code", "holder", "referral")


@transaction.atomic
def sync_catalogue(*, at: datetime, dry_run: bool = False, file: Path = FILE) -> list[Change]:
    """Make funds, plan lines and services equal to their files, by code; what left a file is retired that day.

    Returns the differences (print them); with `dry_run` nothing is written. Running it twice changes nothing.

    :raises ReferenceFileError: a file does not follow its schema; nothing is written then.
    """
    entries = read_entries(file, "services", ["code", "name", "mode"])
    for entry in entries:
        if entry["mode"] not in DeliveryMode.values:
            raise ReferenceFileError(f"{file.name}: «{entry['code']}» has an unknown mode «{entry['mode']}»")
    changes = sync_funds(at=at, dry_run=dry_run)
    changes += sync_rows(
        what="service",
        standing=Service.objects.all(),
        wanted={entry["code"]: _values(entry) for entry in entries},
        code_of=lambda service: service.code,
        make=lambda values: Service(**values),
        on=at.date(),
        dry_run=dry_run,
    )
    return changes + _sync_money(entries, file, dry_run=dry_run)


def _values(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "code": entry["code"],
        "name": entry["name"],
        "mode": entry["mode"],
        "leps": list(entry.get("leps", [])),
        "in_national_plan": bool(entry.get("in_national_plan", False)),
        "parenting_support": bool(entry.get("parenting_support", False)),
        "valid_from": entry.get("valid_from"),
        **{name: entry.get(name, "") for name in _FIELDS},
    }


def _sync_money(entries: list[dict[str, Any]], file: Path, *, dry_run: bool) -> list[Change]:
    """Which funds and plan lines pay for which service."""
    funds = {fund.code: fund for fund in Fund.objects.all()}
    lines = {line.code: line for line in PlanLine.objects.all()}
    services = {s.code: s for s in Service.objects.prefetch_related("funds", "plan_lines")}
    changes = []
    for entry in entries:
        wanted_funds, wanted_lines = sorted(entry.get("funds", [])), sorted(entry.get("plan_lines", []))
        known = not dry_run or bool(funds)
        if known and (unknown := sorted({*wanted_funds} - {*funds} | {*wanted_lines} - {*lines})):
            raise ReferenceFileError(
                f"{file.name}: «{entry['code']}» names «{unknown[0]}», which does not exist"
            )
        service = services.get(entry["code"])
        if service is None:
            continue
        standing_funds = sorted(fund.code for fund in service.funds.all())
        standing_lines = sorted(line.code for line in service.plan_lines.all())
        different: dict[str, tuple[object, object]] = {}
        if standing_funds != wanted_funds:
            different["funds"] = (", ".join(standing_funds), ", ".join(wanted_funds))
        if standing_lines != wanted_lines:
            different["plan_lines"] = (", ".join(standing_lines), ", ".join(wanted_lines))
        if not different:
            continue
        changes.append(Change("change", "service", entry["code"], different))
        if not dry_run:
            service.funds.set([funds[code] for code in wanted_funds])
            service.plan_lines.set([lines[code] for code in wanted_lines])
    return changes
