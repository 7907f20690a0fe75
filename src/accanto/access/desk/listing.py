"""The day's register as data: the same columns on screen and in the file."""

from typing import Any

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accanto.access.desk.enums import OutcomeState
from accanto.access.desk.filters import RegisterFilters
from accanto.access.desk.languages import label_of
from accanto.access.desk.models import Contact, ContactOutcome
from accanto.access.desk.queries.contacts import leaving, names_of, who_asked
from accanto.access.directory.needs import needs as known_needs
from accanto.core.listing import Cell, Column, Empty, ListPage
from accanto.core.templatetags.accanto_ui import date_time_words


def _rows(request: Any) -> Any:
    rows = Contact.objects.visible_to(request.user).select_related("point__office", "by")
    outcomes = ContactOutcome.objects.order_by("pk")
    return rows.prefetch_related(Prefetch("outcomes", outcomes), "unmet")


def _prepare(user: Any) -> Any:
    def prepare(rows: list[Any]) -> None:
        names = names_of(user, [row.person_id for row in rows if row.person_id])
        for row in rows:
            row.who = who_asked(row, names)

    return prepare


def _needs(row: Contact) -> str:
    known = known_needs()
    return ", ".join(known[code].label if code in known else code for code in row.needs)


def _outcomes(row: Any) -> Cell:
    open_steps = [one for one in row.outcomes.all() if one.state == OutcomeState.TO_DO]
    tags = [{"label": _("to do"), "tone": "soon"}] if open_steps else []
    if row.unmet.all():
        tags.append({"label": _("a need without an answer"), "tone": "late"})
    words = [capfirst(str(one.get_kind_display())) for one in row.outcomes.all()]
    text = ", ".join(dict.fromkeys(words)) or _("none")
    return Cell(text, tags=tags)


def register_of(user: Any) -> ListPage:
    return ListPage(
        title=gettext_lazy("Contacts"),
        rows=_rows,
        leaving=leaving,
        columns=[
            Column(
                "when",
                gettext_lazy("When"),
                lambda row: Cell(date_time_words(row.happened_at), value=row.happened_at),
                sort=("happened_at",),
                width=20,
            ),
            Column("who", gettext_lazy("Who asked"), lambda row: row.who),
            Column("needs", gettext_lazy("Needs"), _needs, width=40),
            Column("outcomes", gettext_lazy("What came of it"), _outcomes, width=30),
            Column(
                "channel",
                gettext_lazy("How"),
                lambda row: capfirst(str(row.get_channel_display())),
                sort=("channel",),
            ),
            Column(
                "language", gettext_lazy("Language"), lambda row: label_of(row.language), sort=("language",)
            ),
            Column(
                "minutes", gettext_lazy("Minutes"), lambda row: row.minutes, sort=("minutes",), numeric=True
            ),
            Column(
                "point",
                gettext_lazy("Where"),
                lambda row: row.point.office.name,
                sort=("point__office__name",),
            ),
            Column("by", gettext_lazy("Received by"), lambda row: str(row.by), sort=("by__last_name",)),
        ],
        default_order="-when",
        filters=RegisterFilters,
        prepare=_prepare(user),
        address=lambda row: reverse("desk_contact", args=[row.pk]),
        empty=Empty(
            gettext_lazy("No contact written down yet"),
            gettext_lazy("When somebody comes, telephones or writes, the contact appears here."),
            icon="inbox",
        ),
        filename="registro-sportello",
    )
