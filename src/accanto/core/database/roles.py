"""Roles, database, extensions and rights. All steps may be repeated."""

import psycopg
from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import sql

from accanto.core.database import after_migrations, append_only, policies
from accanto.core.database.cluster import ensure_running, locked
from accanto.core.database.connect import (
    OWNER_ROLE,
    admin_dsn,
    database_name,
    is_private,
    owner_dsn,
    owner_role,
    web_dsn,
    web_password,
    web_role,
)
from accanto.core.database.place import place
from accanto.core.database.servers import DatabaseError

EXTENSIONS = ("btree_gist", "pg_trgm", "unaccent")
_FROM_BIRTH = "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public"
# Django's own diary of migrations: the application reads it (doctor) and never writes it.
_READ_ONLY = ("django_migrations",)


def prepare() -> None:
    """The database is running and has its roles, name and extensions. Quick when nothing is missing."""
    ensure_running()
    if _ready():
        return
    with locked(place(), "roles"):
        if is_private():
            _make_owner()
            make_database(database_name())
        _make_web_role()
        prepare_database(database_name())


def make_database(name: str, *, template: str | None = None) -> None:
    """A database of the owner's, empty or copied from another. Left as it is if it exists."""
    with psycopg.connect(admin_dsn(), autocommit=True) as admin:
        if admin.execute("select 1 from pg_database where datname = %s", [name]).fetchone():
            return
        parts = [
            sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(name), sql.Identifier(owner_role()))
        ]
        if template is not None:
            parts.append(sql.SQL(" TEMPLATE {}").format(sql.Identifier(template)))
        admin.execute(sql.Composed(parts))


def drop_database(name: str) -> None:
    """Remove a database and whoever is connected to it."""
    with psycopg.connect(admin_dsn(), autocommit=True) as admin:
        admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def prepare_database(name: str) -> None:
    """Extensions, and the rights that later tables will have from birth."""
    web, owner = sql.Identifier(web_role()), sql.Identifier(owner_role())
    with psycopg.connect(owner_dsn(name)) as connection:
        for extension in EXTENSIONS:
            _make_extension(connection, extension)
        here = sql.Identifier(name)
        for statement in (
            "REVOKE ALL ON DATABASE {here} FROM PUBLIC",
            "GRANT CONNECT ON DATABASE {here} TO {web}",
            "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
            "GRANT USAGE ON SCHEMA public TO {web}",
            f"{_FROM_BIRTH} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {{web}}",
            f"{_FROM_BIRTH} GRANT USAGE, SELECT ON SEQUENCES TO {{web}}",
        ):
            connection.execute(sql.SQL(statement).format(here=here, web=web, owner=owner))


def grant_web_role(connection: BaseDatabaseWrapper) -> None:
    """Give the web role its rights on what exists now. To be called as owner after migrations."""
    web = sql.Identifier(web_role())
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute(
            sql.SQL("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {}").format(web)
        )
        cursor.execute(sql.SQL("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}").format(web))
        existing = {each.name for each in connection.introspection.get_table_list(cursor)}
        for table in sorted(append_only.REGISTRY & existing):
            cursor.execute(_revoke("UPDATE, DELETE", table))
        for table in sorted(set(_READ_ONLY) & existing):
            cursor.execute(_revoke("INSERT, UPDATE, DELETE", table))
        policies.lay_foundations(cursor)  # the rooms' own functions ask who acts
        after_migrations.run(connection)


def _revoke(rights: str, table: str) -> sql.Composed:
    return sql.SQL("REVOKE {} ON {} FROM {}").format(
        sql.SQL(rights),  # one of two constants above
        sql.Identifier(table),
        sql.Identifier(web_role()),
    )


def _ready() -> bool:
    """Both roles can enter and nothing is missing."""
    try:
        with psycopg.connect(web_dsn(), connect_timeout=10):
            pass
        with psycopg.connect(owner_dsn(), connect_timeout=10) as connection:
            found = connection.execute(
                "select count(*) from pg_extension where extname = any(%s)", [list(EXTENSIONS)]
            ).fetchone()
    except psycopg.OperationalError:
        return False
    return found is not None and found[0] == len(EXTENSIONS)


def _make_owner() -> None:
    """On a private cluster only. CREATEDB is not given: tests make databases as administrator."""
    with psycopg.connect(admin_dsn(), autocommit=True) as admin:
        if not _role_exists(admin, OWNER_ROLE):
            admin.execute(
                sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE").format(
                    sql.Identifier(OWNER_ROLE)
                )
            )


def _make_web_role() -> None:
    role = sql.Identifier(web_role())
    password = web_password()
    with _administrator() as admin:
        if not _role_exists(admin, web_role()):
            try:
                admin.execute(
                    sql.SQL(
                        "CREATE ROLE {} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOINHERIT"
                    ).format(role)
                )
            except psycopg.errors.InsufficientPrivilege:
                raise DatabaseError(
                    f"The user of DATABASE_URL may not create the role {web_role()}. Create both roles "
                    "yourself and give DATABASE_URL (web role) and DATABASE_OWNER_URL (owner)."
                ) from None
        if password is not None:
            admin.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(role, sql.Literal(password)))


def _administrator() -> psycopg.Connection[tuple[object, ...]]:
    """The private superuser; on a given server the owner, in his own database."""
    return psycopg.connect(admin_dsn() if is_private() else owner_dsn(), autocommit=True)


def _role_exists(connection: psycopg.Connection[tuple[object, ...]], name: str) -> bool:
    return connection.execute("select 1 from pg_roles where rolname = %s", [name]).fetchone() is not None


def _make_extension(connection: psycopg.Connection[tuple[object, ...]], name: str) -> None:
    try:
        connection.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(name)))
    except psycopg.errors.InsufficientPrivilege as error:
        raise DatabaseError(
            f"The owner may not create the extension {name}: {error.diag.message_primary}"
        ) from error
    except (psycopg.errors.FeatureNotSupported, psycopg.errors.UndefinedFile) as error:
        raise DatabaseError(
            f"This PostgreSQL lacks the extension {name}: install its «contrib» package."
        ) from error
