"""One answer as a page draws it: its control, who wrote it, what went wrong, the two versions of a conflict."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accanto.casework.assessment.enums import Audience
from accanto.casework.assessment.instruments import (
    Item,
    Section,
    ValueRefused,
    in_words,
    read_value,
    value_as_typed,
)
from accanto.casework.assessment.models import Answer
from accanto.casework.assessment.operations import AnswerConflict, Change
from accanto.casework.assessment.queries import FieldView, Sheet
from accanto.core.templatetags.accanto_ui import date_words
from accanto.territory.staff.models import User


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    text: str
    checked: bool
    exclusive: bool


@dataclass(frozen=True)
class Control:
    """`typed` is what to show instead of the stored answer, when it could not be stored."""

    view: FieldView
    today: date
    typed: list[str] | None = None
    error: str = ""
    conflict: AnswerConflict | None = None

    @property
    def id(self) -> str:
        return "r-" + self.view.name.replace(".", "-")

    @property
    def version(self) -> int:
        return self.conflict.theirs.version if self.conflict else self.view.version

    @property
    def choices(self) -> list[Choice]:
        chosen = self._chosen()
        return [
            Choice(
                str(option.value),
                _first_up(option.words) if self.view.item.type != "scale" else str(option.value),
                str(option.label or ""),
                str(option.value) in chosen,
                option.exclusive,
            )
            for option in self.view.item.options
        ]

    def _chosen(self) -> set[str]:
        if self.typed is not None:
            return set(self.typed)
        value = self.view.value
        return {str(v) for v in value} if isinstance(value, list) else {str(value)}

    @property
    def text(self) -> str:
        if self.typed is not None:
            return self.typed[-1] if self.typed else ""
        return value_as_typed(self.view.item, self.view.value)

    @property
    def note(self) -> str:
        return saved_note(self.view.answer, self.today) if self.view.answer else ""

    @property
    def depends_on(self) -> str:
        """The condition with the name of the control that it looks at."""
        condition = self.view.depends_on
        if not condition:
            return ""
        code, _equals, values = condition.partition("=")
        return f"{self._other_name(code)}={values}"

    def _other_name(self, code: str) -> str:
        return f"{code}.{self.view.person.pk}" if self.view.person and self.view.other_per_member else code

    @property
    def theirs(self) -> str:
        return in_words(self.view.item, self.conflict.theirs.value) if self.conflict else ""

    @property
    def mine(self) -> str:
        return in_words(self.view.item, self.conflict.mine) if self.conflict else ""


@dataclass(frozen=True)
class Row:
    """One item with the controls of the household or of each member."""

    item: Item
    controls: list[Control]


@dataclass(frozen=True)
class SectionPage:
    section: Section
    rows: list[Row]
    fillable: bool
    wrong: list[Control] = field(default_factory=list)

    @property
    def audience_label(self) -> str:
        return str(Audience(self.section.audience).label)


def _first_up(text: str) -> str:
    return text[:1].upper() + text[1:]


def saved_note(answer: Answer, today: date) -> str:
    """«salvato alle 9:14 · Anna Prova»; with the day when it is not today."""
    return saved_words(answer.updated_at, answer.author, today)


def saved_words(moment: datetime, author: User, today: date) -> str:
    local = timezone.localtime(moment)
    said = {"time": date_format(local, "G:i"), "author": author}
    if local.date() == today:
        return _("saved at %(time)s · %(author)s") % said
    return _("saved on %(day)s at %(time)s · %(author)s") % {**said, "day": date_words(local, today)}


@dataclass
class Posted:
    """What a form sent for some fields: changes to save, and fields that cannot be read with their sentence."""

    changes: list[Change] = field(default_factory=list)
    typed: dict[str, list[str]] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


def read_posted(fields: list[FieldView], data: QueryDict) -> Posted:
    """Fields without their version were not on the page (or not asked) and are left alone."""
    posted = Posted()
    for view in fields:
        version = data.get(f"v:{view.name}", "")
        if not view.fillable or not version.isdigit():
            continue
        typed = data.getlist(view.name)
        posted.typed[view.name] = typed
        try:
            value = read_value(view.item, typed)
        except ValueRefused as refusal:
            posted.errors[view.name] = str(refusal)
            continue
        posted.changes.append(
            Change(view.item.code, view.person.pk if view.person else None, value, int(version))
        )
    return posted


def section_page(
    sheet: Sheet,
    section: Section,
    today: date,
    posted: Posted | None = None,
    conflicts: Mapping[str, AnswerConflict] | None = None,
) -> SectionPage:
    """Rows to draw; after a refused save the typed words stand in the controls that were refused."""
    rows, wrong = [], []
    for item in section.items:
        controls = [_control(view, today, posted, conflicts or {}) for view in sheet.fields_of(item)]
        wrong += [c for c in controls if c.error or c.conflict]
        if controls:
            rows.append(Row(item, controls))
    return SectionPage(section, rows, sheet.reader.fills(section), wrong)


def _control(
    view: FieldView, today: date, posted: Posted | None, conflicts: Mapping[str, AnswerConflict]
) -> Control:
    conflict = conflicts.get(view.name)
    error = posted.errors.get(view.name, "") if posted else ""
    typed: Any = posted.typed.get(view.name) if posted and (conflict or error) else None
    return Control(view, today, typed, error, conflict)
