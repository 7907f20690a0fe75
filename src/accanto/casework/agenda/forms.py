from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accanto.casework.agenda.enums import SlotKind
from accanto.casework.agenda.models import Room, Slot
from accanto.casework.cases.enums import AppointmentKind
from accanto.casework.cases.models import Case
from accanto.core.forms.base import AccantoForm
from accanto.core.forms.widgets import PillSelect, PillSelectMultiple
from accanto.territory.bodies.models import Office
from accanto.territory.staff.models import User

_DAY = _("Write the day as gg/mm/aaaa, for example 23/11/2026.")
# Those that are written on pages of their own.
_ELSEWHERE = {AppointmentKind.TEAM, AppointmentKind.HEARING}
_KINDS = [(value, label) for value, label in AppointmentKind.choices if value not in _ELSEWHERE]
WEEKDAYS = [
    (0, _("Monday")), (1, _("Tuesday")), (2, _("Wednesday")), (3, _("Thursday")), (4, _("Friday")),
    (5, _("Saturday")), (6, _("Sunday")),
]  # fmt: skip
EVERY = [(1, _("every week")), (2, _("every two weeks")), (4, _("every four weeks"))]
LENGTHS = [(30, _("half an hour")), (45, _("45 minutes")), (60, _("one hour")), (90, _("an hour and a half"))]


class MeetingForm(AccantoForm):
    """`offices`, `colleagues`, `cases`: what the user may choose."""

    case = forms.ModelChoiceField(
        label=_("With which household"),
        queryset=Case.objects.none(),
        required=False,
        empty_label=_("none: an engagement of the office"),
    )
    kind = forms.ChoiceField(label=_("What for"), choices=_KINDS, widget=PillSelect)
    title = forms.CharField(
        label=_("About"),
        required=False,
        max_length=160,
        help_text=_("Without a household everybody at work can read it: no names here."),
    )
    day = forms.DateField(label=_("Day"), error_messages={"invalid": _DAY})
    starts = forms.TimeField(label=_("Begins at"))
    minutes = forms.TypedChoiceField(
        label=_("How long"), choices=LENGTHS, coerce=int, widget=PillSelect, initial=60
    )
    office = forms.ModelChoiceField(label=_("Office"), queryset=Office.objects.none(), empty_label=None)
    room = forms.ModelChoiceField(
        label=_("Room"), queryset=Room.objects.none(), required=False, empty_label=_("no room")
    )
    operators = forms.ModelMultipleChoiceField(
        label=_("With whom"), queryset=User.objects.none(), required=False, widget=PillSelectMultiple
    )
    remind = forms.BooleanField(label=_("Send a reminder to the household"), required=False, initial=True)

    def __init__(
        self,
        *args: Any,
        offices: QuerySet[Office],
        colleagues: QuerySet[User],
        cases: QuerySet[Case],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        rooms = Room.objects.filter(office__in=offices, retired_at=None).select_related("office")
        _choose(self, "office", offices)
        _choose(self, "operators", colleagues)
        _choose(self, "case", cases).label_from_instance = case_words
        _choose(self, "room", rooms).label_from_instance = room_words


class SeriesForm(AccantoForm):
    kind = forms.ChoiceField(label=_("What for"), choices=SlotKind.choices, widget=PillSelect)
    office = forms.ModelChoiceField(label=_("Office"), queryset=Office.objects.none(), empty_label=None)
    operator = forms.ModelChoiceField(
        label=_("Who receives"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("whoever is at the desk"),
    )
    room = forms.ModelChoiceField(
        label=_("Room"), queryset=Room.objects.none(), required=False, empty_label=_("no room")
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=_("On which days"), choices=WEEKDAYS, coerce=int, widget=PillSelectMultiple
    )
    every = forms.TypedChoiceField(
        label=_("How often"), choices=EVERY, coerce=int, initial=1, widget=PillSelect
    )
    opens = forms.TimeField(label=_("Begins at"))
    closes = forms.TimeField(label=_("Ends at"))
    minutes = forms.IntegerField(label=_("Minutes for each"), min_value=5, max_value=480, initial=30)
    capacity = forms.IntegerField(
        label=_("People at once"),
        min_value=1,
        max_value=200,
        initial=1,
        help_text=_("More than one for a group or for several desks."),
    )
    starts_on = forms.DateField(label=_("First day"), error_messages={"invalid": _DAY})
    last_day = forms.DateField(
        label=_("Last day"),
        required=False,
        help_text=_("Empty: it goes on."),
        error_messages={"invalid": _DAY},
    )

    def __init__(
        self, *args: Any, offices: QuerySet[Office], colleagues: QuerySet[User], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        rooms = Room.objects.filter(office__in=offices, retired_at=None).select_related("office")
        _choose(self, "office", offices)
        _choose(self, "operator", colleagues)
        _choose(self, "room", rooms).label_from_instance = room_words


class PlaceForm(AccantoForm):
    """For a case that one sees, or for a name. `fixed`: for whom is known already."""

    case = forms.ModelChoiceField(
        label=_("Household in charge"),
        queryset=Case.objects.none(),
        required=False,
        empty_label=_("not in charge, or not known"),
    )
    name = forms.CharField(
        label=_("Name"),
        required=False,
        max_length=120,
        help_text=_("Of whoever is not registered; a first name or a nickname is enough."),
    )
    contact = forms.CharField(
        label=_("How to call them"),
        required=False,
        max_length=120,
        help_text=_("Only to tell them if the hour is cancelled."),
    )
    note = forms.CharField(label=_("Note"), required=False, max_length=200)
    remind = forms.BooleanField(label=_("Send a reminder"), required=False, initial=True)

    def __init__(self, *args: Any, cases: QuerySet[Case], fixed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if fixed:
            for name in ("case", "name", "contact"):
                del self.fields[name]
        else:
            _choose(self, "case", cases).label_from_instance = case_words


class MovePlaceForm(AccantoForm):
    """`slots`: the free hours that are offered."""

    slot = forms.ChoiceField(
        label=_("When"),
        widget=PillSelect,
        error_messages={
            "required": _("Choose an hour."),
            "invalid_choice": _("This hour has just been taken: choose another."),
        },
    )

    def __init__(self, *args: Any, slots: Iterable[Slot], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.slots = {str(slot.pk): slot for slot in slots}
        field: Any = self.fields["slot"]
        field.choices = [(key, str(slot)) for key, slot in self.slots.items()]

    def chosen(self) -> Slot:
        return self.slots[self.cleaned_data["slot"]]


class MoveMeetingForm(AccantoForm):
    """`rooms`: those of its office."""

    day = forms.DateField(label=_("Day"), error_messages={"invalid": _DAY})
    starts = forms.TimeField(label=_("Begins at"))
    minutes = forms.IntegerField(label=_("Minutes"), min_value=5, max_value=720)
    room = forms.ModelChoiceField(
        label=_("Room"), queryset=Room.objects.none(), required=False, empty_label=_("no room")
    )

    def __init__(self, *args: Any, rooms: QuerySet[Room], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "room", rooms)


class InviteForm(AccantoForm):
    cases = forms.ModelMultipleChoiceField(
        label=_("Households to invite"), queryset=Case.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    reply_by = forms.DateField(
        label=_("Answer by"),
        error_messages={"invalid": _DAY},
        help_text=_("After that day the place is free again."),
    )

    def __init__(self, *args: Any, cases: QuerySet[Case], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "cases", cases).label_from_instance = case_words


class ReasonForm(AccantoForm):
    reason = forms.CharField(label=_("Why"), max_length=200)


class SkipForm(ReasonForm):
    day = forms.DateField(label=_("Day without places"), error_messages={"invalid": _DAY})
    field_order = ["day", "reason"]


class EndForm(ReasonForm):
    last_day = forms.DateField(label=_("Last day"), error_messages={"invalid": _DAY})
    field_order = ["last_day", "reason"]


class RoomForm(AccantoForm):
    office = forms.ModelChoiceField(label=_("Office"), queryset=Office.objects.none(), empty_label=None)
    name = forms.CharField(label=_("Name on the door"), max_length=80)
    capacity = forms.IntegerField(label=_("How many people fit in"), min_value=1, max_value=500, initial=4)
    accessible = forms.BooleanField(label=_("Reached and used on a wheelchair"), required=False)
    note = forms.CharField(label=_("Note"), required=False, max_length=160)

    def __init__(self, *args: Any, offices: QuerySet[Office], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "office", offices)


class FeedForm(AccantoForm):
    with_initials = forms.BooleanField(
        label=_("With the initials of the household"),
        required=False,
        help_text=_("Without them only what kind of meeting it is and where."),
    )


def case_words(case: Case) -> str:
    return f"{case.household.label} · {case.number}"


def room_words(room: Room) -> str:
    return f"{room.name} · {room.office}"


def week_start(text: str, otherwise: date) -> date:
    """Monday of the week asked for in an address."""
    try:
        asked = date.fromisoformat(text)
    except ValueError:
        return otherwise
    return asked if 2000 <= asked.year <= 2060 else otherwise


def _choose(form: forms.Form, name: str, rows: QuerySet[Any]) -> Any:
    field: Any = form.fields[name]
    field.queryset = rows
    return field
