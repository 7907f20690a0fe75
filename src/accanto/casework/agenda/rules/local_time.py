"""Days and hours as people say them, made into moments, across the two nights on which the clock moves."""

from datetime import date, datetime, time, timedelta

from dateutil import tz
from django.utils import timezone
from django.utils.translation import gettext as _

from accanto.core.errors import OperationRefused
from accanto.core.templatetags.accanto_ui import date_words


class NoSuchHour(OperationRefused):
    """On the night in spring the clock jumps over that hour."""


def at_local(day: date, hour: time, *, field: str = "starts") -> datetime:
    """The moment, aware. Of the hour that comes twice on the night in autumn: the first one, still summer time.

    :raises NoSuchHour: the clock never shows that hour on that day.
    """
    here = timezone.get_default_timezone()
    wanted = datetime.combine(day, hour, tzinfo=here)
    if not tz.datetime_exists(wanted):
        first = _after_the_jump(wanted)
        raise NoSuchHour(
            _(
                "On %(day)s the clock goes from %(before)s to %(after)s: %(hour)s does not exist. "
                "Choose an hour from %(after)s on."
            )
            % {
                "day": date_words(day),
                "before": f"{(first - timedelta(hours=1)):%-H:%M}",
                "after": f"{first:%-H:%M}",
                "hour": f"{hour:%-H:%M}",
            },
            field=field,
        )
    return wanted


def _after_the_jump(wanted: datetime) -> datetime:
    """The first hour, by the clock, that exists again."""
    found = wanted.replace(minute=0)
    while not tz.datetime_exists(found):
        found += timedelta(hours=1)
    return found
