"""Households that could exist: who lives with whom, and how old they are."""

from dataclasses import dataclass
from random import Random

from accanto.people.households.enums import Relation

ADULT = 18
SMALL = 3
_OLDEST_PARENT, _YOUNGEST_PARENT = 44, 19
_OLDEST = 99


@dataclass(frozen=True)
class Role:
    """A member before there is a person: relation to the reference person, sex, age."""

    relation: str
    sex: str
    age: int


@dataclass(frozen=True)
class Shape:
    """`lone`: one parent, no spouse or partner. `small`: the youngest is under three; None leaves it to chance."""

    size: int
    minors: int = 0
    lone: bool = False
    small: bool | None = None


def compose(random: Random, shape: Shape) -> list[Role]:
    """The reference person first.

    :raises ValueError: nobody is of age, or a lone parent without children under age.
    """
    adults = shape.size - shape.minors
    if adults < 1 or (shape.lone and not shape.minors):
        raise ValueError(f"impossible household: {shape}")
    children = _children_ages(random, shape)
    head = _head(random, children, adults)
    roles = [head]
    if adults > 1 and not shape.lone and (shape.minors or random.random() < 0.7):
        roles.append(_mate(random, head))
    while len(roles) < adults:
        roles.append(_other_adult(random, head))
    roles += [Role(Relation.CHILD, _sex(random), age) for age in children]
    return roles


def _children_ages(random: Random, shape: Shape) -> list[int]:
    if not shape.minors:
        return []
    small = random.random() < 0.12 if shape.small is None else shape.small
    youngest = random.randrange(SMALL) if small else random.randrange(SMALL, ADULT)
    return sorted(
        [youngest, *(random.randrange(youngest, ADULT) for _ in range(shape.minors - 1))], reverse=True
    )


def _head(random: Random, children: list[int], adults: int) -> Role:
    if children:
        oldest, youngest = max(children), min(children)
        least = oldest + _YOUNGEST_PARENT
        most = max(least, youngest + _OLDEST_PARENT)
        sex = "f" if adults == 1 or random.random() < 0.4 else "m"
        return Role(Relation.REFERENCE, sex, random.randint(least, most))
    age = random.choice((random.randint(19, 65), random.randint(36, 88)))
    return Role(Relation.REFERENCE, _sex(random), max(age, 40) if adults > 2 else age)


def _mate(random: Random, head: Role) -> Role:
    relation = Relation.SPOUSE if random.random() < 0.75 else Relation.PARTNER
    age = min(_OLDEST, max(ADULT + 1, head.age + random.randint(-7, 7)))
    return Role(relation, "m" if head.sex == "f" else "f", age)


def _other_adult(random: Random, head: Role) -> Role:
    """A child who is of age, where there is room for one; else a parent, a brother or a sister."""
    room = head.age - _YOUNGEST_PARENT
    if room >= ADULT and random.random() < 0.7:
        return Role(Relation.CHILD, _sex(random), random.randint(ADULT, min(room, 40)))
    if head.age + 20 <= _OLDEST and random.random() < 0.6:
        return Role(Relation.PARENT, _sex(random), random.randint(head.age + 20, min(_OLDEST, head.age + 38)))
    return Role(Relation.SIBLING, _sex(random), max(ADULT, min(_OLDEST, head.age + random.randint(-12, 12))))


def _sex(random: Random) -> str:
    return random.choice("fm")


def any_shape(random: Random) -> Shape:
    """A household of an ordinary town (mean 2.3 members)."""
    size = random.choices((1, 2, 3, 4, 5, 6, 7), (35, 28, 18, 13, 4, 1.5, 0.5))[0]
    if size == 1:
        return Shape(1)
    if size == 2:
        lone = random.random() < 0.1
        return Shape(2, 1, lone=True) if lone else Shape(2)
    lone = random.random() < 0.08
    most = size - 1 if lone else size - 2
    minors = random.randint(1, most) if random.random() < 0.7 else 0
    return Shape(size, minors, lone=lone and minors > 0)
