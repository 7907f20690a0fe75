"""A backup holds everything, is believed only when whole, and coming back from it changes nothing by half."""

import json
import resource
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import LiteralString, NamedTuple

import psycopg
import pytest
from psycopg import sql

from accanto.core.database import roles
from accanto.core.database.backup.keys import Secret
from accanto.core.database.backup.making import Source, file_columns, make_backup
from accanto.core.database.backup.restoring import read_through
from accanto.core.database.connect import owner_dsn
from tests.database import ROOT
from tests.durability.instance import (
    Instance,
    databases_like,
    fingerprints,
    open_instance,
    seal_everything,
    sequences,
    tree,
)

pytestmark = pytest.mark.slow

_FAMILY = """
from tests import scenarios
family = scenarios.family_in_charge()
"""
_A_LITTLE = 200_000


class Saved(NamedTuple):
    rows: dict[str, str | None]
    files: dict[str, bytes]
    numbers: dict[str, int]


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    """A family in charge, and two documents on the disk (whatever rooms do with theirs)."""
    with open_instance(tmp_path_factory.mktemp("durability") / "home", "backup") as opened:
        done = opened.python(_FAMILY)
        assert done.returncode == 0, done.stderr
        (opened.files / "documents" / "2026").mkdir(parents=True)
        (opened.files / "documents" / "2026" / "uno.pdf").write_bytes(b"%PDF" + bytes(range(256)) * 5000)
        (opened.files / "documents" / "2026" / "vuoto.bin").write_bytes(b"")
        (opened.home / "secrets").mkdir(mode=0o700)
        (opened.home / "secrets" / "document_keys").write_text("k1:prova")
        seal_everything(opened)
        yield opened


@pytest.fixture(autouse=True)
def _nothing_stays_aside(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test that fails half-way must not take the others with it."""
    yield
    if "instance" in request.fixturenames:
        for other in databases_like(request.getfixturevalue("instance").database):
            roles.drop_database(other)


@pytest.fixture(scope="module")
def saved(instance: Instance) -> Saved:
    """What `backup` holds; a test that restores another leaves the numbers of its own migrations."""
    return Saved(fingerprints(instance.database), tree(instance.files), sequences(instance.database))


@pytest.fixture(scope="module")
def backup(instance: Instance, saved: object, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("backups") / "uno.accanto"
    done = instance.accanto("backup", file, "--json")
    assert done.returncode == 0, done.stderr
    return file


def test_a_backup_says_what_it_holds_and_can_be_read_by_its_owner_alone(
    instance: Instance, tmp_path: Path
) -> None:
    file = tmp_path / "sei.accanto"
    done = instance.accanto("backup", file, "--json")
    report = json.loads(done.stdout)
    assert (report["file"], report["size"], report["files"]) == (str(file), file.stat().st_size, 2)
    assert file.stat().st_mode & 0o777 == 0o600
    assert b"Campioni" not in file.read_bytes()
    remembered = json.loads((instance.home / "last-backup.json").read_text())
    assert (remembered["file"], remembered["size"]) == (str(file), file.stat().st_size)
    assert sorted(tmp_path.iterdir()) == [file]


def test_verifying_restores_it_aside_and_leaves_no_trace(instance: Instance, backup: Path) -> None:
    before = fingerprints(instance.database)
    done = instance.accanto("backup", "--verify", backup, "--json")
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert (report["files"], report["keys"], report["missing_files"]) == (2, 0, [])
    assert fingerprints(instance.database) == before
    assert databases_like(instance.database) == []
    assert not list(instance.home.glob(".restoring-*"))


def test_a_restored_instance_equals_the_first_table_by_table(
    instance: Instance, backup: Path, saved: Saved
) -> None:
    with psycopg.connect(owner_dsn(instance.database)) as owner:
        owner.execute("DELETE FROM cases_diaryentry")
        owner.execute("UPDATE persons_person SET last_name = 'Perduti'")
    (instance.files / "documents" / "2026" / "uno.pdf").unlink()
    done = instance.accanto("restore", backup, "--replace", "--json")
    assert done.returncode == 0, done.stderr
    assert fingerprints(instance.database) == saved.rows
    assert tree(instance.files) == saved.files
    # Bringing the schema up to date may spend a number; giving one twice would be a fault.
    now = sequences(instance.database)
    assert {name for name, number in saved.numbers.items() if now[name] < number} == set()
    assert json.loads(instance.accanto("doctor", "--json").stdout)[0]["ok"] is True
    aside = databases_like(instance.database)
    assert len(aside) == 1
    forgotten = instance.accanto("restore", "--discard-previous", "--json")
    assert aside[0] in json.loads(forgotten.stdout)["discarded"]
    assert databases_like(instance.database) == []


def test_where_people_have_worked_it_asks_for_replace_and_touches_nothing(
    instance: Instance, backup: Path
) -> None:
    rows, files = fingerprints(instance.database), tree(instance.files)
    done = instance.accanto("restore", backup)
    assert (done.returncode, done.stdout) == (1, "")
    assert "is not empty" in done.stderr
    assert "--replace" in done.stderr
    _unchanged(instance, rows, files)


def test_while_somebody_is_connected_it_waits_for_them_to_leave(instance: Instance, backup: Path) -> None:
    with psycopg.connect(owner_dsn(instance.database)):
        done = instance.accanto("restore", backup, "--replace")
    assert done.returncode == 1
    assert "stop «accanto serve» first" in done.stderr


@pytest.mark.parametrize("place", [3, 30, 150, 0.3, 0.999])
def test_one_altered_byte_is_enough_to_refuse_it(
    instance: Instance, backup: Path, tmp_path: Path, place: float
) -> None:
    content = bytearray(backup.read_bytes())
    content[int(place * len(content)) if place < 1 else int(place)] ^= 0x20
    _refused(instance, tmp_path, bytes(content))


@pytest.mark.parametrize("share", [0.0, 0.001, 0.5, 0.9999])
def test_a_backup_cut_short_is_refused(
    instance: Instance, backup: Path, tmp_path: Path, share: float
) -> None:
    content = backup.read_bytes()
    _refused(instance, tmp_path, content[: int(share * len(content))])


def test_something_added_at_the_end_is_refused(instance: Instance, backup: Path, tmp_path: Path) -> None:
    _refused(instance, tmp_path, backup.read_bytes() + b"x")


def test_another_key_is_said_to_be_another_key(instance: Instance, backup: Path) -> None:
    rows, files = fingerprints(instance.database), tree(instance.files)
    done = instance.accanto("restore", backup, "--replace", ACCANTO_BACKUP_KEY="x" * 40)
    assert (done.returncode, done.stdout) == (1, "")
    assert "The key is not the one this backup was sealed with" in done.stderr
    _unchanged(instance, rows, files)


def test_without_the_key_no_other_is_made_up(instance: Instance, backup: Path) -> None:
    kept = instance.home / "secrets" / "backup_key"
    away = kept.rename(instance.home / "away")
    try:
        done = instance.accanto("restore", backup, "--replace")
        assert (done.returncode, done.stdout, kept.exists()) == (1, "", False)
        assert "There is no key of the backups here" in done.stderr
        words = instance.home / "words"
        words.write_text("cavallo batteria graffetta giusto\n")
        done = instance.accanto("backup", "--verify", backup, "--passphrase-file", words)
        assert (done.returncode, "was sealed with a key (ACCANTO_BACKUP_KEY)" in done.stderr) == (1, True)
    finally:
        away.rename(kept)


def test_a_passphrase_opens_what_it_closed_and_nothing_else_does(instance: Instance, tmp_path: Path) -> None:
    words, other = tmp_path / "words", tmp_path / "other"
    words.write_text("cavallo batteria graffetta giusto\n")
    other.write_text("tutta un'altra frase segreta\n")
    file = tmp_path / "due.accanto"
    made = instance.accanto("backup", file, "--passphrase-file", words, "--with-keys", "--json")
    assert made.returncode == 0, made.stderr
    assert json.loads(made.stdout)["sealed_with"] == "passphrase"
    assert (
        json.loads(made.stdout)["keys"] == 1
    )  # a secret of the instance; the backup's own key is never inside
    assert "was sealed with a passphrase" in instance.accanto("backup", "--verify", file).stderr
    wrong = instance.accanto("backup", "--verify", file, "--passphrase-file", other)
    assert (wrong.returncode, "is not the one" in wrong.stderr) == (1, True)
    words.write_text("breve")
    assert "too short" in instance.accanto("backup", "--verify", file, "--passphrase-file", words).stderr


def test_a_backup_never_replaces_another(instance: Instance, backup: Path) -> None:
    content = backup.read_bytes()
    done = instance.accanto("backup", backup)
    assert (done.returncode, "exists already" in done.stderr) == (1, True)
    assert backup.read_bytes() == content


def test_on_a_full_disk_no_half_backup_remains(instance: Instance, tmp_path: Path) -> None:
    done = _on_a_full_disk(instance, "backup", str(tmp_path / "tre.accanto"))
    assert done.returncode == 1
    assert "cannot be written" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_on_a_full_disk_a_restore_leaves_everything_as_it_was(instance: Instance, backup: Path) -> None:
    rows, files = fingerprints(instance.database), tree(instance.files)
    done = _on_a_full_disk(instance, "restore", str(backup), "--replace")
    assert done.returncode == 1
    assert "cannot be written" in done.stderr
    _unchanged(instance, rows, files)


def test_a_file_that_rows_name_and_the_disk_lacks_is_reported_and_the_rest_is_saved(
    instance: Instance, tmp_path: Path
) -> None:
    naming = [("django_content_type", "app_label")]  # any column of words will do to name files
    source = Source(instance.database, instance.files, naming, "prova")
    at = datetime(2026, 11, 23, tzinfo=UTC)
    made = make_backup(
        tmp_path / "quattro.accanto", Secret("key", "k" * 40), source, at=at, tell=lambda _line: None
    )
    assert made.files == 2
    assert "cases" in made.missing_files
    assert (
        read_through(tmp_path / "quattro.accanto", Secret("key", "k" * 40))["missing_files"]
        == made.missing_files
    )


@pytest.mark.django_db
def test_every_column_that_names_a_file_is_known() -> None:
    assert ("documents_document", "file") in file_columns()


def test_a_backup_of_a_newer_accanto_is_refused_before_anything_is_made(
    instance: Instance, tmp_path: Path
) -> None:
    file = tmp_path / "cinque.accanto"
    with psycopg.connect(owner_dsn(instance.database)) as owner:
        owner.execute(
            "INSERT INTO django_migrations (id, app, name, applied) VALUES (999999, 'cases', '9999_later', now())"
        )
    try:
        assert instance.accanto("backup", file).returncode == 0
    finally:
        with psycopg.connect(owner_dsn(instance.database)) as owner:
            owner.execute("DELETE FROM django_migrations WHERE name = '9999_later'")
    done = instance.accanto("backup", "--verify", file)
    assert done.returncode == 1
    assert "comes from a newer Accanto: migrations not known here: cases.9999_later" in done.stderr


def test_a_backup_from_before_the_migrations_were_begun_anew_is_restored_and_brought_up_to_date(
    instance: Instance, tmp_path: Path
) -> None:
    """It names the replaced migrations alone: those of decision 23 are written down with the first update."""
    file = tmp_path / "sette.accanto"
    rows = fingerprints(instance.database)
    with _without_records(instance, "name = '0100_start'"):
        assert _begun_anew(instance) == 0
        assert instance.accanto("backup", file).returncode == 0
    begun = _begun_anew(instance)
    assert begun > 0
    done = instance.accanto("restore", file, "--replace", "--json")
    assert done.returncode == 0, done.stderr
    assert _begun_anew(instance) == begun
    now = fingerprints(instance.database)
    assert {name for name, mark in now.items() if mark != rows[name]} == {"django_migrations"}
    assert instance.accanto("restore", "--discard-previous", "--json").returncode == 0


def test_what_lacks_a_migration_that_is_gone_is_refused_and_nothing_is_touched(
    instance: Instance, tmp_path: Path
) -> None:
    file = tmp_path / "otto.accanto"
    seal_everything(instance)
    rows, files = fingerprints(instance.database), tree(instance.files)
    with _without_records(instance, "name = '0100_start' OR (app, name) = ('cases', '0008_hearings')"):
        assert instance.accanto("backup", file).returncode == 0
        for words in (["migrate"], ["setup"]):
            done = instance.accanto(*words)
            assert (done.returncode, "too old for this one: it lacks cases.0008_hearings" in done.stderr) == (
                1,
                True,
            )
        told = json.loads(instance.accanto("doctor", "--json").stdout)
        (finding,) = [each for each in told if each["code"] == "migrations"]
        assert (finding["ok"], "it lacks cases.0008_hearings" in finding["detail"]) == (False, True)
    done = instance.accanto("backup", "--verify", file)
    assert done.returncode == 1
    assert "comes from an Accanto too old for this one: it lacks cases.0008_hearings" in done.stderr
    _unchanged(instance, rows, files)


@contextmanager
def _without_records(instance: Instance, gone: LiteralString) -> Iterator[None]:
    """Without these lines in the diary of migrations, as an older instance has it."""
    with psycopg.connect(owner_dsn(instance.database)) as owner:
        statement = "DELETE FROM django_migrations WHERE {} RETURNING id, app, name, applied"
        kept = owner.execute(sql.SQL(statement).format(sql.SQL(gone))).fetchall()
    try:
        yield
    finally:
        with psycopg.connect(owner_dsn(instance.database)) as owner, owner.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO django_migrations (id, app, name, applied) VALUES (%s, %s, %s, %s)", kept
            )


def _begun_anew(instance: Instance) -> int:
    with psycopg.connect(owner_dsn(instance.database)) as owner:
        row = owner.execute("SELECT count(*) FROM django_migrations WHERE name = '0100_start'").fetchone()
    return int(row[0]) if row else 0


def test_restoring_nothing_is_a_misuse(instance: Instance) -> None:
    done = instance.accanto("restore")
    assert (done.returncode, done.stdout) == (2, "")


def _refused(instance: Instance, folder: Path, content: bytes) -> None:
    file = folder / "guasto.accanto"
    file.write_bytes(content)
    rows, files = fingerprints(instance.database), tree(instance.files)
    done = instance.accanto("restore", file, "--replace")
    assert (done.returncode, done.stdout) == (1, "")
    assert "Traceback" not in done.stderr
    assert "backup" in done.stderr
    _unchanged(instance, rows, files)


def _unchanged(instance: Instance, rows: dict[str, str | None], files: dict[str, bytes]) -> None:
    assert fingerprints(instance.database) == rows
    assert tree(instance.files) == files
    assert databases_like(instance.database) == []
    assert sorted(each.name for each in instance.home.iterdir() if each.name.startswith(".rest")) == []


def _on_a_full_disk(instance: Instance, *words: str) -> subprocess.CompletedProcess[str]:
    """No file of that process may grow past a little."""
    return subprocess.run(
        [sys.executable, "-m", "accanto.faces.cli", *words],
        cwd=ROOT,
        env=instance.surroundings,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (_A_LITTLE, _A_LITTLE)),
    )


def test_the_scratch_names_are_ours_alone(instance: Instance) -> None:
    """A database of somebody else with a similar name is not taken for one put aside."""
    roles.make_database(f"{instance.database}_beforehand")
    try:
        assert "discarded" in instance.accanto("restore", "--discard-previous", "--json").stdout
        with psycopg.connect(owner_dsn(f"{instance.database}_beforehand")) as owner:
            assert owner.execute("SELECT 1").fetchone() == (1,)
    finally:
        roles.drop_database(f"{instance.database}_beforehand")
