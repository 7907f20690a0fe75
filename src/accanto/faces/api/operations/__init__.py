"""The only way to write keys."""

from accanto.faces.api.operations.keys import make_key, note_use, revoke_key

__all__ = ["make_key", "note_use", "revoke_key"]
