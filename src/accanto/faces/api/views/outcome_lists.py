"""Handing in outcome lists, trying them first, and reading what came of them."""

import tempfile
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse
from ninja import File, Form, Router, Status, UploadedFile

from accanto.access.outcomes.models import OutcomeImport
from accanto.access.outcomes.operations import queue_import, start_import
from accanto.access.outcomes.queries.report import report_of_import, report_of_trial
from accanto.core import clock
from accanto.core.sheets.reading import check_size
from accanto.core.web import load
from accanto.faces.api.doors import reading, writing
from accanto.faces.api.requests import ProgramRequest
from accanto.faces.api.schemas.outcome_lists import ListIn, ListOut, QueuedOut, ReportOut

router = Router(tags=["outcome lists"])


@router.post(
    "/outcome-lists",
    response={200: ReportOut, 202: QueuedOut},
    url_name="outcome_lists",
    summary="Try a list, or hand it in",
)
@writing("outcome_lists", "outcomes.import")
def post_list(
    request: ProgramRequest, response: HttpResponse, form: Form[ListIn], file: File[UploadedFile]
) -> Status[dict[str, Any]]:
    """CSV, XLSX or ODS, at most 20 MB. With `dry_run` (the usual) the report row by row, and nothing changes; without
    it the list is queued: follow the job, then read the report. The same list twice changes nothing the second time."""
    check_size(file.size or 0)
    name = Path(file.name or "list").name
    if form.dry_run:
        return Status(200, _tried(file, name, form))
    at = clock.now()
    with transaction.atomic():
        row = start_import(
            source=form.source,
            filename=name,
            content=file.read(),
            measure=form.measure.value if form.measure else "",
            by=request.user,
            at=at,
        )
        queued = queue_import(outcome_import=row, by=request.user, at=at)
    response["Location"] = reverse("api:job", args=[queued.job_id])
    return Status(202, {"list": queued.pk, "job": queued.job_id})


@router.get(
    "/outcome-lists/{uuid:list_id}", response=ListOut, url_name="outcome_list", summary="What came of a list"
)
@reading("outcome_lists", "outcomes.view", single=True)
def get_list(request: ProgramRequest, list_id: UUID) -> dict[str, Any]:
    """The counts, and each row that was not taken with the reason."""
    row = load(OutcomeImport.objects.all(), list_id)
    return {"id": row.pk, "state": row.state, "refusal": row.refusal, **report_of_import(row)}


def _tried(file: UploadedFile, name: str, form: ListIn) -> dict[str, Any]:
    with tempfile.NamedTemporaryFile(suffix=Path(name).suffix[:6]) as kept:
        for piece in file.chunks():
            kept.write(piece)
        kept.flush()
        return report_of_trial(
            Path(kept.name),
            source=form.source,
            measure=form.measure.value if form.measure else "",
            today=clock.today(),
        )
