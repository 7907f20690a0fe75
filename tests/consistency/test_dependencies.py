"""What Accanto is made of stands in docs/dependencies.md, and the EUPL can take all of it in."""

import importlib.util
import re
from types import ModuleType

import pytest

from tests.database import ROOT


@pytest.fixture(scope="module")
def licences() -> ModuleType:
    spec = importlib.util.spec_from_file_location("licences", ROOT / "scripts" / "licences.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    import sys

    sys.modules["licences"] = module
    spec.loader.exec_module(module)
    return module


def test_the_report_names_everything_and_nothing_is_refused(licences: ModuleType) -> None:
    page, refused = licences.report()
    assert [(part.name, part.licence) for part in refused] == []
    assert licences.REPORT.read_text(encoding="utf-8") == page, "run «make licences»"


def test_what_requirements_ask_for_is_locked_and_reported(licences: ModuleType) -> None:
    page = licences.REPORT.read_text(encoding="utf-8").lower()
    for file in ("requirements.in", "requirements-dev.in"):
        asked = re.findall(
            r"^([A-Za-z][A-Za-z0-9_.-]*)", (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE
        )
        assert asked
        assert [name for name in asked if f"| {name.lower()} |" not in page] == []


@pytest.mark.parametrize(
    ("licence", "taken"),
    [
        ("MIT", True),
        ("Apache-2.0 OR BSD-3-Clause", True),
        ("GPL-3.0-only OR MIT", True),
        ("MPL-2.0 AND MIT", True),
        ("GPL-3.0-only", False),
        ("AGPL-3.0-or-later", False),
        ("MIT AND GPL-2.0-only", False),
        ("SSPL-1.0", False),
        ("not said", False),
        ("not known here", False),
        ("Other/Proprietary License", False),
    ],
)
def test_a_licence_that_would_bind_the_whole_is_refused(
    licences: ModuleType, licence: str, taken: bool
) -> None:
    assert licences.Part("x", "1", licence, "").taken is taken


def test_the_report_and_the_locks_hold_no_address_of_a_registry() -> None:
    for file in (
        "docs/dependencies.md",
        "requirements.txt",
        "requirements-dev.txt",
        "requirements-bench.txt",
    ):
        assert not re.search(r"https?://", (ROOT / file).read_text(encoding="utf-8")), file
    assert '"resolved"' not in (ROOT / "package-lock.json").read_text(encoding="utf-8")
