"""Contacts and relatives that hang on somebody who has left, or on whoever has the data restricted."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from accanto.casework.cases import operations as cases
from accanto.casework.cases.models import NetworkContact
from accanto.casework.cases.operations import Contact, leave_household
from accanto.casework.record import operations
from accanto.casework.record.models import Relative
from accanto.casework.record.operations import Pair
from accanto.core.database.context import acting, acting_for
from accanto.core.errors import OperationRefused
from accanto.people.households.models import Member
from accanto.people.persons.models import Person
from accanto.people.persons.operations import restrict_person
from tests import cast
from tests.casework.record.conftest import enter
from tests.casework.record.test_reports import opened, printed, saved
from tests.scenarios import NOW, TODAY, Situation

pytestmark = pytest.mark.django_db


def leave(made: Situation, person: Person) -> None:
    leave_household(
        case=made.case, member=Member.objects.get(person=person, ends_on=None), reason="Dal padre",
        ends_on=TODAY, by=made.anna, at=NOW - timedelta(minutes=30),
    )  # fmt: skip


@pytest.fixture
def teacher(made: Situation) -> NetworkContact:
    """Of Nico, who has left since."""
    row = cases.add_contact_to_network(
        case=made.case, contact=Contact("Maestra Finti", "teacher", relation_to=made.family.nico.pk),
        by=made.anna, at=NOW - timedelta(hours=1),
    )  # fmt: skip
    leave(made, made.family.nico)
    return row


def offered(page: str) -> list[tuple[str, str]]:
    """Value and words of who may be chosen as near; the chosen one first."""
    found = re.search(r'<select name="relation_to".*?</select>', page, re.DOTALL)
    assert found is not None
    options = re.findall(r'<option value="([^"]*)"( selected)?>([^<]*)', found[0])
    return [(value, words) for value, chosen, words in sorted(options, key=lambda one: not one[1])]


def test_a_contact_near_somebody_who_has_left_is_changed_and_stays_near_them(
    made: Situation, teacher: NetworkContact
) -> None:
    nico, client = str(made.family.nico.pk), enter(cast.ANNA)
    url = reverse("record_contact", args=[made.case.pk, teacher.pk])
    choices = offered(client.get(url).content.decode())
    assert choices[0] == (nico, "chi è uscito dal nucleo")
    assert len(choices) == 4
    sent = {
        "name": "Maestra Finti",
        "role": "teacher",
        "phone": "0573 555 01",
        "tie": "ordinary",
        "flow": "both",
    }
    answer = client.post(url, {**sent, "relation_to": nico, "expected": "1"})
    assert (answer.status_code, answer["Location"]) == (302, url)
    teacher.refresh_from_db()
    assert (teacher.phone, teacher.relation_to_id) == ("0573 555 01", made.family.nico.pk)
    answer = client.post(url, {**sent, "relation_to": "", "expected": "2"})
    assert answer.status_code == 302
    teacher.refresh_from_db()
    assert teacher.relation_to_id is None


def test_a_contact_near_somebody_who_has_left_ends(made: Situation, teacher: NetworkContact) -> None:
    url = reverse("record_contact_end", args=[made.case.pk, teacher.pk])
    answer = enter(cast.ANNA).post(url, {"ends_on": TODAY.isoformat(), "reason": "Altra scuola"})
    assert answer.status_code == 302
    teacher.refresh_from_db()
    assert (teacher.ends_on, teacher.end_reason) == (TODAY, "Altra scuola")


def test_pages_say_that_whom_they_are_near_has_left(made: Situation, teacher: NetworkContact) -> None:
    client = enter(cast.ANNA)
    page = client.get(reverse("record_family", args=[made.case.pk])).content.decode()
    assert "vicino a chi è uscito dal nucleo" in " ".join(page.split())
    ended = reverse("record_contact_end", args=[made.case.pk, teacher.pk])
    client.post(ended, {"ends_on": TODAY.isoformat(), "reason": "Altra scuola"})
    read = client.get(reverse("record_contact", args=[made.case.pk, teacher.pk])).content.decode()
    assert "<dd>chi è uscito dal nucleo</dd>" in read


def test_the_data_of_who_has_left_do_not_leave_once_they_are_restricted(made: Situation) -> None:
    """Also where whoever writes sees that person no longer."""
    leave(made, made.family.nico)
    restrict_person(
        person_id=made.family.nico.pk, request=uuid4(), ground="accuracy", reason="x", by=made.carla, at=NOW
    )
    with acting(acting_for(made.anna, at=NOW)):
        report = saved(opened(made), made, facts="Nico va male a scuola.")
        assert "art. 18" not in report.content["household"]
        with pytest.raises(OperationRefused, match="limitati") as refused:
            operations.sign_report(report=report, expected=report.revision, by=made.anna, at=NOW)
        assert list(refused.value.missing) == ["Fatti accertati"]
        cases.write_diary(
            case=made.case, kind="phone", text="Nico va male a scuola.", by=made.anna, at=NOW, happened_at=NOW
        )
        everything = "\n".join(printed(made, documents=False))
    assert "va male" not in everything
    assert "I dati di chi è uscito dal nucleo sono limitati" in " ".join(everything.split())


def test_a_relative_tied_to_somebody_restricted_stays_and_the_page_says_why(made: Situation) -> None:
    aunt = operations.add_relative(case=made.case, name="Ada", sex="f", by=made.anna, at=NOW)
    operations.say_bond(
        case=made.case, pair=Pair(f"r{aunt.pk}", f"p{made.family.lucia.pk}"), quality="close", by=made.anna,
        at=NOW,
    )  # fmt: skip
    restrict_person(
        person_id=made.family.lucia.pk, request=uuid4(), ground="accuracy", reason="x", by=made.carla, at=NOW
    )
    url = reverse("record_relative_remove", args=[made.case.pk, aunt.pk])
    answer = enter(cast.ANNA).post(url, follow=True)
    assert answer.status_code == 200
    assert "I dati di questa persona sono limitati" in answer.content.decode()
    assert "non è più nel genogramma" not in answer.content.decode()
    assert Relative.objects.get().mistaken is False
