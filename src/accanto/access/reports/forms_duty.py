from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accanto.access.reports.forms import receiving_offices
from accanto.core.forms.base import AccantoForm
from accanto.territory.bodies.models import Office
from accanto.territory.staff.models import User


class ShiftForm(AccantoForm):
    """For which of one's own offices one is on duty."""

    office = forms.ModelChoiceField(
        label=_("For which office"), queryset=Office.objects.none(), empty_label=_("Choose…")
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = user.access.offices | user.access.coordinates
        office: Any = self.fields["office"]
        office.queryset = receiving_offices().filter(pk__in=mine)
        if not self.is_bound and user.access.offices:
            self.initial.setdefault("office", min(user.access.offices))
