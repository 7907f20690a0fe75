"""What this room refuses, and what it finds broken."""

from enum import StrEnum

from django.utils.functional import Promise

from accanto.core.errors import OperationRefused


class Fault(StrEnum):
    """Why a file is not taken, for code and tests; people read the sentence."""

    EMPTY = "empty"
    TOO_BIG = "too_big"
    NOT_TAKEN = "not_taken"
    NOT_ITS_NAME = "not_its_name"
    DISGUISED = "disguised"
    DAMAGED = "damaged"
    LOCKED = "locked"
    ACTIVE = "active"
    BOMB = "bomb"


class FileRefused(OperationRefused):
    """The file is not kept; the sentence says what it is, why not, and what to do."""

    def __init__(self, fault: Fault, message: str | Promise, *, field: str = "file") -> None:
        super().__init__(message, field=field)
        self.fault = fault


class DocumentDamaged(Exception):
    """The stored bytes are not those that were stored, or cannot be opened. Names the document, never its content."""
