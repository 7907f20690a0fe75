"""The clocks of measures in people's worklists, and why a case does not close over one."""

from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accanto.casework.cases.deadline_kinds import DeadlineKind, register
from accanto.casework.cases.models import Case, Deadline
from accanto.casework.mandates.kinds import kind_words
from accanto.casework.mandates.models import Measure, SupportAdministrator
from accanto.casework.mandates.operations.clocks import ACCOUNT, END, HEARING, REPORT, RESPONSIBLE, SIGNAL
from accanto.core.templatetags.accanto_ui import date_time_words, date_words
from accanto.people.persons.gone import with_people


def register_kinds() -> None:
    kinds: dict[str, tuple[Any, ...]] = {
        RESPONSIBLE: (
            gettext_lazy("Responsible person of the measure"),
            _responsible_text,
            gettext_lazy("Name them"),
            lambda row: reverse("measure_responsible", args=[row.params["measure"]]),
        ),
        REPORT: (gettext_lazy("Report to the court"), _report_text, gettext_lazy("Write"), _measure_page),
        END: (gettext_lazy("End of the measure"), _end_text, gettext_lazy("Look at it"), _measure_page),
        SIGNAL: (
            gettext_lazy("Signal to the prosecutor"),
            _signal_text,
            gettext_lazy("Write"),
            lambda row: reverse("measure_signal", args=[row.params["measure"]]),
        ),
        HEARING: (
            gettext_lazy("Hearing"),
            _hearing_text,
            gettext_lazy("Open"),
            lambda row: reverse("hearing", args=[row.params["hearing"]]),
        ),
        ACCOUNT: (
            gettext_lazy("Account of the support administrator"),
            _account_text,
            gettext_lazy("Look at it"),
            lambda row: reverse("administrator", args=[row.params["administrator"]]),
        ),
    }
    for code, (title, text, action, url) in kinds.items():
        register(code, DeadlineKind(title, text, action, url, working_days=False))


def _measure_page(row: Deadline) -> str:
    return reverse("measure", args=[row.params["measure"]])


def _responsible_text(row: Deadline, _today: date) -> str:
    return _("Name who answers for the measure and tell the court and the parties by %(day)s.") % {
        "day": date_words(row.due_on)
    }


def _report_text(row: Deadline, _today: date) -> str:
    return _("Report no. %(n)d of this order: it is due by %(day)s.") % {
        "n": row.params.get("number", 1),
        "day": date_words(row.due_on),
    }


def _end_text(row: Deadline, _today: date) -> str:
    return _("The last day of the measure is %(day)s: say how it ends, or which order follows.") % {
        "day": date_words(row.due_on)
    }


def _signal_text(row: Deadline, _today: date) -> str:
    last = date.fromisoformat(row.params["last_day"])
    said = _("The placement expires on %(day)s: tell the prosecutor whether to ask that it goes on.") % {
        "day": date_words(last)
    }
    if row.params.get("from_memory"):
        return " ".join([said, _("How long before is written from memory.")])
    return said


def _hearing_text(row: Deadline, today: date) -> str:
    return _("%(when)s, %(place)s.") % {
        "when": date_time_words(datetime.fromisoformat(row.params["starts_at"]), today).capitalize(),
        "place": row.params["place"],
    }


def _account_text(row: Deadline, _today: date) -> str:
    return _("%(name)s owes the judge an account by %(day)s.") % {
        "name": row.params["holder"],
        "day": date_words(row.due_on),
    }


def what_is_in_force(case: Case) -> list[str]:
    """A case does not close while a court's measure is in force."""
    rows = Measure.objects.filter(case=case).in_force()
    return [
        _("A measure is in force (%(kind)s, %(day)s): record how it ended first.")
        % {"kind": kind_words(row), "day": date_words(row.order_on)}
        for row in rows
    ]


def who_still_acts(case: Case) -> list[str]:
    """Nor while somebody acts for one of the people: their accounts would be due in a case nobody opens."""
    rows = SupportAdministrator.objects.filter(case=case, ends_on=None)
    return [
        _(
            "%(holder)s still acts for %(person)s (%(office)s): record the end, or why the service no longer "
            "follows it."
        )
        % {"holder": row.holder, "person": row.person, "office": row.get_office_display()}
        for row in with_people(rows)
    ]
