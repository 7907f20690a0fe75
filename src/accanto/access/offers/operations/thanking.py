"""The letter that thanks: for days and hours, never for whom."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from accanto.access.offers.letter import TEMPLATE, Given, given_by, letter_data
from accanto.access.offers.models import Giver, Thanks, Visit
from accanto.access.offers.operations.checking import day_of, keeper
from accanto.core.database.context import serving
from accanto.core.errors import OperationRefused
from accanto.core.pdf import render_pdf
from accanto.foundation.audit.operations import record
from accanto.foundation.documents.enums import DocumentKind
from accanto.foundation.documents.operations import store_document
from accanto.territory.staff.models import User


@serving("offers.thanks")
@transaction.atomic
def thank(*, giver: Giver, words: str, by: User, at: datetime) -> Thanks:
    """For all that was done since the last letter, whoever sees for whom. `words`: a sentence more, by hand.

    :raises OperationRefused: nothing new was done; the words name somebody who was served.
    """
    keeper(by)
    row = Giver.objects.select_for_update().get(pk=giver.pk)
    given = given_by(row)
    if given is None:
        raise OperationRefused(
            _("Nothing was done since the last letter: there is nothing to thank for yet.")
        )
    _refuse_names(given, words)
    with override("it"):
        content = render_pdf(TEMPLATE, letter_data(row, given, words.strip(), by, at), made_at=at)
        title = _("Letter of thanks")
    document = store_document(
        kind=DocumentKind.ATTACHMENT,
        title=title,
        content=content,
        filename=f"ringraziamento-{day_of(at):%Y-%m-%d}.pdf",
        media_type="application/pdf",
        by=None,  # the giver's, not its author's
        at=at,
        context=row.pk,
        frozen=True,
        version=row.thanks.count() + 1,
    )
    made = Thanks.objects.create(
        giver=row,
        first_day=given.first_day,
        last_day=given.last_day,
        minutes=given.minutes,
        times=len(given.visits),
        document=document,
        by=by,
        at=at,
    )
    Visit.objects.filter(pk__in=given.visits).update(thanks=made)
    record("offers.thanked", by=by, at=at, subject=row)
    return made


def _refuse_names(given: Given, words: str) -> None:
    named = given.named_in(words)
    if named:
        raise OperationRefused(
            _("The letter must not say for whom: take «%(name)s» out.") % {"name": named}, field="words"
        )
