"""Those whose application was refused, suspended or lapsed are not left alone."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accanto.access.outcomes.enums import TO_ACCOMPANY
from accanto.access.outcomes.models import Accompaniment, Application
from accanto.core.errors import NotPermitted, OperationRefused
from accanto.territory.staff.models import User


@transaction.atomic
def note_accompaniment(
    *, application: Application, text: str, done: bool, by: User, at: datetime
) -> Accompaniment:
    """Write down a contact; `done` takes the person off the list until the outcome changes again.

    :raises OperationRefused: empty note, or an outcome that needs no accompaniment.
    """
    if not by.may("outcomes.decide"):
        raise NotPermitted(_("You may not write here."))
    row = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    if row.outcome not in TO_ACCOMPANY:
        raise OperationRefused(_("This application was not refused, suspended or lapsed."))
    if not text.strip():
        raise OperationRefused(_("Write what was said or done."), field="text")
    return Accompaniment.objects.create(application=row, text=text.strip(), done=done, by=by, at=at)
