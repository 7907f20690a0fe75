"""Somebody logged in who sends forms as fast as the house takes them, and notes what it said it had taken."""

import hashlib
import http.client
import itertools
import string
import threading
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

from tests.house import House

_LETTERS = string.ascii_lowercase
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass
class Visitor:
    """One session; may be used by many threads, each request on a connection of its own."""

    house: House
    cookies: dict[str, str] = field(default_factory=dict)

    @classmethod
    def enter(cls, house: House, username: str) -> "Visitor":
        visitor = cls(house)
        visitor.ask("GET", "/conto/login/")
        status, _where = visitor.ask("POST", "/demo/entra/", {"username": username})
        assert status == 302
        return visitor

    def ask(self, method: str, path: str, data: dict[str, str] | None = None) -> tuple[int, str]:
        """Status and where it sends; OSError or HTTPException when nobody answers."""
        connection = http.client.HTTPConnection(urlsplit(self.house.url).netloc, timeout=30)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None
        if data is not None:
            body = urlencode({**data, "csrfmiddlewaretoken": self.cookies.get("csrftoken", "")})
            headers |= _FORM
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            answer.read()
            for line in answer.headers.get_all("Set-Cookie") or ():
                self.cookies |= {name: one.value for name, one in SimpleCookie(line).items()}
            return answer.status, answer.headers.get("Location", "")
        finally:
            connection.close()


class Crowd:
    """Many writers, each adding members to one of the households, until told to stop. `taken`: (case, first name)."""

    def __init__(self, visitor: Visitor, cases: list[str], *, writers: int, surname: str) -> None:
        self.taken: list[tuple[str, str]] = []
        self.answers: dict[int, int] = {}
        self._visitor = visitor
        self._surname = surname
        self._stop = threading.Event()
        self._lock = threading.Lock()
        self._threads = [
            threading.Thread(target=self._write, args=(number, cases[number % len(cases)]), daemon=True)
            for number in range(writers)
        ]

    def __enter__(self) -> "Crowd":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(60)

    def _write(self, number: int, case: str) -> None:
        for turn in itertools.count():
            if self._stop.is_set():
                return
            name = _word(number, turn)
            status = self._send(case, name)
            with self._lock:
                self.answers[status] = self.answers.get(status, 0) + 1
                if status == 302:
                    self.taken.append((case, name))
            if status != 302:
                self._stop.wait(0.3)

    def _send(self, case: str, name: str) -> int:
        data = {
            "first_name": name,
            "last_name": self._surname,
            "relation": "child",
            "starts_on": "2026-11-01",
            "reason": "Prova di resistenza",
        }
        try:
            return self._visitor.ask("POST", f"/casi/{case}/nucleo/aggiungi/", data)[0]
        except (OSError, http.client.HTTPException):
            return 0


def _word(number: int, turn: int) -> str:
    """A name that nobody else has, in letters only, unlike every other: the house asks before it writes an alike."""
    mixed = hashlib.sha256(f"{number} {turn}".encode()).digest()[:9]
    return "".join(_LETTERS[byte % len(_LETTERS)] for byte in mixed).capitalize()
