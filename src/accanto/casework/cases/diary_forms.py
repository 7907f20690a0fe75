"""What is typed in the diary, and how the timeline is narrowed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accanto.casework.cases.enums import OFFICIAL_KINDS, DiaryKind
from accanto.casework.cases.household import Known
from accanto.casework.cases.models import Case, DiaryEntry, NetworkContact
from accanto.casework.cases.operations.diary import Present, Writing
from accanto.casework.cases.queries import Seer
from accanto.casework.cases.timeline import Kind, Wanted
from accanto.core.forms.base import AccantoForm
from accanto.core.forms.widgets import PillSelect, PillSelectMultiple
from accanto.people.persons.enums import Depth


@dataclass(frozen=True)
class There:
    """Who may be ticked as present: (value, name) of members, operators of the case, people of its network."""

    people: Sequence[tuple[str, str]] = ()
    users: Sequence[tuple[str, str]] = ()
    contacts: Sequence[tuple[str, str]] = ()

    @property
    def choices(self) -> list[tuple[str, str]]:
        return [*self.people, *self.users, *self.contacts]


def there(case: Case, shell: dict[str, Any]) -> There:
    """One query: members and operators have been read with the page."""
    members: Iterable[Known] = shell["members"]
    seers: Iterable[Seer] = shell["seers"]
    contacts = NetworkContact.objects.filter(case=case).present(shell["today"]).order_by("name", "pk")
    return There(
        people=[(f"p{one.member.person_id}", one.name) for one in members],
        users=[
            (f"u{one.user.pk}", str(one.user))
            for one in seers
            if one.user is not None and one.depth >= Depth.READ
        ],
        contacts=[(f"c{one.pk}", f"{one.name} ({one.get_role_display()})") for one in contacts],
    )


def and_who_stood(who: There, entry: DiaryEntry) -> There:
    """For a correction: those whom the entry names stay in it, also when they have left since."""
    listed = {value for value, _name in who.choices}
    people, users, contacts = list(who.people), list(who.users), list(who.contacts)
    for one in entry.participants.select_related("person", "user", "contact"):
        left = str(_("who has left"))
        if one.person_id and f"p{one.person_id}" not in listed:
            people.append((f"p{one.person_id}", str(one.person or left)))
        elif one.user_id and f"u{one.user_id}" not in listed:
            users.append((f"u{one.user_id}", str(one.user or left)))
        elif one.contact_id and f"c{one.contact_id}" not in listed:
            contacts.append((f"c{one.contact_id}", str(one.contact or left)))
    return There(people, users, contacts)


def with_names(entries: list[dict[str, Any]], members: Iterable[Known], who: There) -> list[dict[str, Any]]:
    """Who was there, beside each entry of the diary. A member who has left is told by the page of the entry."""
    names = {one.member.person_id: one.name for one in members}
    for entry in entries:
        people = [names.get(pk, str(_("who has left"))) for pk in entry.get("people", ())]
        entry["tags"] = [{"label": name, "tone": "edge"} for name in [*people, *entry.get("others", ())]]
    return entries


class DiaryForm(AccantoForm):
    """One line of thought; the rest folds out. `there` says who may be ticked."""

    text = forms.CharField(
        label=_("Quick note"),
        widget=forms.Textarea(
            attrs={"placeholder": _("What happened? It stays a draft until you register it."), "rows": 2}
        ),
        required=False,  # the operation refuses an empty note, with its own words
    )
    kind = forms.ChoiceField(
        label=_("What it was"),
        choices=OFFICIAL_KINDS,
        widget=PillSelect,
        initial=DiaryKind.INTERVIEW,
        required=False,
    )
    happened_at = forms.DateTimeField(
        label=_("When"), required=False, help_text=_("Now, if you leave it empty.")
    )
    minutes = forms.IntegerField(
        label=_("Minutes"),
        required=False,
        min_value=1,
        max_value=1440,
        help_text=_(
            "If you leave it empty: 60 for an interview or a meeting, 90 for a home visit, 30 for the network, 15 by"
            " telephone."
        ),
    )
    present_ticked = forms.MultipleChoiceField(
        label=_("Who was there"), required=False, widget=PillSelectMultiple
    )
    present_words = forms.CharField(
        label=_("Others"),
        required=False,
        max_length=200,
        help_text=_("In words, whoever is not in the list."),
    )

    def __init__(self, *args: Any, there: There, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ticked: Any = self.fields["present_ticked"]
        ticked.choices = there.choices
        ticked.error_messages["invalid_choice"] = _(
            "Somebody whom you ticked is no longer of this case: look at the list again."
        )

    def present(self) -> Present:
        ticked = self.cleaned_data["present_ticked"]
        return Present(
            people=[UUID(one[1:]) for one in ticked if one.startswith("p")],
            users=[int(one[1:]) for one in ticked if one.startswith("u")],
            contacts=[int(one[1:]) for one in ticked if one.startswith("c")],
            words=self.cleaned_data["present_words"],
        )


class CorrectionForm(DiaryForm):
    reason = forms.CharField(
        label=_("Why you correct it"),
        max_length=300,
        required=False,  # the operation says it in its own words
        help_text=_("Whoever reads the entry reads this too."),
    )
    expected = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = _("The entry, as it should be")
        self.fields["text"].widget.attrs.pop("placeholder", None)
        self.fields["minutes"].help_text = ""
        self.fields["happened_at"].help_text = ""

    def writing(self, entry: DiaryEntry) -> Writing:
        """An empty day is the one that stands there; seconds, which the control does not show, do not change it."""
        given = self.cleaned_data["happened_at"] or entry.happened_at
        same = given.replace(second=0, microsecond=0) == entry.happened_at.replace(second=0, microsecond=0)
        return Writing(
            kind=self.cleaned_data["kind"] or entry.kind,
            text=self.cleaned_data["text"],
            happened_at=entry.happened_at if same else given,
            minutes=self.cleaned_data["minutes"],
            present=self.present(),
        )


def as_it_stands(entry: DiaryEntry, number: int) -> dict[str, Any]:
    """An entry as the form of its correction begins."""
    ticked, words = [], ""
    for one in entry.participants.all():
        if one.person_id:
            ticked.append(f"p{one.person_id}")
        elif one.user_id:
            ticked.append(f"u{one.user_id}")
        elif one.contact_id:
            ticked.append(f"c{one.contact_id}")
        else:
            words = one.words
    return {
        "text": entry.told,
        "kind": entry.kind,
        "happened_at": timezone.localtime(entry.happened_at),
        "minutes": entry.minutes,
        "present_ticked": ticked,
        "present_words": words,
        "expected": number,
    }


class TimelineForm(AccantoForm):
    """Read from the address; what cannot be understood narrows nothing."""

    parole = forms.CharField(label=_("Words"), required=False, max_length=80)
    tipo = forms.ChoiceField(
        label=_("Kind of entry"), required=False, choices=[("", _("All")), *OFFICIAL_KINDS]
    )
    persona = forms.ChoiceField(label=_("Who was there"), required=False)
    operatore = forms.ChoiceField(label=_("Operator"), required=False)
    dal = forms.DateField(label=_("From"), required=False)
    al = forms.DateField(label=_("To"), required=False)
    mostra = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, members: Iterable[Known], seers: Iterable[Seer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people: Any = self.fields["persona"]
        people.choices = [("", _("Anybody")), *((str(one.member.person_id), one.name) for one in members)]
        users: Any = self.fields["operatore"]
        named = [(str(one.user.pk), str(one.user)) for one in seers if one.user is not None]
        users.choices = [("", _("Anybody")), *named]

    def wanted(self) -> Wanted:
        self.is_valid()
        given = self.cleaned_data
        only = given.get("mostra") or ""
        return Wanted(
            only=only if only in set(Kind) else "",
            kind=given.get("tipo") or "",
            person=UUID(given["persona"]) if given.get("persona") else None,
            operator=int(given["operatore"]) if given.get("operatore") else None,
            since=given.get("dal"),
            until=given.get("al"),
            words=given.get("parole") or "",
        )

    @property
    def narrowed(self) -> bool:
        names = ("parole", "tipo", "persona", "operatore", "dal", "al")
        return any(self.data.get(name) for name in names)
