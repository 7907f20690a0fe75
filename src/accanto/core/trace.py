"""Which request this is: a name for its log lines, its answer and its error page. Holds nothing of anybody."""

import secrets
from contextvars import ContextVar
from dataclasses import dataclass, field


@dataclass
class Trace:
    """`page` is the name of the address, never the address itself: that one may hold a name or a code."""

    name: str = field(default_factory=lambda: secrets.token_hex(8))
    method: str = ""
    page: str = ""
    user: int | None = None


_current: ContextVar[Trace | None] = ContextVar("accanto_trace", default=None)


def current() -> Trace | None:
    return _current.get()


begin = _current.set
end = _current.reset
