"""Is this a day on which one convokes people?"""

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from accanto.core.templatetags.accanto_ui import date_words
from accanto.core.working_time import is_working_day, patron_of
from accanto.territory.bodies.models import Office

_OPENS, _CLOSES = 8, 19
_SATURDAY, _SUNDAY = 5, 6


def day_warnings(starts_at: datetime, office: Office) -> list[str]:
    """Sentences about a day or an hour on which the office is most likely closed; nothing forbids it."""
    local = timezone.localtime(starts_at)
    day = local.date()
    words = []
    if not is_working_day(day, office.seat.istat_code):
        words.append(_why_closed(day, office))
    if (office.valid_from and day < office.valid_from) or (office.valid_to and day >= office.valid_to):
        words.append(_("On that day the office %(office)s is not open to the public.") % {"office": office})
    if not _OPENS <= local.hour < _CLOSES:
        words.append(
            _("The meeting is at an hour when offices are closed: %(hour)s.") % {"hour": f"{local:%H:%M}"}
        )
    return words


def _why_closed(day: date, office: Office) -> str:
    filled = {"day": date_words(day), "place": office.seat}
    if day.weekday() == _SATURDAY:
        return _("%(day)s is a Saturday.") % filled
    if day.weekday() == _SUNDAY:
        return _("%(day)s is a Sunday.") % filled
    patron = patron_of(office.seat.istat_code, day)
    if patron and (patron["month"], patron["day"]) == (day.month, day.day):
        return _("%(day)s is the patron saint’s day in %(place)s.") % filled
    return _("%(day)s is a public holiday.") % filled
