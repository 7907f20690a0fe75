"""The command line, from outside: what it prints where, and with which exit status."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from accanto.faces.cli import main as cli
from accanto.faces.cli.console import command_group
from accanto.faces.cli.supervisor import Supervisor
from tests.database import ROOT, environment
from tests.house import House


def _accanto(*words: str, **surroundings: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "accanto.faces.cli", *words]
    chosen = {**environment("accanto"), **surroundings}
    chosen.pop("ACCANTO_DB_NAME")
    return subprocess.run(command, cwd=ROOT, env=chosen, capture_output=True, text=True, check=False)


def test_a_command_that_does_not_exist_is_refused_by_name() -> None:
    done = _accanto("volare")
    assert done.returncode == 1
    assert done.stdout == ""
    assert "volare" in done.stderr


def test_a_misused_command_ends_with_two_and_an_empty_answer() -> None:
    done = _accanto("serve", "--port", "cento")
    assert (done.returncode, done.stdout) == (2, "")
    assert "«cento» is not a port" in done.stderr


def test_no_command_at_all_is_a_misuse_that_shows_the_commands(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.dispatch([]) == 2
    assert "stop-database" in capsys.readouterr().out


def test_a_taken_port_is_said_with_the_way_out() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = _accanto("serve", "--port", str(port))
    assert done.returncode == 1
    assert f"Port {port} cannot be used" in done.stderr
    assert "PORT=8001" in done.stderr


def test_somebody_else_s_database_is_not_stopped() -> None:
    done = _accanto("stop-database", DATABASE_URL="postgresql://prova@localhost/prova")
    assert (done.returncode, done.stdout) == (1, "")
    assert "whoever runs it stops it" in done.stderr


def test_a_wrong_database_address_is_refused_without_repeating_it() -> None:
    done = _accanto("doctor", DATABASE_URL="postgresql://prova:parola@[localhost/prova")
    assert done.returncode == 1
    assert "DATABASE_URL is not a PostgreSQL address" in done.stderr
    assert "parola" not in done.stderr


def test_django_s_own_commands_are_reached() -> None:
    done = _accanto("version")
    assert (done.returncode, done.stdout.split(".")[0]) == (0, "5")


def test_two_modules_can_share_a_first_word() -> None:
    import argparse

    parser = argparse.ArgumentParser()
    subparsers = parser.add_subparsers()
    command_group(subparsers, "report", "Reports").add_parser("indicators").set_defaults(which="a")
    command_group(subparsers, "report", "Reports").add_parser("zone-plan").set_defaults(which="b")
    assert [parser.parse_args(["report", word]).which for word in ("indicators", "zone-plan")] == ["a", "b"]


def test_a_process_that_keeps_dying_ends_the_supervisor(capsys: pytest.CaptureFixture[str]) -> None:
    kept = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        status = Supervisor({"web": [sys.executable, "-c", "raise SystemExit(3)"]}, {}, pause=0).run(
            when_up=lambda: True
        )
    finally:
        for number, handler in kept.items():
            signal.signal(number, handler)
    assert status == 1
    assert "the web process keeps dying (exit status 3)" in capsys.readouterr().err


def test_doctor_finds_a_house_in_order_well(journey_house: House) -> None:
    findings = json.loads(journey_house.accanto("doctor", "--json"))
    wrong = [
        finding for finding in findings if not finding["ok"] and finding["code"] not in {"disk", "secrets"}
    ]
    assert wrong == []
    assert [finding["code"] for finding in findings][:2] == ["database", "web_role"]


def test_a_running_house_answers_and_its_clock_can_be_moved(journey_house: House) -> None:
    journey_house.move_to(datetime(2027, 3, 1, 9, tzinfo=ZoneInfo("Europe/Rome")))
    said = journey_house.accanto(
        "shell", "-v", "0", "-c", "from accanto.core import clock; print(clock.today())"
    )
    assert said.strip() == "2027-03-01"
    try:
        with urllib.request.urlopen(journey_house.url) as answer:  # noqa: S310 - our own server
            status = answer.status
    except urllib.error.HTTPError as refused:
        status = refused.code
        refused.close()
    assert status < 500


def test_what_a_dead_process_had_started_goes_with_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = (
        "import os, pathlib, subprocess, sys\n"
        "child = subprocess.Popen(['sleep', '60'])\n"
        "pathlib.Path(sys.argv[1], str(child.pid)).touch()\n"
        "os.kill(os.getpid(), 9)\n"
    )
    kept = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        command = [sys.executable, "-c", code, str(tmp_path)]
        assert Supervisor({"web": command}, dict(os.environ), pause=0).run(when_up=lambda: True) == 1
    finally:
        for number, handler in kept.items():
            signal.signal(number, handler)
    children = [int(each.name) for each in tmp_path.iterdir()]
    assert len(children) == 5
    end = time.monotonic() + 5
    while any(_is_alive(pid) for pid in children) and time.monotonic() < end:
        time.sleep(0.02)  # a killed process needs a moment to go
    assert [pid for pid in children if _is_alive(pid)] == []


def _is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return state != "Z"
