"""A report as an operation takes it: locked, seen by whoever acts, with who may go on said once."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from accanto.access.reports.models import Report
from accanto.core.errors import NotPermitted, OperationRefused
from accanto.people.persons.compartments import fenced
from accanto.people.persons.visibility import ids_from
from accanto.territory.bodies.models import Office
from accanto.territory.staff.models import User
from accanto.territory.staff.queries import coordinators_of


def locked(report: Report, by: User) -> Report:
    """The row alone, as it is now.

    :raises NotPermitted: who acts does not see it (any more).
    """
    row = Report.objects.select_for_update(of=("self",)).select_related("office__seat").get(pk=report.pk)
    if not Report.objects.visible_to(by).filter(pk=row.pk).exists():
        raise NotPermitted(_("This report is not yours to follow."))
    return row


def evaluated_by(report: Report, by: User) -> Report:
    """Locked, for its evaluator.

    :raises NotPermitted: without the permission; somebody else evaluates it.
    :raises OperationRefused: nobody has taken it yet.
    """
    row = locked(report, by)
    if not by.may("reports.evaluate"):
        raise NotPermitted(_("Only those who evaluate reports may do this."))
    if row.taken_at is None:
        raise OperationRefused(_("First take the report in evaluation."))
    if row.evaluator_id != by.pk and row.office_id not in by.access.coordinates:
        raise NotPermitted(_("%(name)s evaluates this report.") % {"name": row.evaluator})
    return row


def admits(office: Office, compartment: str) -> bool:
    """Whether somebody of the office, not named one by one, reaches the compartment."""
    return compartment not in fenced() or compartment in office.compartments


def follower_of(report: Report, at: datetime) -> list[User]:
    """Whoever evaluates it; those who coordinate its office as long as nobody does, or the evaluator must not see it
    any more."""
    if report.evaluator and sees(report, report.evaluator):
        return [report.evaluator]
    people = {
        post.user.pk: post.user for post in coordinators_of(report.office, timezone.localtime(at).date())
    }
    return [user for user in people.values() if sees(report, user)]


def sees(report: Report, user: User) -> bool:
    """A fence, and what somebody must not see, are kept in notices too."""
    return Report.objects.visible_to(user).filter(pk=report.pk).exists()


def refuse_unseeing(row: Report, user: User) -> None:
    """:raises OperationRefused: the person must not see somebody in it, without saying whom."""
    if Report.objects.filter(pk=row.pk, pk__in=ids_from("acc_barred_reports", user)).exists():
        raise OperationRefused(
            _("%(name)s cannot follow this report: choose somebody else.") % {"name": user}, field="evaluator"
        )
