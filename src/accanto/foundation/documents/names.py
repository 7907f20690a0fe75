"""A sender's file name, made harmless: it is only ever shown and offered back, never used as a path."""

import re
import unicodedata

from accanto.foundation.documents.file_types import limits

# Controls, marks that turn the direction of writing (an «exe» that reads as «pdf»), invisible letters.
_UNSEEN = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]"
)
_NOT_IN_NAMES = re.compile(r'[<>:"|?*]')
_ENDING = re.compile(r"^[a-z0-9]{1,8}$")


def clean_name(name: str) -> str:
    """The last part of a path, without what cannot be seen, of a length that fits; empty when nothing remains."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    last = _NOT_IN_NAMES.sub("-", _UNSEEN.sub("", last))
    last = " ".join(last.split()).strip(". ")
    most = limits().name_length
    if len(last) <= most:
        return last
    ending = ending_of(last)
    kept = most - len(ending) - 1 if ending else most
    return f"{last[:kept].rstrip('. ')}.{ending}" if ending else last[:kept]


def visible(words: str) -> str:
    """One line of text without what cannot be seen."""
    return " ".join(_UNSEEN.sub(" ", unicodedata.normalize("NFC", words)).split())


def ending_of(name: str) -> str:
    """What follows the last dot, in small letters; empty when it is no ending."""
    stem, dot, ending = name.rpartition(".")
    return ending.lower() if dot and stem and _ENDING.match(ending.lower()) else ""
