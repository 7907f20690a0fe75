"""A database with a million invented people and one desk that sees them all: what an interactive search costs there."""

import os
import sys
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
import yaml

from accanto.core.database import roles
from accanto.core.database.cluster import ensure_running
from accanto.core.database.connect import admin_dsn
from tests.bench.zone import _accanto, _mark_of, _set_mark
from tests.database import allow_arranging

_MARK = "one"
PARTS = Path(__file__).with_name("name_parts.yaml")
_PEOPLE = """
INSERT INTO persons_person (id, first_name, last_name, sex, birth_date, birth_place, identity_level, compartment,
  pseudonymous, search_name, created_at)
SELECT gen_random_uuid(), initcap(f), initcap(l), 'f', date '1930-01-01' + (n * 7919::bigint %% 34000)::int, 'G713',
  'declared', 'ordinary', FALSE, l || ' ' || f, now()
FROM (
  SELECT n, h[1 + (n * 31 + n / 977) %% 12] || m[1 + (n / 7 + n / 331) %% 20] || m[1 + (n / 53) %% 20]
    || t[1 + (n / 11 + n / 7001) %% 14] AS l, parts.f[1 + (n * 17 + n / 1013) %% 26] AS f
  FROM generate_series(1, %(people)s) n,
    (SELECT %(heads)s::text[] AS h, %(middles)s::text[] AS m, %(tails)s::text[] AS t, %(firsts)s::text[] AS f) parts
) made
"""
_GRANTS = """
INSERT INTO persons_accessgrant (id, person_id, office_id, depth, reason, note, compartment, reaches, starts_at)
SELECT gen_random_uuid(), person.id, (SELECT id FROM bodies_office WHERE code = 'urp-pistoia'), 40, 'registered', '',
  'ordinary', TRUE, '2020-01-01' FROM persons_person person
"""


def ready(people: int) -> str:
    ensure_running()
    name = f"accanto_bench_names_{people}"
    if _mark_of(name) != _MARK:
        sys.stderr.write(f"Building {name}: minutes, once.\n")
        roles.drop_database(name)
        _accanto(name, "setup")
        _fill(name, people)
        _set_mark(name, _MARK)
    _accanto(name, "setup")
    allow_arranging(name)
    return name


def _fill(name: str, people: int) -> None:
    """As owner and past the triggers, which would keep a record of a million invented rows."""
    command = (
        "import django; django.setup()\n"
        "from django.utils import timezone\n"
        "from accanto.faces.demo.loading import load_zone_with_staff\n"
        "from accanto.core.database.context import purpose\n"
        "from django.db import transaction\n"
        "with transaction.atomic(), purpose('bench'): load_zone_with_staff(timezone.now())\n"
    )
    import subprocess

    from tests.database import ROOT

    surroundings = {
        **os.environ,
        "ACCANTO_DB_NAME": name,
        "DJANGO_SETTINGS_MODULE": "config.settings.demo",
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
    }
    subprocess.run([sys.executable, "-c", command], cwd=ROOT, env=surroundings, check=True)
    with psycopg.connect(admin_dsn(name), autocommit=True) as owner:
        owner.execute("SET session_replication_role = replica")
        parts = yaml.safe_load(PARTS.read_text(encoding="utf-8"))
        owner.execute(_PEOPLE, {"people": people, **parts})
        owner.execute(_GRANTS)
        owner.execute("ANALYZE persons_person")
        owner.execute("ANALYZE persons_accessgrant")


def measure(people: int) -> dict[str, Any]:
    from django.db import connection

    from accanto.core import clock
    from accanto.core.database.context import acting, acting_for
    from accanto.people.matching.given import Given
    from accanto.people.matching.queries import similar_people
    from accanto.territory.staff.models import User
    from tests.bench.pages import NOOP_MS
    from tests.bench.timing import times

    user = User.objects.get(username="dario.finti")
    noop = _noop(user)
    today = clock.today()
    asked = {
        "whole name": Given("Lucia", "Camperolini"),
        "typing error": Given("Lucia", "Camperolnii"),
        "swapped": Given("Camperolini", "Lucia"),
        "another spelling": Given("Muhammad", "Proverali"),
        "name and day of birth": Given("Lucia", "Camperolini", birth_date=date(1970, 5, 14)),
        "surname alone": Given("", "Camperolini"),
    }
    found = []
    for name, given in asked.items():

        def search(given: Given = given) -> None:
            with acting(acting_for(user, at=clock.now())):
                similar_people(user, given, today)

        def bare(given: Given = given) -> None:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT id FROM persons_person WHERE search_name = %s OR birth_date = %s LIMIT 60",
                    [given.folded, given.birth_date],
                )
                cursor.fetchall()

        whole, plain = times(search), times(bare)
        found.append(
            {
                "name": name,
                "median_ms": round(whole.median, 2),
                "p95_ms": round(whole.p95, 2),
                "bare_ms": round(plain.median, 2),
                "yardstick_ms": round(whole.median * NOOP_MS / noop, 1),
            }
        )
    return {"people": people, "noop_ms": round(noop, 2), "searches": found}


def _noop(user: Any) -> float:
    """Median ms of a request that does nothing, as in the bench of the pages."""
    from django.test import Client
    from django.test.utils import override_settings

    from tests.bench.timing import times

    with override_settings(ROOT_URLCONF="tests.bench.urls"):
        client = Client(SERVER_NAME="localhost")
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return times(lambda: client.get("/bench/noop/")).median
