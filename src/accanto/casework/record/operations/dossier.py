"""A dossier leaves: at once when it is short, as long work when it is not. Either way it is written down."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accanto.casework.cases.models import Case
from accanto.casework.record.dossier import DossierWanted, documents_of, dossier_data, period_words
from accanto.casework.record.enclosed import enclosed
from accanto.casework.record.papers import dossier_paper
from accanto.casework.record.shelter import shelter_of
from accanto.core.errors import OperationRefused
from accanto.foundation.audit.operations import record
from accanto.foundation.documents.enums import DocumentKind
from accanto.foundation.documents.models import Document
from accanto.foundation.documents.operations import store_document
from accanto.foundation.jobs.models import Job
from accanto.foundation.jobs.operations import start_job
from accanto.territory.staff.models import User


@transaction.atomic
def print_dossier(*, case: Case, wanted: DossierWanted, by: User, at: datetime) -> bytes:
    """:raises OperationRefused: the last day comes before the first, nothing was chosen."""
    _check(wanted)
    paper = _paper(case, wanted, by, at)
    _note(case, wanted, by, at)
    return paper


def _paper(case: Case, wanted: DossierWanted, by: User, at: datetime) -> bytes:
    if not wanted.enclosed:
        return dossier_paper(dossier_data(case, by, wanted, at), at)
    with translation.override(settings.LANGUAGE_CODE):
        shelter = shelter_of(case, at.date())
        with enclosed(documents_of(case, wanted, shelter), by, shelter) as found:
            data = dossier_data(case, by, wanted, at, papers=found.papers, left=found.left)
            return dossier_paper(data, at, found.files)


@transaction.atomic
def order_dossier(*, case: Case, wanted: DossierWanted, by: User, at: datetime) -> Job:
    """:raises OperationRefused: as `print_dossier`."""
    _check(wanted)
    given: dict[str, Any] = asdict(wanted)
    for name in ("since", "until"):
        given[name] = given[name].isoformat() if given[name] else ""
    title = _("Dossier of the household %(label)s") % {"label": case.household.label}
    return start_job(
        kind="record_dossier",
        title=title,
        by=by,
        at=at,
        case_id=str(case.pk),
        owner_id=by.pk,
        wanted=given,
    )


@transaction.atomic
def store_dossier(*, case: Case, wanted: DossierWanted, by: User, at: datetime) -> Document:
    """What the long work makes: kept in the case, so that it can be handed over when it is ready."""
    paper = _paper(case, wanted, by, at)
    _note(case, wanted, by, at)
    return store_document(
        kind=DocumentKind.DOSSIER,
        title=_("Dossier %(period)s") % {"period": period_words(wanted)},
        content=paper,
        filename=dossier_name(case),
        media_type="application/pdf",
        by=by,
        at=at,
        context=case.pk,
        frozen=True,
    )


def dossier_name(case: Case) -> str:
    return f"fascicolo-{case.number.replace('/', '-')}.pdf"


def _check(wanted: DossierWanted) -> None:
    if wanted.since and wanted.until and wanted.until < wanted.since:
        raise OperationRefused(_("The last day comes before the first: check both."), field="until")
    if not (wanted.kinds or wanted.documents or wanted.household or wanted.enclosed):
        raise OperationRefused(_("Choose at least one thing to print."), field="kinds")


def _note(case: Case, wanted: DossierWanted, by: User, at: datetime) -> None:
    record(
        "record.dossier.printed",
        by=by,
        at=at,
        context=case.pk,
        important=True,
        period=period_words(wanted),
    )
