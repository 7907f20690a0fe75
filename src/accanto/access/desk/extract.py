"""What an extract tells of the contacts in which the person asked, never of those in which somebody spoke of them."""

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accanto.access.desk.languages import label_of
from accanto.access.desk.models import Contact
from accanto.access.directory.needs import needs
from accanto.people.persons.extracts import Section, Subject, Told, leave_out, register_section, told

_MODELS = (
    "desk.Contact",
    "desk.ListeningNote",
    "desk.ContactOutcome",
    "desk.UnmetDemand",
    "desk.ChargeRequest",
)


def register() -> None:
    register_section(
        Section(405, "contacts", gettext_lazy("What you came to ask"), _MODELS, _contacts, words=True)
    )
    leave_out(
        ["desk.MediatorCall"],
        gettext_lazy("Calls of a mediator: they name nobody but the contact, which is told."),
    )


def _contacts(subject: Subject) -> list[Told]:
    """What the person said themselves, outside cases that are not told to them.

    That somebody else came to speak of them is not told, not even as having happened: it would betray who asked for
    help because of them. What came of it stands in the case, where it is theirs.
    """
    tellable = Q(case=None) | Q(case__in=subject.cases)
    rows = (
        Contact.objects.filter(tellable, person=subject.person)
        .select_related("point__office", "listening")
        .order_by("happened_at", "pk")
    )
    return [
        _one(row, subject) for row in rows.prefetch_related("outcomes__entry", "unmet", "charge_requests")
    ]


def _one(row: Contact, subject: Subject) -> Told:
    note = getattr(row, "listening", None)
    labels = {code: need.label for code, need in needs().items()}
    return told(
        _("Desk contact"),
        ("happened_at", _("When"), row.happened_at),
        ("point", _("Access point"), row.point.office.name),
        ("channel", _("How"), str(row.get_channel_display())),
        ("for_whom", _("For whom"), str(row.get_for_whom_display())),
        ("language", _("Language"), label_of(row.language)),
        ("nationality", _("Nationality"), str(row.get_nationality_display()) if row.nationality else ""),
        ("needs", _("Needs"), ", ".join(labels.get(code, code) for code in row.needs)),
        ("request", _("What was asked"), subject.hide(row.request)),
        ("listening", _("What was listened to"), subject.hide(note.text) if note else ""),
        ("outcomes", _("What came of it"), "; ".join(_outcomes(row, subject))),
        ("unmet", _("Found no answer"), ", ".join(labels.get(one.need, one.need) for one in row.unmet.all())),
    )


def _outcomes(row: Contact, subject: Subject) -> list[str]:
    found = [
        ": ".join(
            part
            for part in (
                f"{one.get_kind_display()} ({one.get_state_display()})",
                " ".join(filter(None, (one.entry.name if one.entry else "", subject.hide(one.words)))),
            )
            if part
        )
        for one in row.outcomes.all()
    ]
    found += [
        _("taking in charge proposed to a unit: %(state)s") % {"state": one.get_state_display()}
        for one in row.charge_requests.all()
    ]
    return found
