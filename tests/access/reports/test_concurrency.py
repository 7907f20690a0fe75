"""Two operators on one report at once, and two who write one down in the same moment."""

import pytest

from accanto.access.reports import operations as ops
from accanto.access.reports.models import Report
from accanto.core.errors import OperationRefused
from tests import cast
from tests.access.reports.samples import report
from tests.casework.projects.test_concurrency import at_once
from tests.scenarios import NOW

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_reports_at_once_have_two_numbers_and_one_is_taken_once() -> None:
    first, second = at_once(report, report)
    assert {first.number, second.number} == {"2026/0001", "2026/0002"}
    takers = [cast.user(cast.ANNA), cast.user(cast.LUCA)]
    answers = at_once(*(lambda by=by: ops.take(report=first, by=by, at=NOW) for by in takers))
    refused = [one for one in answers if isinstance(one, OperationRefused)]
    taken = [one for one in answers if isinstance(one, Report)]
    assert (len(refused), len(taken)) == (1, 1)
    assert str(taken[0].evaluator) in str(refused[0])
    calls = [ops.take_call(report=second, called_at=NOW, happened="Una chiamata", by=takers[0], at=NOW)]
    others = [cast.user(cast.LUCA), cast.user(cast.CARLA)]
    accepted = at_once(*(lambda by=by: ops.accept_call(call=calls[0], by=by, at=NOW) for by in others))
    assert sum(isinstance(one, OperationRefused) for one in accepted) == 1
