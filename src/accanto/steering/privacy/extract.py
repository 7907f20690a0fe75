"""What an extract tells of the rights themselves: requests, who opened the file, why and for how long data are kept."""

from datetime import date

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accanto.people.persons.compartments import fenced
from accanto.people.persons.extracts import Section, Subject, Told, leave_out, register_section, told
from accanto.steering.privacy import words
from accanto.steering.privacy.models import PersonRequest
from accanto.steering.privacy.queries import posts_of, role_on
from accanto.steering.privacy.register import register_on

_RECORD = ("audit.Change", "audit.Event", "notifications.Notification")


def register() -> None:
    register_section(
        Section(
            700,
            "requests",
            gettext_lazy("Your requests"),
            ("privacy.PersonRequest", "privacy.Rectification", "privacy.Recipient"),
            _requests,
        )
    )
    register_section(
        Section(810, "openings", gettext_lazy("Who opened your file"), ("audit.Reading",), _openings)
    )
    register_section(
        Section(900, "processing", gettext_lazy("Why, for how long, from whom and for whom"), (), _processing)
    )
    leave_out(
        _RECORD,
        gettext_lazy(
            "The record of who wrote what and the notices to operators: they repeat what is told, to prove it."
        ),
    )
    leave_out(
        ["privacy.Extract", "privacy.ExtractOmission"],
        gettext_lazy("This extract itself, and what the law lets it leave out."),
    )
    leave_out(
        ["privacy.Erasure", "privacy.ErasedPerson"],
        gettext_lazy("Who was erased is told to nobody: they no longer have a name here."),
    )
    leave_out(
        ["privacy.CourtHold", "privacy.RetentionReview"],
        gettext_lazy(
            "What an authority asked to keep, and the review of terms: the first is the authority’s to tell, the"
            " second decides on papers."
        ),
    )


def _requests(subject: Subject) -> list[Told]:
    rows = PersonRequest.objects.filter(person=subject.person).order_by("received_on", "pk")
    return [
        told(
            str(row.get_kind_display()),
            ("received_on", _("Received on"), row.received_on),
            ("asked", _("In your words"), row.asked),
            ("due_on", _("To be answered by"), row.due_on),
            ("state", _("State"), row.get_state_display()),
            ("answer", _("What was answered"), row.answer),
            *(
                (f"corrected_{n}", _("Corrected: %(what)s") % {"what": one.get_fact_display()}, one.at)
                for n, one in enumerate(row.rectifications.all(), 1)
            ),
            *(
                (f"told_{n}", _("Told to %(whom)s") % {"whom": one.name}, one.told_on)
                for n, one in enumerate(row.recipients.all(), 1)
            ),
        )
        for row in rows.prefetch_related("rectifications", "recipients")
    ]


def _openings(subject: Subject) -> list[Told]:
    """A day and an operator by role and office a line; whoever could only through a fenced compartment is not there."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM privacy_openings_for(%s, %s, %s, %s)",
            [subject.person.pk, subject.cases, fenced(), settings.TIME_ZONE],
        )
        rows = [row for row in cursor.fetchall() if row[0] is None or subject.covers(row[0], row[2])]
    posts = posts_of({row[1] for row in rows})
    days: dict[tuple[date, str], list[set[str]]] = {}
    for _context, user, day, pages, rights in rows:
        who = " · ".join(filter(None, role_on(posts.get(user, []), day))) or _("an operator of the zone")
        kept = days.setdefault((day, who), [set(), set()])
        kept[0] |= set(pages)
        kept[1] |= set(rights)
    return [
        told(
            who,
            ("day", _("Day"), day),
            ("pages", _("What they saw"), words.pages_in_words(sorted(pages))),
            ("rights", _("Why they could"), ", ".join(sorted(map(words.right_in_words, rights)))),
        )
        for (day, who), (pages, rights) in sorted(days.items())
    ]


def _processing(subject: Subject) -> list[Told]:
    """The same for everybody: from the processing register of the day."""
    sources = _(
        "Yourself and the people of your household; the lists of INPS and of the Ministry; the bodies of the team; the"
        " operators who wrote."
    )
    return [
        told(_("Where the data come from"), ("sources", _("Sources"), sources)),
        *(
            told(
                activity.title,
                ("purpose", _("Why"), activity.purpose),
                (
                    "bases",
                    _("Legal basis"),
                    "; ".join(f"{one.value} ({one.source})" for one in activity.bases),
                ),
                (
                    "recipients",
                    _("Who receives them"),
                    "; ".join(str(one.value) for one in activity.recipients),
                ),
                ("terms", _("For how long"), "; ".join(map(words.term_with_title, activity.terms))),
            )
            for activity in register_on(subject.on).activities
        ),
    ]
