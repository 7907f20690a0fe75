"""Pages and data as a student gets them: every text of theirs passes through `Words`.

Of a page: what stands between its marks, what a mark says (title, value, label…) and what a link asks for. An answer of
any other kind is refused by whoever calls (`is_words`).
"""

import html
import json
import re
from typing import Any
from urllib.parse import quote, unquote_plus

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from accanto.casework.training.disguise.known import Words

_PAGE, _DATA = "text/html", "application/json"
_MARK = re.compile(r"""<!--.*?-->|</?[A-Za-z!?](?:"[^"]*"|'[^']*'|[^<>"'])*>""", re.DOTALL)
_SAID = re.compile(r"""(?P<name>[\w:@.-]+)(?P<is>\s*=\s*)(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)')""")
_SPEAKING = frozenset(
    {
        "title",
        "alt",
        "placeholder",
        "value",
        "content",
        "label",
        "summary",
        "datetime",
        "download",
        "srcdoc",
        "abbr",
    }
)
_LEADING = frozenset(
    {"href", "src", "action", "formaction", "cite", "poster", "hx-get", "hx-post", "data-url"}
)
_OUTSIDE = ("mailto:", "tel:", "sms:", "geo:", "callto:", "data:")
# What is not said but sent back as it is.
_TOKENS = ('name="csrfmiddlewaretoken"', 'name="once"')
_SCRIPT = re.compile(r"(<script\b[^>]*>)(.*?)(</script>)", re.IGNORECASE | re.DOTALL)


def is_words(answer: HttpResponseBase) -> bool:
    """A page or data; a file to take away is neither, whatever it says of itself."""
    kind = answer.get("Content-Type", "").partition(";")[0].strip().lower()
    taken = answer.get("Content-Disposition", "").lower().startswith("attachment")
    return kind in {_PAGE, _DATA} and not taken


def disguised(answer: HttpResponseBase, words: Words) -> HttpResponse:
    """The same answer with invented names. One that comes in pieces is put together first: a name may be cut in two."""
    if not isinstance(answer, HttpResponse | StreamingHttpResponse):
        raise TypeError(type(answer).__name__)
    whole = answer.getvalue()
    charset = answer.charset or "utf-8"
    text = whole.decode(charset, errors="replace")
    kind = answer.get("Content-Type", "").partition(";")[0].strip().lower()
    said = data(text, words) if kind == _DATA else page(text, words)
    if isinstance(answer, HttpResponse):
        told = answer
        told.content = said.encode(charset)
    else:
        answer.close()
        told = HttpResponse(said.encode(charset), status=answer.status_code)
        for name, value in answer.items():
            told[name] = value
        told.cookies = answer.cookies
    if told.has_header("Content-Length"):
        told["Content-Length"] = str(len(told.content))
    for name in ("HX-Trigger", "HX-Push-Url", "HX-Redirect", "Location"):
        if told.has_header(name):
            told[name] = _address(told[name], words)
    return told


def page(text: str, words: Words) -> str:
    """What a script carries is data, whatever marks stand in it."""
    found: list[str] = []
    start = 0
    for script in _SCRIPT.finditer(text):
        opening, inside, closing = script.groups()
        found += [
            _marked(text[start : script.start()], words),
            _mark(opening, words),
            data(inside, words),
            closing,
        ]
        start = script.end()
    return "".join([*found, _marked(text[start:], words)])


def _marked(text: str, words: Words) -> str:
    found: list[str] = []
    start = 0
    for mark in _MARK.finditer(text):
        found += [_text(text[start : mark.start()], words), _mark(mark.group(), words)]
        start = mark.end()
    return "".join([*found, _text(text[start:], words)])


def data(text: str, words: Words) -> str:
    """JSON by its strings; what is no JSON as it stands."""
    if not text.strip():
        return text
    try:
        return json.dumps(_walk(json.loads(text), words), ensure_ascii=False)
    except ValueError:
        return words(text)


def _walk(value: Any, words: Words) -> Any:
    if isinstance(value, str):
        return page(value, words) if "<" in value else words(value)
    if isinstance(value, list):
        return [_walk(one, words) for one in value]
    if isinstance(value, dict):
        return {words(key): _walk(one, words) for key, one in value.items()}
    return value


def _text(text: str, words: Words) -> str:
    if not text or text.isspace():
        return text
    plain = html.unescape(text)
    said = words(plain)
    return text if said == plain else html.escape(said, quote=False)


def _mark(mark: str, words: Words) -> str:
    if mark.startswith("<!--"):
        return words(mark)
    if "=" not in mark or any(token in mark for token in _TOKENS):
        return mark
    return _SAID.sub(lambda found: _said(found, words), mark)


def _said(found: re.Match[str], words: Words) -> str:
    name = found["name"].lower()
    written = found["double"] if found["double"] is not None else found["single"]
    plain = html.unescape(written)
    if name in _LEADING:
        said = _address(plain, words)
    elif name in _SPEAKING or name.startswith(("aria-", "data-", "hx-")):
        said = words(plain)
    else:
        return found.group()
    return found.group() if said == plain else f'{found["name"]}{found["is"]}"{html.escape(said)}"'


def _address(address: str, words: Words) -> str:
    """Our own paths name nobody; what follows the question mark may, and what leads outside is left out."""
    if address.lower().startswith(_OUTSIDE):
        return "#"
    path, mark, asked = address.partition("?")
    plain = unquote_plus(asked)
    said = words(plain)
    return address if said == plain else f"{path}{mark}{quote(said, safe='=&#')}"
