"""Files of these tests stay theirs."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def _own_files(settings: object, tmp_path: Path) -> None:
    storages = {**settings.STORAGES}  # type: ignore[attr-defined]
    storages["default"] = {**storages["default"], "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = storages  # type: ignore[attr-defined]
