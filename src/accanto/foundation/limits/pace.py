"""The general limit: everything that one session or one address asks of this process: no query."""

from collections import OrderedDict
from threading import Lock

MOST = 20_000


class Pace:
    """When each would have everything given back; the longest unused goes first when there are too many."""

    def __init__(self) -> None:
        self._full_at: OrderedDict[str, float] = OrderedDict()
        self._lock = Lock()

    def spend(self, who: str, *, step: float, window: float, now: float) -> float:
        """Seconds to wait; 0 when it is allowed."""
        with self._lock:
            before = self._full_at.pop(who, now)
            if before > now + window + 0.001:  # nobody owes so much: the clock was put back
                before = now
            full_at = max(before, now) + step
            allowed = full_at <= now + window + 0.001  # the steps of a minute do not add up exactly
            self._full_at[who] = full_at if allowed else full_at - step
            if len(self._full_at) > MOST:
                self._full_at.popitem(last=False)
        return 0 if allowed else full_at - now - window

    def forget(self) -> None:
        with self._lock:
            self._full_at.clear()
