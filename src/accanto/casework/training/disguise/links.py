"""No link leads a student where they may not go: what it says stays, a button of it is not shown."""

import html
import re
from collections.abc import Callable

_LINK = re.compile(r"""<a\b(?:"[^"]*"|[^<>"])*>""")
_LEADS = re.compile(r"""\s(?:href|hx-get)="(?P<where>[^"]*)\"""")
_BUTTON = re.compile(r"""\sclass="[^"]*\bac-(?:soft|go|more|danger)\b""")


def unlinked(page: str, opens: Callable[[str], bool]) -> str:
    """:param opens: whether an address of ours (path and what follows) is open to the reader."""

    def kept(found: re.Match[str]) -> str:
        mark = found.group()
        wheres = [html.unescape(one["where"]) for one in _LEADS.finditer(mark)]
        if all(opens(where) for where in wheres if where.startswith("/")):
            return mark
        plain = _LEADS.sub("", mark)
        return f"{plain[:-1]} hidden>" if _BUTTON.search(plain) else plain

    return _LINK.sub(kept, page)
