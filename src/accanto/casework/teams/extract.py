"""What an extract tells of the team: what was asked and decided of the household, and which bodies could read."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accanto.casework.teams.models import AgendaGuest, AgendaItem, TeamReader
from accanto.people.persons.extracts import Section, Subject, Told, leave_out, register_section, told


def register() -> None:
    items = ("teams.AgendaItem", "teams.AgendaGuest", "teams.TeamReader")
    register_section(
        Section(310, "team", gettext_lazy("Decisions of the team"), items, _decisions, words=True)
    )
    leave_out(
        ["teams.TeamMeeting", "teams.Attendance"],
        gettext_lazy(
            "The meeting as a whole, its notes and who was present: they concern several households and the operators."
        ),
    )


def _decisions(subject: Subject) -> list[Told]:
    rows = AgendaItem.objects.filter(pathway__case__in=subject.cases).select_related("pathway")
    guests: dict[object, list[str]] = {}
    for guest in AgendaGuest.objects.filter(item__in=rows).select_related("organisation").order_by("pk"):
        guests.setdefault(guest.item_id, []).append(str(guest.organisation))
    found = [
        told(
            _("On the team’s agenda"),
            ("put_at", _("Put on the agenda on"), row.put_at),
            ("question", _("What was asked"), subject.hide(row.question)),
            ("bodies", _("Bodies called"), ", ".join(dict.fromkeys(guests.get(row.pk, [])))),
            ("decision", _("What was decided"), row.get_decision_display() if row.decision else ""),
            ("decision_text", _("Text of the decision"), subject.hide(row.decision_text)),
            ("decided_at", _("Decided on"), row.decided_at),
            ("reason", _("Why it was put off"), subject.hide(row.reason)),
        )
        for row in rows.order_by("put_at", "pk")
        if subject.covers(row.pathway.case_id, row.put_at)
    ]
    readers = TeamReader.objects.filter(pathway__case__in=subject.cases).select_related(
        "pathway", "user__operator__organisation"
    )
    return found + [
        told(
            _("Could read for the team"),
            ("body", _("Body"), str(row.user.operator.organisation)),
            ("starts_at", _("From"), row.starts_at),
            ("ends_at", _("Until"), row.ends_at),
        )
        for row in readers.order_by("starts_at", "pk")
        if subject.covers(row.pathway.case_id, row.starts_at)
    ]
