"""Hours of the law that begin with a placement and outlive an archiving; letters that name nobody; days set anew."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from accanto.access.reports import operations as ops
from accanto.access.reports.letter import recipient_of
from accanto.access.reports.models import Report, ReportAnswer, ReportClock
from accanto.access.reports.operations import Decision, Named
from accanto.casework.cases.models import Case
from accanto.casework.cases.operations import add_co_worker
from accanto.core.errors import OperationRefused
from accanto.foundation.documents.models import Document
from accanto.people.persons.operations import create_person
from accanto.territory.bodies.models import Office
from tests import cast
from tests.access.reports.samples import CHILD, NORTH, evaluated, eviction, office, removal, report, taken
from tests.access.reports.test_pages import client_of, new
from tests.scenarios import NOW, family_in_charge

pytestmark = pytest.mark.django_db
ROME = ZoneInfo("Europe/Rome")
PRIVATE = ops.Sender(kind="citizen", name="Vicina Esempio", covered=True)


def running(row: Report) -> set[str]:
    return set(
        ReportClock.objects.filter(report=row, done_at=None, dropped_at=None).values_list("code", flat=True)
    )


def placed(row: Report) -> None:
    ops.take_call(
        report=row,
        called_at=NOW - timedelta(hours=1),
        happened="Un minore solo in strada.",
        placement=ops.Placement(placed_at=NOW - timedelta(minutes=5), place="Casa Esempio"),
        by=cast.user(cast.ANNA),
        at=NOW,
    )


def test_a_minor_placed_at_night_has_the_hours_of_the_law_whatever_the_report_began_as() -> None:
    row = report("minor_at_risk", evaluator=cast.user(cast.ANNA))
    placed(row)
    hours = {"oral_notice", "written_report", "prosecutor_request", "court_decree", "hearing"}
    assert running(row) == {"evaluation", "reply", *hours}
    due = ReportClock.objects.get(report=row, code="written_report").due_at
    assert due == NOW - timedelta(minutes=5) + timedelta(hours=24)


def test_a_placement_in_a_report_that_is_of_no_minor_starts_no_hours() -> None:
    row = report()
    placed(row)
    assert running(row) == {"reply"}


def test_a_removal_is_not_archived_while_the_service_owes_something_within_hours() -> None:
    row, anna = evaluated(removal()), cast.user(cast.ANNA)
    archived = Decision("archived", reason="Infondata")
    with pytest.raises(OperationRefused, match=r"Avviso orale.*Provvedimento"):
        ops.conclude(report=row, decision=archived, by=anna, at=NOW)
    ops.end_term(report=row, code="oral_notice", done_at=NOW, by=anna, at=NOW)
    ops.end_term(report=row, code="written_report", done_at=NOW, by=anna, at=NOW)
    ops.conclude(report=row, decision=archived, by=anna, at=NOW)
    assert running(row) == {"prosecutor_request", "court_decree", "hearing"}


def test_an_eviction_that_was_no_longer_due_and_is_set_anew_runs_again() -> None:
    row, anna = taken(eviction(date(2026, 12, 10))), cast.user(cast.ANNA)
    ops.drop_term(report=row, code="execution", reason="Sospeso dal giudice", by=anna, at=NOW)
    ops.end_eviction(
        report=row, end="postponed", ended_on=NOW.date(), postponed_to=date(2027, 2, 10), by=anna, at=NOW
    )
    clock = ReportClock.objects.get(report=row, code="execution")
    assert (clock.running, clock.due_at) == (True, datetime(2027, 2, 11, tzinfo=ROME))


@pytest.mark.parametrize("day", [date(1926, 12, 10), date(2196, 12, 10)])
def test_an_eviction_in_another_century_is_refused_in_words(day: date) -> None:
    with pytest.raises(OperationRefused) as refused:
        eviction(day)
    assert refused.value.field == "execution_on"


def test_what_arrived_before_there_were_such_reports_is_refused_beside_the_day() -> None:
    with pytest.raises(OperationRefused) as refused:
        report(received_at=datetime(2006, 3, 12, 10, tzinfo=ROME))
    assert refused.value.field == "received_at"


def test_the_letter_to_who_asks_to_stay_private_names_nobody_and_stays_out_of_the_case() -> None:
    there = family_in_charge()
    row = taken(
        report("citizen", sender=PRIVATE, people=[Named(last_name="Campioni", first_name="Lucia")]),
        there.anna,
    )
    open_row = report("citizen", sender=ops.Sender(kind="citizen", name="Vicina Esempio"))
    assert recipient_of(open_row) == ["Vicina Esempio"]
    assert recipient_of(row) == ["Cittadino"]
    answer: ReportAnswer = ops.write_answer(report=row, body="Grazie.", by=there.anna, at=NOW)
    ops.recognise(named=row.named.get(), person=there.family.lucia, by=there.anna, at=NOW)
    ops.conclude(report=row, decision=Decision("existing_case", case=there.case), by=there.anna, at=NOW)
    assert Document.objects.get(pk=answer.document_id).context == row.pk
    giulia = cast.user(cast.GIULIA)
    add_co_worker(case=there.case, user=giulia, reason="aiuta", by=there.anna, at=NOW, on=NOW.date())
    found = {}
    for username in (cast.ANNA, cast.GIULIA):
        client = Client()
        client.force_login(cast.user(username))
        assert client.get(reverse("report", args=[row.pk])).status_code == 200
        found[username] = client.get(reverse("report_answer_pdf", args=[row.pk, answer.pk])).status_code
    assert found == {cast.ANNA: 200, cast.GIULIA: 404}


def test_a_second_call_keeps_the_children_it_names_and_who_called() -> None:
    row = report("minor_at_risk", evaluator=cast.user(cast.ANNA), people=[CHILD])
    client = Client()
    client.force_login(cast.user(cast.ANNA))
    sent = {
        "report": row.pk, "text": "Richiamano", "received_at": "2026-11-23T08:50", "reporter_name": "Agente Prova",
        "reporter_body": "Volante 2", "p1_first_name": "Leo", "p1_part": "minor", "p1_known": "circa tre anni",
        "p2_part": "concerned", "p3_part": "concerned",
    }  # fmt: skip
    shown = client.get(reverse("call_new")).content.decode()
    assert f"{row.number} · Minore in difficoltà o a rischio" in shown
    assert "Zoe D&#x27;Angelò" in shown
    assert client.post(reverse("call_new"), sent).status_code == 302
    assert [str(one) for one in row.named.order_by("pk")] == ["Zoe D'Angelò", "Leo"]
    call = row.calls.get()
    assert (call.happened, call.caller, call.covered) == ("Richiamano", "Volante 2, Agente Prova", False)
    page = client.get(reverse("report", args=[row.pk])).content.decode()
    assert "circa tre anni" in page


def test_who_calls_about_an_open_report_and_asks_to_stay_private_is_told_to_the_office_alone() -> None:
    made, anna = family_in_charge(), cast.user(cast.ANNA)
    row = taken(report(people=[Named(last_name="Campioni", first_name="Lucia")]))
    ops.recognise(named=row.named.get(), person=made.family.lucia, by=anna, at=NOW)
    typed = new(
        report=row.pk, reporter_kind="citizen", reporter_body="", reporter_name="Vicina Esempio",
        reporter_contact="555 1234", covered="on", text="Grida in casa",
    )  # fmt: skip
    assert client_of(cast.ANNA).post(reverse("call_new"), typed).status_code == 302
    ops.conclude(report=row, decision=ops.Decision("existing_case", case=made.case), by=anna, at=NOW)
    add_co_worker(case=made.case, user=cast.user(cast.GIULIA), reason="aiuta", by=anna, at=NOW, on=NOW.date())
    address = reverse("report", args=[row.pk])
    assert "Vicina Esempio, 555 1234" in client_of(cast.ANNA).get(address).content.decode()
    said = client_of(cast.GIULIA).get(address).content.decode()
    assert ("Grida in casa" in said, "Vicina Esempio" in said, "555 1234" in said) == (True, False, False)
    assert "una persona che chiede riservatezza" in said


def test_a_case_behind_a_fence_opens_only_where_somebody_sees_it() -> None:
    anna, row = cast.user(cast.ANNA), taken(removal())
    child = create_person(
        first_name="Zoe", last_name="D'Angelò", sex="f", birth_date=date(2018, 4, 9), by=anna, at=NOW
    )
    ops.recognise(named=row.named.get(), person=child, by=anna, at=NOW)
    given = {"kind": "new_case", "reference": child, "unit": office()}
    with pytest.raises(OperationRefused) as refused:
        ops.conclude(report=row, decision=ops.Decision(**given), by=anna, at=NOW)
    assert refused.value.field == "responsible"
    Office.objects.filter(code=NORTH).update(valid_to=NOW.date())
    with pytest.raises(OperationRefused) as closed:
        ops.conclude(report=row, decision=ops.Decision(**given, responsible=anna), by=anna, at=NOW)
    assert closed.value.field == "unit"
    Office.objects.filter(code=NORTH).update(valid_to=None)
    ops.conclude(report=row, decision=ops.Decision(**given, responsible=anna), by=anna, at=NOW)
    row.refresh_from_db()
    assert Case.objects.visible_to(anna).filter(pk=row.case_id).exists()
