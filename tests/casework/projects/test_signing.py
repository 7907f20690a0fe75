"""Proposing, the frozen paper, and signatures by the right hand on the right version."""

import json
import subprocess
from datetime import date, timedelta

import pytest

from accanto.casework.cases.models import Deadline
from accanto.casework.pathways.models import StageEntry
from accanto.casework.projects import operations
from accanto.casework.projects.models import Signature
from accanto.casework.projects.operations.scans import drawing
from accanto.casework.projects.queries.differences import differences
from accanto.core.errors import ChangedMeanwhile, NotPermitted, OperationRefused
from accanto.core.pdf import fingerprint
from accanto.foundation.documents.reading import as_file
from accanto.foundation.notifications.models import Notification
from tests.casework.projects import situations
from tests.foundation.documents import samples
from tests.scenarios import NOW, TODAY, moment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue", "morning")]


def test_an_empty_project_says_everything_that_it_lacks() -> None:
    situation = situations.complex_situation()
    situations.deepened(situation, work_expected="Lucia lavora")
    found = situations.begun(situation)
    goal = operations.add_goal(project=found.project, area="work", text="Lavorare", by=found.anna, at=NOW)
    for party in list(found.project.parties.all()):
        operations.remove_party(party=party, by=found.anna, at=NOW)
    with pytest.raises(operations.ProjectIncomplete) as refusal:
        operations.propose(project=found.project, by=found.anna, at=NOW)
    lacks = [str(line) for line in refusal.value.missing]
    assert [goal.text in lacks[0], "Piano nazionale" in lacks[1] or "LEP" in lacks[1]] == [True, True]
    assert [
        any(name in line for line in lacks) for name in ("Lucia", "Pistoia", "Centro per l", "Cooperativa")
    ] == [
        True,
        True,
        True,
        True,
    ]
    assert found.again().state == "draft"


def test_proposing_freezes_a_paper_with_its_fingerprint_and_its_data(tmp_path: object) -> None:
    found = situations.proposed()
    version = found.version
    assert (version.number, version.document.frozen, version.document.media_type) == (
        1,
        True,
        "application/pdf",
    )
    with as_file(version.document) as path, path.open("rb") as file:
        pdf = file.read()
    assert pdf.startswith(b"%PDF-")
    assert fingerprint(version.content) == version.fingerprint
    paper = tmp_path / "progetto.pdf"  # type: ignore[operator]
    paper.write_bytes(pdf)
    subprocess.run(
        ["pdfdetach", "-saveall", "-o", str(tmp_path), str(paper)], check=True, capture_output=True
    )
    attached = json.loads((tmp_path / "progetto.json").read_text())  # type: ignore[operator]
    assert attached == version.content
    text = subprocess.run(["pdftotext", str(paper), "-"], check=True, capture_output=True, text=True).stdout
    assert version.fingerprint in text.replace("\n", "")
    assert "Restare nella nostra casa" in text


def test_proposing_asks_the_operators_and_puts_the_signing_term_on_the_worklist() -> None:
    situation = situations.complex_situation()
    found = situations.proposed(situation)
    told = Notification.objects.filter(kind="projects.to_sign").values_list("user__username", flat=True)
    assert sorted(told) == ["bruno.test", "elena.modello"]
    deadline = Deadline.objects.get(code="project_to_sign", state="open")
    # ADI: 120 days from the signature of the household's digital activation pact.
    assert deadline.due_on == found.situation.pathway.clock_starts_on + timedelta(days=120)
    assert "DL 48/2023" in deadline.rule


def test_four_parties_of_three_bodies_sign_and_the_project_is_defined_on_the_last_day() -> None:
    found = situations.proposed(situations.complex_situation())
    later = moment(TODAY + timedelta(days=3))
    situations.sign_all(found, leave=found.people.elena)
    assert found.again().state == "proposed"
    operations.sign(
        version=found.version,
        party=found.party(found.people.elena),
        ink=situations.ink("Elena Modello", later.date()),
        by=found.people.elena,
        at=later,
    )
    project = found.again()
    assert (project.state, project.defined_on) == ("signed", later.date())
    assert found.version.completed_on == later.date()
    assert StageEntry.objects.get(pathway=project.pathway, stage="project").entered_on == later.date()
    assert Signature.objects.filter(version=found.version).count() == 4
    assert len({p.organisation_id for p in project.parties.all() if p.organisation_id}) == 3
    states = dict(Deadline.objects.filter(subject=project.pk).values_list("code", "state"))
    assert states == {"project_to_sign": "done", "project_to_start": "open"}


def test_an_operator_signs_for_their_own_body_only() -> None:
    found = situations.proposed(situations.complex_situation())
    party = found.party(found.people.elena)
    for stranger in (found.people.bruno, found.anna, found.people.dario):
        with pytest.raises(NotPermitted):
            operations.sign(version=found.version, party=party, ink=situations.ink(), by=stranger, at=NOW)
    with pytest.raises(NotPermitted):
        operations.sign(
            version=found.version,
            party=found.party(found.situation.family.lucia),
            ink=situations.ink(),
            by=found.people.elena,
            at=NOW,
        )
    assert Signature.objects.count() == 0


def test_a_party_signs_a_version_once() -> None:
    found = situations.proposed()
    party = found.party(found.situation.family.lucia)
    operations.sign(version=found.version, party=party, ink=situations.ink(), by=found.anna, at=NOW)
    with pytest.raises(operations.SignatureRefused):
        operations.sign(version=found.version, party=party, ink=situations.ink(), by=found.anna, at=NOW)
    assert Signature.objects.count() == 1


def test_a_withdrawn_version_is_not_signed_and_says_what_changed() -> None:
    found = situations.proposed()
    old = found.version
    operations.withdraw(project=found.project, reason="Manca un impegno", by=found.anna, at=NOW)
    operations.add_commitment(
        project=found.project, person=found.situation.family.lucia, text="Telefono", by=found.anna, at=NOW
    )
    party = found.party(found.situation.family.lucia)
    with pytest.raises(ChangedMeanwhile) as refusal:
        operations.sign(version=old, party=party, ink=situations.ink(), by=found.anna, at=NOW)
    assert [str(line) for line in refusal.value.missing] == ["Anna Prova ha aggiunto l’impegno «Telefono»"]
    operations.propose(project=found.project, by=found.anna, at=NOW)
    with pytest.raises(ChangedMeanwhile):
        operations.sign(version=old, party=party, ink=situations.ink(), by=found.anna, at=NOW)
    assert found.version.change_note == "Manca un impegno"


def test_paper_needs_a_scan_and_a_day_that_can_be() -> None:
    found = situations.proposed()
    party = found.party(found.situation.family.lucia)
    good = b"%PDF-1.7\n" + b"x" * 100 + b"\n%%EOF\n"

    def paper(scan: bytes, on: date = TODAY) -> operations.Ink:
        return operations.Ink(kind="paper", signed_name="Lucia Campioni", signed_on=on, scan=scan)

    for scan, on, field in (
        (b"", TODAY, "scan"),
        (b"MZ\x90\x00", TODAY, "scan"),
        (b"%PDF-1.7 cut", TODAY, "scan"),
        (b"%PDF-" + b"x" * (10 * 1024 * 1024) + b"%%EOF", TODAY, "scan"),
        (good, TODAY + timedelta(days=1), "signed_on"),
        (good, TODAY - timedelta(days=1), "signed_on"),
    ):
        with pytest.raises(OperationRefused) as refusal:
            operations.sign(version=found.version, party=party, ink=paper(scan, on), by=found.anna, at=NOW)
        assert refusal.value.field == field
    signature = operations.sign(version=found.version, party=party, ink=paper(good), by=found.anna, at=NOW)
    assert signature.document is not None
    assert (signature.document.media_type, signature.document.size) == ("application/pdf", len(good))


def test_who_works_on_the_case_hands_in_the_sheet_that_a_body_signed_on_paper() -> None:
    found = situations.proposed(situations.complex_situation())
    scan = operations.Ink(
        kind="paper",
        signed_name="Elena Modello",
        signed_on=TODAY,
        scan=samples.jpeg(),
    )
    party = found.party(found.people.elena)
    signature = operations.sign(version=found.version, party=party, ink=scan, by=found.anna, at=NOW)
    assert (signature.collected_by, signature.document.media_type) == (found.anna, "image/jpeg")  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "spoilt", ["", "data:image/png;base64,", "data:image/png;base64,AAAA", "javascript:1", "🎨"]
)
def test_a_drawing_that_is_no_picture_is_refused(spoilt: str) -> None:
    with pytest.raises(operations.ScanRefused):
        drawing(spoilt)


def test_a_blank_drawing_is_no_signature() -> None:
    with pytest.raises(operations.ScanRefused):
        drawing(situations.drawn_signature(blank=True))
    assert drawing(situations.drawn_signature()).startswith(b"\x89PNG")


def test_a_new_version_keeps_the_old_one_and_returns_to_running_without_a_second_start() -> None:
    found = situations.running()
    first = found.version
    operations.revise(project=found.project, reason="Marta cambia scuola", by=found.anna, at=NOW)
    goal = found.project.goals.present().last()
    operations.change_goal(goal=goal, area="work", text="Un lavoro di mattina", by=found.anna, at=NOW)
    operations.propose(project=found.project, by=found.anna, at=NOW)
    assert first.signatures.count() == 2
    situations.sign_all(found)
    project = found.again()
    assert (project.state, project.version, project.started_on, project.defined_on) == (
        "running",
        2,
        TODAY,
        TODAY,
    )
    told = [(d.what, d.verb, d.after) for d in differences(first.content, found.version.content)]
    assert told == [("Obiettivo", "changed", "Un lavoro di mattina")]
    assert StageEntry.objects.filter(pathway=project.pathway, stage="project").count() == 1


def test_proposing_what_somebody_changed_meanwhile_is_refused() -> None:
    found = situations.written()
    read = found.project.revision
    operations.add_goal(project=found.project, area="work", text="Nuovo", by=found.situation.carla, at=NOW)
    with pytest.raises(ChangedMeanwhile):
        operations.propose(project=found.project, by=found.anna, at=NOW, expected_revision=read)
    assert found.again().version == 0


def with_the_team() -> situations.InProject:
    situation = situations.complex_situation()
    return situations.proposed(situation)


def test_an_operator_finds_the_signature_to_give_in_the_days_work_until_it_is_given() -> None:
    found = with_the_team()
    waiting = Deadline.objects.filter(code="project_my_signature", state="open")
    owners = set(waiting.values_list("owner", flat=True))
    asked = found.project.parties.exclude(user=None).exclude(user=found.anna).values_list("user", flat=True)
    assert owners == set(asked)
    assert len(owners) >= 2
    situations.sign_all(found)
    assert waiting.count() == 0


def test_a_withdrawn_version_asks_nobody_any_more() -> None:
    found = with_the_team()
    assert Deadline.objects.filter(code="project_my_signature", state="open").exists()
    operations.withdraw(project=found.project, reason="Un errore", by=found.anna, at=NOW)
    assert not Deadline.objects.filter(code="project_my_signature", state="open").exists()
