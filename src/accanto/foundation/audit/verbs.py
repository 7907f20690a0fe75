"""The sentences of events: each room registers its verbs in `AppConfig.ready()`; an unknown verb is an error."""

from typing import Any

from django.utils.functional import Promise

_verbs: dict[str, Promise | str] = {}


class UnknownVerb(KeyError):
    """A room recorded a verb that nobody registered."""


def register_verbs(verbs: dict[str, Promise | str]) -> None:
    """Sentences with `{placeholders}` that the event's params fill."""
    _verbs.update(verbs)


def check_verb(verb: str) -> None:
    if verb not in _verbs:
        raise UnknownVerb(verb)


def sentence(verb: str, params: dict[str, Any]) -> str:
    """The event in the reader's language; a param that is missing leaves a dash."""
    return str(_verbs[verb]).format_map(_Dashes(params))


class _Dashes(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "–"
