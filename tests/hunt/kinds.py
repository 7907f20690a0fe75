"""Every kind of object that an address names by an id, and for whom each row is there."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.hunt.oracle import READ, TEAM, WORK, Oracle, Sight, _rows

Seen = set[Any]


@dataclass(frozen=True)
class Kind:
    """`rows`: every id there is; `seen`: those that an account may see at a depth."""

    rows: Callable[[], Seen]
    seen: Callable[[Oracle, Sight, int], Seen]


def _all(table: str) -> Callable[[], Seen]:
    return lambda: {pk for (pk,) in _rows(f"SELECT id FROM {table}")}  # noqa: S608 - our own tables


def of_a_case(table: str, path: str = "case_id", joined: str = "") -> Kind:
    """Rows of one case: seen by whoever sees it so deeply."""

    def seen(_oracle: Oracle, sight: Sight, depth: int) -> Seen:
        rows = _rows(f"SELECT one.id, {path} FROM {table} one {joined}")  # noqa: S608 - our own tables
        return {pk for pk, case in rows if sight.cases.get(case, 0) >= depth}

    return Kind(_all(table), seen)


_PATHWAY = "JOIN pathways_pathway way ON way.id = one.pathway_id"


def _applications(_oracle: Oracle, sight: Sight, _depth: int) -> Seen:
    """Decision 17, anew: whoever follows the lists, or reads the case; nothing where somebody is apart."""
    found = set()
    named = _rows("SELECT application_id, person_id FROM outcomes_applicant WHERE person_id IS NOT NULL")
    home = _rows("SELECT household_id, person_id FROM households_member WHERE ends_on IS NULL")
    hiding = {application for application, person in named if person in sight.apart}
    homes = {household for household, person in home if person in sight.apart}
    fences = dict(_rows("SELECT id, compartment FROM cases_case"))
    for pk, person, household, case in _rows(
        "SELECT id, person_id, household_id, case_id FROM outcomes_application"
    ):
        fenced = case and fences[case] in {"violence", "adoption", "justice", "child_protection"}
        apart = person in sight.apart or pk in hiding or household in homes or case in sight.barred_cases
        if apart or (fenced and case not in sight.cases):
            continue
        if "outcomes.view" in sight.permissions or sight.cases.get(case, 0) >= READ:
            found.add(pk)
    return found


def _people(_oracle: Oracle, sight: Sight, depth: int) -> Seen:
    return {pk for pk, held in sight.persons.items() if held >= depth}


def _documents(_oracle: Oracle, sight: Sight, _depth: int) -> Seen:
    """Papers of a case by the depth of their kind; the file of a list of outcomes is for whoever brought it."""
    rows = _rows("SELECT id, context, kind, created_by_id FROM documents_document")
    return {
        pk
        for pk, case, kind, author in rows
        if sight.cases.get(case, 0) >= (READ if kind == "attachment" else TEAM)
        or (case is None and kind == "outcome_list" and author == sight.user_id)
    }


def _papers(oracle: Oracle, sight: Sight, depth: int) -> Seen:
    """Rows of documents, which pages of their own open: minutes to whoever made them, extracts of somebody's data to
    those who answer requests."""
    rows = _rows("SELECT id, context, created_by_id FROM documents_document")
    cases = {pk for (pk,) in _rows("SELECT id FROM cases_case")}
    governs = "privacy.govern" in sight.permissions
    return _documents(oracle, sight, depth) | {
        pk
        for pk, case, author in rows
        if (case not in cases and author == sight.user_id) or (case is None and author is None and governs)
    }


def _to_govern(table: str, column: str) -> Kind:
    """The privacy officer all of them, who coordinates those of their own."""

    def seen(_oracle: Oracle, sight: Sight, _depth: int) -> Seen:
        rows = _rows(f"SELECT id, {column} FROM {table}")  # noqa: S608 - our own tables
        if "privacy.review" in sight.permissions:
            return {pk for pk, _whom in rows}
        return {pk for pk, whom in rows if whom in sight.persons or whom in sight.cases}

    return Kind(_all(table), seen)


def _own(table: str, column: str, *, others: bool = False) -> Kind:
    """One's own rows; or, with `others`, those of everybody else."""

    def seen(_oracle: Oracle, sight: Sight, _depth: int) -> Seen:
        rows = _rows(f"SELECT id, {column} FROM {table}")  # noqa: S608 - our own tables
        return {pk for pk, owner in rows if (owner == sight.user_id) != others}

    return Kind(_all(table), seen)


def _of_the_zone(table: str) -> Kind:
    return Kind(_all(table), lambda _oracle, _sight, _depth: _all(table)())


def _meetings(_oracle: Oracle, sight: Sight, _depth: int) -> Seen:
    """Of the teams in which one sits or that one coordinates, and where a household that one sees is discussed."""
    sits = {team for team, in _rows(
        "SELECT team_id FROM teams_teammember WHERE user_id = %s AND ends_on IS NULL AND membership = 'basic'",
        sight.user_id,
    )}  # fmt: skip
    called = _rows(
        "SELECT item.meeting_id FROM teams_agendaguest guest JOIN teams_agendaitem item ON item.id = guest.item_id"
        " WHERE guest.user_id = %s",
        sight.user_id,
    )
    discussed = _rows(
        "SELECT item.meeting_id, way.case_id FROM teams_agendaitem item"
        " JOIN pathways_pathway way ON way.id = item.pathway_id"
    )
    there = {pk for (pk,) in called} | {pk for pk, case in discussed if sight.cases.get(case, 0) >= TEAM}
    held = _rows(
        "SELECT one.id, team.id, team.unit_id FROM teams_teammeeting one JOIN teams_team team ON team.id = one.team_id"
    )
    return {pk for pk, team, unit in held if pk in there or team in sits or unit in sight.coordinates}


def _traineeships(_oracle: Oracle, sight: Sight, _depth: int) -> Seen:
    """The student's and the tutor's own; all of them for those who manage the staff."""
    rows = _rows("SELECT id, tutor_id, student_id FROM training_traineeship")
    manages = "staff.manage" in sight.permissions
    return {pk for pk, tutor, student in rows if manages or sight.user_id in (tutor, student)}


def _places(_oracle: Oracle, sight: Sight, _depth: int) -> Seen:
    """Of a case that one sees (as a card); taken by oneself, or at one's office, unless the case is kept apart."""
    rows = _rows(
        "SELECT place.id, place.case_id, place.taken_by_id, slot.office_id, care.compartment = 'ordinary'"
        " FROM agenda_place place JOIN agenda_slot slot ON slot.id = place.slot_id"
        " JOIN cases_case care ON care.id = place.case_id"
    )
    works = {office for (office,) in _rows(
        "SELECT office_id FROM staff_rolegrant WHERE user_id = %s AND ends_on IS NULL", sight.user_id
    )}  # fmt: skip
    there = works | set(sight.coordinates) if "agenda.book" in sight.permissions else set()
    return {
        pk
        for pk, case, by, office, ordinary in rows
        if sight.cases.get(case, 0) >= 10 or (ordinary and (by == sight.user_id or office in there))
    }


_CASE = Kind(
    _all("cases_case"),
    lambda _oracle, sight, depth: {pk for pk, held in sight.cases.items() if held >= depth},
)
_PATHWAYS = of_a_case("pathways_pathway")
KINDS = {
    "case": _CASE,
    "person": Kind(_all("persons_person"), _people),
    "document": Kind(_all("documents_document"), _documents),
    "application": Kind(_all("outcomes_application"), _applications),
    "unknown": Kind(_all("outcomes_application"), _applications),
    "pathway": _PATHWAYS,
    "analysed": _PATHWAYS,
    "carried_on": _PATHWAYS,
    "complex": _PATHWAYS,
    "assessment": of_a_case("assessment_assessment"),
    "convocation": of_a_case("pathways_convocation", "way.case_id", _PATHWAY),
    "pact": of_a_case("pathways_servicepact", "way.case_id", _PATHWAY),
    "project": of_a_case("projects_project"),
    "meeting": Kind(_all("teams_teammeeting"), _meetings),
    "traineeship": Kind(_all("training_traineeship"), _traineeships),
    "agenda_place": Kind(_all("agenda_place"), _places),
    "agenda_meeting": of_a_case("cases_appointment"),
    "item": of_a_case("teams_agendaitem", "way.case_id", _PATHWAY),
    "finding": _of_the_zone("privacy_finding"),
    "declaration": _own("privacy_declaration", "user_id", others=True),
    "retention_review": _to_govern("privacy_retentionreview", "case_id"),
    "court_hold": _to_govern("privacy_courthold", "person_id"),
    "person_request": _to_govern("privacy_personrequest", "person_id"),
    "imported": _of_the_zone("outcomes_outcomeimport"),
    "uploaded": _own("outcomes_outcomeimport", "uploaded_by_id"),
    "job": _own("jobs_job", "owner_id"),
    "notification": _own("notifications_notification", "user_id"),
    "operator": _of_the_zone("staff_user"),
    "contract": _of_the_zone("staff_contract"),
    "role_grant": _of_the_zone("staff_rolegrant"),
    "post": _of_the_zone("staff_officepost"),
}
# Kinds that lead to people: of all their ids, not of a sample, the database itself is asked who sees which.
_TABLES = {
    "case": "cases_case",
    "person": "persons_person",
    "document": "documents_document",
    "application": "outcomes_application",
    "pathway": "pathways_pathway",
    "assessment": "assessment_assessment",
    "convocation": "pathways_convocation",
    "pact": "pathways_servicepact",
    "project": "projects_project",
    "item": "teams_agendaitem",
    "traineeship": "training_traineeship",
    "agenda_place": "agenda_place",
    "retention_review": "privacy_retentionreview",
    "court_hold": "privacy_courthold",
    "person_request": "privacy_personrequest",
    "job": "jobs_job",
    "notification": "notifications_notification",
}
WHOLE = {
    table: Kind(_all(table), _papers) if name == "document" else KINDS[name]
    for name, table in _TABLES.items()
}
# Depth that an address asks for, where it is more than the team's (20); a person is seen from the card (10) on.
DEPTHS = {
    "person": 10,
    "case_access": READ,
    "case_bars": READ,
    "case_bar_end": READ,
    "case_close": WORK,
    "case_openings": WORK,
    "case_openings_pdf": WORK,
    "convoke": WORK,
    "service_pact_record": TEAM,
}
