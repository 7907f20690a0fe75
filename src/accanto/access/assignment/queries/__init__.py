"""Who waits, who works where with which load, and what is proposed."""

from accanto.access.assignment.queries.proposals import Row, proposals
from accanto.access.assignment.queries.waiting import waiting_for
from accanto.access.assignment.queries.workers import units_of, workers_on

__all__ = ["Row", "proposals", "units_of", "waiting_for", "workers_on"]
