"""What an extract tells of the agenda: the places one had for the public, and the reminders that were sent."""

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accanto.casework.agenda.models import Place, Reminder
from accanto.people.persons.extracts import Section, Subject, Told, leave_out, register_section, told


def register() -> None:
    models = ("agenda.Place", "agenda.Reminder")
    register_section(Section(115, "places", gettext_lazy("Places for the public"), models, _places))
    leave_out(
        ["agenda.RoomUse", "agenda.SlotMeeting"],
        gettext_lazy(
            "Which room was taken and whose time: the appointment and the place themselves are told."
        ),
    )


def _places(subject: Subject) -> list[Told]:
    mine = Place.objects.filter(Q(person=subject.person) | Q(case__in=subject.cases, person=None))
    rows = list(mine.select_related("slot__office").order_by("slot__starts_at", "pk"))
    found = [
        told(
            str(row.slot.get_kind_display()),
            ("starts_at", _("When"), row.slot.starts_at),
            ("office", _("Office"), "" if subject.sheltered else str(row.slot.office)),
            ("state", _("State"), row.get_state_display()),
            ("note", _("Note"), subject.hide(row.note)),
            ("reason", _("Reason"), subject.hide(row.reason)),
        )
        for row in rows
        if _covered(subject, row)
    ]
    return found + _reminders(subject, rows)


def _reminders(subject: Subject, places: list[Place]) -> list[Told]:
    shown = [row.pk for row in places if _covered(subject, row)]
    rows = Reminder.objects.filter(
        Q(place__in=shown) | Q(appointment__case__in=subject.cases), sent_at__isnull=False
    )
    return [
        told(
            _("Reminder sent"),
            ("sent_at", _("When"), row.sent_at),
            ("channel", _("How"), row.get_channel_display()),
            ("contact", _("Sent to whom"), "" if subject.sheltered else row.contact),
        )
        for row in rows.select_related("appointment").order_by("sent_at", "pk")
        if row.appointment is None or subject.covers(row.appointment.case_id, row.appointment.starts_at)
    ]


def _covered(subject: Subject, row: Place) -> bool:
    return row.person_id == subject.person.pk or bool(
        row.case_id and subject.covers(row.case_id, row.slot.starts_at)
    )
