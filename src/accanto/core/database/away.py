"""Whether the database is there. It may be away for a minute (restart, update): nobody's fault, and it passes."""

import threading
import time

import psycopg
from django.db import connection
from django.db.utils import InterfaceError, OperationalError
from psycopg import OperationalError as DriverOperationalError

# Connection failures, shutdown and start of the server, no room for another connection.
_CLASSES = ("08", "57P")
_TOO_MANY = "53300"
_PROBE_TIMEOUT = 2
_PROBE_EVERY = 1.0


def database_is_away(error: BaseException | None) -> bool:
    """Whether this error, or what caused it, says that the database was lost or could not be reached."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        if isinstance(error, InterfaceError | psycopg.InterfaceError) and "closed" in str(error):
            return True
        # Django's own is raised from the driver's, which knows the state; a pool that waited in vain gives none.
        if isinstance(error, DriverOperationalError) or (
            isinstance(error, OperationalError) and not error.__cause__
        ):
            state = getattr(error, "sqlstate", None)
            return state is None or state.startswith(_CLASSES) or state == _TOO_MANY
        error = error.__cause__ or error.__context__
    return False


class Watch:
    """Remembers that the database was lost, so that the next request is not kept waiting to learn it again."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._asked = 0.0
        self._there = True

    @property
    def lost(self) -> bool:
        return not self._there

    def lose(self) -> None:
        with self._lock:
            self._there, self._asked = False, 0.0

    def answers(self) -> bool:
        """Ask the server over a new connection; at most once a second, whoever asks."""
        with self._lock:
            if time.monotonic() - self._asked >= _PROBE_EVERY:
                self._there = _probe()
                self._asked = time.monotonic()
            return self._there


def _probe() -> bool:
    parameters = {**connection.get_connection_params(), "connect_timeout": _PROBE_TIMEOUT, "autocommit": True}
    try:
        with psycopg.connect(**parameters) as probe:
            probe.execute("SELECT 1")
    except psycopg.Error:
        return False
    return True


watch = Watch()
