"""Documents as people meet them: handed in, refused in words, renewed, opened only by who may."""

from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accanto.foundation.documents.models import Document
from tests import cast
from tests.foundation.documents import samples
from tests.scenarios import NOW, Situation, family_in_charge

pytestmark = pytest.mark.django_db
VERSIONS_QUERIES = 13


def enter(username: str) -> Client:
    client = Client()
    client.force_login(cast.user(username))
    return client


def hand_in(
    situation: Situation, content: bytes, filename: str = "carta.pdf", title: str = "Contratto"
) -> Any:
    return enter(cast.ANNA).post(
        reverse("case_document_add", args=[situation.case.pk]),
        {"title": title, "file": SimpleUploadedFile(filename, content, "application/pdf")},
    )


def page_of(situation: Situation, document: Document) -> str:
    return reverse("case_document", args=[situation.case.pk, document.pk])


def renew(client: Client, situation: Situation, document: Document, **more: Any) -> Any:
    given = {"reason": "Rinnovato", "file": SimpleUploadedFile("b.pdf", samples.pdf()), **more}
    return client.post(page_of(situation, document), given)


def test_a_file_is_handed_in_and_opened() -> None:
    situation = family_in_charge()
    assert hand_in(situation, samples.pdf()).status_code == 302
    document = Document.objects.get(title="Contratto")
    answer = enter(cast.CARLA).get(reverse("document", args=[document.pk]))
    assert b"".join(answer) == samples.pdf()  # type: ignore[arg-type]
    for username in (cast.GIULIA, cast.LUCA):
        assert enter(username).get(reverse("document", args=[document.pk])).status_code == 404
        assert enter(username).get(page_of(situation, document)).status_code in {403, 404}


@pytest.mark.parametrize(
    ("content", "filename", "said"),
    [
        (b"MZ\x90\0" * 9, "carta.pdf", "Il file si chiama .pdf, ma dentro è un programma"),
        (samples.docx({"word/vbaProject.bin": b"x"}), "a.docx", "contiene programmi (macro)"),
        (b"<svg onload='x'/>", "logo.svg", "Salvalo come PNG o PDF"),
        (samples.png(50_000, 50_000, pixels=b""), "a.png", "50000 × 50000 pixel"),
        (b"", "vuoto.pdf", "Il file è vuoto"),
        (
            samples.pdf(b" " * (20 * 1024 * 1024)),
            "a.pdf",
            "Il file è di 21 MB e se ne accettano al massimo 20",
        ),
    ],
)
def test_a_bad_file_is_refused_beside_its_field_and_the_title_stays(
    content: bytes, filename: str, said: str
) -> None:
    situation = family_in_charge()
    answer = hand_in(situation, content, filename, title="Titolo scritto")
    text = answer.content.decode().replace("&#x27;", "’")
    assert (answer.status_code, said in text, "Titolo scritto" in text) == (422, True, True)
    assert not Document.objects.filter(context=situation.case.pk).exists()


def test_a_new_version_stands_before_the_old_one_which_stays() -> None:
    situation = family_in_charge()
    hand_in(situation, samples.pdf())
    first = Document.objects.get(title="Contratto")
    assert renew(enter(cast.CARLA), situation, first).status_code == 302
    second = Document.objects.get(replaces=first)
    text = enter(cast.ANNA).get(page_of(situation, first)).content.decode()
    assert text.index("Versione 2") < text.index("quella che vale") < text.index("Versione 1")
    assert "Rinnovato" in text
    assert "Carla" in text
    listed = enter(cast.ANNA).get(reverse("case_documents", args=[situation.case.pk])).content.decode()
    assert (str(second.pk) in listed, str(first.pk) in listed) == (True, False)
    assert enter(cast.ANNA).get(reverse("document", args=[first.pk])).status_code == 200


def test_a_version_without_a_reason_or_of_a_program_keeps_the_page() -> None:
    situation = family_in_charge()
    hand_in(situation, samples.pdf())
    first = Document.objects.get(title="Contratto")
    answer = renew(enter(cast.ANNA), situation, first, reason="")
    assert (answer.status_code, "Scrivi perché c’è una nuova versione" in answer.content.decode()) == (
        422,
        True,
    )
    answer = renew(enter(cast.ANNA), situation, first, file=SimpleUploadedFile("b.pdf", b"MZ\x90\0"))
    assert (answer.status_code, "Rinnovato" in answer.content.decode()) == (422, True)
    assert Document.objects.filter(title="Contratto").count() == 1


def test_a_document_of_another_case_is_not_reached_through_mine() -> None:
    situation = family_in_charge()
    hand_in(situation, samples.pdf())
    document = Document.objects.get(title="Contratto")
    Document.objects.filter(pk=document.pk).update(context=document.pk)
    assert enter(cast.ANNA).get(page_of(situation, document)).status_code == 404


@time_machine.travel(NOW, tick=False)  # a minute later the session is noted anew, which is a query more
def test_the_page_of_a_document_costs_the_same_however_many_versions_it_has() -> None:
    situation, client = family_in_charge(), enter(cast.ANNA)
    hand_in(situation, samples.pdf())
    document = Document.objects.get(title="Contratto")
    counts = []
    for _time in range(2):
        with CaptureQueriesContext(connection) as seen:
            client.get(page_of(situation, document))
        counts.append(len(seen))
        for _again in range(5):
            document = _renewed(client, situation, document)
    assert counts == [VERSIONS_QUERIES, VERSIONS_QUERIES]


def _renewed(client: Client, situation: Situation, document: Document) -> Document:
    assert renew(client, situation, document).status_code == 302
    return Document.objects.get(replaces=document)
