"""Everything that happened in a case, newest first: what was written, done, stored, met, and what was due.

A page of it is one query, however many years the record holds: each source gives its newest rows after a place in the
order of time, and the database joins them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Cast, Coalesce, Concat, JSONObject, NullIf, Trim
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accanto.casework.cases.deadline_kinds import kind_of
from accanto.casework.cases.enums import (
    OFFICIAL_KINDS,
    AppointmentKind,
    AppointmentState,
    DeadlineState,
    DiaryKind,
)
from accanto.casework.cases.models import (
    Appointment,
    Case,
    Deadline,
    DiaryEntry,
    DiaryParticipant,
    DiaryVersion,
)
from accanto.core.templatetags.accanto_ui import date_time_words, date_words
from accanto.foundation.audit.models import Event
from accanto.foundation.audit.verbs import sentence
from accanto.foundation.documents.models import Document
from accanto.people.persons.told_names import teller
from accanto.territory.staff.models import User

PAGE = 30


class Kind(StrEnum):
    """What the timeline is narrowed to; the values stand in the address."""

    DIARY = "diario"
    STEPS = "passaggi"
    DOCUMENTS = "documenti"
    DEADLINES = "scadenze"
    APPOINTMENTS = "appuntamenti"


LABELS = {
    Kind.DIARY: gettext_lazy("Diary"),
    Kind.STEPS: gettext_lazy("Steps taken"),
    Kind.DOCUMENTS: gettext_lazy("Documents"),
    Kind.DEADLINES: gettext_lazy("Deadlines"),
    Kind.APPOINTMENTS: gettext_lazy("Appointments"),
}


class Place(NamedTuple):
    """Where in the order of time a page ends: two things of one moment have an order too."""

    moment: datetime
    source: str
    key: str

    def __str__(self) -> str:
        return f"{self.moment.isoformat()}|{self.source}|{self.key}"

    @classmethod
    def read(cls, words: str) -> "Place | None":
        """None for what is no place."""
        parts = words.split("|")
        try:
            moment = parse_datetime(parts[0])
        except ValueError:
            moment = None
        if len(parts) != len(cls._fields) or moment is None or timezone.is_naive(moment):
            return None
        return cls(moment, parts[1], parts[2][:40])


@dataclass(frozen=True)
class Wanted:
    """What the timeline is narrowed to. `kind` is a kind of entry of the diary; days are whole, both included."""

    only: str = ""
    kind: str = ""
    person: UUID | None = None
    operator: int | None = None
    since: date | None = None
    until: date | None = None
    words: str = ""

    @property
    def sources(self) -> list[Kind]:
        if self.kind or self.person:
            return [Kind.DIARY]
        return [Kind(self.only)] if self.only in set(Kind) else list(Kind)


@dataclass(frozen=True)
class Page:
    entries: list[dict[str, Any]]
    after: Place | None


@dataclass(frozen=True)
class Source:
    """One table of the timeline. `person` is the account that did it, `text` the columns that are searched."""

    rows: Callable[[Case, User], QuerySet[Any]]
    moment: str
    account: str
    text: tuple[str, ...]
    said: Callable[[], dict[str, Any]]
    told: Callable[[datetime, str, dict[str, Any], Case], dict[str, Any]]


def page_of(
    case: Case, user: User, wanted: Wanted | None = None, *, after: Place | None = None, most: int = PAGE
) -> Page:
    """One page; `after` of the answer is where the next one starts, None when there is no more."""
    asked = wanted or Wanted()
    branches = [_branch(kind, case, user, asked, after, most) for kind in asked.sources]
    found = list(branches[0] if len(branches) == 1 else _joined(branches, most))
    shown = found[:most]
    entries = [
        {"at": moment, "key_in_time": key, **_SOURCES[Kind(source)].told(moment, key, said, case)}
        for source, moment, key, said in shown
    ]
    return Page(entries, Place(shown[-1][1], shown[-1][0], shown[-1][2]) if len(found) > most else None)


def _joined(branches: list[Any], most: int) -> Any:
    return branches[0].union(*branches[1:], all=True).order_by("-moment", "-source", "-key")[: most + 1]


def count_of(case: Case, user: User, wanted: Wanted) -> int:
    """How many there are of one kind (`wanted.only`)."""
    kind = Kind(wanted.only)
    source = _SOURCES[kind]
    return _narrowed(kind, source.rows(case, user).annotate(moment=F(source.moment)), wanted).count()


def _branch(kind: Kind, case: Case, user: User, wanted: Wanted, after: Place | None, most: int) -> Any:
    source = _SOURCES[kind]
    rows = source.rows(case, user).annotate(
        source=Value(kind.value, CharField()),
        moment=F(source.moment),
        key=Cast("pk", CharField()),
        said=JSONObject(**source.said()),
    )
    rows = _narrowed(kind, rows, wanted)
    if after:
        earlier = Q(moment__lt=after.moment)
        if kind.value < after.source:
            earlier |= Q(moment=after.moment)
        elif kind.value == after.source:
            earlier |= Q(moment=after.moment, key__lt=after.key)
        rows = rows.filter(earlier)
    return rows.order_by("-moment", "-key").values_list("source", "moment", "key", "said")[: most + 1]


def _narrowed(kind: Kind, rows: QuerySet[Any], wanted: Wanted) -> QuerySet[Any]:
    source = _SOURCES[kind]
    if wanted.since:
        rows = rows.filter(moment__gte=_midnight(wanted.since))
    if wanted.until:
        rows = rows.filter(moment__lt=_midnight(wanted.until + timedelta(days=1)))
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.person:
        rows = rows.filter(
            Exists(DiaryParticipant.objects.filter(entry=OuterRef("pk"), person=wanted.person))
        )
    if wanted.operator:
        mine = Q(**{source.account: wanted.operator}) if source.account else Q(pk__in=[])
        if kind is Kind.DIARY:
            there = DiaryParticipant.objects.filter(entry=OuterRef("pk"), user=wanted.operator)
            mine |= Q(Exists(there))
        rows = rows.filter(mine)
    for word in wanted.words.split()[:8]:
        anywhere = Q()
        for column in source.text:
            anywhere |= Q(**{f"{column}__icontains": word})
        rows = rows.filter(anywhere)
    return rows


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _name(of: str) -> Any:
    return Trim(Concat(Coalesce(F(f"{of}__first_name"), Value("")), Value(" "), F(f"{of}__last_name")))


# ---------------------------------------------------------------- what is read of each
def _written(case: Case, user: User) -> QuerySet[Any]:
    """The official record: personal notes stand in a place of their own."""
    rows = DiaryEntry.objects.visible_to(user).filter(case=case).exclude(kind=DiaryKind.PERSONAL)
    return rows.told()


def _written_says() -> dict[str, Any]:
    newest = DiaryVersion.objects.filter(entry=OuterRef("pk"), number__gt=1).order_by("-number")
    there = DiaryParticipant.objects.filter(entry=OuterRef("pk")).order_by("pk")
    who = Coalesce(
        F("contact__name"),
        NullIf(F("words"), Value("")),
        Trim(Concat(F("user__first_name"), Value(" "), F("user__last_name"))),
        output_field=TextField(),
    )
    corrected = newest.annotate(
        how=JSONObject(number="number", by=_name("author"), at="written_at", reason="reason")
    )
    return {
        "kind": "kind",
        "text": F("told"),
        "minutes": "minutes",
        "author": _name("author"),
        "people": ArraySubquery(there.filter(person__isnull=False).values("person")),
        "others": ArraySubquery(there.filter(person=None).annotate(who=who).values("who")),
        "corrected": Subquery(corrected.values("how")[:1]),
    }


def _written_told(at: datetime, key: str, said: dict[str, Any], case: Case) -> dict[str, Any]:
    minutes = ngettext("%(n)s minute", "%(n)s minutes", said["minutes"] or 0) % {"n": said["minutes"]}
    stamp = [date_time_words(at), said["author"], minutes if said["minutes"] else ""]
    return {
        "source": Kind.DIARY,
        "entry_id": int(key),
        "people": [UUID(one) for one in said["people"]],
        "others": [one for one in said["others"] if one],
        "stamp": " · ".join(part for part in stamp if part),
        "title": str(DiaryKind(said["kind"]).label),
        "url": "" if teller() else reverse("case_entry", args=[case.pk, int(key)]),
        "text": said["text"],
        "small": corrected_words(said["corrected"]),
    }


def corrected_words(how: dict[str, Any] | None) -> str:
    if not how:
        return ""
    at = parse_datetime(str(how["at"]))
    return _("corrected on %(day)s by %(name)s: %(reason)s") % {
        "day": date_words(at),
        "name": how["by"],
        "reason": how["reason"],
    }


def _steps(case: Case, user: User) -> QuerySet[Any]:
    # An event says its parameters as words too, so that they can be searched.
    return Event.objects.filter(context=case.pk).annotate(words=Cast("params", TextField()))


def _step_told(at: datetime, key: str, said: dict[str, Any], case: Case) -> dict[str, Any]:
    words = sentence(said["verb"], said["params"])
    reason = str(said["params"].get("reason", ""))
    return {
        "source": Kind.STEPS,
        "stamp": " · ".join(part for part in (date_time_words(at), said["author"]) if part),
        "title": words,
        "small": "" if reason == "–" or reason in words else reason,
        "key": said["important"],
    }


def _documents(case: Case, user: User) -> QuerySet[Any]:
    return Document.objects.filter(context=case.pk)


def _document_told(at: datetime, key: str, said: dict[str, Any], case: Case) -> dict[str, Any]:
    return {
        "source": Kind.DOCUMENTS,
        "stamp": " · ".join(part for part in (date_time_words(at), said["author"]) if part),
        "title": said["title"],
        "url": reverse("document", args=[key]),
    }


def _deadlines(case: Case, user: User) -> QuerySet[Any]:
    return Deadline.objects.filter(case=case, closed_at__isnull=False)


def _deadline_told(at: datetime, key: str, said: dict[str, Any], case: Case) -> dict[str, Any]:
    done = said["state"] == DeadlineState.DONE
    how = _("Done; it was due on %(day)s") if done else _("No longer due; it was due on %(day)s")
    return {
        "source": Kind.DEADLINES,
        "stamp": date_time_words(at),
        "title": str(kind_of(said["code"]).title),
        "small": how % {"day": date_words(date.fromisoformat(said["due_on"]))},
    }


def _appointments(case: Case, user: User) -> QuerySet[Any]:
    """What was settled: those to come stand in the agenda."""
    return Appointment.objects.filter(case=case).exclude(state=AppointmentState.PLANNED)


def _appointment_told(at: datetime, key: str, said: dict[str, Any], case: Case) -> dict[str, Any]:
    kind = str(AppointmentKind(said["kind"]).label)
    return {
        "source": Kind.APPOINTMENTS,
        "stamp": date_time_words(at),
        "title": _("Appointment: %(what)s, %(how)s")
        % {"what": said["title"] or kind, "how": AppointmentState(said["state"]).label},
    }


_SOURCES = {
    Kind.DIARY: Source(_written, "happened_at", "author_id", ("told",), _written_says, _written_told),
    Kind.STEPS: Source(
        _steps,
        "at",
        "actor_id",
        ("words",),
        lambda: {"verb": "verb", "params": "params", "important": "important", "author": _name("actor")},
        _step_told,
    ),
    Kind.DOCUMENTS: Source(
        _documents,
        "created_at",
        "created_by_id",
        ("title",),
        lambda: {"title": "title", "author": _name("created_by")},
        _document_told,
    ),
    Kind.DEADLINES: Source(
        _deadlines,
        "closed_at",
        "",
        ("rule",),
        lambda: {"code": "code", "state": "state", "due_on": "due_on"},
        _deadline_told,
    ),
    Kind.APPOINTMENTS: Source(
        _appointments,
        "starts_at",
        "",
        ("title", "place"),
        lambda: {"kind": "kind", "state": "state", "title": "title"},
        _appointment_told,
    ),
}

DIARY_KINDS = OFFICIAL_KINDS
