"""`python -m tests.bench [--residents N] [--json] [--write]`: what the full-size zone costs, as ratios.

The database is built once (`tests/bench/zone.py`) and only read. Budgets: design.md §8.
"""

import argparse
import json
import os
import sys

from accanto.core.database.place import place
from tests.database import EYES_OF_TESTS

FULL = 171_723


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--residents", type=int, default=FULL)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--write", action="store_true", help="write docs/performance.md")
    parser.add_argument("--rebuild", action="store_true", help="build the database anew")
    args = parser.parse_args()
    from tests.bench import zone

    name = zone.ready(args.residents, rebuild=args.rebuild)
    os.environ["ACCANTO_DB_NAME"] = name
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.demo"
    # What is measured beside pages reads every row; a request of the client does not keep it.
    os.environ["PGOPTIONS"] = EYES_OF_TESTS
    import django

    django.setup()
    found = _measure_all(args.residents)
    kept = place().home / f"bench-{args.residents}.json"
    kept.write_text(json.dumps(found, indent=2))
    from tests.bench import report

    other = _smaller(args.residents)
    if args.json:
        sys.stdout.write(json.dumps(found, indent=2) + "\n")
    else:
        sys.stdout.write(report.as_table(found, other))
    if args.write:
        report.write(found, other)


def _measure_all(residents: int) -> dict[str, object]:
    from django.conf import settings

    from tests.bench import audit, importing, pages
    from tests.bench.timing import memory

    settings.ROOT_URLCONF = "tests.bench.urls"
    # Forty requests in a row are more than anybody may ask for.
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if name not in audit.HELD_BACK]
    measured = pages.measure_all()
    worker = memory()
    figures, pdf = pages.figures_time(), pages.pdf_time()
    return {
        "residents": residents,
        "pages": [
            {
                "name": m.page.name,
                "median_ms": round(m.times.median, 2),
                "p95_ms": round(m.times.p95, 2),
                "budget_ms": m.page.budget,
                "queries": m.queries,
                "most_queries": m.page.most_queries,
                "to_bare_sql": round(m.to_bare, 1),
                "to_noop": round(m.to_noop, 1),
                "budgeted_ms": round(m.budgeted.median, 1),
                "budgeted_p95_ms": round(m.budgeted.p95, 1),
                "bare_ms": round(m.bare.median, 2),
                "noop_ms": round(m.noop.median, 2),
                "within": m.within,
                "same_rows": m.page.same_rows,
            }
            for m in measured
        ],
        "worker_mb": round(worker, 1),
        "figures_ms": round(figures.median, 1),
        "pdf_ms": round(pdf.median, 1),
        "pdf_per_second": round(1000 / pdf.median, 1),
        "import": importing.measure(),
        "audit": audit.measure(),
    }


def _smaller(residents: int) -> dict[str, object] | None:
    """The kept figures of a zone ten times smaller, when there are some."""
    kept = place().home / f"bench-{residents // 10}.json"
    return json.loads(kept.read_text()) if kept.exists() else None


if __name__ == "__main__":
    main()
