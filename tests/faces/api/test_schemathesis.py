"""The description is kept: what is asked at random, with several keys, is answered as it says, never with a fault."""

from typing import Any
from uuid import UUID

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests import cast
from tests.access.outcomes.conftest import _own_files
from tests.consistency.test_api_matrix import ThingsForPrograms
from tests.faces.api.programs import key_for

__all__ = ["_own_files"]
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
    negative_data_rejection,
]
# Together they open every address.
KEYS = (cast.ANNA, cast.BRUNO, cast.MARCO)
schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())


@pytest.fixture
def door(db: None) -> dict[str, Any]:
    """Keys, and ids that exist: a random one would always be «not found»."""
    things = ThingsForPrograms()
    ids: dict[str, UUID] = {
        "case_id": things.case,
        "person_id": things.person,
        "application_id": things.application,
        "list_id": things.imported,
        "job_id": things.planners_job,
    }
    return {"keys": [key_for(username)[1] for username in KEYS], "ids": ids}


@pytest.mark.slow
@schema.parametrize()
@settings(
    max_examples=12,
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_answers_are_as_described_and_never_a_fault(case: schemathesis.Case, door: dict[str, Any]) -> None:
    for key in door["keys"]:
        _ask(case, key)
    known = {name: str(door["ids"][name]) for name in case.path_parameters or {} if name in door["ids"]}
    if known:
        case.path_parameters = {**case.path_parameters, **known}
        for key in door["keys"]:
            _ask(case, key)


def _ask(case: schemathesis.Case, key: str) -> None:
    """Whatever it changes is undone."""
    with transaction.atomic():
        answer = case.call(headers={"Authorization": f"Bearer {key}"})
        transaction.set_rollback(True)
    case.validate_response(answer, checks=CHECKS)
