"""The database itself refuses: asked in plain SQL, as the web role, past every page and every queryset."""

from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import DatabaseError, models, transaction

from accanto.access.outcomes.models import Application
from accanto.casework.assessment.models import Assessment
from accanto.casework.cases.models import Case, DiaryEntry
from accanto.casework.cases.operations import add_co_worker, write_diary
from accanto.casework.pathways.models import Pathway
from accanto.casework.projects.models import Project
from accanto.casework.teams.models import AgendaItem
from accanto.core.database import policies
from accanto.core.database.context import Acting, acting, purpose, zone_report
from accanto.people.households.models import Household
from accanto.people.persons.enums import Depth
from accanto.people.persons.models import Person
from tests import cast
from tests.consistency.plain_sql import as_somebody, ask, everything, nobody
from tests.scenarios import NOW, TODAY, family_in_charge

# A person, what holds people together, and what is kept for a case without a foreign key to it.
# No grant at all for the web role: only the audit's own functions reach them.
WITHOUT_A_DOOR = {"audit_change", "audit_reading"}
HUBS = {"persons.Person", "households.Household", "cases.Case", "outcomes.Application"}
CORE = {
    "audit_event", "assessment_assessment", "cases_case", "cases_appointment", "cases_deadline", "documents_document",
    "households_household", "households_member", "outcomes_application", "pathways_pathway", "persons_accessgrant",
    "persons_person", "persons_residence", "projects_project", "teams_agendaitem",
}  # fmt: skip
ONES_OWN = {"notifications.Notification", "jobs.Draft", "jobs.Job"}


def leads_to_people(model: type[models.Model], seen: frozenset[str] = frozenset()) -> bool:
    label = model._meta.label
    if label in HUBS | ONES_OWN or any(field.name == "context" for field in model._meta.concrete_fields):
        return True
    if label in seen:
        return False
    return any(
        leads_to_people(field.related_model, seen | {label})  # type: ignore[arg-type]
        for field in model._meta.concrete_fields
        if field.is_relation
        and field.related_model is not None
        and field.related_model._meta.label != "staff.User"  # type: ignore[union-attr]
    )


def count(table: str) -> int:
    return int(ask(f'SELECT COUNT(*) FROM "{table}"')[0][0])  # noqa: S608 - a table of ours


def test_every_table_that_can_lead_to_a_person_is_closed() -> None:
    wanted = {
        model._meta.db_table for model in apps.get_models(include_auto_created=True) if leads_to_people(model)
    }
    assert wanted - policies.protected_tables() == WITHOUT_A_DOOR


@pytest.mark.django_db
def test_what_is_declared_stands_in_the_database() -> None:
    closed = {name for (name,) in ask("SELECT relname FROM pg_class WHERE relrowsecurity")}
    written = {
        (table, name)
        for table, name in ask("SELECT tablename, policyname FROM pg_policies WHERE schemaname = 'public'")
    }
    declared = policies.protected_tables()
    for table in WITHOUT_A_DOOR:
        assert ask("SELECT has_table_privilege(%s, 'SELECT, INSERT, UPDATE, DELETE')", table) == [(False,)]
    assert closed >= declared
    verbs = ("acc_see", "acc_add", "acc_change", "acc_remove")
    assert {(table, verb) for table in declared for verb in verbs} - written == set()


@pytest.mark.django_db
def test_without_a_context_there_are_no_rows() -> None:
    everything()
    filled = {table for table in policies.protected_tables() if count(table)}
    assert filled >= CORE
    with nobody():
        assert {table: count(table) for table in filled} == dict.fromkeys(filled, 0)


@pytest.mark.django_db
def test_each_sees_their_own_in_plain_sql() -> None:
    family_in_charge("Campioni")
    family_in_charge("Modello", worker=cast.GIULIA, unit="servizio-quarrata", town="Quarrata")
    found = {}
    for username in cast.EVERYBODY:
        with as_somebody(username):
            names = ask("SELECT DISTINCT last_name FROM persons_person ORDER BY last_name")
            found[username] = ([name for (name,) in names], count("cases_case"))
    both = (["Campioni", "Modello"], 2)
    expected = {name: ([], 0) for name in cast.EVERYBODY}
    expected |= {cast.ANNA: (["Campioni"], 1), cast.GIULIA: (["Modello"], 1), cast.CARLA: both}
    assert found == expected


@pytest.mark.django_db
def test_pages_lose_nothing_that_a_right_shows() -> None:
    """What `visible_to` shows, the database shows: the two say the same rule twice."""
    everything()
    for username in cast.EVERYBODY:
        user = cast.user(username)
        querysets: list[models.QuerySet[Any]] = [
            model.objects.visible_to(user)  # type: ignore[attr-defined]
            for model in (Person, Household, Case, Pathway, Assessment, Project, AgendaItem, Application)
        ]
        by_rule = [set(rows.values_list("pk", flat=True)) for rows in querysets]
        with as_somebody(username):
            by_database = [set(rows.values_list("pk", flat=True)) for rows in querysets]
        assert by_database == by_rule


@pytest.mark.django_db
def test_a_partner_of_the_team_reads_no_diary_and_nobody_anothers_notes() -> None:
    made = family_in_charge()
    bruno = cast.user(cast.BRUNO)
    add_co_worker(case=made.case, user=bruno, by=made.anna, at=NOW, on=TODAY, depth=Depth.TEAM)
    for kind in ("interview", "personal"):
        write_diary(
            case=made.case, kind=kind, text=f"marcatore {kind}", happened_at=NOW, by=made.anna, at=NOW
        )
    seen = {}
    for username in (cast.ANNA, cast.CARLA, cast.BRUNO, cast.LUCA):
        with as_somebody(username):
            seen[username] = set(DiaryEntry.objects.values_list("kind", flat=True))
            assert count("cases_case") == (0 if username == cast.LUCA else 1)
    assert seen == {
        cast.ANNA: {"interview", "personal"},
        cast.CARLA: {"interview"},
        cast.BRUNO: set(),
        cast.LUCA: set(),
    }


@pytest.mark.django_db
def test_nobody_writes_in_what_they_do_not_see() -> None:
    made = family_in_charge()
    with as_somebody(cast.LUCA):
        assert Person.objects.filter(pk=made.family.lucia.pk).update(last_name="Altra") == 0
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            DiaryEntry.objects.create(
                case=made.case, kind="phone", text="…", happened_at=NOW, written_at=NOW, author=made.anna
            )
    assert Person.objects.get(pk=made.family.lucia.pk).last_name == "Campioni"


@pytest.mark.django_db
def test_a_purpose_opens_rows_for_its_own_time_and_is_written_down() -> None:
    family_in_charge()
    nowhere = Acting(None, NOW)
    with acting(nowhere):
        assert count("persons_person") == 0
        with purpose("recognition"):
            assert count("persons_person") == 3
        assert count("persons_person") == 0


@pytest.mark.django_db
def test_a_purpose_cannot_be_forged() -> None:
    family_in_charge()
    with nobody():
        ask("SELECT set_config('accanto.purpose', %s, TRUE)", str(uuid4()))
        assert count("persons_person") == 0
        for statement in (
            "INSERT INTO acc_purpose_use (name, report) VALUES ('mine', FALSE) RETURNING id",
            "SELECT id FROM acc_purpose_use",
            "DELETE FROM acc_grant RETURNING person_id",
            "ALTER TABLE persons_person DISABLE ROW LEVEL SECURITY",
            "SET ROLE accanto_owner",
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                ask(statement)
        ask("SELECT set_config('row_security', 'off', TRUE)")
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            count("persons_person")


@pytest.mark.django_db(transaction=True)
def test_a_purpose_of_another_transaction_is_worth_nothing() -> None:
    family_in_charge()
    with transaction.atomic():
        ((begun,),) = ask("SELECT acc_begin('recognition', FALSE)")
        assert count("persons_person") == 3
    with transaction.atomic():
        ask("SELECT set_config('accanto.purpose', %s, TRUE)", begun)
        assert count("persons_person") == 0


@pytest.mark.django_db
def test_a_report_reads_columns_without_names_and_nothing_else() -> None:
    family_in_charge()
    with acting(Acting(None, NOW)):
        assert count("persons_person") == 0
        assert ask("SELECT COUNT(*) FROM report.persons_person") == [(0,)]
        with zone_report("indicators"):
            assert count("persons_person") == 3  # the view of the schema `report` stands before the table
            for table in ("persons_person", "persons_residence", "cases_case", "cases_diaryentry"):
                assert ask(f"SELECT COUNT(*) FROM public.{table}") == [(0,)]  # noqa: S608 - one of four
            with pytest.raises(DatabaseError, match="last_name"), transaction.atomic():
                ask("SELECT last_name FROM persons_person")
        assert count("persons_person") == 0
    published = ask(
        "SELECT table_name || '.' || column_name FROM information_schema.columns WHERE table_schema = 'report'"
    )
    telling = (
        "name",
        "address",
        "fiscal",
        "text",
        "label",
        "note",
        "phone",
        "email",
        "value",
        "reason",
        "protocol",
    )
    # A code from a list, which nobody writes by hand.
    coded = {"desk_unmetdemand.reason"}
    told = {name for (name,) in published if any(word in name.split(".")[1] for word in telling)}
    assert told == coded


@pytest.mark.django_db
def test_a_name_is_searched_below_the_policies_and_shows_nothing_above_them() -> None:
    made = family_in_charge("Campioni")
    family_in_charge("Campione", worker=cast.GIULIA, unit="servizio-quarrata", town="Quarrata")
    named = "SELECT acc_people_named('campioni')"
    assert len(ask(named)) == 6
    with as_somebody(cast.ANNA):
        family = made.family
        assert {pk for (pk,) in ask(named)} == {family.lucia.pk, family.marta.pk, family.nico.pk}
    with nobody():
        assert ask(named) == []
