"""Two lists at once end as one after the other."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from accanto.access.outcomes.models import Application, ApplicationEvent
from accanto.access.outcomes.operations import run_import
from accanto.people.persons.models import Person
from tests.access.outcomes.samples import as_csv, begin, counts, many
from tests.scenarios import NOW


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
def test_the_same_list_imported_twice_at_once_is_imported_once():
    content = as_csv(many(200))
    lists = [begin(content), begin(content)]
    together, results = Barrier(2), []

    def work(one):
        together.wait()
        try:
            results.append(counts(run_import(outcome_import=one, by=None, at=NOW)))
        finally:
            connection.close()

    threads = [Thread(target=work, args=[one]) for one in lists]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == [(200, 0, 0, 200, 0), (200, 200, 0, 0, 0)]
    assert (Application.objects.count(), ApplicationEvent.objects.count(), Person.objects.count()) == (
        200,
        200,
        200,
    )
