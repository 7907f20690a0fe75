"""What came of a list, and what would come of one: the same report for the command line and for programs."""

from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from accanto.access.outcomes.lists.reading import check_mapping, measure_by_dates, read_list, sniff
from accanto.access.outcomes.lists.rows import Rejection
from accanto.access.outcomes.models import OutcomeImport, OutcomeSource
from accanto.access.outcomes.queries.plan import Plan, make_plan
from accanto.access.outcomes.queries.towns import load_towns
from accanto.casework.pathways.enums import Measure


def report_of_import(done: OutcomeImport) -> dict[str, Any]:
    rejected = done.rejected_rows.values("row", "column", "value", "reason", "sheet").order_by(
        "sheet", "row", "id"
    )
    counts = {name: getattr(done, name) for name in ("read", "created", "updated", "unchanged")}
    return {**counts, "rejected": [_rejected(**one) for one in rejected]}


def report_of_trial(path: Path, *, source: str, measure: str, today: date) -> dict[str, Any]:
    """Reads the whole file and writes nothing.

    :raises OperationRefused: the file cannot be read as a list, or a needed column is missing.
    """
    known = OutcomeSource.objects.filter(name=source).first()
    reading = sniff(path, known.mapping if known else {})
    check_mapping(reading)
    content = read_list(path, reading, towns=load_towns(), today=today)
    return _of_plan(make_plan(content, measure or measure_by_dates(content.applications) or Measure.ADI))


def _of_plan(plan: Plan) -> dict[str, Any]:
    members_only = plan.content.only_members
    return {
        "read": plan.read,
        "created": len(plan.members) if members_only else len(plan.created),
        "updated": len(plan.updated),
        "unchanged": plan.unchanged,
        "rejected": [
            _rejected(**_of(one)) for one in sorted(plan.rejected, key=lambda one: (one.sheet, one.row))
        ],
    }


def _of(one: Rejection) -> dict[str, Any]:
    return {name: value for name, value in asdict(one).items() if name != "cells"}


def _rejected(row: int, column: str, value: str, reason: str, sheet: str) -> dict[str, Any]:
    """`sheet` only where the file has several, so that a plain list answers with the agreed four."""
    found = {"row": row, "column": column, "value": value, "reason": reason}
    return {**found, "sheet": sheet} if sheet else found
