"""What is asked at a desk. Texts may be pasted whole: what is too long is said and stays in the box."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accanto.access.desk.enums import MediatorMode, NoMediator, Priority, Slip, UnmetReason
from accanto.access.desk.languages import foreign
from accanto.access.desk.models import AccessPoint, MediatorService
from accanto.access.desk.models.contact import MOST_WORDS
from accanto.access.desk.models.ticket import FIRST_WORDS
from accanto.core.forms.base import AccantoForm
from accanto.core.forms.widgets import PillSelect
from accanto.territory.bodies.models import Office
from accanto.territory.staff.models import User
from accanto.territory.staff.queries import holders_of


class TicketForm(AccantoForm):
    words = forms.CharField(
        label=gettext_lazy("First words"),
        required=False,
        max_length=FIRST_WORDS,
        help_text=gettext_lazy("To recognise the person: never a full name."),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"), required=False, choices=[("", gettext_lazy("Italian")), *foreign()]
    )
    priority = forms.ChoiceField(
        label=gettext_lazy("Goes first because"), required=False, choices=Priority.choices
    )


class CallForm(AccantoForm):
    window = forms.IntegerField(label=gettext_lazy("Window"), min_value=1)


class LongText(forms.CharField):
    """A text area that takes whatever is pasted and then says by how much it is too long."""

    def __init__(self, **given: Any) -> None:
        rows = given.pop("rows", 3)
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **{"required": False, **given})

    def validate(self, value: str) -> None:
        super().validate(value)
        over = len(value) - MOST_WORDS
        if over > 0:
            raise ValidationError(
                _(
                    "This is %(over)s characters too long: %(most)s fit here. Nothing was lost: shorten it, or keep the"
                    " whole as a document."
                )
                % {"over": over, "most": MOST_WORDS}
            )


class MediatorForm(AccantoForm):
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=foreign())
    mode = forms.ChoiceField(
        label=gettext_lazy("How"),
        choices=MediatorMode.choices,
        widget=PillSelect,
        initial=MediatorMode.PHONE,
    )
    service = forms.ModelChoiceField(
        label=gettext_lazy("Whom"),
        queryset=MediatorService.objects.none(),
        required=False,
        empty_label=gettext_lazy("Another one, or nobody yet"),
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["service"]
        field.queryset = services_on(on)
        field.label_from_instance = lambda one: f"{one.organisation} · {one.get_mode_display()} · {one.phone}"


def services_on(on: date) -> QuerySet[MediatorService]:
    rows = MediatorService.objects.filter(valid_from__lte=on)
    return rows.exclude(valid_to__lte=on)


class NoMediatorForm(AccantoForm):
    reason = forms.ChoiceField(label=gettext_lazy("Why"), choices=NoMediator.choices)


class ReasonForm(AccantoForm):
    reason = forms.CharField(label=gettext_lazy("Why"), max_length=300)


class SlipForm(AccantoForm):
    """`known`: the contact names a person, whose address may be kept. `messages`: text messages leave from here."""

    how = forms.ChoiceField(
        label=gettext_lazy("How"),
        choices=[(Slip.EMAIL, gettext_lazy("e-mail")), (Slip.SMS, gettext_lazy("text message"))],
        widget=PillSelect,
        initial=Slip.EMAIL,
    )
    to = forms.CharField(
        label=gettext_lazy("Address or number"),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("It is used once and not kept."),
    )
    keep = forms.BooleanField(
        label=gettext_lazy("Keep it among the contacts of the person, who agrees"), required=False
    )

    def __init__(self, *args: Any, known: bool, messages: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not known:
            del self.fields["keep"]
        if not messages:
            del self.fields["how"]
            to: Any = self.fields["to"]
            to.label, to.widget = gettext_lazy("E-mail"), forms.EmailInput(attrs={"autocomplete": "off"})

    def clean(self) -> dict[str, Any]:
        return {"how": Slip.EMAIL, **(super().clean() or {})}


class UnitForm(AccantoForm):
    """Which unit; `words` is why it should take the person in charge."""

    unit = forms.ModelChoiceField(
        label=gettext_lazy("Unit"), queryset=Office.objects.none(), empty_label=None
    )

    def __init__(self, *args: Any, units: QuerySet[Office], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["unit"]
        field.queryset = units


class ProposeForm(UnitForm):
    words = forms.CharField(
        label=gettext_lazy("Why the unit should take them in charge"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ChargeForm(AccantoForm):
    responsible = forms.ModelChoiceField(
        label=gettext_lazy("Who follows them"),
        queryset=User.objects.none(),
        required=False,
        empty_label=gettext_lazy("To be said later"),
    )

    def __init__(self, *args: Any, unit: Office, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["responsible"]
        posts = holders_of("cases.work", on).filter(role_grants__office=unit).distinct()
        field.queryset = posts.order_by("last_name", "first_name", "pk")


class PostForm(AccantoForm):
    user = forms.ModelChoiceField(
        label=gettext_lazy("Who"), queryset=User.objects.none(), empty_label=gettext_lazy("Choose…")
    )
    starts_on = forms.DateField(label=gettext_lazy("From"))

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["user"]
        field.queryset = holders_of("desk.serve", on).order_by("last_name", "first_name", "pk")


class PostEndForm(AccantoForm):
    last_day = forms.DateField(label=gettext_lazy("Last day"))


class PointChoice(AccantoForm):
    """For figures: which desk, from when to when."""

    punto = forms.ModelChoiceField(
        label=gettext_lazy("Access point"),
        queryset=AccessPoint.objects.none(),
        required=False,
        empty_label=gettext_lazy("All the access points"),
    )
    dal = forms.DateField(label=gettext_lazy("From"), required=False)
    al = forms.DateField(label=gettext_lazy("To the day"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["punto"]
        field.queryset = AccessPoint.objects.select_related("office")

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("dal") and given.get("al") and given["al"] < given["dal"]:
            self.add_error("al", _("The last day comes before the first: check both."))
        return given


UNMET = [("", gettext_lazy("Choose…")), *UnmetReason.choices]
