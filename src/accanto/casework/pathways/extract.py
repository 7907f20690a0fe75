"""What an extract tells of the pathways: measure, stages, convocations, what followed, one's own service pacts."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accanto.casework.pathways.models import (
    Consequence,
    Convocation,
    Pathway,
    Renewal,
    ServicePact,
    StageEntry,
)
from accanto.people.persons.extracts import Section, Subject, Told, register_section, told


def register() -> None:
    pathways = ("pathways.Pathway", "pathways.StageEntry", "pathways.Renewal")
    register_section(Section(200, "pathways", gettext_lazy("Pathways and their stages"), pathways, _pathways))
    followed = ("pathways.Convocation", "pathways.Consequence")
    register_section(Section(210, "convocations", gettext_lazy("Convocations"), followed, _convocations))
    register_section(
        Section(220, "pacts", gettext_lazy("Your service pacts"), ("pathways.ServicePact",), _pacts)
    )


def _pathways(subject: Subject) -> list[Told]:
    rows = Pathway.objects.filter(case__in=subject.cases).select_related("municipality").order_by("pk")
    stages: dict[object, list[StageEntry]] = {}
    for entry in StageEntry.objects.filter(pathway__case__in=subject.cases).order_by("entered_on", "pk"):
        stages.setdefault(entry.pathway_id, []).append(entry)
    renewals: dict[object, list[Renewal]] = {}
    for renewal in Renewal.objects.filter(pathway__case__in=subject.cases).order_by("pk"):
        renewals.setdefault(renewal.pathway_id, []).append(renewal)
    found = []
    for row in rows:
        entries = [one for one in stages.get(row.pk, []) if subject.covers(row.case_id, one.entered_on)]
        if not entries and not subject.covers(row.case_id, row.outcome_on):
            continue
        found.append(
            told(
                str(row.get_measure_display()),
                ("protocol", _("Protocol"), row.protocol),
                ("municipality", _("Town"), str(row.municipality)),
                ("outcome_on", _("Outcome of"), row.outcome_on),
                ("state", _("State"), row.get_state_display()),
                ("way", _("Way"), row.get_way_display() if row.way else ""),
                *(
                    (f"stage_{one.stage}_{n}", str(one.get_stage_display()), one.entered_on)
                    for n, one in enumerate(entries, 1)
                ),
                *(
                    (f"renewal_{n}", _("Renewed, activation pact of"), one.pad_signed_on)
                    for n, one in enumerate(renewals.get(row.pk, []), 1)
                ),
                ("closed_on", _("Closed on"), row.closed_on),
                ("closed_reason", _("Why it closed"), subject.hide(row.closed_reason)),
            )
        )
    return found


def _convocations(subject: Subject) -> list[Told]:
    calls = Convocation.objects.filter(pathway__case__in=subject.cases).select_related(
        "pathway", "appointment"
    )
    followed = Consequence.objects.filter(pathway__case__in=subject.cases).select_related("pathway")
    return [
        *(
            told(
                _("Convocation"),
                ("purpose", _("What for"), call.get_purpose_display()),
                ("starts_at", _("Meeting of"), call.appointment.starts_at),
                ("state", _("State"), call.get_state_display()),
                ("channel", _("Sent by"), call.get_channel_display() if call.channel else ""),
                ("sent_at", _("Sent on"), call.sent_at),
                ("justification", _("Reason of the absence"), subject.hide(call.justification)),
            )
            for call in calls.order_by("created_at", "pk")
            if subject.covers(call.pathway.case_id, call.created_at)
        ),
        *(
            told(
                _("What followed"),
                ("kind", _("What was decided"), row.get_kind_display()),
                ("decided_on", _("Decided on"), row.decided_on),
                ("reason", _("Reason"), subject.hide(row.reason)),
                ("rule", _("Rule"), row.rule),
            )
            for row in followed.order_by("decided_on", "pk")
            if subject.covers(row.pathway.case_id, row.decided_on)
        ),
    ]


def _pacts(subject: Subject) -> list[Told]:
    rows = ServicePact.objects.filter(person=subject.person, pathway__case__in=subject.cases)
    return [
        told(
            _("Service pact"),
            ("office", _("Office"), str(row.office)),
            ("signed_on", _("Signed on"), row.signed_on),
            ("number", _("Number"), row.number),
            ("state", _("State"), row.get_state_display()),
            ("check_note", _("Outcome of the check"), subject.hide(row.check_note)),
        )
        for row in rows.select_related("office").order_by("signed_on", "pk")
    ]
