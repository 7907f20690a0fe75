"""Terms said as a colleague would: used by the worklist, the board, the case and the letter."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accanto.casework.pathways.enums import Measure
from accanto.casework.pathways.rules.clock import Term
from accanto.core.templatetags.accanto_ui import date_words, working_days


def measure_name(measure: str) -> str:
    return str(Measure(measure).label)


def term_title(code: str) -> str:
    return {
        "first_meeting_recommended": _("Convocation to the first meeting"),
        "first_meeting": _("First meeting"),
        "periodic_meeting": _("Periodic meeting"),
        "service_pact": _("Service pact"),
        "project": _("Personalised project"),
        "outcome_report": _("Absence to be reported"),
        "convocation_outcome": _("How did the meeting go?"),
    }[code]


def length(amount: int, unit: str) -> str:
    if unit == "working_days":
        return str(working_days(amount))
    if unit == "months":
        return ngettext("%(amount)d month", "%(amount)d months", amount) % {"amount": amount}
    return ngettext("%(amount)d day", "%(amount)d days", amount) % {"amount": amount}


def from_what(starts: str) -> str:
    return {
        "pad": _("from the signature of the activation pact"),
        "sending": _("from the sending of the application"),
        "application": _("from the application"),
        "outcome": _("from the positive outcome"),
        "renewal": _("from the signature after the renewal"),
        "meeting": _("from the last meeting"),
        "way": _("from the preliminary analysis"),
        "analysis": _("from the preliminary analysis"),
        "absence": _("from the missed meeting"),
    }[starts]


def due_words(amount: int, unit: str, starts: str, due_on: date, today: date) -> str:
    """«120 giorni dalla sottoscrizione del patto, scaduti il 17 novembre»."""
    filled = {
        "length": length(amount, unit),
        "starts": from_what(starts),
        "day": day_words(due_on, today),
    }
    if due_on < today:
        return _("%(length)s %(starts)s, expired on %(day)s.") % filled
    if due_on == today:
        return _("%(length)s %(starts)s: they expire today.") % filled
    return _("%(length)s %(starts)s: by %(day)s.") % filled


def day_words(day: date, today: date) -> str:
    """A day with its month, without «yesterday» and «tomorrow», which do not fit after «on» and «by»."""
    return date_words(day) if day.year != today.year else date_words(day).rsplit("\N{NO-BREAK SPACE}", 1)[0]


def consequence(code: str, measure: str) -> str:
    """What the law makes of a missed term; empty where it says nothing."""
    if measure != Measure.ADI:
        return ""
    return {
        "first_meeting_recommended": _(
            "It is recommended: it leaves time to write the project within the term."
        ),
        "first_meeting": _(
            "If the household is not convoked the benefit is suspended; if it does not come without a reason, "
            "it is lost."
        ),
        "periodic_meeting": _("If nobody is convoked the benefit is suspended until the meeting."),
        "outcome_report": _("The absence has no reason: decide whether to report it to the agency."),
    }.get(code, "")


def short_consequence(code: str, measure: str) -> str:
    """The same in a line of the worklist."""
    if measure == Measure.ADI and code == "first_meeting":
        return _("If not convoked, the benefit is suspended.")
    return consequence(code, measure)


def rule_words(source: str, from_memory: bool) -> str:
    return _("%(source)s (quoted from memory: to be checked)") % {"source": source} if from_memory else source


def done_words(term: Term) -> str:
    """How a term that is over ended."""
    if term.done_on is None:
        return ""
    day = day_words(term.done_on, term.on)
    if term.late:
        return _("done on %(day)s, after its day") % {"day": day}
    return _("done on %(day)s, in time") % {"day": day}


def distance_words(term: Term) -> str:
    """«in ritardo di 4 giorni lavorativi», «mancano 12 giorni lavorativi»."""
    if term.due_on == term.on:
        return _("due today")
    if term.late:
        return _("late by %(days)s") % {"days": working_days(abs(term.days_left))}
    return _("%(days)s left") % {"days": working_days(term.days_left)}
