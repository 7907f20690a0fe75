"""The only way to write funds and plan lines: from their reference files."""

from datetime import datetime
from pathlib import Path

from django.db import transaction

from accanto.resources.funding.models import Fund, PlanLine
from accanto.resources.funding.reference import (
    Change,
    ReferenceFileError,
    amount_of,
    read_entries,
    sync_rows,
)

DATA = Path(__file__).resolve().parents[1] / "data"


@transaction.atomic
def sync_funds(*, at: datetime, dry_run: bool = False, data: Path = DATA) -> list[Change]:
    """Make funds and plan lines equal to `data/funds.yaml` and `data/plan_lines.yaml`; nothing is deleted.

    :raises ReferenceFileError: a file does not follow its schema; nothing is written then.
    """
    fund_entries = read_entries(data / "funds.yaml", "funds", ["code", "name", "source"])
    line_entries = read_entries(
        data / "plan_lines.yaml", "lines", ["code", "fund", "objective", "priority", "title"]
    )
    known = {entry["code"] for entry in fund_entries}
    if unknown := sorted({entry["fund"] for entry in line_entries} - known):
        raise ReferenceFileError(f"plan_lines.yaml: no fund is called «{unknown[0]}»")
    changes = sync_rows(
        what="fund",
        standing=Fund.objects.all(),
        wanted={
            entry["code"]: {
                "code": entry["code"],
                "name": entry["name"],
                "source": entry["source"],
                "amount": amount_of(entry),
                "note": entry.get("note", ""),
                "valid_from": entry.get("valid_from"),
                "valid_to": entry.get("valid_to"),
            }
            for entry in fund_entries
        },
        code_of=lambda fund: fund.code,
        make=lambda values: Fund(**values),
        on=at.date(),
        dry_run=dry_run,
    )
    funds = {fund.code: fund.pk for fund in Fund.objects.all()}
    return changes + sync_rows(
        what="plan line",
        standing=PlanLine.objects.select_related("fund"),
        wanted={
            f"{entry['fund']}/{entry['code']}": {
                "code": entry["code"],
                "fund_id": funds.get(entry["fund"]),
                "objective": entry["objective"],
                "priority": entry["priority"],
                "expenditure_code": entry.get("expenditure_code", ""),
                "title": entry["title"],
                "amount": amount_of(entry),
                "procurement": entry.get("procurement", ""),
                "note": entry.get("note", ""),
            }
            for entry in line_entries
        },
        code_of=lambda line: f"{line.fund.code}/{line.code}",
        make=lambda values: PlanLine(**values),
        on=at.date(),
        dry_run=dry_run,
    )
