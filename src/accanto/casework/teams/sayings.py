"""The sentences of what happened in a team, and of what people are told about it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: dict[str, Promise | str] = {
    "teams.team.created": _("Team created: {name}"),
    "teams.member.seated": _("{name} sits in the team for {body}"),
    "teams.member.left": _("{name} no longer sits in the team"),
    "teams.meeting.planned": _("Team meeting planned on {day}"),
    "teams.meeting.moved": _("Team meeting moved to {day}"),
    "teams.meeting.cancelled": _("Team meeting of {day} cancelled: {reason}"),
    "teams.meeting.held": _("Team meeting of {day} closed"),
    "teams.item.put": _("On the agenda of the multidisciplinary team of {day}"),
    "teams.item.postponed": _("Postponed to the team of {day}: {reason}"),
    "teams.item.dropped": _("Taken off the agenda of the team: {reason}"),
    "teams.item.decided": _("The multidisciplinary team of {day} has decided"),
    "teams.item.corrected": _("The decision of the team of {day} was corrected"),
    "teams.guest.called": _("{name} ({body}) called to the team"),
    "teams.guest.released": _("{name} no longer called to the team"),
    "teams.minutes.stored": _("Extract of the minutes of the team of {day}"),
    "teams.work.ended": _("The team’s work ended: its partners no longer see the household"),
}

NOTIFICATIONS: dict[str, Promise | str] = {
    "teams.item.put": _("The household {household} is on the agenda of the team of {day}"),
    "teams.guest.called": _("You are called to the team of {day} for the household {household}"),
    "teams.meeting.tomorrow": _("{team} meets tomorrow: {when}, {place}"),
    "teams.meeting.moved": _("The team meeting was moved to {day}"),
    "teams.meeting.cancelled": _("The team meeting of {day} was cancelled: {reason}"),
    "teams.decided.project": _("The team has decided on the household {household}: write the project"),
    "teams.decided.extend": _(
        "The team has decided on the household {household}: confirm or extend the project"
    ),
    "teams.decided.deepen": _("The team asks to deepen the assessment of the household {household}"),
    "teams.decided.specialist": _("The team refers the household {household} to a specialist service"),
    "teams.decided.social_only": _("The household {household} continues with the social service alone"),
    "teams.decided.close": _("The team proposes to close the pathway of the household {household}"),
}
