"""A long dossier in the background."""

from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from accanto.casework.cases.queries import for_page
from accanto.casework.record.dossier import DossierWanted
from accanto.casework.record.operations import store_dossier
from accanto.core import clock
from accanto.core.errors import OperationRefused
from accanto.foundation.jobs.registry import Step, long_job
from accanto.people.persons.enums import Depth
from accanto.territory.staff.models import User


@long_job("record_dossier")
def make_dossier(progress: Step, case_id: str, owner_id: int, wanted: dict[str, Any]) -> str:
    """In the name of whoever ordered it: if they no longer read the case, nothing is printed."""
    owner = User.objects.get(pk=owner_id)
    case = for_page(owner).filter(pk=UUID(case_id)).first()
    if case is None or case.depth < Depth.READ:
        raise OperationRefused(_("You no longer read this case."))
    progress.step(20, _("Reading the record"))
    days = {name: date.fromisoformat(wanted[name]) if wanted[name] else None for name in ("since", "until")}
    asked = DossierWanted(**{**wanted, **days, "kinds": tuple(wanted["kinds"])})
    document = store_dossier(case=case, wanted=asked, by=owner, at=clock.now())
    return reverse("document", args=[document.pk])
