"""The household profile of the sources, made of households that can exist."""

from collections.abc import Mapping
from random import Random
from typing import Any

from accanto.faces.demo.homes import Shape

_ONE_OR_MORE_PARENTS = 2


def largest_remainder(shares: Mapping[Any, float], total: int) -> dict[Any, int]:
    """Whole numbers in these proportions whose sum is `total`; ties go to the first."""
    whole = sum(shares.values())
    exact = (
        {key: share * total / whole for key, share in shares.items()} if whole else dict.fromkeys(shares, 0.0)
    )
    counts = {key: int(value) for key, value in exact.items()}
    missing = total - sum(counts.values())
    by_rest = sorted(shares, key=lambda key: counts[key] - exact[key])
    for key in by_rest[:missing]:
        counts[key] += 1
    return counts


def minors_by_size(source: Mapping[str, Any]) -> dict[int, dict[int, int]]:
    """Size → number of minors (0 too) → households.

    Where the source has more households with minors than households, all of them have minors, in its proportions.
    """
    total = source["households"]
    sizes = largest_remainder(source["sizes"], total)
    found: dict[int, dict[int, int]] = {}
    for size, households in sizes.items():
        shares = source["minors"].get(size, {})
        with_minors = min(households, round(sum(shares.values()) * total / 100))
        cells = largest_remainder(shares, with_minors) if shares else {}
        found[size] = {0: households - with_minors, **cells}
    return found


def shapes(source: Mapping[str, Any], random: Random) -> list[Shape]:
    """One shape for each household of the profile, in random order."""
    plain = [
        (_real_size(size, minors, random), minors)
        for size, cells in minors_by_size(source).items()
        for minors, households in cells.items()
        for _ in range(households)
    ]
    lone = _lone(plain, round(source["lone_parents"] * source["households"] / 100))
    small = _small(plain, source["with_small_children"], random)
    made = [
        Shape(size, minors, lone=place in lone, small=(place in small) if minors else None)
        for place, (size, minors) in enumerate(plain)
    ]
    random.shuffle(made)
    return made


def _real_size(size: int, minors: int, random: Random) -> int:
    """Six and more: now and then seven."""
    return 7 if size == 6 and minors and random.random() < 0.25 else size


def _lone(plain: list[tuple[int, int]], wanted: int) -> set[int]:
    """A minor with a single adult is the child of a lone parent; the others live with a grandparent too."""
    sure = [n for n, (size, minors) in enumerate(plain) if minors and size - minors == 1]
    more = [n for n, (size, minors) in enumerate(plain) if minors and size - minors == _ONE_OR_MORE_PARENTS]
    return set(sure) | set(more[: max(0, wanted - len(sure))])


def _small(plain: list[tuple[int, int]], wanted: int, random: Random) -> set[int]:
    places = [n for n, (_size, minors) in enumerate(plain) if minors]
    return set(random.sample(places, wanted))
