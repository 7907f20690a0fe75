"""From the parsed file to an Instrument; a mistake is named with file, section, item and field."""

from collections.abc import Mapping
from typing import Any

from accanto.casework.assessment.enums import Area, Audience
from accanto.casework.assessment.instruments.schema import (
    TYPES,
    WITH_OPTIONS,
    Example,
    Instrument,
    Item,
    Option,
    Section,
    Words,
)
from accanto.casework.pathways.enums import Way

_ITEM_FIELDS = frozenset(
    {"code", "type", "label", "hint", "example", "per", "from_age", "to_age", "required"}
) | frozenset({"options", "levels", "shown_when", "area", "low", "high", "min", "max", "marks"})
_YES_NO = (("yes", Words("yes", "sì")), ("no", Words("no", "no")))


class InstrumentFileError(ValueError):
    """The file does not follow the schema; the message says where and how to mend it."""


class Place:
    """Where in the file one is, for messages."""

    def __init__(self, *steps: str) -> None:
        self.steps = steps

    def inside(self, step: str) -> "Place":
        return Place(*self.steps, step)

    def wrong(self, message: str) -> InstrumentFileError:
        return InstrumentFileError(f"{', '.join(self.steps)}: {message}")

    def need(self, entry: Any, name: str, kind: type) -> Any:
        if not isinstance(entry, Mapping):
            raise self.wrong("expected a mapping")
        value = entry.get(name)
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise self.wrong(
                f"«{name}» must be {kind.__name__}, found {value!r} (quote words such as no, yes)"
            )
        return value

    def words(self, entry: Any, name: str) -> Words:
        found = self.need(entry, name, dict)
        missing = [
            code for code in ("en", "it") if not isinstance(found.get(code), str) or not found[code].strip()
        ]
        if missing:
            raise self.wrong(f"«{name}» lacks {' and '.join(missing)}")
        return Words(found["en"], found["it"])

    def maybe_words(self, entry: Mapping[str, Any], name: str) -> Words | None:
        return self.words(entry, name) if name in entry else None

    def among(self, value: Any, allowed: Any, name: str) -> str:
        if value not in allowed:
            raise self.wrong(f"«{name}» is {value!r}; it must be one of {', '.join(allowed)}")
        return str(value)


def check_instrument(document: Any, file: str, sha256: str) -> Instrument:
    """:raises InstrumentFileError: naming the place of the first mistake."""
    place = Place(file)
    sections = tuple(_section(entry, place) for entry in place.need(document, "sections", list))
    instrument = Instrument(
        code=place.need(document, "code", str),
        version=place.need(document, "version", int),
        title=place.words(document, "title"),
        sections=sections,
        examples=tuple(_example(e, place, sections) for e in document.get("examples", [])),
        together=document.get("layout") == "together",
        sha256=sha256,
    )
    _refuse_repeats([s.code for s in sections], place, "section")
    _refuse_repeats([i.code for s in sections for i in s.items], place, "item")
    _check_conditions(instrument, place)
    return instrument


def _section(entry: Any, place: Place) -> Section:
    place = place.inside(f"section {place.need(entry, 'code', str)}")
    filled_by = frozenset(entry.get("filled_by", []))
    for code in filled_by:
        place.among(code, Audience.values, "filled_by")
    return Section(
        code=entry["code"],
        audience=place.among(entry.get("audience"), Audience.values, "audience"),
        title=place.words(entry, "title"),
        intro=place.maybe_words(entry, "intro"),
        items=tuple(_item(item, place) for item in place.need(entry, "items", list)),
        filled_by=filled_by,
    )


def _item(entry: Any, place: Place) -> Item:
    place = place.inside(f"item {place.need(entry, 'code', str)}")
    if unknown := sorted(set(entry) - _ITEM_FIELDS):
        raise place.wrong(f"unknown field {', '.join(unknown)}")
    kind = place.among(entry.get("type"), TYPES, "type")
    if not entry["code"].isidentifier() or len(entry["code"]) > 60:
        raise place.wrong("the code may hold letters, digits and _ only, at most 60")
    per_member = place.among(entry.get("per", "household"), ("household", "member"), "per") == "member"
    if not per_member and ("from_age" in entry or "to_age" in entry):
        raise place.wrong("ages make sense only with «per: member»")
    if entry.get("area"):
        place.among(entry["area"], Area.values, "area")
    return Item(
        code=entry["code"],
        type=kind,
        label=place.words(entry, "label"),
        hint=place.maybe_words(entry, "hint"),
        example=place.maybe_words(entry, "example"),
        per_member=per_member,
        from_age=entry.get("from_age"),
        to_age=entry.get("to_age"),
        required=bool(entry.get("required", False)),
        options=_options(entry, kind, place),
        shown_when=_condition(entry, place),
        area=entry.get("area", ""),
        low=place.maybe_words(entry, "low"),
        high=place.maybe_words(entry, "high"),
        minimum=entry.get("min"),
        maximum=entry.get("max"),
    )


def _options(entry: Mapping[str, Any], kind: str, place: Place) -> tuple[Option, ...]:
    if kind == "yes_no":
        marks = entry.get("marks", {})
        return tuple(Option(value, label, marks=frozenset(marks.get(value, []))) for value, label in _YES_NO)
    if kind not in WITH_OPTIONS:
        return ()
    name, wanted = ("levels", int) if kind == "scale" else ("options", str)
    options = tuple(_option(o, kind, wanted, place.inside(name)) for o in place.need(entry, name, list))
    if len(options) < 2:
        raise place.wrong(f"«{name}» needs at least two")
    _refuse_repeats([str(o.value) for o in options], place, "option")
    return options


def _option(entry: Any, kind: str, wanted: type, place: Place) -> Option:
    value = place.need(entry, "value", wanted)
    place = place.inside(str(value))
    needs = entry.get("needs", {})
    for area, weight in needs.items():
        place.among(area, Area.values, "needs")
        if not isinstance(weight, int) or not 1 <= weight <= 3:
            raise place.wrong(f"the weight in «{area}» must be 1, 2 or 3, found {weight!r}")
    label = place.maybe_words(entry, "label") if kind == "scale" else place.words(entry, "label")
    return Option(
        value,
        label,
        needs,
        frozenset(entry.get("marks", [])),
        bool(entry.get("exclusive", False)),
        place.maybe_words(entry, "reason"),
    )


def _condition(entry: Mapping[str, Any], place: Place) -> tuple[str, frozenset[str]] | None:
    if "shown_when" not in entry:
        return None
    place = place.inside("shown_when")
    condition = entry["shown_when"]
    return place.need(condition, "item", str), frozenset(str(v) for v in place.need(condition, "in", list))


def _check_conditions(instrument: Instrument, place: Place) -> None:
    for section in instrument.sections:
        before: set[str] = set()
        for item in section.items:
            here = place.inside(f"section {section.code}").inside(f"item {item.code}")
            if item.shown_when:
                other = instrument.items.get(item.shown_when[0])
                if other is None or other.code not in before:
                    raise here.wrong(
                        f"it depends on «{item.shown_when[0]}», not asked before it in this section"
                    )
                if other.per_member and not item.per_member:
                    raise here.wrong("an item of the household cannot depend on an item of one member")
                unknown = item.shown_when[1] - {str(option.value) for option in other.options}
                if unknown:
                    raise here.wrong(f"«{other.code}» has no option {', '.join(sorted(unknown))}")
            before.add(item.code)


def _example(entry: Any, place: Place, sections: tuple[Section, ...]) -> Example:
    place = place.inside(f"example {place.need(entry, 'name', str)}")
    items = {item.code: item for section in sections for item in section.items}
    answers: dict[tuple[str, str], Any] = {}
    for name, value in place.need(entry, "answers", dict).items():
        code, _dot, member = str(name).partition(".")
        item = items.get(code)
        if item is None or item.per_member is not bool(member):
            raise place.wrong(
                f"«{name}» is not an item of this instrument for a {'member' if member else 'household'}"
            )
        if member and member not in entry["members"]:
            raise place.wrong(f"«{member}» is not among the members")
        if item.options and len(item.chosen(value)) != len(value if isinstance(value, list) else [value]):
            raise place.wrong(f"«{name}» has no option {value!r}")
        answers[(code, member)] = value
    way = place.among(entry.get("way"), Way.values, "way")
    return Example(entry["name"], place.need(entry, "members", dict), answers, entry.get("needs", {}), way)


def _refuse_repeats(codes: list[str], place: Place, what: str) -> None:
    if repeated := sorted({code for code in codes if codes.count(code) > 1}):
        raise place.wrong(f"{what} {', '.join(repeated)} appears twice")
