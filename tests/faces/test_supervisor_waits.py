"""While what the processes need is away, their deaths count for nothing."""

import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from accanto.faces.cli import supervisor
from accanto.faces.cli.supervisor import Supervisor


@pytest.fixture(autouse=True)
def handlers() -> Iterator[None]:
    kept = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)


@pytest.mark.slow
def test_a_process_that_dies_while_the_database_is_away_is_started_when_it_is_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(supervisor, "_TEND_EVERY", 0.1)
    here = tmp_path / "database"
    # It dies at once without the database, and five such deaths in a minute would end the supervisor.
    code = (
        "import pathlib, sys, time\nwhile pathlib.Path(sys.argv[1]).exists(): time.sleep(0.05)\nsys.exit(7)"
    )
    tended: list[float] = []

    def tend() -> None:
        tended.append(time.monotonic())
        if len(tended) == 15:
            here.touch()

    def up_for_a_while() -> bool:
        if len(tended) >= 25:
            signal.raise_signal(signal.SIGTERM)
        return False

    watched = Supervisor(
        {"worker": [sys.executable, "-c", code, str(here)]}, {}, pause=0, ready=here.exists, tend=tend
    )
    assert watched.run(when_up=up_for_a_while) == 0
    said = capsys.readouterr().err
    assert said.count("starts again as soon as the database answers") == 1
    assert "giving up" not in said
