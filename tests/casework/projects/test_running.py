"""Start, reviews, suspension, closure, and what the worklist says meanwhile."""

from datetime import date, timedelta

import pytest

from accanto.casework.assessment.models import Assessment
from accanto.casework.assessment.queries import area_scores
from accanto.casework.cases.due import due_row
from accanto.casework.cases.models import Deadline
from accanto.casework.cases.operations import CaseStillOpen, close_case
from accanto.casework.projects import operations
from accanto.casework.projects.models import CommitmentReview, Project
from accanto.casework.projects.queries.watches import watches_of
from accanto.core.errors import OperationRefused
from accanto.people.persons.operations import declare_pregnancy
from accanto.resources.catalogue.models import Service
from tests.casework.projects import situations
from tests.scenarios import NOW, TODAY, moment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue", "morning")]


def due(code: str) -> date | None:
    return Deadline.objects.filter(code=code, state="open").values_list("due_on", flat=True).first()


def all_answers(found: situations.InProject, **more: object) -> operations.Answers:
    return operations.Answers(
        commitments={c.pk: ("yes", "") for c in found.project.commitments.present()},
        goals={g.pk: ("under_way", "") for g in found.project.goals.present()},
        **more,  # type: ignore[arg-type]
    )


def test_a_project_starts_after_the_last_signature_and_its_reviews_are_due_within_90_days() -> None:
    found = situations.proposed()
    with pytest.raises(OperationRefused):
        operations.start_project(project=found.project, on=TODAY, by=found.anna, at=NOW)
    situations.sign_all(found)
    with pytest.raises(OperationRefused) as refusal:
        operations.start_project(project=found.project, on=TODAY - timedelta(days=1), by=found.anna, at=NOW)
    assert refusal.value.field == "on"
    operations.start_project(project=found.project, on=TODAY, by=found.anna, at=NOW)
    assert (due("project_to_start"), due("project_review")) == (None, TODAY + timedelta(days=90))
    assert found.again().next_review_on == TODAY + timedelta(days=90)


def test_a_review_asks_for_every_commitment_and_goal_and_measures_the_six_areas() -> None:
    found = situations.running()
    day = TODAY + timedelta(days=60)
    at = moment(day)
    half = operations.Answers(commitments={}, goals={})
    with pytest.raises(operations.ReviewRefused) as refusal:
        operations.record_review(project=found.project, held_on=day, answers=half, by=found.anna, at=at)
    assert len(refusal.value.missing) == 5
    review = operations.record_review(
        project=found.project,
        held_on=day,
        answers=all_answers(found, levels=situations.levels(3), notes="Va meglio"),
        next_review_on=day + timedelta(days=30),
        by=found.anna,
        at=at,
    )
    assert (review.assessment.moment, review.assessment.state) == ("review", "closed")  # type: ignore[union-attr]
    assert {score.review for score in area_scores(found.project.pathway).areas} == {3}
    assert CommitmentReview.objects.filter(review=review, fulfilment="yes").count() == 3
    assert due("project_review") == day + timedelta(days=30)
    assert list(found.project.pathway.stages.filter(stage="review").values_list("entered_on", flat=True)) == [
        day
    ]


def test_the_next_review_is_never_later_than_the_rule() -> None:
    found = situations.running()
    operations.record_review(
        project=found.project,
        held_on=TODAY,
        answers=all_answers(found),
        next_review_on=TODAY + timedelta(days=400),
        by=found.anna,
        at=NOW,
    )
    assert due("project_review") == TODAY + timedelta(days=90)


def test_reviews_wait_while_the_project_is_suspended() -> None:
    found = situations.running()
    operations.suspend_project(
        project=found.project, reason="Ricovero di Lucia", on=TODAY, by=found.anna, at=NOW
    )
    assert (found.again().state, due("project_review")) == ("suspended", None)
    with pytest.raises(operations.ReviewRefused):
        operations.record_review(
            project=found.project, held_on=TODAY, answers=all_answers(found), by=found.anna, at=NOW
        )
    later = moment(TODAY + timedelta(days=20))
    operations.resume_project(project=found.project, on=later.date(), by=found.anna, at=later)
    assert (found.again().state, due("project_review")) == ("running", later.date() + timedelta(days=90))


def closing(found: situations.InProject, **more: object) -> operations.Closing:
    values = {
        "outcome": "autonomy",
        "evaluation": "Hanno ripreso a pagare l’affitto.",
        "closed_on": TODAY,
        **more,
    }
    return operations.Closing(**values)  # type: ignore[arg-type]


def test_closing_with_actions_open_lists_them_and_changes_nothing() -> None:
    found = situations.running()
    with pytest.raises(operations.ProjectStillOpen) as refusal:
        operations.close_project(project=found.project, closing=closing(found), by=found.anna, at=NOW)
    assert len(refusal.value.missing) == 3
    assert any("Lucia Campioni" in str(line) for line in refusal.value.missing)
    assert found.again().state == "running"
    partly = dict(list(situations.fates(found).items())[:2])
    with pytest.raises(operations.ProjectStillOpen) as again:
        operations.close_project(
            project=found.project, closing=closing(found, fates=partly), by=found.anna, at=NOW
        )
    assert len(again.value.missing) == 1
    assert (len(operations.open_actions(found.project)), found.again().state) == (3, "running")


def test_a_cancelled_action_needs_its_reason() -> None:
    found = situations.running()
    fates = dict.fromkeys(situations.fates(found), ("cancelled", ""))
    with pytest.raises(OperationRefused) as refusal:
        operations.close_project(
            project=found.project, closing=closing(found, fates=fates), by=found.anna, at=NOW
        )
    assert refusal.value.field == "reason"


def test_closing_measures_the_exit_and_ends_the_pathway() -> None:
    found = situations.running()
    operations.close_project(
        project=found.project,
        closing=closing(found, fates=situations.fates(found), levels=situations.levels(4)),
        by=found.anna,
        at=NOW,
    )
    project = found.again()
    assert (project.state, project.closure.outcome, project.pathway.state) == ("closed", "autonomy", "closed")
    assert Assessment.objects.get(pathway=project.pathway, moment="exit").state == "closed"
    assert not Deadline.objects.filter(case=project.case, code__startswith="project", state="open").exists()


def test_a_case_does_not_close_over_a_living_project() -> None:
    found = situations.running()
    with pytest.raises(CaseStillOpen) as refusal:
        close_case(
            case=found.situation.case, outcome="other", evaluation="-", by=found.anna, at=NOW, on=TODAY
        )
    assert any("progetto" in str(line) for line in refusal.value.missing)


def test_a_draft_is_abandoned_with_a_reason_and_another_may_begin() -> None:
    found = situations.written()
    with pytest.raises(OperationRefused):
        operations.close_project(project=found.project, closing=closing(found), by=found.anna, at=NOW)
    operations.abandon_project(project=found.project, reason="La famiglia ci ripensa", by=found.anna, at=NOW)
    assert found.again().state == "closed"
    again = operations.open_project(pathway=found.situation.pathway, by=found.anna, at=NOW)
    assert Project.objects.exclude(state="closed").get() == again


def test_an_in_depth_analysis_asks_for_a_support_of_the_national_plan() -> None:
    situation = situations.complex_situation()
    situations.deepened(situation, work_expected="Lucia lavora")
    found = situations.begun(situation)
    deadline = Deadline.objects.get(code="support_missing", state="open")
    assert "LEP" in deadline.rule
    local = Service.objects.get(code="prevenzione-dipendenze")
    operations.add_support(project=found.project, service=local, by=found.anna, at=NOW)
    assert due("support_missing") is not None
    literacy = Service.objects.get(code="alfabetizzazione")
    support = operations.add_support(project=found.project, service=literacy, by=found.anna, at=NOW)
    assert due("support_missing") is None
    operations.remove_support(support=support, by=found.anna, at=NOW)
    assert due("support_missing") is not None


def test_parenting_support_is_due_in_the_first_thousand_days_of_a_complex_need() -> None:
    found = situations.begun(situations.complex_situation())
    # Nico was born on 20 June 2025.
    assert due("parenting_support_missing") is not None
    watch = watches_of(found.situation.pathway, TODAY)[1]
    assert (watch.due, watch.met, "Nico" in watch.sentence) == (True, False, True)
    parenting = Service.objects.get(code="sostegno-genitorialita-mediazione")
    operations.add_support(project=found.project, service=parenting, by=found.anna, at=NOW)
    assert due("parenting_support_missing") is None
    assert not watches_of(found.situation.pathway, date(2027, 6, 20))[1].due


def test_a_pregnancy_counts_and_a_simple_need_does_not() -> None:
    situation = situations.social_situation()
    assert not watches_of(situation.pathway, TODAY)[1].due
    situation.pathway.way = "complex"
    day = date(2027, 8, 1)
    assert not watches_of(situation.pathway, day)[1].due
    declare_pregnancy(person=situation.family.lucia, expected_on=date(2028, 2, 1), at=moment(day))
    watch = watches_of(situation.pathway, day)[1]
    assert (watch.due, "Lucia" in watch.sentence) == (True, True)


def test_an_analysis_begun_without_a_project_reaches_the_worklist_overnight() -> None:
    situation = situations.complex_situation()
    situations.deepened(situation, work_expected="Lucia lavora")
    assert due("support_missing") is None
    assert operations.refresh_all_watches(at=NOW) == 1
    assert (due("support_missing") is None, due("parenting_support_missing") is None) == (False, False)
    deadline = Deadline.objects.get(code="parenting_support_missing")
    assert "Nico" in due_row(deadline, TODAY)["text"]
