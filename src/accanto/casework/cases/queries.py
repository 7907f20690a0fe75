"""Reading cases: one row with all that its page needs, and who can see it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Case as If
from django.db.models import CharField, IntegerField, Max, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast, Concat

from accanto.casework.cases import tabs
from accanto.casework.cases.enums import CaseRole
from accanto.casework.cases.models import Case, CaseWorker
from accanto.foundation.jobs.models import Draft
from accanto.people.persons.compartments import fenced
from accanto.people.persons.enums import Depth
from accanto.people.persons.models import AccessGrant
from accanto.people.persons.visibility import grants_of
from accanto.territory.staff.models import User

# What one has typed in the diary of a case is kept under this and the case's id.
DIARY_DRAFT = "diary-"


def with_depth(user: User) -> QuerySet[Case]:
    """Cases that the user may see, each with how deeply (`depth`): in full where one coordinates the unit.

    In a fenced compartment the unit says nothing by itself, and every grant is asked.
    """
    own = grants_of(user, depth=Depth.TEAM).filter(context=OuterRef("pk")).order_by()
    deepest = Subquery(
        own.values("context").annotate(deepest=Max("depth")).values("deepest"), output_field=IntegerField()
    )
    coordinated = When(
        ~Q(compartment__in=fenced()),
        unit_id__in=sorted(user.access.coordinates),
        then=Value(int(Depth.WORK)),
    )
    seen = If(coordinated, default=deepest) if user.access.coordinates else deepest
    return Case.objects.visible_to(user).annotate(depth=seen)  # type: ignore[no-redef]


def for_page(user: User) -> QuerySet[Case]:
    """One query for what the head, the tabs and the aside of a case say."""
    since = CaseWorker.objects.filter(case=OuterRef("pk"), role=CaseRole.RESPONSIBLE, ends_on=None)
    rows = with_depth(user).select_related("household", "unit__seat", "responsible")
    started = Subquery(since.values("starts_on")[:1])
    key = Concat(Value(DIARY_DRAFT), Cast(OuterRef("pk"), CharField()))
    typed = Subquery(Draft.objects.filter(user=user, key=key).values("data")[:1])
    return rows.annotate(responsible_since=started, typed=typed, **tabs.figures())  # type: ignore[no-redef]


@dataclass
class Seer:
    """Somebody who can see a case: a professional, or those who coordinate an office."""

    user: User | None
    office: str
    depth: int
    reasons: list[tuple[str, datetime, str]] = field(default_factory=list)
    since: datetime | None = None
    until: datetime | None = None


def grants_on(case_id: UUID, at: datetime) -> QuerySet[AccessGrant]:
    """Grants in force on a case, with their holder; one query."""
    running = AccessGrant.objects.filter(context=case_id, starts_at__lte=at, reaches=True)
    return (
        (running.filter(ends_at=None) | running.filter(ends_at__gt=at))
        .select_related("user__operator__organisation", "office__organisation")
        .order_by("starts_at")
    )


def seers(grants: Iterable[AccessGrant]) -> list[Seer]:
    """Grants are one per member of the household; here they are told once per holder, deepest first."""
    found: dict[tuple[int | None, int | None], Seer] = {}
    for grant in grants:
        key = (grant.user_id, grant.office_id)
        office = grant.office.name if grant.office else ""
        seer = found.setdefault(key, Seer(grant.user, office, grant.depth))
        seer.depth = max(seer.depth, grant.depth)
        seer.since = min(seer.since or grant.starts_at, grant.starts_at)
        seer.until = grant.ends_at
        if grant.reason not in {reason for reason, _since, _note in seer.reasons}:
            seer.reasons.append((grant.reason, grant.starts_at, grant.note))
    return sorted(found.values(), key=lambda s: (-s.depth, s.user is None, str(s.user or s.office)))
