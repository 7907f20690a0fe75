"""What is asked when a step that a contact left is taken."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy

from accanto.access.outcomes.models import Application
from accanto.casework.agenda.models import Slot
from accanto.core.forms.base import AccantoForm
from accanto.core.forms.widgets import PillSelect


class StepPlaceForm(AccantoForm):
    """`people`: those of the contact whom one sees; without any, a name is asked."""

    slot = forms.ChoiceField(
        label=gettext_lazy("When"),
        widget=PillSelect,
        error_messages={
            "required": gettext_lazy("Choose an hour."),
            "invalid_choice": gettext_lazy("This hour has just been taken: choose another."),
        },
    )
    whom = forms.ChoiceField(label=gettext_lazy("For whom"), widget=PillSelect)
    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=120,
        help_text=gettext_lazy("A first name or a nickname is enough."),
    )
    contact = forms.CharField(
        label=gettext_lazy("How to call them"),
        required=False,
        max_length=120,
        help_text=gettext_lazy("Only to tell them if the hour is cancelled."),
    )
    note = forms.CharField(label=gettext_lazy("For what"), required=False, max_length=200)
    remind = forms.BooleanField(label=gettext_lazy("Send a reminder"), required=False, initial=True)

    def __init__(self, *args: Any, slots: Iterable[Slot], people: Mapping[UUID, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.slots = {str(slot.pk): slot for slot in slots}
        self.people = {str(pk): pk for pk in people}
        field: Any = self.fields["slot"]
        field.choices = [(key, str(slot)) for key, slot in self.slots.items()]
        field = self.fields["whom"]
        field.choices = [(str(pk), name) for pk, name in people.items()]
        # Of a name without a record no address is known: nothing could be sent.
        for name in ("name", "contact") if people else ("whom", "remind"):
            del self.fields[name]

    def chosen(self) -> dict[str, Any]:
        """For the operation, but for the person: `whom` is their id."""
        given = dict(self.cleaned_data)
        given["slot"] = self.slots[given["slot"]]
        given["whom"] = self.people.get(given.get("whom", ""))
        return given


class StepApplicationForm(AccantoForm):
    """`applications`: those of the person that have come in already; an anonymous contact keeps no receipt."""

    to = forms.CharField(
        label=gettext_lazy("Which application, to whom"),
        max_length=160,
        widget=forms.TextInput(attrs={"list": "step-services", "autocomplete": "off"}),
        help_text=gettext_lazy("For example: contribution for the rent, town of Quarrata."),
    )
    handed_on = forms.DateField(label=gettext_lazy("On which day it was handed in"))
    receipt = forms.CharField(
        label=gettext_lazy("Protocol or receipt"),
        required=False,
        max_length=60,
    )
    application = forms.ChoiceField(
        label=gettext_lazy("Is it one of these?"), required=False, widget=PillSelect
    )

    def __init__(
        self, *args: Any, applications: Iterable[Application], anonymous: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.applications = {str(one.pk): one for one in applications}
        field: Any = self.fields["application"]
        field.choices = [
            ("", gettext_lazy("no, another one")),
            *(
                (key, f"{one.get_measure_display()} · {one.protocol}")
                for key, one in self.applications.items()
            ),
        ]
        if not self.applications:
            del self.fields["application"]
        if anonymous:
            del self.fields["receipt"]

    def chosen(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        given["application"] = self.applications.get(given.get("application", ""))
        return given
