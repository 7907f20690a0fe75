"""What narrows the day's register."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy

from accanto.access.desk.enums import Channel, OutcomeKind, OutcomeState
from accanto.access.desk.models import AccessPoint, ContactOutcome, UnmetDemand
from accanto.access.directory.needs import choices as need_choices
from accanto.core.forms.base import AccantoForm

_ALL = gettext_lazy("all")


def midnight(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


class RegisterFilters(AccantoForm):
    punto = forms.ModelChoiceField(
        label=gettext_lazy("Access point"),
        queryset=AccessPoint.objects.none(),
        required=False,
        empty_label=gettext_lazy("all of mine"),
    )
    dal = forms.DateField(label=gettext_lazy("From"), required=False)
    al = forms.DateField(label=gettext_lazy("To the day"), required=False)
    bisogno = forms.ChoiceField(label=gettext_lazy("Need"), required=False)
    canale = forms.ChoiceField(
        label=gettext_lazy("How"), required=False, choices=[("", _ALL), *Channel.choices]
    )
    esito = forms.ChoiceField(
        label=gettext_lazy("Outcome"),
        required=False,
        choices=[
            ("", _ALL),
            *OutcomeKind.choices,
            ("to_do", gettext_lazy("something to do")),
            ("unmet", gettext_lazy("a need without an answer")),
        ],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = dict(self.fields)
        fields["punto"].queryset = AccessPoint.objects.select_related("office")
        fields["bisogno"].choices = [("", _ALL), *need_choices()]

    def apply(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        data = self.cleaned_data
        if data["punto"]:
            rows = rows.filter(point=data["punto"])
        if data["dal"]:
            rows = rows.filter(happened_at__gte=midnight(data["dal"]))
        if data["al"]:
            rows = rows.filter(happened_at__lt=midnight(data["al"]) + timedelta(days=1))
        if data["bisogno"]:
            rows = rows.filter(needs__contains=[data["bisogno"]])
        if data["canale"]:
            rows = rows.filter(channel=data["canale"])
        return _by_outcome(rows, data["esito"])


def _by_outcome(rows: QuerySet[Any], asked: str) -> QuerySet[Any]:
    if asked == "unmet":
        return rows.filter(Exists(UnmetDemand.objects.filter(contact=OuterRef("pk"))))
    if asked == "to_do":
        steps = ContactOutcome.objects.filter(contact=OuterRef("pk"), state=OutcomeState.TO_DO)
        return rows.filter(Exists(steps))
    if asked:
        return rows.filter(Exists(ContactOutcome.objects.filter(contact=OuterRef("pk"), kind=asked)))
    return rows
