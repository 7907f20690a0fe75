"""The import itself: one transaction, all or nothing, one list after the other."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accanto.access.outcomes.enums import ImportState
from accanto.access.outcomes.lists.reading import check_mapping, read_list
from accanto.access.outcomes.models import ListTotal, OutcomeImport, RejectedRow
from accanto.access.outcomes.operations.identify import identify
from accanto.access.outcomes.operations.start import remember_mapping
from accanto.access.outcomes.operations.writing import write_applications, write_members
from accanto.access.outcomes.queries.plan import Plan, make_plan
from accanto.access.outcomes.queries.towns import load_towns
from accanto.core.database.context import serving
from accanto.core.errors import ChangedMeanwhile
from accanto.foundation.audit.operations import record
from accanto.foundation.documents.reading import as_file
from accanto.foundation.jobs.operations import start_job
from accanto.territory.staff.models import User

Step = Callable[[int, str], None]
BATCH = 2_000


def _silent(_percent: int, _message: str) -> None:
    """Nobody watches."""


@transaction.atomic
def queue_import(*, outcome_import: OutcomeImport, by: User, at: datetime) -> OutcomeImport:
    """Hand the list to the worker; the page follows its progress.

    :raises ChangedMeanwhile: somebody started it first.
    """
    row = _locked(outcome_import.pk)
    if row.state not in {ImportState.UPLOADED, ImportState.MAPPED}:
        raise ChangedMeanwhile(_("This list has already been imported."))
    check_mapping(row.reading)
    job = start_job(
        kind="outcome_import",
        title=_("Import of %(file)s") % {"file": row.filename},
        by=by,
        at=at,
        import_id=str(row.pk),
    )
    row.state = ImportState.RUNNING
    row.job = job
    row.save(update_fields=["state", "job"])
    return row


@serving("outcome_import")
@transaction.atomic
def run_import(
    *, outcome_import: OutcomeImport, by: User | None, at: datetime, step: Step = _silent
) -> OutcomeImport:
    """Read the kept file and write what is new. Running it again on the same list changes nothing.

    :raises SheetRefused: the file cannot be read to its end.
    :raises OperationRefused: a needed column is missing.
    :raises ChangedMeanwhile: this very import is already over.
    """
    _one_list_at_a_time()
    row = _locked(outcome_import.pk)
    if row.state in {ImportState.DONE, ImportState.FAILED}:
        raise ChangedMeanwhile(_("This list has already been imported."))
    check_mapping(row.reading)
    step(5, _("Reading the file"))
    with as_file(row.document) as file:
        content = read_list(file, row.reading, towns=load_towns(), today=at.date())
    step(25, _("Comparing with what is known"))
    plan = make_plan(content, row.measure)
    step(40, _("Writing the applications"))
    unidentified = write_applications(plan, row, by=by, at=at)
    applicants = write_members(plan, row)
    step(65, _("Recognising people"))
    identify(applications=unidentified, applicants=applicants, by=by, at=at)
    step(90, _("Writing the report"))
    _write_report(plan, row)
    _finish(plan, row, at)
    remember_mapping(row.source, row.reading, at)
    record(
        "outcomes.imported",
        by=by,
        at=at,
        subject=row,
        file=row.filename,
        created=row.created,
        updated=row.updated,
    )
    return row


@serving("outcome_import")
@transaction.atomic
def record_failure(*, import_id: UUID, message: str, at: datetime) -> None:
    """The list could not be imported: nothing of it was written, and the page says why."""
    OutcomeImport.objects.filter(pk=import_id).exclude(state=ImportState.DONE).update(
        state=ImportState.FAILED, refusal=message[:400], finished_at=at
    )


def _locked(pk: UUID) -> OutcomeImport:
    return (
        OutcomeImport.objects.select_for_update(of=("self",)).select_related("source", "document").get(pk=pk)
    )


def _one_list_at_a_time() -> None:
    """Two lists at once would create the same person twice: the second waits until the first is over."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('accanto.outcomes.import'))")


def _write_report(plan: Plan, row: OutcomeImport) -> None:
    RejectedRow.objects.bulk_create(
        (
            RejectedRow(
                outcome_import=row,
                sheet=one.sheet[:80],
                row=one.row,
                column=one.column[:80],
                value=one.value[:300],
                reason=one.reason[:300],
                cells=list(one.cells),
            )
            for one in plan.rejected
        ),
        batch_size=BATCH,
    )
    ListTotal.objects.bulk_create(
        ListTotal(
            outcome_import=row,
            municipality_id=town,
            outcome=outcome,
            stated=stated,
            computed=plan.computed[town, outcome],
        )
        for (town, outcome), stated in plan.content.totals.items()
    )


def _finish(plan: Plan, row: OutcomeImport, at: datetime) -> None:
    members_only = plan.content.only_members
    row.read = plan.read
    row.created = len(plan.members) if members_only else len(plan.created)
    row.updated = len(plan.updated)
    row.unchanged = plan.unchanged
    row.rejected = len(plan.rejected)
    row.state = ImportState.DONE
    row.finished_at = at
    row.reading["report"] = {
        "members": len(plan.members),
        "formats": plan.content.formats,
        "guesses": [[written, town, count] for (written, town), count in plan.content.guesses.items()],
    }
    row.save()


def import_url(import_id: UUID) -> str:
    """Where the import is followed and its report read."""
    return reverse("outcomes:import", args=[import_id])
