"""The two doors of every page (`page`, `action`), the frame around them, and what every request passes through."""

from accanto.core.web.confirmation import recent_login
from accanto.core.web.doors import action, editor, guard_forms, load, page, require

__all__ = ["action", "editor", "guard_forms", "load", "page", "recent_login", "require"]
