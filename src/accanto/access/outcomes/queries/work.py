"""What waits for a person: who to identify, who to accompany."""

from datetime import date

from django.db.models import DateTimeField, Exists, OuterRef, Q, QuerySet, Subquery

from accanto.access.outcomes.enums import TO_ACCOMPANY
from accanto.access.outcomes.lists.words import measure_of
from accanto.access.outcomes.models import Accompaniment, Applicant, Application, ApplicationEvent, Candidate
from accanto.people.households.queries import restricted_households
from accanto.people.persons.queries import restricted_people
from accanto.territory.staff.models import User


def to_identify(user: User) -> QuerySet[Application]:
    """Applications in which somebody, applicant or member, is not yet a known person."""
    members = Applicant.objects.filter(application=OuterRef("pk"), person=None)
    return Application.objects.visible_to(user).filter(Q(person=None) | Exists(members))


def with_candidates(rows: QuerySet[Application]) -> QuerySet[Application]:
    """Those for whom somebody known is proposed."""
    return rows.filter(Exists(Candidate.objects.filter(application=OuterRef("pk"), state="open")))


def may_leave(rows: QuerySet[Application]) -> QuerySet[Application]:
    """Those that a file may hold: not where the data of somebody in them are restricted (GDPR art. 18)."""
    named = Applicant.objects.filter(application=OuterRef("pk"), person__in=restricted_people())
    return rows.exclude(
        Q(person__in=restricted_people()) | Q(household__in=restricted_households()) | Exists(named)
    )


def to_accompany(user: User, on: date) -> QuerySet[Application]:
    """Refused, suspended or lapsed, without a contact that closed the matter since the outcome was known.

    Only of the measure that can be applied for on that day: to those of a measure that is history there is nothing
    left to say.
    """
    told = ApplicationEvent.objects.filter(application=OuterRef("pk")).order_by("-at").values("at")[:1]
    notes = Accompaniment.objects.filter(application=OuterRef("pk"))
    return (
        Application.objects.visible_to(user)
        .filter(outcome__in=TO_ACCOMPANY, measure=measure_of(on))
        .annotate(
            told_at=Subquery(told, output_field=DateTimeField()),
            contacted_at=Subquery(notes.order_by("-at").values("at")[:1], output_field=DateTimeField()),
        )
        .exclude(Exists(notes.filter(done=True, at__gte=OuterRef("told_at"))))
    )
