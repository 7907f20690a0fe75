"""When somebody no longer works here: the last contract is over."""

from datetime import date, datetime, time

from django.contrib.auth.models import AbstractBaseUser
from django.utils import timezone

from accanto.territory.staff.models import Contract


def left_on(user: AbstractBaseUser, on: date) -> date | None:
    """The first day without a contract, for who had one and has none any more. Partners without contracts stay."""
    ends = list(Contract.objects.filter(operator__user_id=user.pk).values_list("ends_on", flat=True))
    if not ends or any(end is None or end > on for end in ends):
        return None
    return max(end for end in ends if end is not None)


def closing_time(user: AbstractBaseUser, today: date) -> datetime | None:
    """Midnight after the last day of the last contract; none while one has no end."""
    ends = list(Contract.objects.filter(operator__user_id=user.pk).values_list("ends_on", flat=True))
    if not ends or any(end is None for end in ends):
        return None
    last = max(end for end in ends if end is not None)
    return timezone.make_aware(datetime.combine(last, time.min))
