"""Every kind of object that an address names by an id, and for whom each row is there."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.hunt.oracle import CARD, READ, TEAM, WORK, Oracle, Sight, _rows

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


_MEASURE = "JOIN mandates_measure order_ ON order_.id = one.measure_id"
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


def _links(_oracle: Oracle, sight: Sight, _depth: int) -> Seen:
    """Between two people: for whoever sees both."""
    rows = _rows("SELECT id, first_id, second_id FROM matching_personlink")
    return {pk for pk, one, other in rows if one in sight.persons and other in sight.persons}


# What partners of a team do not open.
_READ_WHOLE = {"attachment", "social_report", "dossier", "court_order", "court_report"}


def _documents(_oracle: Oracle, sight: Sight, _depth: int) -> Seen:
    """Papers of a case by the depth of their kind; the file of a list of outcomes is for whoever brought it."""
    rows = _rows("SELECT id, context, kind, created_by_id FROM documents_document")
    return {
        pk
        for pk, case, kind, author in rows
        if sight.cases.get(case, 0) >= (READ if kind in _READ_WHOLE else TEAM)
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


def _office_held(sight: Sight) -> Seen:
    """Offices in which an account holds a role now, and those that it coordinates."""
    rows = _rows(
        "SELECT office_id FROM staff_rolegrant WHERE user_id = %s AND starts_on <= CURRENT_DATE"
        " AND (ends_on IS NULL OR ends_on > CURRENT_DATE)",
        sight.user_id,
    )
    return {office for (office,) in rows} | set(sight.coordinates)


def _reports(_oracle: Oracle, sight: Sight, _depth: int) -> Seen:
    """The office’s, the evaluator’s, the case’s; behind a fence of those who coordinate an office that is marked."""
    marked = {pk: set(codes) for pk, codes in _rows("SELECT id, compartments FROM bodies_office")}
    held = _office_held(sight)
    work = bool({"reports.receive", "reports.evaluate"} & set(sight.permissions))
    hiding = _barred_reports(sight)
    found = set()
    for pk, office, evaluator, writer, state, compartment, case in _rows(
        "SELECT id, office_id, evaluator_id, received_by_id, state, compartment, case_id FROM reports_report"
    ):
        fenced = compartment in {"violence", "adoption", "justice", "child_protection"}
        own = evaluator == sight.user_id or (writer == sight.user_id and state == "received")
        let_in = office in sight.coordinates and compartment in marked[office]
        of_office = work and (let_in if fenced else office in held)
        if pk not in hiding and (own or of_office or (case and sight.cases.get(case, 0) >= WORK)):
            found.add(pk)
    return found if "training.attend" not in sight.permissions else set()


def _barred_reports(sight: Sight) -> Seen:
    named = _rows("SELECT report_id, person_id, search_name FROM reports_namedperson")
    barred = {pk for (pk,) in _rows(
        "SELECT person_id FROM persons_bar WHERE user_id = %s AND ends_at IS NULL", sight.user_id
    )}  # fmt: skip
    names = {name for pk, name in _rows("SELECT id, search_name FROM persons_person") if pk in barred}
    in_cases = {
        pk for pk, case in _rows("SELECT id, case_id FROM reports_report") if case in sight.barred_cases
    }
    return in_cases | {
        pk for pk, person, name in named if person in barred or (person is None and name in names)
    }


def _evictions(oracle: Oracle, sight: Sight, depth: int) -> Seen:
    return _reports(oracle, sight, depth) & {pk for (pk,) in _rows("SELECT report_id FROM reports_eviction")}


def _appointments(_oracle: Oracle, sight: Sight, _depth: int) -> Seen:
    """Of a case that one sees, from the card on; without a case, one's own and those of one's offices."""
    mine = {pk for (pk,) in _rows(
        "SELECT appointment_id FROM cases_appointmentoperator WHERE user_id = %s", sight.user_id
    )}  # fmt: skip
    held = _office_held(sight)
    return {
        pk
        for pk, case, office in _rows("SELECT id, case_id, office_id FROM cases_appointment")
        if (sight.cases.get(case, 0) >= CARD if case else pk in mine or office in held)
    }


def _of_a_report(table: str) -> Kind:
    def seen(oracle: Oracle, sight: Sight, depth: int) -> Seen:
        reports = _reports(oracle, sight, depth)
        rows = _rows(f"SELECT id, report_id FROM {table}")  # noqa: S608 - our own tables
        return {pk for pk, report in rows if report in reports}

    return Kind(_all(table), seen)


def _needs(_oracle: Oracle, sight: Sight, _depth: int) -> Seen:
    """Of the cases that one reads, by whoever looks for volunteers; without a case, by all of these."""
    if "offers.use" not in sight.permissions:
        return set()
    rows = _rows("SELECT id, case_id FROM offers_need")
    return {pk for pk, case in rows if case is None or sight.cases.get(case, 0) >= READ}


def _of_a_need(table: str) -> Kind:
    """What was proposed for a need, and the visits that follow."""
    through = "SELECT made.id, made.need_id FROM offers_match made"
    if table == "offers_visit":
        through = "SELECT one.id, made.need_id FROM offers_visit one JOIN offers_match made ON made.id = one.match_id"

    def seen(oracle: Oracle, sight: Sight, depth: int) -> Seen:
        needs = _needs(oracle, sight, depth)
        return {pk for pk, need in _rows(through) if need in needs}

    return Kind(_all(table), seen)


def _points(sight: Sight) -> set[Any]:
    """Access points where somebody receives people today or that they coordinate."""
    mine = _rows(
        "SELECT point_id FROM desk_deskpost WHERE user_id = %s AND starts_on <= CURRENT_DATE"
        " AND (ends_on IS NULL OR ends_on > CURRENT_DATE)",
        sight.user_id,
    )
    offices = _rows("SELECT id, office_id FROM desk_accesspoint")
    return {pk for (pk,) in mine} | {pk for pk, office in offices if office in sight.coordinates}


def _contacts(_oracle: Oracle, sight: Sight, _depth: int) -> Seen:
    """Of one's access points; what a unit of one's own is asked; what became of a case that one reads. Never of people
    of whom one is told nothing."""
    points = _points(sight)
    asked = {
        contact
        for contact, unit in _rows("SELECT contact_id, unit_id FROM desk_chargerequest")
        if unit in sight.coordinates
    }
    return {
        pk
        for pk, point, person, about, case in _rows(
            "SELECT id, point_id, person_id, about_id, case_id FROM desk_contact"
        )
        if (point in points or pk in asked or sight.cases.get(case, 0) >= READ)
        and not {person, about} & sight.apart
        and case not in sight.barred_cases
    }


def _of_contacts(table: str) -> Kind:
    def seen(oracle: Oracle, sight: Sight, depth: int) -> Seen:
        told = _contacts(oracle, sight, depth)
        rows = _rows(f"SELECT id, contact_id FROM {table}")  # noqa: S608 - our own tables
        return {pk for pk, contact in rows if contact in told}

    return Kind(_all(table), seen)


def _charges(oracle: Oracle, sight: Sight, depth: int) -> Seen:
    told, points = _contacts(oracle, sight, depth), _points(sight)
    rows = _rows("SELECT id, contact_id, point_id, unit_id FROM desk_chargerequest")
    return {
        pk
        for pk, contact, point, unit in rows
        if contact in told and (unit in sight.coordinates or point in points)
    }


def _places(_oracle: Oracle, sight: Sight, _depth: int) -> Seen:
    """Of a case that one sees (as a card); taken by oneself, or at one's office, unless the case is kept apart."""
    rows = _rows(
        "SELECT place.id, place.case_id, place.taken_by_id, slot.office_id, care.compartment = 'ordinary'"
        " FROM agenda_place place JOIN agenda_slot slot ON slot.id = place.slot_id"
        " JOIN cases_case care ON care.id = place.case_id"
    )
    there = _office_held(sight) if "agenda.book" in sight.permissions else set()
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


def _transfers(_oracle: Oracle, sight: Sight, _depth: int) -> Seen:
    """Of the cases that one reads; and what waits for an answer of a unit that one coordinates, unless barred."""
    answers = "cases.transfer" in sight.permissions
    found = set()
    for pk, case, unit, state in _rows("SELECT id, case_id, to_unit_id, state FROM cases_casetransfer"):
        asked = answers and state == "proposed" and unit in sight.coordinates
        if sight.cases.get(case, 0) >= READ or (asked and case not in sight.barred_cases):
            found.add(pk)
    return found


KINDS = {
    "transfer": Kind(_all("cases_casetransfer"), _transfers),
    "change": of_a_case("cases_householdchange"),
    "case": _CASE,
    "person": Kind(_all("persons_person"), _people),
    "document": Kind(_all("documents_document"), _documents),
    "application": Kind(_all("outcomes_application"), _applications),
    "relative": Kind(_all("persons_person"), _people),
    "person_link": Kind(_all("matching_personlink"), _links),
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
    "measure": of_a_case("mandates_measure"),
    "hearing": of_a_case("mandates_hearing", "order_.case_id", _MEASURE),
    "court_report": of_a_case("mandates_courtreport", "order_.case_id", _MEASURE),
    "administrator": of_a_case("mandates_supportadministrator"),
    "traineeship": Kind(_all("training_traineeship"), _traineeships),
    "agenda_place": Kind(_all("agenda_place"), _places),
    "agenda_meeting": Kind(_all("cases_appointment"), _appointments),
    "item": of_a_case("teams_agendaitem", "way.case_id", _PATHWAY),
    "volunteer_need": Kind(_all("offers_need"), _needs),
    "volunteer_match": _of_a_need("offers_match"),
    "volunteer_visit": _of_a_need("offers_visit"),
    "report": Kind(_all("reports_report"), _reports),
    "eviction_report": Kind(
        lambda: {pk for (pk,) in _rows("SELECT report_id FROM reports_eviction")}, _evictions
    ),
    "emergency_call": _of_a_report("reports_emergencycall"),
    "desk_contact": Kind(_all("desk_contact"), _contacts),
    "desk_charge": Kind(_all("desk_chargerequest"), _charges),
    "desk_step": _of_contacts("desk_contactoutcome"),
    "desk_step_place": _of_contacts("desk_contactoutcome"),
    "desk_step_application": _of_contacts("desk_contactoutcome"),
    "desk_step_report": _of_contacts("desk_contactoutcome"),
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
    "transfer": "cases_casetransfer",
    "case": "cases_case",
    "person": "persons_person",
    "person_link": "matching_personlink",
    "document": "documents_document",
    "application": "outcomes_application",
    "pathway": "pathways_pathway",
    "assessment": "assessment_assessment",
    "convocation": "pathways_convocation",
    "pact": "pathways_servicepact",
    "project": "projects_project",
    "item": "teams_agendaitem",
    "measure": "mandates_measure",
    "hearing": "mandates_hearing",
    "court_report": "mandates_courtreport",
    "administrator": "mandates_supportadministrator",
    "traineeship": "training_traineeship",
    "volunteer_need": "offers_need",
    "volunteer_match": "offers_match",
    "volunteer_visit": "offers_visit",
    "report": "reports_report",
    "emergency_call": "reports_emergencycall",
    "desk_contact": "desk_contact",
    "desk_charge": "desk_chargerequest",
    "desk_step": "desk_contactoutcome",
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
# What a court decided is for those who read the case.
_OF_MEASURES = ("case_measures", "measure", "hearing", "court_report", "administrator")
_ON_MEASURES = (
    "measure_new", "administrator_new", "measure_responsible", "term_add", "measure_signal", "measure_end",
    "prescription_check", "prescription_add", "prescription_lift", "term_change", "hearing_new",
    "court_report_new", "court_report_sign", "court_report_send",
    "court_report_correct",
    "administrator_account", "administrator_end",
)  # fmt: skip
# Depth that an address asks for, where it is more than the team's (20); a person is seen from the card (10) on.
DEPTHS = {
    "person": 10,
    **dict.fromkeys(_OF_MEASURES, READ),
    **dict.fromkeys(_ON_MEASURES, WORK),
    "person_link": 10,
    "person_codes": 10,
    "people_compare": 10,
    "link_end": 10,
    "case_access": READ,
    "case_volunteers": READ,
    "case_contacts": READ,
    "case_reports": WORK,
    "case_bars": READ,
    "case_bar_end": READ,
    "case_close": WORK,
    "case_appointments": WORK,
    "record_family": READ,
    "record_reports": READ,
    "record_dossier": READ,
    "record_notes": READ,
    "record_relative_add": WORK,
    "record_relation_add": WORK,
    "record_contact_add": WORK,
    "case_hand_over": WORK,
    "case_suspend": WORK,
    "case_resume": WORK,
    "case_picture": READ,
    "case_change": READ,
    "case_split": WORK,
    "case_join": WORK,
    "case_move_house": WORK,
    "case_birth": WORK,
    "case_death": WORK,
    "case_open": 10,
    "case_openings": WORK,
    "case_openings_pdf": WORK,
    "convoke": WORK,
    "service_pact_record": TEAM,
}
