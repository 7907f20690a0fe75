"""A whole Accanto for the journeys: real processes, on a database and a clock of their own."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tests.database import ROOT, environment, working_copy

_UP_WITHIN = 60


@dataclass(frozen=True)
class House:
    """A running instance. `url` has no closing slash."""

    url: str
    database: str
    clock: Path
    diary: Path
    surroundings: dict[str, str]

    def move_to(self, moment: datetime) -> None:
        """From now on the house believes that it is this moment (aware)."""
        draft = self.clock.with_suffix(".draft")
        draft.write_text(moment.isoformat())
        draft.replace(self.clock)

    def accanto(self, *words: str, status: int = 0) -> str:
        """Run a command of the house and give its standard output."""
        command = [sys.executable, "-m", "accanto.faces.cli", *words]
        done = subprocess.run(
            command, cwd=ROOT, env=self.surroundings, capture_output=True, text=True, check=False
        )
        assert done.returncode == status, done.stderr
        return done.stdout


@contextmanager
def open_house(folder: Path) -> Iterator[House]:
    with working_copy("journeys") as name:
        port = _free_port()
        clock, diary = folder / "clock", folder / "diary.txt"
        surroundings = {**environment(name), "ACCANTO_CLOCK_FILE": str(clock)}
        house = House(f"http://127.0.0.1:{port}", name, clock, diary, surroundings)
        with diary.open("w") as out:
            server = subprocess.Popen(
                [sys.executable, "-m", "accanto.faces.cli", "serve", "--port", str(port)],
                cwd=ROOT,
                env=surroundings,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
            )
        try:
            _wait_until_up(house, server)
            yield house
        finally:
            _stop(server)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_up(house: House, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + _UP_WITHIN
    while time.monotonic() < end and server.poll() is None:
        try:
            with urllib.request.urlopen(house.url, timeout=10):  # noqa: S310 - our own server
                return
        except urllib.error.HTTPError as answer:
            answer.close()
            return  # it answers; whether the page is right is for the journey to say
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"The house did not open:\n{house.diary.read_text()}")


def _stop(server: subprocess.Popen[bytes]) -> None:
    if server.poll() is None:
        os.kill(server.pid, signal.SIGTERM)
        try:
            server.wait(30)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
