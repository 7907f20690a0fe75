from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accanto.core.forms.base import AccantoForm
from accanto.territory.places.models import Municipality


class WaitingFilters(AccantoForm):
    comune = forms.ModelChoiceField(
        label=_("Municipality"), queryset=Municipality.objects.none(), required=False, empty_label=_("all")
    )
    quali = forms.ChoiceField(
        label=_("Which ones"),
        choices=[
            ("", _("all")),
            ("seguiti", _("already in charge")),
            ("nuovi", _("new to the service")),
            ("da-guardare", _("without a proposal")),
        ],
        required=False,
    )

    def __init__(self, *args: Any, towns: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        town: Any = self.fields["comune"]
        town.queryset = towns
