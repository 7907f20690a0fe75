"""The Italian catalogues: what is missing, what no longer matches, and the compiled files that Django reads.

    python -m accanto.core.translations check     lists what is wrong; exit 1 when Italian is missing
    python -m accanto.core.translations compile   .po → .mo in every app
    python -m accanto.core.translations add APP   appends what the folder APP lacks, to be filled in by hand

No gettext programs are needed. A text belongs to the innermost app (folder with `apps.py`) around its file;
what stands outside any app belongs to `accanto.core`.
"""

import argparse
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

SOURCE = Path(__file__).resolve().parents[1]
FOREIGN = "allauth"
_CATALOGUE = Path("locale") / "it" / "LC_MESSAGES" / "django.po"
_FUNCTIONS = ("_", "gettext", "ngettext", "pgettext", "npgettext")
_KEYWORDS: dict[str, Any] = dict.fromkeys(
    [*_FUNCTIONS, *(f"{f}_lazy" for f in _FUNCTIONS[1:]), "gettext_noop"]
)
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")

Key = tuple[str | None, str]


@dataclass(frozen=True)
class Text:
    """One text to translate and the first place where it is used."""

    context: str | None
    singular: str
    plural: str | None
    place: str

    @property
    def key(self) -> Key:
        return (self.context, self.singular)


@dataclass
class Findings:
    """What `check` found; only `obsolete` is not a fault."""

    missing: list[str] = field(default_factory=list)
    fuzzy: list[str] = field(default_factory=list)
    placeholders: list[str] = field(default_factory=list)
    disagreeing: list[str] = field(default_factory=list)
    obsolete: list[str] = field(default_factory=list)

    @property
    def faults(self) -> int:
        return sum(map(len, (self.missing, self.fuzzy, self.placeholders, self.disagreeing)))

    def lines(self) -> Iterator[str]:
        for title, found in (
            ("Without Italian", self.missing),
            ("Fuzzy", self.fuzzy),
            ("Placeholders differ", self.placeholders),
            ("Translated differently in two apps", self.disagreeing),
            ("No longer used", self.obsolete),
        ):
            if found:
                yield f"{title} ({len(found)})"
                yield from (f"  {line}" for line in found)


def apps_of(source: Path) -> list[Path]:
    """Every folder with an `apps.py`, innermost first."""
    folders = {path.parent for path in source.rglob("apps.py")}
    return sorted(folders, key=lambda folder: (-len(folder.parts), folder))


def texts_of(source: Path) -> dict[Path, dict[Key, Text]]:
    """The texts of each app, in the order of its files."""
    apps = apps_of(source)
    found: dict[Path, dict[Key, Text]] = {app: {} for app in apps}
    home = source / "core"
    for path in sorted(source.rglob("*")):
        extract = _extractor(path)
        if extract is None or "migrations" in path.parts:
            continue
        owner = next((app for app in apps if app in path.parents), home)
        for text in extract(path, path.relative_to(source).as_posix()):
            found.setdefault(owner, {}).setdefault(text.key, text)
    return found


def check(source: Path = SOURCE) -> Findings:
    findings = Findings()
    seen: dict[Key, tuple[str, str]] = {}
    for app, texts in texts_of(source).items():
        name = app.relative_to(source).as_posix()
        catalogue = catalogue_of(app)
        for text in texts.values():
            _judge(catalogue.get(text.singular, text.context), text, findings)
        for message in _messages(catalogue):
            key = (message.context, _singular(message))
            if key not in texts and not _of_others(message):
                findings.obsolete.append(f"{name}: {_shown(key)}")
            italian = _first_form(message)
            first, said = seen.setdefault(key, (name, italian))
            if italian and said != italian:
                findings.disagreeing.append(f"{_shown(key)}: {first} «{said}», {name} «{italian}»")
    return findings


def _of_others(message: Message) -> bool:
    """A sentence of a library that we say in words of our own: its place is `FOREIGN`, not a file of ours."""
    return any(place == FOREIGN for place, _line in message.locations)


def compile_all(source: Path = SOURCE) -> int:
    """Write the .mo beside every .po; returns how many."""
    done = 0
    for app in apps_of(source):
        path = app / _CATALOGUE
        if path.exists():
            compiled = BytesIO()
            write_mo(compiled, catalogue_of(app))
            path.with_suffix(".mo").write_bytes(compiled.getvalue())
            done += 1
    return done


def add_missing(app: Path, source: Path = SOURCE) -> int:
    """Append what the app's catalogue lacks, with empty Italian; returns how many were added."""
    texts = texts_of(source).get(app)
    if texts is None:
        raise SystemExit(f"{app} is not an app (it has no apps.py)")
    catalogue, added = catalogue_of(app), 0
    for text in texts.values():
        if catalogue.get(text.singular, text.context) is None:
            identity = (text.singular, text.plural) if text.plural else text.singular
            catalogue.add(identity, locations=[(text.place.rpartition(":")[0], 0)], context=text.context)
            added += 1
    written = BytesIO()
    write_po(written, catalogue, width=0, include_lineno=False, omit_header=False)
    path = app / _CATALOGUE
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(written.getvalue())
    return added


def catalogue_of(app: Path) -> Catalog:
    """The app's Italian catalogue; an empty one when it has none yet."""
    path = app / _CATALOGUE
    if not path.exists():
        return Catalog(locale="it", project="Accanto", charset="utf-8", fuzzy=False)
    with path.open("rb") as handle:
        return read_po(handle, locale="it")


def _extractor(path: Path) -> Callable[[Path, str], Iterator[Text]] | None:
    if path.suffix == ".py":
        return _from_python
    return _from_template if path.suffix in {".html", ".txt"} and "templates" in path.parts else None


def _from_python(path: Path, place: str) -> Iterator[Text]:
    return _extract(path.read_bytes(), place)


def _from_template(path: Path, place: str) -> Iterator[Text]:
    """Django turns the template into calls; without indentation they are Python enough to be read."""
    calls = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    return _extract("\n".join(line.lstrip() for line in calls.splitlines()).encode(), place)


def _extract(content: bytes, place: str) -> Iterator[Text]:
    for line, function, arguments, _ in extract_python(
        BytesIO(content), _KEYWORDS, [], {"encoding": "utf-8"}
    ):
        given = arguments if isinstance(arguments, list | tuple) else (arguments,)
        text = _text(str(function), given, f"{place}:{line}")
        if text is not None:
            yield text


def _text(function: str, arguments: Any, place: str) -> Text | None:
    """None when the text is not written out there (a variable)."""
    context = 1 if "pgettext" in function else 0
    plural = "ngettext" in function or "npgettext" in function
    if len(arguments) < context + 1 + plural or not arguments[context]:
        return None
    return Text(
        arguments[0] if context else None,
        arguments[context],
        arguments[context + 1] if plural else None,
        place,
    )


def _judge(message: Message | None, text: Text, findings: Findings) -> None:
    line = f"{text.place}: {_shown(text.key)}"
    if message is None or not _complete(message.string):
        findings.missing.append(line)
    elif message.fuzzy:
        findings.fuzzy.append(line)
    elif not _same_placeholders(text, message):
        findings.placeholders.append(f"{line} → «{message.string}»")


def _same_placeholders(text: Text, message: Message) -> bool:
    """The plural needs them all; the singular may leave the number out («una sola persona»)."""
    if isinstance(message.string, str):
        return text.plural is None and _placeholders(message.string) == _placeholders(text.singular)
    forms, wanted = tuple(message.string or ()), _placeholders(text.plural or text.singular)
    return _placeholders(forms[-1]) == wanted and all(_placeholders(form) <= wanted for form in forms)


def _placeholders(text: str) -> set[str]:
    return set(_PLACEHOLDER.findall(text.replace("%%", "")))


def _complete(translation: object) -> bool:
    forms = translation if isinstance(translation, list | tuple) else (translation,)
    return all(forms)


def _first_form(message: Message) -> str:
    return message.string if isinstance(message.string, str) else (message.string or [""])[0]


def _messages(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.id)


def _singular(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _shown(key: Key) -> str:
    context, text = key
    return f"«{text}»" + (f" [{context}]" if context else "")


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m accanto.core.translations")
    verbs = parser.add_subparsers(dest="verb", required=True)
    verbs.add_parser("check")
    verbs.add_parser("compile")
    verbs.add_parser("add").add_argument("app", type=Path)
    chosen = parser.parse_args(arguments)
    if chosen.verb == "compile":
        sys.stdout.write(f"{compile_all()} catalogues compiled\n")
        return 0
    if chosen.verb == "add":
        sys.stdout.write(f"{add_missing(chosen.app.resolve())} texts added\n")
        return 0
    findings = check()
    sys.stdout.writelines(f"{line}\n" for line in findings.lines())
    return 1 if findings.faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
