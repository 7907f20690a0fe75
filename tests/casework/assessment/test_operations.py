from datetime import date, timedelta

import pytest

from accanto.casework.assessment.deadlines import ANALYSIS_TO_COMPLETE
from accanto.casework.assessment.enums import AssessmentState
from accanto.casework.assessment.models import (
    Answer,
    AnswerRevision,
    Assessment,
    MemberOutcome,
    UndoneClosing,
)
from accanto.casework.assessment.operations import (
    AnswerConflict,
    Change,
    close_assessment,
    decide_member,
    open_assessment,
    reopen_assessment,
    save_answer,
    save_answers,
)
from accanto.casework.assessment.queries import area_scores, complex_need, way_of
from accanto.casework.assessment.rules import right_of
from accanto.casework.cases.models import Deadline
from accanto.casework.cases.operations import open_deadline
from accanto.casework.pathways.models import Pathway, StageEntry
from accanto.casework.pathways.operations import close_pathway
from accanto.core.errors import ChangedMeanwhile, NotPermitted, OperationRefused
from accanto.foundation.audit.models import Event
from accanto.steering.indicators.figures import Scope
from accanto.steering.indicators.queries.facts import facts
from tests.access.assignment.test_assigning import application
from tests.casework.assessment.conftest import COMPLEX, WORK_ONLY, decide_all, fill, write
from tests.scenarios import NOW, TODAY


def test_one_preliminary_analysis_at_entry(analysis) -> None:
    with pytest.raises(OperationRefused, match="già"):
        open_assessment(pathway=analysis.pathway, kind="section_a", by=analysis.anna, at=NOW)
    assert Assessment.objects.filter(pathway=analysis.pathway).count() == 1


def test_it_keeps_the_version_it_was_opened_with(analysis) -> None:
    assert (analysis.assessment.instrument.code, analysis.assessment.instrument.version) == ("section_a", 1)


def test_a_closed_pathway_takes_no_new_assessment(analysis) -> None:
    close_pathway(pathway=analysis.pathway, reason="trasferita", on=TODAY, by=analysis.carla, at=NOW)
    with pytest.raises(OperationRefused, match="chiuso"):
        open_assessment(pathway=analysis.pathway, kind="six_areas", by=analysis.anna, at=NOW)


def test_a_suspended_pathway_takes_no_preliminary_analysis(published: None) -> None:
    from tests import scenarios

    situation = scenarios.family_in_charge()
    Pathway.objects.filter(pk=situation.pathway.pk).update(state="suspended")
    with pytest.raises(OperationRefused, match="sospeso"):
        open_assessment(pathway=situation.pathway, kind="section_a", by=situation.anna, at=NOW)


def test_a_stranger_cannot_begin_one(analysis) -> None:
    with pytest.raises(NotPermitted):
        open_assessment(pathway=analysis.pathway, kind="six_areas", by=analysis.giulia, at=NOW)


def test_every_form_of_an_answer_is_kept_with_its_author(analysis) -> None:
    write(analysis, "request_words", "Casa")
    write(analysis, "request_words", "Casa e lavoro", by=analysis.bruno)
    write(analysis, "request_words", None)
    rows = AnswerRevision.objects.filter(answer__item="request_words").order_by("version")
    assert [(r.version, r.value, r.author.first_name) for r in rows] == [
        (1, "Casa", "Anna"),
        (2, "Casa e lavoro", "Bruno"),
        (3, None, "Anna"),
    ]


def test_the_later_of_two_gets_both_texts(analysis) -> None:
    write(analysis, "request_words", "Casa")
    write(analysis, "request_words", "Casa e lavoro", by=analysis.bruno)
    with pytest.raises(AnswerConflict) as conflict:
        save_answer(
            assessment=analysis.assessment,
            item="request_words",
            value="Casa, e il nido",
            expected_version=1,
            by=analysis.anna,
            at=NOW,
        )
    assert (conflict.value.theirs.value, conflict.value.theirs.author, conflict.value.mine) == (
        "Casa e lavoro",
        analysis.bruno,
        "Casa, e il nido",
    )
    assert Answer.objects.get(item="request_words").value == "Casa e lavoro"


def test_the_same_answer_twice_is_no_conflict(analysis) -> None:
    write(analysis, "tenure", "rented")
    again = save_answer(
        assessment=analysis.assessment,
        item="tenure",
        value="rented",
        expected_version=0,
        by=analysis.bruno,
        at=NOW,
    )
    assert (again.version, again.author) == (1, analysis.anna)


def test_a_whole_section_saves_what_it_can_and_gives_back_the_rest(analysis) -> None:
    write(analysis, "tenure", "rented")
    write(analysis, "rent", "400.00")
    write(analysis, "tenure", "public", by=analysis.bruno)
    write(analysis, "rent", "410.00", by=analysis.bruno)
    done = save_answers(
        assessment=analysis.assessment,
        changes=[
            Change("tenure", None, "hosted", 1),  # both changed it
            Change("rent", None, "400.00", 1),  # only Bruno changed it: the page sent back what it had
            Change("rooms", None, 3, 0),
            Change("home_state", None, [], 0),  # nothing there and nothing said
        ],
        by=analysis.anna,
        at=NOW,
    )
    assert [c.theirs.item for c in done.conflicts] == ["tenure"]
    stored = dict(Answer.objects.values_list("item", "value"))
    assert stored == {"tenure": "public", "rent": "410.00", "rooms": 3}


def test_a_section_not_meant_for_somebody_cannot_be_filled(analysis) -> None:
    with pytest.raises(NotPermitted):
        write(analysis, "health_note", "x", by=analysis.bruno)
    with pytest.raises(NotPermitted):
        write(analysis, "support", 2, by=analysis.bruno)
    with pytest.raises(NotPermitted):
        write(analysis, "no_such_item", "x")
    assert Answer.objects.count() == 0


def test_somebody_of_another_household_cannot_be_written_about(analysis) -> None:
    from tests import scenarios

    other = scenarios.family("Altrui")
    with pytest.raises(NotPermitted):
        write(analysis, "work_status", "employed", person=other.lucia)
    with pytest.raises(NotPermitted):
        write(analysis, "tenure", "rented", person=analysis.family.lucia)


def test_closing_names_everything_that_is_missing(analysis) -> None:
    fill(analysis, COMPLEX, support=None, tenure=None)
    with pytest.raises(OperationRefused) as refusal:
        close_assessment(assessment=analysis.assessment, way="complex", by=analysis.anna, at=NOW)
    assert refusal.value.missing == (
        "Casa: «Abitano»",
        "Famiglia, vicini, reti: «Su chi possono contare»",
        "Se Lucia è attivabile al lavoro",
    )


@pytest.mark.parametrize(("answers", "way"), [(COMPLEX, "complex"), (WORK_ONLY, "work_only")])
def test_closing_gives_the_pathway_its_way_and_stage(analysis, answers, way) -> None:
    open_deadline(
        code=ANALYSIS_TO_COMPLETE,
        case=analysis.case,
        owner=analysis.anna,
        subject=analysis.pathway.pk,
        started_on=TODAY,
        due_on=TODAY,
    )
    fill(analysis, answers)
    decide_all(analysis)
    close_assessment(assessment=analysis.assessment, way=way, by=analysis.anna, at=NOW)
    pathway = Pathway.objects.get(pk=analysis.pathway.pk)
    assert (pathway.way, pathway.stage) == (way, "analysis")
    assert StageEntry.objects.get(pathway=pathway, stage="analysis").entered_on == TODAY
    assert (way_of(pathway), complex_need(pathway)) == (way, way == "complex")
    assert Deadline.objects.get(subject=pathway.pk, code=ANALYSIS_TO_COMPLETE).state == "done"
    assert Event.objects.filter(verb="assessment.section_a.closed", context=analysis.case.pk).count() == 1


def test_deciding_otherwise_asks_for_a_reason(analysis) -> None:
    fill(analysis, COMPLEX)
    decide_all(analysis)
    with pytest.raises(OperationRefused) as refusal:
        close_assessment(assessment=analysis.assessment, way="social_only", by=analysis.anna, at=NOW)
    assert refusal.value.field == "reason"
    closed = close_assessment(
        assessment=analysis.assessment, way="social_only", reason="C’è la zia", by=analysis.anna, at=NOW
    )
    assert (closed.proposed_way, closed.decided_way, closed.decision_reason) == (
        "complex",
        "social_only",
        "C’è la zia",
    )


def test_a_partner_neither_closes_nor_decides_about_people(analysis) -> None:
    fill(analysis, COMPLEX)
    with pytest.raises(NotPermitted):
        decide_member(
            assessment=analysis.assessment,
            person=analysis.family.lucia,
            activability="activable",
            by=analysis.bruno,
            at=NOW,
        )
    decide_all(analysis)
    with pytest.raises(NotPermitted):
        close_assessment(assessment=analysis.assessment, way="complex", by=analysis.bruno, at=NOW)


def test_a_closed_assessment_is_reopened_with_a_reason(analysis) -> None:
    fill(analysis, COMPLEX)
    decide_all(analysis)
    closed = close_assessment(assessment=analysis.assessment, way="complex", by=analysis.anna, at=NOW)
    with pytest.raises(OperationRefused, match="chiusa"):
        write(analysis, "rooms", 3)
    with pytest.raises(OperationRefused) as refusal:
        reopen_assessment(assessment=closed, reason=" ", by=analysis.anna, at=NOW)
    assert refusal.value.field == "reason"
    reopen_assessment(assessment=closed, reason="Mancava la zia", by=analysis.anna, at=NOW)
    write(analysis, "support", 4)
    write(analysis, "eviction", "no_risk")
    close_assessment(assessment=analysis.assessment, way="work_only", by=analysis.anna, at=NOW)
    assert Pathway.objects.get(pk=analysis.pathway.pk).way == "work_only"
    assert Assessment.objects.get(pk=closed.pk).state == AssessmentState.CLOSED


def test_a_closing_that_was_taken_back_stays_true_of_its_days(analysis) -> None:
    fill(analysis, COMPLEX)
    decide_all(analysis)
    closed = close_assessment(assessment=analysis.assessment, way="complex", by=analysis.anna, at=NOW)
    application(id=analysis.pathway.source, case_id=analysis.pathway.case_id)
    later = NOW + timedelta(days=10)
    reopen_assessment(assessment=closed, reason="Mancava la zia", by=analysis.anna, at=later)
    undone = UndoneClosing.objects.get(assessment=closed)
    assert (undone.closed_on, undone.reopened_on) == (TODAY, TODAY + timedelta(days=10))
    assert undone.decided_way == closed.decided_way

    def analysed(on: date) -> int:
        return facts(Scope(as_of=on, measure="adi")).filter(analysis_on__isnull=False).count()

    assert [analysed(TODAY + timedelta(days=n)) for n in (-1, 0, 9, 10)] == [0, 1, 1, 0]


def test_a_signed_project_makes_reopening_too_late(analysis) -> None:
    fill(analysis, COMPLEX)
    decide_all(analysis)
    close_assessment(assessment=analysis.assessment, way="complex", by=analysis.anna, at=NOW)
    Pathway.objects.filter(pk=analysis.pathway.pk).update(stage="project")
    with pytest.raises(OperationRefused, match="firmato"):
        reopen_assessment(assessment=analysis.assessment, reason="x", by=analysis.anna, at=NOW)


def test_exempt_needs_its_reason_and_children_are_not_decided_about(analysis) -> None:
    def decide(person, activability, **more):
        return decide_member(
            assessment=analysis.assessment,
            person=person,
            activability=activability,
            by=analysis.anna,
            at=NOW,
            **more,
        )

    with pytest.raises(OperationRefused) as refusal:
        decide(analysis.family.lucia, "exempt")
    assert refusal.value.field == "exemption"
    with pytest.raises(OperationRefused):
        decide(analysis.family.marta, "activable")
    assert decide(analysis.family.lucia, "exempt", exemption="care_burden").exemption == "care_burden"
    assert decide(analysis.family.lucia, "activable", exemption="care_burden").exemption == ""


def test_two_people_deciding_about_one_person_do_not_overwrite_each_other(analysis) -> None:
    def decide(by, activability, expected):
        return decide_member(
            assessment=analysis.assessment,
            person=analysis.family.lucia,
            activability=activability,
            expected=expected,
            by=by,
            at=NOW,
        )

    decide(analysis.anna, "activable", ":")
    with pytest.raises(ChangedMeanwhile, match="Anna"):
        decide(analysis.carla, "not_activable", ":")
    decide(analysis.carla, "not_activable", "activable:")
    assert MemberOutcome.objects.get().activability == "not_activable"


def test_the_in_depth_framework_follows_a_complex_need(analysis) -> None:
    with pytest.raises(OperationRefused, match="complesso"):
        open_assessment(pathway=analysis.pathway, kind="section_b", by=analysis.anna, at=NOW)
    fill(analysis, COMPLEX)
    decide_all(analysis)
    close_assessment(assessment=analysis.assessment, way="complex", by=analysis.anna, at=NOW)
    assert (
        open_assessment(pathway=analysis.pathway, kind="section_b", by=analysis.anna, at=NOW).state == "open"
    )


def six_areas(analysis, moment: str, levels: dict[str, int]) -> None:
    analysis.assessment = open_assessment(
        pathway=analysis.pathway, kind="six_areas", moment=moment, by=analysis.anna, at=NOW
    )
    for area, level in levels.items():
        write(analysis, f"level_{area}", level)
    close_assessment(assessment=analysis.assessment, by=analysis.anna, at=NOW)


def test_change_is_measured_on_the_six_areas(analysis) -> None:
    before = {"functioning": 2, "economic": 1, "work": 1, "education": 3, "housing": 2, "networks": 4}
    six_areas(analysis, "entry", before)
    six_areas(analysis, "exit", {**before, "housing": 5, "networks": 3})
    scores = area_scores(analysis.pathway)
    assert [(a.area, a.entry, a.review, a.exit, a.change) for a in scores.areas] == [
        ("functioning", 2, None, 2, 0),
        ("economic", 1, None, 1, 0),
        ("work", 1, None, 1, 0),
        ("education", 3, None, 3, 0),
        ("housing", 2, None, 5, 3),
        ("networks", 4, None, 3, -1),
    ]
    assert [
        a.area for a in area_scores(analysis.pathway, right_of(analysis.bruno, analysis.case.pk, NOW)).areas
    ] == [
        "work",
        "education",
        "housing",
    ]


def test_the_six_areas_close_only_when_all_are_said(analysis) -> None:
    analysis.assessment = open_assessment(
        pathway=analysis.pathway, kind="six_areas", by=analysis.anna, at=NOW
    )
    write(analysis, "level_housing", 2)
    with pytest.raises(OperationRefused) as refusal:
        close_assessment(assessment=analysis.assessment, by=analysis.anna, at=NOW)
    assert len(refusal.value.missing) == 5
