"""What an extract tells of measures: those that are about the person, and who acts for them by decree."""

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accanto.casework.mandates.enums import OfficeHeld, Power
from accanto.casework.mandates.kinds import kind_words
from accanto.casework.mandates.models import Concerned, Hearing, Measure, Prescription, SupportAdministrator
from accanto.people.persons.extracts import (
    Section,
    Subject,
    Told,
    leave_out,
    register_names,
    register_section,
    told,
)


def register() -> None:
    measures = ("mandates.Measure", "mandates.Concerned", "mandates.Prescription", "mandates.Hearing")
    register_section(
        Section(
            350, "measures", gettext_lazy("Measures of courts about you"), measures, _measures, words=True
        )
    )
    acting = ("mandates.SupportAdministrator", "mandates.AdministratorReport")
    register_section(
        Section(360, "administrators", gettext_lazy("Who acts for you by decree"), acting, _administrators)
    )
    register_names(_names)
    leave_out(
        [
            "mandates.CourtReport",
            "mandates.Statement",
            "mandates.PrescriptionCheck",
            "mandates.EntrustmentTerms",
        ],
        gettext_lazy(
            "What the service tells the court, and what it saw: the parties read it among the acts of the proceedings, "
            "where the judge decides what is shown (Code of civil procedure, art. 473-bis.27)."
        ),
    )
    leave_out(
        ["mandates.ServiceResponsible", "mandates.ReportTerm", "mandates.HearingOperator"],
        gettext_lazy("How the service organises its work on the order: it concerns the operators."),
    )


def _names(_households: Iterable[UUID], cases: Iterable[UUID]) -> list[str]:
    asked = list(cases)
    concerned = Concerned.objects.filter(measure__case__in=asked).exclude(name="")
    holders = SupportAdministrator.objects.filter(case__in=asked)
    return [*concerned.values_list("name", flat=True), *holders.values_list("holder", flat=True)]


def _measures(subject: Subject) -> list[Told]:
    mine = Concerned.objects.filter(person=subject.person, measure__case__in=subject.cases)
    roles = {one.measure_id: str(one.get_role_display()) for one in mine}
    rows = Measure.objects.filter(pk__in=roles).select_related("authority").order_by("order_on", "pk")
    prescribed: dict[object, list[str]] = {}
    for one in Prescription.objects.filter(measure__in=rows):
        prescribed.setdefault(one.measure_id, []).append(one.text)
    heard: dict[object, list[Hearing]] = {}
    for hearing in Hearing.objects.filter(measure__in=rows):
        heard.setdefault(hearing.measure_id, []).append(hearing)
    return [
        told(
            kind_words(row),
            ("authority", _("Which authority"), str(row.authority)),
            ("role", _("You stand in it as"), roles[row.pk]),
            ("order_on", _("Day of the order"), row.order_on),
            ("starts_on", _("In force from"), row.starts_on),
            ("last_day", _("Until"), row.last_day),
            ("mandate", _("What the court asks of the service"), subject.hide(row.mandate)),
            ("ended_on", _("No longer in force since"), row.ended_on),
            *(
                (f"prescription_{n}", _("Prescription"), subject.hide(text))
                for n, text in enumerate(prescribed.get(row.pk, []), 1)
            ),
            *(
                (f"hearing_{n}", _("Hearing"), one.starts_at)
                for n, one in enumerate(heard.get(row.pk, []), 1)
            ),
        )
        for row in rows
        if subject.covers(row.case_id, row.received_at)
    ]


def _administrators(subject: Subject) -> list[Told]:
    rows = SupportAdministrator.objects.filter(person=subject.person, case__in=subject.cases)
    return [
        told(
            str(OfficeHeld(row.office).label).capitalize(),
            (
                "decree",
                _("Decree"),
                _("no. %(number)s, %(court)s") % {"number": row.decree_number, "court": row.court},
            ),
            ("decree_on", _("Day of the decree"), row.decree_on),
            ("alone", _("Acts alone"), ", ".join(str(Power(one).label) for one in row.powers_alone)),
            ("assisted", _("Assists"), ", ".join(str(Power(one).label) for one in row.powers_assisted)),
            ("starts_on", _("From"), row.starts_on),
            ("last_day", _("Until"), row.last_day),
            *(
                (f"account_{n}", _("Account handed to the judge on"), one.made_on)
                for n, one in enumerate(row.accounts.order_by("made_on", "pk"), 1)
            ),
        )
        for row in rows.select_related("court").prefetch_related("accounts").order_by("starts_on", "pk")
    ]
