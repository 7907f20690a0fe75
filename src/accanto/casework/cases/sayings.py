"""What the record and the notifications of this room say."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

NOTIFICATIONS: dict[str, Promise | str] = {
    "cases.broken": _("{worker} opened case {number} in an emergency: {reason}"),
    "cases.broken_to_review": _("{worker} opened a protected record in an emergency: {reason}"),
    "cases.request_asked": _("{worker} asks to see case {number}: {reason}"),
    "cases.request_late": _("Nobody has answered {worker}, who asks to see case {number}"),
    "cases.request_allowed": _("{worker} lets you see the household of {name} until {until}. {reason}"),
    "cases.request_refused": _("{worker} does not let you see the household of {name}: {reason}"),
    "cases.request_lapsed": _("Your request to see the household of {name} has lapsed without an answer"),
    "cases.transfer_asked": _("{unit} asks you to take a household over: {reason}"),
    "cases.transfer_withdrawn": _("{unit} took back its request to hand a household over"),
    "cases.transfer_accepted": _("{unit} took case {number} over, with {worker}"),
    "cases.transfer_refused": _("{unit} does not take case {number} over: {reason}"),
    "cases.summary_joined": _(
        "The summary of case {number} has reached the ordinary case that {unit} already follows (responsible: {worker})"
    ),
    "cases.summary_received": _(
        "{unit} handed a summary over: it is in case {number}, with the help that the family is to have"
    ),
    "cases.case_given_away": _("{by} gave to {worker} a case that you were responsible for"),
    "cases.case_joined": _("{worker} asks you to work on case {number}: {reason}"),
    "cases.case_left": _("{worker} wrote down that you no longer work on a case"),
    "cases.household_changed": _(
        "Somebody has come to live in the household of case {number}, or has left it: look at who lives there"
    ),
    "cases.worker_barred": _(
        "{worker} works on case {number} and may not see it any more: give it to somebody else"
    ),
    "cases.transfer_given": _("Case {number} is yours now, in {unit}"),
}
VERBS: dict[str, Promise | str] = {
    "cases.case.opened": _("Case opened in the unit {unit}"),
    "cases.case.opened_from": _("Case opened in the unit {unit}: {source}. {reason}"),
    "cases.case.suspended": _("Suspended; to be looked at again by {until}. {reason}"),
    "cases.case.resumed": _("The work goes on. {reason}"),
    "cases.transfer.proposed": _("Proposed to {unit}. {reason}"),
    "cases.summary.received": _("Summary received from {unit}: {how}"),
    "cases.summary.joined": _(
        "The summary has reached the ordinary case that {unit} already follows (responsible: {worker})"
    ),
    "cases.transfer.accepted": _("Taken over by {unit}, with {worker}"),
    "cases.transfer.refused": _("{unit} did not take it over: {reason}"),
    "cases.transfer.withdrawn": _("The proposal to hand it over was taken back. {reason}"),
    "cases.transfer.confirmed": _("{unit} follows the household from now. {reason}"),
    "cases.case.assigned": _("Assigned to {worker}"),
    "cases.case.joined": _("{worker} works on the case"),
    "cases.case.left": _("{worker} no longer works on the case"),
    "cases.case.closed": _("Case closed"),
    "cases.case.broken": _("Opened in an emergency: {reason}"),
    "cases.case.moved": _("Moved to the compartment {compartment}. {reason}"),
    "cases.request.asked": _("{worker} asks to see the case"),
    "cases.request.allowed": _("{worker} is let in until {until}"),
    "cases.request.refused": _("{worker} is not let in"),
    "cases.request.lapsed": _("The request of {worker} to see the case has lapsed"),
    "cases.household.joined": _("Enters the household: {name}"),
    "cases.household.left": _("Leaves the household: {name}"),
    "cases.household.away_taken_back": _("Taken back: {name} has not left the household. {reason}"),
    "cases.household.corrected": _("Household corrected: {name}, {relation}. {reason}"),
    "cases.household.split": _("The household splits: {label}, since {day}"),
    "cases.household.joined_with": _("The household {label} comes to live here, since {day}"),
    "cases.household.moved": _("Lives in {town} since {day}"),
    "cases.household.moved_unseen": _("Has moved on {day}: where is not told"),
    "cases.household.born": _("Born on {day}: {name}"),
    "cases.household.died": _("Died on {day}: {name}"),
    "cases.household.death_corrected": _("Day of death of {name}, corrected: {day}. {reason}"),
    "cases.household.death_taken_back": _("Taken back: {name} has not died. {reason}"),
    "cases.overlap.confirmed": _("Activated beside what runs already ({what}). {reason}"),
    "cases.household.proposal_done": _("Seen to: {what}"),
    "cases.bars.changed": _("Who must not see this case: list changed"),
    "cases.diary.corrected": _("Diary corrected: {kind} of {day}. {reason}"),
    "cases.network.added": _("Network: {name} is added ({role})"),
    "cases.network.changed": _("Network: what is known of {name} is changed"),
    "cases.network.ended": _("Network: {name} is no longer part of it. {reason}"),
    "cases.document.stored": _("Document added: {title}"),
    "cases.document.renewed": _("{title}: version {number}. {reason}"),
}
