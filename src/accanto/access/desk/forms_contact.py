"""The one page on which a contact is written."""

from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accanto.access.desk.enums import (
    Channel,
    ForWhom,
    Identity,
    MediatorMode,
    NationalityGroup,
    NoMediator,
    OutcomeKind,
)
from accanto.access.desk.forms import UNMET, LongText
from accanto.access.desk.languages import ITALIAN
from accanto.access.desk.languages import choices as language_choices
from accanto.access.desk.models import MediatorService
from accanto.access.desk.operations import Asked, Came
from accanto.access.directory.models import Entry
from accanto.access.directory.needs import choices as need_choices
from accanto.core.forms.base import AccantoForm
from accanto.core.forms.widgets import PillSelect, PillSelectMultiple
from accanto.people.persons.models import Person
from accanto.territory.places.models import Municipality

UNMET_ROWS = (1, 2)
MEDIATED = [
    ("", gettext_lazy("not needed")),
    (MediatorMode.IN_PERSON, gettext_lazy("here, in person")),
    (MediatorMode.PHONE, gettext_lazy("by telephone")),
    ("none", gettext_lazy("needed, not found")),
]


class Chips(PillSelectMultiple):
    """One stop of the Tab key: arrows move, letters jump, space chooses (`desk.js`)."""

    template_name = "desk/widgets/chips.html"


class OutcomesForm(AccantoForm):
    """What came of it, with what each outcome needs. `entries`: those that may be chosen."""

    outcomes = forms.MultipleChoiceField(
        label=gettext_lazy("What came of it"), choices=OutcomeKind.choices, widget=Chips, required=False
    )
    entries = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Sent to"), queryset=Entry.objects.none(), required=False
    )

    def __init__(self, *args: Any, entries: QuerySet[Entry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["entries"]
        field.queryset = entries
        labels = {
            OutcomeKind.INFORMATION: _("What was told"),
            OutcomeKind.SIGNPOSTING: _("A service that is not in the directory"),
            OutcomeKind.FORM_HELP: _("Which form"),
            OutcomeKind.APPOINTMENT: _("For what, with whom"),
            OutcomeKind.APPLICATION: _("For which service"),
            OutcomeKind.REPORT: _("What is reported, in a few words"),
            OutcomeKind.CASE: _("Why it is asked"),
        }
        for kind, label in labels.items():
            self.fields[f"words_{kind}"] = forms.CharField(label=label, max_length=300, required=False)

    def came(self) -> list[Came]:
        data = self.cleaned_data
        found: list[Came] = []
        for kind in data["outcomes"]:
            words = data[f"words_{kind}"]
            if kind == OutcomeKind.SIGNPOSTING:
                found += [Came(kind, entry=entry) for entry in data["entries"]]
                if words or not data["entries"]:
                    found.append(Came(kind, words=words))
            else:
                found.append(Came(kind, words=words))
        return found

    def words_of(self) -> list[tuple[str, Any]]:
        """Kind and its field, for the template."""
        return [(kind, self[f"words_{kind}"]) for kind in OutcomeKind.values]


class ContactForm(OutcomesForm):
    """`people`: those whom one sees. Who asks follows from what was chosen: a person, a name, or nobody."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    person = forms.ModelChoiceField(queryset=Person.objects.none(), required=False, widget=forms.HiddenInput)
    name = forms.CharField(required=False, max_length=120, widget=forms.HiddenInput)
    q_person = forms.CharField(label=gettext_lazy("Who asks"), required=False, max_length=120)
    about = forms.ModelChoiceField(queryset=Person.objects.none(), required=False, widget=forms.HiddenInput)
    channel = forms.ChoiceField(
        label=gettext_lazy("How"), choices=Channel.choices, widget=PillSelect, initial=Channel.IN_PERSON
    )
    for_whom = forms.ChoiceField(
        label=gettext_lazy("For whom"), choices=ForWhom.choices, widget=PillSelect, initial=ForWhom.SELF
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=language_choices, initial=ITALIAN)
    mediated = forms.ChoiceField(
        label=gettext_lazy("Mediator"), choices=MEDIATED, widget=PillSelect, required=False, initial=""
    )
    mediator_service = forms.ModelChoiceField(
        label=gettext_lazy("Whom"), queryset=MediatorService.objects.none(), required=False
    )
    mediator_reason = forms.ChoiceField(
        label=gettext_lazy("Why not"), choices=[("", "—"), *NoMediator.choices], required=False
    )
    nationality = forms.ChoiceField(
        label=gettext_lazy("Nationality"), choices=NationalityGroup.choices, widget=PillSelect, required=False
    )
    municipality = forms.ModelChoiceField(
        label=gettext_lazy("Town where they live"),
        queryset=Municipality.objects.filter(in_zone=True, exists_to=None),
        required=False,
        empty_label=gettext_lazy("not asked"),
    )
    needs = forms.MultipleChoiceField(
        label=gettext_lazy("Needs"),
        choices=need_choices,
        widget=Chips,
        error_messages={"required": gettext_lazy("Choose at least one need.")},
    )
    request = LongText(label=gettext_lazy("What is asked"), rows=2)
    listening = LongText(
        label=gettext_lazy("Listening notes"),
        rows=3,
        help_text=gettext_lazy("Read only by those who receive people here and by whoever follows the case."),
    )
    minutes = forms.IntegerField(label=gettext_lazy("Minutes"), required=False, min_value=1, max_value=600)

    def __init__(
        self, *args: Any, people: QuerySet[Person], services: QuerySet[MediatorService], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = dict(self.fields)
        fields["person"].queryset = fields["about"].queryset = people
        fields["mediator_service"].queryset = services
        for row in UNMET_ROWS:
            self.fields[f"unmet_need_{row}"] = forms.ChoiceField(
                label=_("Need without an answer"),
                choices=[("", _("Choose…")), *need_choices()],
                required=False,
            )
            self.fields[f"unmet_reason_{row}"] = forms.ChoiceField(
                label=_("Because"), choices=UNMET, required=False
            )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        typed = given.get("q_person", "").strip()
        if typed and not given.get("person") and not given.get("name"):
            self.add_error(
                "q_person",
                _("You wrote «%(typed)s» and chose nobody: choose, keep the name only, or empty the box.")
                % {"typed": typed},
            )
        for row in UNMET_ROWS:
            if bool(given.get(f"unmet_need_{row}")) != bool(given.get(f"unmet_reason_{row}")):
                self.add_error(f"unmet_reason_{row}", _("Say both the need and why it found no answer."))
        if given.get("mediated") == "none" and not given.get("mediator_reason"):
            self.add_error("mediator_reason", _("Say why there is no mediator."))
        return given

    def asked(self) -> Asked:
        data = self.cleaned_data
        identity = (
            Identity.PERSON if data["person"] else Identity.NAME if data["name"] else Identity.ANONYMOUS
        )
        needs = [*data["needs"], *(need for need in self.unmet() if need not in data["needs"])]
        same = ("channel", "person", "name", "for_whom", "about", "language", "nationality", "municipality")
        texts = ("request", "listening")
        return Asked(identity=identity, needs=needs, **{name: data[name] for name in (*same, *texts)})

    def unmet(self) -> dict[str, str]:
        data = self.cleaned_data
        pairs = ((data[f"unmet_need_{row}"], data[f"unmet_reason_{row}"]) for row in UNMET_ROWS)
        return {need: reason for need, reason in pairs if need}

    def unmet_rows(self) -> list[tuple[Any, Any]]:
        return [(self[f"unmet_need_{row}"], self[f"unmet_reason_{row}"]) for row in UNMET_ROWS]


class LinkForm(AccantoForm):
    person = forms.ModelChoiceField(
        queryset=Person.objects.none(),
        error_messages={"required": gettext_lazy("Look for the person and choose them.")},
        widget=forms.HiddenInput,
    )

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["person"]
        field.queryset = people


def draft_key(point_id: int, ticket: UUID | str) -> str:
    """Of a number, or of the next contact without one."""
    return f"desk:{point_id}:{ticket or 'new'}"


__all__ = ["ContactForm", "LinkForm", "OutcomesForm", "draft_key"]
