"""The processing register and the impact assessment: what they say, who reads them, what they refuse."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from django.apps import apps
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accanto.faces.cli import main as cli
from accanto.faces.cli.console import CommandRefused
from accanto.steering.privacy import drafts
from accanto.steering.privacy.register import ProcessingFileError, activity_of, register_on, undeclared
from tests import cast
from tests.scenarios import NOW, TODAY

pytestmark = pytest.mark.django_db


def _as(username: str) -> Client:
    client = Client()
    client.force_login(cast.user(username))
    return client


def _words_of(content: bytes, tmp_path: Path) -> str:
    file = tmp_path / "paper.pdf"
    file.write_bytes(content)
    done = subprocess.run(["pdftotext", str(file), "-"], check=True, capture_output=True, text=True)
    return " ".join(done.stdout.split())


def test_the_page_tells_each_activity_its_terms_and_what_is_from_memory(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    officer = _as(cast.OLGA)
    officer.get("/diritti/registro/")
    with django_assert_max_num_queries(12):
        answer = officer.get("/diritti/registro/")
    text = answer.content.decode()
    for activity in register_on(TODAY).activities:
        assert activity.title in text
    assert "10 anni dalla chiusura della cartella" in text
    assert "a memoria" in text
    assert "ac-note-late" not in text


def test_a_social_worker_does_not_govern_privacy() -> None:
    for address in ("", "registro.pdf", "valutazione-impatto.pdf"):
        assert _as(cast.ANNA).get(f"/diritti/registro/{address}").status_code == 403
        assert _as(cast.CARLA).get(f"/diritti/registro/{address}").status_code == 200


def test_a_table_that_nobody_declares_is_named() -> None:
    activities = [one for one in register_on(TODAY).activities if one.room != "households"]
    assert undeclared(activities) == ["households.Household", "households.Member"]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"models": {"Ghost": {"about": "x", "category": "ordinary", "retention": "service"}}}, "Ghost"),
        ({"bases": ["consenso"]}, "consenso"),
        ({"recipients": ["tutti"]}, "tutti"),
        ({"models": {"Finding": {"about": "x", "category": "secret", "retention": "service"}}}, "Finding"),
        ({"models": {"Finding": {"about": "x", "category": "ordinary", "retention": "never"}}}, "never"),
    ],
)
def test_a_declaration_that_names_what_is_not_there_is_refused(change: dict[str, object], told: str) -> None:
    config = apps.get_app_config("privacy")
    standing = yaml.safe_load((Path(config.path) / "data" / "processing.yaml").read_text(encoding="utf-8"))
    with pytest.raises(ProcessingFileError, match=told):
        activity_of(config, {**standing, **change}, TODAY)


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs poppler-utils")
def test_the_papers_say_basis_term_recipients_risks_and_leave_lines_open(tmp_path: Path) -> None:
    found = register_on(TODAY)
    paper = _words_of(drafts.register_pdf(found, NOW), tmp_path)
    assert "Registro dei trattamenti" in paper
    for word in (
        "Équipe multidisciplinare",
        "2-sexies",
        "10 anni dalla chiusura della cartella",
        "INPS",
        "a memoria",
    ):
        assert word in paper
    paper = _words_of(drafts.dpia_pdf(found, NOW), tmp_path)
    assert "Valutazione d’impatto sulla protezione dei dati" in paper
    closed = sum(one.closed for one in found.kept)
    for word in (f"{closed} archivi su {len(found.kept)}", "per curiosità", "Che cosa resta", "Decisione"):
        assert word.lower() in paper.lower()


def test_the_command_answers_in_words_in_json_and_on_paper(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    parser = cli.build_parser()

    def run(*words: str) -> str:
        args = parser.parse_args(["privacy", *words])
        args.run(args)
        return capsys.readouterr().out

    assert "persons.Person" in run("register")
    told = json.loads(run("register", "--json"))
    labels = [model["model"] for one in told["activities"] for model in one["models"]]
    assert "cases.DiaryEntry" in labels
    assert told["undeclared"] == []
    for words in (("register",), ("dpia",)):
        file = tmp_path / f"{words[0]}.pdf"
        assert str(file) in run(*words, "--pdf", str(file))
        assert file.read_bytes().startswith(b"%PDF")
    with pytest.raises(CommandRefused, match="no such folder"):
        run("dpia", "--pdf", str(tmp_path / "nowhere" / "x.pdf"))
