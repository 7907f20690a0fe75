"""The two doors of every page (`page`, `action`), the frame around them, and what every request passes through."""

from accanto.core.web.doors import action, editor, load, page, require

__all__ = ["action", "editor", "load", "page", "require"]
