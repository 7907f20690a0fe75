"""Import of 10,000 outcome rows beside COPY of the same applications.

`python -m tests.bench.importing FILE` is a process of its own, so that its memory is the import's alone. Everything is
rolled back: the database stays as it was.
"""

import csv
import json
import os
import subprocess
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

import psycopg

ROWS = 10_000
_HEAD = [
    *("protocollo", "data_domanda", "codice_fiscale", "cognome", "nome", "data_nascita", "comune", "esito"),
    *("data_esito", "motivo", "data_pad"),
]


def measure() -> dict[str, float]:
    """Called by the bench: invents the list here, imports it elsewhere."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "prova.csv"
        _write_list(file)
        done = subprocess.run(
            [sys.executable, "-m", "tests.bench.importing", str(file)],
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        raise SystemExit(f"The import failed.\n{done.stderr}")
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.demo")
    import django

    django.setup()
    from django.db import transaction

    _forget_peak()
    file, before = Path(sys.argv[1]), _peak()
    with transaction.atomic():
        taken, created = _import(file)
        peak = _peak()
        transaction.set_rollback(True)
    copied = _copy(file)
    found = {"rows": ROWS, "seconds": taken, "copy_seconds": copied, "created": created}
    sys.stdout.write(json.dumps({**found, "peak_mb": peak, "before_mb": before}) + "\n")


def _write_list(file: Path) -> None:
    """People who do not exist yet, from every town, four in five accepted."""
    from accanto.core import clock
    from accanto.faces.demo.people import Inventor, zone_towns
    from accanto.people.persons.models import Identifier

    inventor = Inventor("ten thousand rows", zone_towns())
    inventor.taken = set(Identifier.objects.values_list("value", flat=True))
    today = clock.today()
    with file.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
        writer.writerow(_HEAD)
        writer.writerows(_row(inventor, number, today) for number in range(ROWS))


def _row(inventor: Any, number: int, today: date) -> list[str]:
    from accanto.faces.demo.codes import codice_fiscale
    from accanto.faces.demo.people import Origin

    random, town = inventor.random, inventor.random.choice(inventor.towns)
    sex, origin = random.choice("fm"), Origin()
    surname, first = inventor.surname(origin), inventor.first_name(sex, origin)
    born = inventor.birthday(random.randint(19, 80), today)
    code = codice_fiscale(
        last_name=surname, first_name=first, sex=sex, born=born, belfiore=town.belfiore, taken=inventor.taken
    )
    decided = today - timedelta(days=random.randint(5, 40))
    accepted = random.random() < 0.8
    days = [f"{day:%d/%m/%Y}" for day in (decided - timedelta(days=30), born, decided)]
    return [
        f"BENCH-{number}", days[0], code, surname, first, days[1], town.name,
        "accolta" if accepted else "respinta", days[2], "" if accepted else "ISEE oltre la soglia",
        days[2] if accepted else "",
    ]  # fmt: skip


def _import(file: Path) -> tuple[float, int]:
    from accanto.access.outcomes.operations import run_import, start_import
    from accanto.core import clock
    from accanto.territory.staff.models import User

    by, now = User.objects.get(username="marco.inventati"), clock.now()
    start = perf_counter()
    started = start_import(
        source="Prova", filename=file.name, content=file.read_bytes(), by=by, at=now, measure="adi"
    )
    done = run_import(outcome_import=started, by=by, at=now)
    taken = perf_counter() - start
    Path(done.document.file.path).unlink(missing_ok=True)
    if done.created != ROWS:
        raise RuntimeError(f"{done.created} of {ROWS} rows were imported")
    return taken, done.created


def _copy(file: Path) -> float:
    """The same applications straight into their table, with its indexes, its foreign keys and its record.

    As the owner, and rolled back: COPY refuses a table with policies to everybody else.
    """
    from django.db import connection

    from accanto.access.outcomes.models import Application
    from accanto.core import clock
    from accanto.core.database.connect import owner_dsn
    from accanto.faces.demo.bulk import copy_through
    from accanto.territory.places.models import Municipality

    towns = {town.name: town.pk for town in Municipality.objects.filter(in_zone=True)}
    now = clock.now()
    with file.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream, delimiter=";"))[1:]
    ready = [
        Application(
            measure="adi", protocol=row[0], fiscal_code=row[2], last_name=row[3], first_name=row[4],
            municipality_id=towns[row[6]], outcome="rejected", reason=row[9], created_at=now,
        )
        for row in rows
    ]  # fmt: skip
    with psycopg.connect(owner_dsn(connection.settings_dict["NAME"])) as owner:
        start = perf_counter()
        copy_through(owner.cursor(), Application, ready)
        taken = perf_counter() - start
        owner.rollback()
    return taken


def _forget_peak() -> None:
    """A process begins with the peak of the one that started it: forget that."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def _peak() -> float:
    """Most memory so far, in megabytes."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM"))


if __name__ == "__main__":
    main()
