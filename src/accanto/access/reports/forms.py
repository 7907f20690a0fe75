from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.formats import number_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accanto.access.reports.enums import Channel, Part, ReporterKind, ReportState, Urgency
from accanto.access.reports.fields import MomentField
from accanto.access.reports.kinds import all_kinds, kinds_on
from accanto.access.reports.models import Report
from accanto.access.reports.operations import EvictionFacts, Named, Order, Sender
from accanto.core.forms.base import AccantoForm
from accanto.core.forms.widgets import DateInput, DateTimeInput, PillSelect
from accanto.people.matching.given import Given
from accanto.territory.bodies.models import Office
from accanto.territory.staff.models import User
from accanto.territory.staff.queries import holders_of

MOST_WORDS = 100_000
PEOPLE = (1, 2, 3)
_RECEIVING = ("zone", "professional_unit", "urp", "social_secretariat")


class Words(forms.CharField):
    """Long text that says what to do when it is too long; what was pasted stays on the page."""

    widget = forms.Textarea

    def __init__(self, *, max_length: int = MOST_WORDS, rows: int = 4, **given: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **given)
        self.most = max_length

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and len(value) > self.most:
            told = {
                "n": number_format(len(value), force_grouping=True),
                "most": number_format(self.most, force_grouping=True),
            }
            raise forms.ValidationError(
                gettext(
                    "The text has %(n)s characters and there is room for %(most)s: shorten it, or keep the whole as a "
                    "document of the case. What you wrote is still here."
                )
                % told
            )


class ReportForm(AccantoForm):
    """One page for whoever reports, what, about whom. `on`: the day whose kinds and holders of roles count."""

    kind = forms.ChoiceField(label=_("What it is"))
    received_at = MomentField(label=_("When it came"))
    channel = forms.ChoiceField(
        label=_("How it came"), choices=Channel.choices, widget=PillSelect, initial=Channel.PHONE
    )
    reporter_kind = forms.ChoiceField(label=_("Who reports"), choices=ReporterKind.choices)
    reporter_body = forms.CharField(label=_("Body or office"), max_length=160, required=False)
    reporter_name = forms.CharField(label=_("Name of who signs or calls"), max_length=160, required=False)
    reporter_contact = forms.CharField(label=_("Where to call back"), max_length=160, required=False)
    covered = forms.BooleanField(
        label=_("Asks to stay private"),
        required=False,
        help_text=_("The name is shown only to those who evaluate, and leaves in no extract."),
    )
    sender_protocol = forms.CharField(label=_("Their protocol"), max_length=60, required=False)
    sender_date = forms.DateField(label=_("Date of their paper"), required=False)
    text = Words(label=_("What is reported"), rows=6)
    urgency = forms.ChoiceField(
        label=_("Urgency"),
        choices=[("", _("as its kind")), *Urgency.choices],
        widget=PillSelect,
        required=False,
    )
    office = forms.ModelChoiceField(label=_("Office that receives it"), queryset=Office.objects.none())
    evaluator = forms.ModelChoiceField(
        label=_("Who evaluates it"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("whoever takes it in the office"),
        help_text=_("Needed where the office is not let into the compartment of the report."),
    )
    placed_at = MomentField(
        label=_("When the minor was placed"),
        required=False,
        help_text=_("The hours of art. 403 run from here, if the report is one of child protection."),
    )
    execution_on = forms.DateField(label=_("Day set for the eviction"), required=False)
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    members = forms.IntegerField(label=_("People at home"), required=False, min_value=0, max_value=40)
    minors = forms.IntegerField(label=_("of whom minors"), required=False, min_value=0, max_value=40)
    over_65 = forms.IntegerField(label=_("over 65"), required=False, min_value=0, max_value=40)
    disabled = forms.IntegerField(label=_("with a disability"), required=False, min_value=0, max_value=40)
    court = forms.CharField(label=_("Court or prosecutor’s office"), max_length=160, required=False)
    proceeding = forms.CharField(label=_("Number of the proceeding"), max_length=60, required=False)
    due_on = forms.DateField(label=_("Last day for the report, as written"), required=False)
    hearing_on = forms.DateField(label=_("Day of the hearing"), required=False)

    def __init__(self, *args: Any, on: date, offices: QuerySet[Office] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kinds = kinds_on(on)
        chosen: dict[str, Any] = self.fields
        kinds = ((one.code, one.label) for one in self.kinds.values())
        chosen["kind"].choices = [("", gettext("Choose…")), *kinds]
        chosen["office"].queryset = offices if offices is not None else receiving_offices()
        people = holders_of("reports.evaluate", on).order_by("last_name", "first_name", "pk")
        chosen["evaluator"].queryset = people

    @property
    def people_rows(self) -> list[dict[str, Any]]:
        """For the template: the fields of each person, and whether there is something in them."""
        names = ("last_name", "first_name", "birth_date", "part", "known")
        rows = [{name: self[f"p{number}_{name}"] for name in names} for number in PEOPLE]
        return [{**row, "filled": any(row[n].value() for n in names if n != "part")} for row in rows]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        kind = self.kinds.get(given.get("kind", ""))
        needs = kind.needs if kind else frozenset()
        if "order" in needs:
            for name in ("court", "proceeding"):
                if not given.get(name):
                    self.add_error(name, gettext("Write it as it stands in the order."))
        told = [given.get(name) for name in ("minors", "over_65", "disabled")]
        total = given.get("members")
        if total is not None and any(n is not None and n > total for n in told):
            self.add_error(
                "members", gettext("There are more than all the people at home: check the figures.")
            )
        return given

    def for_operation(self) -> dict[str, Any]:
        """What `receive_report` takes; facts of another kind that were left in the page are not told."""
        given = self.cleaned_data
        needs = self.kinds[given["kind"]].needs
        return {
            **{
                name: given[name]
                for name in ("kind", "received_at", "channel", "office", "evaluator", "urgency", "text")
            },
            "sender": _sender(given),
            "people": people_of(given),
            "placed_at": given["placed_at"] if "placement" in needs else None,
            "eviction": _eviction(given) if "eviction" in needs and given["execution_on"] else None,
            "order": _order(given) if "order" in needs else None,
        }


def receiving_offices() -> QuerySet[Office]:
    return Office.objects.filter(kind__in=_RECEIVING).order_by("name")


def _sender(given: Mapping[str, Any]) -> Sender:
    return Sender(
        kind=given["reporter_kind"],
        body=given["reporter_body"],
        name=given["reporter_name"],
        contact=given["reporter_contact"],
        protocol=given["sender_protocol"],
        dated=given["sender_date"],
        covered=is_covered(given),
    )


def people_of(given: Mapping[str, Any]) -> list[Named]:
    return [one for number in PEOPLE if (one := _named(given, f"p{number}_"))]


def is_covered(given: Mapping[str, Any]) -> bool:
    """Only a citizen may stay private; of who calls about an open report it is not asked what they are."""
    return bool(given["covered"]) and given["reporter_kind"] in (ReporterKind.CITIZEN, "")


def _named(given: Mapping[str, Any], prefix: str) -> Named | None:
    told = {
        name: given[f"{prefix}{name}"] for name in ("last_name", "first_name", "birth_date", "part", "known")
    }
    return Named(**told) if told["last_name"] or told["first_name"] or told["known"] else None


def _eviction(given: Mapping[str, Any]) -> EvictionFacts:
    names = ("execution_on", "address", "members", "minors", "over_65", "disabled")
    return EvictionFacts(**{name: given[name] for name in names})


def _order(given: Mapping[str, Any]) -> Order:
    return Order(**{name: given[name] for name in ("court", "proceeding", "hearing_on", "due_on")})


def _person_fields() -> dict[str, forms.Field]:
    return {
        "last_name": forms.CharField(label=_("Surname"), max_length=80, required=False),
        "first_name": forms.CharField(label=_("First name"), max_length=80, required=False),
        "birth_date": forms.DateField(label=_("Born on"), required=False),
        "part": forms.ChoiceField(label=_("Who it is"), choices=Part.choices, initial=Part.CONCERNED),
        "known": forms.CharField(
            label=_("Or what is known"),
            max_length=300,
            required=False,
            help_text=_("For somebody to be identified: about eight years old, red rucksack."),
        ),
    }


# Declared like the others, three times over.
for _number in PEOPLE:
    ReportForm.base_fields.update({f"p{_number}_{name}": field for name, field in _person_fields().items()})


class ReportFilters(AccantoForm):
    stato = forms.ChoiceField(
        label=_("State"),
        choices=[("", _("those open")), ("tutte", _("all of them")), *ReportState.choices],
        required=False,
    )
    tipo = forms.ChoiceField(label=_("What it is"), required=False)
    urgenza = forms.ChoiceField(
        label=_("Urgency"), choices=[("", _("all of them")), *Urgency.choices], required=False
    )

    def __init__(self, data: Any = None, *, prefix: str | None = None) -> None:
        super().__init__(data, prefix=prefix)
        kind: Any = self.fields["tipo"]
        kind.choices = [("", gettext("all of them")), *all_kinds()]

    def apply(self, rows: QuerySet[Report]) -> QuerySet[Report]:
        given = self.cleaned_data
        state = given["stato"]
        if state == "":
            rows = rows.exclude(state=ReportState.CLOSED)
        elif state != "tutte":
            rows = rows.filter(state=state)
        narrowed = Q()
        if given["tipo"]:
            narrowed &= Q(kind=given["tipo"])
        if given["urgenza"]:
            narrowed &= Q(urgency=given["urgenza"])
        return rows.filter(narrowed)


class EntrustForm(AccantoForm):
    evaluator = forms.ModelChoiceField(
        label=_("Who evaluates it"), queryset=User.objects.none(), empty_label=_("Choose…")
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = holders_of("reports.evaluate", on).order_by("last_name", "first_name", "pk")
        evaluator: Any = self.fields["evaluator"]
        evaluator.queryset = people


class TermForm(AccantoForm):
    """A term is done, or no longer matters."""

    what = forms.ChoiceField(
        label=_("What happened"),
        choices=[("done", _("It was done")), ("dropped", _("It is no longer due"))],
        widget=PillSelect,
        initial="done",
    )
    done_at = MomentField(label=_("When"), required=False, widget=DateTimeInput)
    note = forms.CharField(
        label=_("Note"),
        max_length=300,
        required=False,
        help_text=_("To whom, how; if it is no longer due, why."),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("what") == "done" and not given.get("done_at") and "done_at" not in self.errors:
            self.add_error("done_at", gettext("Choose day and time."))
        return given


class EvaluationForm(AccantoForm):
    """The three parts, kept apart; `version` is the one that was read."""

    facts = Words(
        label=_("Facts ascertained"), required=False, help_text=_("What you saw or read, with its source.")
    )
    statements = Words(
        label=_("Statements of the parties and of others"),
        required=False,
        help_text=_("Who said what, and when."),
    )
    assessment = Words(
        label=_("Assessment of the service"),
        required=False,
        help_text=_("What you think of it, and which protocol it rests on."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, initial=0)


class NamedForm(AccantoForm):
    last_name = forms.CharField(label=_("Surname"), max_length=80, required=False)
    first_name = forms.CharField(label=_("First name"), max_length=80, required=False)
    birth_date = forms.DateField(label=_("Born on"), required=False)
    part = forms.ChoiceField(label=_("Who it is"), choices=Part.choices, initial=Part.CONCERNED)
    known = forms.CharField(label=_("Or what is known"), max_length=300, required=False)


class NewPersonForm(AccantoForm):
    last_name = forms.CharField(label=_("Surname"), max_length=80)
    first_name = forms.CharField(label=_("First name"), max_length=80)
    birth_date = forms.DateField(label=_("Born on"), required=False, widget=DateInput)
    sex = forms.ChoiceField(
        label=_("Sex"),
        choices=[("f", _("female")), ("m", _("male")), ("x", _("other")), ("", _("not known"))],
        widget=PillSelect,
        required=False,
    )

    def given(self) -> Given:
        """Of a valid form: what is looked for before anybody is written down."""
        said = self.cleaned_data
        return Given(
            first_name=said["first_name"].strip(),
            last_name=said["last_name"].strip(),
            sex=said["sex"],
            birth_date=said["birth_date"],
        )


class AnswerForm(AccantoForm):
    body = Words(label=_("The answer"), rows=10, max_length=20_000)


class SendingForm(AccantoForm):
    sent_at = MomentField(label=_("When it was sent"))
    channel = forms.ChoiceField(
        label=_("How"), choices=Channel.choices, widget=PillSelect, initial=Channel.PEC
    )
    proof = forms.CharField(label=_("Protocol or receipt"), max_length=120, required=False)
