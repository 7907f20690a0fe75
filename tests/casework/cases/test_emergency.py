"""Urgent access to a protected case: what is said, who is told, how long it lasts; a closed one does not exist."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from stdnum.it.codicefiscale import calc_check_digit

from accanto.casework.cases.models import Case
from accanto.casework.cases.operations import break_glass, move_case
from accanto.core.errors import NotPermitted, OperationRefused
from accanto.core.working_time import add_working_days
from accanto.foundation.audit.models import Event
from accanto.foundation.notifications.models import Notification
from accanto.people.persons.enums import Depth, GrantReason
from accanto.people.persons.models import AccessGrant
from accanto.people.persons.operations import set_codice_fiscale
from accanto.people.persons.visibility import grants_of
from accanto.steering.privacy.models import Finding
from accanto.steering.privacy.operations import look_for_findings
from tests import cast
from tests.scenarios import NOW, TODAY, Situation, family_in_charge

pytestmark = pytest.mark.django_db
CODE = "CMPLCU88E54G713" + calc_check_digit("CMPLCU88E54G713")
WHY = "La bambina è al pronto soccorso e serve sapere chi la segue"
LATER = NOW + timedelta(minutes=5)


def behind(compartment: str) -> Situation:
    made = family_in_charge()
    set_codice_fiscale(person=made.family.lucia, value=CODE, on=TODAY)
    move_case(
        case=made.case, compartment=compartment, staying=[], reason="Provvedimento", by=made.anna, at=NOW
    )
    return made


def client_of(username: str) -> Client:
    client = Client()
    client.force_login(cast.user(username))
    return client


def searched(client: Client, typed: str) -> tuple[str, int]:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        answer = client.get(reverse("search"), {"q": typed})
    return answer.content.decode(), len(queries)


@pytest.fixture
def later() -> Iterator[None]:
    with time_machine.travel(LATER, tick=False):
        yield


@pytest.mark.usefixtures("later")
def test_an_exact_code_or_number_says_that_a_protected_record_exists_and_nothing_more() -> None:
    made = behind("child_protection")
    giulia = client_of(cast.GIULIA)
    for typed in (CODE, CODE.lower(), made.case.number):
        page, _n = searched(giulia, typed)
        assert reverse("case_emergency", args=[made.case.pk]) in page
        assert ("Campioni" in page, "Anna Prova" in page) == (False, False)
    for name, typed in (
        (cast.GIULIA, "Lucia Campioni"),
        (cast.DARIO, CODE),
        (cast.BRUNO, CODE),
        (cast.ANNA, CODE),
    ):
        assert "/emergenza/" not in searched(client_of(name), typed)[0]


@pytest.mark.usefixtures("later")
@pytest.mark.parametrize("compartment", ["violence", "adoption"])
def test_a_closed_record_answers_as_if_there_were_none(compartment: str) -> None:
    made = behind(compartment)
    giulia = client_of(cast.GIULIA)
    searched(giulia, "RSSMRA80A01H501U")
    for typed, unknown in ((CODE, "RSSMRA80A01H501U"), (made.case.number, "2019/9999")):
        page, queries = searched(giulia, typed)
        nothing, as_many = searched(giulia, unknown)
        assert (_same(page, typed), queries) == (_same(nothing, unknown), as_many)
    address = reverse("case_emergency", args=[made.case.pk])
    nowhere = reverse("case_emergency", args=[made.family.lucia.pk])
    refused = [giulia.post(url, {"reason": WHY}) for url in (address, nowhere)]
    assert [answer.status_code for answer in refused] == [404, 404]
    with pytest.raises(Case.DoesNotExist):
        break_glass(case_id=made.case.pk, reason=WHY, by=cast.user(cast.GIULIA), at=LATER)


def _same(page: str, typed: str) -> str:
    """The page without what was typed and without the tokens and numbers that every answer has of its own."""
    start = page.index("<main")
    return page[start : page.index("</main>")].replace(typed, "…")


@pytest.mark.usefixtures("later")
def test_with_a_reason_it_opens_for_three_hours_and_those_concerned_are_told() -> None:
    made = behind("child_protection")
    giulia = cast.user(cast.GIULIA)
    client = client_of(cast.GIULIA)
    address = reverse("case_emergency", args=[made.case.pk])
    assert client.get(reverse("case", args=[made.case.pk])).status_code == 404
    assert client.get(address).status_code == 200
    assert client.post(address, {"reason": "urgente"}).status_code == 422
    answer = client.post(address, {"reason": WHY})
    assert answer.headers["Location"] == reverse("case", args=[made.case.pk])
    page = client.get(answer.headers["Location"]).content.decode()
    assert "la leggi fino alle 12:05. La leggi senza scrivere" in " ".join(page.split())
    grants = AccessGrant.objects.filter(user=giulia, context=made.case.pk)
    assert {(g.depth, g.reason, g.ends_at, g.note) for g in grants} == {
        (Depth.READ, GrantReason.BREAK_GLASS, LATER + timedelta(hours=3), WHY)
    }
    told = Notification.objects.filter(kind__startswith="cases.broken")
    assert {(n.user.username, "number" in n.params) for n in told} == {(cast.ANNA, True), (cast.OLGA, False)}
    assert Event.objects.get(verb="cases.case.broken").params["reason"] == WHY
    assert grants_of(giulia, at=LATER + timedelta(hours=2, minutes=59)).exists()
    assert not grants_of(giulia, at=LATER + timedelta(hours=3)).exists()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT clock_timestamp()"
        )  # readings have the time of the database, which tests do not move
        (now,) = cursor.fetchone()
    look_for_findings(since=now - timedelta(hours=1), at=now + timedelta(seconds=1))
    finding = Finding.objects.get(rule="break_glass")
    assert (finding.user, finding.due_on) == (giulia, add_working_days(finding.found_at.date(), 2))


def test_asking_twice_opens_once_and_only_a_role_that_may_asks() -> None:
    made = behind("justice")
    giulia = cast.user(cast.GIULIA)
    for _time in range(2):
        break_glass(case_id=made.case.pk, reason=WHY, by=giulia, at=LATER)
    assert AccessGrant.objects.filter(user=giulia, context=made.case.pk).count() == 3
    assert Event.objects.filter(verb="cases.case.broken").count() == 1
    with pytest.raises(NotPermitted):
        break_glass(case_id=made.case.pk, reason=WHY, by=cast.user(cast.BRUNO), at=LATER)
    with pytest.raises(OperationRefused):
        break_glass(case_id=made.case.pk, reason="  è urgente ", by=cast.user(cast.LUCA), at=LATER)


def test_it_is_asked_again_who_is_sitting_there() -> None:
    from accanto.casework.cases.views.emergency import case_emergency

    view: Callable[..., object] = case_emergency
    while view is not None and not getattr(view, "recent_login", False):
        view = getattr(view, "__wrapped__", None)  # type: ignore[assignment]
    assert view is not None
