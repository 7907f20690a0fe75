from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accanto.casework.training.enums import TRAINEESHIP_TRANSITIONS, TraineeshipState
from accanto.casework.training.models import TraineeCase, Traineeship
from accanto.casework.training.operations.cases import hide
from accanto.core.database.context import serving
from accanto.core.errors import NotPermitted, OperationRefused
from accanto.foundation.audit.operations import record
from accanto.foundation.notifications.operations import notify
from accanto.territory.staff.models import User
from accanto.territory.staff.queries import holders_of

_LONGEST = timedelta(days=3 * 366)


@transaction.atomic
def plan_traineeship(
    *,
    student: User,
    tutor: User,
    body: str,
    starts_on: date,
    last_day: date,
    by: User,
    at: datetime,
    hours: int | None = None,
    note: str = "",
) -> Traineeship:
    """A student learns beside a tutor, from the first to the last day; one that starts today or before is under way.

    :raises OperationRefused: a student without that role or with a traineeship already, a tutor who does not work on
        cases, days the wrong way round, in the past or more than three years apart.
    """
    _check_people(student, tutor, at.date())
    _check_days(starts_on, last_day, at.date())
    running = starts_on <= at.date()
    try:
        with transaction.atomic():
            made = Traineeship.objects.create(
                student=student,
                tutor=tutor,
                body=body.strip(),
                starts_on=starts_on,
                ends_on=last_day + timedelta(days=1),
                hours=hours,
                note=note.strip(),
                state=TraineeshipState.RUNNING if running else TraineeshipState.PLANNED,
                begun_at=at if running else None,
                created_by=by,
                created_at=at,
            )
    except IntegrityError:
        raise OperationRefused(
            _("%(name)s has a traineeship already: end that one first.") % {"name": student}, field="student"
        ) from None
    record("training.planned", by=by, at=at, subject=made, student=str(student), tutor=str(tutor))
    notify(
        "training.student_given",
        user=tutor,
        at=at,
        url=reverse("training", args=[made.pk]),
        student=str(student),
    )
    return made


@transaction.atomic
def begin_traineeship(*, traineeship: Traineeship, by: User | None, at: datetime) -> Traineeship:
    """:raises OperationRefused: before its first day; begun or closed already."""
    row = _locked(traineeship, by)
    state = TRAINEESHIP_TRANSITIONS.move("begin", row.state)
    if row.starts_on > at.date():
        raise OperationRefused(_("It begins on the first day that was agreed, not before."))
    row.state, row.begun_at = state, at
    row.save(update_fields=["state", "begun_at"])
    record("training.begun", by=by, at=at, subject=row, student=str(row.student))
    return row


def end_traineeship(
    *, traineeship: Traineeship, by: User | None, at: datetime, reason: str = ""
) -> Traineeship:
    """It came to its end: from now the student sees no case.

    :raises OperationRefused: it has not begun, or is closed already.
    """
    return _close("end", traineeship, reason, by, at)


def interrupt_traineeship(*, traineeship: Traineeship, reason: str, by: User, at: datetime) -> Traineeship:
    """It does not go on: from now the student sees no case.

    :raises OperationRefused: no reason, or it is closed already.
    """
    if not reason.strip():
        raise OperationRefused(_("Say why it is interrupted."), field="reason")
    return _close("interrupt", traineeship, reason, by, at)


@transaction.atomic
@serving("training")
def keep_time(*, at: datetime) -> int:
    """Begin what was planned for today, end what is over; returns how many. Rights end by themselves, at midnight."""
    planned = Traineeship.objects.filter(state=TraineeshipState.PLANNED, starts_on__lte=at.date())
    begun = [begin_traineeship(traineeship=row, by=None, at=at) for row in planned]
    over = Traineeship.objects.filter(state=TraineeshipState.RUNNING, ends_on__lte=at.date())
    ended = [end_traineeship(traineeship=row, by=None, at=at) for row in over]
    return len(begun) + len(ended)


@transaction.atomic
@serving("training")  # whoever manages the staff sees no case, and those chosen end with it
def _close(verb: str, traineeship: Traineeship, reason: str, by: User | None, at: datetime) -> Traineeship:
    row = _locked(traineeship, by)
    row.state = TRAINEESHIP_TRANSITIONS.move(verb, row.state)
    row.closed_at, row.closing_reason = at, reason.strip()[:200]
    row.save(update_fields=["state", "closed_at", "closing_reason"])
    running = TraineeCase.objects.select_for_update(of=("self",)).filter(traineeship=row, ends_at=None)
    for chosen in running.select_related("case", "traineeship__student"):
        hide(chosen, _("The traineeship is over."), by, at)
    record("training.closed", by=by, at=at, subject=row, student=str(row.student), reason=row.closing_reason)
    return row


def _locked(traineeship: Traineeship, by: User | None) -> Traineeship:
    """Its tutor, those who manage the staff, and the system itself (nobody) decide."""
    rows = Traineeship.objects.select_for_update(of=("self",)).select_related("student", "tutor")
    row = rows.get(pk=traineeship.pk)
    if by is not None and row.tutor_id != by.pk and not by.may("staff.manage"):
        raise NotPermitted(_("Only the tutor and those who manage the staff decide of a traineeship."))
    return row


def _check_people(student: User, tutor: User, on: date) -> None:
    if not holders_of("training.attend", on).filter(pk=student.pk).exists():
        raise OperationRefused(
            _("%(name)s is no student here: give the role «Student in training» first.") % {"name": student},
            field="student",
        )
    if tutor.pk == student.pk or not holders_of("cases.work", on).filter(pk=tutor.pk).exists():
        raise OperationRefused(
            _("%(name)s does not work on cases, and cannot be a tutor.") % {"name": tutor}, field="tutor"
        )


def _check_days(starts_on: date, last_day: date, today: date) -> None:
    if last_day < starts_on:
        raise OperationRefused(_("The last day comes before the first: check both."), field="last_day")
    if last_day < today:
        raise OperationRefused(_("The last day has passed already."), field="last_day")
    if last_day - starts_on > _LONGEST:
        raise OperationRefused(
            _("A traineeship lasts three years at most: check the year."), field="last_day"
        )
