"""Cases for programs."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from ninja import Query, Router

from accanto.casework.cases.shell import load_case
from accanto.core import clock
from accanto.core.web import reads
from accanto.faces.api.doors import reading
from accanto.faces.api.paging import Paging, after, page_of
from accanto.faces.api.problems import Mistaken
from accanto.faces.api.reading.cases import cases_of, place_of, told_in_rows, told_whole
from accanto.faces.api.reading.timeline import timeline_of
from accanto.faces.api.requests import ProgramRequest
from accanto.faces.api.schemas.cases import CaseOut, CasePage, CaseQuery, TimelinePage
from accanto.people.persons.enums import Depth
from accanto.territory.bodies.models import Office

router = Router(tags=["cases"])


@router.get("/cases", response=CasePage, url_name="cases", summary="Cases that the account sees")
@reading("cases", "cases.view", query=CaseQuery)
def list_cases(request: ProgramRequest, query: Query[CaseQuery]) -> dict[str, Any]:
    """Newest in charge first."""
    rows = cases_of(
        request.user,
        state=query.state,
        unit=_office(query.unit),
        changed_since=query.changed_since,
        after=after(query.cursor, date.fromisoformat, UUID),
    )
    shown, following = page_of(rows, query.limit, place_of)
    reads.listed(shown)
    return {"items": told_in_rows(shown), "next": following}


@router.get("/cases/{uuid:case_id}", response=CaseOut, url_name="case", summary="One case")
@reading("cases", "cases.view", single=True)
def get_case(request: ProgramRequest, case_id: UUID) -> dict[str, Any]:
    """Head, household, pathways with their stages, what is due."""
    return told_whole(load_case(request, case_id), clock.today())


@router.get(
    "/cases/{uuid:case_id}/timeline",
    response=TimelinePage,
    url_name="case_timeline",
    summary="What happened in it",
)
@reading("cases", "cases.view", query=Paging)
def get_timeline(request: ProgramRequest, case_id: UUID, query: Query[Paging]) -> dict[str, Any]:
    """Diary and steps, newest first, for those who read the case; a partner in the team gets 404."""
    case = load_case(request, case_id, Depth.READ)
    start = after(query.cursor, _moment, int, int)
    entries, following = timeline_of(case, request.user, limit=query.limit, after=start)
    return {"items": entries, "next": following}


def _office(code: str | None) -> int | None:
    if code is None:
        return None
    found = Office.objects.filter(code=code).values_list("pk", flat=True).first()
    if found is None:
        raise Mistaken("unit", _("There is no office with this code."))
    return found


def _moment(written: str) -> datetime:
    found = datetime.fromisoformat(written)
    if found.tzinfo is None:
        raise ValueError(written)
    return found
