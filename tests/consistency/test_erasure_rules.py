"""Every table that leads to people says what becomes of it when somebody is erased, and of each column of words."""

from django.apps import apps

from accanto.foundation.audit import history
from accanto.steering.privacy.erasing.rules import rules, undeclared_columns

# Written when a law or an act is applied to a person; they stay so that the decision can be proven.
DECISIONS = {"privacy.RetentionReview", "privacy.Erasure", "audit.Change", "audit.Reading"}


def test_every_table_that_leads_to_people_is_erased_or_kept_with_a_reason() -> None:
    leading = {
        model._meta.label
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and history.leads_to_people(model)
    }
    said = {rule.label: rule for rule in rules()}
    assert set(said) == leading
    assert [label for label, rule in said.items() if not rule.remove and len(rule.keep.split()) < 3] == []


def test_every_column_of_words_is_emptied_or_named() -> None:
    lacking = {
        rule.label: undeclared_columns(apps.get_model(rule.label))
        for rule in rules()
        if rule.label not in DECISIONS
    }
    assert {label: columns for label, columns in lacking.items() if columns} == {}
