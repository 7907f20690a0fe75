"""Making, revoking and using keys."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from ipaddress import ip_network
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accanto.core.errors import ChangedMeanwhile, OperationRefused
from accanto.core.templatetags.accanto_ui import date_words
from accanto.faces.api.models import ApiKey
from accanto.faces.api.rules import longest_days, may_have_key
from accanto.faces.api.scopes import scopes as known_scopes
from accanto.faces.api.secret import digest_of, new_secret
from accanto.foundation.audit.operations import record
from accanto.foundation.notifications.operations import notify
from accanto.territory.staff.models import User

USE_NOTED_AFTER = timedelta(minutes=1)
MOST_NETWORKS = 20


@transaction.atomic
def make_key(
    *,
    user: User,
    label: str,
    scopes: Sequence[str],
    expires_on: date,
    by: User,
    at: datetime,
    networks: Sequence[str] = (),
) -> tuple[ApiKey, str]:
    """A key with which a program acts as `user`. Returns it with its secret, told only now; the account is told too.

    `expires_on` is the first day on which the key no longer opens.

    :raises OperationRefused: an account that may not have one, no name, no scope, a day past or too far, no network.
    """
    row = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    _check_holder(row, by, at)
    name = " ".join(label.split())
    if not name:
        raise OperationRefused(_("Say which program will use the key."), field="label")
    chosen = [code for code in known_scopes() if code in set(scopes)]
    if not chosen or set(scopes) - set(chosen):
        raise OperationRefused(_("Choose what the program may ask for."), field="scopes")
    prefix, secret = new_secret()
    key = ApiKey.objects.create(
        user=row,
        label=name[:120],
        prefix=prefix,
        digest=digest_of(secret),
        scopes=chosen,
        networks=_networks(networks),
        created_at=at,
        created_by=by,
        expires_at=_midnight(expires_on, at),
    )
    told: dict[str, Any] = {"label": key.label, "prefix": key.prefix}
    record("api.key.made", by=by, at=at, subject=row, important=True, **told, scopes=chosen)
    notify(
        "api.key.made",
        user=row,
        at=at,
        url=reverse("mfa_index"),
        **told,
        by=str(by),
        until=date_words(expires_on),
    )
    return key, secret


@transaction.atomic
def revoke_key(*, key: ApiKey, reason: str, by: User, at: datetime) -> ApiKey:
    """The key opens nothing any more, from the next request on.

    :raises ChangedMeanwhile: it was revoked before.
    """
    row = ApiKey.objects.select_for_update(of=("self",)).select_related("user").get(pk=key.pk)
    if row.revoked_at is not None:
        raise ChangedMeanwhile(_("This key has already been revoked."))
    why = " ".join(reason.split())[:200]
    if not why:
        raise OperationRefused(_("Write why the key is revoked."), field="reason")
    row.revoked_at, row.revoked_by, row.revoked_why = at, by, why
    row.save(update_fields=["revoked_at", "revoked_by", "revoked_why"])
    record(
        "api.key.revoked",
        by=by,
        at=at,
        subject=row.user,
        important=True,
        label=row.label,
        prefix=row.prefix,
        reason=why,
    )
    return row


def note_use(*, key: ApiKey, address: str | None, at: datetime) -> None:
    """Once a minute at most: most requests write nothing."""
    if key.last_used_at is None or at - key.last_used_at >= USE_NOTED_AFTER:
        with transaction.atomic():
            ApiKey.objects.filter(pk=key.pk).update(last_used_at=at, last_used_from=address)


def _check_holder(user: User, by: User, at: datetime) -> None:
    if user.pk == by.pk:
        raise OperationRefused(
            _("Nobody makes a key that acts as themselves: ask another administrator."), field="user"
        )
    if not user.is_active:
        raise OperationRefused(_("This account is closed: choose another."), field="user")
    if not may_have_key(user.access.roles, at.date()):
        raise OperationRefused(
            _(
                "This account may not have a key: its role asks for a second step at the log-in, or is a student’s, or "
                "it has no role. Make an account for the program, with a role that does only what is needed."
            ),
            field="user",
        )


def _midnight(expires_on: date, at: datetime) -> datetime:
    today, longest = timezone.localtime(at).date(), longest_days(at.date())
    if expires_on <= today:
        raise OperationRefused(_("Choose a day after today."), field="expires_on")
    if expires_on > today + timedelta(days=longest):
        last = date_words(today + timedelta(days=longest))
        raise OperationRefused(
            _("A key lasts a year at most: choose a day up to %(day)s.") % {"day": last}, field="expires_on"
        )
    return timezone.make_aware(datetime.combine(expires_on, time.min))


def _networks(written: Sequence[str]) -> list[str]:
    found = []
    for one in written:
        try:
            network = ip_network(one.strip(), strict=False)
        except ValueError:
            raise OperationRefused(
                _("«%(network)s» is not a network: write it as 192.0.2.0/24 or 192.0.2.7.")
                % {"network": one[:60]},
                field="networks",
            ) from None
        if network.prefixlen == 0:
            raise OperationRefused(
                _("This network is the whole world: leave the field empty to say so."), field="networks"
            )
        found.append(str(network))
    if len(found) > MOST_NETWORKS:
        raise OperationRefused(
            _("At most %(n)d networks: join them into larger ones.") % {"n": MOST_NETWORKS}, field="networks"
        )
    return list(dict.fromkeys(found))
