"""The sentences of what happened in a pathway, and of what people are told about it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: dict[str, Promise | str] = {
    "pathways.pathway.started": _("Pathway started from application {protocol}"),
    "pathways.pathway.way_decided": _("Way decided: {way_label}"),
    "pathways.pathway.closed": _("Pathway closed: {reason}"),
    "pathways.pathway.renewed": _("Benefit renewed: the terms of the first meeting start over"),
    "pathways.convocation.planned": _("Meeting planned at {office}"),
    "pathways.convocation.letter": _("Letter of convocation written"),
    "pathways.convocation.sent": _("Convocation sent ({channel})"),
    "pathways.convocation.held": _("The meeting took place"),
    "pathways.convocation.absent_justified": _("Justified absence: {reason}"),
    "pathways.convocation.absent": _("Nobody came, without a reason: decide whether to report it"),
    "pathways.convocation.cancelled": _("Meeting cancelled: {reason}"),
    "pathways.consequence.lapse_reported": _("Absence reported to the agency: the benefit lapses. {reason}"),
    "pathways.consequence.not_reported": _("Absence not reported: {reason}"),
    "pathways.consequence.suspended": _("Benefit suspended: {reason}"),
    "pathways.consequence.resumed": _("Benefit resumed"),
    "pathways.pact.recorded": _("Service pact of {name} recorded"),
    "pathways.pact.checked": _("Service pact of {name} checked"),
    "pathways.pact.ended": _("Service pact of {name} ended"),
}

NOTIFICATIONS: dict[str, Promise | str] = {
    "pathways.mini_team_called": _("You are expected at a mini-team with the household {household}"),
    "pathways.pact_recorded": _("A service pact of the household {household} is to be checked"),
}
