"""The extract of a person's data: what it tells, what it never tells, who makes it, what stays of it."""

import json
from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from accanto.casework.cases.operations import move_case, open_case, write_diary
from accanto.core.errors import NotPermitted, OperationRefused
from accanto.foundation.audit.models import Event
from accanto.foundation.documents.reading import content_of
from accanto.people.households.models import Member
from accanto.people.households.operations import create_household
from accanto.people.persons.models import Person
from accanto.people.persons.operations import add_contact, create_person, protect_person
from accanto.steering.privacy.extracting import preview
from accanto.steering.privacy.extracting.hiding import Other, hider
from accanto.steering.privacy.extracting.papers import papers_of
from accanto.steering.privacy.models import Extract, ExtractOmission, PersonRequest
from accanto.steering.privacy.operations import (
    answer_request,
    cover_names,
    issue_extract,
    omit_section,
    place_hold,
    put_section_back,
)
from accanto.territory.bodies.models import Office
from tests import cast
from tests.scenarios import NOW, TODAY, Situation, family_in_charge
from tests.steering.privacy.asking import asked_by

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def morning() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def made() -> Situation:
    """Lucia's case; its diary names the children, a neighbour, and holds a personal note."""
    found = family_in_charge("Zaffirelli")
    for kind, text in (
        ("interview", "Marta va a scuola volentieri, NICO no; la signora Pina Finti aiuta Lucia"),
        ("personal", "Appunto-segreto di Anna"),
    ):
        write_diary(case=found.case, kind=kind, text=text, happened_at=NOW, by=found.anna, at=NOW)
    return found


def asked(made: Situation, person: Person | None = None, kind: str = "access") -> PersonRequest:
    return asked_by(person or made.family.lucia, kind)


def words_of(request: PersonRequest, extract: Extract | None = None) -> str:
    with translation.override("it"):
        _paper, data, _mark = papers_of(request, preview(request, extract, TODAY), NOW)
    return data.decode()


def test_it_tells_the_person_and_names_the_others_by_what_they_are(made: Situation) -> None:
    found = words_of(asked(made))
    assert "Zaffirelli" in found
    assert made.case.number in found
    assert "[figlia] va a scuola volentieri, [figlio] no; la signora Pina Finti aiuta Lucia" in found
    assert '"value": "figlia, figlio"' in found
    for hidden in ("Marta", "NICO", "Nico", "Appunto-segreto", str(made.family.marta.pk)):
        assert hidden not in found


def test_a_child_reads_of_a_mother_and_a_brother(made: Situation) -> None:
    found = words_of(asked(made, made.family.marta))
    assert "Marta va a scuola volentieri, [fratello] no; la signora Pina Finti aiuta [madre]" in found
    assert "Nico" not in found


def test_names_that_only_the_diary_knows_are_covered_by_hand(made: Situation) -> None:
    request = asked(made)
    extract = cover_names(request=request, names=" Pina  Finti \n\n", by=made.carla, at=NOW)
    assert extract.covered == "Pina Finti"
    assert "la signora [altra persona] aiuta Lucia" in words_of(request, extract)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nicolò", "[figlio]"),
        ("NICOLO' è qui", "[figlio]' è qui"),
        ("Rossi  Nicolò", "[figlio]"),
        ("nicolo-rossi", "[figlio]"),
        ("Nicoletta resta", "Nicoletta resta"),
        ("la signora Bianchi", "la signora Bianchi"),
    ],
)
def test_names_are_hidden_however_they_are_written(text: str, expected: str) -> None:
    hide = hider("Lucia", "Bianchi", [Other("Nicolò", "Rossi", "figlio"), Other("Ada", "Bianchi", "figlia")])
    assert hide(text) == expected


def test_days_before_the_person_came_and_after_they_left_are_of_others(made: Situation) -> None:
    member = Member.objects.get(person=made.family.nico)
    member.starts_on, member.ends_on = date(2026, 11, 14), date(2026, 11, 20)
    member.save()
    for day, text in ((13, "Prima-di"), (14, "Con-lui"), (20, "Dopo-di")):
        write_diary(
            case=made.case,
            kind="phone",
            text=text,
            happened_at=NOW.replace(day=day),
            by=made.anna,
            at=NOW,
        )
    found = words_of(asked(made, made.family.nico))
    assert ("Prima-di" in found, "Con-lui" in found, "Dopo-di" in found) == (False, True, False)


def test_a_case_behind_a_fence_changes_nothing_not_even_a_byte(made: Situation) -> None:
    request = asked(made)
    before = papers_of(request, preview(request, None, TODAY), NOW)
    shelter = create_person(first_name="Rifugia", last_name="Celati", by=made.carla, at=NOW)
    household = create_household(
        label="Celati", members=[(made.family.lucia, "reference"), (shelter, "other")], by=made.carla, at=NOW
    )
    case = open_case(
        household=household,
        unit=Office.objects.get(code="servizio-quarrata"),
        responsible=cast.user(cast.GIULIA),
        by=made.carla,
        at=NOW,
        on=TODAY,
    )
    write_diary(
        case=case,
        kind="interview",
        text="Marcatore-chiuso",
        happened_at=NOW,
        by=cast.user(cast.GIULIA),
        at=NOW,
    )
    assert papers_of(request, preview(request, None, TODAY), NOW) != before
    move_case(
        case=case,
        compartment="violence",
        staying=[],
        reason="Centro antiviolenza",
        by=cast.user(cast.GIULIA),
        at=NOW,
    )
    client = _as(cast.GIULIA)
    client.get(f"/casi/{case.pk}/")
    client.get(f"/persone/{made.family.lucia.pk}/")
    assert papers_of(request, preview(request, None, TODAY), NOW) == before


def test_home_and_contacts_of_a_protected_person_do_not_leave(made: Situation) -> None:
    add_contact(person=made.family.lucia, kind="phone", value="555 0142", on=TODAY)
    assert "Via degli Esempi 1" in words_of(asked(made))
    protect_person(
        person=made.family.lucia,
        kind="address",
        reason="person",
        source="Colloquio",
        starts_on=TODAY,
        by=made.anna,
        at=NOW,
    )
    PersonRequest.objects.all().delete()
    found = words_of(asked(made))
    assert "Via degli Esempi" not in found
    assert "555 0142" not in found


def test_a_section_is_left_out_with_ground_and_reason_and_the_paper_says_so_where_it_may(
    made: Situation,
) -> None:
    request, carla = asked(made), made.carla
    for ground, reason, field in (
        ("", "x", "ground"),
        ("court_hold", "x", "ground"),
        ("reporter", " ", "reason"),
    ):
        with pytest.raises(OperationRefused) as refused:
            omit_section(request=request, section="diary", ground=ground, reason=reason, by=carla, at=NOW)
        assert refused.value.field == field
    omit_section(
        request=request, section="diary", ground="reporter", reason="Chi ha segnalato", by=carla, at=NOW
    )
    extract = Extract.objects.get()
    silent = words_of(request, extract)
    assert "va a scuola" not in silent
    assert json.loads(silent)["left_out"] == []
    omit_section(request=request, section="diary", ground="third_persons", reason="Altri", by=carla, at=NOW)
    told = json.loads(words_of(request, extract))
    assert [one["source"] for one in told["left_out"]] == ["GDPR art. 15, par. 4"]
    put_section_back(request=request, section="diary", by=carla, at=NOW)
    assert "va a scuola" in words_of(request, extract)


def test_what_an_authority_holds_waits_without_a_word(made: Situation) -> None:
    request = asked(made)
    place_hold(
        whom=made.case.number,
        authority="Procura",
        reason="Prot. 1",
        starts_on=TODAY,
        by=cast.user(cast.OLGA),
        at=NOW,
    )
    found = words_of(request)
    assert "va a scuola" not in found
    assert made.case.number in found
    assert "Procura" not in found
    assert json.loads(found)["left_out"] == []
    extract = issue_extract(request=request, address=None, by=made.carla, at=NOW)
    kept = {row.section: row.ground for row in extract.omissions.all()}
    assert kept["diary"] == "court_hold"


def test_it_is_issued_once_frozen_and_written_down_as_taken_away(made: Situation) -> None:
    request = asked(made)
    cover_names(request=request, names="Pina Finti", by=made.carla, at=NOW)
    extract = issue_extract(request=request, address=None, by=made.carla, at=NOW)
    assert extract.paper
    assert extract.data
    assert content_of(extract.paper).startswith(b"%PDF-1.7")
    data = json.loads(content_of(extract.data))
    assert data["fingerprint"] == extract.fingerprint
    assert (extract.covered, extract.paper.frozen, extract.paper.context) == ("", True, None)
    assert Event.objects.get(verb="privacy.extract.issued").params == {"people": [str(made.family.lucia.pk)]}
    for again in (
        lambda: issue_extract(request=request, address=None, by=made.carla, at=NOW),
        lambda: cover_names(request=request, names="x", by=made.carla, at=NOW),
    ):
        with pytest.raises(OperationRefused, match=r"rilasciato|issued"):
            again()
    with pytest.raises(IntegrityError, match="extract_issued_by_somebody"), transaction.atomic():
        Extract.objects.update(issued_by=None)


def test_only_a_request_of_access_that_is_open_has_one(made: Situation) -> None:
    with pytest.raises(OperationRefused):
        issue_extract(request=asked(made, kind="erasure"), address=None, by=made.carla, at=NOW)
    request = asked(made)
    answer_request(request=request, outcome="refused", answer="No", by=made.carla, at=NOW)
    with pytest.raises(OperationRefused):
        issue_extract(request=request, address=None, by=made.carla, at=NOW)
    assert not Extract.objects.exists()


def test_who_does_not_read_every_case_prepares_nothing(made: Situation) -> None:
    request = asked(made)
    for user in (made.anna, cast.user(cast.OLGA)):
        with pytest.raises(NotPermitted):
            omit_section(request=request, section="diary", ground="reporter", reason="x", by=user, at=NOW)
        with pytest.raises(NotPermitted):
            issue_extract(request=request, address=None, by=user, at=NOW)
    assert not Extract.objects.exists()


def _as(username: str) -> Client:
    client = Client()
    client.force_login(cast.user(username))
    return client


def test_it_is_prepared_and_issued_on_the_pages(
    made: Situation, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    request = asked(made)
    client, base = _as(cast.CARLA), f"/diritti/richieste/{request.pk}/"
    assert f"{base}estratto/" in client.get(base).content.decode()
    with django_assert_max_num_queries(16):
        assert client.get(f"{base}estratto/").status_code == 200
    with django_assert_max_num_queries(34):
        page = client.get(f"{base}estratto/parti/diary/").content.decode()
    assert "[figlia] va a scuola" in page
    assert "Pina Finti" in page
    assert client.post(f"{base}estratto/nomi/", {"names": "Pina Finti"}).status_code == 302
    assert "Pina Finti" not in client.get(f"{base}estratto/parti/diary/").content.decode()
    bad = client.post(f"{base}estratto/parti/team/tolta/", {"ground": "", "reason": ""})
    assert bad.status_code == 422
    sent = {"ground": "third_persons", "reason": "Riguarda altri"}
    assert client.post(f"{base}estratto/parti/team/tolta/", sent).status_code == 302
    assert "Riguarda altri" in client.get(f"{base}estratto/").content.decode()
    assert client.post(f"{base}estratto/parti/team/rimessa/").status_code == 302
    assert not ExtractOmission.objects.exists()
    assert client.post(f"{base}estratto/rilascio/").status_code == 302
    paper = client.get(f"{base}estratto/estratto.pdf")
    assert (paper["Content-Type"], paper.content[:5]) == ("application/pdf", b"%PDF-")
    assert client.get(f"{base}estratto/estratto.json").json()["format"] == "accanto-extract-1"
    assert client.get(f"{base}estratto/estratto.exe").status_code == 404
    assert client.get(f"/documenti/{Extract.objects.get().paper_id}/").status_code == 404


def test_the_officer_sees_that_it_is_issued_and_never_what_it_says(made: Situation) -> None:
    request = asked(made)
    omit_section(
        request=request, section="team", ground="reporter", reason="Motivo-scritto", by=made.carla, at=NOW
    )
    issue_extract(request=request, address=None, by=made.carla, at=NOW)
    client, base = _as(cast.OLGA), f"/diritti/richieste/{request.pk}/estratto/"
    page = client.get(base).content.decode()
    assert "Motivo-scritto" in page
    assert "Zaffirelli" not in page
    for address in (f"{base}parti/diary/", f"{base}estratto.pdf"):
        assert client.get(address).status_code == 403
