"""How to reach the database: two roles, one address.

With `DATABASE_URL` alone, that address is the owner's, and the web role is made beside it with a password
of this instance. With `DATABASE_OWNER_URL` too, `DATABASE_URL` is the web role's. With neither, the
private cluster.
Each of them may be given as a file: `DATABASE_URL_FILE`, `DATABASE_OWNER_URL_FILE`.
`ACCANTO_DB_NAME` names another database on the same server (tests, journeys).
"""

import os
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from accanto.core.database.place import place
from accanto.core.env import SettingError, demo_secret, env_secret, env_str

ADMIN_ROLE = "accanto_admin"
OWNER_ROLE = "accanto_owner"
WEB_ROLE = "accanto_web"
DEFAULT_NAME = "accanto"
PORT = 5432

_DJANGO_NAMES = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}


def is_private() -> bool:
    """Whether the database is ours to start and stop."""
    return not env_secret("DATABASE_URL", "")


def wants_owner() -> bool:
    """`ACCANTO_DB_ROLE=owner`: this process changes the schema. Otherwise it is an ordinary one (`web`)."""
    role = env_str("ACCANTO_DB_ROLE", "web")
    if role not in {"owner", "web"}:
        raise SettingError(f"The setting ACCANTO_DB_ROLE is «{role}»: write owner or web.")
    return role == "owner"


def database_name() -> str:
    return str(_parts("owner")["dbname"])


def owner_role() -> str:
    """The name of the role that owns the schema."""
    return str(_parts("owner")["user"])


def web_role() -> str:
    """The name of the role that the application runs as."""
    return str(_parts("web")["user"])


def web_database() -> dict[str, Any]:
    """Django's DATABASES entry of the application: pooled, owns nothing."""
    entry = _django(_parts("web"))
    # A connection that died with its server is noticed before it is used, and a lost server is looked for again at once
    # when somebody asks, instead of after the longer and longer pauses that are the pool's own way.
    entry["CONN_HEALTH_CHECKS"] = True
    # Row-level policies make a statement costlier to plan than to run: the server keeps the plans (decision 21).
    entry["OPTIONS"] |= {"server_side_binding": True, "prepare_threshold": 3}
    entry["OPTIONS"]["pool"] = {"min_size": 2, "max_size": 8, "timeout": 5, "reconnect_timeout": 2}
    return entry


def owner_database() -> dict[str, Any]:
    """Django's DATABASES entry for migrations: no pool, one short life."""
    return _django(_parts("owner"))


def web_dsn(name: str | None = None) -> str:
    return _dsn("web", name)


def owner_dsn(name: str | None = None) -> str:
    return _dsn("owner", name)


def admin_dsn(name: str = "postgres") -> str:
    """Who may create roles and databases: the private cluster's superuser, or the owner of a given server."""
    if not is_private():
        return _dsn("owner", name)
    return make_conninfo("", host=str(place().socket), port=PORT, user=ADMIN_ROLE, dbname=name)


def web_password() -> str | None:
    """The password to give the web role when we make it ourselves on a given server."""
    if is_private() or env_secret("DATABASE_OWNER_URL", ""):
        return None
    return demo_secret("database_web")


def _dsn(role: str, name: str | None) -> str:
    parts = _parts(role)
    return make_conninfo("", **{**parts, "dbname": name or parts["dbname"]})


def _parts(role: str) -> dict[str, Any]:
    parts = _private(role) if is_private() else _given(role)
    chosen = os.environ.get("ACCANTO_DB_NAME", "").strip()
    return {**parts, "dbname": chosen or parts.get("dbname") or DEFAULT_NAME}


def _private(role: str) -> dict[str, Any]:
    user = OWNER_ROLE if role == "owner" else WEB_ROLE
    return {"host": str(place().socket), "port": PORT, "user": user}


def _given(role: str) -> dict[str, Any]:
    separate = env_secret("DATABASE_OWNER_URL", "")
    if separate and role == "owner":
        return _read("DATABASE_OWNER_URL")
    parts = _read("DATABASE_URL")
    if separate or role == "owner":
        return parts
    return {**parts, "user": WEB_ROLE, "password": demo_secret("database_web")}


def _read(setting: str) -> dict[str, Any]:
    try:
        parts = conninfo_to_dict(env_secret(setting))
    except psycopg.ProgrammingError:
        # The driver's own message may repeat the password: it is not passed on.
        raise SettingError(f"The setting {setting} is not a PostgreSQL address.") from None
    if not parts.get("user"):
        raise SettingError(f"The setting {setting} names no user.")
    return dict(parts)


def _django(parts: dict[str, Any]) -> dict[str, Any]:
    entry: dict[str, Any] = {"ENGINE": "django.db.backends.postgresql", "CONN_MAX_AGE": 0, "OPTIONS": {}}
    for key, value in parts.items():
        if key in _DJANGO_NAMES:
            entry[_DJANGO_NAMES[key]] = str(value)
        else:
            entry["OPTIONS"][key] = value
    return entry
