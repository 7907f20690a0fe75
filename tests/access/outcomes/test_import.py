"""A list becomes applications, history and people; twice the same list changes nothing."""

from datetime import date, timedelta

import pytest
from django.utils import translation

from accanto.access.outcomes.enums import ImportState
from accanto.access.outcomes.models import Applicant, Application, ApplicationEvent, Candidate, OutcomeSource
from accanto.access.outcomes.operations import correct_mapping, run_import
from accanto.core.errors import ChangedMeanwhile, OperationRefused
from accanto.foundation.notifications.models import Notification
from accanto.people.households.models import Household, Member
from accanto.people.persons.models import AccessGrant, Identifier, Person
from accanto.people.persons.operations import create_person
from tests import cast
from tests.access.outcomes.samples import (
    HEADINGS,
    MEMBER_HEADINGS,
    as_csv,
    as_xlsx,
    begin,
    code_of,
    counts,
    imported,
    many,
    refusals,
    row,
)
from tests.scenarios import NOW, TODAY, family_in_charge

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=30)


def test_a_list_creates_applications_people_households_and_their_history():
    done = imported(as_csv([row(), row("INPS-2", last="Prova", outcome="in lavorazione", on=None)]))
    assert counts(done) == (2, 2, 0, 0, 0)
    application = Application.objects.get(protocol="INPS-1")
    assert (application.measure, application.outcome, application.outcome_on) == (
        "adi", "positive", date(2026, 10, 30),
    )  # fmt: skip
    assert (application.municipality.istat_code, application.submitted_on) == ("047014", date(2026, 9, 1))
    assert (application.person.last_name, application.person.sex, application.person.birth_place) == (
        "Campioni", "f", "G713",
    )  # fmt: skip
    assert application.household.label == "Campioni"
    assert list(application.household.members.values_list("relation", flat=True)) == ["reference"]
    assert Identifier.objects.get(person=application.person).value == code_of(
        "Campioni", "Ada", date(1980, 5, 14)
    )
    event = application.events.get()
    assert (event.outcome, event.known_on, event.outcome_import_id) == (
        "positive",
        date(2026, 10, 30),
        done.pk,
    )
    assert AccessGrant.objects.get(person=application.person).reason == "outcome_list"
    assert (done.state, done.finished_at) == (ImportState.DONE, NOW)


def test_importing_the_same_list_twice_changes_nothing():
    content = as_csv(many(30))
    assert counts(imported(content)) == (30, 30, 0, 0, 0)
    before = [
        list(model.objects.order_by("pk").values())
        for model in (Application, ApplicationEvent, Person, Member)
    ]
    assert counts(imported(content, at=LATER)) == (30, 0, 0, 30, 0)
    after = [
        list(model.objects.order_by("pk").values())
        for model in (Application, ApplicationEvent, Person, Member)
    ]
    assert after == before


def test_a_later_list_changes_the_outcome_and_keeps_history():
    imported(as_csv([row()]))
    done = imported(
        as_csv([row(outcome="revocata", on=date(2026, 12, 10), reason="Superati i limiti")]), at=LATER
    )
    assert counts(done) == (1, 0, 1, 0, 0)
    application = Application.objects.get()
    assert (application.outcome, application.reason) == ("lapsed", "Superati i limiti")
    assert list(application.events.values_list("outcome", "known_on", "reason")) == [
        ("positive", date(2026, 10, 30), ""),
        ("lapsed", date(2026, 12, 10), "Superati i limiti"),
    ]


def test_an_older_list_completes_the_history_and_leaves_the_present_alone():
    imported(as_csv([row(outcome="sospesa", on=date(2026, 11, 10))]))
    old = as_csv([row(outcome="accolta", on=date(2026, 10, 1))])
    assert counts(imported(old)) == (1, 0, 1, 0, 0)
    assert counts(imported(old)) == (1, 0, 0, 1, 0)
    application = Application.objects.get()
    assert (application.outcome, application.outcome_on) == ("suspended", date(2026, 11, 10))
    assert set(application.events.values_list("outcome", flat=True)) == {"positive", "suspended"}


def test_history_is_never_edited_by_the_database_s_own_rule():
    from django.db import ProgrammingError, transaction

    imported(as_csv([row()]))
    with pytest.raises(ProgrammingError), transaction.atomic():
        ApplicationEvent.objects.update(outcome="rejected")


def test_an_empty_cell_never_erases_what_was_known():
    imported(as_csv([row(reason="Prima rata a dicembre")]))
    again = row()
    again[5] = again[3] = ""
    assert counts(imported(as_csv([again]))) == (1, 0, 0, 1, 0)
    assert Application.objects.get().last_name == "Campioni"


def test_the_worker_in_charge_learns_that_the_outcome_changed():
    situation = family_in_charge()
    imported(as_csv([row()]))
    Application.objects.update(case=situation.case)
    imported(as_csv([row(outcome="sospesa", on=date(2026, 11, 20))]))
    told = Notification.objects.get(kind="outcomes.changed")
    assert (told.user, told.params["protocol"], told.context) == (situation.anna, "INPS-1", situation.case.pk)


def test_dates_say_which_measure_it_is():
    old = row(submitted=date(2018, 3, 1), on=date(2018, 4, 1))
    recent = row("INPS-9", last="Prova")
    assert imported(as_csv([old])).measure == "rei"
    assert imported(as_csv([recent])).measure == "adi"


def test_a_row_repeated_word_by_word_is_counted_once():
    done = imported(as_csv([row(), row()]))
    assert counts(done) == (2, 1, 0, 1, 0)
    assert (Application.objects.count(), ApplicationEvent.objects.count()) == (1, 1)


def test_the_same_person_with_two_outcomes_refuses_both_rows_and_names_them():
    rows = [row(), row("INPS-2", last="Prova"), row("INPS-3", outcome="respinta")]
    with translation.override("en"):
        done = imported(as_csv(rows))
    reason = "The same person is here with two outcomes: see rows 2, 4."
    assert counts(done) == (3, 1, 0, 0, 2)
    assert refusals(done) == [(2, "esito", reason), (4, "esito", reason)]
    assert list(Application.objects.values_list("protocol", flat=True)) == ["INPS-2"]


def test_all_that_is_wrong_in_a_row_is_named_at_once():
    bad = row(town="Atlantide", outcome="boh")
    bad[1] = "31/31/2026"
    with translation.override("en"):
        [(number, column, reason)] = refusals(imported(as_csv([bad])))
    assert (number, column) == (2, "esito")
    assert reason == (
        "This outcome is not known: write positive, lapsed, suspended, in process or rejected. Also wrong: "
        "«comune»: No municipality has this name or code: write its name or ISTAT code; "
        "«data_domanda»: This is not a date: write it as 31/12/2026."
    )


def test_where_that_is_too_long_the_other_columns_are_named():
    bad = row(town="Atlantide", outcome="boh", first="", last="", code="")
    bad[1] = bad[8] = "31/31/2026"
    with translation.override("en"):
        [(_, _, reason)] = refusals(imported(as_csv([bad])))
    assert reason.endswith("Also wrong: «comune», «data_domanda», «data_esito», «codice_fiscale».")


def test_one_protocol_for_two_people_refuses_both():
    done = imported(as_csv([row(), row(last="Prova")]))
    assert counts(done) == (2, 0, 0, 0, 2)
    assert [one[:2] for one in refusals(done)] == [(2, "protocollo"), (3, "protocollo")]


def test_a_protocol_that_belongs_to_somebody_else_is_refused():
    imported(as_csv([row()]))
    done = imported(as_csv([row(last="Prova")]))
    assert (counts(done), refusals(done)[0][:2]) == ((1, 0, 0, 0, 1), (2, "protocollo"))


@pytest.mark.parametrize(
    ("changed", "column"),
    [
        ({"town": "Roccasparvera di Sopra"}, "comune"),
        ({"town": "999999"}, "comune"),
        ({"town": ""}, "comune"),
        ({"outcome": "boh"}, "esito"),
        ({"outcome": ""}, "esito"),
        ({"on": TODAY + timedelta(days=1)}, "data_esito"),
        ({"on": date(2026, 8, 1)}, "data_esito"),
        ({"on": None}, "data_esito"),
        ({"submitted": TODAY + timedelta(days=2), "on": None, "outcome": "in lavorazione"}, "data_domanda"),
        ({"born": date(2026, 9, 20), "code": "x"}, "data_nascita"),
        ({"protocol": ""}, "protocollo"),
        ({"last": "", "code": "XYZ"}, "codice_fiscale"),
    ],
)
def test_a_row_that_cannot_be_right_is_refused_with_its_column_and_the_others_go_on(changed, column):
    done = imported(as_csv([row("INPS-7", last="Modello", first="Ugo", sex="M"), row(**changed)]))
    assert counts(done) == (2, 1, 0, 0, 1)
    refused = done.rejected_rows.get()
    assert (refused.row, refused.column) == (3, column)
    assert refused.cells == [*row(**changed)]


def test_a_refused_date_says_its_value():
    cells = row()
    cells[8] = "31/02/2026"
    done = imported(as_csv([cells]))
    assert list(done.rejected_rows.values_list("row", "column", "value")) == [(2, "data_esito", "31/02/2026")]


@pytest.mark.parametrize(
    "written",
    ["Pistoia", "PISTOIA", "047014", "47014", "G713", "Comune di Pistoia", "Pistoia (PT)"],
)
def test_the_municipality_is_known_by_name_istat_code_or_belfiore(written):
    imported(as_csv([row(town=written)]))
    assert Application.objects.get().municipality.name == "Pistoia"


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("SAN MARCELLO", "San Marcello Piteglio"),
        ("San Marcello Pistoiese", "San Marcello Piteglio"),
        ("Cutigliano", "Abetone Cutigliano"),
        ("SAMBRICA P.SE", "Sambuca Pistoiese"),
        ("SERRAVALLE P.SE", "Serravalle Pistoiese"),
        ("Abetone", "Abetone Cutigliano"),
    ],
)
def test_old_names_cut_names_and_scans_lead_to_the_municipality_of_today(written, name):
    imported(as_csv([row(town=written)]))
    assert Application.objects.get().municipality.name == name


def test_members_come_from_a_second_sheet(tmp_path):
    child = code_of("Campioni", "Nico", date(2020, 2, 2), "M")
    sheets = {
        "Domande": [HEADINGS, row()],
        "Componenti": [
            MEMBER_HEADINGS,
            ["INPS-1", child, "Campioni", "Nico", "02/02/2020", "figlio"],
            ["INPS-1", "", "Campioni", "Zita", "03/03/2021", "figlia"],
            ["INPS-404", "", "Finti", "Ugo", "03/03/2021", "figlio"],
        ],
    }
    done = imported(as_xlsx(tmp_path / "x.xlsx", sheets), filename="x.xlsx")
    assert counts(done) == (1, 1, 0, 0, 1)
    household = Household.objects.get()
    assert sorted(household.members.values_list("person__first_name", "relation")) == [
        ("Ada", "reference"), ("Nico", "child"),
    ]  # fmt: skip
    assert list(Applicant.objects.filter(person=None).values_list("first_name", flat=True)) == ["Zita"]
    again = imported(as_xlsx(tmp_path / "y.xlsx", sheets), filename="x.xlsx")
    assert counts(again) == (1, 0, 0, 1, 1)
    assert Applicant.objects.count() == 2


def test_members_come_from_a_second_file():
    imported(as_csv([row()]))
    cells = [
        "INPS-1",
        code_of("Campioni", "Nico", date(2020, 2, 2), "M"),
        "Campioni",
        "Nico",
        "02/02/2020",
        "F",
    ]
    content = as_csv([cells, cells], MEMBER_HEADINGS)
    assert counts(imported(content, source="Componenti")) == (2, 1, 0, 1, 0)
    assert counts(imported(content, source="Componenti")) == (2, 0, 0, 2, 0)
    assert Member.objects.filter(relation="child").count() == 1


def test_an_invalid_code_loses_nobody_the_person_waits():
    done = imported(as_csv([row(code="CMPDAA80E54G713X"), row("INPS-2", last="Prova", code="")]))
    assert counts(done) == (2, 2, 0, 0, 0)
    assert Application.objects.filter(person=None, household=None).count() == 2
    assert Person.objects.count() == 0


def test_a_code_that_contradicts_the_birth_date_waits_too():
    imported(as_csv([row(code=code_of("Campioni", "Ada", date(1970, 1, 1)))]))
    assert Application.objects.get().person is None


def test_whoever_holds_the_code_is_recognised():
    born = date(1980, 5, 14)
    known = create_person(
        first_name="Ada", last_name="Campioni Finti", birth_date=born,
        codice_fiscale=code_of("Campioni", "Ada", born), by=None, at=NOW,
    )  # fmt: skip
    imported(as_csv([row()]))
    assert Application.objects.get().person == known
    assert Person.objects.count() == 1


def test_whoever_is_similar_is_proposed_and_never_merged():
    known = create_person(
        first_name="Ada", last_name="Campioni", birth_date=date(1980, 5, 14), by=None, at=NOW
    )
    imported(as_csv([row(), row("INPS-2", last="Campione", code="")]))
    assert set(Application.objects.values_list("person", flat=True)) == {None}
    found = Candidate.objects.order_by("-score").values_list("application__protocol", "person", "reasons")
    assert list(found) == [
        ("INPS-1", known.pk, ["same_name", "same_birth"]),
        ("INPS-2", known.pk, ["one_letter", "same_birth"]),
    ]


def test_a_list_with_wrong_totals_is_accepted_and_each_difference_is_kept(tmp_path):
    table = [
        ["COMUNE", "POSITIVE", "DECADUTE", "SOSPESE", "IN LAVORAZIONE", "RESPONTE", "TOTALE"],
        ["PISTOIA", 2, 0, 0, 0, 0, 3],
        ["MARLIANA", 0, 0, 0, 0, 1, 1],
        ["TOTALE", 2, 0, 0, 0, 4, 6],
    ]
    rows = [
        row(), row("INPS-2", last="Prova"), row("INPS-3", last="Finti", town="Marliana", outcome="respinta"),
    ]  # fmt: skip
    done = imported(
        as_xlsx(tmp_path / "x.xlsx", {"Elenco": [HEADINGS, *rows], "Quadro": table}), filename="x.xlsx"
    )
    assert counts(done) == (3, 3, 0, 0, 0)
    differences = [
        (one.municipality and one.municipality.name, one.outcome, one.stated, one.computed)
        for one in done.totals.all()
        if one.stated != one.computed
    ]
    assert sorted(differences, key=str) == [
        ("Pistoia", "", 3, 2), (None, "", 6, 3), (None, "rejected", 4, 1),
    ]  # fmt: skip
    assert done.totals.count() == 18


def test_a_line_of_totals_at_the_end_is_no_application():
    lines = [row(), ["Totale", "2"], ["Totale positive: 5"], ["TOTALE Pistoia", "", "7"]]
    done = imported(as_csv(lines))
    assert counts(done) == (1, 1, 0, 0, 0)
    stated = done.totals.values_list("municipality__name", "outcome", "stated", "computed")
    assert sorted(stated, key=str) == [("Pistoia", "", 7, 1), (None, "", 2, 1), (None, "positive", 5, 1)]


def test_a_mapping_corrected_by_hand_is_remembered_for_the_source():
    headings = [
        "A",
        "data_domanda",
        "codice_fiscale",
        "cognome",
        "nome",
        "data_nascita",
        "B",
        "C",
        "data_esito",
        "D",
    ]
    first = begin(as_csv([row()], headings))
    with pytest.raises(OperationRefused) as refused:
        run_import(outcome_import=first, by=None, at=NOW)
    assert refused.value.field == "mapping"
    mapping = {**first.reading["tables"][0]["mapping"], "protocol": "A", "municipality": "B", "outcome": "C"}
    correct_mapping(
        outcome_import=first, tables={0: {"role": "applications", "mapping": mapping}}, by=None, at=NOW
    )
    assert counts(run_import(outcome_import=first, by=None, at=NOW)) == (1, 1, 0, 0, 0)
    assert OutcomeSource.objects.get().mapping["applications"]["protocol"] == "A"
    assert counts(imported(as_csv([row("INPS-2", last="Prova")], headings))) == (1, 1, 0, 0, 0)
    other = begin(as_csv([row()], headings), source="Altro")
    assert "protocol" not in other.reading["tables"][0]["mapping"]


def test_an_import_that_is_over_cannot_be_run_or_changed_again():
    done = imported(as_csv([row()]))
    with pytest.raises(ChangedMeanwhile):
        run_import(outcome_import=done, by=None, at=NOW)
    with pytest.raises(ChangedMeanwhile):
        correct_mapping(outcome_import=done, tables={}, by=None, at=NOW)


def test_a_file_that_is_no_list_says_what_a_list_is():
    row_import = begin(b"a;b\nuno;due\n")
    with pytest.raises(OperationRefused) as refused:
        run_import(outcome_import=row_import, by=None, at=NOW)
    assert refused.value.field == "file"
    assert Application.objects.count() == 0


def test_titles_above_and_blank_rows_do_not_disturb():
    text = as_csv([row()]).decode()
    done = imported(f"Domande al 30 novembre;;\n\n{text}".encode())
    assert counts(done) == (1, 1, 0, 0, 0)


def test_the_actor_is_written_where_people_look(django_user_model):
    marco = cast.user(cast.MARCO)
    done = imported(as_csv([row()]), by=marco)
    assert (done.uploaded_by, done.document.created_by) == (marco, marco)
