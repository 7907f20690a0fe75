"""The pages of reports: what they show, to whom, with how many queries, and what happens with bad input."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accanto.access.reports import operations as ops
from accanto.access.reports.models import EmergencyCall, Report
from accanto.territory.staff.models import User
from tests import cast
from tests.access.reports.samples import art_31, evaluated, eviction, office, removal, report, taken
from tests.scenarios import NOW, family_in_charge

pytestmark = pytest.mark.django_db


def client_of(name: str) -> Client:
    client = Client()
    client.force_login(cast.user(name))
    return client


def new(**changes: Any) -> dict[str, Any]:
    parts = {f"p{n}_part": "concerned" for n in (1, 2, 3)}
    return {
        "kind": "police_report", "received_at": "2026-11-23T08:30", "channel": "phone", "reporter_kind": "police",
        "reporter_body": "Questura", "text": "Una lite in casa.", "office": office().pk, **parts, **changes,
    }  # fmt: skip


def test_a_report_is_written_down_in_one_page() -> None:
    anna = client_of(cast.ANNA)
    assert anna.get(reverse("report_new")).status_code == 200
    answer = anna.post(reverse("report_new"), new(p1_last_name="D'Angelò", p1_first_name="O"))
    row = Report.objects.get()
    assert answer.headers["Location"] == reverse("report", args=[row.pk])
    page = anna.get(answer.headers["Location"]).content.decode()
    assert "D&#x27;Angelò" in page
    assert row.number in page


def test_the_same_form_sent_twice_is_one_report() -> None:
    anna, form = client_of(cast.ANNA), new(once="a-token-of-one-form-12345")
    first, second = (anna.post(reverse("report_new"), form) for _time in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert Report.objects.count() == 1


def test_half_a_megabyte_is_refused_in_words_and_kept_on_the_page() -> None:
    pasted = "Verbale di ieri. " * 30_000
    answer = client_of(cast.ANNA).post(reverse("report_new"), new(text=pasted))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "100.000" in page
    assert pasted.strip() in page
    assert not Report.objects.exists()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("2026-03-29T02:30", None), ("2025-10-26T02:30", "00:30"), ("2026-11-23T25:00", None), ("ieri", None)],
)
def test_the_hour_on_the_wall_in_the_nights_that_change(typed: str, kept: str | None) -> None:
    """In spring 2:30 does not exist; in autumn it comes twice, and the first is meant (0:30 UTC)."""
    answer = client_of(cast.ANNA).post(reverse("report_new"), new(received_at=typed))
    if kept is None:
        assert (answer.status_code, Report.objects.count()) == (422, 0)
    else:
        assert f"{Report.objects.get().received_at:%H:%M}" == kept


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": "removal_403"}, "placed_at"),
        ({"kind": "eviction"}, "execution_on"),
        ({"kind": "art_31"}, "court"),
        ({"kind": "eviction", "execution_on": "2026-12-03", "members": "2", "minors": "3"}, "members"),
        ({"kind": "pink_code"}, "evaluator"),
        ({"received_at": "2026-11-24T08:30"}, "received_at"),
        ({"text": " "}, "text"),
        ({"office": "0"}, "office"),
    ],
)
def test_what_is_missing_is_said_beside_its_field(changes: dict[str, Any], field: str) -> None:
    answer = client_of(cast.ANNA).post(reverse("report_new"), new(**changes))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field] or field in answer.context["form"].errors
    assert not Report.objects.exists()


def test_the_list_says_what_is_due_first_in_hours() -> None:
    removal(placed_at=NOW - timedelta(hours=20, minutes=49))
    page = client_of(cast.ANNA).get(reverse("reports")).content.decode()
    assert "3 ore e 10 minuti" in page
    assert "−20:49" in page


def test_filters_and_files_have_the_same_rows() -> None:
    report()
    row = evaluated(report())
    ops.conclude(
        report=row, decision=ops.Decision("archived", reason="Infondata"), by=cast.user(cast.ANNA), at=NOW
    )
    anna = client_of(cast.ANNA)
    for asked, rows in (("", 1), ("?stato=tutte", 2), ("?stato=closed", 1), ("?tipo=eviction", 0)):
        answer = anna.get(reverse("reports") + asked)
        assert len(answer.context["rows"]) == rows
        file = anna.get(f"{reverse('reports')}{asked or '?'}&formato=csv")
        assert len(b"".join(file.streaming_content).splitlines()) == rows + 1  # type: ignore[attr-defined]


def test_who_asks_to_stay_private_is_in_no_list_and_no_file() -> None:
    sender = ops.Sender(kind="citizen", name="Vicina Esempio", contact="555 1234", covered=True)
    row = report("citizen", sender=sender)
    anna = client_of(cast.ANNA)
    assert "Vicina Esempio" in anna.get(reverse("report", args=[row.pk])).content.decode()
    assert "Vicina" not in anna.get(reverse("reports")).content.decode()
    file = anna.get(f"{reverse('reports')}?formato=csv")
    assert b"Vicina" not in b"".join(file.streaming_content)  # type: ignore[attr-defined]


def test_a_report_goes_its_way_through_the_pages() -> None:
    there = family_in_charge()
    row = report(people=[ops.Named(last_name="Campioni", first_name="Lucia")])
    anna, pk = client_of(cast.ANNA), row.pk
    anna.post(reverse("report_take", args=[pk]))
    named = row.named.get()
    found = anna.get(reverse("report_recognise", args=[pk, named.pk])).content.decode()
    assert str(there.family.lucia.pk) in found
    anna.post(reverse("report_recognise", args=[pk, named.pk]), {"person": there.family.lucia.pk})
    words = {"facts": "Visto", "statements": "", "assessment": "Serve", "version": "0"}
    anna.post(reverse("report_evaluation", args=[pk]), words)
    anna.post(reverse("report_sign", args=[pk]))
    assert anna.get(reverse("report_answer", args=[pk])).status_code == 200
    anna.post(reverse("report_answer", args=[pk]), {"body": "Ecco la risposta."})
    answer = row.answers.get()
    pdf = anna.get(reverse("report_answer_pdf", args=[pk, answer.pk]))
    assert pdf.content.startswith(b"%PDF")
    sent = {"sent_at": "2026-11-23T09:00", "channel": "pec"}
    anna.post(reverse("report_sent", args=[pk, answer.pk]), sent)
    anna.post(reverse("report_outcome", args=[pk]), {"kind": "existing_case", "case": there.case.pk})
    row.refresh_from_db()
    assert (row.state, row.case) == ("closed", there.case)
    assert row.number in anna.get(reverse("case", args=[there.case.pk])).content.decode()
    assert "Questura" in anna.get(reverse("case_reports", args=[there.case.pk])).content.decode()
    search = anna.get(reverse("search"), {"q": row.number}).content.decode()
    assert there.case.number in search or "Campioni" in search


def test_two_write_and_both_versions_are_shown() -> None:
    row = report()
    taken(row)
    anna, carla = client_of(cast.ANNA), client_of(cast.CARLA)
    address = reverse("report_evaluation", args=[row.pk])
    words = {"statements": "", "assessment": "", "version": "0"}
    anna.post(address, {**words, "facts": "Parole di Anna"})
    answer = carla.post(address, {**words, "facts": "Parole di Carla"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Parole di Anna" in page
    assert "Parole di Carla" in page
    assert 'name="version" value="1"' in page


def test_what_was_taken_meanwhile_is_said_with_a_name() -> None:
    row = report()
    taken(row)
    answer = client_of(cast.LUCA).post(reverse("report_take", args=[row.pk]))
    assert "Anna Prova" in str(next(iter(get_messages(answer.wsgi_request))))


def test_a_call_of_the_night_is_one_page_too() -> None:
    anna = client_of(cast.ANNA)
    anna.post(reverse("duty_open"), {"office": office().pk})
    assert anna.get(reverse("call_new")).status_code == 200
    night = new(
        kind="removal_403", evaluator=cast.user(cast.CARLA).pk, place="Casa Esempio", placed_at="2026-11-23T00:30",
        received_at="2026-11-22T23:40", until="domani", p1_known="un bambino",
    )  # fmt: skip
    answer = anna.post(reverse("call_new"), night)
    assert answer.status_code == 302, answer.context["form"].errors
    call = EmergencyCall.objects.get()
    assert (call.place, call.report.placed_at) == ("Casa Esempio", call.placed_at)
    assert call.shift is not None
    refused = anna.post(reverse("duty_close", args=[call.shift_id]))
    assert call.report.number in [str(told) for told in get_messages(refused.wsgi_request)][-1]
    carla = client_of(cast.CARLA)
    assert carla.get(reverse("handover", args=[call.pk])).status_code == 200
    carla.post(reverse("handover", args=[call.pk]))
    call.refresh_from_db()
    assert call.handover.accepted_by == cast.user(cast.CARLA)
    # One more call about the same report, to the page of an open one.
    again = {"report": call.report_id, "text": "Richiamano", "received_at": "2026-11-23T08:50"}
    parts = {f"p{n}_part": "concerned" for n in (1, 2, 3)}
    assert carla.post(reverse("call_new"), {**again, **parts}).status_code == 302
    assert call.report.calls.count() == 2


def test_an_eviction_has_its_measures_and_its_day() -> None:
    row = eviction(date(2026, 12, 3))
    taken(row)
    anna = client_of(cast.ANNA)
    page = anna.get(reverse("report", args=[row.pk])).content.decode()
    assert "4 persone in casa" in page
    assert "2 minori" in page
    address = reverse("report_measure", args=[row.pk])
    anna.post(address, {"code": "housing_office", "done_on": "2026-11-23"})
    assert anna.post(address, {"code": "magia", "done_on": "2026-11-23"}).status_code == 422
    assert row.measures.get().code == "housing_office"
    late = anna.post(
        reverse("report_eviction", args=[row.pk]), {"end": "postponed", "ended_on": "2026-11-23"}
    )
    assert late.status_code == 422


def queries(user: User, address: str) -> int:
    client = Client()
    client.force_login(user)
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def test_pages_cost_the_same_however_many_reports_there_are() -> None:
    anna = cast.user(cast.ANNA)
    row = removal()
    addresses = {
        "reports": reverse("reports"),
        "report": reverse("report", args=[row.pk]),
        "report_new": reverse("report_new"),
        "duty": reverse("duty"),
    }
    few = {name: queries(anna, address) for name, address in addresses.items()}
    for _n in range(6):
        evaluated(art_31(date(2027, 1, 15), people=[ops.Named(last_name="Prova")]))
    assert {name: queries(anna, address) for name, address in addresses.items()} == few
    assert few == {"reports": 11, "report": 12, "report_new": 7, "duty": 8}


def test_the_tab_of_a_case_keeps_to_fifteen_queries() -> None:
    there = family_in_charge()
    for _n in range(3):
        row = report(people=[ops.Named(last_name="Campioni", first_name="Lucia")])
        taken(row)
        ops.conclude(
            report=row, decision=ops.Decision("existing_case", case=there.case), by=there.anna, at=NOW
        )
    assert queries(there.anna, reverse("case_reports", args=[there.case.pk])) <= 15


def test_a_case_is_opened_from_the_page_in_the_name_of_who_is_recognised() -> None:
    row = report(people=[ops.Named(last_name="D'Angelò", first_name="O")])
    taken(row)
    anna, named = client_of(cast.ANNA), row.named.get()
    person = {"last_name": "D'Angelò", "first_name": "O", "sex": "m"}
    anna.post(reverse("report_register", args=[row.pk, named.pk]), person)
    named.refresh_from_db()
    page = anna.get(reverse("report_outcome", args=[row.pk]))
    assert page.context["form"].initial["kind"] == "new_case"
    sent = {
        "kind": "new_case",
        "reference": named.person_id,
        "unit": office().pk,
        "responsible": cast.user(cast.ANNA).pk,
    }
    assert anna.post(reverse("report_outcome", args=[row.pk]), sent).status_code == 302
    row.refresh_from_db()
    assert row.case is not None
    assert (row.case.household.label, row.case.compartment) == ("D'Angelò", "ordinary")


def test_the_tab_of_a_case_stands_at_cases_in_the_rail() -> None:
    made = family_in_charge()
    answer = client_of(cast.ANNA).get(reverse("case_reports", args=[made.case.pk]))
    places = [place for group in answer.context["rail"] for place in group]
    assert [place["url"] for place in places if place["current"]] == ["/casi/"]
