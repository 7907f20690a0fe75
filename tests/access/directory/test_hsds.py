# ruff: noqa: E501 - rows of tables
"""HSDS 3: what is exported follows the specification, what is imported is all or nothing, and the two are one circle.

The specification (openreferral/specification, schema/ of 3.1) is stated here by hand: required fields, ids, codes.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from accanto.access.directory import operations
from accanto.access.directory.enums import Fee, Target
from accanto.access.directory.facts import EntryFacts, PlaceFacts, facts_of
from accanto.access.directory.hours import HoursNotUnderstood, tidy
from accanto.access.directory.hsds.exporting import entries_to_export, package_of
from accanto.access.directory.hsds.nesting import flat, nested
from accanto.access.directory.hsds.terms import Package
from accanto.access.directory.models import Entry, EntryChange, EntryPlace
from accanto.access.directory.needs import needs
from accanto.core.errors import OperationRefused
from accanto.territory.bodies.models import Organisation
from tests import cast
from tests.access.directory.conftest import Write, facts, town
from tests.scenarios import NOW, TODAY

REQUIRED = {
    "organization": {"id", "name", "description"},
    "organization_identifier": {"id", "organization_id", "identifier_type", "identifier"},
    "service": {"id", "organization_id", "name", "status"},
    "service_at_location": {"id", "service_id", "location_id"},
    "location": {"id", "location_type"},
    "address": {"id", "address_1", "city", "state_province", "postal_code", "country", "address_type"},
    "contact": {"id"},
    "phone": {"id", "number"},
    "schedule": {"id"},
    "language": {"id"},
    "accessibility": {"id"},
    "required_document": {"id"},
    "cost_option": {"id", "service_id"},
    "service_area": {"id"},
    "attribute": {"id", "link_id", "taxonomy_term_id", "link_entity"},
    "taxonomy": {"id", "name", "description"},
    "taxonomy_term": {"id", "name", "description"},
}
CODES = {
    ("service", "status"): {"active", "inactive", "defunct", "temporarily closed"},
    ("location", "location_type"): {"physical", "postal", "virtual"},
    ("address", "address_type"): {"physical", "postal", "virtual"},
    ("schedule", "freq"): {"WEEKLY", "MONTHLY"},
}


@contextmanager
def another_zone() -> Iterator[None]:
    """What is written within was written elsewhere: afterwards it is not here."""
    begun = transaction.savepoint()
    yield
    transaction.savepoint_rollback(begun)


def exported() -> Package:
    return package_of(entries_to_export())


def taken(package: Any, *, origin: str = "Un’altra zona", dry_run: bool = False) -> operations.Report:
    content = json.dumps(package).encode()
    return operations.import_hsds(
        content=content, origin=origin, dry_run=dry_run, by=cast.user(cast.MARCO), at=NOW
    )


def whole(write: Write) -> Entry:
    return write(
        organisation=Organisation.objects.get(code="ass-prova"), provider="", needs=("food", "language"),
        targets=(Target.FAMILIES,), serves=(town("Montale"), town("Agliana")), conditions="Con ISEE fino a 9.360 €",
        documents="ISEE\nDocumento d’identità", way_in="Con la lettera del servizio sociale", fee=Fee.PAID,
        fee_words="per pasto", fee_from=Decimal("2.50"), fee_to=Decimal("4.00"), languages=("ar", "it"),
        accessibility="Rampa", telephone="0573 555 000", email="emporio@prova.example", web="https://prova.example/",
        check_every=4, assurer_email="directory@prova.example",
        places=(
            PlaceFacts(name="Sede", address="Via A 1", postal_code="51100", municipality=town("Pistoia"), hours=[[1, "09:00", "13:00"], [2, "09:00", "13:00"]], hours_words="chiuso ad agosto", accessible=True, telephone="0573 555 001"),
            PlaceFacts(town="Altrove", by_appointment=True, closed_on_holidays=False, accessible=False),
            PlaceFacts(secret=True, hours_words="sempre"),
        ),
    )  # fmt: skip


@pytest.mark.django_db
def test_every_row_follows_the_specification(write: Write) -> None:
    whole(write)
    write(name="Bozza", published=False)
    package = exported()
    assert set(package) == set(REQUIRED)
    for table, rows in package.items():
        assert rows or table == "", table
        ids = [row["id"] for row in rows]
        assert len(set(ids)) == len(ids)
        for row in rows:
            assert REQUIRED[table] <= set(row), (table, row)
            UUID(row["id"])
            assert all(isinstance(value, str | int | float) for value in row.values())
    for (table, column), codes in CODES.items():
        assert {row[column] for row in package[table] if column in row} <= codes
    assert [row["name"] for row in package["service"]] == ["Emporio della prova"]


@pytest.mark.django_db
def test_hours_costs_needs_and_checks_travel_in_the_fields_of_the_specification(write: Write) -> None:
    entry = whole(write)
    package = exported()
    (service,) = package["service"]
    assert (service["assured_date"], service["assurer_email"]) == (
        TODAY.isoformat(),
        "directory@prova.example",
    )
    assert service["eligibility_description"] == "Con ISEE fino a 9.360 €"
    weekly = [row for row in package["schedule"] if row.get("freq")]
    assert [(row["byday"], row["opens_at"], row["closes_at"]) for row in weekly] == [
        ("MO,TU", "09:00", "13:00")
    ]
    assert [(row["amount"], row["currency"]) for row in package["cost_option"]] == [
        (2.5, "EUR"),
        (4.0, "EUR"),
    ]
    assert [row["document"] for row in package["required_document"]] == ["ISEE", "Documento d’identità"]
    terms = {row["id"]: row["code"] for row in package["taxonomy_term"]}
    linked = {
        terms[row["taxonomy_term_id"]] for row in package["attribute"] if row["link_id"] == str(entry.pk)
    }
    assert {"food", "language", "families"} <= linked
    assert {row["code"] for row in package["language"]} == {"ar", "it"}
    (contact,) = package["contact"]
    assert (contact["service_id"], contact["department"], contact["email"]) == (
        str(entry.pk), entry.given_by, "emporio@prova.example",
    )  # fmt: skip
    called = [row["number"] for row in package["phone"] if row.get("contact_id") == contact["id"]]
    assert called == ["0573 555 000"]
    assert [row["name"] for row in package["service_area"]] == ["Agliana", "Montale"]


@pytest.mark.django_db
def test_no_account_and_no_secret_address_leaves(write: Write) -> None:
    whole(write)
    said = json.dumps(exported())
    dario = cast.user(cast.DARIO)
    assert dario.last_name not in said
    assert dario.username not in said
    (secret,) = EntryPlace.objects.filter(secret=True)
    assert not [row for row in exported()["address"] if row["location_id"] == str(secret.pk)]


@pytest.mark.django_db
def test_tables_and_nested_services_say_the_same(write: Write) -> None:
    whole(write)
    package = exported()
    back = flat(json.loads(json.dumps(nested(package))))
    assert {table: in_any_order(rows) for table, rows in back.items()} == {
        table: in_any_order(rows) for table, rows in package.items()
    }


def in_any_order(rows: list[dict[str, Any]]) -> list[str]:
    return sorted(json.dumps(row, sort_keys=True) for row in rows)


@pytest.mark.django_db
@pytest.mark.parametrize("form", ["tables", "nested", "page"])
def test_what_is_exported_comes_in_elsewhere_as_it_was(write: Write, form: str) -> None:
    with another_zone():
        whole(write)
        before = exported()
    package: Any = {
        "tables": before,
        "nested": nested(before),
        "page": {"total_items": 1, "contents": nested(before)},
    }[form]
    report = taken(package)
    assert (report.read, report.created, report.faults, report.written) == (1, 1, (), True)
    assert exported() == before
    again = taken(package)
    assert (again.created, again.updated, again.unchanged) == (0, 0, 1)


@pytest.mark.django_db
def test_a_trial_says_the_same_and_writes_nothing(write: Write) -> None:
    with another_zone():
        whole(write)
        package = exported()
    report = taken(package, dry_run=True)
    assert (report.created, report.written) == (1, False)
    assert not Entry.objects.exists()


@pytest.mark.django_db
def test_what_changed_elsewhere_changes_here_and_what_closed_is_withdrawn(write: Write) -> None:
    with another_zone():
        whole(write)
        package = exported()
    taken(package)
    package["service"][0]["name"] = "Emporio nuovo"
    assert taken(package).updated == 1
    assert Entry.objects.get().name == "Emporio nuovo"
    package["service"][0]["status"] = "defunct"
    assert taken(package).updated == 1
    assert Entry.objects.get().state == "withdrawn"
    assert taken(package).unchanged == 1


@pytest.mark.django_db
def test_a_place_that_becomes_secret_elsewhere_is_forgotten_here(write: Write) -> None:
    with another_zone():
        entry = write(places=(PlaceFacts(name="Casa Rosa", address="Via A 1", postal_code="51100"),))
        package = exported()
        hidden = replace(facts_of(entry).places[0], name="", address="", postal_code="", secret=True)
        operations.change_entry(
            entry=entry, facts=replace(facts_of(entry), places=(hidden,)), expected_version=entry.version,
            by=cast.user(cast.DARIO), at=NOW,
        )  # fmt: skip
        secret = exported()
    taken(package)
    assert Entry.objects.get().places.get().address == "Via A 1"
    assert taken(secret).updated == 1
    told = EntryChange.objects.latest("id").fields["places"]
    assert [[(one["name"], one["address"], one["postal_code"], one["secret"]) for one in side] for side in told] == [
        [("", "", "", False)],
        [("", "", "", True)],
    ]  # fmt: skip


@pytest.mark.django_db
def test_what_the_zone_keeps_itself_is_not_overwritten(write: Write) -> None:
    entry = write()
    package = exported()
    assert taken(package).unchanged == 1
    package["service"][0]["name"] = "Rubata"
    report = taken(package)
    assert report.refused
    assert (report.faults[0].table, report.faults[0].id, report.faults[0].field) == (
        "service",
        str(entry.pk),
        "id",
    )
    assert Entry.objects.get().name == entry.name


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("service", "id", "no uuid"),
        ("service", "name", ""),
        ("service", "name", "n" * 200),
        ("service", "status", "open"),
        ("service", "url", "javascript:alert(1)"),
        ("service", "email", "not an address"),
        ("contact", "email", "not an address"),
        ("service", "assured_date", "23/11/2026"),
        ("service", "organization_id", "00000000-0000-4000-8000-000000000000"),
        ("service", "description", "a\x00b"),
        ("service", "name", {"it": "oggetto"}),
        ("cost_option", "amount", "tanto"),
        ("cost_option", "amount", -3),
        ("cost_option", "amount", 1e300),
        ("service_at_location", "location_id", "00000000-0000-4000-8000-000000000000"),
    ],
)
def test_one_fault_and_nothing_is_taken(write: Write, table: str, column: str, value: Any) -> None:
    with another_zone():
        whole(write)
        write(name="Sana")
        package = exported()
    package[table][0][column] = value
    report = taken(package)
    assert report.refused
    assert not report.written
    fault = next(one for one in report.faults if one.grave)
    assert (fault.table, fault.field) == (table, column)
    assert fault.reason
    assert fault.remedy
    assert not Entry.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"{}", b'{"service": 3}', b"[[[", b"\xff\xfe", b"[" * 100_000]
)
def test_what_is_no_directory_is_refused_in_words(content: bytes) -> None:
    if content == b"[]":
        return
    with pytest.raises(OperationRefused) as refused:
        operations.import_hsds(content=content, origin="x", dry_run=False, by=cast.user(cast.MARCO), at=NOW)
    assert refused.value.field == "file"


@pytest.mark.django_db
def test_a_service_that_nobody_ever_checked_comes_as_a_draft(write: Write) -> None:
    with another_zone():
        write()
        package = exported()
    del package["service"][0]["assured_date"]
    report = taken(package)
    assert report.written
    assert [one.field for one in report.faults] == ["assured_date"]
    assert Entry.objects.get().state == "draft"


@pytest.mark.django_db
def test_what_another_zone_writes_its_own_way_is_understood_or_said() -> None:
    package = {
        "organization": [{"id": "5978833f-21aa-4235-a56b-7d2f94ce8f35", "name": "Altri", "description": "Altri"}],
        "service": [{"id": "ac148810-d857-441c-9679-408f346de14b", "organization_id": "5978833f-21aa-4235-a56b-7d2f94ce8f35", "name": "Sportello", "status": "active", "assured_date": "2026-01-10"}],
        "service_at_location": [{"id": "e94c9f38-1e8f-4564-91d4-d53501ab1765", "service_id": "ac148810-d857-441c-9679-408f346de14b", "location_id": "3a19ff88-4620-4d17-9830-ac1d859eb5d5"}],
        "location": [{"id": "3a19ff88-4620-4d17-9830-ac1d859eb5d5", "location_type": "physical", "name": "Casa"}],
        "address": [{"id": "74706e55-df26-4b84-80fe-ecc30b5befb4", "location_id": "3a19ff88-4620-4d17-9830-ac1d859eb5d5", "address_1": "Via X", "city": "quarrata"}],
        "schedule": [
            {"id": "48102e86-bb50-41c4-8f1e-e269368c41d1", "service_id": "ac148810-d857-441c-9679-408f346de14b", "freq": "WEEKLY", "byday": "TH,FR", "opens_at": "10:00:00+01:00", "closes_at": "18:00Z"},
            {"id": "48102e86-bb50-41c4-8f1e-e269368c41d2", "service_id": "ac148810-d857-441c-9679-408f346de14b", "freq": "MONTHLY", "byday": "2MO", "opens_at": "10:00"},
        ],
        "service_area": [{"id": "381c64f1-a724-4884-9c21-ac96c21cca3e", "service_id": "ac148810-d857-441c-9679-408f346de14b", "name": "Atlantide"}],
        "program": [{"id": "x"}],
    }  # fmt: skip
    report = taken(package)
    assert report.written
    assert sorted((one.table, one.field) for one in report.faults) == [
        ("service", "attributes"),
        ("service_area", "name"),
    ]
    entry = Entry.objects.get()
    (place,) = entry.places.all()
    assert (entry.needs, entry.provider, entry.assured_on) == (["other"], "Altri", date(2026, 1, 10))
    assert (place.municipality, place.hours) == (
        town("Quarrata"),
        [[4, "10:00", "18:00"], [5, "10:00", "18:00"]],
    )
    assert place.hours_words == "MONTHLY 2MO 10:00"


SERVICE, PLACE, BODY = (f"ac148810-d857-441c-9679-408f346de1{n}" for n in (10, 20, 30))
OF_SERVICE, OF_PLACE, OF_BODY = (f"1e7efce3-639b-4880-940c-b95cd30cdb{n}" for n in (10, 20, 30))


def elsewhere() -> Package:
    """A file of others: contacts of the service, of its place and of the body; the area of the place."""
    location = "3a19ff88-4620-4d17-9830-ac1d859eb5d5"
    return {
        "organization": [{"id": BODY, "name": "Altri"}],
        "service": [{"id": SERVICE, "organization_id": BODY, "name": "Sportello", "status": "active", "assured_date": "2026-01-10"}],
        "service_at_location": [{"id": PLACE, "service_id": SERVICE, "location_id": location}],
        "location": [{"id": location, "location_type": "physical"}],
        "address": [{"id": "74706e55-df26-4b84-80fe-ecc30b5befb4", "location_id": location, "address_1": "Via X", "city": "quarrata"}],
        "contact": [
            {"id": OF_SERVICE, "service_id": SERVICE, "name": "Ada Persona", "title": "Segreteria", "email": "segreteria@altri.example"},
            {"id": OF_PLACE, "service_at_location_id": PLACE},
            {"id": OF_BODY, "organization_id": BODY, "email": "altri@altri.example"},
        ],
        "phone": [
            {"id": "1554f2e2-a373-45db-a3fa-9fc48a61c110", "contact_id": OF_SERVICE, "number": "0573 555 010"},
            {"id": "1554f2e2-a373-45db-a3fa-9fc48a61c120", "contact_id": OF_PLACE, "number": "0573 555 020"},
            {"id": "1554f2e2-a373-45db-a3fa-9fc48a61c130", "contact_id": OF_BODY, "number": "0573 555 030"},
        ],
        "service_area": [
            {"id": "381c64f1-a724-4884-9c21-ac96c21cca10", "service_id": SERVICE, "name": "Montale"},
            {"id": "381c64f1-a724-4884-9c21-ac96c21cca20", "service_at_location_id": PLACE, "name": "qui", "description": f"ISTAT {town('Agliana').istat_code}"},
        ],
    }  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("form", ["tables", "nested"])
def test_contacts_and_areas_of_another_directory_fill_the_entry(form: str) -> None:
    """Number and address are taken; whoever stands there by name is not, and the report says so once."""
    package: Any = elsewhere()
    report = taken(package if form == "tables" else nested(package))
    assert report.written
    assert sorted((one.table, one.field) for one in report.faults) == [
        ("contact", "name"),
        ("service", "attributes"),
    ]
    entry = Entry.objects.get()
    (place,) = entry.places.all()
    assert (entry.telephone, entry.email, place.telephone) == (
        "0573 555 010", "segreteria@altri.example", "0573 555 020",
    )  # fmt: skip
    assert [one.name for one in entry.serves.order_by("name")] == ["Agliana", "Montale"]
    assert "Persona" not in json.dumps(exported())


@pytest.mark.django_db
def test_the_contact_of_whoever_gives_it_serves_where_the_service_has_none() -> None:
    package = elsewhere()
    del package["contact"][0]
    assert taken(package).written
    entry = Entry.objects.get()
    assert (entry.telephone, entry.email) == ("0573 555 030", "altri@altri.example")


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=12)
AMOUNT = st.decimals(0, 9999, places=2)


@st.composite
def hours(draw: st.DrawFn) -> list[list[int | str]]:
    rows = draw(st.lists(st.tuples(st.integers(1, 7), st.integers(0, 23), st.integers(0, 23)), max_size=5))
    try:
        return tidy([(day, f"{a:02d}:00", f"{b:02d}:30") for day, a, b in rows])
    except HoursNotUnderstood:
        return []


@st.composite
def places(draw: st.DrawFn) -> PlaceFacts:
    secret = draw(st.booleans())
    here = {} if secret else {"name": draw(st.just("") | WORDS), "address": draw(WORDS), "postal_code": draw(st.sampled_from(["", "51100"])), "town": draw(st.just("") | WORDS)}  # fmt: skip
    return PlaceFacts(
        **here, secret=secret, hours=draw(hours()), hours_words=draw(st.just("") | WORDS),
        by_appointment=draw(st.booleans()), closed_on_holidays=draw(st.booleans()),
        accessible=draw(st.sampled_from([None, True, False])), telephone=draw(st.just("") | WORDS),
    )  # fmt: skip


@st.composite
def entries(draw: st.DrawFn) -> EntryFacts:
    fee = draw(st.sampled_from(list(Fee)))
    amounts = sorted(draw(st.lists(AMOUNT, max_size=2, unique=True))) if fee != Fee.FREE else []
    return facts(
        name=draw(WORDS), description=draw(WORDS), provider=draw(WORDS),
        needs=tuple(draw(st.lists(st.sampled_from(list(needs())), min_size=1, max_size=3, unique=True))),
        targets=tuple(draw(st.lists(st.sampled_from(list(Target)), max_size=2, unique=True))),
        documents="\n".join(draw(st.lists(WORDS, max_size=3))), conditions=draw(st.just("") | WORDS),
        fee=fee, fee_words=draw(st.just("") | WORDS), fee_from=amounts[0] if amounts else None,
        fee_to=amounts[1] if len(amounts) > 1 else None, languages=tuple(draw(st.lists(st.sampled_from(["it", "ar", "ise"]), unique=True))),
        accessibility=draw(st.just("") | WORDS), telephone=draw(st.just("") | WORDS),
        email=draw(st.sampled_from(["", "prova@prova.example"])),
        serves=tuple(town(one) for one in draw(st.sampled_from([(), ("Agliana",), ("Agliana", "Montale")]))),
        check_every=draw(st.integers(1, 36)), places=tuple(draw(st.lists(places(), max_size=3))),
    )  # fmt: skip


class Circle(TestCase):
    @settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
    @given(st.data())
    def test_export_import_export_is_a_circle(self, data: st.DataObject) -> None:
        dario = cast.user(cast.DARIO)
        with another_zone():
            for one in data.draw(st.lists(entries(), min_size=1, max_size=3)):
                entry = operations.write_entry(facts=one, by=dario, at=NOW - timedelta(days=40))
                operations.publish_entry(entry=entry, by=dario, at=NOW - timedelta(days=40))
            before = json.loads(json.dumps(exported()))
        report = taken(before)
        assert [one for one in report.faults if one.grave] == []
        assert json.loads(json.dumps(exported())) == before
