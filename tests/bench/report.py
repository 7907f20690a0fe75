"""The figures as a table on the screen and as docs/performance.md."""

from statistics import median
from typing import Any

from tests.bench.pages import NOOP_MS
from tests.database import ROOT

PAPER = ROOT / "docs" / "performance.md"
_IMPORT_SECONDS, _IMPORT_MB, _FIGURES_MS, _PDF_MS, _WORKER_MB, _GROWTH = 30, 300, 2000, 100, 150, 1.5


def rows_of(found: dict[str, Any], smaller: dict[str, Any] | None) -> list[list[str]]:
    before = {each["name"]: each for each in smaller["pages"]} if smaller else {}
    rows = []
    for page in found["pages"]:
        most = f"{page['queries']}" + (f" of {page['most_queries']}" if page["most_queries"] else "")
        former = before.get(page["name"])
        growth = f"{page['median_ms'] / former['median_ms']:.2f} ×" if former and page["same_rows"] else "–"
        rows.append(
            [
                page["name"], f"{page['median_ms']:.1f}", f"{page['p95_ms']:.1f}", f"{page['to_bare_sql']:.1f} ×",
                f"{page['to_noop']:.1f} ×", growth, f"{page['budgeted_ms']:.1f}", f"{page['budgeted_p95_ms']:.1f}",
                f"{page['budget_ms']:g}", most, "yes" if page["within"] else "NO",
            ]
        )  # fmt: skip
    return rows


HEAD = [
    "Page",
    "Median ms",
    "p95 ms",
    "To bare SQL",
    "To no-op",
    "To a tenth",
    "Yardstick ms",
    "… p95",
    "Budget ms",
    "Queries",
    "Within",
]


def others_of(found: dict[str, Any]) -> list[list[str]]:
    done, scale = found["import"], NOOP_MS / _noop(found)
    ratio = done["seconds"] / done["copy_seconds"]
    lines = [
        (
            "Import of 10,000 rows",
            done["seconds"],
            _IMPORT_SECONDS,
            "s",
            f"{ratio:.0f} × COPY of the applications",
        ),
        (
            "… its peak memory",
            done["peak_mb"],
            _IMPORT_MB,
            "MB",
            f"{done['before_mb']:.0f} MB before it began",
        ),
        (
            "All indicators of a measure",
            found["figures_ms"],
            _FIGURES_MS,
            "ms",
            "the slowest of three measures",
        ),
        ("A pact as PDF", found["pdf_ms"], _PDF_MS, "ms", f"{found['pdf_per_second']:.1f} a second"),
        ("Memory of a worker", found["worker_mb"], _WORKER_MB, "MB", "after every page above"),
    ]
    # Memory is the same on every machine; time is not.
    held = [value if unit == "MB" else value * scale for _name, value, _budget, unit, _beside in lines]
    return [
        [
            name,
            f"{value:.1f} {unit}",
            f"{told:.1f} {unit}",
            f"{budget} {unit}",
            beside,
            "yes" if told <= budget else "NO",
        ]
        for (name, value, budget, unit, beside), told in zip(lines, held, strict=True)
    ]


def _noop(found: dict[str, Any]) -> float:
    """Milliseconds of the request that does nothing, in this run."""
    return float(median(page["noop_ms"] for page in found["pages"]))


AUDIT_HEAD = ["What protection costs", "With ms", "Without ms", "Ratio"]


def audit_of(found: dict[str, Any]) -> list[list[str]]:
    """Figures of an earlier run may lack them."""
    kept = found.get("audit")
    if not kept:
        return []
    rows = [
        [each["name"], f"{each['with_ms']:.2f}", f"{each['without_ms']:.2f}", f"{each['ratio']:.2f} ×"]
        for each in (*kept["writes"], *kept["pages"])
    ]
    return [*rows, ["Records sealed in a second", str(kept["sealed_per_second"]), "–", "–"]]


def as_table(found: dict[str, Any], smaller: dict[str, Any] | None) -> str:
    lines = [f"{found['residents']} residents"]
    parts = ((HEAD, rows_of(found, smaller)), (OTHER_HEAD, others_of(found)), (AUDIT_HEAD, audit_of(found)))
    for head, rows in parts:
        widths = [max(len(row[n]) for row in [head, *rows]) for n in range(len(head))]
        for row in [head, *rows]:
            lines.append(
                "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
            )
        lines.append("")
    return "\n".join(lines)


OTHER_HEAD = ["What", "Measured", "Yardstick", "Budget", "Beside", "Within"]


def write(found: dict[str, Any], smaller: dict[str, Any] | None) -> None:
    """The paper that says how fast it is, and how to measure it again."""
    text = f"""# How fast it is

Figures of one run on two cores, with a simulated zone of {found["residents"]:,} residents ({_text(smaller)}).
One web worker, inside the process that measures, one request at a time, without a network: only the server's own time;
the quietest of three passes of forty requests.
Milliseconds say little about another machine; the ratios are to what was measured in the same run: a bare SQL query of
the same rows, and a request that does nothing but pass through every middleware ({_noop(found):.1f} ms in this run).
What takes time is held to its budget on a yardstick: a machine on which that request takes {NOOP_MS:g} ms, as it did
where the budgets were set.

    make bench                                      # builds the zone once (minutes), then measures
    .venv/bin/python -m tests.bench --residents 17172   # a tenth of it
    .venv/bin/python -m tests.bench --write         # writes this page

Budgets are those of the design: median of the server's time; the 95th percentile at most twice as much. Ten times the
people may cost at most {_GROWTH} times as much per page («To a tenth»; a worker of the smaller zone has fewer than 25
cases, so that list does not compare).

{_markdown(HEAD, rows_of(found, smaller))}

{_markdown(OTHER_HEAD, others_of(found))}

{_markdown(AUDIT_HEAD, audit_of(found))}

The import is measured in a process of its own and rolled back. COPY writes the same 10,000
applications straight into their table with its indexes. The import also reads the file twice, compares every person
with the register, and writes persons, codes, residences, households, history and rights: seven rows for each line.
What protection costs is measured in turn, request by request: writes with and without the triggers of history; pages
with and without row-level policies and the record of who read.
"""
    PAPER.write_text(text, encoding="utf-8")


def _text(smaller: dict[str, Any] | None) -> str:
    return f"and one of {smaller['residents']:,}" if smaller else "no smaller one was measured"


def _markdown(head: list[str], rows: list[list[str]]) -> str:
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join(lines)
