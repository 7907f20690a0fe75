"""What an extract tells of the life of a case: its pauses, its handovers, what happened in the household."""

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accanto.casework.cases.models import CaseSuspension, CaseTransfer, HandedSummary, HouseholdChange
from accanto.people.persons.extracts import Section, Subject, Told, leave_out, register_section, told


def register() -> None:
    register_section(
        Section(102, "suspensions", gettext_lazy("When the work rested"), ("cases.CaseSuspension",), _rests)
    )
    register_section(
        Section(
            104, "transfers", gettext_lazy("Handovers between services"), ("cases.CaseTransfer",), _transfers,
            words=True,
        )
    )  # fmt: skip
    register_section(
        Section(
            105, "summaries", gettext_lazy("What other services handed over"), ("cases.HandedSummary",), _summaries,
            words=True,
        )
    )  # fmt: skip
    register_section(
        Section(
            106,
            "changes",
            gettext_lazy("What happened in the household"),
            ("cases.HouseholdChange",),
            _changes,
        )
    )
    leave_out(
        ["cases.HandoverItem"],
        gettext_lazy(
            "Who of the operators goes to an appointment at a handover: the appointment itself is told."
        ),
    )
    leave_out(
        ["cases.ProposalAnswer"],
        gettext_lazy(
            "What the operators checked after a change in the household: the change itself is told."
        ),
    )


def _rests(subject: Subject) -> list[Told]:
    rows = CaseSuspension.objects.filter(case__in=subject.cases).order_by("starts_on", "pk")
    return [
        told(
            str(row.get_reason_display()),
            ("starts_on", _("From"), row.starts_on),
            ("ends_on", _("Until"), row.ends_on),
            ("note", _("Why"), subject.hide(row.note)),
        )
        for row in rows
        if subject.covers(row.case_id, row.starts_on)
    ]


def _transfers(subject: Subject) -> list[Told]:
    """The note as it was written, without the names of others; contacts of other services are theirs."""
    rows = CaseTransfer.objects.filter(case__in=subject.cases).select_related("from_unit", "to_unit")
    return [
        told(
            str(row.get_kind_display()),
            ("asked_at", _("When"), row.asked_at),
            ("from_unit", _("From the unit"), str(row.from_unit)),
            ("to_unit", _("To"), str(row.to_unit or row.to_body)),
            ("state", _("State"), row.get_state_display()),
            ("reason", _("Why"), subject.hide(row.reason)),
            ("situation", _("The situation"), subject.hide(row.situation)),
            ("commitments", _("What runs and what was promised"), subject.hide(row.commitments)),
            ("risks", _("Risks"), subject.hide(row.risks)),
            ("help_project", _("The help that the family is to have"), subject.hide(row.help_project)),
        )
        for row in rows.order_by("asked_at", "pk")
        if subject.covers(row.case_id, row.asked_at)
    ]


def _summaries(subject: Subject) -> list[Told]:
    rows = HandedSummary.objects.filter(case__in=subject.cases).order_by("received_at", "pk")
    return [
        told(
            str(row.get_kind_display()),
            ("received_at", _("When"), row.received_at),
            ("from_unit", _("From the unit"), row.from_unit),
            ("entrusted_by", _("Who entrusted the family"), subject.hide(row.entrusted_by)),
            ("concluded_on", _("Concluded on"), row.concluded_on),
            ("help_project", _("The help that the family is to have"), subject.hide(row.help_project)),
        )
        for row in rows
        if subject.covers(row.case_id, row.received_at)
    ]


def _changes(subject: Subject) -> list[Told]:
    """Those of the person, and those of the whole household; what happened to somebody else is theirs."""
    rows = HouseholdChange.objects.filter(case__in=subject.cases, taken_back_at=None)
    rows = rows.order_by("happened_on", "pk")
    return [
        told(
            str(row.get_kind_display()),
            ("happened_on", _("When"), row.happened_on),
            ("note", _("Why"), subject.hide(row.note)),
        )
        for row in rows
        if _of_the_person(subject, row)
    ]


def _of_the_person(subject: Subject, row: HouseholdChange) -> bool:
    """Who leaves is told that they left: the day on which they did is the first that is no longer theirs."""
    if row.person_id not in (None, subject.person.pk):
        return False
    own = row.person_id is not None
    days = [row.happened_on, row.happened_on - timedelta(days=1)] if own else [row.happened_on]
    return any(subject.covers(row.case_id, day) for day in days)
