"""What a file can be refused for."""

from enum import StrEnum

from django.utils.functional import Promise

from accanto.core.errors import OperationRefused


class Problem(StrEnum):
    """Why a file was refused, for code that must react differently; people read the message."""

    EMPTY = "empty"
    TOO_BIG = "too_big"
    BOMB = "bomb"
    BINARY = "binary"
    OLD_OR_LOCKED = "old_or_locked"
    TRUNCATED = "truncated"
    NUL = "nul"
    QUOTES = "quotes"
    NO_SUCH_SHEET = "no_such_sheet"


class SheetRefused(OperationRefused):
    """The file cannot be read as a table. The message is for the person who chose the file."""

    def __init__(self, problem: Problem, message: str | Promise, *, row: int | None = None) -> None:
        super().__init__(message, field="file")
        self.problem = problem
        self.row = row
