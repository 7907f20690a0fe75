"""What happened to each application up to a day: the one set of rows that every figure counts.

All conditions are subqueries of one query: PostgreSQL computes only those that a figure uses.
"""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from accanto.access.outcomes.enums import Outcome
from accanto.access.outcomes.models import Application, ApplicationEvent
from accanto.casework.assessment.models import Assessment, UndoneClosing
from accanto.casework.pathways.models import Pathway, ServicePact
from accanto.casework.projects.models import Project, Support
from accanto.casework.teams.models import AgendaItem
from accanto.people.households.models import Member
from accanto.people.households.queries import DAYS_AFTER_BIRTH, DAYS_BEFORE_BIRTH
from accanto.people.persons.models import Pregnancy
from accanto.steering.indicators.figures import Scope


def applications_of(scope: Scope) -> QuerySet[Any]:
    """Applications, each with the outcome that the zone knew on the day (`outcome_then`, empty before)."""
    told = ApplicationEvent.objects.filter(application=OuterRef("pk"), known_on__lte=scope.as_of)
    latest = told.order_by("-known_on", "-id")
    rows: QuerySet[Any] = Application.objects.filter(measure=scope.measure).annotate(
        outcome_then=Subquery(latest.values("outcome")[:1]),
        outcome_then_on=Subquery(latest.values("outcome_on")[:1]),
        home=Coalesce("household_id", "case__household_id"),
        household_key=Coalesce("household_id", "case__household_id", "id"),
    )
    if scope.municipality:
        rows = rows.filter(municipality__istat_code=scope.municipality)
    return rows


def known(scope: Scope) -> QuerySet[Any]:
    """Only those of which the zone knew something on the day."""
    return applications_of(scope).filter(outcome_then__isnull=False)


def positive(scope: Scope) -> QuerySet[Any]:
    return facts(scope).filter(outcome_then=Outcome.POSITIVE)


def facts(scope: Scope) -> QuerySet[Any]:
    """Applications with the day on which each thing happened, empty when it had not happened yet."""
    day, project = scope.as_of, _project(scope.as_of)
    dated: QuerySet[Any] = _with_pathway(applications_of(scope)).annotate(
        analysis_on=_closed_then("section_a", day, "closed_on"),
        way_then=_closed_then("section_a", day, "decided_way"),
        framework_on=_closed_then("section_b", day, "closed_on"),
        team_at=Subquery(_discussed(day).values("decided_at")[:1]),
        project=Subquery(project.values("pk")[:1]),
        project_kind=Subquery(project.values("kind")[:1]),
        defined_on=Subquery(project.values("defined_on")[:1]),
        started_on=Subquery(project.filter(started_on__lte=day).values("started_on")[:1]),
    )
    return dated


def with_service_pact(rows: QuerySet[Any], day: date) -> QuerySet[Any]:
    return rows.filter(Exists(ServicePact.objects.filter(pathway_id=OuterRef("pathway"), signed_on__lte=day)))


def with_support(rows: QuerySet[Any], **service: bool) -> QuerySet[Any]:
    """Those whose signed project holds a service with these marks of the catalogue."""
    wanted = {f"service__{name}": value for name, value in service.items()}
    return rows.filter(Exists(Support.objects.filter(project_id=OuterRef("project"), **wanted)))


def in_first_thousand_days(rows: QuerySet[Any], day: date) -> QuerySet[Any]:
    """Households with a child before its second birthday, or a pregnancy, on the day."""
    members = members_on(day).filter(household_id=OuterRef("home"))
    born_after = day - timedelta(days=DAYS_AFTER_BIRTH)
    children = members.filter(person__birth_date__gt=born_after, person__birth_date__lte=day)
    pregnancies = Pregnancy.objects.filter(
        Q(ended_on=None) | Q(ended_on__gt=day),
        declared_on__lte=day,
        expected_on__lte=day + timedelta(days=DAYS_BEFORE_BIRTH),
        expected_on__gt=born_after,
        person__in=members_on(day).filter(household_id=OuterRef(OuterRef("home"))).values("person"),
    )
    return rows.filter(Exists(children) | Exists(pregnancies))


def members_on(day: date) -> QuerySet[Member]:
    return Member.objects.filter(
        Q(starts_on=None) | Q(starts_on__lte=day), Q(ends_on=None) | Q(ends_on__gt=day)
    )


def end_of(day: date) -> datetime:
    """The first moment that no longer belongs to the day, local time."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def _with_pathway(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Everything else is looked up by this id, never by a join: the plan stays good whatever the statistics."""
    born = Pathway.objects.filter(source=OuterRef("pk")).order_by()
    found: QuerySet[Any] = rows.annotate(
        pathway=Subquery(born.values("pk")),
        pathway_outcome_on=Subquery(born.values("outcome_on")),
    )
    return found


def _closed_then(kind: str, day: date, what: str) -> Coalesce:
    """Of the closing that stood on the day, also when it was taken back afterwards."""
    undone = UndoneClosing.objects.filter(
        assessment__pathway_id=OuterRef("pathway"),
        assessment__kind=kind,
        assessment__moment="entry",
        closed_on__lte=day,
        reopened_on__gt=day,
    )
    return Coalesce(
        Subquery(_assessment(kind, day).values(what)),
        Subquery(undone.order_by("-closed_on").values(what)[:1]),
    )


def _assessment(kind: str, day: date) -> QuerySet[Assessment]:
    return Assessment.objects.filter(
        pathway_id=OuterRef("pathway"), kind=kind, moment="entry", state="closed", closed_on__lte=day
    ).order_by()


def _discussed(day: date) -> QuerySet[AgendaItem]:
    return AgendaItem.objects.filter(
        pathway_id=OuterRef("pathway"), state="discussed", meeting__state="held", decided_at__lt=end_of(day)
    ).order_by("decided_at")


def _project(day: date) -> QuerySet[Project]:
    """The project signed by the day: born from this application, or already running and confirmed for it."""
    own = Q(pathway_id=OuterRef("pathway"))
    running = Q(started_on__lte=day) & (Q(closure=None) | Q(closure__closed_on__gt=day))
    return (
        Project.objects.filter(own | running, case_id=OuterRef("case_id"), defined_on__lte=day)
        .annotate(latest=F("defined_on"))
        .order_by("-latest", "pk")
    )
