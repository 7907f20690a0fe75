"""The households of applications, as far as their members are known."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from django.db import connection

from accanto.access.outcomes.models import Applicant, Application
from accanto.people.households.enums import HouseholdKind, Relation
from accanto.people.households.models import Household, Member

BATCH = 2_000


def form_households(*, applications: Collection[UUID], at: datetime) -> None:
    """Whoever already lives in a household keeps it; others get one; new members join it.

    A member who is known in another household is left there: two lists may disagree, and a person decides.
    """
    rows = list(
        Application.objects.filter(pk__in=applications, person__isnull=False)
        .order_by("created_at", "protocol")
        .only("pk", "person_id", "household_id", "last_name")
    )
    homes = _present_homes(row.person_id for row in rows)
    new: list[Household] = []
    references: list[Member] = []
    for row in rows:
        if row.person_id and row.person_id not in homes:
            household = Household(label=(row.last_name or "–").title()[:120], created_at=at)
            new.append(household)
            references.append(
                Member(household=household, person_id=row.person_id, relation=Relation.REFERENCE)
            )
            homes[row.person_id] = household.pk
    Household.objects.bulk_create(new, batch_size=BATCH)
    Member.objects.bulk_create(references, batch_size=BATCH)
    _settle([(row.pk, homes[row.person_id]) for row in rows if row.person_id and row.household_id is None])
    _join(applications)


def _present_homes(people: Iterable[UUID | None]) -> dict[UUID, UUID]:
    rows = Member.objects.filter(
        person__in=[person for person in people if person],
        ends_on=None,
        household__kind=HouseholdKind.REGISTRY,
    )
    return dict(rows.order_by("-id").values_list("person_id", "household_id"))


def _settle(pairs: list[tuple[UUID, UUID]]) -> None:
    if not pairs:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "update outcomes_application a set household_id = new.household "
            "from unnest(%s::uuid[], %s::uuid[]) as new(id, household) where a.id = new.id",
            [[pk for pk, _home in pairs], [home for _pk, home in pairs]],
        )


def _join(applications: Collection[UUID]) -> None:
    members = (
        Applicant.objects.filter(
            application__in=applications, person__isnull=False, application__household__isnull=False
        )
        .order_by("id")
        .values_list("person_id", "relation", "application__household_id")
    )
    rows = list(members)
    homes = _present_homes(person for person, _relation, _home in rows)
    joining: dict[UUID, Member] = {}
    for person, relation, home in rows:
        if person not in homes and person not in joining:
            plain = relation if relation and relation != Relation.REFERENCE else Relation.OTHER
            joining[person] = Member(household_id=home, person_id=person, relation=plain)
    Member.objects.bulk_create(joining.values(), batch_size=BATCH)
