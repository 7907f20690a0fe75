"""Three parts kept distinct, more than one hand, a signature that freezes, a term that follows another."""

import shutil
import subprocess
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from accanto.casework.cases.models import Deadline
from accanto.casework.mandates import operations
from accanto.casework.mandates.masking import badly_marked, for_the_court, for_the_parties, protected_words
from accanto.casework.mandates.models import CourtReport, Measure, ReportTerm, Statement
from accanto.casework.mandates.operations import ReportText, StatementText, TermFacts
from accanto.casework.mandates.operations.reports import text_of, what_is_missing
from accanto.core.errors import ChangedMeanwhile, OperationRefused
from accanto.foundation.documents.reading import as_file, content_of
from accanto.people.persons.operations import add_contact, protect_person
from tests import cast
from tests.casework.mandates.conftest import TEXT, client_of, register, written
from tests.casework.projects.test_concurrency import at_once
from tests.scenarios import NOW, TODAY, Situation, family_in_charge

pytestmark = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs poppler-utils")


def _asked(document: Any, *command: str) -> bytes:
    with as_file(document) as path:
        filled = [str(path) if part == "FILE" else part for part in command]
        return subprocess.run(filled, check=True, capture_output=True).stdout


def words_of(document: Any) -> str:
    return " ".join(_asked(document, "pdftotext", "FILE", "-").decode().split())


def attached_to(document: Any, folder: Path) -> str:
    _asked(document, "pdfdetach", "-saveall", "-o", str(folder), "FILE")
    return " ".join(one.read_text() for one in folder.iterdir())


def signed(measure: Measure, situation: Situation, text: ReportText = TEXT) -> CourtReport:
    report = written(measure, situation.anna, text)
    return operations.sign_report(report=report, expected_revision=2, by=situation.anna, at=NOW)


def sent(report: CourtReport, situation: Situation, **changes: Any) -> CourtReport:
    given: dict[str, Any] = {"sent_on": TODAY, "channel": "telematic", "protocol": "P/1", **changes}
    return operations.send_report(report=report, by=situation.anna, at=NOW, **given)


def test_what_is_missing_is_said_part_by_part() -> None:
    assert len(what_is_missing(ReportText())) == 3
    assert what_is_missing(TEXT) == []
    assert what_is_missing(replace(TEXT, statements=[], nobody_heard="Nessuno si è presentato")) == []
    assert len(what_is_missing(replace(TEXT, personality=True))) == 1
    assert what_is_missing(replace(TEXT, personality=True, instruments="Colloqui, scala X")) == []
    assert len(what_is_missing(replace(TEXT, statements=[StatementText("", "Ha detto")]))) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"facts": "La [[zia"},
        {"evaluations": "La zia]]"},
        {"instruments": "[[Scala [[X]]"},
        {"statements": [], "nobody_heard": "La [[zia non è venuta"},
        {"statements": [StatementText("La [[zia", "Ha detto")]},
        {"statements": [StatementText("La zia", "Ha detto [[così")]},
    ],
)
def test_a_mark_that_is_not_closed_is_found_wherever_words_are_left_out(changes: dict[str, Any]) -> None:
    (said,) = what_is_missing(replace(TEXT, **changes))
    assert "[[ … ]]" in said


def test_the_reason_of_a_correction_is_marked_well_too(situation: Situation, measure: Measure) -> None:
    report = sent(signed(measure, situation), situation)
    with pytest.raises(OperationRefused) as refused:
        operations.correct_report(report=report, reason="La [[zia", by=situation.anna, at=NOW)
    assert refused.value.field == "reason"


def test_nothing_is_signed_before_it_is_whole(situation: Situation, measure: Measure) -> None:
    report = written(measure, situation.anna, replace(TEXT, evaluations=""))
    with pytest.raises(OperationRefused) as refusal:
        operations.sign_report(report=report, expected_revision=2, by=situation.anna, at=NOW)
    assert len(refusal.value.missing) == 1
    report.refresh_from_db()
    assert (report.state, report.document) == ("draft", None)


def test_two_people_write_and_nothing_is_lost(situation: Situation, measure: Measure) -> None:
    report = written(measure, situation.anna)
    theirs, mine = replace(TEXT, facts="Altri fatti"), replace(TEXT, facts="I miei fatti")
    operations.save_report(report=report, text=theirs, expected_revision=2, by=cast.user(cast.LUCA), at=NOW)
    with pytest.raises(ChangedMeanwhile):
        operations.save_report(report=report, text=mine, expected_revision=2, by=situation.anna, at=NOW)
    report.refresh_from_db()
    assert text_of(report) == theirs
    operations.save_report(report=report, text=mine, expected_revision=3, by=situation.anna, at=NOW)
    again = operations.save_report(report=report, text=mine, expected_revision=1, by=situation.anna, at=NOW)
    assert again.revision == 4
    with pytest.raises(ChangedMeanwhile):
        operations.sign_report(report=report, expected_revision=3, by=situation.anna, at=NOW)


def test_a_signed_report_is_frozen_with_its_fingerprint(situation: Situation, measure: Measure) -> None:
    report = signed(measure, situation)
    assert report.document is not None
    assert report.document.frozen
    paper = words_of(report.document)
    for words in ("Fatti", "Dichiarazioni", "Valutazioni", "Nota progressi", report.fingerprint[:12]):
        assert words in paper
    assert b"pdfaid" in content_of(report.document)
    with pytest.raises(OperationRefused):
        operations.save_report(
            report=report, text=ReportText(), expected_revision=2, by=situation.anna, at=NOW
        )
    assert Statement.objects.filter(report=report).count() == 2


def test_the_copy_for_the_parties_leaves_out_what_the_law_protects(
    situation: Situation, measure: Measure, tmp_path: Path
) -> None:
    lucia = situation.family.lucia
    add_contact(person=lucia, kind="phone", value="0573 555 9871", on=TODAY)
    protect_person(
        person=lucia, kind="address", reason="court_order", source="Ordinanza", starts_on=TODAY,
        by=situation.anna, at=NOW,
    )  # fmt: skip
    told = (
        "La madre vive in via degli Esempi, n. 1 (tel. 0573.5559871). [[La vicina, Bianca Finti]], conferma."
    )
    report = signed(measure, situation, replace(TEXT, facts=told))
    court, parties = words_of(report.document), words_of(report.copy)
    (tmp_path / "copia").mkdir()
    data = attached_to(report.copy, tmp_path / "copia")
    for words in ("degli Esempi", "0573.5559871", "Bianca Finti", "maestra", "Nota progressi"):
        assert words in court
        assert words not in parties
        assert words not in data
    assert "[[" not in court
    assert "Riferisce di lavorare" in parties
    assert "Riferisce di lavorare" in data


def test_only_the_protected_are_left_out(situation: Situation) -> None:
    people = [situation.family.lucia.pk, situation.family.marta.pk]
    assert protected_words(people, TODAY) == []
    assert for_the_parties("Via degli Esempi 1", []) == "Via degli Esempi 1"
    assert for_the_court("a [[b]] c") == "a b c"
    assert [badly_marked(text) for text in ("[[a", "a]]", "[[a [[b]]", "[[a]] [[b]]")] == [
        True, True, True, False,
    ]  # fmt: skip


def test_when_it_is_sent_the_next_term_opens(situation: Situation) -> None:
    measure = register(situation, terms=[TermFacts(date(2026, 8, 31), 3, "ogni tre mesi")])
    term = measure.terms.get()
    assert term.due_on == date(2026, 11, 30)
    report = sent(signed(measure, situation), situation)
    assert (report.state, report.term_due_on) == ("sent", date(2026, 11, 30))
    term.refresh_from_db()
    assert (term.sent, term.due_on) == (1, date(2027, 2, 28))
    rows = Deadline.objects.filter(subject=term.pk).order_by("due_on").values_list("state", "due_on")
    assert list(rows) == [("done", date(2026, 11, 30)), ("open", date(2027, 2, 28))]
    with pytest.raises(OperationRefused):
        sent(report, situation)


def test_a_single_term_is_over_with_its_report(situation: Situation, measure: Measure) -> None:
    sent(signed(measure, situation), situation)
    term = ReportTerm.objects.get(measure=measure)
    assert (term.state, term.due_on) == ("done", None)
    assert not Deadline.objects.filter(subject=term.pk, state="open").exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"sent_on": TODAY + timedelta(days=1)}, "sent_on"),
        ({"sent_on": TODAY - timedelta(days=1)}, "sent_on"),
        ({"channel": "pigeon"}, "channel"),
    ],
)
def test_a_sending_that_cannot_be(
    situation: Situation, measure: Measure, changes: dict[str, Any], field: str
) -> None:
    report = signed(measure, situation)
    with pytest.raises(OperationRefused) as refusal:
        sent(report, situation, **changes)
    assert refusal.value.field == field
    assert ReportTerm.objects.get(measure=measure).sent == 0


def test_a_correction_is_another_version_and_meets_no_other_term(situation: Situation) -> None:
    measure = register(situation, terms=[TermFacts(date(2026, 8, 31), 3)])
    first = sent(signed(measure, situation), situation)
    second = operations.correct_report(report=first, reason="Una data sbagliata", by=situation.anna, at=NOW)
    assert (second.version, text_of(second)) == (2, text_of(first))
    with pytest.raises(OperationRefused):
        operations.correct_report(report=first, reason="Ancora", by=situation.anna, at=NOW)
    sent(operations.sign_report(report=second, expected_revision=1, by=situation.anna, at=NOW), situation)
    term = measure.terms.get()
    assert (term.sent, term.due_on) == (1, date(2027, 2, 28))
    assert "Una data sbagliata" in words_of(CourtReport.objects.get(pk=second.pk).document)


def test_a_report_is_corrected_while_the_next_one_is_written(situation: Situation) -> None:
    measure = register(situation, terms=[TermFacts(date(2026, 8, 31), 3)])
    first = sent(signed(measure, situation), situation)
    second = operations.start_report(measure=measure, term=measure.terms.get(), by=situation.anna, at=NOW)
    corrected = operations.correct_report(
        report=first, reason="Una data sbagliata", by=situation.anna, at=NOW
    )
    assert (second.term_due_on, corrected.term_due_on) == (date(2027, 2, 28), date(2026, 11, 30))


def test_the_next_report_is_begun_while_the_last_one_is_corrected(situation: Situation) -> None:
    measure = register(situation, terms=[TermFacts(date(2026, 8, 31), 3)])
    first = sent(signed(measure, situation), situation)
    operations.correct_report(report=first, reason="Una data sbagliata", by=situation.anna, at=NOW)
    second = operations.start_report(measure=measure, term=measure.terms.get(), by=situation.anna, at=NOW)
    assert (second.state, second.term_due_on, second.version) == ("draft", date(2027, 2, 28), 1)


def test_what_was_corrected_before_it_was_sent_is_sent_no_more_and_keeps_no_measure_open(
    situation: Situation, measure: Measure
) -> None:
    first, client = signed(measure, situation), client_of(situation.anna)
    page, send = (reverse(name, args=[first.pk]) for name in ("court_report", "court_report_send"))
    with time_machine.travel(NOW, tick=False):
        assert send in client.get(page).content.decode()
    second = operations.correct_report(report=first, reason="Una data sbagliata", by=situation.anna, at=NOW)
    term = measure.terms.get()
    assert operations.start_report(measure=measure, term=term, by=situation.anna, at=NOW) == second
    with pytest.raises(OperationRefused, match="versione più nuova"):
        sent(first, situation)
    with time_machine.travel(NOW, tick=False):
        assert send not in client.get(page).content.decode()
    second = operations.sign_report(report=second, expected_revision=1, by=situation.anna, at=NOW)
    ending: dict[str, Any] = {"how": "revoked", "ended_on": TODAY, "reason": "Decreto del 20/11"}
    with pytest.raises(OperationRefused, match="firmata"):
        operations.end_measure(measure=measure, by=situation.anna, at=NOW, **ending)
    sent(second, situation)
    ended = operations.end_measure(measure=measure, by=situation.anna, at=NOW, **ending)
    assert (ended.state, CourtReport.objects.get(pk=first.pk).state) == ("ended", "signed")


def test_one_begun_for_a_term_is_given_back(situation: Situation, measure: Measure) -> None:
    term = measure.terms.get()
    first = operations.start_report(measure=measure, term=term, by=situation.anna, at=NOW)
    assert operations.start_report(measure=measure, term=term, by=cast.user(cast.LUCA), at=NOW) == first
    assert operations.start_report(measure=measure, by=situation.anna, at=NOW) != first


@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_at_once_one_is_told() -> None:
    situation = family_in_charge("Zaffirelli")
    report = written(register(situation), situation.anna)

    def save(number: int) -> CourtReport:
        text = replace(TEXT, facts=f"Fatti {number}")
        return operations.save_report(
            report=report, text=text, expected_revision=2, by=situation.anna, at=NOW
        )

    results = at_once(lambda: save(1), lambda: save(2))
    assert sorted(type(one).__name__ for one in results) == ["ChangedMeanwhile", "CourtReport"]
    assert CourtReport.objects.get(pk=report.pk).revision == 3


@pytest.mark.django_db(transaction=True)
def test_of_two_who_send_at_once_one_meets_the_term() -> None:
    situation = family_in_charge("Zaffirelli")
    report = signed(register(situation, terms=[TermFacts(date(2026, 8, 31), 3)]), situation)
    results = at_once(lambda: sent(report, situation), lambda: sent(report, situation))
    assert sorted(type(one).__name__ for one in results) == ["CourtReport", "OperationRefused"]
    assert ReportTerm.objects.get().sent == 1
