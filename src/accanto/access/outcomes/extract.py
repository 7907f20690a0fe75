"""What an extract tells of the applications: the person's own, their outcomes, and whoever called about them."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accanto.access.outcomes.models import Accompaniment, Applicant, Application, ApplicationEvent
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
    labels = (
        "outcomes.Application",
        "outcomes.Applicant",
        "outcomes.ApplicationEvent",
        "outcomes.Accompaniment",
    )
    register_section(Section(230, "applications", gettext_lazy("Applications"), labels, _applications))
    register_names(_applicants)
    leave_out(
        ["outcomes.Candidate"],
        gettext_lazy("Whom an application might have been about: mostly other people, who are not named."),
    )


def _applications(subject: Subject) -> list[Told]:
    rows = _own(subject).select_related("municipality").order_by("submitted_on", "pk")
    events: dict[object, list[ApplicationEvent]] = {}
    for event in ApplicationEvent.objects.filter(application__in=rows).order_by("at", "pk"):
        events.setdefault(event.application_id, []).append(event)
    named = {row.application_id: row for row in Applicant.objects.filter(person=subject.person)}
    found = []
    for row in rows:
        applicant = named.get(row.pk)
        first = row.person_id == subject.person.pk
        found.append(
            told(
                str(row.get_measure_display()),
                ("protocol", _("Protocol"), row.protocol),
                ("submitted_on", _("Submitted on"), row.submitted_on),
                ("municipality", _("Town"), str(row.municipality)),
                ("outcome", _("Outcome"), row.get_outcome_display()),
                ("outcome_on", _("Outcome of"), row.outcome_on),
                ("reason", _("Reason"), subject.hide(row.reason)),
                # As the agency wrote it: the source of what is known of the person.
                ("last_name", _("Surname written in the list"), row.last_name if first else ""),
                ("first_name", _("Name written in the list"), row.first_name if first else ""),
                ("fiscal_code", _("Codice fiscale written in the list"), row.fiscal_code if first else ""),
                (
                    "relation",
                    _("Your relation in the application"),
                    applicant.relation if applicant and not first else "",
                ),
                *(
                    (f"event_{n}", _("Known on") + f": {event.get_outcome_display()}", event.known_on)
                    for n, event in enumerate(events.get(row.pk, []), 1)
                ),
            )
        )
    calls = Accompaniment.objects.filter(application__in=rows.filter(person=subject.person)).order_by("at")
    return found + [
        told(
            _("Contact about an application"),
            ("at", _("When"), call.at),
            ("text", _("Text"), subject.hide(call.text)),
        )
        for call in calls
    ]


def _own(subject: Subject) -> QuerySet[Application]:
    """Of a case that may not be told, its application is not told either."""
    mine = Q(person=subject.person) | Q(applicants__person=subject.person)
    return Application.objects.filter(mine, Q(case=None) | Q(case__in=subject.cases)).distinct()


def _applicants(households: Iterable[UUID], cases: Iterable[UUID]) -> list[str]:
    """Also those who were never recognised as a person."""
    theirs = Q(application__household__in=list(households)) | Q(application__case__in=list(cases))
    rows = Applicant.objects.filter(theirs)
    return [f"{row.first_name} {row.last_name}".strip() for row in rows]
