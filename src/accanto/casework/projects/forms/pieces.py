"""The pieces of a project, as people write them; nothing is saved here."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accanto.casework.assessment.enums import Area
from accanto.casework.projects.enums import RepresentativeRole
from accanto.casework.projects.models import Project
from accanto.casework.projects.operations.parties import Representative
from accanto.core.forms.base import AccantoForm
from accanto.core.forms.widgets import PillSelect
from accanto.people.households.queries import members_of
from accanto.people.persons.models import Person
from accanto.resources.catalogue.models import Service
from accanto.resources.funding.models import Fund, PlanLine
from accanto.territory.bodies.models import Organisation
from accanto.territory.staff.models import RoleGrant, User
from accanto.territory.staff.roles import ROLES


class PieceForm(AccantoForm):
    """`revision`: the one that the writer saw; somebody else's later change is shown before it is overwritten."""

    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, project: Project, today: date, **kwargs: Any) -> None:
        self.project, self.today = project, today
        super().__init__(*args, **kwargs)

    def members(self) -> list[Person]:
        return [member.person for member in members_of(self.project.case.household, self.today)]


class SummaryForm(PieceForm):
    text = forms.CharField(
        label=gettext_lazy("What this project is about"),
        help_text=gettext_lazy(
            "Two or three sentences that the family would say themselves. They open the printed project."
        ),
        required=False,
        max_length=2000,
        widget=forms.Textarea,
    )


class GoalForm(PieceForm):
    area = forms.ChoiceField(label=gettext_lazy("Area of life"), choices=Area.choices, widget=PillSelect)
    text = forms.CharField(
        label=gettext_lazy("What should change"),
        help_text=gettext_lazy("In the family’s words, in one sentence."),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("Write what should change.")},
    )
    expected_result = forms.CharField(
        label=gettext_lazy("What will be seen when it is reached"),
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    expected_by = forms.DateField(label=gettext_lazy("By when"), required=False)


class ActionForm(PieceForm):
    text = forms.CharField(
        label=gettext_lazy("What is done"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("Write what is to be done.")},
    )
    who = forms.ChoiceField(
        label=gettext_lazy("Who does it"),
        error_messages={"required": gettext_lazy("Say who does it: one member, one operator or one body.")},
    )
    due_on = forms.DateField(label=gettext_lazy("By when"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parties = list(self.project.parties.present().select_related("user", "organisation"))
        users = {party.user_id: party.user for party in parties if party.user}
        bodies = {party.organisation_id: party.organisation for party in parties if party.organisation}
        self.people = {str(person.pk): person for person in self.members()}
        self.users = {str(pk): user for pk, user in users.items()}
        self.bodies = {str(pk): body for pk, body in bodies.items()}
        self._keep_present(kwargs.get("initial", {}).get("who", ""))
        self.fields["who"].choices = [  # type: ignore[attr-defined]
            ("", _("Choose…")),
            (_("The family"), [(f"p:{pk}", str(person)) for pk, person in self.people.items()]),
            (_("Professionals"), [(f"u:{pk}", str(user)) for pk, user in self.users.items()]),
            (_("Services and bodies"), [(f"o:{pk}", str(body)) for pk, body in self.bodies.items()]),
        ]

    def _keep_present(self, who: str) -> None:
        """Who does it already stays choosable, even when no longer among the parties."""
        kind, _colon, pk = who.partition(":")
        if kind == "u" and pk not in self.users:
            self.users[pk] = User.objects.get(pk=pk)
        if kind == "o" and pk not in self.bodies:
            self.bodies[pk] = Organisation.objects.get(pk=pk)

    def doer(self) -> dict[str, Any]:
        kind, _colon, pk = self.cleaned_data["who"].partition(":")
        return {
            "person": self.people[pk] if kind == "p" else None,
            "user": self.users[pk] if kind == "u" else None,
            "organisation": self.bodies[pk] if kind == "o" else None,
        }


class CommitmentForm(PieceForm):
    person = forms.ChoiceField(label=gettext_lazy("Who undertakes it"), widget=PillSelect)
    text = forms.CharField(
        label=gettext_lazy("What they undertake"),
        help_text=gettext_lazy("Something that can be seen, in plain words."),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("Write what the person undertakes.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in self.members()}
        choices = [(pk, person.first_name or str(person)) for pk, person in self.people.items()]
        self.fields["person"].choices = choices  # type: ignore[attr-defined]


class SupportForm(PieceForm):
    service = forms.ModelChoiceField(
        Service.objects.none(),
        label=gettext_lazy("Service"),
        empty_label=gettext_lazy("Choose…"),
        error_messages={"required": gettext_lazy("Choose a service of the catalogue.")},
    )
    person = forms.ChoiceField(label=gettext_lazy("For whom"), required=False, widget=PillSelect)
    quantity = forms.CharField(
        label=gettext_lazy("How much"),
        help_text=gettext_lazy("In words: 3 hours a week, two mornings, ten meetings."),
        required=False,
        max_length=120,
    )
    starts_on = forms.DateField(label=gettext_lazy("From"), required=False)
    ends_on = forms.DateField(label=gettext_lazy("Until the day"), required=False)
    money = forms.ChoiceField(label=gettext_lazy("Paid with"), required=False)
    note = forms.CharField(label=gettext_lazy("Note"), required=False, max_length=300)
    beside = forms.CharField(
        label=gettext_lazy("Why beside what runs already"),
        help_text=gettext_lazy("Only if something like it runs already for the same people."),
        required=False,
        max_length=300,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = Service.objects.on_offer(self.today)
        present = int(self.initial.get("service") or 0)
        self.services = Service.objects.filter(pk__in=offered.values("pk")) | Service.objects.filter(
            pk=present
        )
        self.fields["service"].queryset = self.services  # type: ignore[attr-defined]
        self.people = {str(person.pk): person for person in self.members()}
        self.fields["person"].choices = [  # type: ignore[attr-defined]
            ("", _("the whole household")),
            *((pk, person.first_name or str(person)) for pk, person in self.people.items()),
        ]
        self._offer_money(str(self.data.get("service") or self.initial.get("service") or ""))

    def _offer_money(self, chosen: str) -> None:
        """Only what pays for the chosen service; before one is chosen, everything."""
        lines = PlanLine.objects.filter(retired_on=None)
        services = self.services.filter(pk=chosen) if chosen.isdigit() else self.services
        found = services.prefetch_related(Prefetch("plan_lines", lines), "funds").order_by("name")
        self.funding: dict[str, tuple[Fund, PlanLine | None]] = {}
        names: dict[str, str] = {}
        for service in found:
            for fund in service.funds.all():
                self.funding[str(fund.pk)] = (fund, None)
                names[str(fund.pk)] = fund.name
                for line in service.plan_lines.all():
                    if line.fund_id == fund.pk:
                        self.funding[f"{fund.pk}:{line.pk}"] = (fund, line)
                        names[f"{fund.pk}:{line.pk}"] = f"{fund.name} · {line.code} {line.title}"
        self.fields["money"].choices = [("", _("to be decided")), *names.items()]  # type: ignore[attr-defined]

    def terms(self) -> dict[str, Any]:
        given = self.cleaned_data
        fund, line = self.funding.get(given["money"], (None, None))
        return {
            "person": self.people.get(given["person"]),
            "fund": fund,
            "plan_line": line,
            **{name: given[name] for name in ("quantity", "starts_on", "ends_on", "note")},
        }


class PartyForm(PieceForm):
    who = forms.ChoiceField(
        label=gettext_lazy("Who signs"), error_messages={"required": gettext_lazy("Choose who signs.")}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = list(self.project.parties.present().values_list("person_id", "user_id"))
        family = {person for person, _user in asked}
        professionals = {user for _person, user in asked}
        self.people = {str(p.pk): p for p in self.members() if p.pk not in family}
        signing = [code for code, role in ROLES.items() if "projects.sign" in role.permissions]
        holders = RoleGrant.objects.filter(role__in=signing, ends_on=None).values("user")
        found = User.objects.filter(is_active=True, operator__isnull=False, pk__in=holders)
        self.users = {
            str(user.pk): user
            for user in found.exclude(pk__in=professionals).select_related("operator__organisation")
        }
        self.fields["who"].choices = [  # type: ignore[attr-defined]
            ("", _("Choose…")),
            (_("The family"), [(f"p:{pk}", str(person)) for pk, person in self.people.items()]),
            (
                _("Professionals"),
                [(f"u:{pk}", f"{user} · {user.operator.organisation}") for pk, user in self.users.items()],
            ),
        ]

    def signer(self) -> dict[str, Any]:
        kind, _colon, pk = self.cleaned_data["who"].partition(":")
        return {"person": self.people[pk]} if kind == "p" else {"user": self.users[pk]}


class RepresentativeForm(PieceForm):
    """How a member of the household signs: in person, or through whom a decree names."""

    role = forms.ChoiceField(
        label=gettext_lazy("Who signs"),
        choices=[("", gettext_lazy("signs in person")), *RepresentativeRole.choices],
        required=False,
        widget=PillSelect,
    )
    name = forms.CharField(
        label=gettext_lazy("Name and surname of who signs for them"), required=False, max_length=160
    )
    authority = forms.CharField(
        label=gettext_lazy("Court"),
        help_text=gettext_lazy("As it stands on the decree: Tribunale di Pistoia."),
        required=False,
        max_length=120,
    )
    number = forms.CharField(label=gettext_lazy("Number of the decree"), required=False, max_length=40)
    on = forms.DateField(label=gettext_lazy("Day of the decree"), required=False)

    decree = ("name", "authority", "number", "on")
    shown_when = "role=" + "|".join(RepresentativeRole.values)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if not given.get("role"):
            return given
        missing = {
            "name": _("Write the name and surname of who signs for them."),
            "authority": _("Write which court named them."),
            "number": _("Write the number of the decree."),
            "on": _("Write the day of the decree."),
        }
        for field, sentence in missing.items():
            if not given.get(field) and field not in self.errors:
                self.add_error(field, sentence)
        return given

    def representative(self) -> Representative | None:
        given = self.cleaned_data
        if not given["role"]:
            return None
        return Representative(given["name"], given["role"], given["authority"], given["number"], given["on"])
