"""Restriction (GDPR art. 18): who asks for it, what stays as it is, who is told, how it ends."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test import Client

from accanto.core.database.context import purpose
from accanto.core.errors import NotPermitted, OperationRefused
from accanto.foundation.audit.models import Event
from accanto.foundation.notifications.models import Notification
from accanto.people.persons.extracts import sections
from accanto.people.persons.models import ContactPoint, Identifier, Person, Residence, Restriction
from accanto.people.persons.operations import (
    add_contact,
    correct_identity,
    protect_person,
    replace_contact,
    set_codice_fiscale,
    set_residence,
    set_safe_contact,
)
from accanto.steering.privacy.erasing.scope import scope_of_request, what_stands_in_the_way
from accanto.steering.privacy.extracting import subject_of
from accanto.steering.privacy.models import PersonRequest, Recipient
from accanto.steering.privacy.operations import end_restriction_of, place_hold, restrict_for
from tests import cast
from tests.scenarios import NOW, TODAY, Situation, family_in_charge, service_pact
from tests.steering.privacy.asking import asked_by

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def morning() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def made() -> Situation:
    found = family_in_charge("Zaffirelli")
    lucia = found.family.lucia
    add_contact(person=lucia, kind="phone", value="555 0142", on=TODAY)
    Identifier.objects.create(
        person=lucia, kind="codice_fiscale", value="ZFFLCU88E54G713X", valid_from=date(2020, 1, 1)
    )
    return found


def asked(made: Situation, kind: str = "restriction") -> PersonRequest:
    return asked_by(made.family.lucia, kind)


def restricted(request: PersonRequest, by: str = cast.OLGA, **said: Any) -> Restriction:
    return restrict_for(
        **{"request": request, "ground": "accuracy", "reason": "La residenza", "by": cast.user(by), "at": NOW}
        | said
    )


def ended(request: PersonRequest, **said: Any) -> Restriction:
    told = {
        "reason": "Verificata",
        "told_on": TODAY,
        "told_how": "PEC",
        "by": cast.user(cast.OLGA),
        "at": NOW,
    }
    return end_restriction_of(**{"request": request} | told | said)


CHANGES: dict[str, Callable[[Person], object]] = {
    "name": lambda lucia: correct_identity(
        person=lucia, field="last_name", value="Altra", by=cast.user(cast.CARLA), at=NOW
    ),
    "home": lambda lucia: set_residence(
        person=lucia, municipality=lucia.residences.get().municipality, on=TODAY, address="Via Nuova 1"
    ),
    "contact": lambda lucia: replace_contact(
        person=lucia, kind="phone", value="555 0143", on=TODAY, by=cast.user(cast.CARLA), at=NOW
    ),
    "code": lambda lucia: set_codice_fiscale(person=lucia, value="CMPLCU88E54G713H", on=TODAY),
}


@pytest.mark.parametrize("what", CHANGES)
def test_what_is_known_stays_as_it_is_until_the_end(made: Situation, what: str) -> None:
    request = asked(made)
    restricted(request)
    with pytest.raises(OperationRefused, match=r"art\. 18"):
        CHANGES[what](made.family.lucia)
    ended(request)
    CHANGES[what](made.family.lucia)


@pytest.mark.parametrize("model", [Person, Identifier, Residence, ContactPoint])
def test_the_database_refuses_whatever_writes(made: Situation, model: type[Any]) -> None:
    rows = model.objects.filter(**{"pk" if model is Person else "person": made.family.lucia.pk})
    field = {Person: "first_name", Identifier: "value", Residence: "address", ContactPoint: "value"}[model]
    restricted(asked(made))
    with pytest.raises(IntegrityError, match=r"art\. 18"), transaction.atomic():
        rows.update(**{field: "X"})
    if model is not Person:
        with pytest.raises(IntegrityError, match=r"art\. 18"), transaction.atomic():
            rows.delete()
    assert rows.update(**{field: rows.values_list(field, flat=True)[0]}) == 1  # the same words change nothing
    others = made.family.marta
    assert Person.objects.filter(pk=others.pk).update(first_name="Altra") == 1


def test_the_switch_of_an_erasure_is_worth_nothing_to_the_application(made: Situation) -> None:
    restricted(asked(made))
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('accanto.erasing', 'on', TRUE)")
    with pytest.raises(IntegrityError, match=r"art\. 18"), transaction.atomic():
        Person.objects.filter(pk=made.family.lucia.pk).update(first_name="X")


def test_safety_comes_first(made: Situation) -> None:
    """A protected home, a safe contact and a hold are written all the same (art. 18, par. 2)."""
    lucia, by = made.family.lucia, cast.user(cast.CARLA)
    restricted(asked(made))
    protect_person(
        person=lucia, kind="address", reason="police", source="Prot. 3", starts_on=TODAY, by=by, at=NOW
    )
    set_safe_contact(person=lucia, who="Zia", how="di mattina", by=by, at=NOW)
    Residence.objects.filter(person=lucia).update(protected=True)
    Person.objects.filter(pk=lucia.pk).update(compartment="violence")
    assert place_hold(
        whom=made.case.number, authority="Tribunale", reason="Causa", starts_on=TODAY, by=by, at=NOW
    )


def test_who_works_is_told_and_who_received_is_listed(made: Situation) -> None:
    request = asked(made)
    service_pact(made)
    restricted(request)
    told = Notification.objects.filter(kind="privacy.restricted", user=made.anna)
    assert told.count() == 1
    assert told.get().params["name"] == "Lucia Zaffirelli"
    assert Event.objects.filter(verb="privacy.restricted", context=made.case.pk).count() == 1
    assert (
        Event.objects.filter(verb="persons.restriction.begun", subject=str(made.family.lucia.pk)).count() == 1
    )
    ended(request)
    assert Notification.objects.filter(kind="privacy.restriction_ended", user=made.anna).count() == 1
    assert list(Recipient.objects.values_list("request", flat=True)) == [request.pk]


def test_who_may_and_when(made: Situation) -> None:
    request = asked(made)
    with pytest.raises(NotPermitted):
        restricted(request, by=cast.ANNA)
    with pytest.raises(OperationRefused, match="richiesta di limitazione"):
        restricted(asked(made, "rectification"))
    with pytest.raises(OperationRefused) as refusal:
        restricted(request, ground="whim")
    assert refusal.value.field == "ground"
    with pytest.raises(OperationRefused) as refusal:
        restricted(request, reason="  ")
    assert refusal.value.field == "reason"
    with pytest.raises(OperationRefused, match="Per questa richiesta"):
        ended(request)
    restricted(request)
    with pytest.raises(OperationRefused, match="già"):
        restricted(asked(made))


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"told_on": None}, "told_on"),
        ({"told_on": TODAY - timedelta(days=1)}, "told_on"),
        ({"told_on": TODAY + timedelta(days=1)}, "told_on"),
        ({"told_how": " "}, "told_how"),
        ({"reason": ""}, "reason"),
    ],
)
def test_it_ends_when_the_person_has_been_told(made: Situation, said: dict[str, Any], field: str) -> None:
    request = asked(made)
    restricted(request)
    with pytest.raises(OperationRefused) as refusal:
        ended(request, **said)
    assert refusal.value.field == field
    assert ended(request).ends_at == NOW
    with pytest.raises(OperationRefused, match="già finita"):
        ended(request)


def test_nothing_is_erased_while_it_lasts(made: Situation) -> None:
    made.case.state, made.case.closed_on = "closed", TODAY
    made.case.save()
    request = asked(made)
    scope = scope_of_request(asked(made, "erasure"))
    before = what_stands_in_the_way(scope, None, TODAY)
    restricted(request)
    (more,) = set(what_stands_in_the_way(scope, None, TODAY)) - set(before)
    assert "limitare" in more
    ended(request)
    assert what_stands_in_the_way(scope, None, TODAY) == before


def test_an_extract_tells_of_it_without_others(made: Situation) -> None:
    restricted(asked(made), reason="Lo dice Marta Zaffirelli")
    (section,) = [one for one in sections() if one.code == "rights"]
    with purpose("requests"):
        told = section.gather(subject_of(made.family.lucia, TODAY))
    (row,) = [one for one in told if one.title == "Limitazione (art. 18)"]
    facts = {fact.name: str(fact.value) for fact in row.facts}
    assert "lettera a" in facts["ground"]
    assert facts["reason"].startswith("Lo dice ")
    assert "Marta" not in facts["reason"]


def test_from_the_request_to_the_violet_mark_and_back(made: Situation, client: Client) -> None:
    request = asked(made)
    client.force_login(cast.user(cast.OLGA))
    page = client.get(f"/diritti/richieste/{request.pk}/")
    address = f"/diritti/richieste/{request.pk}/limitazione/"
    assert address in page.content.decode()
    assert client.post(address, {"ground": "accuracy", "reason": ""}).status_code == 422
    assert client.post(address, {"ground": "accuracy", "reason": "La residenza"}).status_code == 302
    answer = client.get(address).content.decode()
    assert "Dati limitati" in answer
    assert "Zaffirelli" not in answer
    client.force_login(made.anna)
    household = client.get(f"/casi/{made.case.pk}/nucleo/").content.decode()
    assert household.count("Dati limitati (art. 18)") == 2  # on the head of the case and beside the name
    client.force_login(cast.user(cast.OLGA))
    answer = client.post(f"{address}fine/", {"reason": "Verificata", "told_on": "", "told_how": "PEC"})
    assert answer.status_code == 422
    said = {"reason": "Verificata", "told_on": f"{TODAY:%d/%m/%Y}", "told_how": "PEC"}
    assert client.post(f"{address}fine/", said).status_code == 302
    client.force_login(made.anna)
    assert "Dati limitati" not in client.get(f"/casi/{made.case.pk}/nucleo/").content.decode()
