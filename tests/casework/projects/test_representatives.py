"""An adult who cannot sign does it through a legal representative, whom a decree names."""

import subprocess
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accanto.casework.projects import operations
from accanto.casework.projects.models import Party, Signature
from accanto.casework.projects.operations import Representative
from accanto.casework.projects.queries.differences import differences
from accanto.core.errors import ChangedMeanwhile, OperationRefused
from accanto.foundation.audit.models import Event
from accanto.foundation.documents.reading import as_file
from tests.casework.projects import situations
from tests.casework.projects.situations import InProject
from tests.scenarios import NOW, TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue", "morning")]

PAOLO = Representative("Paolo Sostegni", "support", "Tribunale di Pistoia", "112/2026", date(2026, 3, 3))
SENTENCE = (
    "Per Lucia Campioni firma Paolo Sostegni, amministratore di sostegno, "
    "decreto n. 112/2026 del 3 marzo 2026 del Tribunale di Pistoia"
)


def lucia(found: InProject) -> Party:
    return found.party(found.situation.family.lucia)


def represent(found: InProject, representative: Representative | None = PAOLO, **more: object) -> Party:
    return operations.set_representative(
        **{"party": lucia(found), "representative": representative, "by": found.anna, "at": NOW, **more}
    )


def plain(text: str) -> str:
    """With ordinary spaces: days are written with spaces that do not break."""
    return " ".join(text.split())


def text_of(found: InProject) -> str:
    with as_file(found.version.document) as path:
        done = subprocess.run(["pdftotext", str(Path(path)), "-"], check=True, capture_output=True, text=True)
    return plain(done.stdout)


def test_from_the_decree_to_a_signed_project() -> None:
    """The whole way: named on the draft, printed and frozen, signed by the right hand, told in the case."""
    found = situations.written()
    represent(found)
    operations.propose(project=found.again(), by=found.anna, at=NOW)
    assert SENTENCE in text_of(found)
    frozen = next(p for p in found.version.content["parties"] if p["name"] == "Lucia Campioni")
    assert plain(frozen["signs"]) == SENTENCE
    with pytest.raises(operations.SignatureRefused) as refusal:
        operations.sign(
            version=found.version,
            party=lucia(found),
            ink=situations.ink("lucia  CAMPIONI"),
            by=found.anna,
            at=NOW,
        )
    assert (refusal.value.field, "Paolo Sostegni" in str(refusal.value)) == ("signed_name", True)
    operations.sign(
        version=found.version,
        party=lucia(found),
        ink=situations.ink("Paolo Sostegni"),
        by=found.anna,
        at=NOW,
    )
    for party in found.project.parties.present().exclude(user=None).select_related("user"):
        operations.sign(
            version=found.version, party=party, ink=situations.ink(str(party.user)), by=party.user, at=NOW
        )
    assert found.again().state == "signed"
    assert Signature.objects.get(party=lucia(found)).signed_name == "Paolo Sostegni"
    operations.start_project(project=found.project, on=TODAY, by=found.anna, at=NOW)
    told = Event.objects.get(verb="projects.project.signature_for")
    assert (told.params["representative"], told.params["who"]) == ("Paolo Sostegni", "Lucia Campioni")
    named = Event.objects.get(verb="projects.party.represented")
    assert (named.params["number"], named.context) == ("112/2026", found.situation.case.pk)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": "  "}, "name"),
        ({"name": "LUCIA Campioni"}, "name"),
        ({"role": "sister"}, "role"),
        ({"role": ""}, "role"),
        ({"authority": ""}, "authority"),
        ({"number": " "}, "number"),
        ({"number": "1" * 41}, "number"),
        ({"on": None}, "on"),
        ({"on": TODAY + timedelta(days=1)}, "on"),
    ],
)
def test_every_fact_of_the_decree_is_needed_and_none_is_of_tomorrow(wrong, field) -> None:
    found = situations.begun()
    before = found.again().revision
    with pytest.raises(OperationRefused) as refusal:
        represent(found, replace(PAOLO, **wrong))
    assert (refusal.value.field, found.again().revision) == (field, before)
    assert represent(found, replace(PAOLO, on=TODAY)).decree_on == TODAY


def test_who_signs_for_a_body_has_no_representative() -> None:
    found = situations.begun()
    with pytest.raises(OperationRefused, match="componente del nucleo"):
        represent(found, party=found.party(found.anna))


def test_it_changes_only_while_the_project_is_written_and_not_unread() -> None:
    found = situations.proposed()
    with pytest.raises(operations.NotEditable):
        represent(found)
    operations.withdraw(project=found.project, reason="Firma il tutore", by=found.anna, at=NOW)
    seen = found.again().revision
    represent(found, expected_revision=seen)
    with pytest.raises(ChangedMeanwhile) as refusal:
        represent(found, None, expected_revision=seen)
    assert refusal.value.missing == ("Anna Prova ha scritto chi firma per Lucia Campioni",)


def test_the_next_version_says_that_the_one_who_signs_has_changed() -> None:
    found = situations.proposed()
    first = found.version
    operations.withdraw(project=found.project, reason="Firma il tutore", by=found.anna, at=NOW)
    represent(found, replace(PAOLO, role="guardian"))
    operations.propose(project=found.again(), by=found.anna, at=NOW)
    changed = differences(first.content, found.version.content)
    assert [(c.verb, "tutore" in c.after, "tutore" in c.before) for c in changed] == [
        ("changed", True, False)
    ]


def test_signing_in_person_again_takes_the_decree_away() -> None:
    found = situations.begun()
    represent(found)
    before = found.again().revision
    party = represent(found, None)
    assert (party.representative, party.decree_on, found.again().revision) == ("", None, before + 1)
    represent(found, None)
    assert found.again().revision == before + 1
    assert Event.objects.filter(verb="projects.party.unrepresented").count() == 1


@pytest.mark.parametrize("part", ["representative", "representative_role", "decree_authority", "decree_on"])
def test_the_database_keeps_a_decree_whole(part: str) -> None:
    found = situations.begun()
    party = represent(found)
    with (
        pytest.raises(IntegrityError, match="party_represented_by_a_whole_decree"),
        transaction.atomic(),
    ):
        Party.objects.filter(pk=party.pk).update(**{part: None if part == "decree_on" else ""})


def address(found: InProject, party: Party) -> str:
    return reverse("project_piece_change", args=[found.project.pk, "firma", party.pk])


def shown(client: Client, name: str, *args: object) -> str:
    return plain(client.get(reverse(name, args=args)).content.decode())


TYPED = {
    "role": "support",
    "name": "Paolo Sostegni",
    "authority": "Tribunale di Pistoia",
    "number": "112/2026",
    "on": "2026-03-03",
}


def test_the_page_asks_for_the_decree_and_shows_who_signs(client: Client) -> None:
    found = situations.written()
    client.force_login(found.anna)
    page = address(found, lucia(found))
    assert page in client.get(reverse("project", args=[found.project.pk])).content.decode()
    assert "firma di persona" in client.get(page).content.decode()
    refused = client.post(page, {"role": "support", "name": "Paolo Sostegni"})
    told = refused.content.decode()
    assert (refused.status_code, 'value="Paolo Sostegni"' in told) == (422, True)
    assert ["Scrivi il numero del decreto." in told, "Scrivi la data del decreto." in told] == [True, True]
    done = client.post(page, TYPED)
    assert done["Location"] == reverse("project", args=[found.project.pk]) + "#parties"
    assert SENTENCE in shown(client, "project", found.project.pk)
    again = client.get(page).content.decode()
    assert ['value="112/2026"' in again, 'value="2026-03-03"' in again] == [True, True]
    client.post(page, {"role": ""})
    assert lucia(found).representative == ""


def test_a_decree_of_tomorrow_is_refused_beside_its_field(client: Client) -> None:
    found = situations.written()
    client.force_login(found.anna)
    refused = client.post(address(found, lucia(found)), {**TYPED, "on": "2031-01-01"})
    assert (refused.status_code, "La data del decreto è nel futuro." in refused.content.decode()) == (
        422,
        True,
    )


def test_an_operator_has_no_such_page(client: Client) -> None:
    found = situations.written()
    client.force_login(found.anna)
    assert client.get(address(found, found.party(found.anna))).status_code == 404


def test_the_page_of_the_signature_names_who_signs(client: Client) -> None:
    found = situations.written()
    represent(found)
    operations.propose(project=found.again(), by=found.anna, at=NOW)
    client.force_login(found.anna)
    page = shown(client, "project_sign", found.project.pk, lucia(found).pk)
    assert [SENTENCE in page, 'value="Paolo Sostegni"' in page] == [True, True]
    assert SENTENCE in shown(client, "project_signatures", found.project.pk)
