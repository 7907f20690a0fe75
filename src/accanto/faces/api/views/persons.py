"""Persons for programs: by exact code, or one at a time."""

from typing import Any
from uuid import UUID

from ninja import Router

from accanto.core import clock
from accanto.core.web import load, reads
from accanto.faces.api.doors import reading
from accanto.faces.api.reading.persons import person_seen_by, persons_with, told_in_a_row, told_whole
from accanto.faces.api.requests import ProgramRequest
from accanto.faces.api.schemas.persons import CodeIn, PersonList, PersonOut

router = Router(tags=["persons"])


@router.post("/persons/by-code", response=PersonList, url_name="person_by_code", summary="Who has this code")
@reading("persons", "search.people")
def find_person(request: ProgramRequest, body: CodeIn) -> dict[str, Any]:
    """By the exact codice fiscale alone: names are not searched here."""
    found = list(persons_with(request.user, body.codice_fiscale)[:5])
    reads.searched(body.codice_fiscale.upper(), found)
    return {"items": [told_in_a_row(person) for person in found]}


@router.get("/persons/{uuid:person_id}", response=PersonOut, url_name="person", summary="One person")
@reading("persons", "search.people", single=True)
def get_person(request: ProgramRequest, person_id: UUID) -> dict[str, Any]:
    today = clock.today()
    person = load(person_seen_by(request.user, today), person_id)
    return told_whole(person, request.user, today)
