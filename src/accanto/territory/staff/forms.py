from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accanto.core.forms.base import AccantoForm
from accanto.core.forms.widgets import PillSelect
from accanto.territory.bodies.models import Office, Organisation
from accanto.territory.staff.enums import ContractKind, Profession, WorkArea
from accanto.territory.staff.roles import ROLES

_DAY = _("Write the day as gg/mm/aaaa, for example 23/11/2026.")


def _roles() -> list[tuple[str, str]]:
    return [(code, role.label) for code, role in ROLES.items()]


class ContractForm(AccantoForm):
    employer = forms.ModelChoiceField(label=_("Employer"), queryset=Organisation.objects.none())
    kind = forms.ChoiceField(label=_("Contract"), choices=ContractKind.choices)
    area = forms.ChoiceField(
        label=_("Functions of"),
        choices=WorkArea.choices,
        widget=PillSelect,
        initial=WorkArea.SOCIAL,
        help_text=_(
            "Only social functions count for the level of social workers (L. 178/2020, art. 1 c. 797)."
        ),
    )
    weekly_hours = forms.DecimalField(
        label=_("Hours a week"), min_value=1, max_value=60, max_digits=4, decimal_places=1, initial=36
    )
    functions = forms.CharField(
        label=_("Tasks"),
        required=False,
        help_text=_("Separated by commas: minors, disability, inclusion income…"),
    )
    starts_on = forms.DateField(label=_("From"), error_messages={"invalid": _DAY})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["employer"].queryset = Organisation.objects.all()  # type: ignore[attr-defined]

    def clean_functions(self) -> tuple[str, ...]:
        return tuple(part.strip()[:40] for part in self.cleaned_data["functions"].split(",") if part.strip())


class RoleForm(AccantoForm):
    role = forms.ChoiceField(label=_("Role"), choices=_roles)
    office = forms.ModelChoiceField(label=_("In the office"), queryset=Office.objects.none())
    starts_on = forms.DateField(label=_("From"), error_messages={"invalid": _DAY})
    ends_on = forms.DateField(
        label=_("Until"),
        required=False,
        error_messages={"invalid": _DAY},
        help_text=_("First day without it; leave it empty if nobody knows yet."),
    )
    reason = forms.CharField(
        label=_("Why"), max_length=200, help_text=_("For example: substitutes a colleague on leave.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = Office.objects.select_related("organisation")  # type: ignore[attr-defined]


class NewOperatorForm(ContractForm):
    """The account, the person behind it, the first contract and the first role on one page."""

    first_name = forms.CharField(label=_("First name"), max_length=80)
    last_name = forms.CharField(label=_("Last name"), max_length=80)
    username = forms.RegexField(
        r"^[a-z0-9._-]+$",
        label=_("Username"),
        max_length=60,
        help_text=_("For example name.surname: it is what they type to log in."),
        error_messages={"invalid": _("Only small letters, digits, points and dashes.")},
    )
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    organisation = forms.ModelChoiceField(label=_("Body"), queryset=Organisation.objects.none())
    profession = forms.ChoiceField(label=_("Profession"), choices=Profession.choices)
    office = forms.ModelChoiceField(label=_("Works in"), queryset=Office.objects.none())
    role = forms.ChoiceField(label=_("Role"), choices=_roles)
    reason = forms.CharField(label=_("Why this role"), max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = Organisation.objects.all()  # type: ignore[attr-defined]
        self.fields["office"].queryset = Office.objects.all()  # type: ignore[attr-defined]


class EndForm(AccantoForm):
    ends_on = forms.DateField(label=_("First day without it"), error_messages={"invalid": _DAY})


class SuspendForm(AccantoForm):
    reason = forms.CharField(label=_("Why"), max_length=200)


class SecondStepResetForm(AccantoForm):
    reason = forms.CharField(
        label=_("Why"), max_length=200, help_text=_("For example: telephone lost, told by voice.")
    )


class LoginIdentityForm(AccantoForm):
    fiscal_code = forms.CharField(label=_("Fiscal code"), max_length=16, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
