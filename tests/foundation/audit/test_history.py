"""What the database writes down of every change by itself."""

from typing import Any

import psycopg
import pytest
from django.apps import apps
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from accanto.foundation.audit import history
from accanto.foundation.audit.maintenance import NotTheOwner, without_history
from accanto.people.persons.models import Citizenship, Person
from accanto.people.persons.operations import create_person
from tests import cast
from tests.foundation.audit.conftest import Owner
from tests.scenarios import NOW, family_in_charge


def _acting(user: int, *, request: str = "", reason: str = "") -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('accanto.user', %s, TRUE), set_config('accanto.request', %s, TRUE),"
            " set_config('accanto.reason', %s, TRUE)",
            [str(user), request, reason],
        )


def _history(owner: Owner, table: str, key: object) -> list[tuple[Any, ...]]:
    return owner.execute(
        "SELECT operation, before, after FROM audit_change WHERE table_name = %s AND row_key = %s ORDER BY id",
        [table, str(key)],
    ).fetchall()


def _person() -> Person:
    return create_person(first_name="Ada", last_name="Prova", by=cast.user(cast.CARLA), at=NOW)


def test_a_change_is_told_with_old_and_new_of_what_changed_alone(owner: Owner) -> None:
    person = _person()
    person.first_name = "Adele"
    person.save()
    with transaction.atomic():
        person_id = person.pk
        Person.objects.filter(pk=person_id).update(last_name="Esempio")
    written, named, renamed = _history(owner, "persons_person", person_id)
    assert (written[0], written[1], written[2]["first_name"]) == ("I", None, "Ada")
    assert named == ("U", {"first_name": "Ada"}, {"first_name": "Adele"})
    assert renamed == ("U", {"last_name": "Prova"}, {"last_name": "Esempio"})


def test_a_row_that_goes_is_kept_whole(owner: Owner) -> None:
    person = _person()
    row = Citizenship.objects.create(person=person, country="380")
    key = row.pk
    row.delete()
    gone = _history(owner, "persons_citizenship", key)[-1]
    assert (gone[0], gone[1]["country"], gone[2]) == ("D", "380", None)


def test_a_statement_that_changes_nothing_leaves_no_line(owner: Owner) -> None:
    person = _person()
    person.save()
    assert len(_history(owner, "persons_person", person.pk)) == 1


def test_a_change_says_who_why_and_in_which_request(owner: Owner) -> None:
    person, anna = _person(), cast.user(cast.ANNA)
    with transaction.atomic():
        _acting(anna.pk, request="7f3a", reason="Errore di battitura")
        Person.objects.filter(pk=person.pk).update(first_name="Adele")
    found = owner.execute(
        "SELECT actor, request, reason, role, person FROM audit_change WHERE row_key = %s AND operation = 'U'",
        [str(person.pk)],
    ).fetchone()
    assert found == (anna.pk, "7f3a", "Errore di battitura", "accanto_web", person.pk)


def test_what_the_owner_does_by_hand_is_told_too(owner: Owner) -> None:
    person = _person()
    owner.execute("UPDATE persons_person SET last_name = 'Altra' WHERE id = %s", [person.pk])
    found = owner.execute(
        "SELECT actor, role FROM audit_change WHERE row_key = %s AND operation = 'U'", [str(person.pk)]
    ).fetchone()
    assert found is not None
    assert found[0] is None
    assert found[1] != "accanto_web"


def test_rows_far_from_the_case_know_their_case(owner: Owner) -> None:
    situation = family_in_charge()
    for table in ("cases_case", "cases_caseworker", "pathways_pathway", "pathways_stageentry", "audit_event"):
        found = owner.execute(
            "SELECT count(*), count(context) FROM audit_change WHERE table_name = %s AND context = %s",
            [table, situation.case.pk],
        ).fetchone()
        assert found is not None
        assert found[0] > 0, table


def test_the_words_of_a_password_are_never_copied(owner: Owner) -> None:
    user = cast.user(cast.ANNA)
    user.set_password("una parola lunga e segreta")
    user.first_name = "Annamaria"
    user.save()
    (change,) = owner.execute(
        "SELECT after FROM audit_change WHERE table_name = 'staff_user' AND row_key = %s AND operation = 'U'",
        [str(user.pk)],
    ).fetchall()
    assert change == ({"first_name": "Annamaria"},)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "SELECT 1 FROM audit_change",
        "INSERT INTO audit_change (table_name) VALUES ('x')",
        "UPDATE audit_change SET reason = 'x'",
        "DELETE FROM audit_change",
        "TRUNCATE audit_change",
        "SELECT 1 FROM audit_reading",
        "INSERT INTO audit_reading (page) VALUES ('x')",
        "UPDATE audit_reading SET reason = 'x'",
        "DELETE FROM audit_link",
        "SELECT 1 FROM audit_record",
        "UPDATE audit_event SET verb = 'x'",
    ],
)
def test_the_application_cannot_read_or_touch_the_record(statement: str) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_change SET reason = 'x'",
        "DELETE FROM audit_change",
        "TRUNCATE audit_change",
        "DELETE FROM audit_reading",
        "UPDATE audit_link SET record = 0",
        "DELETE FROM audit_seal",
        "UPDATE audit_event SET verb = 'x'",
    ],
)
def test_not_even_the_owner_changes_what_was_recorded(owner: Owner, statement: str) -> None:
    _person()
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="never changed"):
        owner.execute(statement)


@pytest.mark.django_db
def test_the_application_cannot_switch_the_history_off() -> None:
    with pytest.raises(NotTheOwner), without_history():
        raise AssertionError


def test_setting_the_switch_by_hand_does_nothing_for_the_application(owner: Owner) -> None:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('accanto.history', 'off', TRUE)")
        person = _person()
    assert [line[0] for line in _history(owner, "persons_person", person.pk)] == ["I"]


def test_the_owner_loads_in_bulk_and_leaves_one_line_a_statement(owner: Owner) -> None:
    with owner.transaction():
        owner.execute("SELECT set_config('accanto.history', 'off', TRUE)")
        owner.execute(
            "INSERT INTO persons_person (id, first_name, last_name, sex, birth_place, identity_level, pseudonymous,"
            " search_name, created_at) SELECT gen_random_uuid(), 'A', 'Prova', '', '', 'declared', FALSE, 'prova a',"
            " now() FROM generate_series(1, 50)"
        )
    found = owner.execute(
        "SELECT operation, after FROM audit_change WHERE table_name = 'persons_person'"
    ).fetchall()
    assert found[-1] == ("B", {"operation": "INSERT", "rows": 50})


def test_many_rows_cost_one_call(owner: Owner) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM persons_person")
        Person.objects.bulk_create(
            [Person(last_name="Prova", search_name="prova", created_at=NOW) for _ in range(300)]
        )
    found = owner.execute(
        "SELECT count(*), count(DISTINCT xid) FROM audit_change WHERE table_name = 'persons_person' AND operation = 'I'"
    ).fetchone()
    assert found == (300, 1)


def test_every_table_that_leads_to_a_person_is_watched(owner: Owner) -> None:
    """A model that can lead to a person and has no trigger, for no written reason, fails here."""
    standing: dict[str, set[str]] = {}
    for table, trigger in owner.execute(
        "SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
        " WHERE t.tgname LIKE 'audit\\_history\\_%' AND t.tgenabled = 'O'"
    ):
        standing.setdefault(table, set()).add(trigger.removeprefix("audit_history_"))
    lacking = [
        model._meta.label
        for model in apps.get_models(include_auto_created=True)
        if history.leads_to_people(model)
        and model._meta.label not in history.left_out()
        and standing.get(model._meta.db_table) != {"insert", "update", "delete"}
    ]
    assert lacking == []
    for table in ("persons_person", "cases_diaryentry", "assessment_answer", "outcomes_application"):
        assert table in standing


def test_what_is_left_out_says_why() -> None:
    assert all(len(why) > 10 for why in history.left_out().values())
    assert {label.split(".")[0] for label in history.left_out()} == {"audit"}
