"""The lists of the room: columns as data, for the screen and for the file."""

from datetime import date
from typing import Any

from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accanto.access.outcomes.enums import Outcome
from accanto.access.outcomes.forms import AccompanyFilters, ApplicationFilters
from accanto.access.outcomes.models import Application, Candidate
from accanto.access.outcomes.queries.work import may_leave, to_accompany, to_identify
from accanto.core.listing import Cell, Column, Empty, ListPage
from accanto.core.templatetags.accanto_ui import date_words

TONES = {
    Outcome.POSITIVE: "fine",
    Outcome.LAPSED: "late",
    Outcome.SUSPENDED: "soon",
    Outcome.REJECTED: "late",
}


def who(row: Application) -> str:
    """The name as the list gives it, or the person's own once known."""
    person = row.person
    first, last = (person.first_name, person.last_name) if person else (row.first_name, row.last_name)
    return f"{last} {first}".strip() or row.fiscal_code or _("without a name")


def _outcome(row: Application) -> Cell:
    outcome = Outcome(row.outcome)
    return Cell(outcome.label, tone=TONES.get(outcome, "edge"), value=str(outcome.label))


def _day(value: Any) -> Cell | None:
    return Cell(date_words(value), value=value) if value else None


def _contact(row: Any) -> Cell:
    if row.contacted_at is None:
        return Cell(_("nobody has called yet"), tone="soon")
    return Cell(date_words(row.contacted_at), value=row.contacted_at)


def _count_proposals(rows: list[Any]) -> None:
    found = Candidate.objects.filter(application__in=rows, state="open").values("application")
    counts = {one["application"]: one["n"] for one in found.annotate(n=Count("id")).order_by()}
    for row in rows:
        row.proposals = counts.get(row.pk, 0)


def _proposals(row: Any) -> Cell:
    if row.proposals == 0:
        return Cell(_("nobody similar"), value="")
    return Cell(_("%(count)d proposed") % {"count": row.proposals}, value=row.proposals)


NAME = Column(
    "nome", gettext_lazy("Applicant"), lambda row: Cell(who(row), small=row.protocol, value=who(row)),
    sort=("last_name", "first_name"), width=30,
)  # fmt: skip
PROTOCOL = Column("protocollo", gettext_lazy("Protocol number"), lambda row: row.protocol, sort=("protocol",))
TOWN = Column(
    "comune", gettext_lazy("Municipality"), lambda row: row.municipality.name, sort=("municipality__name",)
)
OUTCOME = Column("esito", gettext_lazy("Outcome"), _outcome, sort=("outcome",))
OUTCOME_ON = Column(
    "data", gettext_lazy("Outcome of"), lambda row: _day(row.outcome_on), sort=("outcome_on",)
)
REASON = Column("motivo", gettext_lazy("Reason"), lambda row: row.reason, width=40)
MEASURE = Column(
    "misura", gettext_lazy("Measure"), lambda row: row.measure.upper(), sort=("measure",), width=8
)


def _mine(request: HttpRequest) -> QuerySet[Application]:
    rows = Application.objects.visible_to(request.user)  # type: ignore[arg-type]
    return rows.select_related("municipality", "person")


def _identity(row: Application) -> Cell:
    if row.person_id:
        return Cell(_("known"), tone="fine")
    return Cell(_("to identify"), tone="soon")


APPLICATIONS = ListPage(
    title=gettext_lazy("Applications"),
    rows=_mine,
    leaving=may_leave,
    columns=[
        NAME,
        TOWN,
        MEASURE,
        OUTCOME,
        OUTCOME_ON,
        REASON,
        Column("persona", gettext_lazy("Person"), _identity),
    ],
    default_order="-data",
    filters=ApplicationFilters,
    address=lambda row: reverse("outcomes:application", args=[row.pk]),
    filename="domande",
    empty=Empty(
        gettext_lazy("No application yet"),
        gettext_lazy("Import the first list: applications, outcomes and people come from it."),
        icon="inbox",
    ),
)

WITH = ("municipality", "person")


def accompany_page(on: date) -> ListPage:
    """Those to accompany on a day."""
    return ListPage(
        title=gettext_lazy("To accompany"),
        rows=lambda request: to_accompany(request.user, on).select_related(*WITH),  # type: ignore[arg-type]
        leaving=may_leave,
        columns=[
            NAME,
            OUTCOME,
            REASON,
            TOWN,
            OUTCOME_ON,
            Column("contatto", gettext_lazy("Last contact"), _contact, sort=("contacted_at",)),
        ],
        default_order="-data",
        filters=AccompanyFilters,
        address=lambda row: reverse("outcomes:application", args=[row.pk]),
        filename="da-accompagnare",
        empty=Empty(
            gettext_lazy("Nobody to accompany"),
            gettext_lazy("Whoever is refused, suspended or lapsed appears here with the reason."),
            icon="check-circle",
        ),
    )


WAITING = ListPage(
    title=gettext_lazy("To identify"),
    rows=lambda request: to_identify(request.user).select_related("municipality", "person"),  # type: ignore[arg-type]
    leaving=may_leave,
    columns=[
        NAME,
        Column(
            "codice", gettext_lazy("Codice fiscale in the list"), lambda row: row.fiscal_code or _("missing")
        ),
        Column("nascita", gettext_lazy("Born on"), lambda row: _day(row.birth_date), sort=("birth_date",)),
        TOWN,
        OUTCOME,
        Column("proposte", gettext_lazy("Who may it be"), _proposals),
    ],
    default_order="nome",
    address=lambda row: reverse("outcomes:identify", args=[row.pk]),
    prepare=_count_proposals,
    filename="da-identificare",
    empty=Empty(
        gettext_lazy("Everybody is known"),
        gettext_lazy("People without a valid codice fiscale, or similar to somebody known, wait here."),
        icon="check-circle",
    ),
)
