import secrets
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from accanto.core.errors import OperationRefused
from accanto.foundation.audit.operations import record
from accanto.foundation.entrance.enums import EndReason
from accanto.foundation.entrance.operations import end_sessions
from accanto.territory.bodies.models import Office, Organisation
from accanto.territory.staff.models import Operator, User
from accanto.territory.staff.operations.rights import (
    add_contract,
    add_post,
    grant_role,
    keep_an_administrator,
)

# Letters and digits that cannot be taken for one another when a password is read aloud.
_PLAIN = "abcdefghjkmnpqrstuvwxyz23456789"


class AccountRefused(OperationRefused):
    """The name or the address is taken, or nobody would be left to administer accounts."""


@transaction.atomic
def create_operator(
    *,
    username: str,
    first_name: str,
    last_name: str,
    organisation: Organisation,
    profession: str,
    office: Office,
    role: str,
    employer: Organisation,
    kind: str,
    area: str,
    weekly_hours: Decimal,
    starts_on: date,
    by: User,
    at: datetime,
    email: str = "",
    phone: str = "",
    functions: tuple[str, ...] = (),
    reason: str = "",
) -> tuple[User, str]:
    """An account with its operator, contract, post and role. Returns it with a first password, told only now.

    :raises AccountRefused: the username or the e-mail belongs to somebody else.
    """
    name = username.strip().lower()
    if User.objects.filter(username=name).exists():
        raise AccountRefused(
            _("The username %(name)s is taken: choose another.") % {"name": name}, field="username"
        )
    address = email.strip().lower()
    if address and User.objects.filter(email=address).exists():
        raise AccountRefused(_("Somebody else has this e-mail address."), field="email")
    password = _first_password()
    user = User.objects.create_user(
        username=name,
        password=password,
        first_name=first_name.strip(),
        last_name=last_name.strip(),
        email=address,
        must_change_password=True,
    )
    operator = Operator.objects.create(
        user=user, organisation=organisation, profession=profession, phone=phone
    )
    record("staff.account.created", by=by, at=at, subject=user, name=str(user), username=name)
    add_contract(
        operator=operator,
        employer=employer,
        kind=kind,
        area=area,
        weekly_hours=weekly_hours,
        functions=functions,
        starts_on=starts_on,
        by=by,
        at=at,
    )
    add_post(user=user, office=office, starts_on=starts_on, by=by, at=at)
    grant_role(user=user, role=role, office=office, starts_on=starts_on, reason=reason, by=by, at=at)
    return user, password


@transaction.atomic
def renew_password(*, user: User, by: User, at: datetime) -> str:
    """A new first password, told only now; whoever was logged in is logged out."""
    row = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    password = _first_password()
    row.set_password(password)
    row.must_change_password = True
    row.save(update_fields=["password", "must_change_password"])
    end_sessions(user=row, reason=EndReason.PASSWORD, by=by, at=at)
    record("staff.password.renewed", by=by, at=at, subject=row, name=str(row))
    return password


@transaction.atomic
def suspend_account(*, user: User, by: User, at: datetime, reason: str) -> User:
    """Nobody enters with this account any more; what its holder wrote stays.

    :raises AccountRefused: one's own account, or the last administrator.
    """
    row = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    if row.pk == by.pk:
        raise AccountRefused(_("You cannot close your own account: ask another administrator."))
    keep_an_administrator(without=row, on=at.date())
    row.is_active = False
    row.save(update_fields=["is_active"])
    end_sessions(user=row, reason=EndReason.ACCOUNT, at=at)
    record("staff.account.suspended", by=by, at=at, subject=row, name=str(row), reason=reason)
    return row


@transaction.atomic
def reactivate_account(*, user: User, by: User, at: datetime) -> User:
    row = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    row.is_active = True
    row.save(update_fields=["is_active"])
    record("staff.account.reactivated", by=by, at=at, subject=row, name=str(row))
    return row


def _first_password() -> str:
    """Four groups of four: about 79 bits."""
    return "-".join("".join(secrets.choice(_PLAIN) for _letter in range(4)) for _group in range(4))
