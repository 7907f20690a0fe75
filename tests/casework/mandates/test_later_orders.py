"""A later order of the same proceedings: what is added or changed runs, and what held before stays written."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accanto.casework.cases.models import Deadline
from accanto.casework.mandates import operations
from accanto.casework.mandates.models import Measure, Prescription, ReportTerm
from accanto.casework.mandates.operations import LaterOrder, PrescriptionFacts, TermFacts
from accanto.core.errors import OperationRefused
from accanto.foundation.audit.models import Event
from tests import cast
from tests.casework.mandates.conftest import ORDER_ON
from tests.scenarios import NOW, TODAY, Situation

pytestmark = pytest.mark.django_db
LATER = LaterOrder(TODAY - timedelta(days=1), "decreto n. 61/2026")


def due() -> list[date]:
    return list(
        Deadline.objects.filter(code="mandates.report", state="open").values_list("due_on", flat=True)
    )


def test_a_later_order_adds_a_prescription_after_the_first_ones(
    situation: Situation, measure: Measure
) -> None:
    facts = PrescriptionFacts(" il  padre ", "Incontrare Marta solo in presenza di un educatore")
    made = operations.add_prescription(measure=measure, facts=facts, order=LATER, by=situation.anna, at=NOW)
    rows = list(measure.prescriptions.values_list("addressee", "added_on", "added_by_order"))
    assert rows == [("la madre", None, ""), ("il padre", LATER.on, LATER.words)]
    event = Event.objects.get(verb="mandates.prescription.added")
    assert (event.context, event.params) == (measure.case_id, {"about": "il padre", "order": LATER.words})
    operations.check_prescription(prescription=made, kept="yes", seen_on=TODAY, by=situation.anna, at=NOW)


@pytest.mark.parametrize(
    ("order", "facts", "field"),
    [
        (LaterOrder(ORDER_ON - timedelta(days=1), "x"), PrescriptionFacts("a", "b"), "on"),
        (LaterOrder(TODAY + timedelta(days=1), "x"), PrescriptionFacts("a", "b"), "on"),
        (LaterOrder(TODAY, "  "), PrescriptionFacts("a", "b"), "words"),
        (LATER, PrescriptionFacts(" ", "b"), "addressee"),
        (LATER, PrescriptionFacts("a", ""), "text"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(
    situation: Situation, measure: Measure, order: LaterOrder, facts: PrescriptionFacts, field: str
) -> None:
    with pytest.raises(OperationRefused) as refusal:
        operations.add_prescription(measure=measure, facts=facts, order=order, by=situation.anna, at=NOW)
    assert (refusal.value.field, measure.prescriptions.count()) == (field, 1)


def test_what_is_lifted_binds_nobody_and_what_was_seen_of_it_stays(
    situation: Situation, measure: Measure
) -> None:
    one = measure.prescriptions.get()
    operations.check_prescription(prescription=one, kept="yes", seen_on=TODAY, by=situation.anna, at=NOW)
    lifted = operations.lift_prescription(prescription=one, order=LATER, by=situation.anna, at=NOW)
    assert (lifted.lifted_on, lifted.checks.count()) == (LATER.on, 1)
    for again in (
        lambda: operations.lift_prescription(prescription=one, order=LATER, by=situation.anna, at=NOW),
        lambda: operations.check_prescription(
            prescription=lifted, kept="yes", seen_on=TODAY, by=situation.anna, at=NOW
        ),
    ):
        with pytest.raises(OperationRefused, match="già"):
            again()


def test_a_term_that_changes_stays_as_it_was_and_another_one_runs(
    situation: Situation, measure: Measure
) -> None:
    term = measure.terms.get()
    assert due() == [date(2026, 12, 10)]
    facts = TermFacts(date(2026, 11, 30), 3, LATER.words)
    made = operations.change_term(term=term, facts=facts, order=LATER, by=situation.anna, at=NOW)
    assert made is not None
    assert due() == [date(2027, 2, 28)]
    term.refresh_from_db()
    assert (term.state, term.due_on, term.words, term.changed_by_order) == (
        "done", None, "entro trenta giorni", LATER.words,
    )  # fmt: skip
    with pytest.raises(OperationRefused):
        operations.change_term(term=term, facts=facts, order=LATER, by=situation.anna, at=NOW)
    assert operations.change_term(term=made, facts=None, order=LATER, by=situation.anna, at=NOW) is None
    assert due() == []


def test_a_term_that_cannot_be_leaves_the_one_of_before(situation: Situation, measure: Measure) -> None:
    before = TermFacts(ORDER_ON - timedelta(days=9))
    with pytest.raises(OperationRefused):
        operations.change_term(term=measure.terms.get(), facts=before, order=LATER, by=situation.anna, at=NOW)
    assert ReportTerm.objects.get().state == "open"
    assert due() == [date(2026, 12, 10)]


def test_the_pages_write_it_and_tell_it(measure: Measure) -> None:
    client = Client()
    client.force_login(cast.user(cast.ANNA))
    said = {"words": LATER.words, "on": LATER.on.isoformat()}
    given = {**said, "addressee": "il padre", "text": "Seguire il percorso"}
    assert client.post(reverse("prescription_add", args=[measure.pk]), given).status_code == 302
    first = measure.prescriptions.order_by("pk")[0]
    assert client.post(reverse("prescription_lift", args=[measure.pk, first.pk]), said).status_code == 302
    term = measure.terms.get()
    changed = {**said, "from_on": "2026-11-30", "every_months": "3"}
    assert client.post(reverse("term_change", args=[measure.pk, term.pk]), changed).status_code == 302
    page = client.get(reverse("measure", args=[measure.pk])).content.decode()
    for words in (
        "aggiunta con decreto n. 61/2026",
        "revocata con decreto n. 61/2026",
        "cambiato con decreto n. 61/2026",
    ):
        assert words in page
    tab = client.get(reverse("case_measures", args=[measure.case_id])).content.decode()
    assert "il padre" in tab
    assert "sostegno alla genitorialità" not in tab  # lifted
    bad = client.post(reverse("prescription_add", args=[measure.pk]), {**given, "on": "2020-01-01"})
    assert (bad.status_code, Prescription.objects.count()) == (422, 2)
