"""What the timeline and the notifications say of measures; names of people never stand in them but for operators."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: dict[str, Promise | str] = {
    "mandates.measure.registered": _("Measure registered: {kind}, {authority}"),
    "mandates.measure.signalled": _("The prosecutor was told that the placement is about to expire: {kind}"),
    "mandates.measure.ended": _("Measure ended: {kind} ({how})"),
    "mandates.responsible.named": _("{who} answers for the measure: {kind}"),
    "mandates.prescription.added": _("A later order prescribes something to {about} ({order})"),
    "mandates.prescription.lifted": _("A later order lifts what was prescribed to {about} ({order})"),
    "mandates.term.changed": _("A later order changes the term of the reports: {about} ({order})"),
    "mandates.prescription.checked": _("Prescription to {addressee}: {kept}"),
    "mandates.hearing.fixed": _("Hearing fixed for {day}"),
    "mandates.hearing.settled": _("Hearing of {day}: {how}"),
    "mandates.report.signed": _("Report to the court signed, version {number}: {kind}"),
    "mandates.report.sent": _("Report to the court sent ({channel}, protocol {protocol}): {kind}"),
    "mandates.report.corrected": _("Version {number} of the report to the court being written: {reason}"),
    "mandates.administrator.registered": _("{holder} was appointed: {office}"),
    "mandates.administrator.account": _("Account of {holder} handed to the judge"),
    "mandates.administrator.ended": _("The office of {holder} has ended: {reason}"),
}
NOTIFICATIONS: dict[str, Promise | str] = {
    "mandates.responsible": _("You answer for a measure of a court: {measure}"),
}
