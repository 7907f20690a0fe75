"""Orders about an invented family of Anna's."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from accanto.casework.mandates import operations
from accanto.casework.mandates.models import CourtReport, Measure
from accanto.casework.mandates.operations import (
    ConcernedFacts,
    EntrustmentFacts,
    MeasureFacts,
    Order,
    PrescriptionFacts,
    ReportText,
    StatementText,
    TermFacts,
)
from accanto.territory.bodies.models import Organisation
from accanto.territory.staff.models import User
from tests.scenarios import NOW, Situation, family_in_charge

ORDER_ON = date(2026, 11, 10)
RECEIVED = NOW - timedelta(days=3)
ENTRUSTMENT = EntrustmentFacts(
    placed_with="la madre",
    service_tasks="Sostenere la madre e riferire",
    service_acts="Scuola e salute ordinaria",
    duration_months=12,
    reporting_months=6,
)


@pytest.fixture(autouse=True)
def _own_files(settings: Any, tmp_path: Path) -> None:
    storages = {**settings.STORAGES}
    storages["default"] = {**storages["default"], "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = storages


def court(code: str = "tribunale-minorenni-firenze") -> Organisation:
    return Organisation.objects.get(code=code)


def order(situation: Situation, kind: str = "monitoring", **changes: Any) -> Order:
    """`changes` go to the facts; `terms`, `prescriptions`, `entrustment`, `concerned` to the order."""
    people = situation.family
    facts = MeasureFacts(
        authority=court(),
        kind=kind,
        order_on=ORDER_ON,
        received_at=RECEIVED,
        starts_on=ORDER_ON,
        mandate="Seguire il nucleo e riferire sulle condizioni della minore",
        register_number="123/2026 VG",
        order_number="45/2026",
    )
    whole = {name: changes.pop(name) for name in list(changes) if name in Order.__dataclass_fields__}
    default: dict[str, Any] = {
        "concerned": [ConcernedFacts("minor", people.marta), ConcernedFacts("parent", people.lucia)],
        "prescriptions": [
            PrescriptionFacts("la madre", "Seguire il percorso di sostegno alla genitorialità")
        ],
        "terms": [TermFacts(date(2026, 12, 10), None, "entro trenta giorni")],
    }
    return Order(facts=replace(facts, **changes), **{**default, **whole})


def entrusted(situation: Situation, **changes: Any) -> Measure:
    given: dict[str, Any] = {"entrustment": ENTRUSTMENT, "terms": [], **changes}
    return register(situation, "social_service_custody", **given)


def register(situation: Situation, kind: str = "monitoring", at: datetime = NOW, **changes: Any) -> Measure:
    return operations.register_measure(
        case=situation.case, order=order(situation, kind, **changes), by=situation.anna, at=at
    )


TEXT = ReportText(
    facts="Il 18 novembre si è svolta una visita domiciliare: la casa era in ordine.",
    statements=[
        StatementText("la madre", "Riferisce di lavorare mezza giornata."),
        StatementText("la maestra", "Nota progressi.", "third", None, True),
    ],
    evaluations="Gli operatori ritengono adeguate le condizioni attuali.",
)


def written(
    measure: Measure, by: User, text: ReportText = TEXT, at: datetime = NOW, term: bool = True
) -> CourtReport:
    report = operations.start_report(
        measure=measure, term=measure.terms.first() if term else None, by=by, at=at
    )
    return operations.save_report(report=report, text=text, expected_revision=1, by=by, at=at)


@pytest.fixture
def situation(db: None) -> Situation:
    return family_in_charge("Zaffirelli")


@pytest.fixture
def measure(situation: Situation) -> Measure:
    return register(situation)


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client
