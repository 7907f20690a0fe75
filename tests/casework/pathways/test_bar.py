"""The bar of stages above a case."""

from datetime import date

import pytest
from django.core.cache import cache
from pytest_django import DjangoAssertNumQueries

from accanto.casework.pathways.enums import Stage, Way
from accanto.casework.pathways.operations import enter_stage, set_way
from accanto.casework.pathways.queries.bar import path_bars, pathway_bar
from accanto.casework.pathways.queries.medians import zone_medians
from tests.scenarios import NOW, TODAY, family_in_charge

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_kept_medians() -> None:
    cache.clear()


def test_each_stage_tells_its_day_and_the_working_days_it_took(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    one = family_in_charge(outcome_on=date(2026, 10, 26), assigned_on=date(2026, 11, 5))
    enter_stage(pathway=one.pathway, stage=Stage.ANALYSIS, on=date(2026, 11, 18), by=one.anna, at=NOW)
    set_way(pathway=one.pathway, way=Way.COMPLEX, by=one.anna, at=NOW)
    zone_medians("adi", TODAY)
    with django_assert_max_num_queries(2):
        bar = pathway_bar(one.case, TODAY)
    assert bar is not None
    # 26 October – 5 November: 27, 28, 29, 30 October and 2, 3, 4, 5 November (All Saints is a Sunday)
    assert [(s.stage, s.state, s.days) for s in bar.stages] == [
        (Stage.OUTCOME, "done", None),
        (Stage.ASSIGNED, "done", 8),
        (Stage.CONVOKED, "skipped", None),
        (Stage.ANALYSIS, "done", 9),
        (Stage.TEAM, "now", 3),
        (Stage.PROJECT, "next", None),
        (Stage.STARTED, "next", None),
        (Stage.REVIEW, "next", None),
    ]
    drawn = {part["label"]: part["clock"] for part in path_bars(one.anna, one.case, TODAY)[0].stages}
    assert drawn["Équipe"] == "da 3 giorni lav."
    assert drawn["Verifica"].replace("\N{NO-BREAK SPACE}", " ") == "incontro entro il 16 febbraio 2027"


def test_the_median_of_fewer_than_five_households_is_not_told() -> None:
    for n in range(4):
        family_in_charge(f"Prova{n}")
    assert zone_medians("adi", TODAY) == {}
    cache.clear()
    family_in_charge("Esempio", outcome_on=date(2026, 11, 10))
    assert zone_medians("adi", TODAY) == {"assigned": 8}


def test_a_late_first_meeting_is_on_the_stage_that_would_end_it() -> None:
    one = family_in_charge(outcome_on=date(2026, 7, 13), assigned_on=date(2026, 7, 28))
    stages = path_bars(one.anna, one.case, TODAY)[0].stages
    late = [part for part in stages if part["state"] == "late"]
    assert [(p["label"], p["clock"].replace("\N{NO-BREAK SPACE}", " "), p["tone"]) for p in late] == [
        ("Convocato", "scaduto il 13 novembre", "late")
    ]
