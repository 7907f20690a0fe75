"""The import in the background."""

from uuid import UUID

from accanto.access.outcomes.models import OutcomeImport
from accanto.access.outcomes.operations import record_failure, run_import
from accanto.access.outcomes.operations.run import import_url
from accanto.core import clock
from accanto.core.errors import OperationRefused
from accanto.foundation.jobs.registry import Step, long_job


@long_job("outcome_import")
def import_outcomes(progress: Step, import_id: str) -> str:
    """Nothing half done: a refusal or a fault leaves the applications as they were, and the list says why."""
    pk = UUID(import_id)
    row = OutcomeImport.objects.select_related("uploaded_by").get(pk=pk)
    try:
        run_import(outcome_import=row, by=row.uploaded_by, at=clock.now(), step=progress.step)
    except OperationRefused as refusal:
        record_failure(import_id=pk, message=str(refusal), at=clock.now())
        raise
    except Exception:
        record_failure(import_id=pk, message="", at=clock.now())
        raise
    return import_url(pk)
