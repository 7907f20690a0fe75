"""The only way to write attempts and sessions."""

from accanto.foundation.entrance.operations.attempts import (
    begin_attempt,
    forgive_attempts,
    open_door,
    record_success,
)
from accanto.foundation.entrance.operations.sessions import (
    end_provider_session,
    end_session,
    end_sessions,
    mark_seen,
    rename_session,
    start_session,
)

__all__ = [
    "begin_attempt",
    "end_provider_session",
    "end_session",
    "end_sessions",
    "forgive_attempts",
    "mark_seen",
    "open_door",
    "record_success",
    "rename_session",
    "start_session",
]
