"""Names compared word by word: typing errors, swapped order, transliterations, short forms, missing parts."""

from dataclasses import dataclass

from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler

from accanto.people.matching.comparing import variants
from accanto.people.matching.comparing.reasons import Reason
from accanto.people.persons.naming import fold

# How much of the name each half is, where both are known.
_SURNAME, _NAME = 0.55, 0.45
_SHORT = 4
"""Letters under which one letter more or less makes another name."""


@dataclass(frozen=True, slots=True)
class Name:
    """As written and as folded words."""

    last: str
    first: str

    @property
    def words(self) -> list[str]:
        return fold(f"{self.last} {self.first}").split()


@dataclass(frozen=True, slots=True)
class Likeness:
    """`score` from 0 (two names) to 1 (the same)."""

    score: float
    reasons: tuple[Reason, ...] = ()


_Half = tuple[float, tuple[Reason, ...]]


def compare_names(one: Name, other: Name) -> Likeness:
    """The better of two readings: surname with surname, or surname with first name."""
    if not one.words or not other.words:
        return Likeness(0.0)
    if fold(one.last) == fold(other.last) and fold(one.first) == fold(other.first):
        return Likeness(1.0, (Reason("same_name"),))
    if (
        one.first
        and other.first
        and fold(one.last) == fold(other.first)
        and fold(one.first) == fold(other.last)
    ):
        return Likeness(0.97, (Reason("swapped_name"),))
    if sorted(one.words) == sorted(other.words):
        return Likeness(0.96, (Reason("other_order"),))
    straight = _read(one, other)
    crossed = _read(one, Name(other.first, other.last))
    if crossed.score - 0.03 > straight.score:
        return Likeness(crossed.score - 0.03, (Reason("swapped_name"), *crossed.reasons))
    return straight


def _read(one: Name, other: Name) -> Likeness:
    last = _compare(one.last, other.last) if fold(one.last) and fold(other.last) else None
    first = _compare(one.first, other.first) if fold(one.first) and fold(other.first) else None
    if last is None or first is None:
        # Half of what would tell two people apart is not known.
        half = last or first or (0.0, ())
        missing = Reason(
            "part_missing", f"{one.last} {one.first}".strip(), f"{other.last} {other.first}".strip()
        )
        return Likeness(half[0] * 0.85, (*half[1], missing))
    score = _SURNAME * last[0] + _NAME * first[0]
    # Two half likenesses are not one whole: brothers share the surname, namesakes the name.
    if min(last[0], first[0]) < 0.5:
        score = min(score, 0.55)
    return Likeness(score, last[1] + first[1])


def _compare(one: str, other: str) -> _Half:
    """One half of the name, surname or first name, each of one or more words."""
    a, b = fold(one).split(), fold(other).split()
    if a == b:
        return 1.0, ()
    told = (one, other)
    if "".join(a) == "".join(b) or variants.bare(a) == variants.bare(b):
        return 0.98, (Reason("joined", *told),)
    if sorted(a) == sorted(b):
        return 0.97, (Reason("other_order"),)
    a, b = variants.bare(a), variants.bare(b)
    if len(a) == len(b) == 1:
        return _word(a[0], b[0], told)
    whole = _word("".join(a), "".join(b), told)
    return max(whole, _words(a, b, told), key=lambda half: half[0])


def _words(a: list[str], b: list[str], told: tuple[str, str]) -> _Half:
    """Several words: each of the fewer finds its best partner; those left over are missing."""
    few, many = (a, b) if len(a) <= len(b) else (b, a)
    left, found = list(many), 0.0
    reasons: list[Reason] = []
    for word in few:
        best = max(left, key=lambda each: _word(word, each, ("", ""))[0])
        score, why = _word(word, best, (word.title(), best.title()))
        left.remove(best)
        found += score
        reasons += why
    mean = found / len(few)
    if left and mean >= 0.7:
        return mean * 0.9, (*reasons, Reason("part_missing", *told))
    return (mean, tuple(reasons)) if not left else (mean * 0.7, (Reason("other_name", *told),))


def _word(one: str, other: str, told: tuple[str, str]) -> _Half:
    if one == other:
        return 1.0, ()
    kind = variants.likeness(one, other)
    if kind == variants.TRANSLITERATION:
        return 0.95, (Reason("transliteration", *told),)
    if kind == variants.DIMINUTIVE:
        return 0.9, (Reason("diminutive", *told),)
    if 1 in {len(one), len(other)} and one[0] == other[0]:
        return 0.75, (Reason("initial", *told),)
    longer = max(len(one), len(other))
    distance = DamerauLevenshtein.distance(one, other, score_cutoff=3)
    if distance == 1:
        return (0.92 if longer > _SHORT else 0.75), (Reason("one_letter", *told),)
    if distance == 2 and longer > 5:
        return 0.82, (Reason("few_letters", *told),)
    near = JaroWinkler.similarity(one, other)
    if near >= 0.88:
        return 0.78, (Reason("similar_name", *told),)
    return max(0.0, (near - 0.5) * 1.2), (Reason("other_name", *told, against=True),)
