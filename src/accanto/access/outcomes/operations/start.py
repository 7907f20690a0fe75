"""A list arrives: it is checked, kept as received, and its columns are proposed."""

import tempfile
from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accanto.access.outcomes.enums import ImportState
from accanto.access.outcomes.lists.headings import Role
from accanto.access.outcomes.lists.reading import check_mapping, measure_by_dates, read_list, sniff
from accanto.access.outcomes.models import OutcomeImport, OutcomeSource
from accanto.access.outcomes.queries.towns import load_towns
from accanto.casework.pathways.enums import Measure
from accanto.core.errors import ChangedMeanwhile, OperationRefused
from accanto.core.sheets import CONTENT_TYPES, ExportFormat
from accanto.core.sheets.reading import check_size
from accanto.foundation.documents.enums import DocumentKind
from accanto.foundation.documents.models import Document
from accanto.foundation.documents.operations import store_document, store_upload
from accanto.territory.staff.models import User


@transaction.atomic
def start_import(
    *, source: str, filename: str, content: bytes, by: User | None, at: datetime, measure: str = ""
) -> OutcomeImport:
    """Keep the file and propose what its columns mean, remembering what was confirmed for this source.

    Without a measure the dates of the applications say which one it is.

    :raises SheetRefused: the file cannot be read.
    :raises OperationRefused: no name for the source.
    """
    name = " ".join(source.split())
    if not name:
        raise OperationRefused(_("Say where the list comes from."), field="source")
    check_size(len(content))
    origin, _created = OutcomeSource.objects.get_or_create(name=name[:120], defaults={"updated_at": at})
    reading, found = _read_first(content, filename, origin.mapping, at)
    document = _keep(filename, content, reading["kind"], by, at)
    return OutcomeImport.objects.create(
        source=origin,
        measure=Measure(measure) if measure else Measure(found or Measure.ADI),
        document=document,
        filename=Path(filename).name[:200],
        reading=reading,
        uploaded_at=at,
        uploaded_by=by,
    )


def _keep(filename: str, content: bytes, kind: str, by: User | None, at: datetime) -> Document:
    """A text that was read to its end as a table is nothing else; a workbook may also carry programs."""
    kept = {"kind": DocumentKind.OUTCOME_LIST, "title": Path(filename).name, "by": by, "at": at}
    if kind == "csv":
        media_type = CONTENT_TYPES[ExportFormat.CSV]
        return store_document(content=content, filename="list.csv", media_type=media_type, **kept)  # type: ignore[arg-type]
    return store_upload(upload=BytesIO(content), filename=f"list.{kind}", **kept)  # type: ignore[arg-type]


def _read_first(
    content: bytes, filename: str, remembered: Mapping[str, Any], at: datetime
) -> tuple[dict[str, Any], str | None]:
    """The reading and the measure that the dates show, before anything is stored."""
    with tempfile.NamedTemporaryFile(suffix=Path(filename).suffix[:6]) as file:
        file.write(content)
        file.flush()
        path = Path(file.name)
        reading = sniff(path, remembered)
        try:
            check_mapping(reading)
        except OperationRefused:
            return reading, None
        listed = read_list(path, reading, towns=load_towns(), today=at.date())
        return reading, measure_by_dates(listed.applications)


@transaction.atomic
def correct_mapping(
    *,
    outcome_import: OutcomeImport,
    tables: Mapping[int, Mapping[str, Any]],
    by: User | None,
    at: datetime,
    measure: str = "",
) -> OutcomeImport:
    """Set, by sheet number, `role` and `mapping` (our field → their heading), and remember them for the source.

    :raises ChangedMeanwhile: the list has already been imported.
    :raises OperationRefused: listing the fields that still have no column.
    """
    row = (
        OutcomeImport.objects.select_for_update(of=("self",))
        .select_related("source")
        .get(pk=outcome_import.pk)
    )
    if row.state not in {ImportState.UPLOADED, ImportState.MAPPED}:
        raise ChangedMeanwhile(_("This list has already been imported."))
    for table in row.reading["tables"]:
        chosen = tables.get(table["sheet"])
        if chosen is not None:
            table["role"] = str(Role(chosen["role"]))
            table["mapping"] = _existing(chosen["mapping"], table["headings"])
    check_mapping(row.reading)
    row.state = ImportState.MAPPED
    row.measure = Measure(measure) if measure else row.measure
    row.save(update_fields=["reading", "state", "measure"])
    remember_mapping(row.source, row.reading, at)
    return row


def remember_mapping(source: OutcomeSource, reading: Mapping[str, Any], at: datetime) -> None:
    """Keep what each column means for the next list of the same source."""
    for table in reading["tables"]:
        if table["role"] in {Role.APPLICATIONS, Role.MEMBERS}:
            source.mapping[table["role"]] = table["mapping"]
    source.updated_at = at
    source.save(update_fields=["mapping", "updated_at"])


def _existing(mapping: Mapping[str, str], headings: list[str]) -> dict[str, str]:
    """Only columns that the file has, each for one field only."""
    chosen = {field: heading for field, heading in mapping.items() if heading in headings}
    twice = {heading for heading in chosen.values() if list(chosen.values()).count(heading) > 1}
    if twice:
        raise OperationRefused(
            _("One column cannot hold two things: %(columns)s.") % {"columns": ", ".join(sorted(twice))},
            field="mapping",
        )
    return chosen
