from types import SimpleNamespace

import pytest

from accanto.casework.assessment.models import Assessment
from accanto.casework.assessment.operations import (
    accept_member_proposals,
    open_assessment,
    publish_instruments,
    save_answer,
)
from accanto.casework.assessment.queries import full_reader, sheet_of
from accanto.casework.cases.operations import add_co_worker
from accanto.people.persons.enums import Depth, GrantReason
from tests import cast, scenarios
from tests.scenarios import NOW, TODAY


@pytest.fixture
def published(db: None) -> None:
    publish_instruments(at=NOW)


@pytest.fixture
def analysis(published: None) -> SimpleNamespace:
    return begun()


def begun(surname: str = "Campioni") -> SimpleNamespace:
    situation = scenarios.family_in_charge(surname)
    people = cast.everyone()
    join(situation, people.bruno)
    assessment = open_assessment(pathway=situation.pathway, kind="section_a", by=people.anna, at=NOW)
    return SimpleNamespace(**vars(situation) | vars(people), assessment=assessment)


def join(situation: SimpleNamespace, user: object, depth: int = Depth.TEAM) -> None:
    add_co_worker(
        case=situation.case,
        user=user,
        by=situation.carla,
        at=scenarios.moment(scenarios.date(2026, 11, 13)),
        on=scenarios.date(2026, 11, 13),
        depth=depth,
        grant_reason=GrantReason.MINI_TEAM,
    )


# A mother alone who is out of work, behind with the rent, with nobody to count on.
COMPLEX = {
    "request_words": "Il padrone di casa vuole i soldi",
    "composition_matches": "yes",
    "language": "well",
    "income_sources": ["measure"],
    "month_end": "hardly",
    "tenure": "rented",
    "eviction": "arrears",
    "services_present": ["none"],
    "support": 1,
    "first_step": "Chiamare il proprietario",
}
LUCIA = {
    "work_status": "unemployed",
    "schooling": "upper",
    "health_state": "well",
    "disability_state": "none",
}
CHILD = {"health_state": "well", "disability_state": "none"}
WORK_ONLY = {**COMPLEX, "eviction": "no_risk", "support": 4}


def fill(analysis: SimpleNamespace, answers: dict[str, object], **more: object) -> None:
    """Everything that is needed to close, written by Anna."""
    family = analysis.family
    wanted = [(item, None, value) for item, value in {**answers, **more}.items()]
    wanted += [(item, family.lucia, value) for item, value in LUCIA.items()]
    for child in (family.marta, family.nico):
        wanted += [(item, child, value) for item, value in CHILD.items()]
    wanted.append(("attendance", family.marta, "regular"))
    for item, person, value in wanted:
        write(analysis, item, value, person=person)


def write(
    analysis: SimpleNamespace, item: str, value: object, *, by: object = None, **more: object
) -> object:
    answer = analysis.assessment.answers.filter(item=item, person=more.get("person")).first()
    return save_answer(
        assessment=analysis.assessment,
        item=item,
        value=value,
        expected_version=answer.version if answer else 0,
        by=by or analysis.anna,
        at=more.pop("at", NOW),
        **more,
    )


def decide_all(analysis: SimpleNamespace) -> None:
    accept_member_proposals(assessment=analysis.assessment, by=analysis.anna, at=NOW)


def full_sheet(assessment: Assessment) -> object:
    return sheet_of(full_reader(Assessment.objects.get(pk=assessment.pk)), TODAY)
