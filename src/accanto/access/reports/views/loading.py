"""One report, narrowed by who asks."""

from uuid import UUID

from accanto.access.reports.models import Report
from accanto.access.reports.queries import for_page
from accanto.core.web import load, reads
from accanto.territory.staff.requests import StaffRequest


def load_report(request: StaffRequest, pk: UUID) -> Report:
    """404 for whoever does not see it. Who is named in it, and the case that it ended in, count as read."""
    row = load(for_page(request.user), pk)
    reads.listed([one.person_id for one in row.named.all()])
    return row
