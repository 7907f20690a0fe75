"""Reports from their number to their outcome."""

from datetime import date, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from accanto.access.reports import operations as ops
from accanto.access.reports.models import NamedPerson, Report, ReportClock
from accanto.access.reports.operations import Decision, Named
from accanto.casework.cases.models import Case, Deadline
from accanto.core.errors import NotPermitted, OperationRefused
from accanto.foundation.documents.models import Document
from accanto.foundation.documents.reading import content_of
from accanto.foundation.notifications.models import Notification
from accanto.people.matching.given import Given
from accanto.people.persons.operations import bar, restrict_person
from tests import cast
from tests.access.reports.samples import (
    CHILD,
    NORTH,
    art_31,
    evaluated,
    eviction,
    mark,
    office,
    removal,
    report,
    taken,
)
from tests.scenarios import NOW, TODAY, family, family_in_charge, looked_for

pytestmark = pytest.mark.django_db
ROME = ZoneInfo("Europe/Rome")


def clock(row: Report, code: str) -> ReportClock:
    return ReportClock.objects.get(report=row, code=code)


def test_numbers_follow_one_another_in_the_year() -> None:
    assert [report().number, report(at=NOW + timedelta(minutes=1)).number] == ["2026/0001", "2026/0002"]
    assert report(at=datetime(2027, 1, 1, 0, 30, tzinfo=ROME)).number == "2027/0001"


def test_a_report_may_name_nobody_or_somebody_to_be_found_out() -> None:
    nobody = report()
    unknown = report(people=[Named(known="un bambino di circa otto anni, con uno zaino rosso", part="minor")])
    assert nobody.named.count() == 0
    assert [str(one) for one in unknown.named.all()] == ["un bambino di circa otto anni, con uno zaino rosso"]
    with pytest.raises(OperationRefused, match=r"what is known|che cosa si sa"):
        ops.name_person(report=nobody, given=Named(), by=cast.user(cast.ANNA), at=NOW)


@pytest.mark.parametrize("last_name", ["D'Angelò", "O", "Ñandú-Esempi"])
def test_every_name_is_kept_as_it_is_written(last_name: str) -> None:
    row = report(people=[Named(last_name=last_name, first_name="I")])
    assert row.named.get().last_name == last_name


def test_the_compartment_comes_from_the_kind() -> None:
    assert removal().compartment == "child_protection"
    mark(NORTH, "violence")
    assert report("pink_code").compartment == "violence"
    assert report("citizen").compartment == "ordinary"


def test_behind_a_fence_somebody_must_be_let_in_or_it_would_be_forgotten() -> None:
    with pytest.raises(OperationRefused) as refused:
        report("pink_code")
    assert refused.value.field == "evaluator"
    assert report("pink_code", evaluator=cast.user(cast.LUCA)).evaluator == cast.user(cast.LUCA)


@pytest.mark.parametrize(
    ("kind", "more", "field"),
    [
        ("removal_403", {"evaluator": None}, "placed_at"),
        ("eviction", {}, "execution_on"),
        ("art_31", {}, "due_on"),
        ("citizen", {"text": "  "}, "text"),
        ("citizen", {"received_at": NOW + timedelta(minutes=1)}, "received_at"),
    ],
)
def test_what_a_kind_needs_is_asked_for_by_name(kind: str, more: dict[str, object], field: str) -> None:
    with pytest.raises(OperationRefused) as refused:
        report(kind, **more)
    assert refused.value.field == field
    assert not Report.objects.exists()


def test_two_take_it_and_the_second_is_told_who_and_when() -> None:
    row = report()
    taken(row)
    with pytest.raises(OperationRefused, match=r"Anna Prova.*9:00"):
        ops.take(report=row, by=cast.user(cast.LUCA), at=NOW + timedelta(minutes=2))


def test_two_write_the_evaluation_and_no_word_is_lost() -> None:
    row = report()
    taken(row)
    carla, anna = cast.user(cast.CARLA), cast.user(cast.ANNA)
    ops.save_evaluation(
        report=row, facts="Primo", statements="", assessment="", expected_version=0, by=anna, at=NOW
    )
    with pytest.raises(ops.EvaluationChanged) as changed:
        ops.save_evaluation(
            report=row, facts="Secondo", statements="", assessment="", expected_version=0, by=carla, at=NOW
        )
    assert changed.value.theirs.facts == "Primo"


def test_a_signed_evaluation_stays_as_it_is_and_ends_its_term() -> None:
    row = evaluated(eviction(date(2026, 12, 3)))
    assert clock(row, "evaluation").done_at == NOW
    with pytest.raises(OperationRefused):
        ops.save_evaluation(
            report=row, facts="Altro", statements="", assessment="", expected_version=1,
            by=cast.user(cast.ANNA), at=NOW,
        )  # fmt: skip


def test_an_evaluation_without_facts_is_not_signed() -> None:
    row = report()
    taken(row)
    with pytest.raises(OperationRefused) as refused:
        ops.sign_evaluation(report=row, by=cast.user(cast.ANNA), at=NOW)
    assert len(refused.value.missing) == 2


def test_the_clocks_of_a_removal_move_with_what_is_done() -> None:
    row = removal()
    anna = cast.user(cast.ANNA)
    done = NOW - timedelta(minutes=10)
    ops.end_term(report=row, code="written_report", done_at=done, by=anna, at=NOW)
    assert clock(row, "prosecutor_request").due_at == done + timedelta(hours=72)
    assert not clock(row, "prosecutor_request").provisional
    with pytest.raises(OperationRefused):
        ops.end_term(report=row, code="written_report", done_at=done, by=anna, at=NOW)
    with pytest.raises(OperationRefused) as refused:
        ops.end_term(report=row, code="oral_notice", done_at=NOW + timedelta(minutes=1), by=anna, at=NOW)
    assert refused.value.field == "done_at"
    with pytest.raises(OperationRefused):
        ops.end_term(report=row, code="oral_notice", done_at=NOW - timedelta(hours=3), by=anna, at=NOW)


def test_only_what_the_service_owes_stands_in_the_evaluators_today() -> None:
    row = removal()
    mine = Deadline.objects.filter(owner=cast.user(cast.ANNA), code="reports.term", state="open")
    assert sorted(one.params["label"][:6] for one in mine) == ["Avviso", "Provve"]
    ops.end_term(report=row, code="oral_notice", done_at=NOW, by=cast.user(cast.ANNA), at=NOW)
    assert mine.all().count() == 1
    ops.entrust(report=row, evaluator=cast.user(cast.LUCA), by=cast.user(cast.ANNA), at=NOW)
    assert mine.all().count() == 0
    assert Deadline.objects.filter(owner=cast.user(cast.LUCA), code="reports.term", state="open").count() == 1


def test_a_term_that_no_longer_matters_says_why() -> None:
    row = removal()
    with pytest.raises(OperationRefused):
        ops.drop_term(report=row, code="court_decree", reason=" ", by=cast.user(cast.ANNA), at=NOW)
    ops.drop_term(report=row, code="court_decree", reason="Revocato dal PM", by=cast.user(cast.ANNA), at=NOW)
    assert clock(row, "court_decree").dropped_at == NOW


def test_the_answer_is_a_letter_that_stays_and_its_sending_ends_the_term() -> None:
    row = report()
    taken(row)
    anna = cast.user(cast.ANNA)
    answer = ops.write_answer(report=row, body="Abbiamo valutato.\n\nCordiali saluti", by=anna, at=NOW)
    document = Document.objects.get(pk=answer.document_id)
    assert content_of(document).startswith(b"%PDF")
    assert (document.frozen, document.context, document.created_by_id) == (True, row.pk, None)
    assert clock(row, "reply").running
    ops.record_sending(answer=answer, sent_at=NOW, channel="pec", proof="ricevuta 1", by=anna, at=NOW)
    assert clock(row, "reply").done_at == NOW
    with pytest.raises(OperationRefused):
        ops.record_sending(answer=answer, sent_at=NOW, channel="pec", by=anna, at=NOW)
    row.refresh_from_db()
    assert row.state == "answered"


def test_the_report_to_a_court_carries_the_signed_evaluation() -> None:
    row = art_31(date(2027, 1, 15))
    taken(row)
    with pytest.raises(OperationRefused):
        ops.write_answer(report=row, body="Ecco", by=cast.user(cast.ANNA), at=NOW)
    other = evaluated(art_31(date(2027, 1, 15)))
    assert ops.write_answer(report=other, body="Ecco", by=cast.user(cast.ANNA), at=NOW).pk
    assert clock(other, "reply").due_at == datetime(2027, 1, 16, tzinfo=ROME)


def recognised(row: Report) -> NamedPerson:
    named = row.named.get()
    given = Given(named.first_name, named.last_name, "f", named.birth_date)
    anna = cast.user(cast.ANNA)
    return ops.register_named(named=named, **looked_for(given, anna), by=anna, at=NOW)


def test_a_case_opens_in_the_compartment_of_the_report() -> None:
    row = removal()
    taken(row)
    named = recognised(row)
    anna = cast.user(cast.ANNA)
    decision = Decision("new_case", reference=named.person, unit=office(), responsible=anna)
    ops.conclude(report=row, decision=decision, by=anna, at=NOW)
    row.refresh_from_db()
    assert row.case is not None
    assert (row.case.compartment, row.case.responsible, row.state) == ("child_protection", anna, "closed")
    assert [member.person for member in row.case.household.members.all()] == [named.person]
    assert not Case.objects.visible_to(cast.user(cast.LUCA)).exists()
    # The hours of the law go on after the case is open.
    assert clock(row, "written_report").running


def test_no_case_is_opened_for_nobody() -> None:
    row = removal()
    taken(row)
    with pytest.raises(OperationRefused) as refused:
        ops.conclude(
            report=row, decision=Decision("new_case", unit=office()), by=cast.user(cast.ANNA), at=NOW
        )
    assert refused.value.field == "reference"


def test_it_joins_a_case_that_is_open_and_its_letters_go_there() -> None:
    there = family_in_charge()
    row = report(people=[Named(last_name="Campioni", first_name="Lucia")])
    taken(row)
    ops.recognise(named=row.named.get(), person=there.family.lucia, by=there.anna, at=NOW)
    answer = ops.write_answer(report=row, body="Già in carico.", by=there.anna, at=NOW)
    ops.conclude(report=row, decision=Decision("existing_case", case=there.case), by=there.anna, at=NOW)
    row.refresh_from_db()
    assert row.case == there.case
    assert Document.objects.get(pk=answer.document_id).context == there.case.pk


def test_a_report_behind_a_fence_joins_no_ordinary_case() -> None:
    there = family_in_charge()
    row = removal()
    taken(row)
    with pytest.raises(OperationRefused) as refused:
        ops.conclude(report=row, decision=Decision("existing_case", case=there.case), by=there.anna, at=NOW)
    assert refused.value.field == "case"


def test_archiving_needs_a_reason_and_a_signed_evaluation() -> None:
    anna = cast.user(cast.ANNA)
    row = report()
    taken(row)
    for decision, field in ((Decision("archived"), "reason"), (Decision("other_body"), "body")):
        with pytest.raises(OperationRefused) as refused:
            ops.conclude(report=row, decision=decision, by=anna, at=NOW)
        assert refused.value.field == field
    with pytest.raises(OperationRefused):
        ops.conclude(report=row, decision=Decision("archived", reason="Infondata"), by=anna, at=NOW)
    other = evaluated(report())
    ops.conclude(report=other, decision=Decision("archived", reason="Infondata"), by=anna, at=NOW)
    assert clock(other, "reply").running


def test_whoever_may_not_evaluate_does_not() -> None:
    row = report()
    luca = cast.user(cast.LUCA)
    taken(row)
    with pytest.raises(NotPermitted):
        ops.write_answer(report=row, body="Ecco", by=luca, at=NOW)
    with pytest.raises(NotPermitted):
        ops.take(report=report(), by=cast.user(cast.GIULIA), at=NOW)


def test_nobody_is_entrusted_with_a_report_on_whom_they_must_not_see() -> None:
    lucia = family("Campioni").lucia
    bar(
        user=cast.user(cast.LUCA),
        persons=[lucia],
        reason="relative",
        source="detto",
        by=cast.user(cast.CARLA),
        at=NOW,
    )
    row = report(people=[Named(last_name="Campioni", first_name="Lucia")])
    with pytest.raises(OperationRefused, match="Luca Campioni"):
        ops.entrust(report=row, evaluator=cast.user(cast.LUCA), by=cast.user(cast.ANNA), at=NOW)


def test_restricted_data_are_not_joined_to_a_report() -> None:
    lucia = family("Campioni").lucia
    row = report(people=[Named(last_name="Campioni", first_name="Lucia")])
    restrict_person(
        person_id=lucia.pk,
        ground="accuracy",
        reason="dice di no",
        request=uuid4(),
        by=cast.user(cast.OLGA),
        at=NOW,
    )
    with pytest.raises(OperationRefused):
        ops.recognise(named=row.named.get(), person=lucia, by=cast.user(cast.ANNA), at=NOW)


# ------------------------------------------------------------------ evictions
def test_an_eviction_is_told_from_the_measures_to_the_day() -> None:
    row = evaluated(eviction(date(2026, 12, 3)))
    anna, later = cast.user(cast.ANNA), NOW + timedelta(days=10)
    ops.note_measure(report=row, code="postponement", done_on=TODAY, by=anna, at=NOW)
    with pytest.raises(OperationRefused):
        ops.note_measure(report=row, code="magia", done_on=TODAY, by=anna, at=NOW)
    with pytest.raises(OperationRefused) as refused:
        ops.end_eviction(report=row, end="postponed", ended_on=date(2026, 12, 3), by=anna, at=later)
    assert refused.value.field == "postponed_to"
    new_day = date(2027, 1, 14)
    ops.end_eviction(
        report=row, end="postponed", ended_on=date(2026, 12, 3), postponed_to=new_day, by=anna, at=later
    )
    assert clock(row, "execution").due_at == datetime(2027, 1, 15, tzinfo=ROME)
    last = datetime(2027, 1, 14, 12, tzinfo=ROME)
    ops.end_eviction(report=row, end="solved", ended_on=new_day, by=anna, at=last)
    assert clock(row, "execution").done_at == last
    with pytest.raises(OperationRefused):
        ops.end_eviction(report=row, end="solved", ended_on=new_day, by=anna, at=last)


# ------------------------------------------------------------------ emergency
def call(row: Report, **more: object) -> object:
    given = {"called_at": NOW - timedelta(hours=1), "happened": "Un minore solo in strada.", **more}
    return ops.take_call(report=row, by=cast.user(cast.ANNA), at=NOW, **given)  # type: ignore[arg-type]


def test_a_shift_does_not_close_over_a_call_that_nobody_took() -> None:
    anna, luca = cast.user(cast.ANNA), cast.user(cast.LUCA)
    shift = ops.open_shift(office=office(), by=anna, at=NOW - timedelta(hours=9))
    with pytest.raises(OperationRefused):
        ops.open_shift(office=office(), by=anna, at=NOW)
    made = call(report())
    with pytest.raises(ops.ShiftNotHandedOver) as refused:
        ops.close_shift(shift=shift, by=anna, at=NOW)
    assert len(refused.value.missing) == 1
    with pytest.raises(OperationRefused):
        ops.accept_call(call=made, by=anna, at=NOW)  # type: ignore[arg-type]
    given = ops.accept_call(call=made, by=luca, at=NOW)  # type: ignore[arg-type]
    assert (given.accepted_by, given.accepted_at) == (luca, NOW)
    with pytest.raises(OperationRefused, match="Luca"):
        ops.accept_call(call=made, by=cast.user(cast.CARLA), at=NOW)  # type: ignore[arg-type]
    assert ops.close_shift(shift=shift, by=anna, at=NOW).state == "closed"
    with pytest.raises(NotPermitted):
        ops.close_shift(shift=shift, by=luca, at=NOW)


def test_accepting_a_call_takes_the_report_over() -> None:
    row = removal(evaluator=cast.user(cast.ANNA))
    mark(NORTH, "child_protection")
    made = call(row)
    ops.accept_call(call=made, by=cast.user(cast.CARLA), at=NOW)  # type: ignore[arg-type]
    row.refresh_from_db()
    assert row.evaluator == cast.user(cast.CARLA)


def test_a_placement_starts_the_hours() -> None:
    row = report("minor_at_risk", evaluator=cast.user(cast.LUCA))
    with pytest.raises(OperationRefused) as refused:
        call(row, placement=ops.Placement(placed_at=NOW, place=" "))
    assert refused.value.field == "place"
    call(
        row,
        placement=ops.Placement(placed_at=NOW - timedelta(minutes=5), place="Casa di accoglienza Esempio"),
    )
    row.refresh_from_db()
    assert row.placed_at == NOW - timedelta(minutes=5)


def test_the_morning_reminds_whoever_was_on_duty_and_those_who_coordinate_but_nobody_outside_the_fence() -> (
    None
):
    call(report())
    call(removal(people=[CHILD]))
    before = Notification.objects.count()
    assert before
    ops.remind(at=NOW + timedelta(hours=2))
    told = Notification.objects.filter(kind="reports.call_reminder").order_by(
        "user__username", "params__number"
    )
    assert [(one.user.username, one.params["number"]) for one in told] == [
        (cast.ANNA, "2026/0001"), (cast.ANNA, "2026/0002"), (cast.CARLA, "2026/0001"),
    ]  # fmt: skip
