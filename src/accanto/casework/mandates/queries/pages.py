"""What the pages of measures show."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, Min, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Concat, JSONObject

from accanto.casework.cases.due import distance
from accanto.casework.cases.models import Case
from accanto.casework.mandates.enums import Kept, TermState
from accanto.casework.mandates.kinds import kind_of
from accanto.casework.mandates.models import (
    Concerned,
    CourtReport,
    Hearing,
    Measure,
    Prescription,
    PrescriptionCheck,
    ReportTerm,
    ServiceResponsible,
    SupportAdministrator,
)
from accanto.casework.mandates.rules import past_the_ceiling, responsible_term
from accanto.people.persons.gone import with_people
from accanto.territory.staff.models import User

KEPT_TONES = {Kept.YES: "fine", Kept.PARTLY: "soon", Kept.NO: "late"}
SOON_DAYS = 30


def with_terms(rows: QuerySet[Measure]) -> QuerySet[Measure]:
    """Each measure with its next report and who answers for it, in the same query."""
    open_terms = ReportTerm.objects.filter(measure=OuterRef("pk"), state=TermState.OPEN).order_by()
    named = ServiceResponsible.objects.filter(measure=OuterRef("pk"), ends_on=None)
    name = Concat("user__first_name", Value(" "), "user__last_name")
    return rows.annotate(
        next_due=Subquery(open_terms.values("measure").annotate(first=Min("due_on")).values("first")),
        responsible_name=Subquery(named.values(shown=name)[:1]),
        named=Exists(named),
    )


def measures_of(case: Case, user: User) -> list[Measure]:
    """Those of a case, in force first, with what the tab says of each; one query."""
    latest = PrescriptionCheck.objects.filter(prescription=OuterRef("pk"))
    prescriptions = (
        Prescription.objects.filter(measure=OuterRef("pk"), lifted_on=None)
        .annotate(kept=Subquery(latest.values("kept")[:1]))
        .values(json=JSONObject(addressee="addressee", text="text", kept="kept"))
    )
    concerned = Concerned.objects.filter(measure=OuterRef("pk")).values(
        json=JSONObject(person="person_id", name="name", role="role")
    )
    hearings = Hearing.objects.filter(measure=OuterRef("pk"), state="planned").order_by("starts_at")
    rows = with_terms(Measure.objects.visible_to(user).filter(case=case).select_related("authority"))
    rows = rows.annotate(
        prescribed=ArraySubquery(prescriptions),
        about=ArraySubquery(concerned),
        next_hearing=Subquery(hearings.values("starts_at")[:1]),
    )
    return sorted(rows, key=lambda row: (not row.open, -row.order_on.toordinal()))


def card(measure: Any, names: dict[str, str], today: date) -> dict[str, Any]:
    """A measure of the tab: what runs, the next term large, prescriptions kept or not."""
    far = distance(measure.next_due, today, working=False) if measure.next_due else None
    return {
        "measure": measure,
        "kind": kind_of(measure).words,
        "far": far,
        "about": [
            names.get(str(one["person"]), "") or one["name"] for one in measure.about if _told(one, names)
        ],
        "prescriptions": [
            {**one, "tag": kept_tag(one["kept"]), "text": one["text"]} for one in measure.prescribed
        ],
        "unnamed": measure.open and not measure.named and responsible_term(measure) is not None,
    }


def _told(one: dict[str, Any], names: dict[str, str]) -> bool:
    return bool(one["name"]) or str(one["person"]) in names


def kept_tag(kept: str | None) -> dict[str, str]:
    if not kept:
        return {}
    value = Kept(kept)
    return {"label": str(value.label).capitalize(), "tone": KEPT_TONES[value]}


@dataclass
class MeasurePage:
    """Everything that the page of a measure says."""

    measure: Measure
    warnings: list[str]
    concerned: list[Concerned]
    terms: list[dict[str, Any]]
    prescriptions: list[dict[str, Any]]
    responsibles: list[ServiceResponsible]
    hearings: list[Hearing]
    reports: list[CourtReport]
    responsible_due: date | None = None
    entrustment: Any = None
    kind: Any = field(default=None)


def measure_page(measure: Measure, today: date) -> MeasurePage:
    kind = kind_of(measure)
    entrustment = getattr(measure, "entrustment", None)
    responsibles = list(measure.responsibles.select_related("user", "by"))
    term = responsible_term(measure)
    return MeasurePage(
        measure=measure,
        warnings=past_the_ceiling(measure, kind, entrustment),
        concerned=with_people(measure.concerned.select_related("person")),
        terms=term_rows(measure, today),
        prescriptions=[
            _prescription_row(one) for one in measure.prescriptions.prefetch_related("checks__by")
        ],
        responsibles=responsibles,
        hearings=list(measure.hearings.prefetch_related("operators__user")),
        reports=list(
            measure.reports.select_related("document", "copy", "signed_by", "saved_by", "replaced_by")
        ),
        responsible_due=term.due_on if term else None,
        entrustment=entrustment,
        kind=kind,
    )


def term_rows(measure: Measure, today: date) -> list[dict[str, Any]]:
    """What is due first stands first; what is over, last."""
    terms = sorted(measure.terms.all(), key=lambda one: (one.due_on or date.max, one.from_on))
    return [
        {"term": one, "far": distance(one.due_on, today, working=False) if one.due_on else None}
        for one in terms
    ]


def _prescription_row(row: Prescription) -> dict[str, Any]:
    checks = list(row.checks.all())
    return {"row": row, "checks": checks, "tag": kept_tag(checks[0].kept if checks else None)}


def visible_reports(user: User) -> QuerySet[CourtReport]:
    return CourtReport.objects.visible_to(user).select_related(
        "measure__case__household", "measure__authority", "term", "document", "copy", "signed_by", "saved_by",
        "replaces", "replaced_by",
    )  # fmt: skip


def administrators_of(case: Case, user: User) -> list[SupportAdministrator]:
    rows = SupportAdministrator.objects.visible_to(user).filter(case=case).select_related("court")
    return with_people(rows.order_by(F("ends_on").desc(nulls_first=True), "-starts_on"))


def due_soon(today: date) -> Q:
    """Rows of `with_terms` whose next report falls within a month."""
    return Q(next_due__gte=today, next_due__lte=today + timedelta(days=SOON_DAYS))
