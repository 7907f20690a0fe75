"""The zone's rules on asking to see a case, read from `data/seeing.yaml`; who decides on it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Max, QuerySet

from accanto.casework.cases.models import Case, CaseWorker
from accanto.core.dated_rules import Rule, rule_at
from accanto.people.persons.enums import Depth, GrantReason
from accanto.people.persons.models import AccessGrant
from accanto.people.persons.visibility import grants_of
from accanto.territory.staff.models import User
from accanto.territory.staff.queries import coordinators_of

FILE = "cases.seeing"
# The code of the deadline of whoever follows the case, and of the coordinator's, once that one has passed.
TO_DECIDE, NOT_DECIDED = "cases.request", "cases.request_late"
REQUEST_CODES = (TO_DECIDE, NOT_DECIDED)
# To follow a case is to have been given it: a right that was asked for, or an emergency, decides nothing for others.
_FOLLOWING = (GrantReason.ASSIGNMENT, GrantReason.CO_WORK, GrantReason.COORDINATION)


@dataclass(frozen=True)
class Terms:
    """What may be asked for, and by when it is answered (working days)."""

    durations: tuple[int, ...]
    decide: int
    lapse: int
    shortest_reason: int
    source: str
    from_memory: bool

    @property
    def longest(self) -> int:
        return max(self.durations)


def terms_on(on: date) -> Terms:
    rules: dict[str, Rule] = {
        key: rule_at(FILE, on, key) for key in ("durations", "decide", "lapse", "reason")
    }
    return Terms(
        durations=tuple(rules["durations"]["days"]),
        decide=rules["decide"]["working_days"],
        lapse=rules["lapse"]["working_days"],
        shortest_reason=rules["reason"]["characters"],
        source=rules["durations"].source,
        from_memory=any(rule.from_memory for rule in rules.values()),
    )


def depths_for(user: User, held: int) -> list[Depth]:
    """What somebody who sees a case at `held` (0: not at all) may still ask for: to work, only whose role works."""
    if not user.may("access.ask"):
        return []
    wanted = [Depth.READ, Depth.WORK] if user.may("cases.work") else [Depth.READ]
    return [depth for depth in wanted if depth > held]


def held_depth(user: User, case_id: UUID, at: datetime) -> int:
    """How deeply `user` sees the case; zero for not at all, or only as a card."""
    held = grants_of(user, depth=Depth.TEAM, at=at).filter(context=case_id)
    return held.aggregate(deepest=Max("depth"))["deepest"] or 0


def follows(user: User, case: Case, at: datetime) -> bool:
    """Responsible, co-worker, or coordinator of the unit: who decides whether a colleague is let in."""
    if not user.may("cases.work"):
        return False
    held = grants_of(user, depth=Depth.WORK, at=at).filter(context=case.pk, reason__in=_FOLLOWING)
    return held.exists()


def workers_on(case: Case, at: datetime) -> list[User]:
    """The responsible worker first, then those who work with them: not consultants, who see less."""
    held: QuerySet[AccessGrant] = AccessGrant.objects.filter(
        context=case.pk,
        depth__gte=Depth.WORK,
        reason__in=_FOLLOWING,
        starts_at__lte=at,
        reaches=True,
        ends_at=None,
    )
    rows = CaseWorker.objects.filter(
        case=case, ends_on=None, user__is_active=True, user__in=held.values("user")
    )
    people = [row.user for row in rows.select_related("user").order_by("-role", "id")]
    return list(dict.fromkeys(people))


def coordinators_on(case: Case, on: date) -> list[User]:
    return list(dict.fromkeys(grant.user for grant in coordinators_of(case.unit, on)))
