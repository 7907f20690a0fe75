"""Applications and their outcomes for programs."""

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Query, Router

from accanto.core.web import load, reads
from accanto.faces.api.doors import reading
from accanto.faces.api.paging import after, page_of
from accanto.faces.api.reading.applications import (
    applications_of,
    narrowed,
    place_of,
    told_in_a_row,
    told_whole,
)
from accanto.faces.api.requests import ProgramRequest
from accanto.faces.api.schemas.applications import ApplicationOut, ApplicationPage, ApplicationQuery

router = Router(tags=["applications"])


@router.get("/applications", response=ApplicationPage, url_name="applications", summary="Applications")
@reading("applications", "outcomes.view", query=ApplicationQuery)
def list_applications(request: ProgramRequest, query: Query[ApplicationQuery]) -> dict[str, Any]:
    """The last to arrive first."""
    start = after(query.cursor, datetime.fromisoformat, UUID)
    rows = narrowed(applications_of(request.user), query, start)
    shown, following = page_of(rows, query.limit, place_of)
    reads.listed(shown)
    return {"items": [told_in_a_row(row) for row in shown], "next": following}


@router.get(
    "/applications/{uuid:application_id}",
    response=ApplicationOut,
    url_name="application",
    summary="One application",
)
@reading("applications", "outcomes.view", single=True)
def get_application(request: ProgramRequest, application_id: UUID) -> dict[str, Any]:
    """With each outcome as a list told it."""
    return told_whole(load(applications_of(request.user), application_id))
