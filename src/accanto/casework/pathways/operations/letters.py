from datetime import date, datetime
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accanto.casework.pathways.enums import ConvocationState
from accanto.casework.pathways.letter import letter_data
from accanto.casework.pathways.models import Convocation
from accanto.core.errors import OperationRefused
from accanto.core.pdf import render_pdf
from accanto.foundation.audit.operations import record
from accanto.foundation.documents.enums import DocumentKind
from accanto.foundation.documents.models import Document
from accanto.foundation.documents.operations import store_document
from accanto.people.households.queries import members_of
from accanto.territory.staff.models import User

TEMPLATE = Path(__file__).resolve().parents[1] / "typst" / "convocation.typ"


class LetterRefused(OperationRefused):
    """Letters are written before the meeting."""


@transaction.atomic
def prepare_letter(*, convocation: Convocation, by: User, at: datetime) -> Document:
    """The letter of convocation as PDF among the documents of the case; writing it again gives a new version.

    :raises LetterRefused: the meeting is over or was cancelled.
    """
    rows = Convocation.objects.select_for_update(of=("self",))
    row = rows.select_related("pathway__case__household", "appointment__office__seat", "letter").get(
        pk=convocation.pk
    )
    if row.state not in (ConvocationState.PLANNED, ConvocationState.SENT):
        raise LetterRefused(_("The meeting is over: there is nothing more to write."))
    _refuse_dead(row, timezone.localtime(at).date())
    data = letter_data(row, made_on=timezone.localtime(at).date())
    document = store_document(
        kind=DocumentKind.CONVOCATION_LETTER,
        title=_("Letter of convocation"),
        content=render_pdf(TEMPLATE, data, made_at=at),
        filename="convocazione.pdf",
        media_type="application/pdf",
        by=by,
        at=at,
        context=row.pathway.case_id,
        frozen=True,
        version=row.letter.version + 1 if row.letter else 1,
    )
    row.letter = document
    row.save(update_fields=["letter"])
    record("pathways.convocation.letter", by=by, at=at, context=row.pathway.case_id, subject=row)
    return document


def _refuse_dead(row: Convocation, today: date) -> None:
    """Nobody who has died is written to: whoever lives on is the reference person first."""
    to = members_of(row.pathway.case.household, today)[0].person
    if to.died_on is not None:
        raise LetterRefused(
            _("%(name)s has died: write down who is the reference person now, in the household of the case.")
            % {"name": to}
        )
