"""Who answers for a case, and who works on it with them."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accanto.core.forms.base import AccantoForm
from accanto.territory.staff.models import User


class ResponsibleForm(AccantoForm):
    """`workers`: those of the unit; `former`: who was responsible when the page was read."""

    former = forms.IntegerField(required=False, widget=forms.HiddenInput)
    responsible = forms.ModelChoiceField(
        label=_("Who is responsible from now"),
        queryset=User.objects.none(),
        empty_label=_("Choose"),
        error_messages={"invalid_choice": _("This colleague cannot be chosen here: choose another one.")},
    )
    reason = forms.CharField(
        label=_("Why"),
        max_length=200,
        help_text=_("For example: Anna leaves the unit; it stays in the story of the case."),
    )

    def __init__(self, *args: Any, workers: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["responsible"]
        chosen.queryset = workers


class CoWorkerForm(AccantoForm):
    """`workers`: of whatever office, who do not work on the case yet."""

    co_worker = forms.ModelChoiceField(
        label=_("Who works on it too"),
        queryset=User.objects.none(),
        empty_label=_("Choose"),
        error_messages={"invalid_choice": _("This colleague cannot be chosen here: choose another one.")},
    )
    task = forms.CharField(
        label=_("What they do in it"),
        max_length=200,
        help_text=_("For example: follows the children at school."),
    )

    def __init__(self, *args: Any, workers: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["co_worker"]
        chosen.queryset = workers
