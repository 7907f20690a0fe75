"""Refusals of this room."""

from accanto.core.errors import OperationRefused


class TeamRefused(OperationRefused):
    """The meeting, its agenda or its members do not allow it; the message says what to do instead."""


class MeetingNotReady(TeamRefused):
    """The meeting cannot be closed yet; `missing` names households without a decision and unknown attendance."""
