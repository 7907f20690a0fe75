"""What the home page adds for who coordinates, plans, directs or administers: nobody finds it empty."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accanto.access.desk.duties import desk_duties
from accanto.access.offers.duties import visits_duty
from accanto.access.outcomes.enums import ImportState
from accanto.access.outcomes.models import Application, OutcomeImport
from accanto.access.reports.queries import waiting_calls
from accanto.casework.cases.enums import CaseState, DeadlineState
from accanto.casework.cases.models import Case, Deadline
from accanto.core.templatetags.accanto_ui import date_time_words, date_words
from accanto.core.web.frame import how_many
from accanto.core.working_time import working_days_between
from accanto.people.persons.enums import Depth
from accanto.people.persons.visibility import seen_by_context
from accanto.steering.privacy.queries import declared, waiting
from accanto.territory.staff.models import User

IMPORTS = 4


@dataclass(frozen=True)
class Duty:
    """One sheet of the home page: a figure in a sentence, and where to act on it."""

    title: str
    lines: tuple[str, ...]
    url: str = ""
    action: str = ""
    tone: str = ""
    tag: str = ""
    waiting: int = 0


def duties_of(user: User, today: date) -> list[Duty]:
    """Where somebody waits first."""
    found: list[Duty] = []
    if user.may("reports.receive"):
        found += _calls(user, today)
    if user.may("assignment.decide"):
        found.append(_to_assign(today))
    if user.may("outcomes.view"):
        found.append(_imports(today))
    if user.may("privacy.review"):
        found.append(_accesses(user, today))
        found += _declared(user)
    if user.access.coordinates:
        found.append(_units(user, today))
    found += [Duty(**vars(one)) for one in desk_duties(user, today)]
    found += [Duty(**vars(one)) for one in visits_duty(user, today)]
    return sorted(found, key=lambda duty: not duty.waiting)


def _calls(user: User, today: date) -> list[Duty]:
    """Calls of the night, to whoever answered them and to those who can take them over, until somebody does."""
    calls = list(waiting_calls(user))
    if not calls:
        return []
    line = _("%(when)s, report %(number)s, answered by %(name)s")
    lines = [
        line
        % {"when": date_time_words(call.called_at, today), "number": call.report.number, "name": call.worker}
        for call in calls
    ]
    tag = ngettext("%(n)s call", "%(n)s calls", len(calls)) % {"n": len(calls)}
    return [
        Duty(
            _("Emergency calls to take over"),
            tuple(line[:1].upper() + line[1:] for line in lines),
            reverse("duty"),
            _("Take over"),
            "late",
            tag,
            len(calls),
        )
    ]


def _accesses(user: User, today: date) -> Duty:
    """What the privacy officer has to look at, and by when."""
    waits = waiting(user).order_by().aggregate(n=Count("pk"), first=Min("due_on"))
    total, first = waits["n"], waits["first"]
    address = reverse("privacy_findings")
    if not total:
        return Duty(
            _("Accesses to review"), (_("Nothing stands out."),), address, _("Open"), "fine", _("none")
        )
    late = first < today
    line = (
        _("The first was to be reviewed by %(day)s.")
        if late
        else _("The first is to be reviewed by %(day)s.")
    )
    return Duty(
        _("Accesses to review"),
        (line % {"day": date_words(first, today)},),
        address,
        _("Review"),
        "late" if late else "soon",
        ngettext("%(n)s to review", "%(n)s to review", total) % {"n": total},
        total,
    )


def _declared(user: User) -> list[Duty]:
    """Colleagues who have said that they must not see somebody: it holds at once, and somebody checks it."""
    count = declared(user).count()
    if not count:
        return []
    line = ngettext(
        "%(n)s declaration that nobody has looked at yet.",
        "%(n)s declarations that nobody has looked at yet.",
        count,
    )
    return [
        Duty(
            _("Who must not see"),
            (line % {"n": count},),
            reverse("privacy_bars"),
            _("Look at them"),
            "soon",
            ngettext("%(n)s to review", "%(n)s to review", count) % {"n": count},
            count,
        )
    ]


def _to_assign(today: date) -> Duty:
    """Positive outcomes whose household is in nobody's hands yet."""
    waiting = Application.objects.filter(outcome="positive", case=None).aggregate(
        n=Count("pk"), oldest=Min("outcome_on")
    )
    total, oldest = waiting["n"], waiting["oldest"]
    if not total:
        lines: tuple[str, ...] = (_("Every household with a positive outcome has a responsible worker."),)
        return Duty(
            _("Households to assign"),
            lines,
            _address("assignment:list"),
            _("Open"),
            "fine",
            _("all assigned"),
        )
    days = working_days_between(oldest, today)
    oldest_line = ngettext(
        "The oldest has waited %(days)s working day, since the outcome of %(day)s.",
        "The oldest has waited %(days)s working days, since the outcome of %(day)s.",
        days,
    ) % {"days": days, "day": date_words(oldest)}
    return Duty(
        _("Households to assign"),
        (oldest_line,),
        _address("assignment:list"),
        _("Assign"),
        "soon",
        ngettext("%(n)s household", "%(n)s households", total) % {"n": total},
        total,
    )


def _imports(today: date) -> Duty:
    rows = OutcomeImport.objects.select_related("source").order_by("-uploaded_at")[:IMPORTS]
    lines = tuple(_import_line(row, today) for row in rows)
    if not lines:
        lines = (_("No list has been imported yet: load the first one that the agency sends."),)
    return Duty(_("Outcome lists"), lines, _address("outcomes:imports"), _("All the lists"))


def _import_line(row: OutcomeImport, today: date) -> str:
    when = date_words(row.uploaded_at, today)
    if row.state != ImportState.DONE:
        return _("%(name)s, %(when)s: %(state)s") % {
            "name": row.source.name,
            "when": when,
            "state": ImportState(row.state).label,
        }
    refused = ngettext("%(n)s row refused", "%(n)s rows refused", row.rejected) % {"n": row.rejected}
    return _("%(name)s, %(when)s: %(new)s new, %(changed)s changed, %(refused)s") % {
        "name": row.source.name,
        "when": when,
        "new": row.created,
        "changed": row.updated,
        "refused": refused,
    }


def _units(user: User, today: date) -> Duty:
    mine = Case.objects.visible_to(user).filter(unit__in=user.access.coordinates)
    in_charge = mine.exclude(state=CaseState.CLOSED)
    overdue = Deadline.objects.filter(
        seen_by_context(user, depth=Depth.TEAM, context="case_id", unit="case__unit_id"),
        state=DeadlineState.OPEN,
        due_on__lt=today,
        case__unit__in=user.access.coordinates,
    )
    figures = how_many(
        user, {"open": in_charge, "nobody": in_charge.filter(responsible=None), "late": overdue}
    )
    lines = [
        ngettext("%(n)s household in charge.", "%(n)s households in charge.", figures["open"])
        % {"n": figures["open"]}
    ]
    if figures["nobody"]:
        lines.append(
            ngettext(
                "%(n)s has no responsible worker.", "%(n)s have no responsible worker.", figures["nobody"]
            )
            % {"n": figures["nobody"]}
        )
    late = figures["late"]
    tag = ngettext("%(n)s term is late", "%(n)s terms are late", late) % {"n": late} if late else ""
    return Duty(_("The units that you coordinate"), tuple(lines), reverse("cases"), _("Cases"), "late", tag)


def _address(name: str) -> str:
    """Other rooms own these pages; one that is not there yet leaves the sheet without a button."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
