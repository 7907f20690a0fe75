"""Dates of birth: swapped day and month, one wrong digit, a year that is off."""

from datetime import date
from enum import StrEnum


class BirthLikeness(StrEnum):
    UNKNOWN = ""
    SAME = "same_birth"
    SWAPPED = "birth_swapped"
    ONE_DIGIT = "birth_digit"
    TWO_PARTS = "birth_part"
    OTHER = "other_birth"


def compare_births(one: date | None, other: date | None) -> BirthLikeness:
    if one is None or other is None:
        return BirthLikeness.UNKNOWN
    if one == other:
        return BirthLikeness.SAME
    if (one.day, one.month, one.year) == (other.month, other.day, other.year):
        return BirthLikeness.SWAPPED
    digits = sum(a != b for a, b in zip(f"{one:%d%m%Y}", f"{other:%d%m%Y}", strict=True))
    if digits == 1:
        return BirthLikeness.ONE_DIGIT
    if (one.day == other.day) + (one.month == other.month) + (one.year == other.year) == 2:
        return BirthLikeness.TWO_PARTS
    return BirthLikeness.OTHER


def near_births(born: date) -> list[date]:
    """The days by which the index finds somebody whose day was written a little wrong."""
    found = [born]
    if born.day <= 12 and born.day != born.month:
        found.append(date(born.year, born.day, born.month))
    return found
