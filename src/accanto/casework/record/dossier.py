"""What a dossier holds: the official record of a case, with the source and the author of every thing.

Personal notes are never in it, nor whereabouts of protected people, nor what names somebody whose data are restricted;
third persons stand in it by what they are.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accanto.casework.cases import timeline
from accanto.casework.cases.household import known_members
from accanto.casework.cases.models import Case
from accanto.casework.cases.timeline import Kind, Wanted
from accanto.casework.record.enums import ReportState
from accanto.casework.record.merging import Sources, merged
from accanto.casework.record.models import SocialReport
from accanto.casework.record.papers import frame
from accanto.casework.record.shelter import Shelter, shelter_of
from accanto.core.templatetags.accanto_ui import date_time_words, date_words, number
from accanto.foundation.documents.models import Document
from accanto.people.persons.models import Person
from accanto.people.persons.whereabouts import Output
from accanto.territory.staff.models import User

# More is no dossier: it is narrowed by its period.
MOST = 20_000


@dataclass(frozen=True)
class DossierWanted:
    """Days are whole, both included; an empty one has no limit. `kinds`: of the timeline."""

    since: date | None = None
    until: date | None = None
    kinds: tuple[str, ...] = tuple(kind.value for kind in Kind)
    documents: bool = True
    household: bool = True
    enclosed: bool = False


def dossier_data(
    case: Case,
    user: User,
    wanted: DossierWanted,
    at: datetime,
    *,
    papers: Sequence[dict[str, Any]] = (),
    left: Mapping[Any, str] | None = None,
) -> dict[str, Any]:
    """:param papers: documents put in (`record.enclosed`); `left`: by their id, why the others are not."""
    with translation.override(settings.LANGUAGE_CODE):
        shelter = shelter_of(case, at.date())
        entries, left_out = entries_of(case, user, wanted, shelter)
        sections = [
            *([_household(case, user, shelter, at.date())] if wanted.household else []),
            _reports(case, user, wanted),
            _years(entries, shelter),
            *([_documents(case, wanted, shelter, left)] if wanted.documents or left is not None else []),
        ]
        title = _("Dossier of the household %(label)s") % {"label": case.household.label}
        printed = _("Printed by %(name)s, %(moment)s") % {"name": user, "moment": date_time_words(at)}
        return {
            **frame(case, title, date_words(at)),
            "printed": printed,
            "facts": _facts(case, wanted, len(entries), printed),
            "notes": [*_notes(shelter, left_out), *(_foreign(papers) if papers else [])],
            "words": {"index": _("Index"), "case": _("Case %(number)s") % {"number": case.number}},
            "sections": [one for one in sections if one],
            "papers": {"title": _("The documents, page by page"), "all": list(papers)},
        }


def entries_of(
    case: Case, user: User, wanted: DossierWanted, shelter: Shelter
) -> tuple[list[dict[str, Any]], int]:
    """Oldest first, and how many were left out because they name somebody whose data are restricted."""
    found = []
    for kind in wanted.kinds:
        if kind == Kind.DOCUMENTS:
            continue  # they have a list of their own
        one = Wanted(only=kind, since=wanted.since, until=wanted.until)
        found += timeline.page_of(case, user, one, most=MOST).entries
    found.sort(key=lambda entry: (entry["at"], entry["source"], entry["key_in_time"]))
    told = [entry for entry in found if not _about_restricted(entry, shelter)]
    return told, len(found) - len(told)


def entries_count(case: Case, user: User, wanted: DossierWanted) -> int:
    return sum(
        timeline.count_of(case, user, Wanted(only=kind, since=wanted.since, until=wanted.until))
        for kind in wanted.kinds
    )


def _about_restricted(entry: dict[str, Any], shelter: Shelter) -> bool:
    there = shelter.restricted_ids & set(entry.get("people", ()))
    words = " ".join(str(entry.get(name, "")) for name in ("title", "text", "small"))
    return bool(there) or shelter.names_restricted(words)


def _notes(shelter: Shelter, left_out: int) -> list[str]:
    found = [
        _(
            "This copy holds the official record. Personal notes of operators are no part of it; people who are not of"
            " the household are told by what they are to it."
        )
    ]
    if shelter.protected:
        found.append(
            _("Somebody in this household is protected: addresses and telephones are covered on this paper.")
        )
    if shelter.restricted:
        names = ", ".join(_restricted_names(shelter))
        kept = ngettext(
            "%(n)s entry that names them is left out",
            "%(n)s entries that name them are left out",
            left_out,
        ) % {"n": left_out}
        found.append(
            _(
                "The data of %(names)s are restricted (GDPR art. 18): they are not on this paper, and %(kept)s."
            )
            % {"names": names, "kept": kept}
        )
    return found


def _restricted_names(shelter: Shelter) -> list[str]:
    """By name only whom the reader sees: who has left may have gone behind a fence."""
    seen = Person.objects.in_bulk(shelter.restricted_ids)
    return [str(seen.get(one.pk, _("who has left"))) for one in shelter.restricted]


def _facts(case: Case, wanted: DossierWanted, entries: int, printed: str) -> list[list[str]]:
    kinds = [str(timeline.LABELS[Kind(kind)]) for kind in wanted.kinds]
    return [
        [_("Case"), case.number],
        [_("Unit"), str(case.unit)],
        [_("Responsible"), str(case.responsible or "–")],
        [_("Followed since"), date_words(case.opened_on)],
        [_("Period"), period_words(wanted)],
        [_("What it holds"), ", ".join(kinds)],
        [_("Entries"), number(entries)],
        [_("Who printed it"), printed],
    ]


def period_words(wanted: DossierWanted) -> str:
    if wanted.since and wanted.until:
        return _("from %(first)s to %(last)s") % {
            "first": date_words(wanted.since),
            "last": date_words(wanted.until),
        }
    if wanted.since:
        return _("from %(first)s on") % {"first": date_words(wanted.since)}
    if wanted.until:
        return _("up to %(last)s") % {"last": date_words(wanted.until)}
    return _("from the beginning to today")


def _section(title: str, **parts: Any) -> dict[str, Any]:
    return {"title": title, "paragraphs": [], "headings": [], "rows": [], "groups": [], **parts}


def _household(case: Case, user: User, shelter: Shelter, on: date) -> dict[str, Any]:
    rows = []
    for one in known_members(case.household, on, case.depth, output=Output.LEAVES):
        if one.member.person_id in shelter.restricted_ids:
            rows.append([str(one.member.person), one.relation, _("data restricted (art. 18)"), ""])
            continue
        where = one.where
        home = ", ".join(part for part in (where.address, where.town) if part)
        rows.append([one.name, one.relation, one.born, home or (_("protected") if where.protected else "–")])
    said = merged(("pathway",), Sources(case, user, on, None, shelter))
    return _section(
        _("The household and its pathway"),
        headings=[_("Who"), _("Relation in the household"), _("Born"), _("Residence")],
        rows=rows,
        paragraphs=[line for one in said for line in shelter.cover(one.text).splitlines()],
    )


def _reports(case: Case, user: User, wanted: DossierWanted) -> dict[str, Any]:
    signed = SocialReport.objects.visible_to(user).filter(case=case, state=ReportState.SIGNED)
    rows = [
        [row.title, str(row.number), date_words(row.signed_at), str(row.signed_by), row.fingerprint[:16]]
        for row in signed.select_related("signed_by").order_by("signed_at")
        if _within(timezone.localtime(row.signed_at).date() if row.signed_at else None, wanted)
    ]
    if not rows:
        return {}
    headings = [_("Social report"), _("Version"), _("Signed on the day"), _("By"), _("Fingerprint")]
    return _section(_("Social reports signed"), headings=headings, rows=rows)


def _within(day: date | None, wanted: DossierWanted) -> bool:
    return (
        day is not None
        and (wanted.since is None or wanted.since <= day)
        and (wanted.until is None or day <= wanted.until)
    )


def _years(entries: Sequence[dict[str, Any]], shelter: Shelter) -> dict[str, Any]:
    """The source of each thing stands beside its moment and its author."""
    people = {pk for entry in entries for pk in entry.get("people", ())}
    names = {one.pk: str(one) for one in Person.objects.filter(pk__in=people)}
    groups = []
    for year, rows in groupby(entries, key=lambda entry: timezone.localtime(entry["at"]).year):
        groups.append({"title": str(year), "entries": [_entry(row, names, shelter) for row in rows]})
    empty = [] if groups else [_("Nothing was written in this period.")]
    return _section(_("What happened, year by year"), groups=groups, paragraphs=empty)


def _entry(entry: dict[str, Any], names: dict[Any, str], shelter: Shelter) -> dict[str, Any]:
    there = [names.get(pk, "–") for pk in entry.get("people", ())]
    there += [shelter.cover(one) for one in entry.get("others", ())]
    source = str(timeline.LABELS[entry["source"]])
    return {
        "stamp": f"{entry['stamp']} · {source}",
        "title": shelter.cover(entry["title"]),
        "present": _("Who was there: %(names)s") % {"names": ", ".join(there)} if there else "",
        "paragraphs": [
            line for line in shelter.cover(str(entry.get("text", ""))).splitlines() if line.strip()
        ],
        "small": shelter.cover(str(entry.get("small", ""))),
    }


def documents_of(case: Case, wanted: DossierWanted, shelter: Shelter) -> list[Document]:
    """Of the period, as they were kept; what names somebody whose data are restricted is not told."""
    return [
        one
        for one in Document.objects.filter(context=case.pk, replaced_by=None).order_by(
            "created_at", "title", "pk"
        )
        if _within(timezone.localtime(one.created_at).date(), wanted)
        and not shelter.names_restricted(one.title)
    ]


def _foreign(papers: Sequence[dict[str, Any]]) -> list[str]:
    pages = sum(len(paper["pages"]) for paper in papers)
    said = ngettext("%(n)s page of document is", "%(n)s pages of documents are", pages) % {"n": pages}
    return [
        _("%(said)s put in as they were received: this copy is to be read, not to be archived.")
        % {"said": said}
    ]


def _documents(
    case: Case, wanted: DossierWanted, shelter: Shelter, left: Mapping[Any, str] | None
) -> dict[str, Any]:
    """The list with fingerprints; where the papers themselves are put in, which are not and why."""
    rows = [
        [
            shelter.cover(one.title),
            str(one.get_kind_display()),
            date_words(one.created_at),
            one.sha256[:16],
            *([] if left is None else [left.get(one.pk, _("put in"))]),
        ]
        for one in documents_of(case, wanted, shelter)
    ]
    if not rows:
        return {}
    headings = [_("Document"), _("Kind"), _("Kept since"), _("Fingerprint")]
    if left is not None:
        headings.append(_("In this copy"))
    return _section(_("Documents kept"), headings=headings, rows=rows)
