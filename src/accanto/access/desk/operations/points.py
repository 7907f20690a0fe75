from collections.abc import Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accanto.access.desk.models import AccessPoint, DeskPost
from accanto.access.desk.queries.points import serves_here
from accanto.core.errors import NotPermitted, OperationRefused
from accanto.foundation.audit.operations import record
from accanto.territory.bodies.models import Office, Organisation
from accanto.territory.staff.models import User
from accanto.territory.staff.queries import holders_of


@transaction.atomic
def open_point(
    *,
    office: Office,
    kind: str,
    by: User | None,
    at: datetime,
    windows: int = 1,
    languages: Sequence[str] = (),
    partners: Sequence[Organisation] = (),
    unit: Office | None = None,
    valid_from: date | None = None,
) -> AccessPoint:
    """An office receives the public; an office that already does is left as it is."""
    point, created = AccessPoint.objects.get_or_create(
        office=office,
        defaults={
            "kind": kind,
            "windows": windows,
            "languages": list(languages),
            "unit": unit,
            "valid_from": valid_from,
        },
    )
    if created:
        point.partners.set(partners)
        record("desk.point.opened", by=by, at=at, subject=point, point=office.name)
    return point


@transaction.atomic
def assign_operator(
    *, point: AccessPoint, user: User, starts_on: date, by: User | None, at: datetime
) -> DeskPost:
    """From a day on somebody receives people here, and reads its contacts.

    :raises OperationRefused: whoever may not receive people; somebody who is there already.
    """
    if not holders_of("desk.serve", max(starts_on, at.date())).filter(pk=user.pk).exists():
        raise OperationRefused(
            _("%(name)s has no role to receive people: whoever manages accounts gives it.") % {"name": user},
            field="user",
        )
    try:
        with transaction.atomic():
            post = DeskPost.objects.create(point=point, user=user, starts_on=starts_on, assigned_by=by)
    except IntegrityError:
        raise OperationRefused(
            _("%(name)s already receives people here.") % {"name": user}, field="user"
        ) from None
    record("desk.post.given", by=by, at=at, subject=point, point=point.office.name, worker=str(user))
    return post


@transaction.atomic
def end_post(*, post: DeskPost, on: date, by: User, at: datetime) -> DeskPost:
    """`on`: the first day on which they are no longer here.

    :raises OperationRefused: ended already, or a day not after the first.
    """
    row = (
        DeskPost.objects.select_for_update(of=("self",))
        .select_related("point__office", "user")
        .get(pk=post.pk)
    )
    if row.ends_on is not None:
        raise OperationRefused(_("%(name)s no longer receives people here.") % {"name": row.user})
    if on <= row.starts_on:
        raise OperationRefused(
            _("The last day comes before the first: choose a later one."), field="last_day"
        )
    row.ends_on = on
    row.save(update_fields=["ends_on"])
    point, worker = row.point.office.name, str(row.user)
    record("desk.post.ended", by=by, at=at, subject=row.point, point=point, worker=worker)
    return row


def refuse_strangers(point: AccessPoint, by: User, at: datetime) -> None:
    """:raises NotPermitted: `by` does not receive people here today."""
    if not serves_here(by, point, at.date()):
        raise NotPermitted(
            _("You do not receive people at %(point)s: whoever keeps its staff can add you.")
            % {"point": point.office.name}
        )
