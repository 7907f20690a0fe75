"""How hours, people and decisions are said on screen."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accanto.casework.teams.enums import Need
from accanto.casework.teams.models import TeamMember
from accanto.casework.teams.queries.figures import BodyHours
from accanto.core.templatetags.accanto_ui import written_by


def month_words(day: date) -> str:
    """«novembre 2026»: Italian does not capitalise months."""
    return written_by("F Y", day)


def month_name(day: date) -> str:
    return written_by("F", day)


def weekday_words(day: date) -> str:
    return written_by("l", day)


@dataclass(frozen=True)
class HoursWords:
    """A body's month: `used` and `agreed` in words, how full (0–100), what it means."""

    body: str
    used: str
    agreed: str
    percent: int
    note: str
    tone: str


def hours(value: Decimal) -> str:
    """«13,5»: no zeros at the end."""
    plain = value.normalize()
    return str(
        number_format(plain if plain != plain.to_integral() else plain.quantize(Decimal(1)), use_l10n=True)
    )


def hours_count(value: Decimal) -> str:
    return ngettext("%(n)s hour", "%(n)s hours", 1 if value == 1 else 2) % {"n": hours(value)}


def hours_words(one: BodyHours) -> HoursWords:
    if one.agreed_from is None or one.agreed_to is None:
        return HoursWords(one.organisation.name, hours_count(one.used), "", 0, _("called by need"), "")
    agreed = (
        _("of %(to)s agreed") % {"to": hours(one.agreed_to)}
        if one.agreed_from == one.agreed_to
        else _("of %(from)s to %(to)s agreed") % {"from": hours(one.agreed_from), "to": hours(one.agreed_to)}
    )
    percent = min(100, round(100 * one.used / one.agreed_to)) if one.agreed_to else 0
    note, tone = _("within the agreement"), "fine"
    if one.beyond:
        note, tone = _("%(n)s more than agreed") % {"n": hours_count(one.used - one.agreed_to)}, "soon"
    elif one.short:
        note, tone = _("%(n)s still to give") % {"n": hours_count(one.agreed_from - one.used)}, ""
    return HoursWords(one.organisation.name, hours_count(one.used), agreed, percent, note, tone)


def agreed_words(seat: TeamMember) -> str:
    """What the body agreed to for this seat."""
    if seat.hours_from is None or seat.hours_to is None:
        return str(Need(seat.need).label) if seat.need else ""
    if seat.hours_from == seat.hours_to:
        return _("%(n)s a month") % {"n": hours_count(seat.hours_to)}
    return _("from %(from)s to %(to)s hours a month") % {
        "from": hours(seat.hours_from),
        "to": hours(seat.hours_to),
    }
