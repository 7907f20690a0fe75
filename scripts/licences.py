# ruff: noqa: INP001
"""What Accanto is made of and under which licences: writes docs/dependencies.md from the locks and what is installed.

    python scripts/licences.py            writes the report
    python scripts/licences.py --check    exit 1 when it is stale, or when the EUPL cannot take a licence in

Names and versions come from the locks, so that the report is the same on every machine; licences from the metadata
that each package installs.
"""

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
REPORT = ROOT / "docs" / "dependencies.md"
_LOCKED = re.compile(r"^([A-Za-z0-9_.-]+)(?:\[[^]]*\])?==([^ \\;]+)(?: ; ([^\\]+))?", re.MULTILINE)

# What may be used by a work under the EUPL 1.2 without asking anything of it that it does not give: permissive
# licences, and those whose conditions stop at their own files or at the library (MPL, LGPL), which we do not change.
TAKEN = {
    "0BSD", "Apache-2.0", "Artistic-1.0-Perl", "BSD", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "ISC",
    "LGPL-2.1-or-later", "LGPL-3.0-only", "MIT", "MIT-0", "MPL-2.0", "OFL-1.1", "PSF-2.0", "Unlicense", "Zlib",
}  # fmt: skip
# Other spellings of the same.
SPELLINGS = {
    "Apache Software License": "Apache-2.0", "Apache License 2.0": "Apache-2.0", "BSD License": "BSD",
    "GNU Lesser General Public License v2 or later (LGPLv2+)": "LGPL-2.1-or-later", "MIT License": "MIT",
    "ISC License (ISCL)": "ISC", "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0", "PSFL": "PSF-2.0",
    "Python Software Foundation License": "PSF-2.0", "The Unlicense (Unlicense)": "Unlicense",
}  # fmt: skip
# Where the metadata are silent or several licences are offered to choose from: which one, and where it is written.
CHOSEN = {
    "colorama": ("BSD-3-Clause", "only on Windows; LICENSE.txt"),
    "dom-walk": ("MIT", "«licenses» of its package.json"),
    "odfpy": ("Apache-2.0", "offered beside GPL and LGPL"),
    "python-dateutil": ("Apache-2.0 OR BSD-3-Clause", "dual licence, LICENSE"),
    "qrcode": (
        "BSD-3-Clause",
        "LICENSE; «Other» in its metadata is a permissive notice of an earlier author",
    ),
    "text-unidecode": ("Artistic-1.0-Perl", "offered beside GPL"),
    "tzdata": ("Apache-2.0", "only on Windows; its data are in the public domain"),
}


INTRODUCTION = """\
# Di che cosa è fatto Accanto

Scritto da `make licences`; una prova lo confronta con i blocchi delle versioni e con le licenze installate. Accanto è
sotto EUPL 1.2: ciò che usa ha una licenza permissiva, oppure una (MPL, LGPL) le cui condizioni si fermano ai propri
file o alla propria libreria, che non modifichiamo."""
SERVED = """\
Di questi le pagine servono soltanto fogli di stile, caratteri e icone di Bootstrap Italia; gli altri arrivano con lui e
non sono serviti."""


@dataclass(frozen=True)
class Part:
    """One package, as it is locked."""

    name: str
    version: str
    licence: str
    note: str

    @property
    def taken(self) -> bool:
        """`A OR B` needs one of them, `A AND B` both."""
        every = (choice.strip(" ()").split(" AND ") for choice in self.licence.split(" OR "))
        return any(all(one.strip(" ()") in TAKEN for one in choice) for choice in every)


def python_parts(lock: str) -> list[Part]:
    text = (ROOT / lock).read_text(encoding="utf-8")
    return [_python(name, version, (where or "").strip()) for name, version, where in _LOCKED.findall(text)]


def _python(name: str, version: str, where: str) -> Part:
    if name in CHOSEN:
        return Part(name, version, *CHOSEN[name])
    try:
        about = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return Part(name, version, "not known here", where)
    return Part(name, version, _said(about), "")


def _said(about: metadata.PackageMetadata) -> str:
    expression = about.get("License-Expression")
    if expression:
        return str(expression)
    classes = [
        line.rpartition(" :: ")[2] for line in about.get_all("Classifier") or [] if line.startswith("License")
    ]
    written = (about.get("License") or "").strip()
    if written in TAKEN or (not classes and written):
        return SPELLINGS.get(written, written.split("\n")[0])
    return " AND ".join(sorted({SPELLINGS.get(one, one) for one in classes})) or "not said"


def npm_parts() -> Iterator[tuple[Part, bool]]:
    """Every package of the lock and whether it is only for tests."""
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    for place, about in sorted(lock["packages"].items()):
        if not place:
            continue
        name = place.rpartition("node_modules/")[2]
        licence, note = CHOSEN.get(name, (about.get("license", "not said"), ""))
        yield Part(name, about["version"], licence, note), bool(about.get("dev"))


def report() -> tuple[str, list[Part]]:
    """The page, and what may not be used."""
    used, tools = python_parts("requirements.txt"), python_parts("requirements-dev.txt")
    npm = list(npm_parts())
    in_page = [part for part, for_tests in npm if not for_tests]
    for_tests = [*tools, *(part for part, only in npm if only)]
    page = "\n\n".join(
        [
            INTRODUCTION,
            f"## Python, in uso ({len(used)})",
            _table(used),
            f"## Dal registro npm, in uso ({len(in_page)})",
            SERVED,
            _table(in_page),
            f"## Solo per chi sviluppa e prova ({len(for_tests)})",
            _table(for_tests),
        ]
    )
    return page + "\n", [part for part in [*used, *in_page] if not part.taken]


def _table(parts: list[Part]) -> str:
    rows = (f"| {part.name} | {part.version} | {part.licence} | {part.note} |" for part in parts)
    return "\n".join(["| nome | versione | licenza | nota |", "|---|---|---|---|", *rows])


def main(arguments: list[str]) -> int:
    page, refused = report()
    for part in refused:
        sys.stderr.write(
            f"{part.name} {part.version}: «{part.licence}» is not a licence that we can take in.\n"
        )
    if "--check" not in arguments:
        REPORT.write_text(page, encoding="utf-8")
    elif not REPORT.exists() or REPORT.read_text(encoding="utf-8") != page:
        sys.stderr.write("docs/dependencies.md is stale: run «make licences».\n")
        return 1
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
