"""Functions that run with the owner's rights answer with nothing where nobody acts and no purpose stands."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError

from accanto.access.reports.operations import Named
from accanto.casework.cases.enums import Compartment
from accanto.casework.cases.operations import move_case
from accanto.people.matching.operations import link_people
from accanto.people.persons.operations import add_contact, bar
from tests import cast
from tests.access.reports.samples import report
from tests.consistency.plain_sql import as_somebody, ask, everything, nobody
from tests.scenarios import NOW, TODAY, family_in_charge
from tests.steering.indicators.situation import application

pytestmark = pytest.mark.django_db

_DOORS = """
SELECT split_part(p.oid::regprocedure::text, '(', 1) FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE p.prosecdef AND n.nspname IN ('public', 'report') AND p.prorettype <> 'trigger'::regtype
  AND has_function_privilege(p.oid, 'EXECUTE') ORDER BY 1
"""
# Yes or no about one row whose id whoever asks holds already; «no» is never an answer that lets more through.
ONE_BIT = {
    "acc_case_told", "acc_code_told", "acc_fenced_off", "acc_names_somebody_apart", "acc_shielded",
    "agenda_kept_apart",
    "persons_restricted",
}  # fmt: skip
# What begins a purpose or writes the record of what is done.
RECORD = {
    "acc_begin", "acc_purpose", "audit_purpose", "audit_read", "audit_seal_records", "audit_switch", "privacy_erase",
}  # fmt: skip
_RIGHTS = "%(anna)s, '{}', '{}', FALSE, %(now)s"
ASKED = {
    "acc_barred_people": "SELECT unnest(acc_barred_people(%(anna)s, %(now)s))",
    "acc_barred_contexts": "SELECT unnest(acc_barred_contexts(%(anna)s, %(now)s))",
    "acc_barred_reports": f"SELECT unnest(acc_barred_reports({_RIGHTS}))",
    "acc_apart_from": f"SELECT unnest(acc_apart_from({_RIGHTS}))",
    "acc_withheld_from": f"SELECT unnest(acc_withheld_from({_RIGHTS}))",
    "acc_people_alike": (
        "SELECT acc_people_alike('campioni lucia', '{}', '{1988-05-14}', '{}', '{}')"
    ),
    "acc_people_elsewhere": (
        "SELECT * FROM acc_people_elsewhere('{campioni lucia}', '1988-05-14', '{}')"
    ),
    "acc_people_together": "SELECT * FROM acc_people_together(ARRAY[%(lucia)s])",
    "acc_people_named": "SELECT acc_people_named('campioni')",
    "acc_people_reached": "SELECT acc_people_reached('333')",
    "acc_protected_record": "SELECT 1 WHERE acc_protected_record(%(number)s) IS NOT NULL",
    "agenda_cards": "SELECT * FROM agenda_cards(ARRAY[%(place)s])",
    "privacy_listings_of": "SELECT 1 WHERE privacy_listings_of(%(case)s) > 0",
    "privacy_openings": "SELECT * FROM privacy_openings(%(before)s, %(after)s)",
    "privacy_openings_for": (
        "SELECT * FROM privacy_openings_for(%(lucia)s, ARRAY[%(case)s], '{}', 'Europe/Rome')"
    ),
    "privacy_openings_of": "SELECT * FROM privacy_openings_of(%(case)s, 'Europe/Rome')",
    "training_openings": "SELECT * FROM training_openings(%(traineeship)s, 10)",
}  # fmt: skip
# Asked with the right of somebody who has it, beside the standing purpose of the tests.
_OF_SOMEBODY = {"acc_people_elsewhere", "acc_protected_record", "agenda_cards", "training_openings"}
REVEALED = "SELECT * FROM privacy_reveal(%(olga)s, %(case)s, 'una verifica', NULL)"


def test_every_such_function_is_known_here() -> None:
    assert [name for (name,) in ask(_DOORS)] == sorted(ONE_BIT | RECORD | set(ASKED) | {"privacy_reveal"})


def test_where_nobody_acts_they_say_nothing() -> None:
    everything()
    made = family_in_charge("Campioni")
    lucia = made.family.lucia
    add_contact(person=lucia, kind="phone", value="333 0142", on=TODAY)
    apart = family_in_charge("Modello", worker=cast.GIULIA, unit="servizio-quarrata", town="Quarrata")
    application(person=apart.family.lucia)
    link_people(one=lucia, other=made.family.marta, reasons=[], by=made.anna, at=NOW)
    bar(
        user=made.anna,
        persons=[apart.family.lucia],
        reason="relative",
        source="detto",
        by=apart.carla,
        at=NOW,
    )
    report(people=[Named(last_name=apart.family.lucia.last_name, first_name=apart.family.lucia.first_name)])
    move_case(
        case=apart.case, compartment=Compartment.JUSTICE, staying=[], reason="prova", by=cast.user(cast.GIULIA),
        at=NOW,
    )  # fmt: skip
    read = "SELECT audit_read(%s, %s, 'case', %s, ARRAY[%s], 1, '', NULL, '', NULL, FALSE)"
    for kind in ("opened", "listed"):
        subject = lucia.pk if kind == "opened" else made.case.pk
        ask(read, made.anna.pk, kind, made.case.pk, subject)
    told = {
        "anna": made.anna.pk, "olga": cast.user(cast.OLGA).pk, "now": NOW, "lucia": lucia.pk, "case": made.case.pk,
        "number": apart.case.number, "traineeship": uuid4(), "place": uuid4(), "before": NOW - timedelta(days=9999),
        "after": NOW + timedelta(days=9999),
    }  # fmt: skip
    for name in sorted(set(ASKED) - _OF_SOMEBODY):
        assert ask(ASKED[name], told), f"{name} has nothing to tell: the test could not fail"
    with nobody():
        assert {name: ask(question, told) for name, question in ASKED.items()} == {name: [] for name in ASKED}


def test_a_name_is_revealed_in_the_reviewers_own_name_alone() -> None:
    made = family_in_charge("Campioni")
    told = {"olga": cast.user(cast.OLGA).pk, "case": made.case.pk}
    with as_somebody(cast.OLGA):
        assert [name for name, _number, _responsible in ask(REVEALED, told)] == ["Campioni"]
    with pytest.raises(DatabaseError, match="in their own name"), nobody():
        ask(REVEALED, told)
    with pytest.raises(DatabaseError, match="in their own name"), as_somebody(cast.ANNA):
        ask(REVEALED, told)
