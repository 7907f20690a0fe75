"""The description is kept: what is asked at random, with several keys, is answered as it says, never with a fault.

`ACCANTO_FUZZ_ROUNDS` makes the hunt longer (minutes).
"""

import os
from collections.abc import Iterator
from itertools import cycle
from typing import Any
from uuid import UUID

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
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
]
# As in tests/consistency/test_fuzz.py, more rounds make the hunt longer.
ROUNDS = int(os.environ.get("ACCANTO_FUZZ_ROUNDS", "1"))
# Together they open every address.
KEYS = (cast.ANNA, cast.BRUNO, cast.MARCO)
schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())


@pytest.fixture
def one_connection(db: None) -> Iterator[None]:
    """The server would close the connection of the test between requests; Django's own client keeps it likewise."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def door(one_connection: None) -> dict[str, Any]:
    """Keys, and ids that exist: a random one would always be «not found»."""
    things = ThingsForPrograms()
    ids: dict[str, UUID] = {
        "case_id": things.case,
        "person_id": things.person,
        "application_id": things.application,
        "list_id": things.imported,
        "job_id": things.planners_job,
    }
    return {"keys": cycle(key_for(username)[1] for username in KEYS), "ids": ids}


@pytest.mark.slow
@schema.parametrize()
@settings(
    max_examples=6 * ROUNDS,
    derandomize=True,
    deadline=None,
    database=None,
    # The cases that cover every corner of the description are hundreds: for the long hunt.
    phases=[Phase.explicit, Phase.generate] if ROUNDS > 1 else [Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_answers_are_as_described_and_never_a_fault(case: schemathesis.Case, door: dict[str, Any]) -> None:
    _ask(case, next(door["keys"]), [*CHECKS, negative_data_rejection])
    known = {name: str(door["ids"][name]) for name in case.path_parameters or {} if name in door["ids"]}
    if known:
        case.path_parameters = {**case.path_parameters, **known}
        _ask(case, next(door["keys"]), CHECKS)  # an id that was no id is one now


def _ask(case: schemathesis.Case, key: str, checks: list[Any]) -> None:
    """Whatever it changes is undone."""
    with transaction.atomic():
        answer = case.call(headers={"Authorization": f"Bearer {key}"})
        transaction.set_rollback(True)
    case.validate_response(answer, checks=checks)
