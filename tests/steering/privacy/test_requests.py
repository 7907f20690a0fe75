"""What people ask about their own data: the term, its extension, the answer, who may."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accanto.core.errors import NotPermitted, OperationRefused
from accanto.core.transitions import TransitionRefused
from accanto.people.persons.models import Identifier
from accanto.steering.privacy.models import PersonRequest
from accanto.steering.privacy.operations import answer_request, extend_request, receive_request
from accanto.territory.staff.models import User
from tests import cast
from tests.scenarios import NOW, TODAY, Situation, family_in_charge

pytestmark = pytest.mark.django_db

CODE = "CMPLCU88E54G713X"


@pytest.fixture
def made() -> Situation:
    found = family_in_charge()
    Identifier.objects.create(
        person=found.family.lucia, kind="codice_fiscale", value=CODE, valid_from=date(2020, 1, 1)
    )
    return found


def received(on: date = TODAY, by: User | None = None, whom: str = CODE) -> PersonRequest:
    return receive_request(
        whom=whom,
        kind="access",
        identity="document",
        asked="Vorrei i miei dati",
        received_on=on,
        by=by or cast.user(cast.OLGA),
        at=NOW,
    )


@pytest.mark.parametrize(
    ("on", "due", "extended"),
    [
        (date(2026, 11, 23), date(2026, 12, 23), date(2027, 2, 23)),
        (date(2026, 10, 31), date(2026, 11, 30), date(2027, 1, 31)),
    ],
)
def test_the_term_is_a_month_and_three_when_extended(
    made: Situation, on: date, due: date, extended: date
) -> None:
    row = received(on)
    assert (row.person_id, row.due_on, row.state) == (made.family.lucia.pk, due, "open")
    row = extend_request(request=row, reason="Molti documenti", by=cast.user(cast.OLGA), at=NOW)
    assert (row.due_on, row.state, row.extension_reason) == (extended, "extended", "Molti documenti")
    with pytest.raises(TransitionRefused):
        extend_request(request=row, reason="Ancora", by=cast.user(cast.OLGA), at=NOW)


def test_after_the_first_term_it_is_answered_late_and_no_longer_extended(made: Situation) -> None:
    row, olga = received(), cast.user(cast.OLGA)
    later = NOW + timedelta(days=40)
    with pytest.raises(OperationRefused, match=r"first term|primo termine"):
        extend_request(request=row, reason="Tardi", by=olga, at=later)
    row = answer_request(request=row, outcome="answered", answer="Consegnati", by=olga, at=later)
    assert (row.state, row.answered_by, row.answered_at) == ("answered", olga, later)
    with pytest.raises(TransitionRefused):
        answer_request(request=row, outcome="refused", answer="No", by=olga, at=later)


def test_an_answer_without_words_and_an_extension_without_a_reason_are_refused(made: Situation) -> None:
    row, olga = received(), cast.user(cast.OLGA)
    with pytest.raises(OperationRefused) as refused:
        answer_request(request=row, outcome="refused", answer=" ", by=olga, at=NOW)
    assert refused.value.field == "answer"
    with pytest.raises(OperationRefused) as refused:
        extend_request(request=row, reason=" ", by=olga, at=NOW)
    assert refused.value.field == "reason"
    assert PersonRequest.objects.get().state == "open"


def test_it_is_received_today_or_before_and_from_somebody_who_is_known(made: Situation) -> None:
    with pytest.raises(OperationRefused) as refused:
        received(TODAY + timedelta(days=1))
    assert refused.value.field == "received_on"
    for unknown in ("XXXXXX00X00X000X", made.case.number):
        with pytest.raises(OperationRefused) as refused:
            received(whom=unknown)
        assert refused.value.field == "whom"
    assert not PersonRequest.objects.exists()


def test_only_who_governs_privacy_writes_requests(made: Situation) -> None:
    with pytest.raises(NotPermitted):
        received(by=made.anna)


def test_an_answered_request_without_an_answerer_is_refused_by_the_database(made: Situation) -> None:
    received()
    with pytest.raises(IntegrityError, match="request_answered_by_somebody"), transaction.atomic():
        PersonRequest.objects.update(state="answered")


def test_the_officer_follows_a_request_to_its_answer_without_reading_a_name(
    made: Situation, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = Client()
    client.force_login(cast.user(cast.OLGA))
    with time_machine.travel(NOW, tick=False):
        given = {
            "whom": CODE,
            "kind": "rectification",
            "identity": "known",
            "received_on": "2026-11-20",
            "asked": "La via è sbagliata",
        }
        answer = client.post("/diritti/richieste/nuova/", given)
        row = PersonRequest.objects.get()
        address = f"/diritti/richieste/{row.pk}/"
        assert answer["Location"] == address
        with django_assert_max_num_queries(12):
            listed = client.get("/diritti/richieste/").content.decode()
        page = client.get(address).content.decode()
        assert "La via è sbagliata" in page
        assert "Campioni" not in listed + page
        assert CODE not in listed + page
        assert client.post(f"{address}proroga/", {"reason": "Serve il Comune"}).status_code == 302
        refused = client.post(f"{address}risposta/", {"outcome": "answered", "answer": ""})
        assert refused.status_code == 422
        assert (
            client.post(f"{address}risposta/", {"outcome": "answered", "answer": "Corretta"}).status_code
            == 302
        )
        assert address in client.get("/diritti/richieste/?stato=chiuse").content.decode()
        assert address not in client.get("/diritti/richieste/").content.decode()
