"""Who works on a case, and who may be chosen to: never whoever must not see the household, nor somebody in training."""

from datetime import datetime

from django.db.models import Q, QuerySet

from accanto.casework.cases.enums import CaseRole
from accanto.casework.cases.handover import in_use, workers_of
from accanto.casework.cases.models import Case, CaseWorker
from accanto.people.households.queries import members_of
from accanto.people.persons.compartments import fenced
from accanto.people.persons.enums import GrantReason
from accanto.people.persons.models import AccessGrant
from accanto.people.persons.queries import bars_in_force
from accanto.territory.bodies.models import Office
from accanto.territory.staff.models import User


def may_answer_for(case: Case, at: datetime) -> QuerySet[User]:
    """Colleagues of the unit who may become responsible: whoever is so already is not among them."""
    rows = workers_of([case.unit_id], at.date())
    return _let_in(case, rows, at).exclude(pk=case.responsible_id or 0)


def may_join(case: Case, at: datetime) -> QuerySet[User]:
    """Whoever works on cases, in whatever office, and not yet on this one."""
    offices = Office.objects.filter(in_use(at.date())).values_list("pk", flat=True)
    working = CaseWorker.objects.filter(case=case, ends_on=None).values("user")
    return _let_in(case, workers_of(list(offices), at.date()), at).exclude(pk__in=working)


def co_workers(case: Case) -> list[CaseWorker]:
    rows = CaseWorker.objects.filter(case=case, role=CaseRole.CO_WORKER, ends_on=None)
    return list(rows.select_related("user__operator__organisation").order_by("starts_on", "pk"))


def in_mini_team(case: Case) -> set[int]:
    """Those whom a convocation let in: that ends with it, by itself."""
    rows = AccessGrant.objects.filter(context=case.pk, reason=GrantReason.MINI_TEAM, ends_at=None)
    return set(rows.exclude(user=None).values_list("user_id", flat=True))


def _let_in(case: Case, rows: QuerySet[User], at: datetime) -> QuerySet[User]:
    members = [member.person_id for member in members_of(case.household, at.date())]
    found = rows.exclude(pk__in=list(bars_in_force(members, at).values_list("user_id", flat=True)))
    if case.compartment not in fenced():
        return found
    # Behind a fence: those of an office that is let in there, or who have been let into this very case for good.
    marked = Office.objects.filter(in_use(at.date()), compartments__contains=[case.compartment])
    there = workers_of(list(marked.values_list("pk", flat=True)), at.date())
    held = AccessGrant.objects.filter(context=case.pk, ends_at=None, reaches=True).exclude(user=None)
    return found.filter(Q(pk__in=there.order_by().values("pk")) | Q(pk__in=held.values("user")))
