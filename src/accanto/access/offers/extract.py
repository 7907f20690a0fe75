"""What an extract tells of volunteers: what was looked for and what was done, never who the volunteer is."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accanto.access.offers.enums import VisitState
from accanto.access.offers.kinds import label_of
from accanto.access.offers.models import Need, Visit
from accanto.access.offers.words import need_when
from accanto.people.persons.extracts import Section, Subject, Told, leave_out, register_section, told


def register() -> None:
    register_section(
        Section(
            440,
            "volunteers",
            gettext_lazy("Help from volunteers"),
            ("offers.Need", "offers.Visit"),
            _needs,
            words=True,
        )
    )
    leave_out(
        ["offers.Match"],
        gettext_lazy("Which volunteer was asked and what they answered: data of the volunteers."),
    )


def _needs(subject: Subject) -> list[Told]:
    rows = [
        row
        for row in Need.objects.filter(case__in=subject.cases).order_by("written_at", "pk")
        if subject.covers(row.case_id, row.written_at)
    ]
    return [_told(subject, row) for row in rows]


def _told(subject: Subject, row: Need) -> Told:
    done = Visit.objects.filter(match__need=row, state=VisitState.DONE).order_by("day")
    return told(
        label_of(row.kind),
        ("written_at", _("Written on"), row.written_at),
        ("what", _("What was looked for"), subject.hide(row.what)),
        ("when", _("When"), need_when(row)),
        ("meeting_place", _("Where they meet"), "" if subject.sheltered else subject.hide(row.meeting_place)),
        ("state", _("State"), str(row.get_state_display())),
        *((f"day_{n}", _("A volunteer came on"), visit.day) for n, visit in enumerate(done, 1)),
    )
