"""What an extract tells of families and reports; never the notes of operators, which are no part of the file."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accanto.casework.record.enums import RelationKind, ReportState
from accanto.casework.record.models import Relationship, Relative, SocialReport
from accanto.casework.record.report_templates import template_of
from accanto.people.persons.extracts import (
    Section,
    Subject,
    Told,
    leave_out,
    register_names,
    register_section,
    told,
)


def register() -> None:
    register_section(
        Section(390, "family", gettext_lazy("Your family"), ("record.Relationship",), _family, words=True)
    )
    register_section(
        Section(
            407,
            "social_reports",
            gettext_lazy("Social reports"),
            ("record.SocialReport",),
            _reports,
            words=True,
        )
    )
    leave_out(
        ["record.Relative"],
        gettext_lazy("Relatives outside the household: the data are theirs."),
    )
    leave_out(
        ["record.Bond"],
        gettext_lazy("How two people are with one another: what it says concerns another person too."),
    )
    leave_out(
        ["record.PersonalNote"],
        gettext_lazy(
            "Personal working notes of operators: they are no part of the file (L. 119/2001, professional secrecy)."
        ),
    )
    register_names(_names)


def _family(subject: Subject) -> list[Told]:
    """Only that there is such a bond, from the side of the person: who the other is stands among the other's data."""
    person = subject.person.pk
    rows = Relationship.objects.filter(
        Q(one_person=person) | Q(other_person=person), case__in=subject.cases, mistaken=False
    )
    return [
        told(
            _from_the_side_of(person, row).capitalize(),
            ("starts_on", _("From"), row.starts_on),
            ("ends_on", _("Until"), row.ends_on),
        )
        for row in rows.order_by("pk")
        if subject.covers(row.case_id, row.written_at)
    ]


def _from_the_side_of(person: UUID, row: Relationship) -> str:
    kind = RelationKind(row.kind)
    return str(_TURNED.get(kind, kind.label) if row.other_person_id == person else kind.label)


# What the second is to the first, where it is not the same both ways.
_TURNED = {
    RelationKind.PARENT: gettext_lazy("son or daughter of"),
    RelationKind.GUARDIAN: gettext_lazy("under the guardianship of"),
}


def _reports(subject: Subject) -> list[Told]:
    """What was signed; a draft is not a report yet."""
    rows = SocialReport.objects.filter(
        case__in=subject.cases, state__in=[ReportState.SIGNED, ReportState.REPLACED]
    ).select_related("document")
    found = []
    for row in rows.order_by("signed_at", "pk"):
        if row.signed_at is None or not subject.covers(row.case_id, row.signed_at):
            continue
        titles = {one.code: one.title for one in template_of(row).sections}
        words = [
            (code, titles.get(code, code), subject.hide(text)) for code, text in row.content.items() if text
        ]
        found.append(
            told(
                row.title,
                ("signed_at", _("Signed on the day"), row.signed_at),
                ("addressee", _("Addressee"), subject.hide(row.addressee)),
                ("number", _("Version"), row.number),
                ("fingerprint", _("Fingerprint"), row.fingerprint),
                *words,
            )
        )
    return found


def _names(_households: Iterable[UUID], cases: Iterable[UUID]) -> list[str]:
    return list(Relative.objects.filter(case__in=cases).values_list("name", flat=True))
