"""The zone's rules on handing a case over, read from `data/handover.yaml`; who may ask, who answers, who takes it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from accanto.casework.cases.enums import SUMMARIES, CaseState
from accanto.casework.cases.models import Case, CaseTransfer
from accanto.core.dated_rules import Rule, rule_at
from accanto.people.persons.compartments import fenced
from accanto.people.persons.enums import Depth
from accanto.territory.bodies.enums import OfficeKind
from accanto.territory.bodies.models import Office
from accanto.territory.staff.models import OfficePost, RoleGrant, User
from accanto.territory.staff.queries import coordinators_of, in_force
from accanto.territory.staff.roles import ROLES

FILE = "cases.handover"
TO_ANSWER = "cases.transfer"


@dataclass(frozen=True)
class Terms:
    """`answer` and `advised` in working days; `reading` and `suspension` in days; `shortest_reason` in characters."""

    answer: int
    advised: int
    reading: int
    shortest_reason: int
    suspension: int
    source: str
    suspension_source: str
    from_memory: bool


def terms_on(on: date) -> Terms:
    rules: dict[str, Rule] = {
        key: rule_at(FILE, on, key) for key in ("answer", "advised", "reading", "reason", "suspension")
    }
    return Terms(
        answer=rules["answer"]["working_days"],
        advised=rules["advised"]["working_days"],
        reading=rules["reading"]["days"],
        shortest_reason=rules["reason"]["characters"],
        suspension=rules["suspension"]["days"],
        source=rules["answer"].source,
        suspension_source=rules["suspension"].source,
        from_memory=any(rule.from_memory for rule in rules.values()),
    )


def in_use(on: date) -> Q:
    """Offices that are open on a day."""
    return (Q(valid_from=None) | Q(valid_from__lte=on)) & (Q(valid_to=None) | Q(valid_to__gt=on))


def units_on(on: date) -> QuerySet[Office]:
    """Units that may have a case in charge."""
    return Office.objects.filter(in_use(on), kind=OfficeKind.PROFESSIONAL_UNIT).select_related("seat")


def units_for(case: Case, kind: str, on: date) -> QuerySet[Office]:
    """Where a case may go: behind its fence only a unit that is let in there; a summary, to any other unit."""
    rows = units_on(on)
    if kind in SUMMARIES:
        return rows
    rows = rows.exclude(pk=case.unit_id)
    return rows.filter(compartments__contains=[case.compartment]) if case.compartment in fenced() else rows


def may_hand_over(user: User, case: Case, depth: int) -> bool:
    """Propose: whoever works on a case that is still open, or coordinates its unit."""
    return case.state != CaseState.CLOSED and depth >= Depth.WORK and user.may("cases.transfer")


def may_answer(user: User, transfer: CaseTransfer) -> bool:
    """Accept or refuse: whoever coordinates the unit that is asked, and never what they asked themselves."""
    return (
        user.may("cases.transfer")
        and transfer.to_unit_id in user.access.coordinates
        and transfer.asked_by_id != user.pk
    )


def answerers(unit: Office, on: date) -> list[User]:
    roles = {code for code, role in ROLES.items() if "cases.transfer" in role.permissions}
    return list(dict.fromkeys(grant.user for grant in coordinators_of(unit, on) if grant.role in roles))


def workers_of(units: Iterable[int], on: date) -> QuerySet[User]:
    """Who may be responsible for a case in these units: they have a post there and a role that works on cases."""
    roles = [code for code, role in ROLES.items() if "cases.work" in role.permissions]
    posts = OfficePost.objects.filter(in_force(on), user=OuterRef("pk"), office__in=list(units))
    works = RoleGrant.objects.filter(in_force(on), user=OuterRef("pk"), role__in=roles)
    # Whoever is in training does nothing else meanwhile, whatever other role they hold.
    alone = [code for code, role in ROLES.items() if role.alone]
    learns = RoleGrant.objects.filter(in_force(on), user=OuterRef("pk"), role__in=alone)
    rows = User.objects.filter(Exists(posts), Exists(works), ~Exists(learns), is_active=True)
    return rows.order_by("last_name", "first_name", "pk")


def posted_in(unit: int, users: Iterable[int], on: date) -> set[int]:
    """Which of the users have a post in the unit."""
    rows = OfficePost.objects.filter(in_force(on), office=unit, user__in=list(users))
    return set(rows.values_list("user_id", flat=True))
