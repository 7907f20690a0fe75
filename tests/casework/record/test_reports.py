"""Social reports: what the data propose, what must not leave, what a signature freezes; and the dossier."""

import subprocess
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from accanto.casework.cases import operations as cases
from accanto.casework.cases.models import DiaryEntry
from accanto.casework.cases.operations import Contact, Present
from accanto.casework.record import operations
from accanto.casework.record.dossier import DossierWanted
from accanto.casework.record.models import SocialReport
from accanto.core.errors import ChangedMeanwhile, OperationRefused
from accanto.foundation.audit.models import Event
from accanto.foundation.documents.models import Document
from accanto.foundation.documents.reading import content_of
from accanto.foundation.jobs.models import Draft, Job
from accanto.foundation.jobs.operations import perform_job
from accanto.people.persons.operations import add_contact, protect_person, restrict_person
from tests import cast
from tests.casework.record.conftest import as_seen, enter
from tests.scenarios import NOW, TODAY, Situation

pytestmark = pytest.mark.django_db
WORDS = {"reason": "Chiede il tribunale.", "facts": "La casa è fredda.", "evaluation": "Serve un aiuto."}


def opened(made: Situation) -> SocialReport:
    return operations.open_report(case=made.case, template_code="social_report", by=made.anna, at=NOW)


def saved(report: SocialReport, made: Situation, **content: str) -> SocialReport:
    return operations.save_report(
        report=report,
        content={**WORDS, **content},
        title=report.title,
        addressee="Tribunale per i minorenni",
        expected=report.revision,
        by=made.anna,
        at=NOW,
    )


def text_of(pdf: bytes) -> list[str]:
    """Page by page, on one line each."""
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, check=True, capture_output=True)
    pages = done.stdout.decode().split("\f")
    return [" ".join(page.split()) for page in pages if page.strip()]


def test_a_report_begins_with_what_the_data_say_and_of_when(made: Situation) -> None:
    cases.write_diary(
        case=made.case, kind="interview", text="x", by=made.anna, at=NOW, happened_at=NOW - timedelta(days=3)
    )
    report = opened(made)
    assert "Lucia Campioni, persona di riferimento, 38 anni" in report.content["household"]
    assert "Via degli Esempi 1" in report.content["household"]
    assert "Colloquio: 1" in report.content["work"]
    assert report.proposals["work"]["as_of"] == "2026-11-12"
    assert opened(made) == report
    page = enter(cast.ANNA).get(reverse("record_report", args=[made.case.pk, report.pk]))
    assert page.status_code == 200
    assert "Fatti accertati" in page.content.decode()


def test_two_who_write_the_same_report_do_not_cover_one_another(made: Situation) -> None:
    report = opened(made)
    saved(report, made, facts="Prima.")
    url = reverse("record_report", args=[made.case.pk, report.pk])
    sent = {"title": "Relazione", "expected": "1", "s_facts": "Il testo di chi arriva dopo."}
    answer = enter(cast.CARLA).post(url, sent)
    assert answer.status_code == 422
    assert "Il testo di chi arriva dopo." in answer.content.decode()
    assert "Anna Prova ha salvato" in answer.content.decode()
    assert SocialReport.objects.get().content["facts"] == "Prima."


def test_data_read_anew_change_only_what_was_kept_as_proposed(made: Situation) -> None:
    report = saved(opened(made), made, household="Scritto da me.")
    cases.write_diary(case=made.case, kind="phone", text="x", by=made.anna, at=NOW, happened_at=NOW)
    fresh = operations.merge_again(report=report, by=made.anna, at=NOW)
    assert fresh.content["household"] == "Scritto da me."
    assert "Telefonata: 1" in fresh.content["work"]


def on_the_page(report: SocialReport, **typed: str) -> dict[str, str]:
    """What a browser sends: every section as it stands, lines ended in its way, and what was typed."""
    stands = {f"s_{code}": text.replace("\n", "\r\n") for code, text in report.content.items()}
    return {"title": report.title, "addressee": "", "expected": str(report.revision), **stands, **typed}


def test_data_read_anew_from_the_page_keep_what_was_just_typed(made: Situation) -> None:
    writing = {"case": made.case, "text": "x", "by": made.anna, "at": NOW, "happened_at": NOW}
    cases.write_diary(kind="interview", **writing)
    report = opened(made)
    assert "\n" in report.content["work"]
    client, url = enter(cast.ANNA), reverse("record_report", args=[made.case.pk, report.pk])
    typed = on_the_page(report, s_facts="Appena scritto.")
    client.post(reverse("draft_save", args=[f"relazione-1-{report.pk}"]), typed)
    cases.write_diary(kind="phone", **writing)
    answer = client.post(url, {**typed, "then": "merge"}, follow=True)
    page = answer.content.decode()
    assert "I dati sono stati riletti" in page
    assert "Appena scritto." in page
    report.refresh_from_db()
    assert report.content["facts"] == "Appena scritto."
    assert "Telefonata: 1" in report.content["work"]
    assert not Draft.objects.exists()


def test_data_are_not_read_anew_over_what_a_colleague_has_kept(made: Situation) -> None:
    report = opened(made)
    typed = on_the_page(report, s_facts="Il testo di chi arriva dopo.")
    saved(report, made, facts="Prima.")
    url = reverse("record_report", args=[made.case.pk, report.pk])
    answer = enter(cast.CARLA).post(url, {**typed, "then": "merge"})
    assert answer.status_code == 422
    assert "Il testo di chi arriva dopo." in answer.content.decode()
    report.refresh_from_db()
    assert (report.content["facts"], report.revision) == ("Prima.", 2)


def test_a_signature_freezes_the_report_and_a_correction_is_a_new_version(made: Situation) -> None:
    report = saved(opened(made), made)
    with pytest.raises(ChangedMeanwhile):
        operations.sign_report(report=report, expected=1, by=made.anna, at=NOW)
    signed = operations.sign_report(report=report, expected=report.revision, by=made.anna, at=NOW)
    assert signed.document is not None
    assert (signed.document.frozen, signed.document.kind) == (True, "social_report")
    pages = " ".join(text_of(content_of(signed.document)))
    for words in ("Relazione sociale", "La casa è fredda.", "Firmata da Anna Prova", signed.fingerprint[:20]):
        assert words in pages
    with pytest.raises(OperationRefused, match="non è più una bozza"):
        saved(signed, made, facts="Altro.")
    with pytest.raises(DatabaseError, match="signed report"), transaction.atomic():
        SocialReport.objects.filter(pk=signed.pk).update(content={})
    with pytest.raises(DatabaseError, match="signed report"), transaction.atomic():
        SocialReport.objects.filter(pk=signed.pk)._raw_delete("default")  # type: ignore[attr-defined]
    following = operations.correct_report(report=signed, reason="Data sbagliata", by=made.anna, at=NOW)
    following = saved(following, made, facts="La casa è calda.")
    operations.sign_report(report=following, expected=following.revision, by=made.anna, at=NOW)
    signed.refresh_from_db()
    assert (signed.state, signed.content["facts"]) == ("replaced", "La casa è fredda.")


def test_a_new_report_is_not_the_correction_that_one_is_writing(made: Situation) -> None:
    report = saved(opened(made), made)
    signed = operations.sign_report(report=report, expected=report.revision, by=made.anna, at=NOW)
    following = operations.correct_report(report=signed, reason="Data sbagliata", by=made.anna, at=NOW)
    begun = opened(made)
    assert begun not in (signed, following)
    assert (begun.number, begun.replaces, "facts" in begun.content) == (1, None, False)
    assert opened(made) == begun


def test_sections_that_are_needed_are_asked_for_by_name(made: Situation) -> None:
    report = opened(made)
    with pytest.raises(OperationRefused) as refused:
        operations.sign_report(report=report, expected=report.revision, by=made.anna, at=NOW)
    asked = ["Perché si scrive", "Fatti accertati", "Valutazione professionale"]
    assert list(refused.value.missing) == asked
    assert not Document.objects.exists()


def protected(made: Situation) -> None:
    add_contact(person=made.family.lucia, kind="phone", value="0573 555 0142")
    protect_person(
        person=made.family.lucia,
        kind="address",
        reason="violence_centre",
        source="Centro di prova, n. 1",
        starts_on=TODAY,
        by=made.anna,
        at=NOW,
    )


def test_a_protected_address_is_neither_proposed_nor_signed(made: Situation) -> None:
    protected(made)
    report = opened(made)
    assert "Via degli Esempi" not in str(report.content)
    assert "indirizzo è protetto" in report.content["household"]
    for text in ("Vive in via degli esempi, 1.", "Si chiama allo 0573-555-0142."):
        report = saved(report, made, facts=text)
        with pytest.raises(OperationRefused, match="protetto") as refused:
            operations.sign_report(report=report, expected=report.revision, by=made.anna, at=NOW)
        assert list(refused.value.missing) == ["Fatti accertati"]
    assert not Document.objects.exists()


def a_full_record(made: Situation) -> None:
    doctor = cases.add_contact_to_network(
        case=made.case, contact=Contact("Dott. Terzi", "doctor"), by=made.anna, at=NOW
    )
    for day, text in ((400, "Primo colloquio."), (2, "Visto il Dott. Terzi in via degli Esempi 1.")):
        cases.write_diary(
            case=made.case,
            kind="interview",
            text=text,
            by=made.anna,
            at=NOW,
            happened_at=NOW - timedelta(days=day),
            present=Present([made.family.lucia.pk], contacts=[doctor.pk]),
        )
    operations.write_note(case=made.case, text="Appunto segretissimo", by=made.anna, at=NOW)


def printed(made: Situation, **wanted: object) -> list[str]:
    case = as_seen(made, made.anna)
    paper = operations.print_dossier(case=case, wanted=DossierWanted(**wanted), by=made.anna, at=NOW)  # type: ignore[arg-type]
    return text_of(paper)


def test_a_dossier_has_an_index_with_page_numbers_and_says_who_printed_it_on_every_page(
    made: Situation,
) -> None:
    a_full_record(made)
    pages = printed(made)
    assert all("Stampato da Anna Prova, 23 novembre 2026" in page for page in pages)
    assert all(f"Pagina {n} di {len(pages)}" in page for n, page in enumerate(pages, start=1))
    index = pages[1]
    for title in ("Il nucleo e il suo percorso", "Che cosa è successo, anno per anno", "2025", "2026"):
        assert title in index
        number = next(n for n, page in enumerate(pages[2:], start=3) if title in page)
        assert str(number) in index
    everything = "\n".join(pages)
    assert "Primo colloquio." in everything
    assert "· Diario" in everything
    assert "segretissimo" not in everything
    assert "Terzi" not in everything
    assert "[medico di famiglia]" in everything
    assert Event.objects.filter(verb="record.dossier.printed").count() == 1


def test_a_dossier_covers_protected_homes_and_leaves_out_whom_it_must(made: Situation) -> None:
    a_full_record(made)
    protected(made)
    cases.write_diary(
        case=made.case, kind="phone", text="Marta va male a scuola.", by=made.anna, at=NOW, happened_at=NOW
    )
    restrict_person(
        person_id=made.family.marta.pk,
        request=uuid4(),
        ground="accuracy",
        reason="Contesta i voti",
        by=made.carla,
        at=NOW,
    )
    everything = "\n".join(printed(made))
    for hidden in ("Esempi 1", "555 0142", "Marta va male"):
        assert hidden not in everything
    assert "[protetto]" in everything
    assert "I dati di Marta Campioni sono limitati" in everything


def test_a_dossier_keeps_to_its_period_and_kinds(made: Situation) -> None:
    a_full_record(made)
    everything = "\n".join(printed(made, since=date(2026, 1, 1), kinds=("diario",), documents=False))
    assert "Primo colloquio." not in everything
    assert "Preso in carico" not in everything
    with pytest.raises(OperationRefused, match="prima del primo"):
        printed(made, since=date(2026, 2, 1), until=date(2026, 1, 1))


def test_a_long_dossier_is_prepared_in_the_background(
    made: Situation, django_capture_on_commit_callbacks: object
) -> None:
    DiaryEntry.objects.bulk_create(
        DiaryEntry(
            case=made.case, kind="phone", text=f"Voce {n}.", happened_at=NOW - timedelta(days=n),
            written_at=NOW, author=made.anna,
        )
        for n in range(450)
    )  # fmt: skip
    url = reverse("record_dossier", args=[made.case.pk])
    answer = enter(cast.ANNA).post(url, {"kinds": ["diario"]})
    job = Job.objects.get()
    assert answer["Location"] == reverse("job", args=[job.pk])
    given = {
        "since": "", "until": "", "kinds": ["diario"], "documents": False, "household": False,
    }  # fmt: skip
    perform_job(
        job_id=job.pk,
        arguments={"case_id": str(made.case.pk), "owner_id": made.anna.pk, "wanted": given},
        at=NOW,
    )
    document = Document.objects.get(kind="dossier")
    assert "Voce 449." in "\n".join(text_of(content_of(document)))


def test_a_relative_stands_on_paper_by_what_they_are_also_where_somebody_is_protected(
    made: Situation,
) -> None:
    name = "Ermenegilda Sgarabotto"
    operations.add_relative(case=made.case, name=name, sex="f", by=made.anna, at=NOW)
    cases.write_diary(
        case=made.case, kind="interview", text=f"Da ieri stanno da {name}, la nonna.", by=made.anna, at=NOW,
        happened_at=NOW,
    )  # fmt: skip
    for protect in (False, True):
        if protect:
            protected(made)
        everything = "\n".join(printed(made))
        assert "Sgarabotto" not in everything
        assert "Da ieri stanno da [un familiare]" in everything
    report = saved(opened(made), made, facts=f"Stanno da {name}.")
    signed = operations.sign_report(report=report, expected=report.revision, by=made.anna, at=NOW)
    assert signed.document is not None
    paper = "\n".join(text_of(content_of(signed.document)))
    assert "Sgarabotto" not in paper
    assert "Stanno da [un familiare]." in paper
