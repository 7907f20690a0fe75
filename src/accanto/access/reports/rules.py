"""What a user may do with a report that they see."""

from accanto.access.reports.enums import ReporterKind
from accanto.access.reports.models import Report
from accanto.territory.staff.models import User


def coordinates(user: User, report: Report) -> bool:
    return report.office_id in user.access.coordinates


def may_take(user: User, report: Report) -> bool:
    """Somebody else to whom it was entrusted keeps it, unless one coordinates the office."""
    free = report.evaluator_id in (None, user.pk) or coordinates(user, report)
    return report.taken_at is None and free and user.may("reports.evaluate")


def may_evaluate(user: User, report: Report) -> bool:
    mine = report.evaluator_id == user.pk or coordinates(user, report)
    return report.taken_at is not None and mine and user.may("reports.evaluate")


def may_entrust(user: User, report: Report) -> bool:
    first = report.taken_at is None and (report.received_by_id == user.pk or user.may("reports.evaluate"))
    return report.closed_at is None and (first or report.evaluator_id == user.pk or coordinates(user, report))


def may_correct(user: User, report: Report) -> bool:
    """A day or an hour that was written wrongly, as long as a term runs by it."""
    mine = user.pk in (report.evaluator_id, report.received_by_id) or coordinates(user, report)
    under_way = report.closed_at is None or any(clock.running for clock in report.clocks.all())
    return mine and under_way and user.may("reports.receive")


def may_keep_private(user: User, report: Report) -> bool:
    """Somebody who reports as a citizen asks not to be named: as long as nothing of it has gone into a case."""
    open_still = report.closed_at is None and not report.covered
    return open_still and report.reporter_kind == ReporterKind.CITIZEN and may_correct(user, report)


def is_told_of_reporter(user: User, report: Report) -> bool:
    """Who asks to stay private is told to those who receive or evaluate the report, not to who follows the case."""
    offices = user.access.offices | user.access.coordinates
    return user.pk in (report.evaluator_id, report.received_by_id) or report.office_id in offices


def may_read_letters(user: User, report: Report) -> bool:
    """Those to who asks to stay private are for the same ones: whoever wrote one may have named them in it."""
    return not report.covered or is_told_of_reporter(user, report)
