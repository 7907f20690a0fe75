"""What the web role may not do, tried as the web role."""

import psycopg
import pytest
from django.db import connection, connections
from django.db.utils import ProgrammingError
from psycopg import errors

from accanto.core.database import append_only, roles
from accanto.core.database.connect import owner_database, owner_dsn, web_dsn


@pytest.mark.django_db
def test_the_tests_run_as_the_web_role() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select current_user, session_user")
        assert cursor.fetchone() == ("accanto_web", "accanto_web")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "create table mine (a int)",
        "create temporary table mine (a int)",
        "create schema mine",
        "alter table django_content_type add column a int",
        "drop table django_content_type",
        "truncate django_content_type cascade",
        "delete from django_migrations",
        "create extension citext",
        "set role accanto_owner",
        "create role another",
    ],
)
def test_the_web_role_may_not(statement: str) -> None:
    with pytest.raises(ProgrammingError) as refused, connection.cursor() as cursor:
        cursor.execute(statement)
    assert isinstance(refused.value.__cause__, errors.InsufficientPrivilege)


@pytest.mark.django_db(transaction=True)
def test_an_append_only_table_can_be_added_to_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(append_only, "REGISTRY", {"diary", "a_table_that_does_not_exist_yet"})
    name = str(connection.settings_dict["NAME"])
    with psycopg.connect(owner_dsn(name)) as owner:
        owner.execute("create table diary (id bigint generated always as identity, word text)")
    _grant(name)
    with psycopg.connect(web_dsn(name), autocommit=True) as web:
        web.execute("insert into diary (word) values ('uno')")
        assert web.execute("select word from diary").fetchall() == [("uno",)]
        for statement in ("update diary set word = 'due'", "delete from diary", "truncate diary"):
            with pytest.raises(errors.InsufficientPrivilege):
                web.execute(statement)


@pytest.mark.django_db(transaction=True)
def test_a_table_made_later_is_open_to_the_web_role_from_birth() -> None:
    name = str(connection.settings_dict["NAME"])
    with psycopg.connect(owner_dsn(name)) as owner:
        owner.execute("create table later (id bigserial, word text)")
    with psycopg.connect(web_dsn(name)) as web:
        web.execute("insert into later (word) values ('uno')")
        web.execute("update later set word = 'due'")
        assert web.execute("delete from later returning word").fetchall() == [("due",)]


@pytest.mark.django_db(transaction=True)
def test_after_a_test_that_commits_the_database_is_as_before() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select to_regclass('later'), to_regclass('diary')")
        assert cursor.fetchone() == (None, None)


def _grant(name: str) -> None:
    entry = {**connections["default"].settings_dict, **owner_database(), "NAME": name}
    owner = connections["default"].__class__(entry, alias="default")
    try:
        with owner.cursor() as cursor:
            existing = {each.name for each in owner.introspection.get_table_list(cursor)}
        assert "diary" in existing
        _grant_through(owner)
    finally:
        owner.close()


def _grant_through(owner: object) -> None:
    kept = connections["default"]
    connections["default"] = owner
    try:
        roles.grant_web_role(connections["default"])
    finally:
        connections["default"] = kept
