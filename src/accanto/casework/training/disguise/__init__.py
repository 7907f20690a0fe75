"""The second line: whatever a page says to a student passes here, and true names leave as invented ones."""

from accanto.casework.training.disguise.known import Disguise, Facts, Known, Words
from accanto.casework.training.disguise.links import unlinked
from accanto.casework.training.disguise.pages import disguised, is_words

__all__ = ["Disguise", "Facts", "Known", "Words", "disguised", "is_words", "unlinked"]
