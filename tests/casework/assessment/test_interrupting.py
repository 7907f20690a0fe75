"""An assessment that nobody will finish: interrupted with its reason, never counted as closed."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accanto.casework.assessment.models import Assessment
from accanto.casework.assessment.operations import (
    close_assessment,
    interrupt_assessment,
    open_assessment,
    publish_instruments,
    reopen_assessment,
)
from accanto.casework.assessment.queries import activable_members, area_scores, way_of
from accanto.casework.cases.models import Case, Deadline
from accanto.casework.cases.operations import CaseStillOpen, close_case
from accanto.casework.pathways.operations import close_pathway
from accanto.core import clock
from accanto.core.errors import NotPermitted, OperationRefused
from accanto.foundation.audit.models import Event
from accanto.steering.indicators.figures import Scope
from accanto.steering.indicators.queries.facts import facts
from tests.access.assignment.test_assigning import application
from tests.casework.assessment.conftest import COMPLEX, begun, decide_all, fill, write
from tests.casework.assessment.test_concurrency import together
from tests.scenarios import NOW, TODAY

WHY = "La famiglia si è trasferita prima del secondo colloquio"


@pytest.fixture
def at_nine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(clock, "today", lambda: TODAY)


def interrupt(analysis, **more) -> Assessment:
    return interrupt_assessment(
        **{"assessment": analysis.assessment, "reason": WHY, "by": analysis.anna, "at": NOW, **more}
    )


def end_pathway(analysis) -> None:
    close_pathway(pathway=analysis.pathway, reason="trasferita", on=TODAY, by=analysis.carla, at=NOW)


def end_case(analysis) -> Case:
    return close_case(
        case=analysis.case, outcome="moved", evaluation="Seguita altrove", by=analysis.anna, at=NOW, on=TODAY
    )


def test_it_says_who_when_and_why_and_takes_the_work_off_the_list(analysis) -> None:
    assert Deadline.objects.filter(code="assessment.analysis_to_complete", state="open").count() == 1
    row = interrupt(analysis, reason=f"  {WHY}\n ")
    assert (row.state, row.interrupted_on, row.interrupted_by, row.interruption_reason, row.closed_on) == (
        "stopped",
        TODAY,
        analysis.anna,
        WHY,
        None,
    )
    assert Deadline.objects.get(code="assessment.analysis_to_complete").state == "cancelled"
    event = Event.objects.get(verb="assessment.section_a.interrupted")
    assert (event.params["reason"], event.context) == (WHY, analysis.case.pk)


def test_a_reason_is_asked_and_only_those_who_may_close_interrupt(analysis) -> None:
    with pytest.raises(OperationRefused) as refusal:
        interrupt(analysis, reason=" \n ")
    assert refusal.value.field == "reason"
    for stranger in (analysis.bruno, analysis.giulia):
        with pytest.raises(NotPermitted):
            interrupt(analysis, by=stranger)
    assert Assessment.objects.get(pk=analysis.assessment.pk).state == "open"


def test_nothing_of_it_changes_any_more(analysis) -> None:
    write(analysis, "request_words", "Casa")
    interrupt(analysis)
    for act in (
        lambda: write(analysis, "request_words", "Casa e lavoro"),
        lambda: decide_all(analysis),
        lambda: interrupt(analysis),
        lambda: close_assessment(assessment=analysis.assessment, way="complex", by=analysis.anna, at=NOW),
        lambda: reopen_assessment(assessment=analysis.assessment, reason="x", by=analysis.anna, at=NOW),
    ):
        with pytest.raises(OperationRefused):
            act()
    assert analysis.assessment.answers.get().value == "Casa"


@pytest.mark.parametrize(
    "change",
    [
        {"state": "open", "interrupted_on": None, "interrupted_by": None, "interruption_reason": ""},
        {"interruption_reason": "altro"},
    ],
)
def test_the_database_keeps_an_interruption_as_it_was_written(analysis, change) -> None:
    interrupt(analysis)
    with pytest.raises(IntegrityError, match="stays interrupted"), transaction.atomic():
        Assessment.objects.filter(pk=analysis.assessment.pk).update(**change)


@pytest.mark.parametrize(
    ("facts_of", "name"),
    [
        ({"state": "stopped"}, "who_when_and_why"),
        ({"interruption_reason": "x"}, "who_when_and_why"),
        ({"state": "stopped", "closed_on": TODAY}, "assessment_"),
    ],
)
def test_the_state_stands_with_its_facts(analysis, facts_of, name) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Assessment.objects.filter(pk=analysis.assessment.pk).update(**facts_of)


def test_a_closed_one_is_not_interrupted(analysis) -> None:
    fill(analysis, COMPLEX)
    decide_all(analysis)
    close_assessment(assessment=analysis.assessment, way="complex", by=analysis.anna, at=NOW)
    with pytest.raises(OperationRefused, match="già chiusa"):
        interrupt(analysis)


def test_figures_do_not_count_it_as_closed(analysis) -> None:
    application(id=analysis.pathway.source, case_id=analysis.pathway.case_id)
    fill(analysis, COMPLEX)
    decide_all(analysis)
    interrupt(analysis)
    analysed = facts(Scope(as_of=TODAY + timedelta(days=5), measure="adi"))
    assert [row.analysis_on for row in analysed] == [None]
    assert (way_of(analysis.pathway), activable_members(analysis.pathway)) == ("", frozenset())


def test_levels_of_an_interrupted_assessment_measure_nothing(analysis) -> None:
    analysis.assessment = open_assessment(
        pathway=analysis.pathway, kind="six_areas", by=analysis.anna, at=NOW
    )
    write(analysis, "level_work", 2)
    interrupt(analysis)
    assert area_scores(analysis.pathway).known is False


def test_another_may_be_begun_while_the_pathway_runs(analysis) -> None:
    interrupt(analysis)
    again = open_assessment(pathway=analysis.pathway, kind="section_a", by=analysis.anna, at=NOW)
    assert (again.state, Assessment.objects.filter(pathway=analysis.pathway).count()) == ("open", 2)


def test_a_case_does_not_close_over_an_unfinished_assessment(analysis) -> None:
    with pytest.raises(CaseStillOpen) as refusal:
        end_case(analysis)
    told = [line for line in refusal.value.missing if "Sezione A" in line]
    assert [("chiudila, o interrompila" in line, "«Valutazioni»" in line) for line in told] == [(True, True)]


def test_one_left_in_a_closed_pathway_does_not_trap_the_case(analysis) -> None:
    end_pathway(analysis)
    with pytest.raises(CaseStillOpen) as refusal:
        end_case(analysis)
    assert "percorso chiuso: interrompila" in refusal.value.missing[0]
    interrupt(analysis)
    assert end_case(analysis).state == "closed"


def test_the_tab_offers_it_when_the_pathway_has_closed(at_nine, analysis, client: Client) -> None:
    end_pathway(analysis)
    client.force_login(analysis.anna)
    address = reverse("assessment_decision", args=[analysis.assessment.pk])
    tab = reverse("case_assessments", args=[analysis.case.pk])
    assert f"{address}#interrupt" in client.get(tab).content.decode()
    client.post(reverse("assessment_interrupt", args=[analysis.assessment.pk]), {"reason": WHY})
    page = client.get(tab).content.decode()
    assert f"{address}#interrupt" not in page
    assert f"Interrotta oggi da Anna Prova: {WHY}" in page


def test_the_page_asks_why_and_then_tells(at_nine, analysis, client: Client) -> None:
    client.force_login(analysis.anna)
    act = reverse("assessment_interrupt", args=[analysis.assessment.pk])
    refused = client.post(act, {"reason": ""})
    assert (refused.status_code, "Scrivi perché resta incompiuta." in refused.content.decode()) == (422, True)
    done = client.post(act, {"reason": WHY}, follow=True)
    assert "resta leggibile com’è stata lasciata" in done.content.decode()
    decision = client.get(reverse("assessment_decision", args=[analysis.assessment.pk])).content.decode()
    assert [WHY in decision, "Riapri" in decision, "Interrompi" in decision] == [True, False, False]
    paper = client.get(reverse("assessment_print", args=[analysis.assessment.pk])).content.decode()
    assert "mai chiusa" in paper


def test_a_partner_does_not_interrupt(at_nine, analysis, client: Client) -> None:
    client.force_login(analysis.bruno)
    act = reverse("assessment_interrupt", args=[analysis.assessment.pk])
    assert client.post(act, {"reason": WHY}).status_code == 403
    assert Assessment.objects.get(pk=analysis.assessment.pk).state == "open"


@pytest.mark.django_db(transaction=True)
def test_of_closing_and_interrupting_at_once_one_holds() -> None:
    publish_instruments(at=NOW)
    analysis = begun()
    fill(analysis, COMPLEX)
    decide_all(analysis)
    results = together(
        lambda: interrupt(analysis),
        lambda: close_assessment(assessment=analysis.assessment, way="complex", by=analysis.anna, at=NOW),
    )
    assert sorted(isinstance(r, OperationRefused) for r in results) == [False, True]
    row = Assessment.objects.get(pk=analysis.assessment.pk)
    assert (row.state == "stopped") is (row.closed_on is None)
