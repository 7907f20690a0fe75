"""How somebody logs in: the body's log-in that is theirs, the second step, the password of their own."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext as _
from stdnum.it import codicefiscale

from accanto.core.errors import OperationRefused
from accanto.foundation.audit.operations import record
from accanto.foundation.entrance.enums import EndReason
from accanto.foundation.entrance.operations import end_sessions
from accanto.territory.staff.models import User


@transaction.atomic
def set_login_identity(*, user: User, fiscal_code: str, email: str, by: User, at: datetime) -> User:
    """By what the body's log-in knows the person. Whoever could write it for themselves could become a colleague.

    :raises OperationRefused: a wrong code, a code or an address of somebody else, one's own account.
    """
    row = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    if row.pk == by.pk:
        raise OperationRefused(_("Nobody changes how they log in by themselves: ask another administrator."))
    code, address = fiscal_code.strip().upper(), email.strip().lower()
    if code and not codicefiscale.is_valid(code):
        raise OperationRefused(
            _("This fiscal code is not right: check it letter by letter."), field="fiscal_code"
        )
    if code and User.objects.filter(fiscal_code=code).exclude(pk=row.pk).exists():
        raise OperationRefused(_("Another account has this fiscal code."), field="fiscal_code")
    if address and User.objects.filter(email=address).exclude(pk=row.pk).exists():
        raise OperationRefused(_("Somebody else has this e-mail address."), field="email")
    row.fiscal_code, row.email = code, address
    row.save(update_fields=["fiscal_code", "email"])
    record("staff.identity.changed", by=by, at=at, subject=row, important=True, name=str(row))
    return row


@transaction.atomic
def reset_second_step(*, user: User, reason: str, by: User, at: datetime) -> int:
    """The telephone is lost: its codes and keys stop working, the sessions end, and at the next log-in a role that
    asks for a second step asks for a new one. Gives how many were taken away.

    :raises OperationRefused: one's own, or nothing to take away.
    """
    row = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    if row.pk == by.pk:
        raise OperationRefused(_("Nobody takes away their own second step here: ask another administrator."))
    count: int = Authenticator.objects.filter(user_id=row.pk).delete()[0]
    if not count:
        raise OperationRefused(_("There is no second step to take away."))
    end_sessions(user=row, reason=EndReason.ADMINISTRATOR, by=by, at=at)
    record("staff.second_step.reset", by=by, at=at, subject=row, important=True, name=str(row), reason=reason)
    return count


@transaction.atomic
def note_own_password(*, user: User, at: datetime) -> None:
    """The person has chosen a password that nobody else has seen."""
    User.objects.filter(pk=user.pk).update(must_change_password=False)
    record("staff.password.own", by=user, at=at, subject=user)


@transaction.atomic
def note_second_step(*, user: User, kind: str, added: bool, at: datetime) -> None:
    record(
        "staff.second_step.added" if added else "staff.second_step.removed",
        by=user,
        at=at,
        subject=user,
        kind=kind,
    )
