from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accanto.casework.cases.models import Case
from accanto.casework.cases.operations.bars import refuse_barred
from accanto.casework.training.enums import TraineeshipState
from accanto.casework.training.models import Pseudonym, TraineeCase, Traineeship
from accanto.casework.training.naming import Name, Named, invent
from accanto.casework.training.queries.pages import choosable, worked_on
from accanto.core.database.context import serving
from accanto.core.errors import NotPermitted, OperationRefused
from accanto.foundation.audit.operations import record
from accanto.foundation.notifications.operations import notify
from accanto.people.households.models import Member
from accanto.people.households.queries import members_of
from accanto.people.persons.compartments import fenced
from accanto.people.persons.enums import Depth, GrantReason
from accanto.people.persons.models import AccessGrant, Person
from accanto.people.persons.operations import grant_many
from accanto.people.persons.visibility import grants_of
from accanto.territory.staff.models import User


@transaction.atomic
@serving("training")  # names are given also to those whom the tutor does not see, or sees no more
def choose_case(*, traineeship: Traineeship, case: Case, reason: str, by: User, at: datetime) -> TraineeCase:
    """From now until the end of the traineeship the student reads the case, with invented names.

    :raises NotPermitted: whoever is not the tutor.
    :raises OperationRefused: not under way; no reason; a case on which the tutor does not work, that is kept apart or
        already chosen; a student who must not see somebody in it.
    """
    row = _locked(traineeship, by)
    if row.state != TraineeshipState.RUNNING or row.ends_at <= at:
        raise OperationRefused(_("The traineeship is not under way: cases are chosen while it is."))
    if not reason.strip():
        raise OperationRefused(_("Write why this case is good to learn from."), field="reason")
    found = choosable(row, at).filter(pk=case.pk).first()
    if found is None or _sees_a_fence(found, by, at):
        raise OperationRefused(
            _("This case cannot be chosen: it must be under way, yours, and not kept apart."), field="case"
        )
    refuse_barred(found, row.student, at)
    chosen = TraineeCase.objects.create(traineeship=row, case=found, reason=reason.strip(), starts_at=at)
    _show(chosen, by, at)
    record(
        "training.case.chosen", by=by, at=at, context=found.pk, subject=found, student=str(row.student),
        reason=reason.strip(),
    )  # fmt: skip
    notify(
        "training.case_chosen", user=row.student, at=at, url=reverse("case", args=[found.pk]),
        context=found.pk, tutor=str(by),
    )  # fmt: skip
    return chosen


@transaction.atomic
@serving("training")
def take_case_away(*, chosen: TraineeCase, reason: str, by: User, at: datetime) -> TraineeCase:
    """The student reads the case no more.

    :raises NotPermitted: whoever is not the tutor.
    :raises OperationRefused: no reason, or taken away already.
    """
    _locked(chosen.traineeship, by)
    row = TraineeCase.objects.select_for_update(of=("self",)).select_related("traineeship").get(pk=chosen.pk)
    if row.ends_at is not None:
        raise OperationRefused(_("The student no longer sees this case."))
    if not reason.strip():
        raise OperationRefused(_("Say why it ends."), field="reason")
    return hide(row, reason.strip(), by, at)


@transaction.atomic
@serving("training")  # told by whoever changes the case, who may know nothing of the traineeship
def align_case(*, case: Case, by: User | None, at: datetime) -> None:
    """After somebody entered, left or stopped working: students read on only where their tutor works on."""
    rows = TraineeCase.objects.select_for_update(of=("self",)).filter(case=case, ends_at=None)
    for row in rows.select_related("traineeship__tutor", "traineeship__student"):
        tutor = row.traineeship.tutor
        works = worked_on(tutor, at).filter(context=case.pk).exists()
        if not works:
            hide(row, _("The tutor no longer works on the case."), by, at)
        elif case.state == "closed":
            hide(row, _("The case was closed."), by, at)
        elif case.compartment in fenced() or not _shown(row, at).exists():
            hide(row, _("The case was moved."), by, at)
        else:
            _show(row, by, at)


def hide(row: TraineeCase, reason: str, by: User | None, at: datetime) -> TraineeCase:
    """End the choice and the rights that came from it; the invented names stay, for what was written meanwhile."""
    _shown(row, at).update(ends_at=at)
    row.ends_at, row.end_reason = at, reason[:200]
    row.save(update_fields=["ends_at", "end_reason"])
    record(
        "training.case.taken", by=by, at=at, context=row.case_id, subject=row.case,
        student=str(row.traineeship.student), reason=reason,
    )  # fmt: skip
    return row


def _locked(traineeship: Traineeship, by: User) -> Traineeship:
    rows = Traineeship.objects.select_for_update(of=("self",)).select_related("student", "tutor")
    row = rows.get(pk=traineeship.pk)
    if row.tutor_id != by.pk:
        raise NotPermitted(_("Only the tutor chooses what the student reads."))
    return row


def _sees_a_fence(case: Case, tutor: User, at: datetime) -> bool:
    """Somebody in the household is kept apart and the tutor knows it; of others nothing is hinted at."""
    members = [member.person_id for member in members_of(case.household, at.date())]
    apart = Person.objects.filter(pk__in=members, compartment__in=fenced()).values("pk")
    return grants_of(tutor, at=at).filter(person__in=apart).exists()


def _shown(row: TraineeCase, at: datetime) -> QuerySet[AccessGrant]:
    return AccessGrant.objects.filter(
        context=row.case_id, user=row.traineeship.student, reason=GrantReason.TRAINING, ends_at__gt=at
    )


def _show(row: TraineeCase, by: User | None, at: datetime) -> None:
    """Names first, then rights: on those who live there now, until the traineeship ends.

    Whoever as a person is kept apart has neither: where they are named, a word stands that names nobody.
    """
    traineeship = row.traineeship
    _name(traineeship, row.case, at)
    members = members_of(row.case.household, at.date())
    present = [member.person for member in members if member.person.compartment not in fenced()]
    _shown(row, at).exclude(person__in=present).update(ends_at=at)
    grant_many(
        persons=present,
        user=traineeship.student,
        depth=Depth.READ,
        reason=GrantReason.TRAINING,
        context=row.case_id,
        by=by,
        at=at,
        ends_at=traineeship.ends_at,
        note=row.reason,
        compartment=row.case.compartment,
    )


def _name(traineeship: Traineeship, case: Case, at: datetime) -> None:
    """A name for whoever is or was of the household and has none yet."""
    people = [*_named(case.household_id)]
    ids = [one.person_id for one in people]
    mine = Pseudonym.objects.filter(traineeship=traineeship)
    given: dict[UUID, Name] = {one.person_id: (one.first_name, one.last_name) for one in mine}
    elsewhere: dict[UUID, set[Name]] = {}
    for other in Pseudonym.objects.filter(person__in=ids).exclude(traineeship=traineeship):
        elsewhere.setdefault(other.person_id, set()).add((other.first_name, other.last_name))
    made = invent(people, given=given, elsewhere=elsewhere, seed=f"{traineeship.pk} {case.pk}")
    Pseudonym.objects.bulk_create(
        Pseudonym(traineeship=traineeship, person_id=person, first_name=first, last_name=last, given_at=at)
        for person, (first, last) in made.items()
    )


def _named(household_id: UUID) -> Iterable[Named]:
    open_ones = Member.objects.filter(household=household_id).exclude(person__compartment__in=fenced())
    rows = open_ones.order_by("id").values_list(
        "person", "household", "person__first_name", "person__last_name", "person__sex", "person__birth_date"
    )
    return (Named(*row) for row in rows)
