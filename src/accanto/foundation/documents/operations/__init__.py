"""Storing files, their versions and their keys; the only way in."""

from accanto.foundation.documents.operations.keys import encrypt_plain, rewrap
from accanto.foundation.documents.operations.storing import (
    add_version,
    empty_document,
    store_document,
    store_upload,
)

__all__ = ["add_version", "empty_document", "encrypt_plain", "rewrap", "store_document", "store_upload"]
