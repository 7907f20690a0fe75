"""Every table that leads to a person is told in the extract of their data, or left out with a reason in words."""

from django.apps import apps

from accanto.foundation.audit import history
from accanto.people.persons.extracts import left_out, sections, told_models


def test_every_table_that_leads_to_people_is_told_or_left_out_with_a_reason() -> None:
    leading = {
        model._meta.label
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and history.leads_to_people(model)
    }
    told, out = told_models(), left_out()
    assert leading - told - set(out) == set()
    assert told & set(out) == set()
    assert (told | set(out)) - leading == set()
    assert [label for label, why in out.items() if len(why.split()) < 5] == []


def test_sections_stand_in_an_order_of_their_own() -> None:
    orders = [section.order for section in sections()]
    assert len(set(orders)) == len(orders)
