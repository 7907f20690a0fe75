"""What is known of two records, weighed: each agreement and disagreement counts points, as a base-two logarithm of how
much more often it is met among records of one person than among those of two (Fellegi and Sunter, 1969)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from rapidfuzz.distance import Levenshtein

from accanto.people.matching.comparing.births import BirthLikeness, compare_births
from accanto.people.matching.comparing.names import Name, compare_names
from accanto.people.matching.comparing.reasons import Reason
from accanto.people.matching.enums import Strength
from accanto.people.persons import codes
from accanto.people.persons.enums import IdentifierKind

# Points of a name by its likeness, from the best; under the last it speaks against.
_NAME_POINTS = ((0.995, 9.0), (0.95, 8.0), (0.9, 7.0), (0.82, 5.5), (0.74, 4.0), (0.62, 1.0))
_OTHER_NAME = -7.0
_BIRTH_POINTS = {
    BirthLikeness.UNKNOWN: 0.0,
    BirthLikeness.SAME: 8.0,
    BirthLikeness.SWAPPED: 6.0,
    BirthLikeness.ONE_DIGIT: 4.5,
    BirthLikeness.TWO_PARTS: 2.5,
    BirthLikeness.OTHER: -7.0,
}
_CODE, _NEAR_CODE, _OTHER_CODE = 14.0, 6.0, -4.0
_PHONE, _ADDRESS, _TOWN = 4.5, 3.5, 0.5
_PLACE, _OTHER_PLACE, _OTHER_SEX = 1.5, -2.5, -3.0
VERY_ALIKE_FROM, ALIKE_FROM, ALIKE_UNBORN_FROM = 10.0, 8.0, 4.0
"""Points of each strength; the last where a day of birth is not known on both sides, and a name is all there is."""
_SURE_NAME = 0.9


@dataclass(frozen=True)
class Known:
    """What is known of one record, as far as comparing goes. `homes`: town and street, folded; `phones`: digits."""

    last_name: str = ""
    first_name: str = ""
    sex: str = ""
    birth_date: date | None = None
    birth_place: str = ""
    codes: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()
    town: str = ""
    street: str = ""

    @property
    def name(self) -> Name:
        return Name(self.last_name, self.first_name)


@dataclass(frozen=True)
class Judgement:
    points: float
    strength: Strength | None
    reasons: tuple[Reason, ...] = field(default=())


def judge(one: Known, other: Known) -> Judgement:
    """How alike two records are; no strength where they are not."""
    named = compare_names(one.name, other.name)
    born = compare_births(one.birth_date, other.birth_date)
    code_points, code_reason = _codes(one.codes, other.codes)
    points = _name_points(named.score) if one.name.words and other.name.words else 0.0
    points += _BIRTH_POINTS[born] + code_points
    reasons = [*code_reason, *named.reasons]
    if born:
        reasons.append(Reason(born.value, against=born is BirthLikeness.OTHER))
    for more, reason in _rest(one, other):
        points += more
        reasons.append(reason)
    sure_code = code_points == _CODE
    sure = sure_code or (named.score > 0.995 and born is BirthLikeness.SAME and code_points >= 0)
    return Judgement(points, _strength(points, sure, sure_code, named.score, born), tuple(reasons))


def _strength(
    points: float, sure: bool, sure_code: bool, named: float, born: BirthLikeness
) -> Strength | None:
    if sure and (sure_code or points >= VERY_ALIKE_FROM):
        return Strength.SAME
    if points >= VERY_ALIKE_FROM and named >= 0.62:
        return Strength.VERY_ALIKE
    enough = ALIKE_FROM if born is not BirthLikeness.UNKNOWN else ALIKE_UNBORN_FROM
    return Strength.ALIKE if points >= enough else None


def _name_points(score: float) -> float:
    return next((points for least, points in _NAME_POINTS if score >= least), _OTHER_NAME)


def _codes(one: Iterable[str], other: Iterable[str]) -> tuple[float, list[Reason]]:
    """The best pair: one person may have had several codes."""
    mine, theirs = set(one), set(other)
    if not mine or not theirs:
        return 0.0, []
    if mine & theirs:
        return _CODE, [Reason("same_code")]
    if set(map(_plain, mine)) & set(map(_plain, theirs)):
        return _CODE, [Reason("same_code_variant")]
    # A code of the health service beside a codice fiscale says nothing.
    pairs = [(a, b) for a in mine for b in theirs if codes.kind_of(a) == codes.kind_of(b)]
    if not pairs:
        return 0.0, []
    if min(Levenshtein.distance(a, b, score_cutoff=2) for a, b in pairs) <= 2:
        return _NEAR_CODE, [Reason("code_mistyped")]
    return _OTHER_CODE, [Reason("other_code", against=True)]


def _plain(code: str) -> str:
    return codes.plain(code) if codes.kind_of(code) == IdentifierKind.CODICE_FISCALE else code


def _rest(one: Known, other: Known) -> list[tuple[float, Reason]]:
    found = []
    if one.phones & other.phones:
        found.append((_PHONE, Reason("same_phone")))
    if one.town and one.town == other.town:
        same = bool(one.street) and one.street == other.street
        found.append((_ADDRESS, Reason("same_address")) if same else (_TOWN, Reason("same_town")))
    if one.birth_place and other.birth_place:
        same = one.birth_place == other.birth_place
        found.append(
            (_PLACE, Reason("same_place")) if same else (_OTHER_PLACE, Reason("other_place", against=True))
        )
    if one.sex and other.sex and one.sex != other.sex:
        found.append((_OTHER_SEX, Reason("other_sex", against=True)))
    return found
