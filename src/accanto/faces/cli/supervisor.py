"""Keeps a few processes alive in the foreground until told to stop."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from types import FrameType

from accanto.faces.cli.console import complain

_PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG
_GRACE = 25.0
_MOST_DEATHS = 5
_WITHIN = 60.0
_TEND_EVERY = 2.0


class Supervisor:
    """Starts the given commands, restarts one that dies, gives up if one dies five times in a minute.

    :param ready: whether what the commands need (the database) is there; while it is not, a command that dies waits
        for it, and its death counts for nothing.
    :param tend: called every two seconds, to mend what the commands need.
    """

    def __init__(
        self,
        commands: Mapping[str, Sequence[str]],
        environment: Mapping[str, str],
        *,
        pause: float = 0.5,
        ready: Callable[[], bool] = lambda: True,
        tend: Callable[[], object] = lambda: None,
    ) -> None:
        self._commands = dict(commands)
        self._environment = dict(environment)
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._deaths: dict[str, deque[float]] = {name: deque(maxlen=_MOST_DEATHS) for name in commands}
        self._stopping = False
        self._pause = pause
        self._ready = ready
        self._tend = tend
        self._tended = 0.0
        self._waiting: set[str] = set()

    def run(self, *, when_up: Callable[[], bool]) -> int:
        """Until SIGTERM or SIGINT (status 0) or a process that will not stay up (1). `when_up` is asked until
        it says True."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._ask_to_stop)
        told = False
        failed = False
        for name in self._commands:
            self._start(name)
        while not self._stopping and not failed:
            time.sleep(0.1)
            told = told or when_up()
            self._tend_now_and_then()
            failed = not all(self._keep_alive(name) for name in self._commands)
        self._stop_all()
        return 1 if failed else 0

    def _ask_to_stop(self, _number: int, _frame: FrameType | None) -> None:
        self._stopping = True

    def _start(self, name: str) -> None:
        # Its own session: Ctrl-C reaches only us, and we stop the others in order.
        self._running[name] = subprocess.Popen(  # noqa: S603 - our own commands
            self._commands[name],
            env=self._environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_die_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509 - one thread here
        )

    def _keep_alive(self, name: str) -> bool:
        """False when the process has died too often."""
        status = self._running[name].poll()
        if status is None or self._stopping:
            return True
        if name not in self._waiting:
            # What it had started would go on holding the port, with old code.
            _kill_group(self._running[name].pid)
        if not self._may_start(name):
            return True
        now = time.monotonic()
        deaths = self._deaths[name]
        deaths.append(now)
        if len(deaths) == _MOST_DEATHS and now - deaths[0] < _WITHIN:
            complain(f"accanto: the {name} process keeps dying (exit status {status}): giving up.")
            return False
        complain(f"accanto: the {name} process died (exit status {status}): starting it again.")
        time.sleep(self._pause * len(deaths))
        self._start(name)
        return True

    def _may_start(self, name: str) -> bool:
        if self._ready():
            if name in self._waiting:
                self._waiting.discard(name)
                self._deaths[name].clear()
            return True
        if name not in self._waiting:
            complain(f"accanto: the {name} process died: it starts again as soon as the database answers.")
            self._waiting.add(name)
        return False

    def _tend_now_and_then(self) -> None:
        if time.monotonic() - self._tended >= _TEND_EVERY:
            self._tend()
            self._tended = time.monotonic()

    def _stop_all(self) -> None:
        alive = [process for process in self._running.values() if process.poll() is None]
        for process in alive:
            process.terminate()
        end = time.monotonic() + _GRACE
        for process in alive:
            try:
                process.wait(max(0.1, end - time.monotonic()))
            except subprocess.TimeoutExpired:
                _kill_group(process.pid)
                process.wait()


def _kill_group(leader: int) -> None:
    try:
        os.killpg(leader, signal.SIGKILL)
    except ProcessLookupError:
        return  # nobody is left


def _die_with_parent() -> None:
    """A supervisor that is killed outright must not leave a server behind that holds the port."""
    ctypes.CDLL(None).prctl(_PARENT_DEATH_SIGNAL, signal.SIGTERM)
