"""The chain: what was recorded can be proved whole, and what was not names itself."""

import json
from collections.abc import Callable
from pathlib import Path
from threading import Thread
from time import monotonic, sleep
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction

from accanto.core.database.connect import owner_dsn
from accanto.core.database.roles import grant_web_role
from accanto.foundation.audit import chain, doctor
from accanto.foundation.audit.maintenance import erase_words
from accanto.people.persons.models import Person
from accanto.people.persons.operations import create_person
from tests import cast
from tests.foundation.audit.conftest import Owner, as_owner
from tests.scenarios import NOW

Tamper = Callable[..., None]


def _some_history(people: int = 3) -> None:
    by = cast.user(cast.CARLA)
    for number in range(people):
        create_person(first_name=f"Ada {number}", last_name="Prova", by=by, at=NOW)


def _seal(owner: Owner) -> int:
    """Seal until nothing waits: a transaction open in another database of the cluster holds the horizon back."""
    sealed, pause, until = chain.seal(), 0.05, monotonic() + 900  # the longest test beside this one is a walk
    while chain.verify(owner).waiting and monotonic() < until:
        sleep(pause)
        pause = min(pause * 1.5, 2.0)
        sealed += chain.seal()
    return sealed


def _first_sealed(owner: Owner, table: str) -> int:
    row = owner.execute(
        "SELECT min(c.id) FROM audit_change c JOIN audit_link l ON l.kind = 1 AND l.record = c.id"
        " WHERE c.table_name = %s AND c.operation = 'I' AND c.after ->> 'first_name' = 'Ada 1'",
        [table],
    ).fetchone()
    assert row is not None
    return int(row[0])


def test_everything_recorded_is_sealed_and_holds(owner: Owner) -> None:
    _some_history()
    assert chain.verify(owner).waiting > 0
    assert _seal(owner) > 0
    found = chain.verify(owner)
    assert (found.broken, found.waiting) == ("", 0)
    assert found.checked == found.last.number > 0
    assert _seal(owner) == 0


def test_numbers_have_no_gaps_even_where_a_transaction_was_undone(owner: Owner) -> None:
    _some_history(1)
    with transaction.atomic():
        _some_history(1)
        transaction.set_rollback(True)
    _some_history(1)
    _seal(owner)
    row = owner.execute("SELECT count(*), max(number) FROM audit_link").fetchone()
    assert row is not None
    assert row[0] == row[1]
    assert chain.verify(owner).broken == ""


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE audit_change SET actor = 1 WHERE id = {id}", "change {id} (link {link}) was changed"),
        (
            "UPDATE audit_change SET after = '{{}}' WHERE id = {id}",
            "change {id} (link {link}): its words were changed",
        ),
        ("DELETE FROM audit_change WHERE id = {id}", "change {id} (link {link}) was removed"),
        ("DELETE FROM audit_link WHERE number = {link}", "link {link} is missing"),
        (
            "UPDATE audit_link SET hash = sha256('x') WHERE number = {link}",
            "change {id} (link {link}) does not follow from the link before it",
        ),
    ],
)
def test_what_the_owner_tampers_with_is_named(
    owner: Owner, tamper: Tamper, statement: str, said: str
) -> None:
    _some_history()
    _seal(owner)
    key = _first_sealed(owner, "persons_person")
    row = owner.execute("SELECT number FROM audit_link WHERE kind = 1 AND record = %s", [key]).fetchone()
    assert row is not None
    tamper(statement.format(id=key, link=row[0]))
    assert chain.verify(owner).broken == said.format(id=key, link=row[0])


def test_a_record_put_in_afterwards_stands_outside(owner: Owner, tamper: Tamper) -> None:
    _some_history()
    _seal(owner)
    tamper(
        "INSERT INTO audit_change (at, xid, table_name, row_key, operation, content, role, request, reason, purpose)"
        " SELECT at, xid, table_name, row_key, operation, content, role, request, reason, purpose"
        " FROM audit_change ORDER BY id LIMIT 1"
    )
    assert "stands outside the chain" in chain.verify(owner).broken


def test_a_chain_cut_short_does_not_reach_its_checkpoint(owner: Owner, tamper: Tamper) -> None:
    _some_history()
    _seal(owner)
    kept = chain.checkpoint(owner)
    assert chain.verify(owner, kept).broken == ""
    tamper("DELETE FROM audit_link WHERE number = %s", kept.number)
    assert "cut short" in chain.verify(owner, kept).broken


def test_a_chain_written_anew_is_not_the_one_of_the_checkpoint(owner: Owner, tamper: Tamper) -> None:
    _some_history()
    _seal(owner)
    kept = chain.checkpoint(owner)
    key = _first_sealed(owner, "persons_person")
    tamper("UPDATE audit_change SET actor = 1 WHERE id = %s", key)
    with owner.transaction():
        owner.execute("ALTER TABLE audit_link DISABLE TRIGGER USER")
        owner.execute("ALTER TABLE audit_seal DISABLE TRIGGER USER")
        owner.execute("DELETE FROM audit_link")
        owner.execute("DELETE FROM audit_seal")
        owner.execute("ALTER TABLE audit_link ENABLE TRIGGER USER")
        owner.execute("ALTER TABLE audit_seal ENABLE TRIGGER USER")
    _seal(owner)
    assert chain.verify(owner).broken == "", (
        "a whole new chain holds by itself: that is what checkpoints are for"
    )
    assert "written anew" in chain.verify(owner, kept).broken


def test_what_a_running_transaction_wrote_waits_for_its_end(owner: Owner) -> None:
    _some_history(1)
    _seal(owner)
    with psycopg.connect(owner_dsn(connection.settings_dict["NAME"])) as other:
        other.execute("UPDATE persons_person SET first_name = 'Ida'")
        _some_history(1)  # later, and finished first
        chain.seal()
        other.commit()
    before = chain.verify(owner)
    assert (before.broken, before.waiting > 0) == ("", True)
    _seal(owner)
    after = chain.verify(owner)
    assert (after.broken, after.waiting) == ("", 0)


def test_many_who_write_and_several_who_seal_make_one_chain(owner: Owner) -> None:
    _some_history(1)
    dsn = owner_dsn(connection.settings_dict["NAME"])

    def write() -> None:
        with psycopg.connect(dsn, autocommit=True) as own:
            for _ in range(25):
                own.execute("UPDATE persons_person SET first_name = left(md5(random()::text), 20)")
                own.execute("SELECT audit_seal_records(7)")

    threads = [Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    _seal(owner)
    found = chain.verify(owner)
    assert (found.broken, found.waiting) == ("", 0)
    row: Any = owner.execute(
        "SELECT count(*) FROM audit_change WHERE table_name = 'persons_person'"
    ).fetchone()
    assert row[0] > 100


def test_a_database_restored_where_transactions_count_anew_goes_on_sealing(
    owner: Owner, tamper: Tamper
) -> None:
    _some_history(1)
    _seal(owner)
    # As after a restore: what was recorded carries numbers of transactions far ahead of this server's.
    with owner.transaction():
        owner.execute("ALTER TABLE audit_seal DISABLE TRIGGER USER")
        owner.execute("UPDATE audit_seal SET horizon = horizon + 1000000000")
        owner.execute("ALTER TABLE audit_seal ENABLE TRIGGER USER")
    _some_history(2)
    assert _seal(owner) > 0
    found = chain.verify(owner)
    assert (found.broken, found.waiting) == ("", 0)
    _some_history(1)
    assert _seal(owner) > 0
    assert Person.objects.count() == 4


def test_words_that_must_go_leave_the_record_and_the_chain_whole(owner: Owner) -> None:
    _some_history(1)
    person = Person.objects.get()
    _seal(owner)
    with as_owner(owner):
        assert erase_words(rows=[("persons_person", str(person.pk))]) == 1
    left = owner.execute(
        "SELECT operation, before, after FROM audit_change WHERE row_key = %s ORDER BY id", [str(person.pk)]
    ).fetchall()
    assert left == [("I", None, None), ("E", None, {"rows": 1})]
    _seal(owner)
    assert chain.verify(owner).broken == ""


def test_a_checkpoint_goes_to_a_file_and_is_verified_from_it(owner: Owner, tmp_path: Path) -> None:
    _some_history(1)
    _seal(owner)
    database, file = str(connection.settings_dict["NAME"]), tmp_path / "checkpoint.json"
    written = doctor.export_checkpoint(database, file)
    assert doctor.read_checkpoint(file) == written
    found = json.loads(file.read_text())
    assert (found["last"], found["count"], found["hash"]) == (written.number, written.number, written.hash)
    assert file.stat().st_mode & 0o077 == 0
    _some_history(1)
    _seal(owner)
    after = chain.verify(owner, written)
    assert (after.broken, after.checked > 0) == ("", True)


@pytest.mark.parametrize("text", ["", "[]", '{"last": 1}', '{"last": "x", "hash": "zz"}'])
def test_another_file_is_not_taken_for_a_checkpoint(tmp_path: Path, text: str) -> None:
    file = tmp_path / "wrong.json"
    file.write_text(text)
    with pytest.raises(doctor.NotACheckpoint):
        doctor.read_checkpoint(file)


def test_the_doctor_goes_on_from_where_it_stood_and_sees_a_trigger_that_was_switched_off(
    owner: Owner, tmp_path: Path
) -> None:
    _some_history(1)
    _seal(owner)
    database, kept = str(connection.settings_dict["NAME"]), tmp_path / "kept.json"
    first = doctor.examine(database, kept=kept)
    assert (first.verdict.broken, first.gaps) == ("", [])
    _some_history(1)
    _seal(owner)
    second = doctor.examine(database, kept=kept)
    assert 0 < second.verdict.checked < first.verdict.last.number
    assert doctor.examine(database, kept=kept, full=True).verdict.checked == second.verdict.last.number
    owner.execute("ALTER TABLE persons_person DISABLE TRIGGER audit_history_update")
    assert doctor.examine(database, kept=kept).gaps == ["persons_person"]
    with as_owner(owner):
        grant_web_role(connection)  # what `accanto setup` does last
    assert doctor.examine(database, kept=kept).gaps == []


def test_a_restored_copy_is_asked_for_its_whole_chain(owner: Owner, tamper: Tamper) -> None:
    _some_history(2)
    _seal(owner)
    assert doctor.faults_of_restored_data() == []
    tamper("DELETE FROM audit_change WHERE id = %s", _first_sealed(owner, "persons_person"))
    (fault,) = doctor.faults_of_restored_data()
    assert "was removed" in fault
