"""Which day, measure and municipality."""

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accanto.casework.pathways.enums import Measure
from accanto.core.forms.base import AccantoForm
from accanto.steering.indicators.figures import Scope
from accanto.territory.places.models import Municipality

FIRST_YEAR, LAST_YEAR = 2000, 2069


class ScopeForm(AccantoForm):
    """Names of the fields are those of the address, which people read and send to one another."""

    giorno = forms.DateField(label=_("On the day"), required=False)
    misura = forms.ChoiceField(label=_("Measure"), choices=Measure.choices, required=False)
    comune = forms.ChoiceField(label=_("Municipality"), required=False)

    def __init__(self, given: QueryDict, today: date) -> None:
        self.today = today
        self.towns = dict(Municipality.objects.filter(in_zone=True).values_list("istat_code", "name"))
        filled = given.copy()
        filled.setdefault("giorno", today.isoformat())
        filled.setdefault("misura", Measure.ADI)
        super().__init__(filled)
        town = self.fields["comune"]
        assert isinstance(town, forms.ChoiceField)  # noqa: S101  (declared above)
        town.choices = [("", _("The whole zone")), *self.towns.items()]

    def clean_giorno(self) -> date | None:
        """Reckoning in working days would walk off the calendar's ends."""
        day: date | None = self.cleaned_data["giorno"]
        if day and not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise forms.ValidationError(_("Check the year."))
        return day

    def scope(self) -> Scope:
        """What was asked; what is wrong counts as not asked, and the form says so."""
        self.full_clean()
        asked: dict[str, Any] = self.cleaned_data
        return Scope(
            as_of=asked.get("giorno") or self.today,
            measure=asked.get("misura") or Measure.ADI,
            municipality=asked.get("comune") or "",
        )

    def place(self, scope: Scope) -> str:
        return self.towns.get(scope.municipality) or gettext("the whole zone")
